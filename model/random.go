package model

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// RandomSmall is a shape for RandomFile that runs in microseconds.
func RandomSmall() Config {
	c := randomLabels()
	c.Layers, c.Hidden, c.Heads, c.FFN, c.Positions, c.ArcDim, c.RelDim, c.CorefDim = 2, 32, 2, 64, 64, 16, 16, 16
	return c
}

// RandomMiniLM is the shape of the trained model, with the sizes of its outputs.
func RandomMiniLM() Config {
	c := randomLabels()
	c.Layers, c.Hidden, c.Heads, c.FFN, c.Positions, c.ArcDim, c.RelDim, c.CorefDim = 6, 384, 12, 1536, 512, 256, 128, 128
	for i := len(c.Feats); i < 258; i++ {
		c.Feats = append(c.Feats, fmt.Sprintf("Foo=%d", i))
	}
	for i := len(c.Scripts); i < 350; i++ {
		c.Scripts = append(c.Scripts, fmt.Sprintf("L1+%d", i))
	}
	for i := len(c.Rels); i < 51; i++ {
		c.Rels = append(c.Rels, fmt.Sprintf("dep:%d", i))
	}
	return c
}

// randomLabels is a Config with labels only.
func randomLabels() Config {
	return Config{
		Eps: 1e-12, Activation: "gelu",
		UPOS:    []string{"NOUN", "VERB", "PROPN", "PUNCT"},
		Feats:   []string{"_", "Number=Sing", "Number=Plur", "Mood=Ind|Tense=Past|VerbForm=Fin"},
		Scripts: []string{"L0+", "K0+", "L1+", "L2+y", "L3+ke", "=be"},
		Rels:    []string{"root", "nsubj", "obj", "nmod:poss", "punct"},

		Mentions: []string{"_", "person", "place", "event"},
		Events:   []string{"_", "CONSULT", "ASSAULT"},
		Modes:    []string{"_", "visit", "aerial"},
		Statuses: []string{"happened", "planned"},
	}
}

// RandomVocab is the vocabulary of random models: the special pieces, ASCII letters, digits and punctuation, also
// inside words, and a few words.
func RandomVocab() string {
	pieces := []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]"}
	for c := '!'; c <= '~'; c++ {
		if c < 'A' || c > 'Z' {
			pieces = append(pieces, string(c), "##"+string(c))
		}
	}
	pieces = append(pieces, "the", "minister", "said", "##ing", "##ed", "talk", "##er")
	return strings.Join(pieces, "\n") + "\n"
}

// RandomFile returns a safetensors file of random weights of the shape c, for tests
// that must not depend on the trained ones; its vocabulary is RandomVocab. The same
// seed gives the same bytes.
func RandomFile(c Config, seed uint64) string {
	c.Vocab = strings.Count(RandomVocab(), "\n")
	w := &writer{rnd: rand.New(rand.NewPCG(seed, 1)), header: map[string]any{}}
	h := c.Hidden
	w.matrix("emb.word", 1, c.Vocab, h)
	w.matrix("emb.pos", 1, c.Positions, h)
	w.matrix("emb.case", 1, 8, h)
	w.norm("emb.ln", h)
	w.layers(c.Layers, h, c.FFN)
	w.linear("upos", len(c.UPOS), h)
	w.linear("feats", len(c.Feats), h)
	w.linear("lemma", len(c.Scripts), h)
	w.linear("arc.dep", c.ArcDim, h)
	w.linear("arc.head", c.ArcDim, h)
	w.matrix("arc.u", 0.3, c.ArcDim+1, c.ArcDim)
	w.linear("rel.dep", c.RelDim, h)
	w.linear("rel.head", c.RelDim, h)
	w.matrix("rel.u", 0.3, len(c.Rels), c.RelDim+1, c.RelDim+1)
	w.linear("mention", len(c.Mentions), h)
	w.linear("said", 3, h)
	w.linear("event", len(c.Events), h)
	w.linear("mode", len(c.Modes), h)
	w.linear("status", len(c.Statuses), h)
	w.linear("coref.dep", c.CorefDim, h)
	w.linear("coref.head", c.CorefDim, h)
	w.matrix("coref.u", 0.3, c.CorefDim+1, c.CorefDim)
	w.floats("pairs", 9*22, func() float64 { return w.rnd.NormFloat64() })

	return w.file(c)
}

