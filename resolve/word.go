package resolve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
	"entente/gazetteer"
)

// word is one token as the rules see it, with or without a parse.
type word struct {
	form, low string // low is folded
	upos      string // "" in a bare phrase
	capital   bool   // starts with a capital letter
	upper     bool   // has letters, and all are capitals
	pieces    []string
}

func makeWord(form, upos string) word {
	first, _ := utf8.DecodeRuneInString(form)
	w := word{form: form, low: gazetteer.Fold(form), upos: upos, capital: unicode.IsUpper(first), pieces: gazetteer.Pieces(form)}
	w.upper = w.capital && strings.ToUpper(form) == form && utf8.RuneCountInString(strings.Trim(form, ".")) > 1
	return w
}

func wordsOf(s *entente.Sentence) []word {
	out := make([]word, len(s.Tokens))
	for i := range s.Tokens {
		out[i] = makeWord(s.Tokens[i].Form, s.Tokens[i].UPOS)
	}
	return out
}

// splitWords tokenizes a bare phrase: at white space, with commas, brackets,
// quotation marks and genitives apart, as the tokenizer of articles does.
func splitWords(text string) []word {
	var out []word
	for _, field := range strings.Fields(text) {
		out = appendField(out, field)
	}
	return out
}

func appendField(out []word, field string) []word {
	for field != "" {
		r, n := utf8.DecodeRuneInString(field)
		if !strings.ContainsRune("\"“”‘([{)]},;:!?", r) {
			break
		}
		out = append(out, makeWord(field[:n], ""))
		field = field[n:]
	}
	var tail []word
	for field != "" {
		r, n := utf8.DecodeLastRuneInString(field)
		if !strings.ContainsRune("\"“”)]},;:!?", r) && (r != '.' || strings.Count(field, ".") > 1 || len(field) < 4) {
			break
		}
		tail = append(tail, makeWord(field[len(field)-n:], ""))
		field = field[:len(field)-n]
	}
	for _, genitive := range []string{"'s", "’s", "'", "’"} {
		if rest, ok := strings.CutSuffix(field, genitive); ok && rest != "" {
			tail = append(tail, makeWord(genitive, ""))
			field = rest
			break
		}
	}
	if field != "" {
		out = append(out, hyphened(field)...)
	}
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}

// hyphened cuts "US-backed", "Islamabad-based" and "anti-French" into three words,
// as the tokenizer of articles does; "al-Shabaab" stays one.
func hyphened(field string) []word {
	i := strings.LastIndexByte(field, '-')
	if i <= 0 || i == len(field)-1 {
		return []word{makeWord(field, "")}
	}
	head, tail := field[:i], field[i+1:]
	low := gazetteer.Fold(tail)
	before := gazetteer.Fold(head) == "anti" || gazetteer.Fold(head) == "pro" || gazetteer.Fold(head) == "non"
	if !before && !skipAfter[low] && low != "based" && low != "class" {
		return []word{makeWord(field, "")}
	}
	return append(hyphened(head), makeWord("-", ""), makeWord(tail, ""))
}

// hit is a stretch of words that the tables know, with every meaning it has.
type hit struct {
	first, last int
	names       []gazetteer.Name
}

// scan finds the longest names, from left to right and without overlap. Loose
// lets words of lower case pass for the names of states and capitals.
func (r *Resolver) scan(words []word, loose bool) []hit {
	var flat []string
	start := make([]int, len(words)+1) // first piece of each word
	ends := map[int]int{}              // piece after a word -> word
	for i := range words {
		start[i] = len(flat)
		flat = append(flat, words[i].pieces...)
		if len(words[i].pieces) > 0 {
			ends[len(flat)] = i
		}
	}
	start[len(words)] = len(flat)
	var hits []hit
	for i := 0; i < len(words); i++ {
		if len(words[i].pieces) == 0 || words[i].pieces[0] == "'s" {
			continue
		}
		h := hit{first: i, last: -1}
		for _, name := range r.g.Find(flat, start[i]) {
			last, whole := ends[start[i]+len(name.Pieces)]
			if !whole || h.last >= 0 && last < h.last || !fits(words, i, last, name, loose) {
				continue
			}
			h.last = last
			h.names = append(h.names, name)
		}
		if h.last >= 0 {
			hits = append(hits, h)
			i = h.last
		}
	}
	return hits
}

