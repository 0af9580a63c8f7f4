package api

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"entente"
)

// FuzzDays holds what days makes of any text: a first day that is not after the last, or a
// problem that says what to do; and a day that it wrote itself it reads the same.
func FuzzDays(f *testing.F) {
	for _, s := range []string{"2017", "2016-02", "2016-02-29", "", "0000", "2017-1", "9999-12", "yesterday", "2017-13"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, last, err := days("from", s)
		if err != nil {
			if p, ok := err.(*Problem); !ok || p.Try == "" || p.Status != 422 {
				t.Fatalf("days(%q): %v", s, err)
			}
			return
		}
		if last.Before(first) || first.IsZero() != (s == "") {
			t.Fatalf("days(%q) = %s, %s", s, first, last)
		}
		if again, _, err := days("from", first.String()); err != nil || again != first {
			t.Fatalf("days(%q) = %s, %v, want %s", first.String(), again, err, first)
		}
	})
}

// FuzzFilter writes a filter as a query and reads it again.
func FuzzFilter(f *testing.F) {
	f.Add("PAK", "RUS", "Indus Post", `grain "deal"`, int64(1514862245000000007), 2017, true)
	f.Add("", "", "a,b&c=d", "%2e + ü", int64(0), 1, false)
	f.Fuzz(func(t *testing.T, a, b, publisher, words string, known int64, year int, flag bool) {
		want := entente.Filter{A: a, B: b, Directed: flag, Everyone: !flag, Stated: flag, Publisher: publisher, Words: words, Types: []entente.EventType{entente.Aid, entente.Assault},
			Statuses: []entente.Status{entente.Denied}, Classes: []entente.SourceClass{entente.SourceNamed}, Stances: []entente.Stance{entente.StanceAsk}, Sets: []string{"icews", "gdelt2"}}
		if year > 0 && year < 10_000 {
			want.From, want.To = entente.Day{Year: year, Month: 2, Day: 3}, entente.Day{Year: year, Month: 12, Day: 31}
		}
		if known > 0 {
			want.AsOf = time.Unix(0, known).UTC()
		}
		v, err := url.ParseQuery(values(&want).Encode())
		if err != nil {
			t.Fatal(err)
		}
		split := func(name string) []string { return strings.Split(v.Get(name), ",") }
		got, err := (&server{}).filter(&Which{A: v.Get("a"), B: v.Get("b"), Directed: v.Get("directed") == "true", Everyone: v.Get("everyone") == "true", Stated: v.Get("stated") == "true", Publisher: v.Get("publisher"),
			Words: v.Get("words"), Types: split("type"), Statuses: split("status"), Classes: split("class"), Stances: split("stance"), Sets: split("sets"),
			From: v.Get("from"), To: v.Get("to"), AsOf: v.Get("as-of")})
		if err != nil || !got.AsOf.Equal(want.AsOf) {
			t.Fatalf("%+v, %v", got, err)
		}
		got.AsOf = want.AsOf
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v became %+v", want, got)
		}
	})
}

// TestFilterIsWhole sets each field of a filter alone: none may be lost on the way, also
// none that comes later.
func TestFilterIsWhole(t *testing.T) {
	for i := range reflect.TypeFor[entente.Filter]().NumField() {
		var f entente.Filter
		field := reflect.ValueOf(&f).Elem().Field(i)
		name := reflect.TypeFor[entente.Filter]().Field(i).Name
		switch v := field.Addr().Interface().(type) {
		case *entente.Day:
			*v = entente.Day{Year: 2017, Month: 10, Day: 13}
		case *time.Time:
			*v = time.Unix(1, 0)
		default:
			switch field.Kind() {
			case reflect.String:
				field.SetString("x")
			case reflect.Bool:
				field.SetBool(true)
			case reflect.Slice:
				field.Set(reflect.MakeSlice(field.Type(), 1, 1))
				field.Index(0).SetString("x")
			case reflect.Int:
				continue // Limit is that of each page
			default:
				t.Fatalf("field %s is of a kind that this test does not know", name)
			}
		}
		if got, none := valuesPage(&f, 1).Encode(), valuesPage(&entente.Filter{}, 1).Encode(); got == none {
			t.Errorf("%s is not sent", name)
		}
	}
}

func TestPair(t *testing.T) {
	known := map[string]string{"PAK": "PAK", "Guinea-Bissau": "GNB", "Timor-Leste": "TLS", "RUS": "RUS"}
	s := &server{Options: Options{Find: func(name string) (string, bool) { code, ok := known[name]; return code, ok }}}
	for _, tt := range []struct{ name, text, a, b string }{
		{"codes", "PAK-RUS", "PAK", "RUS"},
		{"spaces", " PAK - RUS ", "PAK", "RUS"},
		{"a hyphen in the first", "Guinea-Bissau-RUS", "GNB", "RUS"},
		{"in both", "Guinea-Bissau-Timor-Leste", "GNB", "TLS"},
		{"one", "PAK", "", ""},
		{"one twice", "PAK-PAK", "", ""},
		{"nothing", "-", "", ""},
		{"half", "PAK-", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := s.pair(tt.text)
			if got != [2]string{tt.a, tt.b} || (err == nil) != (tt.a != "") {
				t.Errorf("pair(%q) = %v, %v", tt.text, got, err)
			}
		})
	}
}
