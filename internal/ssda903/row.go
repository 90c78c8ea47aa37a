package ssda903

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/care"
	"waymark/internal/diag"
)

// authorities finds out whether Header holds more than one authority, as merges of a region do. The number of a
// child is then only unique with its authority; otherwise LA is not looked at, for not every module may have it.
func (r *reader) authorities(files map[string]*file) {
	header := files["Header"]
	if _, ok := header.at["LA"]; !ok {
		return
	}
	seen := map[uint64]bool{}
	quiet := &reader{fsys: r.fsys, o: r.o, book: newBook(0), lost: map[Loss]int{}, places: r.places}
	quiet.each(header, func(w row) {
		if la := strings.ToUpper(w.cell("LA")); la != "" {
			seen[r.places.hash(la)] = true
		}
	})
	if r.severalLAs = len(seen) > 1; !r.severalLAs {
		return
	}
	for i := range modules {
		f := files[modules[i].name]
		if f == nil {
			continue
		}
		if _, ok := f.at["LA"]; !ok && f.module.read {
			r.book.whole(diag.Error, "ssda903-merge", f.path,
				fmt.Sprintf("Header holds %d authorities and %s has no LA column, so its children cannot be told apart", len(seen), f.module.name),
				"give the files of one authority")
		}
	}
}

// readFile reads the rows of one module.
func (r *reader) readFile(f *file) {
	do := map[string]func(*kid, row){
		"Header": r.header, "Episodes": r.episode, "Reviews": r.review, "UASC": r.uasc, "AD1": r.ad1,
		"PlacedAdoption": r.placedAdoption, "PrevPerm": r.prevPerm, "SWEpisodes": r.swEpisode,
	}[f.module.name]
	_, hasDOB := f.at["DOB"]
	_, hasYear := f.at["YEAR"]
	r.each(f, func(w row) {
		if hasYear {
			if year := w.year(); year != 0 {
				r.years.column[year] = true
			}
		}
		if do == nil {
			return
		}
		key, ok := r.key(w)
		if !ok {
			return
		}
		k := r.byKey[key]
		if k == nil {
			if !f.module.needed {
				r.leaveOut(f, w.n, "ssda903-stranger", "the child of this row is in neither Header nor Episodes", "check that the files are of one return")
				return
			}
			// A copy of its own: the text of the cell would hold the whole row.
			k = &kid{head: head{key: string([]byte(key)), sex: care.SexNotKnown, ethnicity: care.EthnicityNotKnown, uasc: care.UASC{Flag: care.NotKnown}}}
			r.byKey[k.head.key] = k
			r.kids = append(r.kids, k)
		}
		if hasDOB && f.module.name != "Header" {
			if d, problem := parseDate(w.cell("DOB")); problem == "" && d != 0 && k.head.birth != 0 && d != k.head.birth {
				r.odd(f, w.n, "ssda903-birth", func() (string, string) {
					return "cell " + f.name("DOB", w.n) + ": the date of birth is not the one in Header", "check that the files are of one return; Header's is taken"
				})
			}
		}
		do(k, w)
	})
}

// year is the collection year of a row of a merge, 0 when it has none.
func (w row) year() int {
	y, err := strconv.Atoi(whole(w.cell("YEAR")))
	if err != nil || y < 1990 || y > 2099 {
		return 0
	}
	return y
}

// odd reports something about a row that is kept as it is.
func (r *reader) odd(f *file, n int, check string, words func() (message, hint string)) {
	r.book.row(r.severity(), rule{f.path, check, ""}, n, words)
}

