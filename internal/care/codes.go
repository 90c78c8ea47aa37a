package care

// The code lists of the return, grouped as the tracker groups them. A list is valid by collection year, and
// records of a child of 17 reach back over many; so retired codes stay readable for ever, and no code is refused
// for being too old or too new for its date. A code that no list knows has the empty group: the caller reports
// it, and nothing is guessed.

// LegalGroup is a legal status in the tracker's words.
type LegalGroup string

const (
	InterimCareOrder LegalGroup = "interim-care-order"
	CareOrder        LegalGroup = "care-order"
	PlacementOrder   LegalGroup = "placement-order"
	Section20        LegalGroup = "section-20"
	Remand           LegalGroup = "remand"
	OtherLegal       LegalGroup = "other"
	NoLegal          LegalGroup = "none" // not looked after
)

// Group is the legal status in the tracker's words; empty for a code that is not known, and for V3 and V4,
// which are left out before anything is grouped. D1, a freeing order, is "other": none could be applied for
// after 30 December 2005, and adoption rules treat it as a placement order (see FreesForAdoption).
func (l LegalStatus) Group() LegalGroup {
	switch l {
	case "C1":
		return InterimCareOrder
	case "C2":
		return CareOrder
	case "E1":
		return PlacementOrder
	case "V2":
		return Section20
	case "J1", "J2", "J3":
		return Remand
	case "D1", "L1", "L2", "L3":
		return OtherLegal
	}
	return ""
}

// ShortBreak says that the episode is one of a series of short breaks (V3), or the agreement to one (V4).
// Almost every published measure leaves both out, and so does everything here.
func (l LegalStatus) ShortBreak() bool { return l == "V3" || l == "V4" }

// FreesForAdoption says that a court has allowed the authority to place the child for adoption.
func (l LegalStatus) FreesForAdoption() bool { return l == "E1" || l == "D1" }

// PlacementGroup is a placement in the tracker's words.
type PlacementGroup string

const (
	KinshipFoster     PlacementGroup = "kinship-foster"
	Foster            PlacementGroup = "foster"
	PlacedForAdoption PlacementGroup = "placed-for-adoption"
	WithParents       PlacementGroup = "with-parents"
	Residential       PlacementGroup = "residential"
	Supported         PlacementGroup = "supported"
	OtherPlacement    PlacementGroup = "other"
	NoPlacement       PlacementGroup = "not-applicable" // not looked after
)

// Group is the placement in the tracker's words; empty for a code that is not known. A temporary placement (T)
// is "other", which counts only when no placement lies behind it: ask Spells first.
func (p PlacementCode) Group() PlacementGroup {
	switch p {
	case "U1", "U2", "U3":
		return KinshipFoster
	case "U4", "U5", "U6":
		return Foster
	case "A3", "A4", "A5", "A6":
		return PlacedForAdoption
	case "P1":
		return WithParents
	case "K1", "K2", "R1", "R2", "R3", "R5", "S1":
		return Residential
	case "K3", "H5", "P2":
		return Supported
	case "P3", "Z1", "Z11", "Z12", "Z13", "Z14", "T0", "T1", "T2", "T3", "T4":
		return OtherPlacement
	}
	return ""
}

// Temporary says that the child is away for a while and expected back: T0 any, T1 hospital, T2 holiday, T3 the
// carer's holiday, T4 other.
func (p PlacementCode) Temporary() bool {
	switch p {
	case "T0", "T1", "T2", "T3", "T4":
		return true
	}
	return false
}

// LongTermFoster says that the placement is a confirmed match with long-term foster carers: U1 relative or
// friend, U4 other carer.
func (p PlacementCode) LongTermFoster() bool { return p == "U1" || p == "U4" }

// Adoptive says that the child is placed for adoption.
func (p PlacementCode) Adoptive() bool { return p.Group() == PlacedForAdoption }

// AdoptiveWithCarer says that the child is placed for adoption with the foster carers they already lived with:
// A3 by consent, A5 under a placement order.
func (p PlacementCode) AdoptiveWithCarer() bool { return p == "A3" || p == "A5" }

// Fostering says that the placement is with foster carers.
func (p PlacementCode) Fostering() bool {
	g := p.Group()
	return g == KinshipFoster || g == Foster
}

// ProviderGroup is a placement's provider in the tracker's words.
type ProviderGroup string

const (
	OwnProvider   ProviderGroup = "own"
	OtherProvider ProviderGroup = "other"
	NoProvider    ProviderGroup = "not-applicable"
)

