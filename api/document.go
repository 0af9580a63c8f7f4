package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/desk"
	"entente/index"
	"entente/link"
)

//go:embed words.tsv
var wordsTSV string

const about = "entente reads news and keeps a sourced, dated ledger of relations between states and political actors: " +
	"who did or said what to whom, when, on whose word, with what status, and how each tie warms or cools.\n\n" +
	"Every row has its sentence (`quote`), and every figure leads by ids to such rows.\n\n" +
	"- Lands and bodies are given as codes (`PAK`, `nato`) or English names. Codes are ISO 3166-1 alpha-3; former states keep theirs (`SUN`).\n" +
	"- Days are `YYYY-MM-DD`. Spans are half-open byte offsets into the article's text.\n" +
	"- A list has at most `limit` rows. Its `next`, given as `after`, is the next page; it is absent at the end.\n" +
	"- Unknown is an absent member or null, never 0 or a guess.\n" +
	"- Every error is a Problem (RFC 9457) that says in `try` what to do next.\n" +
	"- Every answer but a stream has an `ETag`; with `If-None-Match` an unchanged one is a 304 without a body.\n" +
	"- Where the server asks for a token, send it as `Authorization: Bearer …`."

// config is that of the library, without its own pages and links.
func (s *server) config() huma.Config {
	c := huma.DefaultConfig("entente", s.Version)
	c.CreateHooks, c.DocsPath, c.SchemasPath, c.OpenAPIPath = nil, "", "", ""
	c.AllowAdditionalPropertiesByDefault = true // a later version may tell more
	c.Transformers = []huma.Transformer{transform}
	c.Info.Description = about
	c.Info.License = &huma.License{Name: "see LICENSE of the program"}
	c.Tags = []*huma.Tag{
		{Name: "ledger", Description: "What the ledger holds, row by row."},
		{Name: "ties", Description: "How lands and bodies stand to each other."},
		{Name: "questions", Description: "What a journalist or an analyst asks."},
		{Name: "writing", Description: "Reading new texts and correcting rows."},
	}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	writtenForms(c.Components.Schemas)
	return c
}

// writtenForms tells reg how days and spans are written.
func writtenForms(reg huma.Registry) {
	reg.RegisterTypeAlias(typeOf[entente.Day](), typeOf[dayWords]())
	reg.RegisterTypeAlias(typeOf[entente.Span](), typeOf[spanWords]())
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// dayWords and spanWords are how days and spans are written.
type (
	dayWords  struct{}
	spanWords struct{}
)

// Schema is a date.
func (dayWords) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2017-10-13"}}
}

// Schema is a pair of offsets.
func (spanWords) Schema(huma.Registry) *huma.Schema {
	two, zero := 2, 0.0
	return &huma.Schema{Type: huma.TypeArray, MinItems: &two, MaxItems: &two, Items: &huma.Schema{Type: huma.TypeInteger, Minimum: &zero}, Examples: []any{[]int{0, 120}}}
}

