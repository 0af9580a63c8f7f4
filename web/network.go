package web

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"

	"entente"
)

const (
	networkTies  = 70 // the strongest
	networkNodes = 36
)

// networkPage is who has to do with whom in a period.
type networkPage struct {
	form  `json:"-"`
	A     string    `json:"a,omitempty"` // whose neighbours; "" is everybody
	Nodes []landRow `json:"nodes"`
	Ties  []tieRow  `json:"ties"`

	Drawn []node `json:"-"`
	Edges []edge `json:"-"`
}

type node struct {
	X, Y, R, Below   float64
	Name, Href, Says string
}

type edge struct {
	X1, Y1, X2, Y2, Width float64
	Tone, Says, Href      string
}

func (w *site) network(rw http.ResponseWriter, r *http.Request) error {
	q, err := w.question(r)
	if err != nil {
		return err
	}
	sums, err := w.Reader.Ties(r.Context(), entente.Filter{From: q.From, To: q.To, AsOf: q.AsOf, Everyone: q.Everyone, Limit: -1})
	if err != nil {
		return err
	}
	p := &networkPage{form: w.newForm(r, "a from to everyone as-of"), A: q.A, Nodes: []landRow{}, Ties: []tieRow{}}
	_, lands := sumUp(sums, q.A)
	near := map[string]bool{q.A: true}
	for _, l := range lands[:min(len(lands), networkNodes-1)] {
		near[l.Code] = true
	}
	sums = slices.DeleteFunc(sums, func(s entente.TieSum) bool {
		return !near[s.Pair[0]] || !near[s.Pair[1]] || s.Pair[0] == s.Pair[1] || s.Weight <= 0
	})
	sums = sums[:min(len(sums), networkTies)]
	ties, nodes := sumUp(sums, "")
	p.Ties, p.Nodes = append(p.Ties, ties...), append(p.Nodes, nodes...)
	w.drawNetwork(p)
	w.show(rw, r, "network", "Network", p, p)
	return nil
}

// The drawing's size.
const networkWidth, networkHeight = 960.0, 640.0

func (w *site) drawNetwork(p *networkPage) {
	if len(p.Ties) == 0 {
		return
	}
	at := layout(p.Nodes, p.Ties, networkWidth, networkHeight)
	most := p.Ties[0].Weight
	for _, t := range p.Ties {
		a, b := at[t.A], at[t.B]
		p.Edges = append(p.Edges, edge{tenth(a.x), tenth(a.y), tenth(b.x), tenth(b.y), thickness(t.Weight, most), tone(t.Mean),
			fmt.Sprintf("%s – %s: mean %s of %s", w.Name(t.A), w.Name(t.B), signed(t.Mean), count(t.Events, "event")), "/pair/" + t.A + "-" + t.B})
	}
	for _, n := range p.Nodes {
		radius := 4 + tenth(12*math.Sqrt(n.Weight/p.Nodes[0].Weight))
		c := at[n.Code]
		p.Drawn = append(p.Drawn, node{tenth(c.x), tenth(c.y), radius, tenth(c.y + radius + 12), w.Name(n.Code), "/actor/" + n.Code,
			fmt.Sprintf("%s: mean %s of %s", w.Name(n.Code), signed(n.Mean), count(n.Events, "event"))})
	}
}

type spot struct{ x, y float64 }

// layout places the parties so that those with strong ties stand near: springs and
// repulsion after Fruchterman and Reingold 1991, Software: Practice and Experience 21:
// 1129–1164. It begins on a circle in the order of codes and draws no lots, so the same
// ties always give the same picture.
func layout(nodes []landRow, ties []tieRow, width, height float64) map[string]spot {
	codes := make([]string, len(nodes))
	for i, n := range nodes {
		codes[i] = n.Code
	}
	slices.Sort(codes)
	index := map[string]int{}
	at := make([]spot, len(codes))
	for i, code := range codes {
		index[code] = i
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(codes)))
		at[i] = spot{cos, sin}
	}
	most := 0.0
	for _, t := range ties {
		most = max(most, t.Weight)
	}
	const rounds, gravity = 250, 0.9
	ideal := 1.6 / math.Sqrt(float64(len(codes)))
	push := make([]spot, len(at))
	for round := range rounds {
		for i := range push {
			push[i] = spot{-at[i].x * gravity, -at[i].y * gravity} // nobody drifts away
		}
		for i := range at {
			for k := range i {
				dx, dy := at[i].x-at[k].x, at[i].y-at[k].y
				force := ideal * ideal / max(dx*dx+dy*dy, 1e-4)
				push[i].x, push[i].y = push[i].x+dx*force, push[i].y+dy*force
				push[k].x, push[k].y = push[k].x-dx*force, push[k].y-dy*force
			}
		}
		for _, t := range ties {
			a, b := index[t.A], index[t.B]
			dx, dy := at[a].x-at[b].x, at[a].y-at[b].y
			force := math.Hypot(dx, dy) / ideal * (0.25 + math.Sqrt(t.Weight/most))
			push[a].x, push[a].y = push[a].x-dx*force, push[a].y-dy*force
			push[b].x, push[b].y = push[b].x+dx*force, push[b].y+dy*force
		}
		heat := 0.12 * (1 - float64(round)/rounds)
		for i := range at {
			if far := math.Hypot(push[i].x, push[i].y); far > 0 {
				step := min(far, heat) / far
				at[i].x, at[i].y = at[i].x+push[i].x*step, at[i].y+push[i].y*step
			}
		}
	}
	return fit(codes, at, width, height)
}

// fit stretches spots over a drawing, with room for names at its edges.
func fit(codes []string, at []spot, width, height float64) map[string]spot {
	const margin = 50.0
	x := func(a, b spot) int { return cmp.Compare(a.x, b.x) }
	y := func(a, b spot) int { return cmp.Compare(a.y, b.y) }
	left, right, top, bottom := slices.MinFunc(at, x).x, slices.MaxFunc(at, x).x, slices.MinFunc(at, y).y, slices.MaxFunc(at, y).y
	out := map[string]spot{}
	for i, code := range codes {
		out[code] = spot{margin + (at[i].x-left)/max(right-left, 1e-9)*(width-2*margin), margin/2 + (at[i].y-top)/max(bottom-top, 1e-9)*(height-2*margin)}
	}
	return out
}
