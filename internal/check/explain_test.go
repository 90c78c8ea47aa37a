package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every id that the source gives to a finding is explained. Ids are the first text of Errorf and Warnf, the
// field Check of a finding, and constants that begin with "check".
func TestEveryIDIsExplained(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	var seen []string
	note := func(e ast.Expr) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		if text, err := strconv.Unquote(lit.Value); err == nil && id.MatchString(text) {
			seen = append(seen, text)
		}
	}
	for _, dir := range []string{"..", "../../cmd"} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					f, ok := n.Fun.(*ast.SelectorExpr)
					if ok && (f.Sel.Name == "Errorf" || f.Sel.Name == "Warnf") && len(n.Args) > 5 {
						note(n.Args[0])
					}
					if ok && (f.Sel.Name == "errorAt" || f.Sel.Name == "warnAt") {
						note(n.Args[1])
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Check" {
						note(n.Value)
					}
				case *ast.ValueSpec:
					for i, name := range n.Names {
						if strings.HasPrefix(name.Name, "check") && i < len(n.Values) {
							note(n.Values[i])
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(seen)
	seen = slices.Compact(seen)
	if len(seen) < 40 {
		t.Fatalf("only %d ids were found in the source: %q", len(seen), seen)
	}
	for _, id := range seen {
		if _, ok := Find(id); !ok {
			t.Errorf("explain.go does not know %q", id)
		}
	}
}

func TestExplanations(t *testing.T) {
	for i, c := range All {
		if c.ID == "" || !strings.HasSuffix(c.Finds, ".") || !strings.HasSuffix(c.Why, ".") {
			t.Errorf("%q: an explanation is sentences: %q %q", c.ID, c.Finds, c.Why)
		}
		if i > 0 && All[i-1].ID == c.ID {
			t.Errorf("%q is explained twice", c.ID)
		}
	}
}
