package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var alertKinds = []string{"note", "tip", "important", "warning", "caution"}

// alert marks a quotation whose first line is [!NOTE] or one of its kin, as the git hosts write them. The
// parser splits the mark over several nodes, so the source line is read instead.
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
	kind := strings.ToLower(line[2 : len(line)-1])
	if !slices.Contains(alertKinds, kind) {
		p.errorAt(segment.Start, "alert", "use [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]", "%s is no kind of alert", line)
		return
	}
	for c := first.FirstChild(); c != nil; c = first.FirstChild() {
		first.RemoveChild(first, c)
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			break
		}
	}
	if first.ChildCount() == 0 {
		n.RemoveChild(n, first)
	}
	if n.FirstChild() == nil {
		p.errorAt(segment.Start, "alert", "write the text on the lines below the mark, each after >", "the alert says nothing")
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
