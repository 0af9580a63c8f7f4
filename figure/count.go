package figure

import (
	"slices"
	"strings"
)

// counted is what an amount counts.
type counted struct {
	text string
	head int // token, or -1
}

// free reports whether a number without a unit may count something: it is not
// part of a name, an age, a time, a score or a reference.
func (r *reader) free(am amount, end int) bool {
	// The token before the number, past its bound.
	b := am.first - 1
	bounded := am.bound != ""
	prev := r.word(b)
	switch {
	case isDash(prev) && !bounded && b > 0: // "MiG-29", "COVID-19"
		return false
	case r.any(b, "no.", "nos.", "#", "article", "articles", "resolution", "chapter", "section", "page", "phase", "level", "category", "route", "highway", "flight",
		"aged", "age", "version", "number", "paragraph", "protocol", "annex", "row", "line", "room", "channel", "grade", "ages", "turned"):
		return false
	case r.capital(b) && b > 0 && !bounded && r.upos(b) != "VERB" && r.upos(b) != "ADP" && r.upos(b) != "AUX" && !r.opens(b) && r.digits(am.number):
		// "Boeing 737", "Zapad 2017"; a noun that is counted may still follow a
		// name: "the Pentagon 3,000 troops".
		if !strings.Contains(r.w[am.number], ",") && r.m.scales[r.w[am.number]] == 0 {
			return false
		}
	}
	next := end + 1
	switch {
	case r.any(next, "a.m.", "p.m.", "am", "pm", "gmt", "o'clock", "a.m", "p.m", "utc"):
		return false
	case timely(r.word(next)):
		return false
	case isDash(r.word(next)):
		return r.any(next+1, "strong", "member", "man")
	case prev == "," && (next >= len(r.w) || r.any(next, ",", ".")): // an age
		return false
	}
	if am.word && am.value < 10 && r.any(b, "the", "these", "those", "its", "their", "his", "her", "our", "all", "other", "both", "any", "'s", "’s") {
		return false // "the two countries" names them
	}
	if am.word && am.value == 1 { // "one" is a figure of people only
		return (r.person(next) || r.person(next+1) && r.nounish(next)) && !r.any(b, "no", "any", "each", "every", "this", "that", "the")
	}
	return !r.any(b, "no") && !strings.Contains(r.word(next), "/")
}

// timely reports the nouns that make a number a length of time or an age.
func timely(w string) bool {
	switch w {
	case "years", "year", "year-old", "years-old", "months", "weeks", "days", "hours", "minutes", "seconds", "month", "week", "day", "hour", "minute", "decades", "times", "decade",
		"centuries", "century", "nights", "°", "degrees":
		return true
	}
	return false
}

// opens reports whether token i opens the sentence or a quotation, where any
// word has a capital.
func (r *reader) opens(i int) bool { return i == 0 || r.any(i-1, "“", "``", "\"", "(", "‘") }

// counted finds what the amount counts, from the tree if there is one.
func (r *reader) counted(am amount, end int) counted {
	if am.unit == "" {
		return r.countedNoun(am, end)
	}
	return r.measured(am, end)
}

