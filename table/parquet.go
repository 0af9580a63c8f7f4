package table

import (
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"entente"
)

// rowGroup is how many rows are gathered before they are written.
const rowGroup = 50_000

// WriteParquet writes our own table in Parquet, columns typed and nullable, packed with
// Snappy. Memory is bounded by a group of 50,000 rows.
func WriteParquet(w io.Writer, rows Rows, opts Options) error {
	codes, err := LoadCodes()
	if err != nil {
		return err
	}
	cols := Columns()
	schema, err := parquetSchema(cols)
	if err != nil {
		return err
	}
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("entente", "", ""))
	// The library takes rows at a price by the call.
	batch := make([]parquet.Row, 0, 256)
	flush := func() error {
		_, err := out.WriteRows(batch)
		batch = batch[:0]
		return err
	}
	err = eachOf(rows, opts.Dyads, func(r *Row) error {
		n := len(batch)
		if batch = batch[:n+1]; batch[n] == nil {
			batch[n] = make(parquet.Row, len(cols))
		}
		for i := range cols {
			v, known := parquetValue(cols[i].value(r, codes))
			if !known {
				batch[n][i] = parquet.NullValue().Level(0, 0, i)
				continue
			}
			batch[n][i] = v.Level(0, 1, i)
		}
		if len(batch) < cap(batch) {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return out.Close()
}

// parquetSchema makes the schema from a struct type: the library sorts the columns of
// its own groups by name, and keeps the order of a struct's fields.
func parquetSchema(cols []Column) (*parquet.Schema, error) {
	kinds := map[string]struct {
		of  reflect.Type
		tag string
	}{
		"text": {reflect.TypeFor[string](), ""}, "json": {reflect.TypeFor[string](), ""},
		"integer": {reflect.TypeFor[int64](), ""}, "number": {reflect.TypeFor[float64](), ""},
		"boolean": {reflect.TypeFor[bool](), ""}, "date": {reflect.TypeFor[int32](), ",date"},
	}
	fields := make([]reflect.StructField, len(cols))
	for i, c := range cols {
		kind, ok := kinds[c.Type]
		if !ok {
			return nil, &entente.Error{Op: "table", Kind: entente.Internal, Err: fmt.Errorf("column %s has type %q", c.Name, c.Type)}
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("C%d", i), Type: kind.of, Tag: reflect.StructTag(fmt.Sprintf(`parquet:"%s,optional%s"`, c.Name, kind.tag))}
	}
	return parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface()), nil
}

// parquetValue returns a cell, and whether it is known.
func parquetValue(v any) (parquet.Value, bool) {
	switch v := v.(type) {
	case string:
		return parquet.ByteArrayValue([]byte(v)), v != ""
	case int:
		return parquet.Int64Value(int64(v)), true
	case float64:
		return parquet.DoubleValue(v), true
	case bool:
		return parquet.BooleanValue(v), true
	case entente.Day:
		return parquet.Int32Value(int32(v.Time().Unix() / (24 * 60 * 60))), !v.IsZero()
	}
	return parquet.NullValue(), false
}
