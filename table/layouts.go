package table

import (
	"bufio"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/ontology"
)

// layoutWriter writes rows in layouts of other systems: tabs, no quotes, one row a pair.
type layoutWriter struct {
	codes *Codes
	onto  *ontology.Ontology
	texts map[string]string // CAMEO code to ICEWS's name of the event
	out   *bufio.Writer
	line  []byte
	first bool // no cell of the line was written yet
}

// writeLayout writes a header, if there is one, and a line for each pair; a pair for
// which line returns false has none.
func writeLayout(w io.Writer, rows Rows, onto *ontology.Ontology, opts Options, header []string, line func(*layoutWriter, *event) bool) error {
	t, err := loadTables(onto)
	if err != nil {
		return err
	}
	lw := &layoutWriter{codes: t.codes, onto: onto, texts: map[string]string{}, out: bufio.NewWriterSize(w, 64<<10), first: true}
	for _, c := range onto.Codes() {
		lw.texts[c.CAMEO] = c.Meaning
	}
	named := map[string]bool{}
	err = eachRow(eventsTable, 2, func(cells []string) error {
		if !named[cells[0]] {
			lw.texts[cells[0]] = cells[1]
		}
		named[cells[0]] = true
		return nil
	})
	if err != nil {
		return &entente.Error{Op: "table", Kind: entente.Internal, Input: "events.tsv", Err: err}
	}
	if header != nil {
		for _, name := range header {
			lw.text(name)
		}
		if err := lw.end(); err != nil {
			return err
		}
	}
	err = eachOf(rows, true, func(r *Row) error {
		if !opts.All && !r.counts() {
			return nil
		}
		e := r.event(onto)
		if !e.toPLOVER(onto) {
			if opts.LeftOut != nil {
				opts.LeftOut(e.kind)
			}
			return nil
		}
		if !line(lw, &e) {
			return nil
		}
		return lw.end()
	})
	if err != nil {
		return err
	}
	return lw.out.Flush()
}

// toPLOVER makes of an event whose type is the user's own what PLOVER makes of its CAMEO
// code. It reports false where there is none.
func (e *event) toPLOVER(onto *ontology.Ontology) bool {
	if e.kind == "" || slices.Contains(entente.EventTypes(), e.kind) {
		return true
	}
	for code := e.cameo; len(code) >= 2; code = code[:len(code)-1] {
		if found, ok := onto.CAMEO(code); ok {
			e.kind, e.mode, e.quad = found.Type, found.Mode, onto.Quad(found.Type)
			return true
		}
	}
	return false
}

func (lw *layoutWriter) end() error {
	_, err := lw.out.Write(append(lw.line, '\n'))
	lw.line, lw.first = lw.line[:0], true
	return err
}

// cell begins a cell.
func (lw *layoutWriter) cell() {
	if !lw.first {
		lw.line = append(lw.line, '\t')
	}
	lw.first = false
}

func (lw *layoutWriter) text(texts ...string) {
	for _, s := range texts {
		lw.cell()
		lw.line = append(lw.line, plain(s)...)
	}
}

func (lw *layoutWriter) count(n int) {
	lw.cell()
	lw.line = strconv.AppendInt(lw.line, int64(n), 10)
}

func (lw *layoutWriter) float(v *float64) {
	lw.cell()
	if v != nil {
		lw.line = strconv.AppendFloat(lw.line, *v, 'f', -1, 64)
	}
}

func (lw *layoutWriter) degrees(p *entente.Place) {
	if p == nil {
		lw.text("", "")
		return
	}
	lw.float(p.Lat)
	lw.float(p.Lon)
}

// numericID is an id for systems whose ids are numbers: the row's own if it is one, else
// 15 digits of its hash (FNV-1a), which do not change from one export to the next.
func numericID(id string) string {
	if isNumber([]byte(id)) {
		return id
	}
	h := fnv.New64a()
	h.Write([]byte(id))
	return strconv.FormatUint(h.Sum64()%1e15, 10)
}

// name is how a party is called in a layout in which bodies are told by name alone.
func (c *Codes) name(p entente.Party) string {
	if official, ok := c.bodyNames[p.Code]; ok && c.bodies[fold(p.Name)].code != p.Code {
		return official
	}
	return p.Name
}

// WritePOLECAT writes the 40 columns of POLECAT, with its header. What has no event type
// (statements and appeals of other systems) has no row.
func WritePOLECAT(w io.Writer, rows Rows, onto *ontology.Ontology, opts Options) error {
	side := func(lw *layoutWriter, p entente.Party, day entente.Day) {
		land, cow := "", ""
		if n, ok := lw.codes.On(p.Code, day); ok {
			land, cow = n.Code, numeral(n.COW)
		} else if lw.codes.byCode[p.Code] != nil {
			land = p.Code
		}
		lw.text(lw.codes.name(p), land, cow, string(p.Sector), string(p.Sector), "", p.Name, "")
	}
	return writeLayout(w, rows, onto, opts, polecatColumns, func(lw *layoutWriter, e *event) bool {
		if e.kind == "" {
			return false
		}
		lw.text(e.id, e.day.String(), string(e.kind), string(e.mode))
		lw.float(e.gold)
		lw.text(polecatQuads[e.quad], joined(e.contexts, func(c entente.Context) string { return string(c) }))
		side(lw, e.source, e.day)
		side(lw, e.target, e.day)
		at := cmp.Or(e.place, &entente.Place{})
		lw.text(at.Name, "", "", at.Region, at.Country)
		lw.degrees(at)
		lw.text("", at.Name, "")
		lw.text(e.publisher, cmp.Or(e.published, e.day).String(), "", "", "", "en", "entente")
		return true
	})
}

