package report

import "entente"

// The words below are those of these pages, for papers that are laid out elsewhere.

// Clean makes text of an article safe on one line: control and direction-changing
// characters become spaces, runs of space one space.
func Clean(text string) string { return clean(text) }

// Date prints a date as finely as it is known, "–" where nothing is.
func Date(d entente.Date) string { return dateWords(d) }

// DateOr is Date, or the day where the date is not known.
func DateOr(d entente.Date, day entente.Day) string { return dateOr(d, day) }

// Amount is "at least USD 2,000,000" with what is counted.
func Amount(f entente.Figure) string { return figureWords(f) }

// Kind is a type with its mode: "ASSAULT (aerial)".
func Kind(t entente.EventType, mode *entente.Mode) string { return kind(t, mode) }

// Sides is "Russia (RUS) → Ukraine (UKR)"; "↔" where both sides do it, as those of a
// reciprocal type t do.
func Sides(sources, targets []entente.Party, t entente.EventType) string {
	return sides(sources, targets, t)
}

// Named is a party with its code, and the sector of whoever is not the government.
func Named(p entente.Party) string { return party(p) }

// Voice names a speaker; an unnamed one by what is told of it.
func Voice(v entente.Voice) string { return voice(labelled(v.Name, v.Code, ""), v.Role, v.Class) }

// Signed writes a number of the scale with its sign and one digit after the point.
func Signed(v float64) string { return signed(v) }

// Band writes the two ends of one.
func Band(low, high float64) string { return band(low, high) }

// Count is "1 event", "2 events".
func Count(n int, one string) string { return count(n, one) }

// PeriodName is "2017", "October 2017" or "week of 9 October 2017".
func PeriodName(d entente.Day, p entente.Period) string { return periodName(d, p) }

// StatusMark is the sign of a status, "" for one that is not known.
func StatusMark(s entente.Status) string { return statusMarks[s] }

// Mark is the sign before a row of the ledger: that of its status, all its reports
// together; history that happened has its own.
func Mark(h *entente.Happening) string { return mark(h) }

// DirectionMark is the arrow of a direction.
func DirectionMark(d entente.Direction) string { return directionMarks[d] }
