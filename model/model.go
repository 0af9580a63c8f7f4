// Package model holds the weights and the vocabulary of the language engine, and
// reads their format, safetensors, as train/README.md describes it.
//
// Smallest use:
//
//	m, err := model.Load()
//	q, err := m.Matrix("layer.0.q.w", 384, 384)
//
// The 8-bit matrices are not copied: they stay in the program's read-only image
// and are paged in as they are used. A file that breaks the format gives an
// error with the byte offset, never a panic.
package model

import (
	"crypto/sha256"
	_ "embed" // for the files below
	"encoding/hex"
	"sync"
)

//go:embed weights.safetensors
var weights string

//go:embed vocab.txt
var vocab string

// Config is the shape of the network and the names of its outputs.
type Config struct {
	Layers    int     `json:"layers"`
	Hidden    int     `json:"hidden"`
	Heads     int     `json:"heads"`
	FFN       int     `json:"ffn"`
	Vocab     int     `json:"vocab"`
	Positions int     `json:"positions"`
	Eps       float64 `json:"eps"`
	ArcDim    int     `json:"arc_dim"`
	RelDim    int     `json:"rel_dim"`
	CorefDim  int     `json:"coref_dim"` // 0 if there is no scorer of antecedents

	Activation string   `json:"activation"` // of the scorers of arcs and labels: "gelu"
	UPOS       []string `json:"upos"`
	Feats      []string `json:"feats"`   // "_" is none
	Scripts    []string `json:"scripts"` // edit scripts of lemmas
	Rels       []string `json:"rels"`

	// Labels of the further classifiers, "_" being none; a list is empty if the model has no such classifier.
	Mentions []string `json:"mention"` // entity types
	Events   []string `json:"event"`   // PLOVER types
	Modes    []string `json:"mode"`
	Statuses []string `json:"status"`
}

// Model is a set of weights with its vocabulary. It does not change and may be shared.
type Model struct {
	Tensors
	Config Config
	Vocab  string // one word piece a line

	hash func() string
}

// Load reads the embedded weights.
func Load() (*Model, error) { return Read(weights, vocab) }

// Read reads a model from the contents of a safetensors file and of a vocabulary.
func Read(file, vocab string) (*Model, error) {
	m := &Model{Vocab: vocab, hash: hashOf(file)}
	text, err := m.readHeader(file)
	if err != nil {
		return nil, err
	}
	c := &m.Config
	err = readConfig(text, c, func() []size {
		return []size{
			{"layers", c.Layers, 1}, {"heads", c.Heads, 1}, {"hidden", c.Hidden, 16 * max(c.Heads, 1)}, {"ffn", c.FFN, 16},
			{"vocab", c.Vocab, 1}, {"positions", c.Positions, 1}, {"arc_dim", c.ArcDim, 16}, {"rel_dim", c.RelDim, 16},
			{"upos", len(c.UPOS), 1}, {"feats", len(c.Feats), 1}, {"scripts", len(c.Scripts), 1}, {"rels", len(c.Rels), 1},
		}
	})
	if err != nil {
		return nil, err
	}
	if c.Positions < 16 {
		return nil, corrupt(8, "config: %d positions are too few", c.Positions)
	}
	return m, knownActivation(c.Activation)
}

// Hash returns the first 12 hex digits of the SHA-256 of the weights file.
func (m *Model) Hash() string { return m.hash() }

// hashOf makes a function that gives the first 12 hex digits of the SHA-256 of file; it
// takes a tenth of a second the first time.
func hashOf(file string) func() string {
	return sync.OnceValue(func() string {
		h := sha256.New()
		h.Write(bytesOf(file)) // a hash.Hash never returns an error
		return hex.EncodeToString(h.Sum(nil))[:12]
	})
}
