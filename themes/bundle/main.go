// Bundle makes the front-end files of the default theme from pinned npm sources:
//
//	site.css      styles/site.css with GOV.UK Frontend's compiled styles, without its font and crest
//	site.js       scripts/site.js, a classic script (module scripts do not run from a folder)
//	charts.js     scripts/charts.js, the part of ECharts that is used, which sets globalThis.echarts
//	licences.txt  the licence texts of everything inside the three
//
// Run it from the project's root after "npm ci --ignore-scripts" in themes/default:
//
//	go run ./themes/bundle
//
// The files are written to themes/default/dist, which git ignores and the themes package embeds. The same
// sources give the same bytes. The flag -theme names another folder to read, -to another folder to write.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	flags.SetOutput(stderr)
	theme := flags.String("theme", filepath.Join("themes", "default"), "folder with styles, scripts and node_modules")
	to := flags.String("to", "", "folder to write to (the theme's dist folder when empty)")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *to == "" {
		*to = filepath.Join(*theme, "dist")
	}
	files, err := bundle(*theme)
	if err == nil {
		err = write(*to, files)
	}
	if err != nil {
		fmt.Fprintln(stderr, "bundle:", err)
		return 1
	}
	for _, f := range files {
		fmt.Fprintf(stdout, "%8d  %s\n", len(f.data), filepath.Join(*to, f.name))
	}
	return 0
}

type file struct {
	name string
	data []byte
}

// bundle reads a theme's folder and returns its front-end files, in the order in which they are printed.
func bundle(theme string) ([]file, error) {
	if _, err := os.Stat(filepath.Join(theme, "node_modules", "echarts")); err != nil {
		return nil, fmt.Errorf("%s has no node_modules: run \"npm ci --ignore-scripts\" in themes/default", theme)
	}
	css, err := build(theme, "styles/site.css")
	if err != nil {
		return nil, err
	}
	for _, banned := range []string{"GDS Transport", "@font-face", "/assets/"} {
		if bytes.Contains(css, []byte(banned)) {
			return nil, fmt.Errorf("site.css still holds %q: the clean-up in themes/bundle no longer fits this release of govuk-frontend", banned)
		}
	}
	site, err := build(theme, "scripts/site.js")
	if err != nil {
		return nil, err
	}
	charts, err := build(theme, "scripts/charts.js")
	if err != nil {
		return nil, err
	}
	texts, err := licences(theme)
	if err != nil {
		return nil, err
	}
	return []file{{"site.css", css}, {"site.js", site}, {"charts.js", charts}, {"licences.txt", texts}}, nil
}

func build(theme, entry string) ([]byte, error) {
	root, err := filepath.Abs(theme)
	if err != nil {
		return nil, fmt.Errorf("bundle %s: %w", entry, err)
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{entry},
		Outdir:            filepath.Join(root, "dist"), // only names the output; nothing is written
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2017,
		Charset:           api.CharsetUTF8,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		LegalComments:     api.LegalCommentsNone, // the texts are in licences.txt
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Loader:            map[string]api.Loader{".svg": api.LoaderDataURL},
		Plugins:           []api.Plugin{withoutBranding},
		LogLevel:          api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, fmt.Errorf("bundle %s: %s", entry, strings.TrimSpace(strings.Join(lines, "\n")))
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("bundle %s: %d files came out instead of one", entry, len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}

// withoutBranding takes out of GOV.UK Frontend what only gov.uk may use: the GDS Transport font and the
// crest. The compiled file is minified, so a rule is text without braces between two braces.
var withoutBranding = api.Plugin{
	Name: "without-branding",
	Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `govuk-frontend(\.min)?\.css$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			css, err := os.ReadFile(a.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			text := unbrand(string(css))
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS}, nil
		})
	},
}

var (
	fontFace  = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)
	assetRule = regexp.MustCompile(`[^{}]*\{[^{}]*url\(["']?/assets/[^{}]*\}`)
	fontStack = regexp.MustCompile(`["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif`)
)

func unbrand(css string) string {
	css = fontFace.ReplaceAllString(css, "")
	css = assetRule.ReplaceAllString(css, "")
	return fontStack.ReplaceAllString(css, `system-ui,"Segoe UI",Arial,sans-serif`)
}

// The published package of GOV.UK Frontend names its licence but does not carry the text.
//
//go:embed govuk-frontend-licence.txt
var govukLicence string

// licences joins the licence texts of what is inside the bundles.
func licences(theme string) ([]byte, error) {
	parts := []struct {
		name  string
		files []string // below node_modules; none: the text above
	}{
		{"govuk-frontend", nil},
		{"echarts (Apache ECharts)", []string{"echarts/LICENSE", "echarts/NOTICE"}},
		{"d3, parts of which are in echarts", []string{"echarts/licenses/LICENSE-d3"}},
		{"zrender", []string{"zrender/LICENSE"}},
		{"tslib", []string{"tslib/LICENSE.txt"}},
	}
	var out bytes.Buffer
	out.WriteString("Licences of the software inside site.css, site.js and charts.js\n")
	for _, p := range parts {
		fmt.Fprintf(&out, "\n%s\n%s\n%s\n\n", strings.Repeat("=", 72), p.name, strings.Repeat("=", 72))
		if p.files == nil {
			out.WriteString(strings.TrimSpace(govukLicence) + "\n")
		}
		for i, name := range p.files {
			text, err := os.ReadFile(filepath.Join(theme, "node_modules", filepath.FromSlash(name)))
			if err != nil {
				return nil, fmt.Errorf("read a licence: %w", err)
			}
			if i > 0 {
				out.WriteString("\n")
			}
			text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
			out.WriteString(strings.TrimSpace(string(text)) + "\n")
		}
	}
	return out.Bytes(), nil
}

func write(to string, files []file) error {
	err := os.MkdirAll(to, 0o755)
	for _, f := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(to, f.name), f.data, 0o644))
	}
	if err != nil {
		return fmt.Errorf("write the bundles: %w", err)
	}
	return nil
}
