package site

import (
	"waymark/internal/dates"
	"waymark/internal/diag"
)

// HolidaysName is the list of bank holidays in the data folder. A site without due dates may do without it.
const HolidaysName = "bank-holidays.yaml"

// BankHolidays are the days that are not working days though they are no Saturday or Sunday.
type BankHolidays struct {
	At       Source
	Title    string
	Source   string
	URL      string
	Licence  string
	Days     []dates.Date // in order
	Computed dates.Date   // the first that was worked out from the rules, because nobody has announced it yet; zero when none
	Calendar *dates.Calendar
}

// ReadHolidays reads the list of the last layer that has one; nil when none has. A list that cannot be used is a finding
// and counts as none.
func ReadHolidays(data []Layer, findings *diag.List) *BankHolidays {
	src, layer, err := Find(data, HolidaysName)
	if err != nil {
		return nil
	}
	var written struct {
		Title   string `yaml:"title"`
		Source  string `yaml:"source"`
		URL     string `yaml:"url"`
		Licence string `yaml:"licence"`
		Days    []struct {
			Date       string `yaml:"date"`
			Name       string `yaml:"name"`
			Substitute bool   `yaml:"substitute"`
			Computed   bool   `yaml:"computed"`
		} `yaml:"days"`
	}
	file := layer.File(HolidaysName)
	if !DecodeYAML(file, src, &written, findings) {
		return nil
	}
	h := &BankHolidays{At: Source{File: file, Line: 1}, Title: written.Title, Source: written.Source, URL: written.URL, Licence: written.Licence}
	for _, d := range written.Days {
		day, err := dates.ParseDate(d.Date)
		if err != nil {
			findings.Errorf("bank-holidays", file, 0, 0, "write it as \"2026-12-25\"", "%v", err)
			return nil
		}
		if d.Computed && h.Computed == 0 {
			h.Computed = day
		}
		h.Days = append(h.Days, day)
	}
	if h.Calendar, err = dates.NewCalendar(h.Days); err != nil {
		findings.Errorf("bank-holidays", file, 0, 0, "compare the list with GOV.UK", "%v", err)
		return nil
	}
	if h.URL != "" && !IsWebAddress(h.URL) {
		findings.Errorf("bank-holidays", file, 0, 0, "write the full address, beginning with https://", "%q is not an address on the web", h.URL)
		return nil
	}
	return h
}
