// Package output is where finished files go.
//
// A build gives every finished file to a Sink, once: the same path twice, or two paths that differ only in
// case (one file on Windows and on macOS), is a fault and refused. What becomes of the files is the sink's
// business: Memory keeps them for the preview server and for tests, Folder puts them on disk.
package output

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// Sink takes finished files. Write may be called from several goroutines; data is not kept by the caller.
// Paths have forward slashes, are relative and clean.
type Sink interface {
	Write(path string, data []byte) error
}

// paths remembers what was written and refuses what must not be.
type paths struct {
	mu   sync.Mutex
	seen map[string]string // lower case -> as written
}

func (p *paths) claim(name string) error {
	if name == "" || path.Clean(name) != name || path.IsAbs(name) || strings.HasPrefix(name, "../") || strings.Contains(name, `\`) {
		return fmt.Errorf("output path %q is not a clean relative path", name)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]string{}
	}
	key := strings.ToLower(name)
	if other, ok := p.seen[key]; ok {
		if other == name {
			return fmt.Errorf("%s would be written twice: two sources make the same page or file", name)
		}
		return fmt.Errorf("%s and %s differ only in capital letters, and would be one file on Windows and macOS", other, name)
	}
	p.seen[key] = name
	return nil
}

func (p *paths) names() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]string, 0, len(p.seen))
	for _, name := range p.seen {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Memory keeps a whole site in memory. The zero Memory is ready to use.
type Memory struct {
	paths paths
	mu    sync.RWMutex
	files map[string][]byte
}

// Write keeps a copy of data under path.
func (m *Memory) Write(path string, data []byte) error {
	if err := m.paths.claim(path); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[path] = slices.Clone(data)
	return nil
}

// Get returns the file at path.
func (m *Memory) Get(path string) ([]byte, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	data, ok := m.files[path]
	return data, ok
}

// Paths lists every file, sorted.
func (m *Memory) Paths() []string { return m.paths.names() }
