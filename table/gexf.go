package table

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strconv"

	"entente"
)

// WriteGEXF writes a graph in GEXF 1.3 (gexf.net/schema.html) for Gephi: a node for each
// party, a directed edge for each pair, its weight the number of events, its attribute
// the mean of their Goldstein values, its life from the first day to the last. Only what
// counts is in it, unless opts.All says otherwise. It holds the pairs in memory.
func WriteGEXF(w io.Writer, rows Rows, opts Options) error {
	g := graph{nodes: map[nodeKey]*node{}, edges: map[[2]nodeKey]*edge{}}
	err := eachOf(rows, true, func(r *Row) error {
		if (opts.All || r.counts()) && len(r.sources) > 0 && len(r.targets) > 0 {
			g.add(r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return g.write(w)
}

// nodeKey is who a party is: its code and sector, or, where it has no code, its name.
type nodeKey struct{ code, sector, name string }

type node struct {
	party entente.Party
	n     int
}

type edge struct {
	n, scaled int
	sum       float64
	from, to  entente.Day
	quads     [4]int
}

type graph struct {
	nodes map[nodeKey]*node
	edges map[[2]nodeKey]*edge
}

func keyOfParty(p entente.Party) nodeKey {
	if p.Code != "" {
		return nodeKey{code: p.Code, sector: string(p.Sector)}
	}
	return nodeKey{sector: string(p.Sector), name: p.Name}
}

func (g *graph) add(r *Row) {
	var ends [2]nodeKey
	for i, p := range []entente.Party{r.sources[0], r.targets[0]} {
		ends[i] = keyOfParty(p)
		if g.nodes[ends[i]] == nil {
			g.nodes[ends[i]] = &node{party: p}
		}
		g.nodes[ends[i]].n++
	}
	e := g.edges[ends]
	if e == nil {
		e = &edge{}
		g.edges[ends] = e
	}
	e.n++
	quad, gold := r.scale()
	if gold != nil {
		e.scaled++
		e.sum += *gold
	}
	if i := quadIndex(quad); i >= 0 {
		e.quads[i]++
	}
	if d := r.day(); !d.IsZero() {
		if e.from.IsZero() || d.Before(e.from) {
			e.from = d
		}
		if e.to.Before(d) {
			e.to = d
		}
	}
}

// The elements of GEXF that are used.
type (
	gexfFile struct {
		XMLName xml.Name  `xml:"gexf"`
		XMLNS   string    `xml:"xmlns,attr"`
		Version string    `xml:"version,attr"`
		Creator string    `xml:"meta>creator"`
		Graph   gexfGraph `xml:"graph"`
	}
	gexfGraph struct {
		Direction  string           `xml:"defaultedgetype,attr"`
		Mode       string           `xml:"mode,attr"`
		Time       string           `xml:"timeformat,attr"`
		Attributes []gexfAttributes `xml:"attributes"`
		Nodes      []gexfNode       `xml:"nodes>node"`
		Edges      []gexfEdge       `xml:"edges>edge"`
	}
	gexfAttributes struct {
		Class string          `xml:"class,attr"`
		List  []gexfAttribute `xml:"attribute"`
	}
	gexfAttribute struct {
		ID    string `xml:"id,attr"`
		Title string `xml:"title,attr"`
		Type  string `xml:"type,attr"`
	}
	gexfNode struct {
		ID     string      `xml:"id,attr"`
		Label  string      `xml:"label,attr"`
		Values []gexfValue `xml:"attvalues>attvalue"`
	}
	gexfEdge struct {
		ID     string      `xml:"id,attr"`
		Source string      `xml:"source,attr"`
		Target string      `xml:"target,attr"`
		Weight string      `xml:"weight,attr"`
		Start  string      `xml:"start,attr,omitempty"`
		End    string      `xml:"end,attr,omitempty"`
		Values []gexfValue `xml:"attvalues>attvalue"`
	}
	gexfValue struct {
		For   string `xml:"for,attr"`
		Value string `xml:"value,attr"`
	}
)

func (g *graph) write(w io.Writer) error {
	codes, err := LoadCodes()
	if err != nil {
		return err
	}
	file := gexfFile{XMLNS: "http://gexf.net/1.3", Version: "1.3", Creator: "entente", Graph: gexfGraph{
		Direction: "directed", Mode: "dynamic", Time: "date",
		Attributes: []gexfAttributes{
			{"node", []gexfAttribute{{"country", "country", "string"}, {"sector", "sector", "string"}, {"events", "events", "integer"}}},
			{"edge", []gexfAttribute{
				{"scale", "mean scale", "double"}, {"q0", string(quadNames[0]), "integer"}, {"q1", string(quadNames[1]), "integer"},
				{"q2", string(quadNames[2]), "integer"}, {"q3", string(quadNames[3]), "integer"},
			}},
		},
	}}
	compare := func(a, b nodeKey) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.sector, b.sector), cmp.Compare(a.name, b.name))
	}
	ids := map[nodeKey]string{}
	for i, k := range slices.SortedFunc(maps.Keys(g.nodes), compare) {
		n := g.nodes[k]
		ids[k] = "n" + strconv.Itoa(i)
		out := gexfNode{ID: ids[k], Label: label(codes, k)}
		if k.code != "" {
			out.Values = append(out.Values, gexfValue{"country", k.code})
		}
		if k.sector != "" {
			out.Values = append(out.Values, gexfValue{"sector", k.sector})
		}
		out.Values = append(out.Values, gexfValue{"events", strconv.Itoa(n.n)})
		file.Graph.Nodes = append(file.Graph.Nodes, out)
	}
	for i, k := range slices.SortedFunc(maps.Keys(g.edges), func(a, b [2]nodeKey) int { return cmp.Or(compare(a[0], b[0]), compare(a[1], b[1])) }) {
		e := g.edges[k]
		out := gexfEdge{ID: "e" + strconv.Itoa(i), Source: ids[k[0]], Target: ids[k[1]], Weight: strconv.Itoa(e.n), Start: e.from.String(), End: e.to.String()}
		if e.scaled > 0 {
			out.Values = append(out.Values, gexfValue{"scale", strconv.FormatFloat(e.sum/float64(e.scaled), 'f', 3, 64)})
		}
		for q, n := range e.quads {
			out.Values = append(out.Values, gexfValue{"q" + strconv.Itoa(q), strconv.Itoa(n)})
		}
		file.Graph.Edges = append(file.Graph.Edges, out)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.WriteString(xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(out)
	enc.Indent("", " ")
	if err := enc.Encode(file); err != nil {
		return err
	}
	return out.Flush()
}

// label is what a node is called: the land or body and, where it is a part of it, the
// sector.
func label(codes *Codes, k nodeKey) string {
	name := k.name
	if k.code != "" {
		n, _ := codes.On(k.code, entente.Day{})
		name = cmp.Or(n.Name, codes.bodyNames[k.code], k.code)
	}
	if k.sector != "" && k.sector != "GOV" && k.sector != "IGO" {
		name += " " + k.sector
	}
	return cmp.Or(name, "?")
}
