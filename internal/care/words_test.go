package care

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// TestWords: every word that goes into a tracker file as it is must be one that the schema allows, and every word
// of the schema must be one that a rule can give.
func TestWords(t *testing.T) {
	text, err := os.ReadFile("../../data/common/tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Fields []struct {
			Name        string
			Constraints struct{ Enum []string }
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	enum := map[string][]string{}
	for _, f := range schema.Fields {
		enum[f.Name] = f.Constraints.Enum
	}
	plans := words(PlanReturnHome, PlanSpecialGuardian, PlanArrangementsOrder, PlanAdoption, PlanLongTermFostering, PlanResidential, PlanIndependentLiving, PlanOther, NoPlan)
	for field, ours := range map[string][]string{
		"cohort":                  words(InCare, LeftCare, InPreProceedings, AtHome),
		"age_band":                append(words(Under2, From2To4, From5To9, From10To15, From16), string(NotKnown)), // an unknown band is the empty one here
		"sex":                     words(Female, Male, SexNotKnown),
		"ethnicity_group":         words(Asian, Black, Mixed, White, OtherEthnicity, EthnicityNotKnown),
		"disability":              words(Yes, No, NotKnown),
		"siblings_together":       words(AllTogether, SomeTogether, Apart, NoSiblings),
		"service":                 words(AssessmentAndCourt, ChildrenInCare, LeavingCareService),
		"legal_status":            words(InterimCareOrder, CareOrder, PlacementOrder, Section20, Remand, OtherLegal, NoLegal),
		"plan":                    plans,
		"parallel_plan":           plans,
		"placement":               words(KinshipFoster, Foster, PlacedForAdoption, WithParents, Residential, Supported, OtherPlacement, NoPlacement),
		"provider":                words(OwnProvider, OtherProvider, NoProvider),
		"previous_permanence":     words(Yes, No, NotKnown),
		"permanence_route":        words(ByReturnHome, BySpecialGuardian, ByArrangements, ByAdoption, ByLongTermFoster, ByResidential, NotAchieved),
		"care_end_reason":         words(EndedAdopted, EndedGuardianship, EndedArrangementsOrder, EndedHomePlanned, EndedHomeUnplanned, EndedStayed, EndedIndependent, EndedOther, NotEnded),
		"second_review_plan":      words(PlanInTime, PlanNotInTime, PlanNotDue),
		"family_group_conference": words(ConferenceHeld, ConferenceOffered, NoConference, ConferenceNotKnown),
		"life_story":              words(LifeStoryCurrent, LifeStoryStarted, NoLifeStory, LifeStoryNotKnown),
		"return_home_follow_up":   words(CameBack, StayedHome, NoFollowUpDue),
		"staying_put":             words(AgreedInTime, NotAgreedInTime, NoStayingPutDue, StayingPutUnknown),
		"panel_transfer":          words(TransferOnTime, TransferLate, NoTransferDue),
	} {
		theirs := slices.Sorted(slices.Values(enum[field]))
		slices.Sort(ours)
		if !slices.Equal(ours, theirs) {
			t.Errorf("%s: the rules say %q, the schema %q", field, ours, theirs)
		}
	}
}

func words[T ~string](list ...T) []string {
	var out []string
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}
