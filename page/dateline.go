package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// place is what readDateline found; spans count from the paragraph's start.
type place struct {
	whole     entente.Span // place, agency and dash
	text      entente.Span // the place words; zero if only an agency stands there
	publisher string
	day       entente.Day // if the dateline prints a full date
	weekday   string      // if it prints no more than that: "thu"
}

const (
	upperWord  = `\p{Lu}[\p{Lu}'’\x60.\-]*`
	upperPlace = upperWord + `(?:[ /]` + upperWord + `){0,4}`
	mixedWord  = `\p{Lu}[\p{L}'’\x60.\-]*`
	mixedPlace = mixedWord + `(?:[ /]` + mixedWord + `){0,2}`
	region     = `(?:,\s+` + mixedWord + `(?:\s+(?:of |and |the )?` + mixedWord + `){0,3}){0,2}?`
	shortDay   = `(?i:,?\s+(?:` + weekdayRE + `\.?,?\s+)?(?:` + monthRE + `\s+\d{1,2}|\d{1,2}\s+` + monthRE + `)(?:,?\s+(?:1[89]|20)\d\d)?|,\s+` + weekdayRE + `\.?)`
	agencyRE   = `\s*[(\[]([\p{L}\d/&., -]{2,40})[)\]]`
	dashRE     = `\s*(?:—|―|-{2,3})\s*|\s+[-_]\s+|\s*–\s*|\s*:\s+`
)

var (
	upperDateline  = regexp.MustCompile(`^(` + upperPlace + region + `)(` + shortDay + `)?,?(?:` + agencyRE + `)?(` + dashRE + `|$)`)
	mixedDateline  = regexp.MustCompile(`^(` + mixedPlace + region + `)(` + shortDay + `)?,?(?:` + agencyRE + `)?(` + dashRE + `)`)
	agencyDateline = regexp.MustCompile(`^\(([\p{L}/&. -]{2,40})\)(` + dashRE + `)`)
	agencyGlued    = regexp.MustCompile(`^\(([\p{L}/&. -]{2,40})\)\s?\p{Lu}`)
	agencyNoDash   = regexp.MustCompile(`^(` + upperPlace + region + `)(` + shortDay + `)?,?` + agencyRE + `(\s+)`)
)

// labels are capitals with a colon or a dash that are no place.
var labels = map[string]bool{
	"UPDATE": true, "BREAKING": true, "BREAKING NEWS": true, "EXCLUSIVE": true, "ANALYSIS": true, "OPINION": true, "EDITORIAL": true,
	"WATCH": true, "LISTEN": true, "READ": true, "READ MORE": true, "NOTE": true, "EDITOR'S NOTE": true, "EDITOR’S NOTE": true,
	"CORRECTION": true, "FACTBOX": true, "TIMELINE": true, "EXPLAINER": true, "INTERVIEW": true, "COMMENT": true, "FILE": true,
	"FILE PHOTO": true, "PHOTO": true, "PHOTOS": true, "VIDEO": true, "LIVE": true, "FEATURE": true, "FOCUS": true, "INSIGHT": true,
	"COLUMN": true, "WRAPUP": true, "ADVISORY": true, "QUESTION": true, "ANSWER": true, "NEWS": true, "WORLD": true, "PROFILE": true,
	"REVIEW": true, "KEY POINTS": true, "SUMMARY": true, "BACKGROUND": true, "COVID": true, "NATO": true, "OPEC": true, "ASEAN": true,
	"MORE": true, "ALSO": true, "PRESS RELEASE": true, "STATEMENT": true, "URGENT": true, "ALERT": true, "CONTEXT": true, "LOOK": true, "BYLINE": true, "HEADLINE": true, "DATELINE": true, "QUOTE": true, "SOURCE": true, "WARNING": true, "MEMO": true,
}

// readDateline finds the dateline that opens s. first says that s opens the body:
// only there may it be in small letters with neither agency nor day. These are
// heuristics: "TRUMP — the man and the myth" is taken for one, and so is
// "Warsaw — Poland's capital — was quiet" where no dash closes the aside.
func readDateline(s string, first bool) (place, bool) {
	head := s[:min(len(s), 240)]
	for len(head) > 0 && !utf8.ValidString(head) {
		head = head[:len(head)-1]
	}
	if m := agencyDateline.FindStringSubmatchIndex(head); m != nil && first {
		if name := agencyName(head[m[2]:m[3]]); name != "" && opens(s, m[1]) {
			return place{whole: entente.Span{Start: 0, End: m[1]}, publisher: name}, true
		}
	}
	if m := agencyGlued.FindStringSubmatchIndex(head); m != nil && first && agencyName(head[m[2]:m[3]]) != "" {
		return place{whole: entente.Span{Start: 0, End: m[3] + 1}, publisher: agencyName(head[m[2]:m[3]])}, true
	}
	m := upperDateline.FindStringSubmatchIndex(head)
	if m != nil && m[1] == len(head) && m[1] < len(s) {
		m = nil // the end of head is not the end of s
	}
	if m == nil {
		m = agencyNoDash.FindStringSubmatchIndex(head)
		if m != nil && agencyName(group(head, m, len(m)/2-2)) == "" {
			m = nil
		}
	}
	if m != nil {
		if p, ok := acceptUpper(s, head, m, first); ok {
			return p, true
		}
	}
	if m := mixedDateline.FindStringSubmatchIndex(head); m != nil {
		return acceptMixed(s, head, m, first)
	}
	return place{}, false
}

