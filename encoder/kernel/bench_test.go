package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkGEMM multiplies 384 rows with the matrices of MiniLM and reports 10^9 operations a second,
// a product and a sum being two, in the fastest round: other work on the machine only slows one down.
func BenchmarkGEMM(b *testing.B) {
	const rows = 384
	for _, k := range available() {
		for _, size := range [][2]int{{1152, 384}, {384, 384}, {1536, 384}, {384, 1536}} {
			out, in := size[0], size[1]
			b.Run(fmt.Sprintf("%s/%dx%d", k.path, out, in), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				l := k.PackLinear(out, in, func(int) ([]int8, float32) { return bytes8(r, in), 0.01 }, nil)
				x, y := make([]float32, rows*in), make([]float32, rows*out)
				randomise(r, x)
				var q Quantised
				least := time.Duration(math.MaxInt64)
				for b.Loop() {
					start := time.Now()
					k.Quantise(&q, x, in, in, rows)
					l.Mul(y, out, &q)
					least = min(least, time.Since(start))
				}
				b.ReportMetric(2*float64(rows*out*in)/least.Seconds()/1e9, "GOPS")
			})
		}
	}
}

func bytes8(r *rand.Rand, n int) []int8 {
	w := make([]int8, n)
	for i := range w {
		w[i] = int8(r.IntN(255) - 127)
	}
	return w
}

func BenchmarkGELU(b *testing.B) {
	for _, k := range available() {
		b.Run(k.path, func(b *testing.B) {
			x, y := make([]float32, 1536), make([]float32, 1536)
			randomise(rand.New(rand.NewPCG(1, 1)), y)
			for b.Loop() {
				copy(x, y)
				k.GELU(x)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/1536, "ns/value")
		})
	}
}

func randomise(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
}
