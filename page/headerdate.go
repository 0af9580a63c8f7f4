package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"entente"
)

// The parts of a printed date.
const (
	monthRE   = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayRE     = `(\d{1,2})(?:st|nd|rd|th)?`
	yearRE    = `((?:1[89]|20)\d\d)`
	weekdayRE = `(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?`
)

// dateForms are the ways in which papers print a day. The first that matches
// earliest wins.
var dateForms = []struct {
	re  *regexp.Regexp
	day func(m []string) entente.Day
}{
	{regexp.MustCompile(`(?i)\b` + monthRE + `\s*` + dayRE + `\s*,?\s+` + yearRE + `\b`),
		func(m []string) entente.Day { return day(m[3], m[1], m[2]) }}, // October 13, 2017
	{regexp.MustCompile(`(?i)\b` + dayRE + `(?:\s+|-|\s+of\s+)` + monthRE + `(?:\s*,?\s+|-)` + yearRE + `\b`),
		func(m []string) entente.Day { return day(m[3], m[2], m[1]) }}, // 13 October 2017, 13-Oct-2017
	{regexp.MustCompile(`(?i)\b` + yearRE + `[-/.](\d{1,2})[-/.](\d{1,2})`),
		func(m []string) entente.Day { return day(m[1], m[2], m[3]) }}, // 2017-10-13, 2017/10/13
	{regexp.MustCompile(`\b(\d{1,2})\.\s?(\d{1,2})\.\s?` + yearRE + `\b`),
		func(m []string) entente.Day { return day(m[3], m[2], m[1]) }}, // 13.10.2017: with stops the day comes first
	{regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-]` + yearRE + `\b`), slashed}, // 10/13/2017, 13/10/2017
	{regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})/(\d\d)\b`), slashed},               // 10/13/17
}

// partialDates are months without a day, days without a year, and times.
var partialDates = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b` + monthRE + `,?\s+` + yearRE + `\b`),
	regexp.MustCompile(`(?i)\b` + monthRE + `\s+` + dayRE + `\b`),
	regexp.MustCompile(`(?i)\b` + dayRE + `\s+` + monthRE + `(?:\b|$)`),
	regexp.MustCompile(`(?i)\b\d{1,2}[:.]\d\d\b`),
	regexp.MustCompile(`(?i)\b(?:today|yesterday)\b`),
}

// ago counts back from a now that is not known.
var ago = regexp.MustCompile(`(?i)\b\d+\s+(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\s+ago\b`)

// dateTrimmings is all that may stand beside the day in a date line.
var dateTrimmings = regexp.MustCompile(`(?i)(?:\b(?:first|originally|last|published|publication|posted|created|updated|update|modified|edited|issued|released|date|time|online|on|at|of|from|as|by|` +
	`noon|midnight|hrs|hours|h|local|time|` +
	`gmt|utc|z|bst|cet|cest|eet|eest|est|edt|et|cst|cdt|ct|mst|mdt|pst|pdt|pt|msk|ist|pkt|jst|kst|sgt|hkt|aest|aedt|eat|wat|cat|sast|irst|trt|gst|ast|` +
	weekdayRE + `)(?:\b|$)` +
	`|[ap]\.?m\b\.?|t?\d{1,2}[:.h]\d\d(?:[:.]\d\d(?:\.\d+)?)?z?|\b\d{1,2}(?:\s?[ap]\.?m\.?)|\b\d{4}\b|[+-]\d\d:?\d\d|[\s,;:|•·()\[\]/.\-–—]+)`)

var updateLabel = regexp.MustCompile(`(?i)\b(?:updated?|modified|edited)\b`)
var publishLabel = regexp.MustCompile(`(?i)\b(?:published|posted|issued|released|created)\b`)

// slashed reads 10/13/2017. Where both numbers could be a month the writer's
// country decides, which is not known: no day.
func slashed(m []string) entente.Day {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case a > 12 || a == b:
		return day(m[3], m[2], m[1])
	case b > 12:
		return day(m[3], m[1], m[2])
	}
	return entente.Day{}
}

// day returns the day of a year, a month in digits or letters and a day of the
// month, or the zero Day if there is none such.
func day(year, month, dayOfMonth string) entente.Day {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 { // as in POSIX: 69 to 99 are the last century's
		if y += 1900; y < 1969 {
			y += 100
		}
	}
	d, _ := strconv.Atoi(dayOfMonth)
	m, err := strconv.Atoi(month)
	if err != nil {
		m = 0
		for i := time.January; i <= time.December; i++ {
			if len(month) >= 3 && strings.EqualFold(i.String()[:3], month[:3]) {
				m = int(i)
			}
		}
	}
	out := entente.Day{Year: y, Month: time.Month(m), Day: d}
	if m < 1 || m > 12 || entente.DayOf(out.Time()) != out {
		return entente.Day{}
	}
	return out
}

// ParseDate reads the day of a date as papers and data sets write it: "2017-10-13",
// "13 October 2017", "20171013", with or without a time behind it. ok is false if
// there is no full date in s; a date that may be read two ways ("03/04/2017") is
// not known.
func ParseDate(s string) (d entente.Day, ok bool) {
	if len(s) == len("20060102") {
		if t, err := time.Parse("20060102", s); err == nil {
			return entente.DayOf(t), true
		}
	}
	d, _, ok = findDate(s)
	return d, ok && !d.IsZero()
}

// findDate returns the first full date in s and where it stands; ok is false if
// there is none. An ambiguous one ("03/04/2017") is found with the zero Day.
func findDate(s string) (d entente.Day, at entente.Span, ok bool) {
	for _, form := range dateForms {
		loc := form.re.FindStringSubmatchIndex(s)
		if loc == nil || ok && loc[0] >= at.Start {
			continue
		}
		m := make([]string, len(loc)/2)
		for i := range m {
			if loc[2*i] >= 0 {
				m[i] = s[loc[2*i]:loc[2*i+1]]
			}
		}
		d, at, ok = form.day(m), entente.Span{Start: loc[0], End: loc[1]}, true
	}
	return d, at, ok
}

// dateLine reports whether s is a date with its trimmings and nothing else, and
// the day of printing, zero if s does not tell. Of several dates the first that
// is not said to be of a later change counts.
func dateLine(s string) (d entente.Day, ok bool) {
	if len(s) > 160 {
		return d, false
	}
	var updated entente.Day
	rest, before, found := "", "", false
	for tail := s; ; {
		got, at, more := findDate(tail)
		if !more {
			rest += tail
			break
		}
		found = true
		before = tail[:at.Start]
		switch changed := updateLabel.MatchString(before) && !publishLabel.MatchString(before); {
		case changed && updated.IsZero():
			updated = got
		case !changed && d.IsZero():
			d = got
		}
		rest += before + " "
		tail = tail[at.End:]
	}
	if ago.MatchString(rest) {
		rest, found = ago.ReplaceAllString(rest, " "), true
	}
	if !found {
		for _, re := range partialDates {
			if loc := re.FindStringIndex(rest); loc != nil {
				rest, found = rest[:loc[0]]+" "+rest[loc[1]:], true
			}
		}
	}
	if !found || dateTrimmings.ReplaceAllString(rest, "") != "" {
		return entente.Day{}, false
	}
	if d.IsZero() {
		d = updated
	}
	return d, true
}