// countedNoun reads the noun phrase after a bare number and what befell it. A
// number that is followed by a fate alone takes the noun before it: "9,000
// soldiers were killed and more than 20,000 wounded".
func (r *reader) countedNoun(am amount, end int) counted {
	next := end + 1
	if r.any(next, "or") && r.any(next+1, "more", "so") {
		next += 2
	}
	if r.any(next, "more") && r.nounish(next+1) { // "two more people"
		next++
	}
	strong := isDash(r.word(next)) // "5,000-strong force"
	if strong {
		next += 2
	}
	if fate := r.m.fates[r.word(next)]; fate != "" && !r.adjectival(next) {
		return counted{join(r.noun, fate), next}
	}
	if r.any(next, "of") && !r.any(next+1, "them", "us", "whom", "which", "it") {
		next++
		if r.any(next, "the", "its", "his", "their", "our", "these", "those") {
			next++
		}
	}
	first, last := r.phrase(am.number, next, strong || am.value == 1)
	if last < first {
		if text := r.stated(am, next); text != "" {
			return counted{text, -1}
		}
		// "killed 15 and wounded 30"
		if fate := r.fateBefore(am.start); fate != "" && (r.word(next) == "" || !r.nounish(next)) {
			return counted{join(r.noun, fate), -1}
		}
		return counted{head: -1}
	}
	if single := r.s.Tokens[last].Feat("Number") == "Sing"; single && am.value != 1 && !strong && !r.person(last) || len(r.w[last]) < 2 {
		return counted{head: -1} // "a 20 gallon tank"
	}
	if timely(r.w[last]) || r.upos(last) == "PROPN" && r.s.Tokens[last].Feat("Number") != "Plur" && !r.plural(last) {
		return counted{head: -1} // "24 hard years", "177 St."
	}
	if y := r.w[am.number]; len(y) == 4 && am.value >= 1900 && am.value < 2050 && !r.plural(last) {
		return counted{head: -1} // "2018 vintage"
	}
	noun := r.print(first, last)
	r.noun = noun
	return counted{join(noun, r.fate(am, last)), last}
}

