package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folds gives plain letters for the Latin letters with marks that names in the
// tables and in newspapers carry.
var folds = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ā", "a", "ă", "a", "ą", "a", "ạ", "a", "ả", "a", "ầ", "a",
	"ç", "c", "ć", "c", "č", "c", "ĉ", "c", "ċ", "c", "ď", "d", "đ", "d", "ḍ", "d",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ē", "e", "ė", "e", "ę", "e", "ě", "e", "ế", "e", "ễ", "e", "ə", "a",
	"ğ", "g", "ģ", "g", "ġ", "g", "ħ", "h", "ḥ", "h", "í", "i", "ì", "i", "î", "i", "ï", "i", "ī", "i", "į", "i", "ı", "i", "ị", "i",
	"ķ", "k", "ł", "l", "ļ", "l", "ľ", "l", "ñ", "n", "ń", "n", "ņ", "n", "ň", "n",
	"ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ø", "o", "ō", "o", "ő", "o", "ơ", "o", "ồ", "o",
	"ř", "r", "ś", "s", "š", "s", "ş", "s", "ș", "s", "ṣ", "s", "ß", "ss", "ť", "t", "ț", "t", "ţ", "t", "ṭ", "t",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "ū", "u", "ů", "u", "ű", "u", "ų", "u", "ư", "u", "ý", "y", "ÿ", "y",
	"ź", "z", "ż", "z", "ž", "z", "ẓ", "z", "æ", "ae", "œ", "oe", "þ", "th", "ð", "d",
	"’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'",
)

// Fold returns s in lower case, without marks on its letters, and with straight
// apostrophes.
func Fold(s string) string {
	s = strings.ToLower(s)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Replace(folds.Replace(s), "\u0307", "", -1)
		}
	}
	return s
}

// Pieces returns the parts of one token that names are compared by: folded,
// without points and inner apostrophes, cut at hyphens. A genitive stays a
// piece of its own: "'s". A token of punctuation alone has none.
func Pieces(form string) []string {
	low := Fold(form)
	if low == "'s" || low == "'" {
		return []string{"'s"}
	}
	genitive := false
	if s, ok := strings.CutSuffix(low, "'s"); ok && s != "" {
		low, genitive = s, true
	}
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range low {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		case r == '&':
			flush()
			out = append(out, "and")
		case r == '-' || r == '–' || r == '—' || r == '/' || r == ' ':
			flush()
		}
	}
	flush()
	if genitive {
		out = append(out, "'s")
	}
	return out
}

// pieces cuts a name of a table.
func pieces(name string) []string {
	var out []string
	for _, word := range strings.Fields(name) {
		out = append(out, Pieces(word)...)
	}
	return out
}
