package table

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"entente"
)

// WriteCSV writes our own table with commas, by RFC 4180: a header, lines that end in
// CR LF, quotes where they are needed. Cells that a spreadsheet would run get an
// apostrophe. What fails is the error of the rows or of w.
func WriteCSV(w io.Writer, rows Rows, opts Options) error {
	return writeSeparated(w, rows, opts, ',', "\r\n")
}

// WriteTSV writes the same with tabs, lines ending in LF.
func WriteTSV(w io.Writer, rows Rows, opts Options) error {
	return writeSeparated(w, rows, opts, '\t', "\n")
}

func writeSeparated(w io.Writer, rows Rows, opts Options, sep byte, end string) error {
	codes, err := LoadCodes()
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	cols := Columns()
	var line []byte
	for i, c := range cols {
		if i > 0 {
			line = append(line, sep)
		}
		line = append(line, c.Name...)
	}
	if _, err := out.Write(append(line, end...)); err != nil {
		return err
	}
	err = eachOf(rows, opts.Dyads, func(r *Row) error {
		line = line[:0]
		for i := range cols {
			if i > 0 {
				line = append(line, sep)
			}
			line = appendValue(line, cols[i].value(r, codes), sep)
		}
		_, err := out.Write(append(line, end...))
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// eachOf calls do for each row, or each pair of it.
func eachOf(rows Rows, dyads bool, do func(*Row) error) error {
	for r, err := range rows {
		if err != nil {
			return err
		}
		if !dyads {
			if err := do(&r); err != nil {
				return err
			}
			continue
		}
		for one := range r.pairs() {
			if err := do(&one); err != nil {
				return err
			}
		}
	}
	return nil
}

func appendValue(line []byte, v any, sep byte) []byte {
	switch v := v.(type) {
	case string:
		return appendText(line, v, sep)
	case int:
		return strconv.AppendInt(line, int64(v), 10)
	case float64:
		return strconv.AppendFloat(line, v, 'f', -1, 64)
	case bool:
		return strconv.AppendBool(line, v)
	case entente.Day:
		return append(line, v.String()...)
	}
	return line
}

// appendText writes a text: safe, and in quotes where it must be.
func appendText(line []byte, s string, sep byte) []byte {
	if runs(s) {
		s = "'" + s
	}
	if strings.IndexByte(s, sep) < 0 && !strings.ContainsAny(s, "\"\r\n") {
		return append(line, s...)
	}
	line = append(line, '"')
	for {
		before, after, found := strings.Cut(s, `"`)
		line = append(line, before...)
		if !found {
			return append(line, '"')
		}
		line = append(line, `""`...)
		s = after
	}
}

// runs reports whether a spreadsheet takes s for a formula (OWASP, "CSV Injection"). A
// number in front of which a sign stands is none.
func runs(s string) bool {
	if s == "" || strings.IndexByte("=+-@\t\r", s[0]) < 0 {
		return false
	}
	_, isNumber := number([]byte(s))
	return !isNumber
}
