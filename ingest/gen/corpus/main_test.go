package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/tokenize"
)

// writePack makes a pack of our own sentences, each of which says where it stands.
func writePack(t *testing.T) string {
	t.Helper()
	pack := t.TempDir()
	for name, paragraphs := range map[string]string{"newswire/ieer-ap-1998": "\n\n", "newswire/guardian-sample": " ", "quotes/polnear-train": "\n\n", "quotes/polnear-dev": "\n\n"} {
		path := filepath.Join(pack, name+".jsonl.gz")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		zw := gzip.NewWriter(&packed)
		enc := json.NewEncoder(zw)
		for i := range 9 {
			var text []string
			for k := range 12 {
				text = append(text, fmt.Sprintf("The ministers of text %d in %s spoke %d times of the harbour, and went home by the early train without a word more to anybody who had come to hear them.", i, filepath.Base(name), k))
			}
			text = append(text, "(sign-off)")
			if err := enc.Encode(map[string]string{"headline": fmt.Sprintf("Ministers speak: %d", i), "text": strings.Join(text, paragraphs)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := zw.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return pack
}

func TestWrite(t *testing.T) {
	texts, err := read(writePack(t))
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{}
	for _, x := range texts {
		for _, p := range x.paragraphs {
			printed[p] = true
		}
	}
	if len(texts) != 36 || len(printed) != 4*9*12 || printed["(sign-off)"] {
		t.Fatalf("%d texts of %d paragraphs, want 36 of 432, each a sentence", len(texts), len(printed))
	}
	write := func(seed uint64) (*maker, string) {
		m := newMaker(texts, seed)
		var out bytes.Buffer
		if err := m.write(&out, 400, 0.2); err != nil {
			t.Fatal(err)
		}
		return m, out.String()
	}
	m, corpus := write(1)
	_, again := write(1)
	_, other := write(2)
	if corpus != again || corpus == other {
		t.Error("the same seed must give the same stories, another seed others")
	}
	if m.fresh+m.reprints != 400 || m.reprints < 50 || m.reprints > 110 || m.doubles != 4 || m.broken != 2 {
		t.Errorf("%d new, %d reprints, %d doubles, %d broken lines", m.fresh, m.reprints, m.doubles, m.broken)
	}

	var broken, reprints int
	ids := map[string]string{} // id of each text
	years := map[string]bool{}
	for line := range strings.Lines(corpus) {
		var s story
		if json.Unmarshal([]byte(line), &s) != nil {
			broken++
			continue
		}
		if id, ok := ids[s.Text]; ok && id != s.ID {
			t.Errorf("stories %s and %s have one text", id, s.ID)
		}
		ids[s.Text] = s.ID
		years[s.Published[:4]] = true
		if s.Headline == "" || s.Publisher == "" {
			t.Errorf("story %s lacks a headline or a publisher", s.ID)
		}
		paragraphs := strings.Split(s.Text, "\n\n")
		if last := len(paragraphs) - 1; strings.HasPrefix(paragraphs[last], "This story first appeared") {
			reprints++
			paragraphs = paragraphs[:last]
		} else if len(paragraphs) < 4 || len(paragraphs) > 9 {
			t.Errorf("story %s has %d paragraphs", s.ID, len(paragraphs))
		}
		for _, p := range paragraphs {
			if !printed[p] {
				t.Errorf("story %s has a paragraph that nobody printed: %q", s.ID, p)
			}
		}
	}
	if broken != m.broken || len(ids) != 400 || reprints < m.reprints || len(years) != 10 {
		t.Errorf("%d broken lines, %d texts, %d reprints, %d years", broken, len(ids), reprints, len(years))
	}
}

func TestGroups(t *testing.T) {
	const printed = "The envoy left on Monday. “I was never asked,” he said. " +
		"Nobody in the capital would say why the talks had ended so soon after they had begun, or what would come of the treaty that both had signed. It rained."
	got := groups(printed, tokenize.New())
	if strings.Join(got, "") != printed || len(got) != 2 || !strings.HasSuffix(got[0], "signed.") {
		t.Errorf("groups = %q, want whole sentences that make the text again", got)
	}
}