func acceptUpper(s, head string, m []int, first bool) (place, bool) {
	words, dated, agency, dash := group(head, m, 1), group(head, m, 2), group(head, m, len(m)/2-2), group(head, m, len(m)/2-1)
	letters := 0
	capitals, _, _ := strings.Cut(words, ",")
	for _, r := range capitals {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	bare := dated == "" && agency == ""
	switch {
	case letters < 3 || labels[strings.TrimSpace(capitals)]:
		return place{}, false
	case m[1] == len(s): // a line of its own
		if bare && strings.TrimSpace(dash) == "" {
			return place{}, false
		}
	case !opens(s, m[1]):
		return place{}, false
	case bare && strings.Contains(dash, ":") && (!first && !strings.Contains(words, ",") || letters < 4 || strings.Count(capitals, " ") > 2):
		return place{}, false
	}
	return fill(head, m, dated, agency), true
}

func acceptMixed(s, head string, m []int, first bool) (place, bool) {
	dated, agency, dash := group(head, m, 2), group(head, m, len(m)/2-2), group(head, m, len(m)/2-1)
	if !opens(s, m[1]) || labels[strings.ToUpper(group(head, m, 1))] || m[3]-m[2] < 3 {
		return place{}, false
	}
	if agency != "" {
		if agencyName(agency) == "" {
			return place{}, false
		}
		return fill(head, m, dated, agency), true
	}
	if !first || strings.Contains(dash, ":") || strings.TrimSpace(dash) == "-" && dated == "" {
		return place{}, false
	}
	// A dash with white space on both sides, a capital after it, and no second
	// dash in the sentence: else it opens an aside.
	if dash == strings.TrimSpace(dash) && dated == "" {
		return place{}, false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[m[1]:], "\"'“‘"))
	sentence := s[m[1]:]
	if i := strings.Index(sentence, ". "); i >= 0 {
		sentence = sentence[:i]
	}
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) || strings.ContainsAny(sentence[:min(len(sentence), 400)], "—–") || strings.Contains(sentence, " - ") || strings.Contains(sentence, "--") {
		return place{}, false
	}
	return fill(head, m, dated, agency), true
}

func fill(head string, m []int, dated, agency string) place {
	p := place{whole: entente.Span{Start: 0, End: m[1]}, text: entente.Span{Start: m[2], End: m[3]}}
	p.whole.End = len(strings.TrimRightFunc(head[:m[1]], isSpace))
	p.text.End = len(strings.TrimRight(head[:m[3]], " ,"))
	if s := head[:p.text.End]; strings.HasSuffix(s, ".") && !strings.Contains(s, ",") && len(s)-strings.LastIndex(s, " ") > 5 && !endsAbbreviation(s) {
		p.text.End-- // "MOSCOW. Oct 13 (Interfax)"
	}
	if d, _, ok := findDate(agency); ok {
		p.day = d // "GENEVA (13 October 2017)"
	} else if agency != "" {
		if p.publisher = agencyName(agency); p.publisher == "" && unicode.IsUpper([]rune(agency)[0]) && len(strings.Fields(agency)) <= 4 {
			p.publisher = agency
		}
	}
	if dated != "" && p.day.IsZero() {
		p.day, _, _ = findDate(dated)
	}
	if day := strings.ToLower(strings.Trim(dated, ", .")); p.day.IsZero() && len(day) >= 3 && !strings.ContainsRune(day, ' ') {
		p.weekday = day[:3]
	}
	return p
}

// dayOf is the day of the weekday that p prints: that of printing or the last one before.
func (p place) dayOf(published entente.Day) entente.Day {
	if p.weekday == "" || published.IsZero() {
		return entente.Day{}
	}
	for back := range 7 {
		if d := published.Add(0, 0, -back); strings.ToLower(d.Time().Weekday().String()[:3]) == p.weekday {
			return d
		}
	}
	return entente.Day{}
}

func group(s string, m []int, i int) string {
	if 2*i+1 >= len(m) || m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

// agencyName looks s up; "AP/Reuters" gives the first.
func agencyName(s string) string {
	s = strings.TrimSpace(s)
	if name := agencies()[s]; name != "" {
		return name
	}
	first, _, ok := strings.Cut(s, "/")
	if ok {
		return agencies()[strings.TrimSpace(first)]
	}
	return ""
}

// opens reports whether a sentence can begin at s[i:].
func opens(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s[i:], isSpace))
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("\"'“‘`«$€£([", r)
}