func (r *reader) header(k *kid, w row) {
	year := w.year()
	birth := r.date(w, "DOB")
	sexCode := r.code(w, "SEX", sexCodes)
	ethnicCode := r.code(w, "ETHNIC", ethnicCodes)
	sex, _ := care.SexOf(sexCode)
	ethnic, _ := care.EthnicityGroupOf(ethnicCode)
	r.questionYear(w.file, w.n, "SEX", sexCode, sexCodes, year, year)

	k.headerRows++
	if k.headerRows > 1 {
		differ := birth != 0 && k.head.birth != 0 && birth != k.head.birth || sex != care.SexNotKnown && k.head.sex != care.SexNotKnown && sex != k.head.sex ||
			ethnic != care.EthnicityNotKnown && k.head.ethnicity != care.EthnicityNotKnown && ethnic != k.head.ethnicity
		first := k.head.row
		taken := "two returns may have been put into one folder; with no later YEAR to go by, what they contradict each other in is taken as not known"
		if year != k.headerYear {
			taken = "the row of the later YEAR is taken"
		}
		switch {
		case differ:
			r.odd(w.file, w.n, "ssda903-header-differs", func() (string, string) {
				return fmt.Sprintf("this row and row %d are of one child and contradict each other in SEX, DOB or ETHNIC", first), taken
			})
		case year == k.headerYear:
			r.odd(w.file, w.n, "ssda903-header-again", func() (string, string) {
				return fmt.Sprintf("the child of this row is in row %d already", first), "each child has one row in Header"
			})
		}
	}
	if k.headerRows == 1 || year > k.headerYear {
		// The newest return knows best; what it left empty stands as it was.
		k.headerYear, k.birthUnsure, k.sexUnsure, k.ethnicUnsure = year, false, false, false
		if k.head.row == 0 {
			k.head.row = w.n
		}
		if birth != 0 {
			k.head.birth = birth
		}
		if sex != care.SexNotKnown {
			k.head.sex = sex
		}
		if ethnic != care.EthnicityNotKnown {
			k.head.ethnicity = ethnic
		}
		return
	}
	if year < k.headerYear {
		return
	}
	settle(r, w, "DOB", &k.head.birth, birth, 0, &k.birthUnsure)
	settle(r, w, "SEX", &k.head.sex, sex, care.SexNotKnown, &k.sexUnsure)
	settle(r, w, "ETHNIC", &k.head.ethnicity, ethnic, care.EthnicityNotKnown, &k.ethnicUnsure)
}

// settle makes one value of two: the one that is known, or none when they contradict each other.
func settle[T comparable](r *reader, w row, column string, have *T, got, unknown T, unsure *bool) {
	switch {
	case *unsure || got == unknown || got == *have:
	case *have == unknown:
		*have = got
	default:
		*have, *unsure = unknown, true
		r.lost[Loss{Module: w.module.name, Column: column, Why: "ssda903-header-differs"}]++
	}
}

func (r *reader) episode(k *kid, w row) {
	e := care.Episode{
		Row:       w.n,
		Start:     r.date(w, "DECOM"),
		End:       r.date(w, "DEC"),
		Why:       care.NewEpisode(r.code(w, "RNE", rneCodes)),
		Legal:     care.LegalStatus(r.code(w, "LS", legalCodes)),
		Placement: care.PlacementCode(r.code(w, "PLACE", placeCodes)),
		Provider:  care.ProviderCode(r.code(w, "PLACE_PROVIDER", providerCodes)),
		Ceased:    care.CeasedCode(r.code(w, "REC", recCodes)),
		Changed:   care.ChangeCode(r.code(w, "REASON_PLACE_CHANGE", changeCodes)),
	}
	e.InAuthority = care.NotKnown
	if in := r.code(w, "PL_LOCATION", locationCodes); in != "" {
		e.InAuthority = care.YesNo(in == "IN")
	}
	if miles, ok := r.number(w, "PL_DISTANCE"); ok {
		e.Distance = care.DistanceOf(miles)
	}
	k.packed = append(k.packed, r.codes.pack(e, r.place(w)))
	if _, ok := w.at["YEAR"]; ok {
		k.episodeYears = append(k.episodeYears, int16(w.year()))
	}
	for _, d := range []care.Date{e.Start, e.End} {
		if d != 0 {
			r.years.dates[CollectionYear(d)]++
		}
	}
	if e.End != 0 {
		r.years.ends[CollectionYear(e.End)]++
	}
}

// place is the number of an address: postcode and provider's registration together, for the carers of one
// agency share its number and neighbours a postcode. Without a postcode it is not known. Both are dropped here.
func (r *reader) place(w row) uint32 {
	post := squeeze(w.cell("PL_POST"))
	if post == "" {
		return 0
	}
	urn := squeeze(whole(w.cell("URN")))
	if urn == "XXXXXXX" { // the return's way of writing that there is none
		urn = ""
	}
	return r.places.of(post + "\x00" + urn)
}