// Group is the provider in the tracker's words. PR0 is the parent and so no provider; the empty code too, for
// temporary and other placements carry none. Empty for a code that is not known.
func (p ProviderCode) Group() ProviderGroup {
	switch p {
	case "PR1":
		return OwnProvider
	case "PR2", "PR3", "PR4", "PR5":
		return OtherProvider
	case "PR0", "":
		return NoProvider
	}
	return ""
}

// CareEnd is how care ended, in the tracker's words.
type CareEnd string

const (
	EndedAdopted           CareEnd = "adopted"
	EndedGuardianship      CareEnd = "special-guardianship"
	EndedArrangementsOrder CareEnd = "child-arrangements-order"
	EndedHomePlanned       CareEnd = "returned-home-planned"
	EndedHomeUnplanned     CareEnd = "returned-home-unplanned"
	EndedStayed            CareEnd = "stayed-with-carers"
	EndedIndependent       CareEnd = "independent"
	EndedOther             CareEnd = "other"
	NotEnded               CareEnd = "none"
)

// End is how care ended. E43 and E44 were the codes of special guardianship before E45 to E48. E13, which left
// to live with people without parental responsibility, is "other" here, though it may be a return home for
// permanence (see Permanence). X1 is NotEnded, for care goes on. Empty for a code that is not known, and for
// none: use CarePeriod.HowEnded, which knows whether the period has ended.
func (c CeasedCode) End() CareEnd {
	switch c {
	case "E11", "E12":
		return EndedAdopted
	case "E43", "E44", "E45", "E46", "E47", "E48":
		return EndedGuardianship
	case "E41":
		return EndedArrangementsOrder
	case "E4A":
		return EndedHomePlanned
	case "E4B":
		return EndedHomeUnplanned
	case "E17":
		return EndedStayed
	case "E5", "E6":
		return EndedIndependent
	case "E2", "E3", "E7", "E8", "E9", "E13", "E14", "E15", "E16":
		return EndedOther
	case Continues:
		return NotEnded
	}
	return ""
}

// Home says that the child went to live with parents, relatives or friends without an order: E4A, E4B, E13. It
// is the exit group of the re-entry measure.
func (c CeasedCode) Home() bool { return c == "E4A" || c == "E4B" || c == "E13" }

// EthnicityGroupOf puts a code of the header (ETHNIC) in its group; REFU and NOBT are not known, and so are
// the empty code and any other, which ok then tells from them. CHNE is in asian, as in the census of 2021.
func EthnicityGroupOf(code string) (group EthnicityGroup, ok bool) {
	switch code {
	case "WBRI", "WIRI", "WOTH", "WIRT", "WROM":
		return White, true
	case "MWBC", "MWBA", "MWAS", "MOTH":
		return Mixed, true
	case "AIND", "APKN", "ABAN", "AOTH", "CHNE":
		return Asian, true
	case "BCRB", "BAFR", "BOTH":
		return Black, true
	case "OOTH":
		return OtherEthnicity, true
	case "REFU", "NOBT":
		return EthnicityNotKnown, true
	}
	return EthnicityNotKnown, false
}

// SexOf reads both ways of coding: 1 male and 2 female up to the return of 2023 to 2024; M, F and U since.
func SexOf(code string) (sex Sex, ok bool) {
	switch code {
	case "1", "M":
		return Male, true
	case "2", "F":
		return Female, true
	case "U":
		return SexNotKnown, true
	}
	return SexNotKnown, false
}

// Answer says whether the child came from an earlier permanent home. The return asks since 1 April 2016; a
// child who came before has no code, and is not known. P4, kind unknown, is a yes.
func (p PreviousPermanence) Answer() Tri {
	switch p {
	case PreviousAdoption, PreviousSpecialGuardianship, PreviousArrangementsOrder, PreviousUnknownKind, PreviousSomeKind:
		return Yes
	case NoPreviousPermanence:
		return No
	}
	return NotKnown
}

// Took says whether the child took part in the review: PN1 to PN6. PN7 did not; PN0, under four, and an unknown
// code are not asked. PN4, who attended and contributed nothing, counts as taking part, as published measures do.
func (p Participation) Took() Tri {
	switch p {
	case "PN1", "PN2", "PN3", "PN4", "PN5", "PN6":
		return Yes
	case "PN7":
		return No
	}
	return NotKnown
}

// AgeBandAt is the child's age band on a day, by birthdays reached; empty when the date of birth is not known
// or lies after that day. A birthday on that very day counts.
func AgeBandAt(birth, at Date) AgeBand {
	switch {
	case birth == 0 || at == 0 || at < birth:
		return ""
	case at < birth.Birthday(2):
		return Under2
	case at < birth.Birthday(5):
		return From2To4
	case at < birth.Birthday(10):
		return From5To9
	case at < birth.Birthday(16):
		return From10To15
	}
	return From16
}
