package web

import (
	"fmt"
	"math"
	"net/http"

	"entente"
)

// arcsDrawn is how many ties the map draws.
const arcsDrawn = 30

// mapPage is the world in a period.
type mapPage struct {
	form  `json:"-"`
	A     string    `json:"a,omitempty"` // with whom; "" is all ties together
	Lands []landRow `json:"lands"`
	Ties  []tieRow  `json:"ties"` // the strongest

	Shapes []shape `json:"-"`
	Arcs   []arc   `json:"-"`
}

// shape is a land as it is drawn.
type shape struct {
	outline
	Tone, Says, Href string
}

// arc is a tie as it is drawn.
type arc struct {
	Path, Tone, Says, Href string
	Width                  float64
}

func (w *site) worldMap(rw http.ResponseWriter, r *http.Request) error {
	q, err := w.question(r)
	if err != nil {
		return err
	}
	sums, err := w.sums(r, q)
	if err != nil {
		return err
	}
	p := &mapPage{form: w.newForm(r, "a from to everyone as-of"), A: q.A, Ties: []tieRow{}}
	ties, lands := sumUp(sums, q.A)
	p.Lands = append([]landRow{}, lands...)
	byCode := map[string]*landRow{}
	for i := range lands {
		byCode[lands[i].Code] = &lands[i]
	}
	places := map[string]*outline{}
	for i := range w.world {
		o := &w.world[i]
		places[o.Code] = o
		s := shape{outline: *o, Tone: "none"}
		switch l := byCode[o.Code]; {
		case o.Code == "":
		case o.Code == q.A:
			s.Tone, s.Says, s.Href = "self", w.Name(o.Code), "/actor/"+o.Code
		case l != nil:
			s.Tone, s.Href = tone(l.Mean), w.landLink(p, l.Code)
			s.Says = fmt.Sprintf("%s: mean %s of %s", w.Name(l.Code), signed(l.Mean), count(l.Events, "event"))
		default:
			s.Says = w.Name(o.Code) + ": nothing that counts"
		}
		p.Shapes = append(p.Shapes, s)
	}
	for _, t := range ties {
		a, b := places[t.A], places[t.B]
		if len(p.Ties) == arcsDrawn {
			break
		}
		p.Ties = append(p.Ties, t)
		if a == nil || b == nil {
			continue // a body is nowhere on the map; it is in the list
		}
		p.Arcs = append(p.Arcs, arc{Path: bow(a, b), Tone: tone(t.Mean), Width: thickness(t.Weight, ties[0].Weight), Href: "/pair/" + t.A + "-" + t.B,
			Says: fmt.Sprintf("%s – %s: mean %s of %s", w.Name(t.A), w.Name(t.B), signed(t.Mean), count(t.Events, "event"))})
	}
	w.show(rw, r, "map", "Map", p, p)
	return nil
}

// sums are those of all pairs, or of A's.
func (w *site) sums(r *http.Request, q Question) ([]entente.TieSum, error) {
	f := entente.Filter{A: q.A, From: q.From, To: q.To, AsOf: q.AsOf, Everyone: q.Everyone, Limit: -1}
	if q.A == "" {
		return w.Reader.Ties(r.Context(), f)
	}
	partners, err := w.Reader.Partners(r.Context(), f)
	var out []entente.TieSum
	for _, p := range partners {
		out = append(out, entente.TieSum{Pair: [2]string{q.A, p.Code}, Events: p.Events, Weight: p.Weight, Sum: p.Sum})
	}
	return out, err
}

// landLink leads from a land on the map to its tie with A, or to itself.
func (w *site) landLink(p *mapPage, code string) string {
	if p.A != "" {
		return "/pair/" + p.A + "-" + code
	}
	return "/actor/" + code
}

// bow is a line between two places, bent to one side.
func bow(a, b *outline) string {
	dx, dy := b.X-a.X, b.Y-a.Y
	bend := 0.18
	if dx < 0 {
		bend = -bend // always upwards
	}
	return fmt.Sprintf("M%s %sQ%s %s %s %s", number(a.X), number(a.Y), number(tenth(a.X+dx/2+dy*bend)), number(tenth(a.Y+dy/2-dx*bend)), number(b.X), number(b.Y))
}

// thickness of a line: its area goes with the weight.
func thickness(weight, most float64) float64 { return max(1, tenth(7*math.Sqrt(weight/most))) }
