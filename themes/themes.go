// Package themes holds the files of the themes inside the program, so that one binary builds a site.
//
// A theme is a folder beside this file. Its templates are in git. Its dist folder is not: "make assets" makes
// it from npm sources with the program in themes/bundle. A binary that was built without it says so when a
// file is asked for, instead of writing a site without styles.
package themes

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

//go:embed all:default/dist all:default/templates
var files embed.FS

// Dist returns a file that "make assets" makes: site.css, site.js, charts.js or licences.txt.
func Dist(name string) ([]byte, error) {
	data, err := files.ReadFile(path.Join("default/dist", name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not in this build of waymark: run \"make assets\", then build it again", name)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// Templates returns the folder of a theme's templates.
func Templates(theme string) (fs.FS, error) {
	dir := path.Join(theme, "templates")
	if info, err := fs.Stat(files, dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no theme named %q: the themes are default", theme)
	}
	sub, err := fs.Sub(files, dir)
	if err != nil {
		return nil, fmt.Errorf("open the templates of %s: %w", theme, err)
	}
	return sub, nil
}
