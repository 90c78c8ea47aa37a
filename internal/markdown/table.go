package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// table gives a table a name for its scrolling frame, from the heading it stands under. The number keeps the
// names of two tables under one heading apart.
func (p *pass) table(n *extast.Table) {
	p.tables++
	label := p.under
	if label == "" {
		label = p.page.Title
	}
	n.SetAttributeString("waymark-label", []byte(fmt.Sprintf("Table %d: %s", p.tables, label)))
}

func drawTable(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		value, _ := n.AttributeString("waymark-label")
		label, _ := value.([]byte)
		_, _ = w.WriteString(`<section class="wm-table" tabindex="0" aria-label="` + escape(string(label)) + "\">\n<table>\n")
	} else {
		_, _ = w.WriteString("</table>\n</section>\n")
	}
	return ast.WalkContinue, nil
}

func drawTableHeader(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<thead>\n<tr>\n")
	} else {
		_, _ = w.WriteString("</tr>\n</thead>\n")
		if n.NextSibling() != nil {
			_, _ = w.WriteString("<tbody>\n")
		}
	}
	return ast.WalkContinue, nil
}

func drawTableRow(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<tr>\n")
	} else {
		_, _ = w.WriteString("</tr>\n")
		if n.Parent().LastChild() == n {
			_, _ = w.WriteString("</tbody>\n")
		}
	}
	return ast.WalkContinue, nil
}

// drawTableCell writes a cell. The first cell of a row is its header: our tables read across.
func drawTableCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	cell := n.(*extast.TableCell)
	tag, scope := "td", ""
	switch {
	case n.Parent().Kind() == extast.KindTableHeader:
		tag, scope = "th", ` scope="col"`
	case n.PreviousSibling() == nil:
		tag, scope = "th", ` scope="row"`
	}
	if tag == "th" && n.ChildCount() == 0 {
		tag, scope = "td", "" // an empty header says nothing
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	class := ""
	switch cell.Alignment {
	case extast.AlignRight:
		class = ` class="num"`
	case extast.AlignCenter:
		class = ` class="centre"`
	}
	_, _ = w.WriteString("<" + tag + scope + class + ">")
	return ast.WalkContinue, nil
}

// drawTick writes the box of a task list as a sign with words; nothing on a page can be ticked.
func drawTick(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		sign, words := "☐", "To do: "
		if n.(*extast.TaskCheckBox).IsChecked {
			sign, words = "☑", "Done: "
		}
		_, _ = w.WriteString(`<span class="wm-tick" aria-hidden="true">` + sign + ` </span><span class="govuk-visually-hidden">` + words + `</span>`)
	}
	return ast.WalkContinue, nil
}
