package build

import (
	"strings"

	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/site"
)

// What to do about the warnings of the gate, by their code. D23, that there is no ledger, is said in the summary of a build; D30 is that summary.
var warningHints = map[string]string{
	"D20": "merge categories of the dimension in dimensions.yaml, or take the breakdown out of the indicator",
	"D21": "give the dimension fewer categories in dimensions.yaml, if the groups still mean something",
	"D22": "count both over the same children, or accept that figures are hidden",
	"D24": "",
	"D25": "",
	"D26": "count over a longer window, give the indicator a wider population, or accept that figures are withheld",
}

// reportMessages turns the gate's warnings into findings at the indicators that they are about.
func reportMessages(s *site.Site, report disclose.Report, findings *diag.List) {
	for _, m := range report.Messages {
		hint, told := warningHints[m.Code]
		if m.Level != disclose.LevelWarning || !told {
			continue
		}
		file, line := site.ConfigName, 0
		id, _, _ := strings.Cut(m.Table, "/")
		if def := s.Indicator(id); def != nil {
			file, line = def.At.File, def.At.Line
		}
		findings.Warnf(checkDisclosure, file, line, 0, hint, "%s %s: %s", m.Code, s.ID, m.Text)
	}
}