// RandomBranch is the shape of a branch on a model of the shape c.
func RandomBranch(c Config, types []string) BranchConfig {
	return BranchConfig{Lower: max(1, c.Layers/2), Layers: max(1, c.Layers/2), Hidden: c.Hidden, Heads: c.Heads, FFN: c.FFN, Eps: c.Eps,
		Inner: 16, Activation: c.Activation, Types: types}
}

// RandomBranchFile is to a Branch what RandomFile is to a Model.
func RandomBranchFile(c BranchConfig, seed uint64) string {
	w := &writer{rnd: rand.New(rand.NewPCG(seed, 2)), header: map[string]any{}}
	w.matrix("mark", 1, 2, c.Hidden)
	w.layers(c.Layers, c.Hidden, c.FFN)
	w.linear("inner", c.Inner, 4*c.Hidden)
	w.linear("kind", len(c.Types), c.Inner)
	return w.file(c)
}

// writer gathers tensors and their header.
type writer struct {
	rnd     *rand.Rand
	header  map[string]any
	content []byte
}

func (w *writer) add(name, kind string, start int, shape ...int) {
	w.header[name] = map[string]any{"dtype": kind, "shape": shape, "data_offsets": []int{start, len(w.content)}}
}

func (w *writer) floats(name string, n int, next func() float64) {
	start := len(w.content)
	for range n {
		w.content = binary.LittleEndian.AppendUint32(w.content, math.Float32bits(float32(next())))
	}
	w.add(name, "F32", start, n)
}

// matrix writes values of about the given deviation.
func (w *writer) matrix(name string, deviation float64, shape ...int) {
	start, rows := len(w.content), 1
	for _, n := range shape[:len(shape)-1] {
		rows *= n
	}
	for range rows * shape[len(shape)-1] {
		w.content = append(w.content, byte(w.rnd.IntN(255)-127))
	}
	w.add(name, "I8", start, shape...)
	w.floats(name+".scale", rows, func() float64 { return deviation * (0.5 + w.rnd.Float64()) / 73 })
}

func (w *writer) linear(name string, out, in int) {
	w.matrix(name+".w", 1.2/math.Sqrt(float64(in)), out, in)
	w.floats(name+".b", out, func() float64 { return 0.2 * w.rnd.NormFloat64() })
}

func (w *writer) norm(name string, n int) {
	w.floats(name+".w", n, func() float64 { return 1 + 0.1*w.rnd.NormFloat64() })
	w.floats(name+".b", n, func() float64 { return 0.1 * w.rnd.NormFloat64() })
}

func (w *writer) layers(count, h, ffn int) {
	for n := range count {
		at := fmt.Sprintf("layer.%d.", n)
		for _, name := range []string{"q", "k", "v", "o"} {
			w.linear(at+name, h, h)
		}
		w.norm(at+"ln1", h)
		w.linear(at+"ffn1", ffn, h)
		w.linear(at+"ffn2", h, ffn)
		w.norm(at+"ln2", h)
	}
}

// file puts the header, with the config, before what was written.
func (w *writer) file(config any) string {
	text, err := json.Marshal(config)
	if err != nil {
		panic(err) // a config is plain values
	}
	w.header["__metadata__"] = map[string]string{"config": string(text)}
	header, err := json.Marshal(w.header)
	if err != nil {
		panic(err)
	}
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return string(slices.Concat(file, header, w.content))
}
