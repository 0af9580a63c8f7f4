package figure

import "strings"

// currencyAfter reads the name of a currency after an amount: "euros", "U.S.
// dollars", "Pakistani rupees", with its last token.
func (r *reader) currencyAfter(i int) (string, int) {
	for k := i; k < len(r.w) && k < i+3; k++ {
		name := r.currencyName(r.w[k])
		if name == "pound" && r.any(k+1, "of") {
			return "", i // a weight
		}
		if list := r.m.currencies[name]; name != "" && list[0].how != "sign" {
			return r.choose(list, k), k
		}
		// Only the word that tells the currency apart may stand between.
		if !r.capital(k) {
			return "", i
		}
	}
	return "", i
}

// currencyName is the entry of the table for a word or its plural, or "".
func (r *reader) currencyName(w string) string {
	for _, name := range []string{w, strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "es")} {
		if list := r.m.currencies[name]; len(list) > 0 {
			return name
		}
	}
	switch w {
	case "kroner":
		return "krone"
	case "kronor":
		return "krona"
	case "zlotys", "zloties":
		return "zloty"
	}
	return ""
}

// choose picks the currency of a sign or word at token i: by the words just
// before it, then by the sentence, then by the whole article, where one must be
// named more often than every other; "" if nothing tells.
func (r *reader) choose(list []currency, i int) string {
	fallback := ""
	for _, c := range list {
		if c.context == nil {
			fallback = c.code
			continue
		}
		for k := max(0, i-2); k < i; k++ {
			if r.any(k, c.context...) {
				return c.code
			}
		}
	}
	if fallback != "" {
		return fallback
	}
	counts := make([]int, len(list))
	r.contextIn(r.w, list, counts)
	if best := strongest(list, counts); best != "" {
		return best
	}
	return r.ofArticle(list)
}

// ofArticle is the currency that the whole article points to. It is worked out
// once for each sign or word.
func (r *reader) ofArticle(list []currency) string {
	key := &list[0]
	if code, ok := r.known[key]; ok {
		return code
	}
	counts := make([]int, len(list))
	for i := range r.a.Sentences {
		for j := range r.a.Sentences[i].Tokens {
			form := r.a.Sentences[i].Tokens[j].Form
			if form[0] >= 'A' && form[0] <= 'Z' {
				r.contextIn([]string{strings.ToLower(form)}, list, counts)
			}
		}
	}
	if r.known == nil {
		r.known = map[*currency]string{}
	}
	r.known[key] = strongest(list, counts)
	return r.known[key]
}

func (r *reader) contextIn(words []string, list []currency, counts []int) {
	for _, w := range words {
		for n, c := range list {
			for _, want := range c.context {
				if w == want {
					counts[n]++
				}
			}
		}
	}
}

func strongest(list []currency, counts []int) string {
	best, tie := -1, false
	for n, c := range counts {
		switch {
		case c == 0:
		case best < 0 || c > counts[best]:
			best, tie = n, false
		case c == counts[best]:
			tie = true
		}
	}
	if best < 0 || tie {
		return ""
	}
	return list[best].code
}
