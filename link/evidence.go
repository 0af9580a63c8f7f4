package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"entente"
)

// view is a row with what is worked out of it for comparing.
type view struct {
	*entente.Report
	from, to entente.Day
	content  []stem // of the quote, worked out when asked for
	read     bool
}

// stem is a content word of a sentence, and what it weighs: 4 for a name or a word with
// digits, 1 for one that many deeds of a type share, else 2.
type stem struct {
	text   string
	weight int
	word   string // the whole word
}

func viewOf(r *entente.Report) *view {
	v := &view{Report: r}
	v.from, v.to = Days(r)
	return v
}

func (v *view) stems() []stem {
	if !v.read {
		v.read = true
		v.content = contentOf(v.Report)
	}
	return v.content
}

// shared weighs what two sentences say alike: the weight of the content words in both,
// and of those of the sentence that has less of them.
func shared(a, b *view) (both, least int) {
	x, y := a.stems(), b.stems()
	wx, wy := 0, 0
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case j == len(y) || i < len(x) && x[i].text < y[j].text:
			wx += x[i].weight
			i++
		case i == len(x) || y[j].text < x[i].text:
			wy += y[j].weight
			j++
		default:
			w := min(x[i].weight, y[j].weight)
			both, wx, wy = both+w, wx+w, wy+w
			i, j = i+1, j+1
		}
	}
	return both, min(wx, wy)
}

// contentOf returns the content words of a row's sentence, sorted, each once. Names of
// its known parties are left out, since the sides are compared on their own, and so are
// plain numbers, which are figures or dates.
func contentOf(r *entente.Report) []stem {
	var names []string
	for _, list := range [2][]entente.Party{r.Sources, r.Targets} {
		for i := range list {
			if !known(&list[i]) {
				continue // "Poonch", as a target, is still a word that tells
			}
			for _, w := range splitWords(list[i].Name) {
				if len(w.text) >= 4 {
					names = append(names, w.text[:4])
				}
			}
		}
	}
	var out []stem
	for _, w := range splitWords(r.Quote) {
		if idle[w.text] || len(w.text) < 3 || strings.Trim(w.text, "0123456789") == "" {
			continue
		}
		if w.upper && len(w.text) >= 4 && slices.Contains(names, w.text[:4]) || nations[w.text] {
			continue
		}
		s := stem{stemOf(w.text), 2, w.text}
		switch {
		case acts[s.text]:
			s.weight = 1
		case w.capital || w.digit:
			s.weight = 4
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b stem) int {
		return cmp.Or(cmp.Compare(a.text, b.text), b.weight-a.weight, cmp.Compare(a.word, b.word))
	})
	return slices.CompactFunc(out, func(a, b stem) bool { return a.text == b.text })
}

// figures weighs the amounts of two rows: +1 the same ones, 0 none to compare or a
// revision of one, -1 counts that cannot be of one thing, -2 sums or rates that cannot.
func figures(a, b *entente.Report) (int, string) {
	best, why := 0, ""
	clash := 0
	for i := range a.Figures {
		for j := range b.Figures {
			f, g := &a.Figures[i], &b.Figures[j]
			if f.Unit != g.Unit {
				continue
			}
			if !sameQuantity(f.Counts, g.Counts, f.Unit != "") {
				if f.Value == g.Value && f.Value >= 10 && best == 0 { // "55 diplomats", "55 envoys"
					why = "same number"
				}
				continue
			}
			switch d := ratio(f.Value, g.Value); {
			case d <= 1.02:
				best, why = 1, "same figure"
			case f.Unit == "" && d <= 4 || d <= 1.3 || min(f.Value, g.Value) < 5 && f.Unit == "" && d <= 8:
				if best == 0 {
					why = "figure revised"
				}
			default:
				clash = -1
				if f.Unit != "" {
					clash = -2
				}
			}
		}
	}
	if best == 0 && clash < 0 && why == "" {
		return clash, "other figures"
	}
	return best, why
}

// ratio returns how many times the greater is the lesser.
func ratio(a, b float64) float64 {
	if a == b {
		return 1
	}
	if a <= 0 || b <= 0 {
		return math.Inf(1)
	}
	return max(a/b, b/a)
}

// kilometres between two places, by the haversine formula (Sinnott 1984, Sky and
// Telescope 68); ok is false if one has no coordinates.
func kilometres(a, b *entente.Place) (km float64, ok bool) {
	if a.Lat == nil || a.Lon == nil || b.Lat == nil || b.Lon == nil {
		return 0, false
	}
	const rad, radius = math.Pi / 180, 6371
	sinLat, sinLon := math.Sin((*b.Lat-*a.Lat)*rad/2), math.Sin((*b.Lon-*a.Lon)*rad/2)
	h := sinLat*sinLat + math.Cos(*a.Lat*rad)*math.Cos(*b.Lat*rad)*sinLon*sinLon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h))), true
}

// places weighs where two rows lie: +2 the same town, +1 close by or in the same part of
// the country, 0 not known, -1 another town or land that only the article names and not
// the sentence, -2 another one that the sentence names.
func places(a, b *entente.Report) int {
	p, q := a.Place, b.Place
	if p == nil || q == nil || p.Name == "" || q.Name == "" {
		return 0
	}
	other := -2
	if loose(a) || loose(b) {
		other = -1
	}
	if p.Country != "" && q.Country != "" && p.Country != q.Country {
		if km, ok := kilometres(p, q); ok && km < 60 { // both banks of a border
			return 0
		}
		return other
	}
	if strings.EqualFold(p.Name, q.Name) {
		if p.Lat == nil && q.Lat == nil && p.Region == "" { // a land
			return 0
		}
		return 2
	}
	if p.Region != "" && strings.EqualFold(p.Region, q.Name) || q.Region != "" && strings.EqualFold(q.Region, p.Name) {
		return 1
	}
	switch km, ok := kilometres(p, q); {
	case !ok:
		return 0 // one of them is a land, or somewhere unknown
	case km < 50:
		return 1
	}
	return other
}

// loose reports whether a row's place is not of its own sentence: the dateline's, say.
func loose(r *entente.Report) bool {
	return r.Sentence.End > r.Sentence.Start && (r.Place.Span.Start < r.Sentence.Start || r.Place.Span.End > r.Sentence.End)
}
