package model

import (
	"crypto/sha256"
	_ "embed" // for the file below
	"encoding/hex"
)

//go:embed pairs.safetensors
var pairs string

// BranchConfig is the shape of a Branch, and the names of its outputs.
type BranchConfig struct {
	Lower  int     `json:"lower"`  // layers of the model that the branch stands on
	Layers int     `json:"layers"` // layers of its own
	Hidden int     `json:"hidden"` // as the model's, as are the next three
	Heads  int     `json:"heads"`
	FFN    int     `json:"ffn"`
	Eps    float64 `json:"eps"`
	Inner  int     `json:"inner"` // width of the classifier's hidden layer

	Activation string   `json:"activation"` // of that layer: "gelu"
	Types      []string `json:"types"`      // PLOVER types; "_" is none
}

// Branch is a second set of weights, which stands on the lower layers of a Model. It
// does not change and may be shared.
type Branch struct {
	Tensors
	Config BranchConfig

	hash func() string
}

// LoadPairs reads the embedded weights that judge pairs of a source and a target.
func LoadPairs() (*Branch, error) { return ReadBranch(pairs) }

// ReadBranch reads a branch from the contents of a safetensors file.
func ReadBranch(file string) (*Branch, error) {
	b := &Branch{hash: hashOf(file)}
	text, err := b.readHeader(file)
	if err != nil {
		return nil, err
	}
	c := &b.Config
	err = readConfig(text, c, func() []size {
		return []size{
			{"lower", c.Lower, 1}, {"layers", c.Layers, 1}, {"heads", c.Heads, 1}, {"hidden", c.Hidden, 16 * max(c.Heads, 1)},
			{"ffn", c.FFN, 16}, {"inner", c.Inner, 16}, {"types", len(c.Types), 1},
		}
	})
	if err != nil {
		return nil, err
	}
	return b, knownActivation(c.Activation)
}

// Hash returns the first 12 hex digits of the SHA-256 of the weights file.
func (b *Branch) Hash() string { return b.hash() }

// Stamp names m and b together in 12 hex digits: other weights in either give another stamp.
func Stamp(m *Model, b *Branch) string {
	sum := sha256.Sum256([]byte(m.Hash() + b.Hash()))
	return hex.EncodeToString(sum[:])[:12]
}