// WriteICEWS writes the 20 columns of ICEWS, with its header. Its story is a number made
// of the article's id.
func WriteICEWS(w io.Writer, rows Rows, onto *ontology.Ontology, opts Options) error {
	side := func(lw *layoutWriter, p entente.Party) {
		lw.text(lw.codes.name(p), lw.codes.toICEWS[p.Sector], lw.codes.icews(p.Code))
	}
	return writeLayout(w, rows, onto, opts, icewsColumns, func(lw *layoutWriter, e *event) bool {
		lw.text(numericID(e.id), e.day.String())
		side(lw, e.source)
		lw.text(lw.icewsText(e.cameo), e.cameo)
		lw.float(e.gold)
		side(lw, e.target)
		story, sentence := "", ""
		if e.story != "" {
			story = numericID(e.story)
		}
		if e.sentence > 0 {
			sentence = strconv.Itoa(e.sentence)
		}
		lw.text(story, sentence, e.publisher)
		at := cmp.Or(e.place, &entente.Place{})
		lw.text(at.Name, "", at.Region, lw.codes.icews(at.Country))
		lw.degrees(at)
		return true
	})
}

// icews is ICEWS's spelling of a land, "" of a body.
func (c *Codes) icews(code string) string {
	n, _ := c.On(code, entente.Day{})
	return n.icews
}

// icewsText is ICEWS's name for a code, or for the nearest above it.
func (lw *layoutWriter) icewsText(cameo string) string {
	for c := cameo; len(c) >= 2; c = c[:len(c)-1] {
		if text, ok := lw.texts[c]; ok {
			return text
		}
	}
	return ""
}

// WriteGDELT writes the 61 columns of GDELT 2's events, without a header, as GDELT does.
// What entente does not measure (tone, ethnic groups, where the actors are) is empty.
func WriteGDELT(w io.Writer, rows Rows, onto *ontology.Ontology, opts Options) error {
	return writeLayout(w, rows, onto, opts, nil, func(lw *layoutWriter, e *event) bool {
		lw.text(append([]string{numericID(e.id)}, gdeltDay(e.day)...)...)
		lw.gdeltActor(e.source)
		lw.gdeltActor(e.target)
		code := cmp.Or(e.cameo, "---")
		lw.text("1", code, code[:min(3, len(code))], code[:min(2, len(code))], quadOfCode(code))
		lw.float(e.gold)
		lw.count(e.mentions)
		lw.count(e.origins)
		lw.count(e.mentions)
		lw.text("")
		lw.gdeltPlace(nil)
		lw.gdeltPlace(nil)
		lw.gdeltPlace(e.place)
		added := ""
		if day := cmp.Or(e.published, e.day); !day.IsZero() {
			added = gdeltDay(day)[0] + "000000"
		}
		lw.text(added, e.url)
		return true
	})
}

// gdeltDay is a day as GDELT has it four times: whole, its month, its year, and as a share
// of the year, (month*30 + day) / 365 by GDELT's codebook; empty cells for none.
func gdeltDay(d entente.Day) []string {
	if d.IsZero() {
		return []string{"", "", "", ""}
	}
	fraction := float64(d.Year) + float64(int(d.Month)*30+d.Day)/365
	return []string{fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day), fmt.Sprintf("%04d%02d", d.Year, d.Month), fmt.Sprintf("%04d", d.Year),
		strconv.FormatFloat(fraction, 'f', 4, 64)}
}

// quadOfCode is the class by the code's root, as GDELT counts it: 01 to 05 are verbal
// cooperation, 06 to 08 material, 09 to 13 verbal conflict, 14 to 20 material. PLOVER's
// classes differ for a few types.
func quadOfCode(code string) string {
	root, err := strconv.Atoi(code[:min(2, len(code))])
	switch {
	case err != nil || root < 1 || root > 20:
		return ""
	case root <= 5:
		return "1"
	case root <= 8:
		return "2"
	case root <= 13:
		return "3"
	}
	return "4"
}

func (lw *layoutWriter) gdeltActor(p entente.Party) {
	if p == (entente.Party{}) {
		lw.text("", "", "", "", "", "", "", "", "", "")
		return
	}
	code, land := lw.codes.ToCAMEO(p.Code, p.Sector), ""
	group := lw.codes.bodyCAMEO[p.Code]
	if group == "" {
		land = lw.codes.ToCAMEO(p.Code, "")
	}
	lw.text(code, strings.ToUpper(p.Name), land, group, "", "", "", string(p.Sector), "", "")
}

// gdeltPlace writes a place: its type is 1 for a land, 3 for a town of the United States,
// 4 for any other.
func (lw *layoutWriter) gdeltPlace(p *entente.Place) {
	if p == nil {
		lw.text("0", "", "", "", "", "", "", "")
		return
	}
	n, _ := lw.codes.On(p.Country, entente.Day{})
	kind, full := "4", p.Name
	switch {
	case p.Name == "" || fold(p.Name) == fold(n.Name) || lw.codes.Name(p.Name) == p.Country && p.Country != "":
		kind, full = "1", cmp.Or(n.Name, p.Name)
	case p.Country == "USA":
		kind = "3"
	}
	if kind != "1" {
		for _, more := range []string{p.Region, n.Name} {
			if more != "" {
				full += ", " + more
			}
		}
	}
	lw.text(kind, full, n.FIPS, "", "")
	lw.degrees(p)
	lw.text("")
}
