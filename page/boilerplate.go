package page

import (
	"strings"
	"unicode"
)

// maxFurniture is the longest line, in bytes, that can be boilerplate.
const maxFurniture = 320

// furniture says why s, a whole paragraph, only serves the printed page, or "".
// It is wrong on a paragraph that opens like a link line and tells news: "Follow
// our lead, the minister said" is taken for one.
func furniture(s string, glued bool) string {
	if len(s) > maxFurniture || s == "" {
		return ""
	}
	if toolLine(s) {
		return "page tools"
	}
	for _, p := range patterns() {
		if (p.glued || !glued) && p.re.MatchString(s) {
			return p.why
		}
	}
	return ""
}

// toolLine reports whether all words of s are names of page tools and networks.
func toolLine(s string) bool {
	if len(s) > 160 || strings.ContainsAny(s[len(s)-1:], ".?!") {
		return false
	}
	table, strong := tools(), false
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && !unicode.IsDigit(r) }) {
		w = strings.Trim(w, "-")
		if w == "" {
			continue
		}
		is, known := table[w]
		if !known {
			return false
		}
		strong = strong || is
	}
	return strong
}

// tailFurniture returns where the boilerplate glued to the end of s begins, or
// len(s), and why. It takes off whole sentences from the end, as long as each is
// boilerplate, and never all of s.
func tailFurniture(s string) (cut int, why string) {
	const window = 600 // bytes from the end that are looked at
	cut = len(s)
	for {
		end := cut
		begins := sentenceBreaks(s[:end], max(0, end-window))
		found := false
		// The longest tail first: a copyright line may hold a stop.
		for _, b := range begins[max(0, len(begins)-4):] {
			tail := strings.TrimSpace(s[b:end])
			if reason := furniture(tail, true); reason != "" {
				cut, why, found = b, reason, true
				break
			}
		}
		if !found {
			break
		}
	}
	cut = len(strings.TrimRightFunc(s[:cut], isSpace))
	return cut, why
}

// sentenceBreaks returns the offsets in s, not before from and not 0, where a new
// sentence may begin: after an end mark with its quotes and brackets. White space
// may lack, since pages glue such lines on, but then a capital must follow.
func sentenceBreaks(s string, from int) []int {
	var out []int
	for i := from; i < len(s); i++ {
		if s[i] != '.' && s[i] != '!' && s[i] != '?' {
			continue
		}
		j := i + 1
		for j < len(s) {
			rest := s[j:]
			n := 0
			for _, q := range []string{"”", "’", "\"", "'", ")", "]"} {
				if strings.HasPrefix(rest, q) {
					n = len(q)
				}
			}
			if n == 0 {
				break
			}
			j += n
		}
		k := j + len(s[j:]) - len(strings.TrimLeftFunc(s[j:], isSpace))
		if k < len(s) && (k > j || s[k] >= 'A' && s[k] <= 'Z' || strings.HasPrefix(s[k:], "©")) && j > 1 {
			out = append(out, k)
		}
	}
	return out
}
