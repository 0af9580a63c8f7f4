package mcp_test

import (
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"entente/internal/tsv"
	"entente/ontology"
)

// TestOwnTypes: a type that the user's rules declare may be asked for, and is explained.
func TestOwnTypes(t *testing.T) {
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := options(ledger(t))
	o.Ontology = onto.With(tsv.Read("types.tsv", "type\tname\tquad\tscore\tdefinition\texample\nPORT_CALL\tport call\tmaterial cooperation\t2\tA warship visits a port.\tX called at Y.\n",
		ontology.TypesMust, ontology.TypesMay), nil)
	c := session(t, o)
	for _, tt := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"search_events", map[string]any{"types": []string{"port_call"}}, "Nothing is known of that"},
		{"explain", map[string]any{"code": "port call"}, "A warship visits a port."},
	} {
		res, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: tt.tool, Arguments: tt.args})
		if err != nil {
			t.Fatal(err)
		}
		if text := res.Content[0].(*sdk.TextContent).Text; res.IsError || !strings.Contains(text, tt.want) {
			t.Errorf("%s: %q, want %q", tt.tool, text, tt.want)
		}
	}
}
