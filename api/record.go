package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/ontology"
)

// RecordSchema returns the JSON Schema (draft 2020-12) of a record of format entente/1, as
// docs/schema/entente-1.schema.json has it. It is made from the Go types of the record,
// the descriptions of words.tsv and the tables of the ontology.
//
// It is strict: a member that it does not know is a fault. What no schema can say is checked
// by [entente.Reading.Validate]: that a span lies in the text and reproduces what is printed,
// and that a reference leads to a row.
func RecordSchema() ([]byte, error) {
	onto, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	reg := huma.NewMapRegistry("#/$defs/", schemaName)
	writtenForms(reg)
	root := reg.Schema(typeOf[entente.Reading](), true, "")
	if err := describe(reg.Map(), rowsAbout(wordsTSV, reg.Map())); err != nil {
		return nil, err
	}
	for _, s := range reg.Map() {
		for name, m := range s.Properties {
			tighten(m, slices.Contains(s.Required, name))
		}
	}
	if err := applyRules(reg.Map(), recordRules(onto)); err != nil {
		return nil, err
	}
	reg.Map()["Event"].AllOf, reg.Map()["Event"].AnyOf = byType(onto), someSide()
	text, err := json.Marshal(struct {
		Schema      string                  `json:"$schema"`
		Title       string                  `json:"title"`
		Description string                  `json:"description"`
		Ref         string                  `json:"$ref"`
		Defs        map[string]*huma.Schema `json:"$defs"`
	}{
		"https://json-schema.org/draft/2020-12/schema", entente.Format,
		"The record of one article, as \"entente read --format json\" and \"entente code\" write it. Spans are half-open byte offsets into article.text (UTF-8). " +
			"Unknown is an absent member or null, never 0, an empty string or a guess; an empty list may be null.",
		root.Ref, reg.Map(),
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, text, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

// rowsAbout keeps the lines of a table of words that speak of one of schemas, or of all.
// The lines left out stay as comments, so that an error still names the right line.
func rowsAbout(table string, schemas map[string]*huma.Schema) string {
	var b strings.Builder
	for line := range strings.Lines(table) {
		if name, _, _ := strings.Cut(line, "\t"); name != "*" && schemas[name] == nil {
			line = "#\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// tighten says of a member what the format promises of all: no empty string stands for
// what is unknown, and what is unknown is absent rather than null where it may be absent.
func tighten(m *huma.Schema, required bool) {
	one := 1
	if !required {
		m.Nullable = false
	}
	for s := m; s != nil; s = s.Items {
		switch {
		case s.Type == huma.TypeString && s.Format == "date":
			s.Pattern = dayPattern // a validator may take formats for remarks
		case s.Type == huma.TypeString:
			s.MinLength = &one
		default:
			s.Format = "" // the size of one of Go's numbers
		}
	}
}

const dayPattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

// recordRule narrows one member, or the items of a list. Only the keywords that are set in
// is count.
type recordRule struct {
	schema, member string
	is             huma.Schema
}

func recordRules(onto *ontology.Ontology) []recordRule {
	enum := func(values []any) huma.Schema { return huma.Schema{Enum: values} }
	pattern := func(p string) huma.Schema { return huma.Schema{Pattern: p} }
	within := func(low, high float64) huma.Schema { return huma.Schema{Minimum: &low, Maximum: &high} }
	atLeast := func(low float64) huma.Schema { return huma.Schema{Minimum: &low} }
	some := func(n int) huma.Schema { return huma.Schema{MinItems: &n} }
	actor, claim, event := pattern("^a[1-9][0-9]*$"), pattern("^c[1-9][0-9]*$"), pattern("^e[1-9][0-9]*$")
	country := pattern("^[A-Z]{3}$")
	values := enums(nil)
	return []recordRule{
		{"Reading", "format", enum([]any{entente.Format})},
		{"Coder", "model", pattern("^[0-9a-f]{12}$")},
		{"Article", "id", pattern("^sha256:[0-9a-f]{64}$")},
		{"Article", "language", pattern("^[a-z]{2}$")},
		{"Dateline", "country", country},
		{"Dateline", "lat", within(-90, 90)},
		{"Dateline", "lon", within(-180, 180)},
		{"Event", "id", event},
		{"Event", "sources", actor},
		{"Event", "targets", actor},
		{"Event", "type", enum(values["type"])},
		{"Event", "contexts", enum(anys(onto.Contexts()))},
		{"Event", "cameo", enum(anys(onto.CAMEOs()))},
		{"Event", "quad", enum(anys([]entente.QuadClass{entente.VerbalCooperation, entente.MaterialCooperation, entente.VerbalConflict, entente.MaterialConflict}))},
		{"Event", "goldstein", within(-10, 10)},
		{"Event", "status", enum(values["status"])},
		{"Event", "stage", enum([]any{"talks", "agreed", "signed", "delivered", "suspended"})},
		{"Event", "attribution", claim},
		{"Event", "sentence", atLeast(0)},
		{"Event", "confidence", within(0, 1)},
		{"Date", "precision", enum(anys([]entente.Precision{entente.PrecisionDay, entente.PrecisionWeek, entente.PrecisionMonth, entente.PrecisionSeason,
			entente.PrecisionYear, entente.PrecisionDecade, entente.PrecisionInterval}))},
		{"Date", "basis", enum(anys([]entente.Basis{entente.BasisExplicit, entente.BasisRelative, entente.BasisAnchored, entente.BasisDateline, entente.BasisPublished}))},
		{"Place", "country", country},
		{"Place", "lat", within(-90, 90)},
		{"Place", "lon", within(-180, 180)},
		{"Figure", "bound", enum(anys([]entente.Bound{entente.BoundExact, entente.BoundAbout, entente.BoundAtLeast, entente.BoundAtMost}))},
		{"Claim", "id", claim},
		{"Claim", "speaker", actor},
		{"Claim", "class", enum(values["class"])},
		{"Claim", "stance", enum(values["stance"])},
		{"Claim", "form", enum(anys([]entente.Form{entente.FormDirect, entente.FormIndirect, entente.FormMixed}))},
		{"Claim", "content", some(1)},
		{"Claim", "addressee", actor},
		{"Claim", "parent", claim},
		{"Claim", "about", event},
		{"ClaimDispute", "about", event},
		{"ClaimDispute", "asserted", claim},
		{"ClaimDispute", "denied", claim},
		{"Actor", "ref", actor},
		{"Actor", "country", country},
		{"Actor", "sector", enum(anys(onto.Sectors()))},
		{"Actor", "mentions", some(1)},
		{"Said", "pair", some(2)},
		{"Said", "direction", enum(anys([]entente.Direction{entente.Warming, entente.Cooling, entente.Warm, entente.Cold}))},
		{"Said", "events", event},
		{"Said", "events", some(1)},
	}
}

// applyRules writes rules into schemas. A rule about nothing is a mistake in the table.
func applyRules(schemas map[string]*huma.Schema, rules []recordRule) error {
	for _, r := range rules {
		s := schemas[r.schema]
		if s == nil || s.Properties[r.member] == nil {
			return &entente.Error{Op: "api", Kind: entente.Internal, Err: fmt.Errorf("a rule of the record speaks of %s.%s, which is not there", r.schema, r.member)}
		}
		m := s.Properties[r.member]
		if r.is.MinItems != nil {
			m.MinItems, m.Nullable = r.is.MinItems, false
			continue
		}
		for m.Items != nil {
			m = m.Items
		}
		m.Enum, m.Pattern, m.Minimum, m.Maximum = r.is.Enum, r.is.Pattern, r.is.Minimum, r.is.Maximum
		if len(m.Enum) > 0 || m.Pattern != "" {
			m.MinLength = nil
		}
	}
	return nil
}

// byType says which modes and which quad class an event of each type has.
func byType(onto *ontology.Ontology) []*huma.Schema {
	var out []*huma.Schema
	for _, t := range entente.EventTypes() {
		modes := append([]any{nil}, anys(onto.Modes(t))...)
		out = append(out, &huma.Schema{Extensions: map[string]any{
			"if": &huma.Schema{Properties: map[string]*huma.Schema{"type": {Enum: []any{string(t)}}}},
			"then": &huma.Schema{Properties: map[string]*huma.Schema{
				"mode": {Enum: modes},
				"quad": {Enum: []any{string(onto.Quad(t))}},
			}},
		}})
	}
	return out
}

// someSide says that an event has a source or a target.
func someSide() []*huma.Schema {
	one := 1
	var out []*huma.Schema
	for _, side := range []string{"sources", "targets"} {
		out = append(out, &huma.Schema{Properties: map[string]*huma.Schema{side: {Type: huma.TypeArray, MinItems: &one}}})
	}
	return out
}
