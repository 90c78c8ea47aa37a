package themes

import (
	"strings"
	"testing"
)

func TestMissingFilesSayWhatToRun(t *testing.T) {
	if _, err := Dist("nothing.css"); err == nil || !strings.Contains(err.Error(), "make assets") {
		t.Errorf("got %v, want a sentence with make assets", err)
	}
	for _, name := range []string{"nothing", "", "..", "default/dist"} {
		if _, err := Templates(name); err == nil {
			t.Errorf("Templates(%q): no error", name)
		}
	}
	if _, err := Templates("default"); err != nil {
		t.Error(err)
	}
}
