package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"entente"
	"entente/api"
)

// recordSchema compiles the schema with a validator that shares no code with what wrote it,
// and returns its text too.
func recordSchema(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	text, err := api.RecordSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("entente-1.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("entente-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s, doc.(map[string]any)
}

// whole is a record that has every member that there is.
const whole = `{
 "format": "entente/1", "id": "7", "coder": {"version": "1.0.0", "ontology": "PLOVER-2021", "model": "0123456789ab"},
 "article": {"id": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "url": "https://example.org/1",
  "publisher": "Baltic Dispatch", "headline": "Talks", "standfirst": "In Oslo.", "bylines": ["Nora Lind"], "published": "2019-02-27",
  "dateline": {"text": "OSLO", "country": "NOR", "name": "Oslo", "lat": 59.9, "lon": 10.7, "span": [0, 4]}, "language": "en",
  "captions": [{"span": [5, 9], "credit": "Wire"}], "text": "OSLO …", "sentences": [[0, 8]]},
 "events": [{"id": "e1", "sources": ["a1"], "targets": ["a2"], "type": "ASSAULT", "mode": "aerial", "contexts": ["military"], "cameo": "195",
  "quad": "material conflict", "goldstein": -10,
  "date": {"from": "2019-02-26", "to": "2019-02-26", "precision": "day", "basis": "relative", "span": [0, 4]},
  "place": {"name": "Oslo", "region": "Oslo", "country": "NOR", "lat": 59.9, "lon": 10.7, "span": [0, 4]},
  "status": "disputed", "negated": false, "background": false, "stage": "signed",
  "figures": [{"value": 300, "unit": "USD", "bound": "about", "counts": "dead", "span": [0, 4]}],
  "attribution": ["c1"], "trigger": [0, 4], "sentence": 0, "quote": "OSLO …", "rule": "verb.assault.bomb", "confidence": 0.5}],
 "claims": [{"id": "c1", "speaker": "a1", "class": "named", "role": "minister", "source": [[0, 4]], "cue": [[0, 4]], "cueLemma": "say",
  "stance": "assert", "form": "direct", "content": [[0, 4]], "addressee": "a2", "parent": "c2", "about": ["e1"]}],
 "disputes": [{"about": ["e1"], "asserted": ["c1"], "denied": ["c2"]}],
 "actors": [{"ref": "a1", "name": "India", "country": "IND", "sector": "GOV", "entity": "state:IND", "role": "minister", "former": true, "group": true,
  "mentions": [{"span": [0, 4], "text": "OSLO", "how": "name"}]}],
 "relations": [{"pair": ["IND", "PAK"], "direction": "cooling", "events": ["e1"]}],
 "notes": [{"span": [0, 4], "why": "no target found"}]}`

// at is where in whole each definition of the schema has its instance.
var at = map[string]string{
	"Reading": "", "Coder": "coder", "Article": "article", "Dateline": "article/dateline", "Caption": "article/captions/0",
	"Event": "events/0", "Date": "events/0/date", "Place": "events/0/place", "Figure": "events/0/figures/0", "Claim": "claims/0",
	"ClaimDispute": "disputes/0", "Actor": "actors/0", "Mention": "actors/0/mentions/0", "Said": "relations/0", "Note": "notes/0",
}

// record is whole with one change: the member of an instance set to the JSON value, or taken
// away where that is "".
func record(t *testing.T, def, member, value string) any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	in := doc
	for step := range strings.SplitSeq(at[def], "/") {
		switch v := in.(type) {
		case map[string]any:
			if step != "" {
				in = v[step]
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil {
				t.Fatal(err)
			}
			in = v[i]
		}
	}
	members, ok := in.(map[string]any)
	if !ok {
		t.Fatalf("whole has no %s at %s", def, at[def])
	}
	if member == "" {
		return doc
	}
	delete(members, member)
	if value != "" {
		if members[member], err = jsonschema.UnmarshalJSON(strings.NewReader(value)); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// wrong has one wrong value for each rule of the schema that is not of every member alike.
var wrong = []struct{ rule, value string }{
	{"Reading.format enum", `"entente/2"`},
	{"Coder.model pattern", `"0123"`},
	{"Article.id pattern", `"0123456789abcdef"`},
	{"Article.language pattern", `"English"`},
	{"Article.published pattern", `"27 February 2019"`},
	{"Article.published format", `"2019-02-30"`},
	{"Article.sentences[] minItems", `[[4]]`},
	{"Article.sentences[] maxItems", `[[0, 4, 8]]`},
	{"Article.sentences[][] minimum", `[[-1, 4]]`},
	{"Dateline.country pattern", `"Norway"`},
	{"Dateline.lat minimum", `-91`},
	{"Dateline.day pattern", `"Thursday"`},
	{"Dateline.day format", `"2019-02-30"`},
	{"Dateline.lat maximum", `91`},
	{"Dateline.lon minimum", `-181`},
	{"Dateline.lon maximum", `181`},
	{"Dateline.span minItems", `[4]`},
	{"Dateline.span maxItems", `[0, 4, 8]`},
	{"Dateline.span[] minimum", `[-4, 4]`},
	{"Caption.span minItems", `[4]`},
	{"Caption.span maxItems", `[0, 4, 8]`},
	{"Caption.span[] minimum", `[-4, 4]`},
	{"Event.id pattern", `"1"`},
	{"Event.sources[] pattern", `["IND"]`},
	{"Event.targets[] pattern", `["PAK"]`},
	{"Event.type enum", `"BOMB"`},
	{"Event.mode of type", `"visit"`},
	{"Event.quad of type", `"verbal conflict"`},
	{"Event.contexts[] enum", `["war"]`},
	{"Event.cameo enum", `"999"`},
	{"Event.quad enum", `"neutral"`},
	{"Event.goldstein minimum", `-10.1`},
	{"Event.goldstein maximum", `10.1`},
	{"Event.status enum", `"true"`},
	{"Event.stage enum", `"begun"`},
	{"Event.attribution[] pattern", `["e1"]`},
	{"Event.trigger minItems", `[4]`},
	{"Event.trigger maxItems", `[0, 4, 8]`},
	{"Event.trigger[] minimum", `[-4, 4]`},
	{"Event.sentence minimum", `-1`},
	{"Event.confidence minimum", `-0.1`},
	{"Event.confidence maximum", `1.1`},
	{"Date.from pattern", `"2019"`},
	{"Date.from format", `"2019-02-30"`},
	{"Date.to pattern", `"2019-13-01"`},
	{"Date.to format", `"2019-02-30"`},
	{"Date.precision enum", `"hour"`},
	{"Date.basis enum", `"guess"`},
	{"Date.span minItems", `[4]`},
	{"Date.span maxItems", `[0, 4, 8]`},
	{"Date.span[] minimum", `[-4, 4]`},
	{"Place.country pattern", `"no"`},
	{"Place.lat minimum", `-91`},
	{"Place.lat maximum", `91`},
	{"Place.lon minimum", `-181`},
	{"Place.lon maximum", `181`},
	{"Place.span minItems", `[4]`},
	{"Place.span maxItems", `[0, 4, 8]`},
	{"Place.span[] minimum", `[-4, 4]`},
	{"Figure.bound enum", `"roughly"`},
	{"Figure.span minItems", `[4]`},
	{"Figure.span maxItems", `[0, 4, 8]`},
	{"Figure.span[] minimum", `[-4, 4]`},
	{"Claim.id pattern", `"claim 1"`},
	{"Claim.speaker pattern", `"Gokhale"`},
	{"Claim.class enum", `"official"`},
	{"Claim.source[] minItems", `[[4]]`},
	{"Claim.source[] maxItems", `[[0, 4, 8]]`},
	{"Claim.source[][] minimum", `[[-4, 4]]`},
	{"Claim.cue[] minItems", `[[4]]`},
	{"Claim.cue[] maxItems", `[[0, 4, 8]]`},
	{"Claim.cue[][] minimum", `[[-4, 4]]`},
	{"Claim.stance enum", `"shout"`},
	{"Claim.form enum", `"free"`},
	{"Claim.content minItems", `[]`},
	{"Claim.content[] minItems", `[[4]]`},
	{"Claim.content[] maxItems", `[[0, 4, 8]]`},
	{"Claim.content[][] minimum", `[[-4, 4]]`},
	{"Claim.addressee pattern", `"Pakistan"`},
	{"Claim.parent pattern", `"e1"`},
	{"Claim.about[] pattern", `["c1"]`},
	{"ClaimDispute.about[] pattern", `["c1"]`},
	{"ClaimDispute.asserted[] pattern", `["e1"]`},
	{"ClaimDispute.denied[] pattern", `["e1"]`},
	{"Actor.ref pattern", `"India"`},
	{"Actor.country pattern", `"IN"`},
	{"Actor.sector enum", `"PRM"`},
	{"Actor.mentions minItems", `[]`},
	{"Mention.span minItems", `[4]`},
	{"Mention.span maxItems", `[0, 4, 8]`},
	{"Mention.span[] minimum", `[-4, 4]`},
	{"Said.pair minItems", `["IND"]`},
	{"Said.pair maxItems", `["CHN", "IND", "PAK"]`},
	{"Said.direction enum", `"up"`},
	{"Said.events minItems", `[]`},
	{"Said.events[] pattern", `["c1"]`},
	{"Note.span minItems", `[4]`},
	{"Note.span maxItems", `[0, 4, 8]`},
	{"Note.span[] minimum", `[-4, 4]`},
}

// TestRecordRules: for every rule of the schema there is a record that breaks this one
// alone, and it is refused.
func TestRecordRules(t *testing.T) {
	s, doc := recordSchema(t)
	if err := s.Validate(record(t, "Reading", "", "")); err != nil {
		t.Fatalf("the whole record: %v", err)
	}
	refused := func(def, member, value, rule string) {
		t.Helper()
		if s.Validate(record(t, def, member, value)) == nil {
			t.Errorf("%s: %s.%s = %s passes", rule, def, member, value)
		}
	}
	var have []string
	for _, w := range wrong {
		where, _, _ := strings.Cut(w.rule, " ")
		def, member, _ := strings.Cut(strings.ReplaceAll(where, "[]", ""), ".")
		refused(def, member, w.value, w.rule)
		have = append(have, w.rule)
	}
	want := []string{"Event.mode of type", "Event.quad of type"}
	for def, schema := range doc["$defs"].(map[string]any) {
		schema := schema.(map[string]any)
		refused(def, "surprise", "1", "no other member")
		required := fmt.Sprint(schema["required"])
		for member, m := range schema["properties"].(map[string]any) {
			m := m.(map[string]any)
			if m["description"] == nil {
				t.Errorf("%s.%s has no description", def, member)
			}
			refused(def, member, `{"surprise": 1}`, "type")
			if slices.Contains(strings.Fields(strings.Trim(required, "[]")), member) {
				refused(def, member, "", "required")
			} else {
				refused(def, member, "null", "absent, not null")
			}
			if m["type"] == "string" {
				refused(def, member, `""`, "absent, not empty")
			}
			for where := def + "." + member; m != nil; where += "[]" {
				for _, keyword := range []string{"enum", "pattern", "format", "minimum", "maximum", "minItems", "maxItems"} {
					if m[keyword] != nil {
						want = append(want, where+" "+keyword)
					}
				}
				m, _ = m["items"].(map[string]any)
			}
		}
	}
	sort.Strings(have)
	sort.Strings(want)
	if !slices.Equal(have, want) {
		t.Errorf("rules of the schema and wrong values for them differ:\n%s\n%s", strings.Join(want, "\n"), strings.Join(have, "\n"))
	}
	nobody := record(t, "Event", "sources", "[]").(map[string]any)
	nobody["events"].([]any)[0].(map[string]any)["targets"] = nil
	if s.Validate(nobody) == nil {
		t.Error("an event of nobody to nobody passes")
	}
}

// TestRecordEnums holds the values that the schema has for a member against the constants
// of its type in the root package.
func TestRecordEnums(t *testing.T) {
	constants := map[string][]string{}
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				typ, ok := v.Type.(*ast.Ident)
				if !ok || len(v.Values) != 1 {
					continue
				}
				if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					text, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					constants[typ.Name] = append(constants[typ.Name], text)
				}
			}
		}
	}
	_, doc := recordSchema(t)
	for member, typ := range map[string]string{
		"Event.type": "EventType", "Event.quad": "QuadClass", "Event.status": "Status", "Date.precision": "Precision", "Date.basis": "Basis",
		"Figure.bound": "Bound", "Claim.class": "SourceClass", "Claim.stance": "Stance", "Claim.form": "Form", "Said.direction": "Direction",
	} {
		def, name, _ := strings.Cut(member, ".")
		enum := doc["$defs"].(map[string]any)[def].(map[string]any)["properties"].(map[string]any)[name].(map[string]any)["enum"]
		if got := fmt.Sprint(enum); len(constants[typ]) == 0 || got != fmt.Sprint(constants[typ]) {
			t.Errorf("%s may be %s; the constants of %s are %s", member, got, typ, constants[typ])
		}
	}
}

