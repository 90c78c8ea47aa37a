package site

import (
	"errors"
	"io/fs"
	"path"
	"slices"
)

// Find returns the content of the file at path in the last layer that has it.
// The error wraps fs.ErrNotExist when no layer has it.
func Find(layers []Layer, name string) (data []byte, layer Layer, err error) {
	for _, l := range slices.Backward(layers) {
		data, err := fs.ReadFile(l.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return data, l, err
	}
	return nil, Layer{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// File names the file at a path inside the layer as findings do.
func (l Layer) File(name string) string { return path.Join(l.Dir, name) }
