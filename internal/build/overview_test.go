package build

import (
	"testing"

	"waymark/internal/site"
	"waymark/internal/theme"
)

func TestQuarters(t *testing.T) {
	periods := []string{"2025-Q4", "2026-Q1", "2026-Q2"}
	b := &builder{}
	v := b.quarters("indicators/2026-q1.html", "2026-Q1", "indicators/index.html", "indicators/", ".html", periods)
	if v.Earlier == nil || v.Earlier.Href != "2025-q4.html" || v.Earlier.Text != "October to December 2025" {
		t.Errorf("earlier: %+v", v.Earlier)
	}
	if v.Later == nil || v.Later.Href != "index.html" {
		t.Errorf("the newest period has an address of its own: %+v", v.Later)
	}
	if len(v.All) != 3 || v.All[0].Href != "index.html" || !v.All[1].Current || v.All[0].Current || v.All[2].Current {
		t.Errorf("all periods, newest first: %+v", v.All)
	}
	first := b.quarters("indicators/index.html", "2026-Q2", "indicators/index.html", "indicators/", ".html", []string{"2026-Q2"})
	if first.Earlier != nil || first.Later != nil || first.All != nil {
		t.Errorf("one period leaves nothing to choose: %+v", first)
	}
}

func stands(id, kind string, headline, measured bool) standing {
	return standing{shownIndicator: &shownIndicator{def: &site.Indicator{ID: id, Title: id, Theme: "stability", Headline: headline}, measured: measured, value: "12%"},
		change: theme.SignalView{Kind: kind}}
}

func TestTally(t *testing.T) {
	for _, c := range []struct {
		all  []standing
		want string
	}{
		{[]standing{stands("a", "steady", false, true)}, "1 indicator: 1 without real change."},
		{[]standing{stands("a", "better", false, true), stands("b", "worse", false, true), stands("c", "", false, false), stands("d", "worse", false, true), stands("e", "unknown", false, true)},
			"5 indicators: 2 worse, 1 better, 1 not to be judged yet, 1 not measured."},
	} {
		if got := tally(c.all); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// The first screen: worse before better, targets that limits put out of reach before those missed now.
func TestLeads(t *testing.T) {
	will, now := stands("will", "steady", false, true), stands("now", "unknown", false, true)
	will.target, now.target = theme.SignalView{Kind: "fails"}, theme.SignalView{Kind: "missed"}
	all := []standing{now, stands("up", "better", false, true), will, stands("down", "worse", false, true)}
	parts := leads(all, "indicators/index.html")
	names := func(l theme.LeadView) (out string) {
		for _, f := range l.Figures {
			out += f.Title + " "
		}
		return out
	}
	for i, want := range []string{"down up ", "will now ", "will "} {
		if got := names(parts[i]); got != want {
			t.Errorf("%s: %q, want %q", parts[i].Title, got, want)
		}
	}
	hidden := stands("hidden", "unknown", false, true)
	hidden.change.Why = "At least one figure is hidden."
	if why, n := reasons(append(all, hidden, now), "indicators/index.html"); n != 3 || len(why) != 2 || len(why[0].Figures) != 2 || why[1].Why != hidden.change.Why {
		t.Errorf("%d cannot be told: %+v", n, why)
	}
	if parts[1].Figures[0].Lead.Kind != "fails" || parts[0].Figures[0].Lead.Kind != "worse" {
		t.Error("a list shows the sign that it is about")
	}
	nothing := leads([]standing{stands("a", "steady", false, true)}, "indicators/index.html")
	if nothing[1].Intro != "" || nothing[1].None == "" {
		t.Errorf("with nothing missed: %+v", nothing[1])
	}
}

// A theme shows what changed first, then its headlines; what is not measured comes last.
func TestGroupShowsWhatChanged(t *testing.T) {
	group := []standing{stands("unmeasured", "unknown", true, false), stands("plain", "steady", false, true), stands("headline", "steady", true, true),
		stands("better", "better", false, true), stands("worse", "worse", false, true)}
	got := ""
	for _, f := range groupView("stability", group, "indicators/index.html").Figures {
		got += f.Title + " "
	}
	if want := "worse better headline plain "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
