package main

import (
	"context"
	"strings"
	"testing"
)

// TestPDFTerminal refuses to write a PDF to a terminal, before any work is done.
func TestPDFTerminal(t *testing.T) {
	for _, tt := range []struct {
		name string
		args []string
		try  string
	}{
		{"read", []string{"read", "--format", "pdf", "story.txt"}, "Try: entente read story.txt --format pdf --out entente.pdf\n"},
		{"dossier", []string{"dossier", "--format", "pdf", "PAK", "RUS"}, "Try: entente dossier PAK RUS --format pdf --out entente.pdf\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 80, true }}
			if status := m.Run(context.Background(), tt.args); status != exitUsage || out.Len() > 0 || !strings.HasSuffix(errs.String(), tt.try) {
				t.Errorf("status %d, %d bytes, %q; want status %d, none, and %q", status, out.Len(), errs.String(), exitUsage, tt.try)
			}
		})
	}
}