// stated reads what a number without a noun counts where the noun stands before:
// "the death toll rose to 45", "put the crowd at 5,000", and after it "the
// organisers at 20,000"; after "40 soldiers had died", "the army 12". It is ""
// for any other.
func (r *reader) stated(am amount, next int) string {
	b := am.start - 1
	if r.any(b, "to", "at", "of", "reached", "hit", "passed", "topped", "exceeded") {
		for k := b; k >= 0 && k > b-7; k-- {
			if r.any(k, "toll") {
				r.put = "toll"
				if r.any(k-1, "death") {
					r.put = "death toll"
				}
				return r.put
			}
			if r.any(b, "at") && k < b-1 && r.any(k, "put", "puts", "putting", "placed", "places", "estimated", "estimates") {
				first := k + 1
				if r.any(first, "the", "a", "their", "its", "his") {
					first++
				}
				if first < b && r.nounish(first) {
					r.put = r.print(first, b-1)
					return r.put
				}
			}
		}
		if r.any(b, "at", "to") {
			return r.put
		}
		return ""
	}
	ends := next >= len(r.w) || r.any(next, ",", ".", ";")
	if ends && b > 1 && r.said != "" && r.any(b-1, "the", "its", "their", "his") && r.nounish(b) && !r.capital(b) && r.any(b-2, ",", "and", "but", ";") {
		return r.said
	}
	return ""
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

// print is the text of the tokens first..last with single spaces.
func (r *reader) print(first, last int) string {
	return strings.Join(strings.Fields(r.s.SpanOf(first, last).In(r.a.Article.Text)), " ")
}

// adjectival reports whether the fate at i describes a noun that follows:
// "wounded soldiers".
func (r *reader) adjectival(i int) bool { return r.person(i+1) || r.upos(i+1) == "NOUN" }

// phrase returns the noun phrase that begins at next and that the number
// modifies; last < first if there is none. Without parts of speech it has to be a
// plural, unless single says otherwise.
func (r *reader) phrase(number, next int, single bool) (first, last int) {
	if next >= len(r.w) {
		return next, next - 1
	}
	if r.tree {
		if tok := &r.s.Tokens[number]; tok.BaseRel() == "nummod" && tok.Head >= next && tok.Head < next+8 {
			last = tok.Head
			for k := 0; k < 4; k++ { // "S-400 systems"
				part := &r.s.Tokens[last]
				if rel := part.BaseRel(); part.Head <= last || part.Head >= next+8 || rel != "compound" && rel != "nummod" && rel != "flat" {
					break
				}
				last = part.Head
			}
			return next, last
		}
	}
	last = next - 1
	for k := next; k < len(r.w) && k < next+6; k++ {
		if k > next+1 && isDash(r.w[k-1]) && r.digits(k) && r.s.Tokens[k].Span.Start == r.s.Tokens[k-1].Span.End {
			if last = k; r.plural(k) { // "F-16s"
				break
			}
			continue
		}
		if isDash(r.w[k]) && k > next && k+1 < len(r.w) && r.s.Tokens[k].Span.Start == r.s.Tokens[k-1].Span.End && r.s.Tokens[k+1].Span.Start == r.s.Tokens[k].Span.End {
			continue
		}
		if !r.nounish(k) || r.dated[k] {
			break
		}
		if u := r.upos(k); u == "ADJ" {
			continue // only a noun may end the phrase
		}
		if k > next && r.m.fates[r.w[k]] != "" && !r.adjectival(k) {
			break
		}
		last = k
		if r.upos(k) == "" && r.plural(k) && !r.person(k+1) && !r.capital(k+1) {
			// Without parts of speech the first plural ends the phrase.
			break
		}
	}
	if last >= next && r.upos(last) == "" && !r.plural(last) && !single {
		return next, next - 1
	}
	return next, last
}

// person reports the irregular plurals and the collectives that are counted.
func (r *reader) person(i int) bool {
	switch r.word(i) {
	case "people", "men", "women", "children", "troops", "personnel", "police", "policemen", "servicemen", "fishermen", "others", "aircraft", "civilians",
		"soldier", "soldiers", "person", "man", "woman", "child", "civilian", "policeman", "officer", "tanks", "warheads":
		return true
	}
	return false
}

// plural guesses whether token i is a plural noun.
func (r *reader) plural(i int) bool {
	w := r.word(i)
	if r.person(i) {
		return true
	}
	if n := len(w); n > 1 && w[0] >= '0' && w[0] <= '9' && w[n-1] == 's' {
		return true // "F-16s"
	}
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is")
}

// nounish reports whether token i may stand in a noun phrase after a number.
func (r *reader) nounish(i int) bool {
	switch r.upos(i) {
	case "NOUN", "PROPN", "ADJ":
		return true
	case "":
	default:
		return false
	}
	w := r.word(i)
	if w == "" || !(w[0] >= 'a' && w[0] <= 'z' || w[0] >= 0x80) {
		return false
	}
	return !slices.Contains(small, w)
}

// small is the common words that end a noun phrase where the parser has not said
// so.
var small = []string{"of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "the", "a", "an", "was", "were", "is", "are", "has", "have",
	"had", "been", "be", "will", "would", "could", "should", "may", "might", "can", "that", "which", "who", "as", "than", "after", "before", "since", "during",
	"into", "over", "under", "between", "against", "across", "near", "more", "less", "not", "his", "her", "its", "their", "our", "he", "she", "it", "they", "we",
	"this", "these", "those", "said", "died", "did", "do", "does", "per", "while", "when", "where", "if", "so", "up", "out", "off", "away", "met", "came", "left", "went", "ago", "later", "earlier", "each", "both", "also"}

// fate finds what befell the noun whose phrase ends at token head: its verb in
// the passive, a participle behind it, or the verb that it is the object of.
func (r *reader) fate(am amount, head int) string {
	if r.tree {
		if f := r.fateBefore(am.start); f != "" {
			return f // the nearest verb, even where the parser hangs the noun on another
		}
		for k := 0; k < 3 && r.s.Tokens[head].BaseRel() == "nmod" && r.s.Tokens[head].Head >= am.first && r.s.Tokens[head].Head <= am.last; k++ {
			head = r.s.Tokens[head].Head // "tens of thousands of civilians"
		}
		tok := &r.s.Tokens[head]
		if r.any(head+1, "dead", "missing", "homeless", "wounded", "injured", "hurt") && !r.adjectival(head+1) {
			return r.m.fates[r.w[head+1]]
		}
		if acl := r.s.Child(head, "acl"); acl > head && r.m.fates[r.w[acl]] != "" && r.ownClause(acl) {
			return r.m.fates[r.w[acl]]
		}
		for k := 0; k < len(r.w) && tok.BaseRel() == "conj" && tok.Head != head; k++ { // "killed 3 men and 2 women"
			head = tok.Head
			tok = &r.s.Tokens[head]
		}
		verb := tok.Head
		if verb != head && (tok.Rel == "nsubj:pass" || tok.BaseRel() == "obj" || tok.BaseRel() == "nsubj" && r.any(verb, "died", "dead", "missing")) {
			return r.m.fates[r.w[verb]]
		}
		return ""
	}
	k := head + 1
	for r.any(k, "were", "was", "have", "has", "had", "been", "be", "are", "is", "being", "reportedly", "also", "left", "believed", "to", "feared", "will") && k < head+5 {
		k++
	}
	switch f := r.m.fates[r.word(k)]; {
	case f == "":
	case k > head+1 || strings.HasSuffix(r.w[k], "ed") || r.any(k, "dead", "died", "missing", "hurt", "homeless"):
		return f
	}
	return r.fateBefore(am.start)
}

// ownClause reports whether the clause under verb, which describes a noun, has no
// other subject: not "children whose parents were killed".
func (r *reader) ownClause(verb int) bool {
	subject := r.s.Child(verb, "nsubj")
	return subject < 0 || r.any(subject, "who", "that", "which")
}

// fateBefore reads the verb just before an amount: "killing 12 people".
func (r *reader) fateBefore(first int) string {
	for n := 0; n < 3 && r.any(first-1, "between", "all", "another", "further", "additional", "total", "of", "a", "an"); n++ {
		first--
	}
	f := r.m.fates[r.word(first-1)]
	if r.any(first-1, "dead", "missing", "homeless", "died") {
		return ""
	}
	return f
}

// measured finds what an amount with a unit is of: "a $3 billion railway",
// "$5 million in aid", "60 percent of exports". It is empty where the words do
// not say it close by.
func (r *reader) measured(am amount, end int) counted {
	c := counted{head: -1}
	k := end + 1
	if am.unit == "percent" && !am.share && !r.any(k, "of") {
		return c
	}
	switch {
	case am.share:
		if r.any(k, "of") {
			k++
		}
	case r.any(k, "worth") && r.any(k+1, "of"):
		k += 2
	case r.any(k, "of") && r.any(am.first-1, "within"): // "within 50 km of the border"
		return c
	case r.any(k, "of", "in"):
		k++
		if r.any(k-1, "in") && (am.unit == "percent" || r.capital(k)) {
			return c
		}
	default:
		// Only an amount that a determiner opens describes the noun behind it.
		if isDash(r.word(k)) {
			k++
		}
		if !r.determined(am.first) && !(r.any(am.first, "a", "an") && isDash(r.word(am.last-1))) {
			return c
		}
	}
	if r.any(k, "the", "its", "his", "their", "our", "a", "an", "all", "these", "those") {
		k++
	}
	last := k - 1
	for j := k; j < len(r.w) && j < k+5 && r.nounish(j) && !r.dated[j]; j++ {
		last = j
		if r.upos(j) == "" && r.plural(j) {
			break
		}
		if r.upos(j) == "" && !r.nounish(j+1) {
			break
		}
	}
	if r.tree {
		for last >= k && r.upos(last) == "ADJ" {
			last--
		}
	}
	if last < k {
		return c
	}
	for r.any(last+1, "'s", "’s", "'", "’") && r.nounish(last+2) { // "half of the district's schools"
		for last += 2; r.nounish(last+1) && !r.dated[last+1] && !(r.upos(last) == "" && r.plural(last)); {
			last++
		}
		if r.upos(last) == "ADJ" {
			return c // its noun stands behind a number: "Syria's prewar 23 million people"
		}
	}
	return counted{r.print(k, last), last}
}

// determined reports whether an article or the like opens the phrase that the
// amount stands in.
func (r *reader) determined(first int) bool {
	for k := first - 1; k >= 0 && k > first-4; k-- {
		switch {
		case r.any(k, "a", "an", "the", "its", "his", "their", "this", "that", "'s", "’s", "another"):
			return true
		case r.upos(k) == "ADJ" || r.any(k, "new", "nearly", "about", "proposed", "planned", "further"):
		default:
			return false
		}
	}
	return false
}
