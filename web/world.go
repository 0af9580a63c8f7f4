package web

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed world.tsv
var worldTable string

// outline is one land on the map. Code is "" for land that is nobody's there.
type outline struct {
	Code string
	X, Y float64 // of its middle
	Dot  bool    // too small to be seen or hit
	Path string
}

// readWorld reads the table that gen/world.mjs writes.
func readWorld(table string) ([]outline, error) {
	var out []outline
	for i, line := range strings.Split(strings.Trim(table, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		if len(cols) != 5 {
			return nil, fmt.Errorf("web: world.tsv:%d: %d columns, want 5", i+1, len(cols))
		}
		x, err := strconv.ParseFloat(cols[1], 64)
		if err != nil {
			return nil, fmt.Errorf("web: world.tsv:%d: %w", i+1, err)
		}
		y, err := strconv.ParseFloat(cols[2], 64)
		if err != nil {
			return nil, fmt.Errorf("web: world.tsv:%d: %w", i+1, err)
		}
		if strings.Trim(cols[4], "Mlz-. 0123456789") != "" {
			return nil, fmt.Errorf("web: world.tsv:%d: the outline holds more than lines", i+1)
		}
		out = append(out, outline{Code: cols[0], X: x, Y: y, Dot: cols[3] == "1", Path: cols[4]})
	}
	return out, nil
}
