package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPad(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      int
		want       string
	}{
		{"short", "abc", 5, "abc  "},
		{"exact", "Orbán", 5, "Orbán"},
		{"nothing", "", 2, "  "},
		{"long", "abcdef", 5, "abcd…"},
		{"wide letters take two columns", "日本", 5, "日本 "},
		{"a wide letter that is cut leaves a space", "日本商事", 4, "日… "},
		{"a mark on a letter takes none", "Pe\u0301tain", 7, "Pe\u0301tain "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := pad(tt.text, tt.width); got != tt.want {
				t.Errorf("pad(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// FuzzPad: whatever is put in a cell, the cell is as wide as it should be.
func FuzzPad(f *testing.F) {
	f.Add("Россия", 4)
	f.Add("日本商事", 3)
	f.Add("e\u0301\x1b[3m", 2)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 1 || width > 200 {
			t.Skip()
		}
		got := pad(text, width)
		if columns(got) != width {
			t.Errorf("pad(%q, %d) = %q, which takes %d columns", text, width, got, columns(got))
		}
		if strings.ContainsRune(got, '\x1b') || !utf8.ValidString(got) {
			t.Errorf("pad(%q, %d) = %q", text, width, got)
		}
	})
}

func TestSpark(t *testing.T) {
	for _, tt := range []struct {
		name   string
		levels []float64
		reach  float64
		want   string
	}{
		{"ends and middle", []float64{-4, -0.1, 0, 0.1, 4}, 4, "▁▄▅▅█"},
		{"beyond the scale", []float64{-9, 9}, 4, "▁█"},
		{"nothing", nil, 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := spark(tt.levels, tt.reach); got != tt.want {
				t.Errorf("spark(%v, %v) = %q, want %q", tt.levels, tt.reach, got, tt.want)
			}
		})
	}
}

// TestChart: many periods share columns, which keep their turns and are thin only where
// all of them are.
func TestChart(t *testing.T) {
	tie := tie()
	line, marks, reach, per := chart(tie.Points, tie.Turns, 3)
	if line != "▂▅█" || marks != " ↗ " || reach != 5 || per != 3 {
		t.Errorf("chart is %q over %q, to %v, %d a column", line, marks, reach, per)
	}
}
