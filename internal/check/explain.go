package check

// elsewhere are the checks that are made where the file is read, or by the step that meets the fault. They are
// here so that `waymark check --explain` knows every id that a finding can carry; a test looks for ids that it misses.
var elsewhere = []Check{
	// The project.
	{ID: "config", Finds: "What cannot be used in waymark.yaml or site.yaml.", Why: "Nothing can be built without it. The finding names the line and the setting."},
	{ID: "yaml", Finds: "A YAML file that cannot be read, an unknown key, or a value of the wrong kind.", Why: "A key that nobody reads is a promise that is not kept: a misspelt `confrim:` would silently confirm. Mend the key; the hint names the nearest."},
	{ID: "house-style", Finds: "An entry of house-style.yaml that is not complete.", Why: "An allowance without a reason or a last day cannot be judged by the next person."},
	{ID: "allowance", Finds: "An allowance of house-style.yaml that has ended, or that no page needs.", Why: "What was right once is looked at again, and what is over is taken out, so that the list stays short enough to be read."},

	// Pages.
	{ID: "content", Finds: "A content folder that cannot be read.", Why: "Its pages would be missing."},
	{ID: "page", Finds: "A page whose name would not work as an address everywhere.", Why: "Capitals and spaces break links on one server and not on another. Use lower-case letters, digits and hyphens."},
	{ID: "section", Finds: "A folder with pages and without index.md.", Why: "The folder has no front page, so readers cannot see what is in it."},
	{ID: "asset", Finds: "A file of a kind that is not published, in the content folder.", Why: "A data file that was dropped there must never reach readers. Move it out."},
	{ID: "unused-file", Finds: "A picture or paper in the content folder that no page shows or links to.", Why: "It would be published without anybody looking after it. Link to it, or remove it."},
	{ID: "front-matter", Finds: "Front matter that is missing, not closed or not complete: no title, summary, kind, owner, day of review or interval; an unknown key or id; a day that is none.", Why: "A page that nobody owns is a page that nobody mends. The finding gives line, column and remedy."},
	{ID: "review", Finds: "A review interval longer than the house allows, or a day of review still to come.", Why: "`governance.review_every_at_most_months` in waymark.yaml sets the limit."},
	{ID: "review-overdue", Finds: "A page whose review was due before today.", Why: "Found by `waymark check` only, which knows the day. Read the page against practice, then change `reviewed:`."},
	{ID: "expired", Finds: "A page whose last day is over.", Why: "It still tells readers what no longer holds. Renew it, or remove it."},

	// Text.
	{ID: "raw-html", Finds: "HTML in markdown.", Why: "It would be the way round the security policy, the checks of accessibility and the theme. Use markdown or a directive."},
	{ID: "directive", Finds: "An unknown {{directive}} or fenced block.", Why: "It would be printed as it stands. The hint names the nearest that there is."},
	{ID: "standard", Finds: "A timescale that does not exist, or is not complete in standards.yaml.", Why: "Every timescale is written once, and named everywhere else."},
	{ID: "value", Finds: "A {{value}} of an indicator that does not exist, or of a period that it has no figure for.", Why: "Name an indicator of data/common/indicators."},
	{ID: "register", Finds: "A register that does not exist, or two entries with one id on a page.", Why: "A link to the second would lead to the first."},
	{ID: "steps", Finds: "A block of steps that cannot be read.", Why: "Each step begins `Title: text`; a line that is indented goes on with the step above."},
	{ID: "alert", Finds: "A note with an unknown mark, or without text.", Why: "It would look like a quotation."},
	{ID: "footnote", Finds: "A mark without its footnote, or a footnote without its mark.", Why: "Readers would meet a bare [^1], or never meet the note."},
	{ID: "heading", Finds: "A heading that leaves out a level, or has an attribute or id that cannot be used.", Why: "Screen readers offer headings as a table of contents; a missing level sounds like a missing part. The page's title is the first level, so the text begins with ##. Only {#id} may stand behind a heading."},
	{ID: "broken-link", Finds: "A link to a page that does not exist, or that would not work from a folder, below a path or on the git host.", Why: "Links name the .md file, from the folder of the page. The hint names the nearest page."},
	{ID: "broken-anchor", Finds: "A link to a place that the page does not have.", Why: "The reader lands at the top and has to search. The hint names the nearest heading."},
	{ID: "broken-image", Finds: "A picture that is not there, or would be loaded from elsewhere.", Why: "Nothing is loaded from another host. Put the picture beside the page."},
	{ID: "image-words", Finds: "A picture without words.", Why: "A reader who cannot see it learns nothing. Say between the square brackets what it shows."},

	// Registers.
	{ID: "role", Finds: "A role that is not complete.", Why: "Pages name roles as their owners."},
	{ID: "law", Finds: "A law that is not complete, or whose address is none.", Why: "Pages and timescales name it as their source."},
	{ID: "document", Finds: "A document that is not complete, or whose address is none.", Why: "Pages and timescales name it as their source."},
	{ID: "glossary", Finds: "A term without its meaning.", Why: "Terms are explained where a page first uses them."},
	{ID: "dimension", Finds: "A way to break figures down whose categories overlap or leave values out.", Why: "Categories must add up to the total: the rules that protect children rely on it."},
	{ID: "benchmark", Finds: "Published figures that cannot be read.", Why: "A comparison with a wrong figure is worse than none."},
	{ID: "bank-holidays", Finds: "A calendar of bank holidays that cannot be read.", Why: "Working days are counted by it."},
	{ID: "unused", Finds: "A timescale that nothing on the site names.", Why: "An entry that nobody uses is not noticed when it goes wrong. Name it where it belongs, or take it out."},

	// Indicators and figures.
	{ID: "indicator", Finds: "A definition that cannot be read or has a name that cannot be an id.", Why: "The file's name is the indicator's id."},
	{ID: "indicator-definition", Finds: "A definition that is not complete or contradicts itself.", Why: "The finding names the field. `waymark new indicator` begins one with everything it needs."},
	{ID: "indicator-expression", Finds: "A condition that is wrong: an unknown column, a value that no cell can hold, a comparison of unlike things.", Why: "It would be false for every child without a word."},
	{ID: "indicator-case", Finds: "A worked case whose answer is not the expected one.", Why: "Either the definition or the case is wrong, and the page shows both. Nothing is published until they agree."},
	{ID: "indicator-sum", Finds: "Counts that do not add up: more done than due, or categories that miss a value.", Why: "Figures that do not add up give hidden ones away, or are wrong."},
	{ID: "pack", Finds: "A meeting's pack that is not complete, has no sheets, or names an indicator that is not there or is in it already.", Why: "The meeting would sit before a sheet with a hole in it. The finding stands at the pack in packs.yaml and names the sheet."},
	{ID: "commentary", Finds: "A comment on figures that is not complete, is about an indicator that is not there, or reads the newest figure another way than the figures do.", Why: "Readers would meet two answers on one page. Read the finding there, then change the comment, or say why the figures mislead."},
	{ID: "watch-list", Finds: "A line of a watch list that names no indicator, or one twice, and a list without lines.", Why: "A limit that nobody watches is missed by everybody. Write one id a line."},
	{ID: "theme", Finds: "A template of the theme that cannot draw what the page needs.", Why: "A theme of your own has to define the shared templates that the package comment of internal/theme names."},
	{ID: "chart", Finds: "A chart that could not be drawn.", Why: "The page shows its table instead. When it comes again, please report it."},
	{ID: "disclosure", Finds: "Figures that cannot be published without giving hidden ones away, and breakdowns that would show more with other groups. The message begins with its code, D01 to D30.", Why: "Merge categories in dimensions.yaml, or take a breakdown out. After an error nothing is published; a warning says what is lost. D03 and D04 are faults of the program."},
	{ID: "disclosure-policy", Finds: "A setting of the disclosure block in waymark.yaml that cannot be used, or would protect too little.", Why: "The block's settings and their limits are in the README."},
	{ID: "disclosure-ledger", Finds: "A ledger of earlier releases that cannot be read.", Why: "Without it, a new release might contradict an old one and give a hidden figure away."},
	{ID: "download", Finds: "A file of figures that does not hold what was released, or is not laid out as the Department for Education's open data are.", Why: "Every build reads its own downloads back. A setting that is missing in site.yaml can be the cause; otherwise it is a fault of the program, and nothing is published."},
	{ID: "service-log", Finds: "A line of service-log.csv that cannot be read or contradicts itself.", Why: "The log counts meetings, training and transfers: what was due and what was done, by period. The finding names the rule."},
	{ID: "due-dates", Finds: "A rule of the due dates page that cannot be made from the timescales and bank holidays.", Why: "A date that is worked out wrongly does harm. Mend the timescale."},

	// Tracker files and raw exports.
	{ID: "schema", Finds: "A tracker schema that is not what the program can use.", Why: "Every cell of a period file is judged by it."},
	{ID: "tracker-file", Finds: "A file in a tracker folder that is no period file, or cannot be read as CSV in UTF-8.", Why: "Raw exports do not belong in the project. Save a period file as CSV UTF-8."},
	{ID: "tracker-period", Finds: "A period file whose name is no period, a gap between periods, or quarters among months.", Why: "A chart over time needs every period once."},
	{ID: "tracker-column", Finds: "A column that the schema does not have, that is missing, or that is there twice.", Why: "A file has every column of the schema and no other."},
	{ID: "tracker-row", Finds: "A row with more or fewer cells than the header.", Why: "A comma in a cell, or a line that was cut."},
	{ID: "tracker-value", Finds: "A word that is not in the column's list, or an empty cell where one must be filled.", Why: "Words are written exactly as the schema writes them."},
	{ID: "tracker-number", Finds: "A number outside its limits, or not written as a whole number.", Why: "Counts and durations are whole numbers."},
	{ID: "tracker-rule", Finds: "A row that contradicts itself, such as permanence achieved and no route.", Why: "The finding names the rule; mend the record in the case system, and export again."},
	{ID: "raw-export", Finds: "A value of a raw export that cannot be as it is written, such as episodes that overlap.", Why: "It becomes \"not known\" and is counted in the summary; with --strict nothing is written."},
	{ID: "no-children", Finds: "A period in which no child of the export is in scope.", Why: "Check the period, and that the export holds the children's whole history."},

	// Flowcharts.
	{ID: "flow-syntax", Finds: "A line of a flowchart that cannot be read.", Why: "The finding says what was expected there."},
	{ID: "flow-header", Finds: "A block that does not begin as a flowchart.", Why: "Begin with `flowchart TD`; other kinds of Mermaid diagram are not drawn."},
	{ID: "flow-unsupported", Finds: "Mermaid syntax that Waymark does not draw.", Why: "The hint says what to write instead."},
	{ID: "flow-ignored", Finds: "Syntax that is read and has no effect, such as colours.", Why: "The theme gives colours by meaning, so that they work in the dark and on paper."},
	{ID: "flow-limit", Finds: "A flowchart that is too large to be drawn.", Why: "Split it, by age for example."},
	{ID: "flow-id", Finds: "An id of a step that cannot be used.", Why: "Some ids mean something else to Mermaid, so the git host would draw another chart."},
	{ID: "flow-label", Finds: "A label that Mermaid would misread, or that says nothing or too much.", Why: "Put labels with brackets into double quotes, and keep them short."},
	{ID: "flow-lane", Finds: "A lane that cannot be read or is empty.", Why: "A lane is who acts."},
	{ID: "flow-link", Finds: "A link of a step that cannot be followed, or arrows that cannot be read.", Why: "Write `click id href \"../guidance/page.md\"`."},
	{ID: "flow-title", Finds: "A flowchart without accTitle or accDescr.", Why: "They are how a reader who cannot see it learns what it is."},
	{ID: "flow-start", Finds: "A flowchart with no beginning, or with several.", Why: "A reader must know where to begin."},
	{ID: "flow-unreachable", Finds: "A step that no path from the beginning reaches.", Why: "Nobody would ever come to it."},
	{ID: "flow-dead-end", Finds: "A path that ends without an outcome.", Why: "A reader who gets there would not know what happens to the child."},
	{ID: "flow-answers", Finds: "A question with one answer, too many, two alike, or an arrow without one.", Why: "Each answer leads to one place."},
	{ID: "flow-loop", Finds: "A loop; without a way out it is an error.", Why: "Most loops are meant (\"review again\"); every one must have a way out."},
	{ID: "flow-size", Finds: "A flowchart of more than 25 steps, or a label of more than 120 characters.", Why: "It cannot be taken in at a glance. Split it by age, or shorten the label."},
	{ID: "flow-guidance", Finds: "An action without a link to guidance.", Why: "A reader who does not know how to do it needs the page."},
	{ID: "flow-ages", Finds: "Bands of age that overlap or leave a gap.", Why: "A child would be in two charts, or in none."},
	{ID: "flow-timescale", Finds: "A label that states a timescale as text, or another than the one it is linked to.", Why: "Write {{standard id}} in the label, and it follows every change."},
}
