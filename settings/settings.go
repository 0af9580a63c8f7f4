// Package settings reads a file of settings in TOML and says where each of them stands.
//
//	list, err := settings.Read("entente.toml", text)
//	for _, s := range list {
//		fmt.Println(s.Table, s.Key, s.Value, s.Line)
//	}
//
// What a table or a key means, and of which type its value is, is for the caller to know.
//
// Limits. A file is a list of keys and of tables of keys, no deeper: no tables in tables, no
// lists of tables. A value is a string, a whole or other number, true or false, or a list
// of strings. A day is written as a string.
package settings

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"entente"
)

// MaxSize is how large a file may be, in bytes.
const MaxSize = 1 << 20

// Setting is a key of a file with its value.
type Setting struct {
	Table string // "" for a key above all tables
	Key   string
	Value any // string, int64, float64, bool or []string
	// Line and Column are where the key stands, both counted from one; a column is a byte.
	Line, Column int
}

// Read returns the settings of text in their order; none for an empty text. Errors are
// *entente.Error of kind Syntax, or TooLarge, with name and line, and begin with the column.
func Read(name string, text []byte) ([]Setting, error) {
	if len(text) > MaxSize {
		return nil, &entente.Error{Op: "settings", Kind: entente.TooLarge, Input: name, Err: fmt.Errorf("more than %d bytes", MaxSize)}
	}
	// The library checks the whole text, and that nothing is said twice; but it keeps to
	// itself where what it read stood, and so the text is walked once more. (BurntSushi/toml
	// has no way at all to ask for the line of a key.)
	values := map[string]any{}
	unsound := toml.Unmarshal(text, &values)
	var at *toml.DecodeError
	if errors.As(unsound, &at) {
		line, column := at.Position()
		return nil, wrong(name, line, column, "%s", at.Error())
	}
	w := walker{name: name, values: values, said: map[[2]string]int{}}
	w.p.Reset(text)
	for w.p.NextExpression() {
		if err := w.expression(w.p.Expression()); err != nil {
			return nil, err
		}
	}
	if err := cmp.Or(w.p.Error(), unsound); err != nil {
		return nil, wrong(name, 0, 0, "%w", err)
	}
	return w.list, nil
}

func wrong(name string, line, column int, format string, args ...any) error {
	if column > 0 {
		format, args = "column %d: "+format, append([]any{column}, args...)
	}
	return &entente.Error{Op: "settings", Kind: entente.Syntax, Input: name, Line: line, Err: fmt.Errorf(format, args...)}
}

// walker goes through the expressions of a text.
type walker struct {
	name   string
	values map[string]any
	said   map[[2]string]int // lines by table and key, and by "" and table
	p      unstable.Parser
	table  string
	list   []Setting
}

// expression takes in a line that opens a table or that sets a key.
func (w *walker) expression(e *unstable.Node) error {
	var path []string
	var at unstable.Position
	for keys := e.Key(); keys.Next(); {
		if len(path) == 0 {
			at = w.p.Shape(keys.Node().Raw).Start
		}
		path = append(path, string(keys.Node().Data))
	}
	switch e.Kind {
	case unstable.ArrayTable:
		return wrong(w.name, at.Line, at.Column, "[[%s]] is a list of tables; write [%s]", path[0], path[0])
	case unstable.Table:
		if len(path) > 1 {
			return wrong(w.name, at.Line, at.Column, "tables stand in no tables; write [%s]", path[0])
		}
		w.table = path[0]
		return w.once("", path[0], at)
	case unstable.KeyValue:
	default:
		return nil
	}
	if w.table != "" {
		path = append([]string{w.table}, path...)
	}
	s := Setting{Key: path[0], Line: at.Line, Column: at.Column}
	value := w.values[path[0]]
	if len(path) > 1 {
		within, _ := value.(map[string]any)
		s.Table, s.Key, value = path[0], path[1], within[path[1]]
		w.said[[2]string{"", s.Table}] = at.Line
	}
	if err := w.once(s.Table, s.Key, at); err != nil {
		return err
	}
	var ok bool
	if s.Value, ok = plain(value); !ok || len(path) > 2 {
		return wrong(w.name, at.Line, at.Column, "%s is none of a string in quotes, a number, true or false, and a list of strings", s.Key)
	}
	w.list = append(w.list, s)
	return nil
}

// once refuses a table or a key that was there before.
func (w *walker) once(table, key string, at unstable.Position) error {
	if line, ok := w.said[[2]string{table, key}]; ok {
		return wrong(w.name, at.Line, at.Column, "%s is there already, in line %d", key, line)
	}
	w.said[[2]string{table, key}] = at.Line
	return nil
}

// plain returns v where it is a value that a setting may have.
func plain(v any) (any, bool) {
	switch v := v.(type) {
	case string, int64, float64, bool:
		return v, true
	case []any:
		list := make([]string, 0, len(v))
		for _, one := range v {
			text, ok := one.(string)
			if !ok {
				return nil, false
			}
			list = append(list, text)
		}
		return list, true
	}
	return nil, false
}