// schemaName is what the document calls a type. Go has names by package; these are the
// ones that would meet, or say too little alone.
func schemaName(t reflect.Type, hint string) string {
	for named, name := range map[reflect.Type]string{
		typeOf[entente.Relation]():             "Said",
		typeOf[entente.Dispute]():              "ClaimDispute",
		typeOf[desk.Point]():                   "TiePoint",
		typeOf[desk.Tie]():                     "Relation",
		typeOf[index.Tie]():                    "TieLevel",
		typeOf[link.FigureAt]():                "StatedFigure",
		typeOf[desk.List[entente.Happening]](): "HappeningList",
	} {
		if t == named || t.Kind() == reflect.Pointer && t.Elem() == named {
			return name
		}
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if of, ok := strings.CutPrefix(name, "List"); ok && of != "" {
		return of + "List"
	}
	return name
}

// values that a member or a parameter of that name can have; types are those of events, nil
// PLOVER's.
func enums(types []entente.EventType) map[string][]any {
	if types == nil {
		types = entente.EventTypes()
	}
	return map[string][]any{
		"type": anys(types), "status": anys(entente.Statuses()),
		"class": anys([]entente.SourceClass{entente.SourceNamed, entente.SourceAnonymous, entente.SourceInstitution, entente.SourceMedia, entente.SourceAuthor}),
		"stance": anys([]entente.Stance{entente.StanceAssert, entente.StanceDeny, entente.StanceConfirm, entente.StancePredict, entente.StanceDemand, entente.StancePromise,
			entente.StanceThreaten, entente.StanceBelieve, entente.StanceAsk}),
	}
}

func anys[T ~string](list []T) []any {
	var out []any
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// finishDocument gives every member its description, every error its shape, and the
// parameters the values that they can have.
func (s *server) finishDocument() error {
	doc := s.huma.OpenAPI()
	schemas := doc.Components.Schemas
	problem := schemas.Schema(typeOf[Problem](), true, "Problem")
	delete(schemas.Map(), "ErrorModel")
	delete(schemas.Map(), "ErrorDetail")
	if line := schemas.Map()["Line"]; line != nil {
		line.Required = nil // a line is a report or a problem
	}
	values := enums(s.Types)
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			for code := range op.Responses {
				if !strings.HasPrefix(code, "2") {
					delete(op.Responses, code)
				}
			}
			op.Responses["default"] = &huma.Response{Description: "A problem, and what to do about it.",
				Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
			if op.Method == http.MethodGet && op.Path != reportsPath && op.Path != progressPath {
				op.Responses["304"] = &huma.Response{Description: "Not modified: the answer is still that of the ETag in If-None-Match."}
			}
			for _, p := range op.Parameters {
				if list, ok := values[p.Name]; ok && p.Schema.Items != nil {
					p.Schema.Items.Enum = list
					p.Schema.Items.PrecomputeMessages()
				}
				p.Schema.Nullable = false // a parameter is given or not
			}
		}
	}
	return describe(schemas.Map(), wordsTSV)
}

// describe writes the descriptions of words.tsv into schemas. A row about nothing is a
// mistake in the table.
func describe(schemas map[string]*huma.Schema, table string) error {
	type row struct {
		line                 int
		schema, member, says string
	}
	var own []row
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		r := row{line: len(own) + 1}
		if len(cells) == 3 {
			r.schema, r.member, r.says = cells[0], cells[1], cells[2]
		}
		own = append(own, r)
		if r.schema != "*" {
			continue
		}
		for _, s := range schemas {
			if m := s.Properties[r.member]; m != nil && m.Description == "" {
				m.Description = r.says
			}
		}
	}
	for _, r := range own {
		s := schemas[r.schema]
		switch {
		case r.schema == "" || r.schema == "*":
		case s != nil && r.member == "":
			s.Description = r.says
		case s != nil && s.Properties[r.member] != nil:
			s.Properties[r.member].Description = r.says
		default:
			return &entente.Error{Op: "api", Kind: entente.Internal, Input: "words.tsv", Line: r.line, Err: fmt.Errorf("there is no %s %s in the document", r.schema, r.member)}
		}
	}
	return nil
}

// fixed is an answer that stays.
type fixed struct {
	contentType string
	body        []byte
}

// documentRoutes serve the document and the page that is made of it.
func (s *server) documentRoutes() error {
	doc := s.huma.OpenAPI()
	asJSON, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	asYAML, err := doc.YAML()
	if err != nil {
		return err
	}
	html, err := docsPage(doc)
	if err != nil {
		return err
	}
	for path, p := range map[string]fixed{
		"/api/openapi.json": {"application/openapi+json", asJSON},
		"/api/openapi.yaml": {"application/openapi+yaml", asYAML},
		"/api/docs":         {"text/html; charset=utf-8", html},
		"/api/docs.css":     {"text/css; charset=utf-8", docsCSS},
	} {
		s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", p.contentType)
			s.write(w, p.body)
		})
	}
	return nil
}
