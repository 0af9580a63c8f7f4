package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The tests of this file hold what the documents say against the tree and the program:
// links and headings, commands and their flags, targets and paths, and figures.

// document is a page of the project: its text, and the same without what stands in code.
type document struct {
	name  string // from the root of the project
	text  string
	prose string
	code  []string // blocks and words between backticks
}

var (
	blockOfCode = regexp.MustCompile("(?ms)^```.*?^```$|^    .*?$")
	wordsOfCode = regexp.MustCompile("``[^`]+``|`[^`\n]+(?:\n[^`\n]+)?`")
)

// pagesOf returns all documents of the project, by name.
func pagesOf(t *testing.T) map[string]*document {
	t.Helper()
	const root = "../.."
	pages := map[string]*document{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		p := &document{name: filepath.ToSlash(rel), text: string(text)}
		pages[p.name] = p
		p.prose = blockOfCode.ReplaceAllStringFunc(p.text, func(block string) string {
			p.code = append(p.code, strings.ReplaceAll(block, "\\\n", " "))
			return strings.Repeat("\n", strings.Count(block, "\n"))
		})
		for _, words := range wordsOfCode.FindAllString(p.prose, -1) {
			p.code = append(p.code, strings.Join(strings.Fields(strings.Trim(words, "`")), " "))
		}
		return err
	})
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d documents, %v", len(pages), err)
	}
	return pages
}

var (
	linkMark = regexp.MustCompile(`\[([^\][]*(?:\[[^\]]*\][^\][]*)*)\]\(([^)\s]+)\)`)
	anchorID = regexp.MustCompile(`<a id="([^"]+)"></a>`)
)

// anchors are the places of a page that a link may name: its headings, as GitHub writes
// them, and its ids.
func (p *document) anchors() []string {
	var out []string
	seen := map[string]int{}
	fenced := false
	for line := range strings.Lines(p.text) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if fenced || !strings.HasPrefix(line, "#") {
			continue
		}
		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ' || r == '-':
				return '-'
			case r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(anchorID.ReplaceAllString(strings.TrimLeft(line, "#"), "")))
		n := seen[slug]
		seen[slug]++
		if n > 0 {
			slug += "-" + strconv.Itoa(n)
		}
		out = append(out, slug)
	}
	for _, id := range anchorID.FindAllStringSubmatch(p.text, -1) {
		out = append(out, id[1])
	}
	return out
}

// link is a link of one document to a file of the project, or to a place in it.
type link struct {
	from       *document
	text       string
	to, anchor string // to is a name from the root of the project
}

func links(pages map[string]*document) []link {
	var out []link
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		p := pages[name]
		for _, m := range linkMark.FindAllStringSubmatch(wordsOfCode.ReplaceAllString(p.prose, ""), -1) {
			if strings.Contains(m[2], "://") || strings.HasPrefix(m[2], "mailto:") {
				continue
			}
			to, anchor, _ := strings.Cut(m[2], "#")
			if to == "" {
				to = path.Base(p.name)
			}
			out = append(out, link{p, m[1], path.Join(path.Dir(p.name), to), anchor})
		}
	}
	return out
}

