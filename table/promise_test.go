package table_test

import (
	"fmt"
	"testing"

	"entente/internal/promise"
	"entente/table"
)

// TestPromise: a column of our own tables keeps its name, its place and its type; new ones
// come at the end.
func TestPromise(t *testing.T) {
	var now []string
	for i, c := range table.Columns() {
		now = append(now, fmt.Sprintf("%03d %s %s", i+1, c.Name, c.Type))
	}
	promise.Hold(t, "testdata/promise.txt", now)
}
