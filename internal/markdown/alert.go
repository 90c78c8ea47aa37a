package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var alertKinds = []string{"note", "tip", "important", "warning", "caution"}

// alert marks a quotation that begins with [!NOTE] or one of its kin, as the git hosts write them, when its first line is a mark. The mark is split over several
// text nodes by the parser, so the source line is read instead.
func (p *pass) alert(n *ast.Blockquote) {
	first, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || first.Lines().Len() == 0 {
		return
	}
	segment := first.Lines().At(0)
	line := strings.TrimSpace(string(segment.Value(p.source)))
	if !strings.HasPrefix(line, "[!") || !strings.HasSuffix(line, "]") {
		return
	}
	name := strings.ToLower(line[2 : len(line)-1])
	kind := ""
	for _, k := range alertKinds {
		if k == name {
			kind = k
		}
	}
	if kind == "" {
		p.errorAt(segment.Start, "alert", "use [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]", "%s is no kind of alert", line)
		return
	}
	for c := first.FirstChild(); c != nil; {
		next := c.NextSibling()
		start := c.Pos()
		if t, ok := c.(*ast.Text); ok {
			start = t.Segment.Start
		}
		if start >= 0 && start < segment.Stop {
			first.RemoveChild(first, c)
		}
		c = next
	}
	if first.ChildCount() == 0 {
		n.RemoveChild(n, first)
	}
	n.SetAttributeString("waymark-alert", []byte(kind))
}

// drawQuotation writes a quotation, or the note that it has become.
func drawQuotation(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	value, ok := n.AttributeString("waymark-alert")
	kind, _ := value.([]byte)
	switch {
	case !ok && entering:
		_, _ = w.WriteString("<blockquote>\n")
	case !ok:
		_, _ = w.WriteString("</blockquote>\n")
	case entering:
		title := string(bytes.ToUpper(kind[:1])) + string(kind[1:])
		_, _ = w.WriteString(`<div class="wm-alert wm-alert-` + string(kind) + `" role="note"><p class="wm-alert-title">` + title + "</p>\n")
	default:
		_, _ = w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}
