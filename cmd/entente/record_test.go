package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"entente"
)

// recordSchema compiles docs/schema/entente-1.schema.json, the file that others take.
func recordSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("../../docs/schema/entente-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// conforms holds a reading, as it is written, against the schema.
func conforms(s *jsonschema.Schema, r *entente.Reading) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

// TestRecordsOfExamples codes every example and holds each record against the schema.
// TestReading does so for its small articles.
func TestRecordsOfExamples(t *testing.T) {
	s := recordSchema(t)
	valid := func(name, record string) {
		t.Helper()
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(record))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var files []string
	for _, pattern := range []string{"*.txt", "*.html", "ledger/*.html"} {
		found, err := filepath.Glob("../../examples/" + pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no example %s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		valid(name, runIn(t, "", "read", "--format", "json", name))
	}
	stories, err := os.ReadFile("../../examples/ledger/stories.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	records := strings.Split(strings.TrimSpace(runIn(t, "", "code", "../../examples/ledger/stories.jsonl")), "\n")
	if want := bytes.Count(stories, []byte("\n")); len(records) != want {
		t.Errorf("%d records of %d stories", len(records), want)
	}
	for _, r := range records {
		valid("stories.jsonl", r)
	}
}