// squeeze writes "sm4 5dx" and "SM45DX" alike.
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != ' ' {
			out = append(out, c)
		}
	}
	return string(out)
}

func (r *reader) review(k *kid, w row) {
	v := care.Review{Row: w.n, Held: r.date(w, "REVIEW"), Participation: care.Participation(r.code(w, "REVIEW_CODE", reviewCodes))}
	if v.Held == 0 {
		return // without its day a review is nothing; the field has been reported, unless the cell was empty
	}
	r.years.reviews[CollectionYear(v.Held)]++
	k.packedReviews = append(k.packedReviews, packedReview{int32(v.Row), v.Held, r.codes.of(string(v.Participation))})
}

func (r *reader) uasc(k *kid, w row) {
	if year := w.year(); year >= k.uascYear {
		k.head.uasc, k.uascYear = care.UASC{Flag: care.Yes, Ceased: r.date(w, "DUC")}, year
	}
}

func (r *reader) prevPerm(k *kid, w row) {
	p := care.PreviousPermanence(r.code(w, "PREV_PERM", permCodes))
	if year := w.year(); p != "" && year >= k.permYear {
		k.head.permanent, k.permYear = p, year
	}
}

// decision is a row of PlacedAdoption, adopted a row of AD1.
type decision struct {
	row, year         int
	decided, reversed care.Date
	reason            care.ReversedCode
}

type adopted struct {
	row, year        int
	decided, matched care.Date
	fosterCarer      care.Tri
}

func (r *reader) placedAdoption(k *kid, w row) {
	d := decision{w.n, w.year(), r.date(w, "DATE_PLACED"), r.date(w, "DATE_PLACED_CEASED"), care.ReversedCode(r.code(w, "REASON_PLACED_CEASED", reversedCodes))}
	// The same decision in the returns of two years: the later knows whether it was reversed.
	if i := slices.IndexFunc(k.decisions, func(x decision) bool { return x.decided == d.decided }); i >= 0 {
		if x := &k.decisions[i]; d.year > x.year || x.reversed == 0 {
			*x = d
		}
		return
	}
	k.decisions = append(k.decisions, d)
}

func (r *reader) ad1(k *kid, w row) {
	a := adopted{w.n, w.year(), r.date(w, "DATE_INT"), r.date(w, "DATE_MATCH"), care.NotKnown}
	if yes := r.code(w, "FOSTER_CARE", yesNoCodes); yes != "" {
		a.fosterCarer = care.YesNo(yes == "1")
	}
	if i := slices.IndexFunc(k.adoptions, func(x adopted) bool { return x.decided == a.decided }); i >= 0 {
		if a.year >= k.adoptions[i].year {
			k.adoptions[i] = a
		}
		return
	}
	k.adoptions = append(k.adoptions, a)
}

// swEpisode numbers the workers of a child in the order they are met; the number says nothing outside the child.
func (r *reader) swEpisode(k *kid, w row) {
	s := care.SocialWorker{Start: r.date(w, "SW_DECOM"), End: r.date(w, "SW_DEC"), Reason: r.code(w, "SW_REASON", workerCodes)}
	if id := w.cell("SW_ID"); id != "" {
		h := r.places.hash(squeeze(id))
		i := slices.Index(k.workers, h)
		if i < 0 {
			i = len(k.workers)
			k.workers = append(k.workers, h)
		}
		s.Worker = strconv.Itoa(i + 1)
	}
	if s.End.Before(s.Start) {
		r.odd(w.file, w.n, "ssda903-worker-order", func() (string, string) {
			return "cell " + w.name("SW_DEC", w.n) + ": the worker stopped before they started", "check SW_DECOM and SW_DEC"
		})
	}
	if i := slices.IndexFunc(k.head.workers, func(x care.SocialWorker) bool { return x.Worker == s.Worker && x.Start == s.Start }); i >= 0 {
		if k.head.workers[i].End == 0 { // open in one return, ended in the next
			k.head.workers[i] = s
		}
		return
	}
	k.head.workers = append(k.head.workers, s)
}
