package attribute

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"
	"entente/internal/markup"
)

// TestCases reads testdata/cases: why the case stands there, the text with its
// claims marked, what else is wanted of each claim, the actors, and the parse.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := archive(string(raw))
			marked := strings.TrimSpace(parts["marked"])
			text, _, err := markup.Parse(marked)
			if err != nil {
				t.Fatal(err)
			}
			a := analysis(t, text, parts["parse.conllu"], parts["cast"])
			at, err := New()
			if err != nil {
				t.Fatal(err)
			}
			claims := at.Attribute(a)
			if got := render(text, claims); got != marked {
				t.Errorf("found\n\t%s\nwant\n\t%s", got, marked)
			}
			if got, want := describe(claims), strings.TrimSpace(parts["want"]); got != want {
				t.Errorf("claims are\n%s\nwant\n%s", got, want)
			}
			r := &entente.Reading{Format: entente.Format, Article: a.Article, Claims: claims, Actors: a.Cast.Actors}
			if err := r.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

// archive splits a txtar file into its parts; the comment has the name "".
func archive(s string) map[string]string {
	out := map[string]string{}
	name := ""
	for line := range strings.Lines(s) {
		if l := strings.TrimSpace(line); strings.HasPrefix(l, "-- ") && strings.HasSuffix(l, " --") {
			name = strings.TrimSuffix(strings.TrimPrefix(l, "-- "), " --")
			continue
		}
		out[name] += line
	}
	return out
}