// TestDocsLinks: a link leads to a file that is there, and to a heading that it has; a
// document that the program or another one names is there.
func TestDocsLinks(t *testing.T) {
	pages := pagesOf(t)
	all := links(pages)
	if len(all) < 60 {
		t.Errorf("%d links; are they still found?", len(all))
	}
	for _, l := range all {
		if _, err := os.Stat(filepath.Join("../..", l.to)); err != nil {
			t.Errorf("%s links to %s, which is not there", l.from.name, l.to)
			continue
		}
		if p := pages[l.to]; l.anchor != "" && (p == nil || !slices.Contains(p.anchors(), l.anchor)) {
			t.Errorf("%s links to %s#%s, which has no such heading", l.from.name, l.to, l.anchor)
		}
	}
	named := regexp.MustCompile(`\bdocs/[\w/-]+\.(?:md|go)\b`)
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".go", ".md", ".html"}, filepath.Ext(name)) || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, doc := range named.FindAllString(string(text), -1) {
			if _, err := os.Stat(filepath.Join("../..", doc)); err != nil {
				t.Errorf("%s names %s, which is not there", name, doc)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	commandLine = regexp.MustCompile(`(?:^|[\s(|&;])(?:\./|go run \./cmd/)?entente((?: [^\n|;&<>#)]*)?)`)
	target      = regexp.MustCompile(`(?:^|[\s(|&;])make ([a-z]+)\b`)
	goPath      = regexp.MustCompile(`\bgo (?:run|test|vet|generate|build) (?:-\S+ (?:[\w|/]+ )?)*(\./[\w/.-]+)`)
	// runs are words that begin with a command, or pipe something into one.
	runs     = regexp.MustCompile(`^(?:[A-Z_]+=\S+ )*(?:\./)?(?:entente|go|make)\b|\| entente `)
	bareFlag = regexp.MustCompile(`^(--[a-z][a-z-]+)`)
)

// TestDocsCommands: a command that a document shows is one of the program's and has the
// flags that it is shown with; a target is in the Makefile, and a path is there.
func TestDocsCommands(t *testing.T) {
	root := (&Main{}).command()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	training := "" // the programs of train/, whose flags the cards of the models name
	scripts, err := filepath.Glob("../../train/*.py")
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		training += string(text)
	}
	if err != nil || training == "" {
		t.Fatal("no programs in train/", err)
	}
	shown := map[string]bool{}
	for _, p := range pagesOf(t) {
		if p.name == "CHANGELOG.md" || strings.HasPrefix(p.name, "docs/decisions/") {
			continue // they tell of what was
		}
		last := "" // room that was named
		for _, code := range p.code {
			if m := bareFlag.FindString(code); m != "" && !flagOfAny(root, m[2:]) && !strings.Contains(training, `"`+m+`"`) {
				t.Errorf("%s: no command has %s", p.name, m)
			}
			if room, _ := path.Split(code); strings.HasSuffix(code, ".go") && room != "" {
				last = room
			} else if strings.HasSuffix(code, ".go") && !strings.ContainsAny(code, " \n*…") {
				// Further files of a room are named without it.
				_, err := os.Stat(filepath.Join("../..", last, code))
				if _, root := os.Stat(filepath.Join("../..", code)); err != nil && root != nil {
					t.Errorf("%s names %s after %s, which is not there", p.name, code, last)
				}
			}
			if dir, _, nested := strings.Cut(code, "/"); nested && !strings.Contains(code, ".Test") && !strings.ContainsAny(code, " \n*…<>{}=\"(:") && isRoom(dir) {
				if _, err := os.Stat(filepath.Join("../..", code)); err != nil {
					t.Errorf("%s names %s, which is not there", p.name, code)
				}
			}
			if !strings.Contains(code, "\n") && !runs.MatchString(code) {
				continue // words, and no command
			}
			for _, m := range commandLine.FindAllStringSubmatch(code, -1) {
				cmd, err := checkCommand(root, strings.Fields(m[1]))
				if err != nil {
					t.Errorf("%s: entente%s: %v", p.name, m[1], err)
				}
				shown[cmd] = true
			}
			for _, m := range target.FindAllStringSubmatch(code, -1) {
				if !strings.Contains(string(makefile), "\n"+m[1]+":") {
					t.Errorf("%s: make %s: no such target", p.name, m[1])
				}
			}
			for _, m := range goPath.FindAllStringSubmatch(code, -1) {
				if _, err := os.Stat(filepath.Join("../..", strings.TrimSuffix(m[1], "/..."))); err != nil {
					t.Errorf("%s: %s: %v", p.name, m[0], err)
				}
			}
		}
	}
	for _, cmd := range root.Commands() {
		if !cmd.Hidden && cmd.Name() != "help" && cmd.Name() != "completion" && !shown[cmd.Name()] {
			t.Errorf("no document shows entente %s", cmd.Name())
		}
	}
}

// isRoom reports whether a word is a folder at the root of the project.
func isRoom(name string) bool {
	st, err := os.Stat(filepath.Join("../..", name))
	return err == nil && st.IsDir() && name != "" && name[0] != '.'
}

// checkCommand looks for the command that words call, and for their flags.
func checkCommand(root *cobra.Command, words []string) (name string, err error) {
	if len(words) == 0 || !regexp.MustCompile(`^[a-z-]+$`).MatchString(words[0]) {
		return "", nil // the program itself, or a place for any command
	}
	cmd := root
	for len(words) > 0 {
		next, _, err := cmd.Find(words[:1])
		if err != nil || next == cmd {
			break
		}
		cmd, words = next, words[1:]
	}
	if cmd == root && !strings.HasPrefix(words[0], "-") {
		return "", fmt.Errorf("no such command")
	}
	cmd.InitDefaultHelpFlag()
	for _, word := range words {
		if flag, ok := strings.CutPrefix(word, "--"); ok {
			flag, _, _ = strings.Cut(strings.TrimRight(flag, ",.:'\""), "=")
			asked := func(word string) bool { // of a command that another one is about: entente settings serve --addr …
				other, _, err := root.Find([]string{word})
				return err == nil && other != root && hasFlag(other, flag)
			}
			if flag != "" && !hasFlag(cmd, flag) && !slices.ContainsFunc(words, asked) {
				return "", fmt.Errorf("%s has no --%s", cmd.CommandPath(), flag)
			}
		}
	}
	for cmd.HasParent() && cmd.Parent() != root {
		cmd = cmd.Parent()
	}
	return cmd.Name(), nil
}

func hasFlag(cmd *cobra.Command, name string) bool {
	return cmd.Flags().Lookup(name) != nil || cmd.InheritedFlags().Lookup(name) != nil
}

