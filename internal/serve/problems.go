package serve

import (
	"html/template"
	"slices"
	"strings"

	"waymark/internal/diag"
)

// mostProblems is how many findings the page shows; the terminal lists all.
const mostProblems = 20

var problemsTemplate = template.Must(template.New("problems").Parse(
	`<section id="waymark-problems" class="waymark-problems{{if not .LastGood}} waymark-problems-alone{{end}}" role="alert" aria-labelledby="waymark-problems-title">` +
		`<h2 id="waymark-problems-title" class="waymark-problems-title">{{.Title}}</h2>` +
		`<button type="button" class="waymark-problems-hide">Hide</button>` +
		`<ol class="waymark-problems-list">{{range .Items}}` +
		`<li class="waymark-problems-item waymark-problems-{{.Severity}}">` +
		`{{with .Place}}<p class="waymark-problems-place">{{.}}</p>{{end}}` +
		`<p class="waymark-problems-message"><span class="waymark-problems-severity">{{.Severity}}:</span> {{.Message}}{{with .Check}} ({{.}}){{end}}</p>` +
		`{{with .Source}}<pre class="waymark-problems-source"><code>{{.}}</code></pre>{{end}}` +
		`{{with .Hint}}<p class="waymark-problems-hint">{{.}}</p>{{end}}` +
		`</li>{{end}}</ol>` +
		`{{with .More}}<p class="waymark-problems-more">And {{.}} more: the terminal lists all.</p>{{end}}` +
		`</section>`))

// problems draws what is wrong with a build: the error that stopped it first, then error findings, then
// warnings. Line ends are kept out of the source's last line so that the script can compare panels.
func problems(r result, lastGood bool, excerpt func(string, int) (string, bool)) string {
	type item struct{ Place, Severity, Message, Check, Source, Hint string }
	var items []item
	if r.err != nil {
		items = append(items, item{Severity: "error", Message: r.err.Error(), Hint: "The build stopped here. It is tried again when a file changes."})
	} else if r.files == nil && len(r.findings) == 0 {
		items = append(items, item{Severity: "error", Message: "the build gave no site and did not say why"})
	}
	ordered := slices.Clone(r.findings)
	slices.SortStableFunc(ordered, func(a, b diag.Finding) int { return int(b.Severity) - int(a.Severity) })
	for _, f := range ordered {
		i := item{Place: f.Place(), Severity: f.Severity.String(), Message: f.Message, Check: f.Check, Hint: f.Hint}
		if f.File != "" {
			if line, ok := excerpt(f.File, f.Line); ok && !f.Private {
				i.Source = strings.TrimSuffix(diag.Excerpt(f, line), "\n")
			}
		}
		items = append(items, i)
	}
	title := "The site cannot be built"
	if lastGood {
		title = "Not up to date: this is the last good site"
	}
	if len(r.findings) > 0 {
		title += " (" + diag.Summary(r.findings) + ")"
	}
	shown := items[:min(len(items), mostProblems)]
	return render(problemsTemplate, map[string]any{
		"LastGood": lastGood, "Title": title, "Items": shown, "More": len(items) - len(shown),
	})
}

// page is a whole page of the preview's own, when there is nothing of the site to show.
var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en-GB" class="waymark-page">
<head><meta charset="utf-8"><title>{{.Title}}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>
{{if .Missing}}<main class="waymark-near">
<h1>{{.Title}}</h1>
<p>The site has nothing at <code>{{.Missing}}</code>.</p>
{{with .Near}}<p>Near it are:</p>
<ul>{{range .}}<li><a href="{{.Href}}">{{.Path}}</a></li>{{end}}</ul>
{{end}}</main>
{{end}}</body>
</html>
`))

type near struct{ Href, Path string }

func page(title, missing string, suggestions []near) []byte {
	return []byte(render(pageTemplate, map[string]any{"Title": title, "Missing": missing, "Near": suggestions}))
}

func render(t *template.Template, data any) string {
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		panic("serve: template " + t.Name() + ": " + err.Error())
	}
	return b.String()
}
