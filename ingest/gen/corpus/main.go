// Corpus makes a corpus of news stories of any size, to measure a ledger with:
//
//	go run ./ingest/gen/corpus -pack ../shared/data -n 20000 -out corpus.jsonl
//
// Every sentence is one that a newspaper or an agency printed: a story takes four to nine
// whole paragraphs, in their order, from one text of the data pack or from two, one after
// the other (of texts whose paragraphs run together, groups of whole sentences). What is
// made is the rest: which paragraphs meet, the day, one of ten years, and the publisher.
// Dates inside the texts stay as they are, so "on Friday" is told of the new day and
// "in March 1998" is not.
//
// Among the stories are reprints of earlier ones, by another publisher on the same or the
// next day, under another headline, without the last paragraph and with a line of credit.
// Doubles (each 100th line again, as it was) and broken lines (half of each 200th) come on
// top of -n. The same pack, flags and seed give the same bytes.
//
// The texts belong to their publishers: what this writes is for measuring, not for sharing.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"entente"
)

func main() {
	log.SetFlags(0)
	pack := flag.String("pack", "../shared/data", "folder of the data pack")
	n := flag.Int("n", 20_000, "stories, reprints among them")
	seed := flag.Uint64("seed", 1, "of all that is drawn")
	reprints := flag.Float64("reprints", 0.15, "share of the stories that are reprints")
	out := flag.String("out", "", "file to write; standard output if empty")
	flag.Parse()
	if err := run(*out, *pack, *n, *seed, *reprints); err != nil {
		log.Fatalf("corpus: %v", err)
	}
}

func run(out, pack string, n int, seed uint64, reprints float64) error {
	texts, err := read(pack)
	if err != nil {
		return err
	}
	w := os.Stdout
	if out != "" {
		if w, err = os.Create(out); err != nil {
			return err
		}
	}
	m := newMaker(texts, seed)
	err = errors.Join(m.write(w, n, reprints), w.Close())
	log.Printf("%d texts of %d paragraphs and %d words\n%d stories of %d words: %d new, %d reprints; on top %d doubles, %d broken lines",
		len(texts), m.paragraphs(), m.given(), m.fresh+m.reprints, m.words, m.fresh, m.reprints, m.doubles, m.broken)
	return err
}

const (
	doubleOf = 100 // one line in so many comes twice
	brokenOf = 200 // and of one in so many half comes again
	recent   = 50  // new stories among which a reprint finds its own
)

// firstDay is the first of the ten years, which are those that the lists of leaders and
// offices know best.
var firstDay = entente.Day{Year: 2009, Month: 1, Day: 1}

// story is one line of the corpus.
type story struct {
	ID        string `json:"id"`
	Headline  string `json:"headline"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
	Text      string `json:"text"`

	day        entente.Day
	paragraphs []string
}

// maker draws stories from texts and counts them.
type maker struct {
	texts  []text
	random *rand.Rand
	open   []story         // new ones that were not reprinted
	seen   map[string]bool // texts of all new ones

	fresh, reprints, doubles, broken, words int
}

func newMaker(texts []text, seed uint64) *maker {
	return &maker{texts: texts, random: rand.New(rand.NewPCG(seed, 0)), seen: map[string]bool{}}
}

// write writes n stories, and what comes on top of them.
func (m *maker) write(w io.Writer, n int, reprints float64) error {
	out := bufio.NewWriter(w)
	for i := range n {
		s := m.story(n, reprints)
		s.ID = strconv.Itoa(i + 1)
		s.Published, s.Text = s.day.String(), strings.Join(s.paragraphs, "\n\n")
		m.words += len(strings.Fields(s.Text))
		line, err := json.Marshal(s)
		if err != nil {
			return err
		}
		lines := []string{string(line)}
		if i%doubleOf == doubleOf-1 {
			m.doubles++
			lines = append(lines, lines[0])
		}
		if i%brokenOf == brokenOf-1 {
			m.broken++
			lines = append(lines, lines[0][:len(line)/2])
		}
		if _, err := out.WriteString(strings.Join(lines, "\n") + "\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// story draws the next of n stories.
func (m *maker) story(n int, reprints float64) story {
	if len(m.open) > 0 && m.random.Float64() < reprints {
		return m.reprint()
	}
	s := story{Publisher: m.publisher(), day: firstDay.Add(0, 0, (m.fresh+m.reprints)*3652/n)}
	m.fresh++
	for s.paragraphs == nil || m.seen[strings.Join(s.paragraphs, "")] {
		m.draw(&s)
	}
	m.seen[strings.Join(s.paragraphs, "")] = true
	if m.open = append(m.open, s); len(m.open) > recent {
		m.open = m.open[1:]
	}
	return s
}

// draw takes paragraphs from one text or from two.
func (m *maker) draw(s *story) {
	s.Headline, s.paragraphs = "", nil
	goal := 100 + m.random.IntN(110) // words; whole paragraphs carry most stories past it
	first := &m.texts[m.random.IntN(len(m.texts))]
	sources := []*text{first}
	if m.random.IntN(2) == 0 {
		if second := &m.texts[m.random.IntN(len(m.texts))]; second != first {
			sources = append(sources, second)
			goal /= 2
		}
	}
	for i, t := range sources {
		at := m.some(t, goal, 4/len(sources), 9/len(sources))
		if i == 0 && at[0] == 0 {
			s.Headline = t.headline
		}
		for _, k := range at {
			s.paragraphs = append(s.paragraphs, t.paragraphs[k])
		}
	}
	s.Headline = cmp.Or(s.Headline, opening(s.paragraphs[0], 8))
}

// some draws least to most paragraphs of a text, by their numbers in order: enough for
// so many words.
func (m *maker) some(t *text, words, least, most int) []int {
	all := m.random.Perm(len(t.paragraphs))
	k, got := 0, 0
	for ; k < len(all) && k < most && (k < least || got < words); k++ {
		got += len(strings.Fields(t.paragraphs[all[k]]))
	}
	slices.Sort(all[:k])
	return all[:k]
}

// reprint takes a recent story to another publisher. A story is reprinted once, so that
// no two reprints have one text.
func (m *maker) reprint() story {
	m.reprints++
	i := m.random.IntN(len(m.open))
	s := m.open[i]
	m.open = slices.Delete(m.open, i, i+1)
	from := s.Publisher
	for s.Publisher == from {
		s.Publisher = m.publisher()
	}
	s.day = s.day.Add(0, 0, m.random.IntN(2))
	s.paragraphs = append(slices.Clone(s.paragraphs[:len(s.paragraphs)-1]), "This story first appeared in the "+from+".")
	s.Headline = opening(s.paragraphs[0], 5)
	return s
}

// publisher draws one of forty names that no newspaper has, as far as we know.
func (m *maker) publisher() string {
	towns := [...]string{"Alderby", "Brackwater", "Cormont", "Dunmere", "Estholm", "Farrowgate", "Grenholt", "Hollin Bay"}
	kinds := [...]string{"News Agency", "Courier", "Gazette", "Wire", "Morning Post"}
	return towns[m.random.IntN(len(towns))] + " " + kinds[m.random.IntN(len(kinds))]
}

// opening returns the first n words.
func opening(s string, n int) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(n, len(words))], " ")
}

// paragraphs counts those of all texts, given their words.
func (m *maker) paragraphs() (n int) {
	for _, t := range m.texts {
		n += len(t.paragraphs)
	}
	return n
}

func (m *maker) given() (n int) {
	for _, t := range m.texts {
		for _, p := range t.paragraphs {
			n += len(strings.Fields(p))
		}
	}
	return n
}