// analysis lays parsed tokens over text, in order. A blank line of the text ends
// a paragraph.
func analysis(t *testing.T, text, conllu, cast string) *entente.Analysis {
	t.Helper()
	a := &entente.Analysis{Article: &entente.Article{Text: text}}
	at := 0
	var s entente.Sentence
	flush := func() {
		if len(s.Tokens) == 0 {
			return
		}
		s.Span = s.SpanOf(0, len(s.Tokens)-1)
		s.Zone = entente.ZoneBody
		s.Paragraph = strings.Count(text[:s.Span.Start], "\n\n")
		a.Sentences = append(a.Sentences, s)
		a.Article.Sentences = append(a.Article.Sentences, s.Span)
		s = entente.Sentence{}
	}
	for line := range strings.Lines(conllu) {
		line = strings.TrimSpace(line)
		if line == "" {
			flush()
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 10 {
			t.Fatalf("parse line %q has %d columns", line, len(c))
		}
		found := strings.Index(text[at:], c[1])
		if found < 0 {
			t.Fatalf("token %q is not in the rest of the text", c[1])
		}
		start := at + found
		at = start + len(c[1])
		head, err := strconv.Atoi(c[6])
		if err != nil {
			t.Fatal(err)
		}
		if head--; head < 0 {
			head = len(s.Tokens)
		}
		s.Tokens = append(s.Tokens, entente.Token{
			Span: entente.Span{Start: start, End: at}, Form: c[1], Lemma: c[2], UPOS: c[3],
			Feats: strings.TrimPrefix(c[5], "_"), Head: head, Rel: c[7],
		})
	}
	flush()
	for line := range strings.Lines(cast) {
		c := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(c) == 3 {
			addMentions(a, entente.ActorRef(c[0]), c[1], c[2])
		}
	}
	return a
}

// addMentions makes every place where words stand a mention of ref.
func addMentions(a *entente.Analysis, ref entente.ActorRef, entity, words string) {
	if a.Cast.Actor(ref) == nil {
		a.Cast.Actors = append(a.Cast.Actors, entente.Actor{Ref: ref, Name: words, Entity: strings.TrimPrefix(entity, "-")})
	}
	act := a.Cast.Actor(ref)
	for i := range a.Sentences {
		s := &a.Sentences[i]
		for first := range s.Tokens {
			for last := first; last < len(s.Tokens); last++ {
				sp := s.SpanOf(first, last)
				if sp.In(a.Article.Text) != words {
					continue
				}
				head := first
				for s.Tokens[head].Head >= first && s.Tokens[head].Head <= last && s.Tokens[head].Head != head {
					head = s.Tokens[head].Head
				}
				act.Mentions = append(act.Mentions, entente.Mention{Span: sp, Text: words, How: "test", Sentence: i, First: first, Last: last, Head: head})
			}
		}
	}
}

// render marks the claims in text; several claims are numbered.
func render(text string, claims []entente.Claim) string {
	type opening struct {
		sp   entente.Span
		name string
	}
	var list []opening
	for i, c := range claims {
		n := ""
		if len(claims) > 1 {
			n = strconv.Itoa(i + 1)
		}
		for _, sp := range c.Source {
			list = append(list, opening{sp, "source" + n})
		}
		for _, sp := range c.Cue {
			list = append(list, opening{sp, "cue" + n})
		}
		for _, sp := range c.Content {
			list = append(list, opening{sp, "content" + n})
		}
	}
	slices.SortFunc(list, func(a, b opening) int {
		return cmp.Or(cmp.Compare(a.sp.Start, b.sp.Start), cmp.Compare(b.sp.End, a.sp.End), cmp.Compare(a.name, b.name))
	})
	var out strings.Builder
	var open []int
	for i := 0; i <= len(text); i++ {
		for len(open) > 0 && open[len(open)-1] == i {
			out.WriteByte(']')
			open = open[:len(open)-1]
		}
		for len(list) > 0 && list[0].sp.Start == i {
			out.WriteString("[" + list[0].name + " ")
			open = append(open, list[0].sp.End)
			list = list[1:]
		}
		if i < len(text) {
			if strings.ContainsRune(`[]\`, rune(text[i])) {
				out.WriteByte('\\')
			}
			out.WriteByte(text[i])
		}
	}
	return out.String()
}

// describe prints one line for each claim.
func describe(claims []entente.Claim) string {
	var out strings.Builder
	for _, c := range claims {
		fmt.Fprintf(&out, "%s %s %s %s %s role=%q", c.ID, c.CueLemma, c.Stance, c.Form, c.Class, c.Role)
		if c.Speaker != nil {
			fmt.Fprintf(&out, " speaker=%s", *c.Speaker)
		}
		if c.Addressee != nil {
			fmt.Fprintf(&out, " addressee=%s", *c.Addressee)
		}
		if c.Parent != nil {
			fmt.Fprintf(&out, " parent=%s", *c.Parent)
		}
		out.WriteByte('\n')
	}
	return strings.TrimSpace(out.String())
}

func TestTables(t *testing.T) {
	lex, err := readLexicon(cueTable, speakerTable)
	if err != nil {
		t.Fatal(err)
	}
	if len(lex.cues) < 250 {
		t.Errorf("the cue table has %d rows, want at least 250", len(lex.cues))
	}
	frames := set("that,quote,inf,obj,objinf,tell,prep,pass,as,seem,adv,light,put,untrue")
	stances := set("assert,deny,confirm,predict,demand,promise,threaten,believe,ask")
	for key, e := range lex.cues {
		if !slices.Contains([]string{"VERB", "NOUN", "ADJ", "ADV"}, key.upos) {
			t.Errorf("%s: part of speech %q", key.lemma, key.upos)
		}
		for f := range e.frames {
			if !frames[f] {
				t.Errorf("%s %s: frame %q", key.lemma, key.upos, f)
			}
		}
		if e.has("prep") != (len(e.preps) > 0) {
			t.Errorf("%s %s: frame prep and prepositions %v do not go together", key.lemma, key.upos, e.preps)
		}
		for _, s := range []entente.Stance{e.stance, e.toInf, e.negated} {
			if s != "" && !stances[string(s)] {
				t.Errorf("%s %s: stance %q", key.lemma, key.upos, s)
			}
		}
	}
	for lemma, class := range lex.speakers {
		if !slices.Contains([]string{"institution", "media", "masthead", "document", "number"}, class) {
			t.Errorf("speakers.tsv: %s is %q", lemma, class)
		}
	}
}

func TestTableFaults(t *testing.T) {
	for _, bad := range []string{"say\tVERB\tthat\t-\tassert\n", "say\tVERB\tthat\t-\tassert\t-\nsay\tVERB\tthat\t-\tassert\t-\n"} {
		if _, err := readLexicon(bad, ""); err == nil {
			t.Errorf("readLexicon(%q) gives no error", bad)
		}
	}
	if _, err := readLexicon("", "press\tmedia\npress\tmedia\n"); err == nil {
		t.Error("a speaker that stands twice gives no error")
	}
}

func TestInflections(t *testing.T) {
	for verb, want := range map[string]string{"deny": "denied", "criticize": "criticized", "admit": "admitting", "stress": "stresses", "suggest": "suggested"} {
		if !slices.Contains(inflections(verb), want) {
			t.Errorf("inflections(%q) = %v, without %q", verb, inflections(verb), want)
		}
	}
}

func TestNothing(t *testing.T) {
	at, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []*entente.Analysis{
		{Article: &entente.Article{}},
		{Article: &entente.Article{Text: "x"}, Sentences: []entente.Sentence{{}}},
	} {
		if got := at.Attribute(a); got != nil {
			t.Errorf("Attribute of nothing = %v", got)
		}
	}
}
