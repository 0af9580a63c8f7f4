package mcp_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"entente"
	"entente/mock"
)

// TestLog: a call is one line, without what was asked; a fault of the ledger is told.
func TestLog(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		args map[string]any
		want string
		not  string
	}{
		{"answered", nil, map[string]any{"words": "sailors"}, `level=INFO msg=call tool=search_events ms=`, "sailors"},
		{"asked wrongly", nil, map[string]any{"a": "Atlantis"}, `refused=true`, "Atlantis"},
		{"fault of the ledger", &entente.Error{Op: "ledger", Kind: entente.Corrupt, Err: errors.New("page 7")}, map[string]any{"words": "sailors"},
			`level=ERROR msg=call tool=search_events ms=`, "sailors"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer // written before the answer is sent, and read after it came
			o := options(&mock.Reader{HappeningsFn: func(context.Context, entente.Filter) ([]entente.Happening, string, error) { return nil, "", tt.err }})
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			if _, err := session(t, o).CallTool(t.Context(), &sdk.CallToolParams{Name: "search_events", Arguments: tt.args}); err != nil {
				t.Fatal(err)
			}
			text := log.String()
			if !strings.Contains(text, tt.want) || strings.Contains(text, tt.not) || strings.Count(text, "\n") != 1 || strings.Contains(text, "page 7") != (tt.err != nil) {
				t.Errorf("the log says %q", text)
			}
		})
	}
}
