package api

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.css
var docsCSS []byte

//go:embed docs.html
var docsHTML embed.FS

// docsPage writes the document as a page for people. It holds no script and loads one
// style sheet of our own.
func docsPage(doc *huma.OpenAPI) ([]byte, error) {
	t, err := template.New("docs.html").Funcs(template.FuncMap{"paragraphs": paragraphs, "odd": odd, "example": example, "type": typeWords, "values": valueWords}).ParseFS(docsHTML, "docs.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"Doc": doc, "Groups": groups(doc), "Schemas": schemasOf(doc)})
	return b.Bytes(), err
}

// group is the operations of one tag.
type group struct {
	Name, About string
	Operations  []*huma.Operation
}

// groups are the operations by tag, in the order of the tags and then of the addresses.
func groups(doc *huma.OpenAPI) []group {
	var out []group
	for _, tag := range doc.Tags {
		g := group{Name: tag.Name, About: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
			for _, op := range []*huma.Operation{doc.Paths[path].Get, doc.Paths[path].Post} {
				if op != nil && slices.Contains(op.Tags, tag.Name) {
					g.Operations = append(g.Operations, op)
				}
			}
		}
		out = append(out, g)
	}
	return out
}

// member is one row in the table of a schema.
type member struct {
	Name     string
	Schema   *huma.Schema
	Required bool
}

type schema struct {
	Name, About string
	Members     []member
}

// schemasOf are the objects of the document by name.
func schemasOf(doc *huma.OpenAPI) []schema {
	all := doc.Components.Schemas.Map()
	var out []schema
	for _, name := range slices.Sorted(maps.Keys(all)) {
		s := schema{Name: name, About: all[name].Description}
		for _, m := range slices.Sorted(maps.Keys(all[name].Properties)) {
			s.Members = append(s.Members, member{m, all[name].Properties[m], slices.Contains(all[name].Required, m)})
		}
		out = append(out, s)
	}
	return out
}

// answerSchema is what an operation returns when all is well.
func answerSchema(op *huma.Operation) string {
	for _, code := range slices.Sorted(maps.Keys(op.Responses)) {
		for _, kind := range slices.Sorted(maps.Keys(op.Responses[code].Content)) {
			if strings.HasPrefix(code, "2") {
				return typeWords(op.Responses[code].Content[kind].Schema)
			}
		}
	}
	return ""
}

// typeWords is a schema in a few words: "list of Happening", "date".
func typeWords(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	case s.Type == huma.TypeArray && s.MinItems != nil && s.MaxItems != nil && *s.MinItems == *s.MaxItems:
		return fmt.Sprintf("%d × %s", *s.MinItems, typeWords(s.Items))
	case s.Type == huma.TypeArray:
		return "list of " + typeWords(s.Items)
	case s.Format == "date" || s.Format == "date-time":
		return s.Format
	}
	return cmp.Or(s.Type, "any")
}

// valueWords are the bounds of a schema in words.
func valueWords(s *huma.Schema) string {
	var out []string
	enum := s.Enum
	if s.Items != nil && len(enum) == 0 {
		enum = s.Items.Enum
	}
	if len(enum) > 0 {
		var words []string
		for _, v := range enum {
			words = append(words, fmt.Sprint(v))
		}
		out = append(out, strings.Join(words, ", "))
	}
	if s.Minimum != nil && s.Maximum != nil {
		out = append(out, fmt.Sprintf("%v to %v", *s.Minimum, *s.Maximum))
	}
	if s.Default != nil {
		out = append(out, fmt.Sprintf("default %v", s.Default))
	}
	return strings.Join(out, "; ")
}

// example is one value of a parameter, or "".
func example(p *huma.Param) string {
	if p.Schema == nil || len(p.Schema.Examples) == 0 {
		return ""
	}
	return strings.Trim(fmt.Sprint(p.Schema.Examples[0]), "[]")
}

// paragraph is a line of text; every second of its pieces is code.
type paragraph struct {
	Item   bool // of a list
	Pieces []string
}

func paragraphs(text string) []paragraph {
	var out []paragraph
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			continue
		}
		line, item := strings.CutPrefix(line, "- ")
		out = append(out, paragraph{item, strings.Split(line, "`")})
	}
	return out
}

func odd(n int) bool { return n%2 == 1 }
