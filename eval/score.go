// Package eval scores what runs against hand-made gold and writes the only
// accuracy figures that the docs may quote.
package eval

import "fmt"

// Score is one figure of a report.
type Score struct {
	Field  string  // "UPOS", "whole record", ...
	Value  float64 // [0, 1]
	Detail string  // how it came about: "812 of 900", "P 0.61 R 0.55"
}

// Report is the result of one gold set.
type Report struct {
	Gold   string // name of the gold set
	Cases  int
	Scores []Score
	Tables []Table
	Misses []string // one line each, for people; printed on request
}

// Ratio makes a Score of right out of total; of nothing it is 0.
func Ratio(field string, right, total int) Score {
	s := Score{Field: field, Detail: fmt.Sprintf("%d of %d", right, total)}
	if total > 0 {
		s.Value = float64(right) / float64(total)
	}
	return s
}

// F1 makes a Score of counts: found and right, found in all, wanted in all.
func F1(field string, right, found, wanted int) Score {
	p, r := Ratio("", right, found).Value, Ratio("", right, wanted).Value
	s := Score{Field: field, Detail: fmt.Sprintf("P %.3f R %.3f", p, r)}
	if p+r > 0 {
		s.Value = 2 * p * r / (p + r)
	}
	return s
}
