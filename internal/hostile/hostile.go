// Package hostile makes pages that mean harm, or were harmed: each from a seed, so that
// one that does damage can be made again.
//
//	p := hostile.Make(seed, samples)
//	art, err := page.Read(p.Body, "hostile", "", page.Hints{})
//
// A page begins as a sample or as a small story of our own, and one to four rows of the
// table of tricks then work on it. Most pages are small, since what matters is how they
// are made; about one in a hundred is of some megabytes.
//
// Limits: every address in a page is of this machine, port 1, so that nothing is asked of
// any other host. What no row of the table does is not tried; a fuzzer is for that.
package hostile

import (
	"math/rand/v2"
	"strings"
)

// Page is one page and how it was made.
type Page struct {
	Seed   uint64
	Tricks []string // in the order in which they were played
	Body   []byte
}

// maxBody bounds a page, in bytes: over the limit of what is read, so that this is tried too.
const maxBody = 24 << 20

// Make makes the page of a seed. The same seed and samples make the same page.
func Make(seed uint64, samples [][]byte) Page {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 0x686f7374)), samples: samples}
	p := Page{Seed: seed, Body: m.base()}
	for range 1 + m.IntN(4) {
		t := tricks[m.IntN(len(tricks))]
		if len(p.Body) > 1<<20 {
			break // one that is large is enough
		}
		p.Tricks = append(p.Tricks, t.name)
		p.Body = t.play(m, p.Body)
		p.Body = p.Body[:min(len(p.Body), maxBody)]
	}
	return p
}

// Tricks returns the names of all tricks.
func Tricks() []string {
	var names []string
	for _, t := range tricks {
		names = append(names, t.name)
	}
	return names
}

// maker is what tricks are played with.
type maker struct {
	*rand.Rand
	samples [][]byte
}

// pick returns one of a list.
func pick[T any](m *maker, list ...T) T { return list[m.IntN(len(list))] }

// some returns a number from 1 to n, small ones mostly: each doubling is as likely as the
// one before.
func (m *maker) some(n int) int {
	bits := 0
	for 1<<bits < n {
		bits++
	}
	return min(n, 1+m.IntN(1<<m.IntN(bits+1)))
}

// repeat returns s up to n times.
func (m *maker) repeat(s string, n int) string { return strings.Repeat(s, m.some(n)) }

// put sets what stands in for one random place of body.
func (m *maker) put(body []byte, what string) []byte {
	at := m.IntN(len(body) + 1)
	out := make([]byte, 0, len(body)+len(what))
	return append(append(append(out, body[:at]...), what...), body[at:]...)
}

// inside puts what into the running text, or anywhere where there is none to be found.
func (m *maker) inside(body []byte, what string) []byte {
	at := strings.LastIndex(string(body[:m.IntN(len(body)+1)]), ". ")
	if at < 0 {
		return m.put(body, what)
	}
	at += len(". ")
	return append(append(append([]byte{}, body[:at]...), what...), body[at:]...)
}

// stretch returns a random part of body, of at most n bytes.
func (m *maker) stretch(body []byte, n int) (from, to int) {
	from = m.IntN(len(body) + 1)
	return from, min(len(body), from+m.IntN(n+1))
}

var sentences = []string{
	"Kenya and Somalia said on Monday that they would reopen the border between them in phases.",
	"France rejected the charge, and its foreign minister called the report false.",
	"“We will not sign,” the president of Chad told reporters in N'Djamena on 3 March 2019.",
	"At least 12 soldiers were killed when Sudan shelled a camp, an official who asked not to be named said.",
	"Norway will send $40 million in aid to Peru if the parliament agrees.",
	"The two countries had broken off relations in 1998 and signed a treaty in 2004.",
	"Turkey’s ambassador to Greece was recalled after what Ankara described as a provocation.",
	"Russia denied that its ships had entered Japanese waters, as Tokyo claims.",
}

func (m *maker) sentence() string { return pick(m, sentences...) }

// base is a sample as it is, or a page of our own.
func (m *maker) base() []byte {
	if len(m.samples) > 0 && m.IntN(2) == 0 {
		return append([]byte{}, m.samples[m.IntN(len(m.samples))]...)
	}
	var b strings.Builder
	html := m.IntN(5) > 0
	if html {
		b.WriteString("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + m.sentence() + "</title>\n")
		b.WriteString(`<meta property="og:title" content="` + m.sentence() + `"><meta name="author" content="By Nora Lind">` + "\n")
		b.WriteString(`<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A day", "datePublished": "2019-03-04T08:00:00Z", "author": {"name": "Nora Lind"}}</script>`)
		b.WriteString("</head><body><nav><a href=\"http://127.0.0.1:1/\">Home</a></nav><article><h1>" + m.sentence() + "</h1>\n")
	}
	for range 2 + m.IntN(8) {
		line := strings.Join([]string{m.sentence(), m.sentence()}, " ")
		if html {
			line = "<p>" + line + "</p>"
		}
		b.WriteString(line + "\n\n")
	}
	if html {
		b.WriteString("</article><footer>Copyright</footer></body></html>\n")
	}
	return []byte(b.String())
}
