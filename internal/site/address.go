package site

import "strings"

// Relative is the address of the published file to, as a link in the published file from. Both are paths
// below the site with forward slashes. The address never begins with a slash and always names a file, so
// it works from a folder and under any path of any server.
func Relative(from, to string) string {
	fragment := ""
	if i := strings.IndexByte(to, '#'); i >= 0 {
		to, fragment = to[:i], to[i:]
	}
	if to == "" || to == from && fragment != "" {
		return fragment
	}
	// The folders that both have in common, up to and with the last slash.
	same := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			same = i + 1
		}
	}
	return strings.Repeat("../", strings.Count(from[same:], "/")) + to[same:] + fragment
}

// Root is the way from a published file up to the site's folder: "", "../", "../../".
func Root(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }
