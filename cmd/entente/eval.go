package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/eval"
	"entente/page"
)

func (m *Main) evalCommand() *cobra.Command {
	var misses, ablate bool
	var markdown, records string
	var limit int
	cmd := &cobra.Command{
		Use:   "eval GOLD…",
		Short: "score against gold, per field and per whole record; check provenance of any texts",
		Long: "eval knows each gold set by its content: CoNLL-U treebanks, PLOVER gold standard records, sentences\n" +
			"with a marked source and target, actor phrases, and articles with attributions or with hand-marked\n" +
			"dates, plain or gzipped.\n" +
			"A treebank is parsed from its gold words and again from its raw text, as the CoNLL 2018 shared task\n" +
			"did; where it marks entities in Entity, names and coreference are scored too.\n" +
			"JSON lines with a text and no gold are read twice and checked: every span in range and reproducing\n" +
			"its text, every event with its sentence, both runs the same to the byte.",
		Example: "  entente eval plover_gsr_dev.json --misses\n" +
			"  entente eval --records eval/gold/ap ieer-ap-1998.jsonl.gz\n" +
			"  entente eval en_ewt-ud-dev.conllu.gz guardian-sample.jsonl.gz",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("entente eval plover_gsr_dev.json", "eval takes one gold file or more")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			own, err := m.custom(cmd, nil)
			if err != nil {
				return err
			}
			sys, err := m.wire(0, own)
			if err != nil {
				return err
			}
			var reports []*eval.Report
			failed := 0
			for _, name := range args {
				made, err := m.evaluate(cmd.Context(), sys, name, records, limit)
				if err != nil {
					failed++
					m.warn("%v", err)
					continue
				}
				for _, rep := range made {
					m.print(m.Stdout, rep.Text(misses))
				}
				reports = append(reports, made...)
			}
			others, err := eval.Peers(reports)
			if err != nil {
				return err
			}
			if others != nil {
				m.print(m.Stdout, others.Text(misses))
				reports = append(reports, others)
			}
			if ablate && failed == 0 {
				rep, err := m.ablate(cmd.Context(), sys, args, records)
				if err != nil {
					return err
				}
				m.print(m.Stdout, rep.Text(misses))
				reports = append(reports, rep)
			}
			if markdown != "" && failed == 0 {
				if err := os.WriteFile(markdown, []byte(eval.Markdown(reports)), 0o644); err != nil {
					return err
				}
			}
			if failed > 0 {
				return &inputsFailed{failed, len(args)}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&misses, "misses", false, "print every miss")
	cmd.Flags().BoolVar(&ablate, "ablate", false, "score whole records once more without each learned or other part, to see what it is worth")
	cmd.Flags().StringVar(&markdown, "markdown", "", "also write the tables to this file")
	cmd.Flags().StringVar(&records, "records", "", "a `FOLDER` of records coded by hand for articles of the gold files: ID.tsv, written as docs/coding.md says")
	cmd.Flags().IntVar(&limit, "limit", 0, "of texts without gold, read only that many; 0 means all")
	return cmd
}

// evaluate scores one gold file, whichever kind it is.
func (m *Main) evaluate(ctx context.Context, sys *system, name, records string, limit int) ([]*eval.Report, error) {
	content, err := readGold(name)
	if err != nil {
		return nil, &entente.Error{Op: "eval", Kind: entente.Missing, Input: name, Err: err}
	}
	label := filepath.Base(name)
	one := func(rep *eval.Report, err error) ([]*eval.Report, error) {
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", name, err)
		}
		rep.Gold = label
		return []*eval.Report{rep}, nil
	}
	read := func(ctx context.Context, id, text string) (*entente.Reading, error) {
		return sys.story(ctx, eval.Story{ID: id, Text: text})
	}
	switch kind := goldKind(content); kind {
	case "conllu":
		reports, err := eval.Treebank(ctx, sys.parser, sys.resolver, bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", name, err)
		}
		raw, err := eval.Raw(ctx, sys.pipeline.Tokenizer, sys.parser, bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", name, err)
		}
		reports[0].Gold = label
		for _, rep := range append(reports[1:], raw) {
			rep.Gold = label + ", " + rep.Gold
		}
		return append(reports, raw), nil
	case "records":
		return one(eval.GSR(ctx, read, bytes.NewReader(content)))
	case "sentences":
		return one(eval.Sentences(ctx, read, bytes.NewReader(content)))
	case "actors":
		return one(eval.Actors(sys.phrase, bytes.NewReader(content)))
	case "quotes":
		return one(eval.Quotes(ctx, sys.analyze, bytes.NewReader(content)))
	case "dates":
		dates, err := one(eval.NewsDates(ctx, sys.analyze, bytes.NewReader(content)))
		if err != nil {
			return nil, err
		}
		dates[0].Gold += ", marked dates"
		if records != "" {
			whole, err := eval.Articles(ctx, sys.story, bytes.NewReader(content), os.DirFS(records))
			if err != nil {
				return nil, err
			}
			whole.Gold = label + ", coded by hand"
			return append(dates, whole), nil
		}
		checked, err := one(check(ctx, sys, label, content, limit))
		return append(dates, checked...), err
	case "stories":
		return one(check(ctx, sys, label, content, limit))
	}
	return nil, &entente.Error{Op: "eval", Kind: entente.Syntax, Input: name, Err: errors.New("not a gold set that eval knows: see entente eval --help")}
}

// check reads stories twice, checks what comes out, and tells how fast that went.
func check(ctx context.Context, sys *system, label string, content []byte, limit int) (*eval.Report, error) {
	stories, err := readStories(content, limit)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	rep, err := eval.Provenance(ctx, label, sys.story, stories)
	if err != nil {
		return nil, err
	}
	words := 0
	for _, s := range stories {
		words += len(strings.Fields(s.Text))
	}
	rep.Scores = append(rep.Scores,
		eval.Score{Field: "words a second", Detail: fmt.Sprintf("%.0f (each story read twice)", 2*float64(words)/time.Since(start).Seconds())},
		eval.Score{Field: "peak memory", Detail: peakMemory()})
	return rep, nil
}

// goldKind tells a gold set by its first record.
func goldKind(content []byte) string {
	start := bytes.TrimLeft(content, " \r\n\t\ufeff")
	if len(start) == 0 {
		return ""
	}
	if start[0] == '#' || start[0] == '1' {
		return "conllu"
	}
	var record map[string]json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(start))
	if start[0] == '[' {
		if _, err := dec.Token(); err != nil {
			return ""
		}
	}
	if dec.Decode(&record) != nil {
		return ""
	}
	for _, sign := range []struct{ field, kind string }{
		{"markup", "records"}, {"marked", "sentences"}, {"expect", "actors"}, {"attributions", "quotes"}, {"entities", "dates"}, {"text", "stories"},
	} {
		if _, ok := record[sign.field]; ok {
			return sign.kind
		}
	}
	return ""
}

func readGold(name string) ([]byte, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	if !bytes.HasPrefix(content, []byte{0x1f, 0x8b}) {
		return content, nil
	}
	zr, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

func readStories(content []byte, limit int) ([]eval.Story, error) {
	var stories []eval.Story
	dec := json.NewDecoder(bytes.NewReader(content))
	for dec.More() && (limit == 0 || len(stories) < limit) {
		var s struct {
			ID   any    `json:"id"`
			Text string `json:"text"`
			Date string `json:"date"`
		}
		if err := dec.Decode(&s); err != nil {
			return nil, err
		}
		day, _ := page.ParseDate(s.Date) // a story without a usable day is still a story
		stories = append(stories, eval.Story{ID: fmt.Sprint(s.ID), Text: s.Text, Published: day})
	}
	return stories, nil
}

// story makes a Reading of a bare text.
func (s *system) story(ctx context.Context, story eval.Story) (*entente.Reading, error) {
	art, err := page.FromFields(story.Text, "", "", "", story.Published)
	if err != nil {
		return nil, err
	}
	return s.pipeline.Read(ctx, story.ID, art)
}

// analyze runs the stages before the coder over a bare text.
func (s *system) analyze(ctx context.Context, text string, published entente.Day) (*entente.Analysis, error) {
	art, err := page.FromFields(text, "", "", "", published)
	if err != nil {
		return nil, err
	}
	return s.pipeline.Analyze(ctx, art)
}

// peakMemory is the largest resident size of this process so far, where the
// system tells it (Linux), or the memory that Go took from the system.
func peakMemory() string {
	if f, err := os.Open("/proc/self/status"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
				var kib int
				if _, err := fmt.Sscan(strings.TrimSpace(value), &kib); err == nil {
					return fmt.Sprintf("%d MiB resident", kib>>10)
				}
			}
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return fmt.Sprintf("%d MiB taken by Go", stats.Sys>>20)
}

// phrase resolves a bare phrase.
func (s *system) phrase(text, context string, on entente.Day) eval.ActorAnswer {
	answer := s.resolver.Phrase(text, context, on)
	return eval.ActorAnswer{Country: answer.Country, Sector: answer.Sector}
}
