package paper

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func testFonts(t testing.TB) *fonts {
	t.Helper()
	f, err := loadFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// printed are lines as they are read.
func printed(lines []setLine) []string {
	var out []string
	for _, l := range lines {
		var b strings.Builder
		for i, p := range l {
			if p.space && i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(p.text)
		}
		out = append(out, b.String())
	}
	return out
}

func TestSet(t *testing.T) {
	f := testFonts(t)
	for _, tt := range []struct {
		name  string
		line  Line
		width float64
		want  string // lines parted by |
	}{
		{"nothing", nil, 100, ""},
		{"spaces alone", plain(" \n\t "), 100, ""},
		{"one line", plain("a short line"), 200, "a short line"},
		{"two lines", plain("Ethiopia and Eritrea"), 60, "Ethiopia and|Eritrea"},
		{"many spaces", plain("  a \n b  "), 100, "a b"},
		{"at a hyphen", plain("non-intervention"), 58, "non-|intervention"},
		{"at a dash", plain("road—its"), 30, "road—|its"},
		{"not before a sign of minus", plain("to −3.5"), 20, "to|−3.5"},
		{"a word that is too long", plain("wwwwwwwwww"), 40, "wwwww|wwwww"},
		{"two runs of one word", Line{{Text: "Erit"}, {Text: "rea", Bold: true}, {Text: " now"}}, 40, "Eritrea|now"},
		{"a note stays with its word", Line{{Text: "a word"}, {Note: 12}}, 34, "a|word12"},
		{"two notes", Line{{Text: "word"}, {Note: 1}, {Note: 2}}, 100, "word1,2"},
		{"a dot does not begin a line", plain("named · direct"), 42, "named ·|direct"},
		{"signs", plain("Russia → Ukraine ⚡ ⇄"), 200, "Russia → Ukraine ⚡ ⇄"},
		{"letters that no font has", plain("北京 😀"), 100, "�� �"},
		{"an accent of its own", plain("e\u0301"), 100, "é"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(printed(f.set(tt.line, style{size: 9}, tt.width)), "|"); got != tt.want {
				t.Errorf("set in %g points is %q, want %q", tt.width, got, tt.want)
			}
		})
	}
}

func TestShorten(t *testing.T) {
	f := testFonts(t)
	for _, tt := range []struct {
		name, text, want string
		width            float64
	}{
		{"short enough", "Peace", "Peace", 100},
		{"too long", "Peace after twenty years", "Peace after…", 58},
		{"no room at all", "Peace", "…", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := f.shorten(tt.text, style{size: 9}, tt.width); got != tt.want {
				t.Errorf("shorten(%q, %g) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// TestFonts holds the fonts to the letters of names and the marks of our pages.
func TestFonts(t *testing.T) {
	f := testFonts(t)
	for _, of := range []face{upright, bold, italic, boldItalic} {
		for _, r := range "ğşıİšéłńøåæçñüÖßāḥṣʿʾđđơưạếțșЖяёїΩά–—“”‘’…−·€£₺₽₹" + string(unknown) {
			if f.width(of, r) < 0 {
				t.Errorf("%s lacks %q", faces[of].file, r)
			}
		}
	}
	for _, r := range "→↔↗↘⇄●◌○✕⚡" {
		if of, got := f.choose(bold, r); of != signs || got != r {
			t.Errorf("%q is set as %q of face %d", r, got, of)
		}
	}
}

// FuzzSet breaks any text into lines that are no wider than asked for, unless one letter
// is, and loses nothing but spaces.
func FuzzSet(f *testing.F) {
	f.Add("Ethiopia and Eritrea — non-intervention/peace", "bold words", 60.0, 3)
	f.Add("wwwwwwwwwwwwwwwwwwww", "", 10.0, 0)
	f.Add("\xff\u202e 北京 e\u0301", "·", 1.0, 400)
	fonts := testFonts(f)
	f.Fuzz(func(t *testing.T, one, two string, width float64, note int) {
		if !(width > 0 && width < 2000) {
			return
		}
		line := Line{{Text: one}, {Text: two, Bold: true, Italic: note%2 == 0}, {Note: note}}
		lines := fonts.set(line, style{size: 9}, width)
		for _, l := range lines {
			if len(l) == 0 {
				t.Fatal("an empty line")
			}
			if end := l[len(l)-1].x + l[len(l)-1].w; end > width+slack && (len(l) > 1 || utf8.RuneCountInString(l[0].text) > 1) {
				t.Errorf("line %q is %g wide, more than %g", printed([]setLine{l}), end, width)
			}
		}
		var want strings.Builder
		for _, text := range []string{one, two} {
			for _, r := range norm.NFC.String(visible(text)) {
				if r != ' ' {
					_, r = fonts.choose(upright, r)
					want.WriteRune(r)
				}
			}
		}
		got := strings.ReplaceAll(strings.Join(printed(lines), ""), " ", "")
		if !strings.HasPrefix(got, strings.Join(strings.Fields(want.String()), "")) {
			t.Errorf("set %q, want %q", got, want.String())
		}
	})
}
