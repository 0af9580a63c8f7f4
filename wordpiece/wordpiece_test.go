package wordpiece

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// bert is BERT's own uncased vocabulary, which the model carries.
func bert(t testing.TB) *Vocab {
	t.Helper()
	b, err := os.ReadFile("../model/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	v, err := New(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// names gives the pieces of the lines of the vocabulary, in order.
func names(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("../model/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(b), "\n")
}

func TestAppend(t *testing.T) {
	tests := []struct{ name, word, want string }{
		{"whole word", "ministers", "ministers"},
		{"capitals", "NATO", "nato"},
		{"longest match first", "unaffable", "una ##ffa ##ble"},
		{"rare name", "Erdogan", "er ##dog ##an"},
		{"accents", "Élysée", "ely ##see"},
		{"accents taken apart already", "E\u0301lyse\u0301e", "ely ##see"},
		{"Turkish capital I with dot", "İstanbul", "istanbul"},
		{"Polish l is no accent", "Łódź", "łodz"},
		{"German sharp s is kept", "Gauß", "ga ##u ##ß"},
		{"punctuation inside", "F-16", "f - 16"},
		{"clitic", "n't", "n ' t"},
		{"symbols of ASCII stand alone", "$1=~x", "$ 1 = ~ x"},
		{"a currency sign outside ASCII does not", "€5bn", "€ ##5 ##bn"},
		{"Chinese characters stand alone", "北京x", "北 京 x"},
		{"kana do not", "ひと", "ひ ##と"},
		{"Hangul is taken apart", "한국", "ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ"},
		{"full-width punctuation", "x。y", "x 。 y"},
		{"not a piece of it known", "🙂", "[UNK]"},
		{"one unknown rest spoils all", "go🙂", "[UNK]"},
		{"spaces inside", "New\u00a0York", "new york"},
		{"zero-width characters vanish", "pe\u200bace\ufeff", "peace"},
		{"control characters vanish", "pe\x00a\x07ce", "peace"},
		{"private use vanishes", "\ue000peace", "peace"},
		{"nothing left", "\u200b", "[UNK]"},
		{"an accent alone", "\u0301", "[UNK]"},
		{"empty", "", "[UNK]"},
		{"not UTF-8", "pe\xfface", "peace"},
		{"the longest that is cut", strings.Repeat("a", 100), "aaa" + strings.Repeat(" ##aa", 48) + " ##a"},
		{"too long", strings.Repeat("a", 101), "[UNK]"},
		{"too long in characters only", strings.Repeat("\u00e9", 100), "ee" + strings.Repeat(" ##ee", 49)},
		{"special pieces cannot be written", "[CLS]", "[ cl ##s ]"},
	}
	v, pieces := bert(t), names(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, id := range v.Append(nil, tt.word) {
				got = append(got, pieces[id])
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("pieces of %q = %q, want %q", tt.word, strings.Join(got, " "), tt.want)
			}
		})
	}
}

func TestNormalise(t *testing.T) {
	tests := []struct{ in, want string }{
		{"news", "news"}, {"``", `"`}, {"''", `"`}, {"'", "'"}, {"‘s", "'s"}, {"don’t", "don't"}, {"“", `"`}, {"”", `"`},
		{"1990–91", "1990-91"}, {"—", "-"}, {"−5", "-5"}, {"…", "..."}, {"€5", "€5"}, {"café", "café"}, {"", ""},
	}
	for _, tt := range tests {
		if got := Normalise(tt.in); got != tt.want {
			t.Errorf("Normalise(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCaseOf(t *testing.T) {
	tests := []struct {
		word string
		want Case
	}{
		{"news", CaseLower}, {"Paris", CaseTitle}, {"Saint-malo", CaseTitle}, {"NATO", CaseUpper}, {"U.S.", CaseUpper},
		{"McCain", CaseMixed}, {"iPhone", CaseMixed}, {"F-16", CaseDigit}, {"٣", CaseDigit}, {"½", CaseSymbol}, {"...", CaseSymbol},
		{"I", CaseInitial}, {"U.", CaseInitial}, {"a", CaseLower}, {"北京", CaseLower}, {"Élysée", CaseTitle}, {"", CaseSymbol}, {"'s", CaseLower},
	}
	for _, tt := range tests {
		if got := CaseOf(tt.word); got != tt.want {
			t.Errorf("CaseOf(%q) = %d, want %d", tt.word, got, tt.want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New("[UNK]\n[CLS]\nthe\n"); err == nil || !strings.Contains(err.Error(), "[SEP]") {
		t.Errorf("a vocabulary without [SEP]: %v", err)
	}
}

// Every word has a piece; a word that is cut and has no [UNK] is its pieces put
// together again, but for what cutting drops.
func FuzzAppend(f *testing.F) {
	for _, word := range []string{"unaffable", "Élysée", "北京", "F-16", "\u200b", "don’t", "\xff", "[UNK]"} {
		f.Add(word)
	}
	v, pieces := bert(f), names(f)
	f.Fuzz(func(t *testing.T, word string) {
		ids := v.Append(nil, Normalise(word))
		if len(ids) == 0 {
			t.Fatalf("%q has no pieces", word)
		}
		rebuilt := ""
		for _, id := range ids {
			if id == v.Unknown {
				return
			}
			rebuilt += strings.TrimPrefix(pieces[id], "##")
		}
		if again := v.Append(nil, rebuilt); utf8.ValidString(word) && len(again) == 0 {
			t.Fatalf("%q from %q has no pieces", rebuilt, word)
		}
		if strings.ContainsFunc(rebuilt, func(r rune) bool { return r <= ' ' || 'A' <= r && r <= 'Z' }) {
			t.Fatalf("pieces %q of %q hold capitals or spaces", rebuilt, word)
		}
		lower := true
		for _, r := range word {
			lower = lower && 'a' <= r && r <= 'z'
		}
		if lower && rebuilt != word {
			t.Fatalf("pieces %q of %q", rebuilt, word)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	v := bert(b)
	words := strings.Fields("The foreign ministers of France and Kyrgyzstan met in Geneva to discuss unprecedented sanctions , officials said .")
	var ids []int32
	b.ReportAllocs()
	for b.Loop() {
		ids = ids[:0]
		for _, w := range words {
			ids = v.Append(ids, Normalise(w))
		}
	}
	b.ReportMetric(float64(b.N*len(words))/b.Elapsed().Seconds(), "words/s")
}
