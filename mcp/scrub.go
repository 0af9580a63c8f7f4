package mcp

import (
	"reflect"
	"strings"
	"unicode"
)

// visible takes out what cannot be seen: control characters but for line ends and tabs,
// and format characters (Unicode's Cf: marks of direction, joiners, the tags of plane 14),
// with which text for a model could be hidden from a person who reads the same article.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
}

// scrub makes every string that v points to visible.
func scrub(v any) { scrubValue(reflect.ValueOf(v).Elem()) }

func scrubValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(visible(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			scrubValue(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scrubValue(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			scrubValue(v.Field(i))
		}
	}
}
