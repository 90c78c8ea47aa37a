package ssda903

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"waymark/internal/diag"
)

// module is one kind of file of the return.
type module struct {
	name    string
	columns []string
	derived []string // what the validator adds and a file may have besides
	read    bool     // false: the model has no use for it, and its rows are counted
	needed  bool     // no return without it
}

// modules are in the order of the return. Header comes first and Episodes second, for the others only add to
// children that these two know.
var modules = []module{
	{name: "Header", read: true, needed: true, columns: words("CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB")},
	{name: "Episodes", read: true, needed: true,
		columns: words("CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN"),
		derived: words("PL_LA PL_LOCATION PL_DISTANCE")},
	{name: "Reviews", read: true, columns: words("CHILD DOB REVIEW REVIEW_CODE")},
	{name: "UASC", read: true, columns: words("CHILD SEX DOB DUC")},
	{name: "OC2", columns: words("CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED")},
	{name: "OC3", columns: words("CHILD DOB IN_TOUCH ACTIV ACCOM")},
	{name: "AD1", read: true, columns: words("CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR")},
	{name: "PlacedAdoption", read: true, columns: words("CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED")},
	{name: "PrevPerm", read: true, columns: words("CHILD DOB PREV_PERM LA_PERM DATE_PERM")},
	{name: "Missing", columns: words("CHILD DOB MISSING MIS_START MIS_END")},
	{name: "SWEpisodes", read: true, columns: words("CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON")},
	{name: "DoLo", columns: words("CHILD DOB DOLO_START DOLO_END")},
}

// merged are the columns that regional merges of several returns add to every module.
var merged = []string{"LA", "YEAR"}

func words(s string) []string { return strings.Fields(s) }

func moduleIndex(name string) int {
	return slices.IndexFunc(modules, func(m module) bool { return m.name == name })
}

// column tells every name that any module has.
func knownColumn(name string) bool {
	return slices.ContainsFunc(modules, func(m module) bool {
		return slices.Contains(m.columns, name) || slices.Contains(m.derived, name)
	}) || slices.Contains(merged, name)
}

// identify looks at the first row of every file in the folder.
func (r *reader) identify(dir string) map[string]*file {
	r.files = map[string]*file{}
	entries, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		r.book.whole(diag.Error, "ssda903-folder", dir, fmt.Sprintf("the folder cannot be read: %s", reason(err)), "give the folder that holds the CSV files of the return")
		return r.files
	}
	for _, e := range entries {
		name := e.Name()
		// Hidden files, and the locks that a spreadsheet program leaves beside a file it has open.
		if e.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
			continue
		}
		f := &file{path: path.Join(dir, name)}
		header, message, hint := f.peek(r.fsys)
		if message == "" {
			message, hint = f.tell(header)
		}
		if message != "" {
			severity := diag.Error
			if !strings.EqualFold(path.Ext(name), ".csv") {
				severity = diag.Warning // a note or a workbook beside the modules
			}
			r.book.whole(severity, "ssda903-file", f.path, message, hint)
			continue
		}
		if other := r.files[f.module.name]; other != nil {
			r.book.whole(diag.Error, "ssda903-twice", f.path,
				fmt.Sprintf("this is the %s module, and so is %s; only that one is read", f.module.name, path.Base(other.path)),
				"keep the newer of the two in the folder, or put their rows into one file")
			continue
		}
		r.files[f.module.name] = f
	}
	return r.files
}

// tell finds the module that a header row belongs to: exactly its names in its order, in any case, with spaces
// around. Columns of a merge and derived ones may stand anywhere, and so may columns without a name, which
// spreadsheets leave behind on the right. The words say why it is none.
func (f *file) tell(header []string) (message, hint string) {
	f.at = map[string]int{}
	var names []string
	for i, h := range header {
		h = strings.ToUpper(strings.TrimSpace(h))
		if h == "" {
			continue
		}
		if _, twice := f.at[h]; twice {
			if knownColumn(h) {
				return fmt.Sprintf("the header row has the column %s twice", h), "take one of the two out"
			}
			return "the header row has a column twice", "take one of the two out"
		}
		f.at[h], f.named = i, i+1
		names = append(names, h)
	}
	f.width = len(header)
	if !slices.ContainsFunc(names, knownColumn) {
		// Without one known name the row may as well be a child: nothing of it is repeated.
		return "the first row has no column name of the return, so this is no module of it or its header row is missing",
			"the first row of a module holds its column names, such as CHILD, DECOM, RNE"
	}
	nearest, fewest := -1, 0
	for i, m := range modules {
		own := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
			return slices.Contains(merged, n) || slices.Contains(m.derived, n)
		})
		if slices.Equal(own, m.columns) {
			f.module = &modules[i]
			return "", ""
		}
		missing, extra := compareNames(own, m.columns)
		if n := len(missing) + len(extra); nearest < 0 || n < fewest {
			nearest, fewest = i, n
			message, hint = describe(m, missing, extra)
		}
	}
	return message, hint
}

func compareNames(have, want []string) (missing, extra []string) {
	for _, w := range want {
		if !slices.Contains(have, w) {
			missing = append(missing, w)
		}
	}
	for _, h := range have {
		if !slices.Contains(want, h) {
			extra = append(extra, h)
		}
	}
	return missing, extra
}

func describe(m module, missing, extra []string) (message, hint string) {
	if len(missing)+len(extra) == 0 {
		return fmt.Sprintf("this has the columns of %s in another order, and is not read", m.name),
			"put them in this order: " + strings.Join(m.columns, ", ")
	}
	message = fmt.Sprintf("this is no module of the return; the nearest is %s", m.name)
	if len(missing) > 0 {
		message += ", of which it lacks " + list(missing)
	}
	if len(extra) > 0 {
		message += ", which does not have " + list(columnNames(extra))
	}
	return message, fmt.Sprintf("the columns of %s are %s", m.name, strings.Join(m.columns, ", "))
}

// columnNames are names as a finding may print them: what has a digit in it may be a value, if it is no
// name of any module.
func columnNames(names []string) []string {
	var out []string
	hidden := 0
	for _, n := range names {
		plain := len(n) <= 30 && !strings.ContainsFunc(n, func(c rune) bool { return !(c >= 'A' && c <= 'Z' || c == '_' || c == ' ') })
		if plain || knownColumn(n) {
			out = append(out, n)
		} else {
			hidden++
		}
	}
	switch {
	case hidden == 1:
		out = append(out, "a column of another name")
	case hidden > 1:
		out = append(out, fmt.Sprintf("%d columns of other names", hidden))
	}
	return out
}

// complete says that there is a return to read, and says once what else is missing.
func (r *reader) complete(dir string, files map[string]*file) bool {
	var missing []string
	ok := true
	for _, m := range modules {
		switch {
		case files[m.name] != nil:
		case m.needed:
			r.book.whole(diag.Error, "ssda903-missing", dir,
				fmt.Sprintf("there is no %s module in the folder, and without it the return cannot be read", m.name),
				fmt.Sprintf("add the CSV file whose first row is %s", strings.Join(m.columns, ",")))
			ok = false
		case m.read:
			missing = append(missing, m.name)
		}
	}
	if len(missing) > 0 && ok {
		r.book.whole(diag.Warning, "ssda903-missing", dir,
			fmt.Sprintf("the folder has no %s; what only they tell is not known", list(missing)),
			"add them to the folder if the authority has them")
	}
	return ok
}