// TestEarlierRecords: what an earlier program wrote as entente/1 is valid today, loads
// without loss, and keeps the promises of the format.
func TestEarlierRecords(t *testing.T) {
	s, _ := recordSchema(t)
	files, err := filepath.Glob("testdata/record-*.jsonl.gz")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d files of records, %v", len(files), err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		zr, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(zr)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range bytes.Lines(text) {
			n++
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s:%d: %v", name, n, err)
			}
			dec := json.NewDecoder(bytes.NewReader(line))
			dec.DisallowUnknownFields()
			var r entente.Reading
			if err := dec.Decode(&r); err != nil {
				t.Fatalf("%s:%d: %v", name, n, err)
			}
			if err := r.Validate(); err != nil {
				t.Errorf("%s:%d: %v", name, n, err)
			}
			if len(r.Events) == 0 || len(r.Claims) == 0 {
				t.Errorf("%s:%d: %d events, %d claims: it proves nothing", name, n, len(r.Events), len(r.Claims))
			}
			var again bytes.Buffer
			enc := json.NewEncoder(&again)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(&r); err != nil || !bytes.Equal(again.Bytes(), line) {
				t.Errorf("%s:%d: written anew it is not the same, %v:\n%s\n%s", name, n, err, again.Bytes(), line)
			}
		}
		if n != 2 {
			t.Errorf("%s has %d records, want 2", name, n)
		}
	}
}
