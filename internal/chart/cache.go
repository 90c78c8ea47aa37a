package chart

import (
	"bytes"
	"crypto/sha256"
	hexa "encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// cache keeps cleaned drawings in a folder. An entry's name is the hash of everything the drawing depends
// on, so an entry is never out of date; its first line is the hash of the rest, so a damaged entry is not
// used but drawn again. An empty folder name keeps nothing.
type cache struct {
	dir    string
	bundle string // hash of the bundle
}

func newCache(dir string, bundle []byte) cache {
	sum := sha256.Sum256(bundle)
	return cache{dir, hexa.EncodeToString(sum[:])}
}

func (c cache) name(o Option) string {
	h := sha256.New()
	fmt.Fprintf(h, "waymark chart %d\n%s\n%d %d\n", cleanVersion, c.bundle, o.Width, o.Height)
	h.Write(o.JSON)
	return hexa.EncodeToString(h.Sum(nil)) + ".svg"
}

func (c cache) get(o Option) ([]byte, bool) {
	if c.dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(filepath.Join(c.dir, c.name(o)))
	if err != nil {
		return nil, false
	}
	sum, svg, found := bytes.Cut(data, []byte("\n"))
	if !found || string(sum) != checksum(svg) {
		return nil, false
	}
	return svg, true
}

// put writes beside the entry and renames, so that a build that is stopped leaves no half of one. A cache
// that cannot be written is no reason to fail a build: the drawing is only made again.
func (c cache) put(o Option, svg []byte) {
	if c.dir == "" || os.MkdirAll(c.dir, 0o755) != nil {
		return
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(append([]byte(checksum(svg)+"\n"), svg...))
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.dir, c.name(o)))
	}
	if err != nil {
		os.Remove(f.Name())
	}
}

func checksum(b []byte) string {
	sum := sha256.Sum256(b)
	return hexa.EncodeToString(sum[:])
}
