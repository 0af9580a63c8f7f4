package table

import (
	"bufio"
	"encoding/json"
	"io"

	"entente"
)

// WriteJSONL writes a JSON object a line: the whole Report, Happening or Imported, with
// origin before it. Options.Dyads changes nothing: lists stay lists.
func WriteJSONL(w io.Writer, rows Rows, _ Options) error {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := eachOf(rows, false, func(r *Row) error {
		switch {
		case r.imported != nil:
			return enc.Encode(struct {
				Origin string `json:"origin"`
				*entente.Imported
			}{r.Origin, r.imported})
		case r.happening != nil:
			return enc.Encode(struct {
				Origin string `json:"origin"`
				*entente.Happening
			}{r.Origin, r.happening})
		}
		return enc.Encode(struct {
			Origin string `json:"origin"`
			*entente.Report
		}{r.Origin, r.report})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
