package annexa

import (
	"strings"

	"waymark/internal/care"
	"waymark/internal/rawcell"
)

// Codes in Annex A are a letter and words ("b) Female"), with the code of the return among the words in some
// columns ("d) U4: Foster placement - long term"). A letter alone is read only where its meaning does not depend
// on the year's layout: the lists of placements and of reasons for leaving care have grown, so there the code of
// the return must be in the cell.

func knownLegal(code string) bool {
	return care.LegalStatus(code).Group() != "" || care.LegalStatus(code).ShortBreak()
}
func knownPlacement(code string) bool { return care.PlacementCode(code).Group() != "" }
func knownCeased(code string) bool    { return care.CeasedCode(code).End() != "" }
func knownEthnicity(code string) bool { _, ok := care.EthnicityGroupOf(code); return ok }
func knownProvider(code string) bool {
	return strings.HasPrefix(code, "PR") && care.ProviderCode(code).Group() != ""
}
func knownReversed(code string) bool { return len(code) == 3 && code >= "RD1" && code <= "RD4" }

// code reads a code of the return.
func (r row) code(id string, known func(string) bool, what string) string {
	text := r.text(id)
	if text == "" {
		return ""
	}
	code := rawcell.NationalCode(text, known)
	if code == "" {
		r.wrong(id, "write the code of the SSDA903 return in the cell", what)
	}
	return code
}

// lettered is code for columns whose letters stand for codes in a fixed order.
func (r row) lettered(id string, known func(string) bool, letters []string, what string) string {
	if letter, rest := rawcell.Coded(r.text(id)); rest == "" && letter >= 'a' && int(letter-'a') < len(letters) {
		return letters[letter-'a']
	}
	return r.code(id, known, what)
}

func (r row) provider() string {
	return r.lettered("provider", knownProvider, []string{"PR0", "PR1", "PR2", "PR3", "PR4", "PR5"}, "a provider such as PR1")
}

func (r row) reversedReason() string {
	return r.lettered("reversed-reason", knownReversed, []string{"RD1", "RD2", "RD3", "RD4"}, "a reason such as RD1")
}

func (r row) yesNo(id string) care.Tri {
	text := r.text(id)
	if text == "" {
		return care.NotKnown
	}
	answer, ok := rawcell.YesNo(text)
	if !ok {
		r.wrong(id, "write a) Yes or b) No", "yes or no")
		return care.NotKnown
	}
	return answer
}

// sex: a) male, b) female, c) not stated or recorded (unborn children too), d) neither. The tracker's words are
// those of the return, which has no fourth.
func (r row) sex() care.Sex {
	text := r.text("sex")
	if text == "" {
		return care.SexNotKnown
	}
	letter, rest := rawcell.Coded(text)
	switch {
	case rest == "female" || rest == "2" || rest == "" && (letter == 'b' || letter == 'f'):
		return care.Female
	case rest == "male" || rest == "1" || rest == "" && (letter == 'a' || letter == 'm'):
		return care.Male
	case letter == 'c' || letter == 'd' || letter == 'u' || strings.HasPrefix(rest, "not ") || strings.HasPrefix(rest, "neither") || strings.HasPrefix(rest, "unborn") || strings.HasPrefix(rest, "indeterminate"):
		return care.SexNotKnown
	}
	r.wrong("sex", "write a) Male or b) Female", "a) to d) of the list")
	return care.SexNotKnown
}

// ethnicities are the letters a) to t); u) is unknown.
var ethnicities = strings.Fields("WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT")

func (r row) ethnicity() care.EthnicityGroup {
	text := r.text("ethnicity")
	letter, rest := rawcell.Coded(text)
	if text == "" || letter == 'u' || strings.Contains(rest, "unknown") {
		return care.EthnicityNotKnown
	}
	group, _ := care.EthnicityGroupOf(r.lettered("ethnicity", knownEthnicity, ethnicities, "a code such as WBRI"))
	return group
}

// plans are the letters a) to g) of list 8.
var plans = []care.PlanOption{
	care.PlanReturnHome, care.PlanAdoption, care.PlanSpecialGuardian, care.PlanIndependentLiving,
	care.PlanResidential, care.PlanLongTermFostering, care.PlanOther,
}

// plan reads "f) Long-term fostering", the letter or the words alone, and the codes of the standard safeguarding
// dataset (LTFOST18). Where letter and words disagree nobody can say which is meant.
func (r row) plan() care.PlanOption {
	text := r.text("plan")
	if text == "" {
		return ""
	}
	letter, rest := rawcell.Coded(text)
	byWords := planOf(rest)
	var byLetter care.PlanOption
	if letter >= 'a' && letter <= 'g' {
		byLetter = plans[letter-'a']
	}
	if byWords == care.PlanArrangementsOrder && byLetter == care.PlanSpecialGuardian {
		return byWords // c) is for both
	}
	switch {
	case byWords != "" && byLetter != "" && byWords != byLetter:
		r.log.Warn(r.t.place(r.n, "plan"), "plan-disagrees", "correct the letter or the words", "letter and words name different plans; not known")
		return ""
	case byWords != "":
		return byWords
	case byLetter != "":
		return byLetter
	}
	r.wrong("plan", "write one of a) to g) of the list", "a plan of the list")
	return ""
}

// planOf finds a plan in words. Adoption comes first, for "fostering for adoption" aims at it.
func planOf(words string) care.PlanOption {
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(words, p) {
				return true
			}
		}
		return false
	}
	switch {
	case words == "":
		return ""
	case has("adoption"):
		return care.PlanAdoption
	case has("sgo", "guardian"):
		return care.PlanSpecialGuardian
	case has("cao", "arrangement"):
		return care.PlanArrangementsOrder
	case has("return", "reunif", "rehab", "remainsup"):
		return care.PlanReturnHome
	case has("residential", "resplmt"):
		return care.PlanResidential
	case has("foster", "ltfost", "ltrelfr"):
		return care.PlanLongTermFostering
	case has("supported", "suppliv", "independ"):
		return care.PlanIndependentLiving
	case strings.HasPrefix(words, "other"):
		return care.PlanOther
	}
	return ""
}

// inAuthority says whether the placement lies in the authority's own area: a) in, b) out; where that is not
// written, by the name of the authority it lies in.
func (r row) inAuthority() care.Tri {
	if text := r.text("location"); text != "" {
		letter, rest := rawcell.Coded(text)
		switch {
		case strings.HasPrefix(rest, "out") || rest == "" && letter == 'b' || rest == "" && letter == 'o':
			return care.No
		case strings.HasPrefix(rest, "in") || rest == "" && letter == 'a' || rest == "" && letter == 'i':
			return care.Yes
		}
		r.wrong("location", "write a) In or b) Out", "in or out")
		return ""
	}
	if name := r.text("la"); name != "" && r.options.Authority != "" {
		return care.YesNo(normal(name) == normal(r.options.Authority))
	}
	return ""
}
