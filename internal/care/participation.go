package care

// ParticipationCounts are the reviews of children of four or over that were held in a period, by how the child
// took part.
type ParticipationCounts struct {
	Asked    int // reviews with a code of PN1 to PN7
	TookPart int // PN1 to PN6: attended, or their views were brought to the review
	Silent   int // PN4: attended and said nothing, nor did anyone for them; also in TookPart
	Unknown  int // held, and how the child took part is not known; in none of the others
}

// ParticipationWithin counts the reviews held from first to last in one period of care.
//
// Definition: the codes of the return (REVIEW_CODE). PN0 is for children under four, who are left out; PN7 is a
// child who was absent and whose views did not reach the review. PN4 counts as taking part in the national form
// and says little by itself, so it is counted apart as well.
//
// Edges. A child takes part from the fourth birthday on. A code that the age contradicts (validation rules 440 and
// 441 of the return) is a code that is not known, and so is an empty one; without a date of birth the code is
// believed. Two rows of one day are one review, and the first that has a code tells.
func ParticipationWithin(c *Child, p CarePeriod, first, last Date) ParticipationCounts {
	codes := map[Date]Participation{}
	for _, r := range c.Reviews {
		if p.On(r.Held) && r.Held.Within(first, last) && codes[r.Held] == "" {
			codes[r.Held] = r.Participation
		}
	}
	var n ParticipationCounts
	four := c.Birth.Birthday(4)
	for held, code := range codes {
		young := code == "PN0"
		switch {
		case four != 0 && held < four:
			continue
		case four == 0 && young:
			continue
		}
		switch code {
		case "PN1", "PN2", "PN3", "PN5", "PN6":
			n.Asked, n.TookPart = n.Asked+1, n.TookPart+1
		case "PN4":
			n.Asked, n.TookPart, n.Silent = n.Asked+1, n.TookPart+1, n.Silent+1
		case "PN7":
			n.Asked++
		default:
			n.Unknown++
		}
	}
	return n
}