// bearings are the names of regions that only say where in a land they lie, bearingNouns what
// they are called with.
var (
	bearings = map[string]bool{
		"central": true, "east": true, "eastern": true, "north": true, "northern": true, "south": true, "southern": true, "west": true, "western": true, "northeast": true,
		"north-east": true, "northwest": true, "north-west": true, "north-western": true, "southeast": true, "south-east": true, "southeastern": true, "southwest": true, "south-west": true,
	}
	bearingNouns = map[string]bool{"region": true, "province": true, "state": true, "division": true, "department": true, "district": true}
)

// fits checks capitals and the article: "us" is no state, "the West" needs its
// "the".
func fits(words []word, first, last int, name gazetteer.Name, loose bool) bool {
	if first == last && bearings[words[first].low] && last+1 < len(words) && words[last+1].capital && !bearingNouns[words[last+1].low] {
		return false // "Eastern Congo" is not of Ghana's Eastern Region
	}
	if name.NeedsThe && (first == 0 || words[first-1].low != "the") {
		return false
	}
	if name.Acronym {
		for i := first; i <= last; i++ {
			if words[i].capital && !words[i].upper && len(words[i].form) > 2 || !words[i].capital && len(words[i].pieces) > 0 {
				return false
			}
			if first == last && words[i].form != strings.ToUpper(words[i].form) {
				return false
			}
		}
		return true
	}
	if name.SmallOne && name.SmallEnd {
		return true
	}
	if words[first].capital {
		if name.SmallEnd {
			return true
		}
		// "New York" but not "New york": the last word shows it too.
		return first == last || words[last].capital || words[last].low == "'s" || loose || !unicode.IsLetter(firstRune(words[last].form))
	}
	// "al-Shabaab", "the 'Ndrangheta": a small word may lead a name.
	if first < last && len(words[first].form) <= 3 && words[last].capital {
		return true
	}
	if !loose {
		return false
	}
	switch name.Kind {
	case gazetteer.KindState, gazetteer.KindCapital, gazetteer.KindAdjective, gazetteer.KindPeople:
		return !name.Guarded
	}
	return len(name.Pieces) > 1
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// role is a role noun phrase in the words.
type role struct {
	gazetteer.Role
	first, last int
	head        int // word that carries the noun: "minister" in "minister of state"
}

// roleAt returns the longest role that starts at word i.
func (r *Resolver) roleAt(words []word, i int) (role, bool) {
	var flat []string
	var owner []int
	for j := i; j < len(words) && len(flat) < 8; j++ {
		for _, p := range words[j].pieces {
			flat = append(flat, p)
			owner = append(owner, j)
		}
		if len(words[j].pieces) == 0 && words[j].form != "-" && j > i {
			break
		}
	}
	if len(flat) == 0 || len(words[i].pieces) == 0 {
		return role{}, false
	}
	found, n := r.g.Role(flat, 0)
	if n == 0 {
		return role{}, false
	}
	last := owner[n-1]
	if n < len(owner) && owner[n] == last { // ends inside a hyphenated word
		return role{}, false
	}
	out := role{Role: found, first: i, last: last, head: last}
	for j := i + 1; j < last; j++ {
		switch words[j].low {
		case "of", "in", "to", "for", "d'affaires", "without":
			out.head = j - 1
			return out, true
		}
	}
	if words[last].low == "general" && last > i && words[last-1].low != "brigadier" && words[last-1].low != "major" && words[last-1].low != "lieutenant" {
		out.head = last
	}
	return out, true
}
