package api_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"entente/internal/promise"
)

// TestPromise: no address, parameter or member that a version was released with goes or
// changes its type, and no call needs more than it did.
func TestPromise(t *testing.T) {
	doc := document(t, serve(t, options(ledger(t))).URL)
	var now []string
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			call := method + " " + path
			now = append(now, call)
			var needs []string
			for _, p := range op.Parameters {
				now = append(now, call+" takes "+p.Value.Name+" "+typeOf(p.Value.Schema))
				if p.Value.Required {
					needs = append(needs, p.Value.Name)
				}
			}
			slices.Sort(needs)
			now = append(now, strings.TrimSpace(call+" needs only "+strings.Join(needs, ", ")))
		}
	}
	for name, s := range doc.Components.Schemas {
		for member, m := range s.Value.Properties {
			line := name + "." + member + " " + typeOf(m)
			now = append(now, line)
			if slices.Contains(s.Value.Required, member) {
				now = append(now, line+" always")
			}
		}
	}
	promise.Hold(t, "testdata/promise.txt", now)
}

// typeOf is a type in words, by name where it has one.
func typeOf(s *openapi3.SchemaRef) string {
	switch {
	case s.Ref != "":
		return s.Ref[len("#/components/schemas/"):]
	case s.Value.Items != nil:
		return "list of " + typeOf(s.Value.Items)
	case s.Value.Type == nil:
		return "anything"
	}
	for _, kind := range s.Value.Type.Slice() {
		if kind != "null" {
			return kind
		}
	}
	return "null"
}
