package download

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// File is one file of a site's downloads.
type File struct {
	Name string // in the folder of downloads
	Data []byte
}

// pack makes an archive: files in their order, all of one time.
func pack(files []File, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	// One compressor for all files: a new one for each would take longer than the compressing.
	squeeze, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		squeeze.Reset(to)
		return squeeze, nil
	})
	for _, f := range files {
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unpack reads an archive of ours.
func unpack(src []byte) ([]File, error) {
	r, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, err
	}
	var out []File
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(from)
		from.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, File{f.Name, data})
	}
	return out, nil
}

// parts take in the files that a workbook is made of, one after the other, so that they can be packed in our order and with our
// time. They are what the library that makes workbooks wants of an archive.
type parts struct{ files []*part }

type part struct {
	name string
	bytes.Buffer
}

func (p *parts) Create(name string) (io.Writer, error) {
	p.files = append(p.files, &part{name: name})
	return p.files[len(p.files)-1], nil
}

func (p *parts) AddFS(fs.FS) error { return errors.New("a workbook is not made of folders") }

func (p *parts) Close() error { return nil }

// pack makes the workbook. The list of what it holds comes first, as programs that read it in one go expect.
func (p *parts) pack(at time.Time) ([]byte, error) {
	var files []File
	for _, f := range p.files {
		files = append(files, File{f.name, f.Bytes()})
	}
	rank := func(f File) string {
		if f.Name == "[Content_Types].xml" {
			return ""
		}
		return f.Name
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(rank(a), rank(b)) })
	return pack(files, at)
}

// ArchiveName, WorkbookName and ReadmeName are the names of files.
const (
	ArchiveName  = "permanence-indicators.zip"
	WorkbookName = "permanence-indicators.xlsx"
	ReadmeName   = "README.txt"
)

// Archive holds all other files with a text that says what they are.
func Archive(about About, tables []Table, files []File) ([]byte, error) {
	all := append([]File{{ReadmeName, readme(about, tables, files)}}, files...)
	out, err := pack(all, newest(tables))
	if err != nil {
		return nil, fmt.Errorf("make the archive: %w", err)
	}
	return out, nil
}

func readme(about About, tables []Table, files []File) []byte {
	var b strings.Builder
	s := about.Site
	fmt.Fprintf(&b, "Permanence indicators: %s\n\n", s.Authority)
	if s.Demonstration != nil {
		fmt.Fprintf(&b, "%s %s\n\n", s.Demonstration.Data, s.Demonstration.Site)
	}
	fmt.Fprintf(&b, "Periods: %s\n%s\n\n", Span(tables), about.Licence)
	b.WriteString("Symbols in place of figures (in square brackets in the workbook):\n")
	for _, sign := range Symbols {
		fmt.Fprintf(&b, "  %-4s %s\n", sign[0], sign[1])
	}
	b.WriteString("\nFiles:\n")
	titles := map[string]string{
		WorkbookName:               "the same figures as a spreadsheet for readers",
		StandardName + ".csv":      "the same figures in the layout of the Department for Education's open data, one row for each period and group",
		StandardName + ".meta.csv": "what its columns mean",
		"published.json":           "the same figures with the groups inside groups, for auditors and programs",
	}
	for _, t := range tables {
		titles[t.ID+".csv"] = t.Title()
	}
	for _, f := range files {
		fmt.Fprintf(&b, "  %s\n      %s\n", f.Name, titles[f.Name])
	}
	return []byte(b.String())
}
