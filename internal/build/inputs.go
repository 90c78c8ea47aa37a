package build

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"waymark/internal/site"
)

// Inputs sums up what a build reads from a project: path, size and time of waymark.yaml and of every file below
// content and data. Files are not read: of ten thousand that takes hundredths of a second.
//
// newest is the latest time of any of them. A file that is written again within the resolution of its file
// system's clock (two seconds at worst) with the same size would look the same; so a sum in which the newest
// time is that close to the moment it was taken must not be relied on later. Settled says so.
//
// A link to a folder is an error: what lies behind it is not seen from here.
func Inputs(project fs.FS) (sum string, newest time.Time, err error) {
	hash := sha256.New()
	for _, root := range []string{site.ConfigName, "content", "data"} {
		err := fs.WalkDir(project, root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case name == root && errors.Is(err, fs.ErrNotExist):
				return nil // a project may have no data
			case err != nil:
				return err
			case entry.IsDir():
				return nil
			}
			info, err := entry.Info()
			if err == nil && info.Mode()&fs.ModeSymlink != 0 {
				info, err = fs.Stat(project, name)
			}
			if err != nil {
				return err
			}
			if info.IsDir() {
				return fmt.Errorf("%s is a link to a folder", name)
			}
			if info.ModTime().After(newest) {
				newest = info.ModTime()
			}
			fmt.Fprintf(hash, "%s\x00%d %d\n", name, info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return "", time.Time{}, err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), newest, nil
}

// Settled says whether a sum taken at a moment can be relied on later; see Inputs.
func Settled(newest, taken time.Time) bool { return newest.Before(taken.Add(-2 * time.Second)) }
