package parse

import (
	"testing"

	"entente"
	"entente/encoder/kernel"
)

// BenchmarkParse parses the reference sentences, forty times over, on one worker
// and on one per CPU.
func BenchmarkParse(b *testing.B) {
	refs := references(b)
	for _, path := range kernel.Paths() {
		times := 40
		if path == "go" { // slow
			times = 2
		}
		var sents []entente.Sentence
		words := 0
		for i := range times * len(refs) {
			sents = append(sents, refs[i%len(refs)].sentence())
			words += len(sents[i].Tokens)
		}
		for _, run := range []struct {
			name    string
			workers int
		}{{"one", 1}, {"all", 0}} {
			b.Run(path+"/"+run.name, func(b *testing.B) {
				p := trained(b, Options{Workers: run.workers, Path: path})
				b.ReportAllocs()
				for b.Loop() {
					if err := p.Parse(b.Context(), sents); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*words)/b.Elapsed().Seconds(), "words/s")
			})
		}
	}
}

// BenchmarkNew is the start of the program: reading and laying out the weights.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		trained(b, Options{})
	}
}

// What is left are the lemmas, the groups, what wordpiece lower-cases, and what is
// kept of mentions until the document is done.
func TestParseAllocates(t *testing.T) {
	p := trained(t, Options{Workers: 1})
	sents := []entente.Sentence{references(t)[0].sentence()}
	run := func() {
		if err := p.Parse(t.Context(), sents); err != nil {
			t.Fatal(err)
		}
	}
	run()
	if n := testing.AllocsPerRun(20, run); n > float64(4*len(sents[0].Tokens)+10) {
		t.Errorf("%v allocations for %d tokens", n, len(sents[0].Tokens))
	}
}
