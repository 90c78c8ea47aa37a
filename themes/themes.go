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

//go:embed all:default/dist all:default/templates all:minimal
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

// Assets returns the files that the pages of a theme load, by plain name, and the files that are published
// with them and never loaded: the licence texts of what is inside.
func Assets(theme string) (loaded, beside map[string][]byte, err error) {
	if theme != "default" {
		style, err := files.ReadFile(path.Join(theme, "site.css"))
		if err != nil {
			return nil, nil, fmt.Errorf("the theme %q has no site.css: %w", theme, err)
		}
		return map[string][]byte{"site.css": style}, nil, nil
	}
	loaded, beside = map[string][]byte{}, map[string][]byte{}
	for _, name := range []string{"site.css", "site.js", "charts.js"} {
		if loaded[name], err = Dist(name); err != nil {
			return nil, nil, err
		}
	}
	if beside["licences.txt"], err = Dist("licences.txt"); err != nil {
		return nil, nil, err
	}
	return loaded, beside, nil
}

// Templates returns the folder of a theme's templates.
func Templates(theme string) (fs.FS, error) {
	dir := path.Join(theme, "templates")
	if info, err := fs.Stat(files, dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no theme named %q: the themes are default and minimal", theme)
	}
	sub, err := fs.Sub(files, dir)
	if err != nil {
		return nil, fmt.Errorf("open the templates of %s: %w", theme, err)
	}
	return sub, nil
}
