package main

import (
	"os"
	"path/filepath"
	"strings"
)

// blocks keeps what the protection of figures worked out, one file for each solved block, so that a build after a change of one quarter
// works out that quarter only. A file's name is a hash of the question; a damaged or unwritable file costs time and nothing else.
//
// The files hold true counts. They lie in .waymark, which is not in git and not in the output, and only their owner may read them.
type blocks struct{ dir string }

func blockFolder(project string) string { return filepath.Join(project, ".waymark", "blocks") }

func (b blocks) file(key string) string { return filepath.Join(b.dir, key+".block") }

// Get returns an entry.
func (b blocks) Get(key string) ([]byte, bool) {
	data, err := os.ReadFile(b.file(key))
	return data, err == nil
}

// Put writes beside the entry and renames, so that a build that is stopped leaves no half of one.
func (b blocks) Put(key string, value []byte) {
	if strings.ContainsAny(key, `/\.`) || os.MkdirAll(b.dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(b.dir, "new-*") // mode 0600
	if err != nil {
		return
	}
	_, err = f.Write(value)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), b.file(key))
	}
	if err != nil {
		os.Remove(f.Name())
	}
}