func flagOfAny(cmd *cobra.Command, name string) bool {
	found := hasFlag(cmd, name)
	cmd.PersistentFlags().VisitAll(func(f *pflag.Flag) { found = found || f.Name == name })
	for _, sub := range cmd.Commands() {
		found = found || flagOfAny(sub, name)
	}
	return found
}

// measured are the pages that a command writes, or that say by which command they came
// about: what other pages quote of them.
var measured = []string{"docs/accuracy.md", "docs/benchmarks.md", "docs/scale.md", "docs/pages.md"}

var (
	number = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)
	// claimed is a number with a unit that only a measurement gives.
	claimed = regexp.MustCompile(`\d[\d,.]* ?(?:%|MB|GB|ms\b|seconds?\b|minutes?\b|times (?:as|faster|slower)|\w+ a second)`)
	// measures is a command that makes figures.
	measures = regexp.MustCompile(`make [a-z]+|go (?:run|test) |python train/|entente \w+`)
)

// TestDocsFigures holds figures to their source. What README.md and docs/paths claim of
// speed, size or accuracy is a link, "[540 seconds](../scale.md#stories)", and its numbers
// stand in the section that it leads to. Elsewhere a table of figures has the command beside
// it, in its section or at the head of its page, that measured it.
func TestDocsFigures(t *testing.T) {
	pages := pagesOf(t)
	quoted := 0
	for _, l := range links(pages) {
		if !slices.Contains(measured, l.to) {
			continue
		}
		for _, want := range number.FindAllString(l.text, -1) {
			quoted++
			if !holdsNumber(pages[l.to].section(l.anchor), want) {
				t.Errorf("%s quotes %s of %s#%s, which does not hold it", l.from.name, want, l.to, l.anchor)
			}
		}
	}
	if quoted == 0 {
		t.Error("no figure is quoted; are the links still found?")
	}
	for _, p := range pages {
		if p.name == "README.md" || strings.HasPrefix(p.name, "docs/paths/") {
			bare := linkMark.ReplaceAllString(wordsOfCode.ReplaceAllString(p.prose, ""), "")
			for _, c := range claimed.FindAllString(strings.ReplaceAll(bare, "90 % band", "band"), -1) {
				t.Errorf("%s claims %q: make it a link to the page that measured it", p.name, c)
			}
			continue
		}
		head, _, _ := strings.Cut(p.text, "\n## ")
		for i, section := range strings.Split(p.text, "\n## ") {
			if n := figures(section); n > 0 && !measures.MatchString(section) && !measures.MatchString(head) {
				t.Errorf("%s, section %d: %d rows of figures, and no command that measured them", p.name, i, n)
			}
		}
	}
}

// section is the part of a page under a heading, or all of it.
func (p *document) section(anchor string) string {
	if anchor == "" {
		return p.text
	}
	for _, part := range strings.Split(p.text, "\n## ")[1:] {
		head, _, _ := strings.Cut(part, "\n")
		if slices.Contains((&document{text: "## " + head}).anchors(), anchor) {
			return part
		}
	}
	return ""
}

// holdsNumber reports whether a text has a number that is, rounded as want is, want.
func holdsNumber(text, want string) bool {
	want = strings.ReplaceAll(want, ",", "")
	_, decimals, _ := strings.Cut(want, ".")
	for _, have := range number.FindAllString(text, -1) {
		v, err := strconv.ParseFloat(strings.ReplaceAll(have, ",", ""), 64)
		if err == nil && strconv.FormatFloat(v, 'f', len(decimals), 64) == want {
			return true
		}
	}
	return false
}

// figures counts the rows of tables of which most cells after the first are numbers.
func figures(section string) int {
	n := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) < 2 {
			continue
		}
		numbers := 0
		for _, cell := range cells[1:] {
			if m := number.FindStringIndex(strings.TrimLeft(strings.TrimSpace(cell), "−+-*±")); m != nil && m[0] == 0 {
				numbers++
			}
		}
		if 2*numbers > len(cells)-1 {
			n++
		}
	}
	return n
}

// TestDocsGlossary: the words stand in the order of the alphabet, each in two lines or three
// with a link to where it is told in full.
func TestDocsGlossary(t *testing.T) {
	text := pagesOf(t)["docs/glossary.md"].text
	entries := strings.Split(text, "\n**")[1:]
	if len(entries) < 40 {
		t.Errorf("%d words", len(entries))
	}
	last := ""
	for _, entry := range entries {
		word, _, _ := strings.Cut(entry, "**")
		if strings.ToLower(word) < last {
			t.Errorf("%s stands after %s", word, last)
		}
		last = strings.ToLower(word)
		if n := strings.Count(strings.TrimSpace(entry), "\n"); n > 2 || !linkMark.MatchString(entry) {
			t.Errorf("%s: %d lines; want two or three with a link", word, n+1)
		}
	}
}
