package tokenize

import (
	"strings"
	"unicode"
)

// number reads digits with their separators: "1,200.5", "7:30", "9/11",
// "2017-10-13", "1980s", "20th". A unit written together splits off: "2|bn".
func (s *scanner) number(pos int) int {
	if e := s.dashed(pos); e > pos {
		return s.emit(pos, e, false)
	}
	e := pos
	if c := s.text[e]; c == '.' || c == '+' {
		e++
	}
	for {
		e = s.digits(e)
		r, _ := s.in(e)
		next, _ := s.in(e + 1)
		if !isDigit(next) {
			break
		}
		if r == ',' && s.digits(e+1)-e != 4 {
			break
		}
		if r != ',' && r != '.' && r != ':' && !(r == '/' && s.digits(e+1)-e <= 5 && e-pos <= 5) {
			break
		}
		e++
	}
	unit := e
	stop := s.plain(e)
	switch tail := s.text[e:stop]; {
	case tail == "":
		return s.numberTail(pos, e)
	case tail == "s" || strings.EqualFold(tail, "st") || strings.EqualFold(tail, "nd") || strings.EqualFold(tail, "rd") || strings.EqualFold(tail, "th"):
		return s.emit(pos, stop, false)
	case isUnit(tail):
		s.emit(pos, unit, false)
		return s.emit(unit, s.unitStop(unit, stop), true)
	}
	return s.emit(pos, stop, false)
}

// numberTail ends a bare number: "1990's" and "90's" stay whole, and so does "1." where it
// opens the paragraph.
func (s *scanner) numberTail(pos, e int) int {
	r, n := s.in(e)
	if (r == '\'' || r == '’') && (e-pos == 4 || e-pos == 2) && s.text[e-1] == '0' {
		if c, m := s.in(e + n); c == 's' && s.plain(e+n) == e+n+m {
			return s.emit(pos, e+n+m, false)
		}
	}
	if r == '.' && len(s.out) == 0 && e+1 == s.stop && e-pos <= 3 && unicode.IsUpper(firstRune(s.following(e+1))) {
		return s.emit(pos, e+1, false)
	}
	return s.emit(pos, e, false)
}

func (s *scanner) digits(pos int) int {
	for {
		r, n := s.in(pos)
		if n == 0 || !isDigit(r) {
			return pos
		}
		pos += n
	}
}

// dashed reads days and telephone numbers: groups of digits with hyphens, three
// of them, or two of three and four digits. Years are two groups of four and
// split.
func (s *scanner) dashed(pos int) int {
	e := pos
	var sizes []int
	for {
		d := s.digits(e)
		if d == e || len(sizes) == 5 {
			return pos
		}
		sizes = append(sizes, d-e)
		if r, _ := s.in(d); r != '-' {
			e = d
			break
		}
		e = d + 1
	}
	if r, _ := s.in(e); isWord(r) {
		return pos
	}
	if len(sizes) >= 3 || len(sizes) == 2 && sizes[0] == 3 && sizes[1] == 4 {
		return e
	}
	return pos
}

// unitStop takes the full stops of "5a.m." into the unit.
func (s *scanner) unitStop(start, stop int) int {
	if e := s.letters(start); e > stop {
		return e
	}
	return stop
}

// isUnit reports whether letters that follow digits are a unit or a scale.
func isUnit(w string) bool {
	switch w {
	case "k", "K", "m", "M", "b", "B", "bn", "Bn", "mn", "tn", "trn", "am", "pm", "AM", "PM", "a", "p",
		"mm", "cm", "km", "kg", "mg", "g", "ft", "lb", "lbs", "oz", "mph", "kph", "kmh", "mi", "nm",
		"kt", "mt", "hp", "hrs", "hr", "min", "mins", "sec", "secs", "yrs", "yr", "kW", "MW", "GW", "MB", "GB", "kb", "kB", "GHz", "MHz", "bpd", "c", "p.m", "C", "F":
		return true
	}
	return false
}
