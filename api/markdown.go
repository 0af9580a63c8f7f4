package api

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed examples
var examples embed.FS

// Markdown writes the reference of the API, as docs/api.md has it, from the OpenAPI
// document. It has every address that a server can have.
func Markdown() (string, error) {
	s, err := newServer(Options{Progress: func() any { return nil }})
	if err != nil {
		return "", err
	}
	doc := s.huma.OpenAPI()
	var b strings.Builder
	b.WriteString("# HTTP API\n\nWritten by `make docs` from the OpenAPI document, which a server has at `/api/openapi.json` and `/api/openapi.yaml` " +
		"and shows as a page at `/api/docs`. Start one with `entente serve`.\n\n" + doc.Info.Description + "\n\n")
	for _, e := range []struct{ title, file, language string }{
		{"From a shell", "relation.sh", "sh"}, {"From Python", "events.py", "python"}, {"From R", "relation.R", "r"},
	} {
		code, err := examples.ReadFile("examples/" + e.file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "## %s\n\n```%s\n%s```\n\n", e.title, e.language, code)
	}
	b.WriteString("## Addresses\n")
	for _, g := range groups(doc) {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| address | answers | |\n|---|---|---|\n", g.Name, g.About)
		for _, op := range g.Operations {
			fmt.Fprintf(&b, "| [`%s %s`](#%s) | %s | %s |\n", op.Method, op.Path, op.OperationID, answerSchema(op), op.Summary)
		}
	}
	common := doc.Paths["/api/v1/events"].Get.Parameters
	fmt.Fprintf(&b, "\n## The parameters of a list\n\nMost questions take all of these.\n\n%s", parameterTable(common))
	for _, g := range groups(doc) {
		for _, op := range g.Operations {
			fmt.Fprintf(&b, "\n## %s\n\n`%s %s`\n\n%s\n", op.OperationID, op.Method, op.Path, op.Description)
			own, all := without(op.Parameters, common)
			switch {
			case all && len(own) == 0:
				b.WriteString("\nTakes the [parameters of a list](#the-parameters-of-a-list).\n")
			case len(own) > 0:
				b.WriteString("\n" + parameterTable(own))
			}
			if op.RequestBody != nil {
				for kind, body := range op.RequestBody.Content {
					fmt.Fprintf(&b, "\nBody: %s, %s.\n", kind, linked(body.Schema))
				}
			}
		}
	}
	b.WriteString("\n## What is sent\n\nA member in italics may be absent.\n")
	for _, s := range schemasOf(doc) {
		fmt.Fprintf(&b, "\n### <a id=\"schema-%s\"></a>%s\n\n%s\n\n| member | type | meaning |\n|---|---|---|\n", strings.ToLower(s.Name), s.Name, s.About)
		for _, m := range s.Members {
			name := "`" + m.Name + "`"
			if !m.Required {
				name = "*" + name + "*"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, linked(m.Schema), cell(m.Schema.Description))
		}
	}
	return b.String(), nil
}

// without returns the parameters that are none of common. all is true where every one of
// common is there; else none is left out.
func without(params, common []*huma.Param) (own []*huma.Param, all bool) {
	has := func(list []*huma.Param, name string) bool {
		return slices.ContainsFunc(list, func(p *huma.Param) bool { return p.Name == name })
	}
	if slices.ContainsFunc(common, func(p *huma.Param) bool { return !has(params, p.Name) }) {
		return params, false
	}
	for _, p := range params {
		if !has(common, p.Name) {
			own = append(own, p)
		}
	}
	return own, true
}

func parameterTable(params []*huma.Param) string {
	var b strings.Builder
	b.WriteString("| parameter | type | meaning | values |\n|---|---|---|---|\n")
	for _, p := range params {
		name := "`" + p.Name + "`"
		if p.Required {
			name += " (needed)"
		}
		about := p.Description
		if e := example(p); e != "" {
			about += " For example `" + e + "`."
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, typeWords(p.Schema), cell(about), cell(valueWords(p.Schema)))
	}
	return b.String()
}

// cell is text inside a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// linked is a type, with a link to its table where it has one.
func linked(s *huma.Schema) string {
	words := typeWords(s)
	for s != nil && s.Items != nil {
		s = s.Items
	}
	if s == nil || s.Ref == "" {
		return words
	}
	name := typeWords(s)
	return strings.TrimSuffix(words, name) + "[" + name + "](#schema-" + strings.ToLower(name) + ")"
}
