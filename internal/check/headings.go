package check

import "waymark/internal/markdown"

var emptyHeading = Check{
	ID:    "empty-heading",
	Finds: "A heading with nothing below it.",
	Why:   "A reader who came for that part finds nothing, and cannot know whether it was forgotten. Say what is missing, or take the heading out.",
	prose: func(p *page) {
		for i, in := range p.passages {
			if in.Kind != markdown.PassageHeading {
				continue
			}
			last := i == len(p.passages)-1
			if last || p.passages[i+1].Kind == markdown.PassageHeading && p.passages[i+1].Level <= in.Level {
				p.warn(in, 0, len(in.Text), "write the part, say what is missing, or take the heading out", "nothing stands below the heading %q", in.Text)
			}
		}
	},
}
