package kernel

import "math"

// Scratch is the working memory of Attend, for one goroutine.
type Scratch struct {
	scores, keys, values []float32
	zero                 [tileCols]float32
	edge                 [tileRows * tileCols]float32
}

// grow returns s with n elements, new ones with room to spare if it has too few.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n+n/4)[:n]
	}
	return s[:n]
}

// Attend sets dst[r*ld:], r < n, to the attention of one sentence of n rows over itself:
// softmax(q k^T / sqrt(dim)) v, head by head. qkv has rows of 3*heads*dim values, the
// queries, keys and values of all heads, and must hold Rows(n) rows. dim is a multiple
// of 16. Only the n rows of dst are written.
func (k *Kernel) Attend(dst []float32, ld int, qkv []float32, n, heads, dim int, s *Scratch) {
	row, wide := 3*heads*dim, cols(n)
	s.scores = grow(s.scores, Rows(n)*wide)
	scale := float32(1 / math.Sqrt(float64(dim)))
	for h := range heads {
		at := h * dim
		s.packKeys(qkv[heads*dim+at:], row, n, dim)
		s.packValues(qkv[2*heads*dim+at:], row, n, dim)
		for p := 0; p < wide; p += tileCols {
			for r := 0; r < n; r += tileRows {
				k.tile(dim, qkv[r*row+at:], row, s.keys[p*dim:], s.zero[:], 0, s.scores[r*wide+p:], wide)
			}
		}
		var norm [tileRows]float32
		for r := 0; r < n; r += tileRows {
			block := min(tileRows, n-r)
			for i := range block {
				norm[i] = 1 / k.softmax(s.scores[(r+i)*wide:][:wide], n, scale)
			}
			for p := 0; p < dim; p += tileCols {
				k.tile(wide, s.scores[r*wide:], wide, s.values[p*wide:], s.zero[:], 0, s.edge[:], tileCols)
				for i := range block {
					to, f := dst[(r+i)*ld+at+p:][:tileCols], norm[i]
					for j, v := range s.edge[i*tileCols:][:tileCols] {
						to[j] = v * f
					}
				}
			}
		}
	}
}

// Product returns the scores a b^T of n rows of a with m rows of b, at b[j*ldb:], all of
// dim values, dim even, and the stride of the result: score (i, j) is at i*stride+j.
// The result takes the place of dst, if there is room. a must hold Rows(n) rows.
func (k *Kernel) Product(dst, a []float32, n int, b []float32, ldb, m, dim int, s *Scratch) (out []float32, stride int) {
	stride = cols(m)
	dst = grow(dst, Rows(n)*stride)
	s.packKeys(b, ldb, m, dim)
	for p := 0; p < stride; p += tileCols {
		for r := 0; r < n; r += tileRows {
			k.tile(dim, a[r*dim:], dim, s.keys[p*dim:], s.zero[:], 0, dst[r*stride+p:], stride)
		}
	}
	return dst, stride
}

// packKeys lays out n rows of dim values, transposed, as panels of 16 rows each.
func (s *Scratch) packKeys(src []float32, row, n, dim int) {
	s.keys = grow(s.keys, cols(n)*dim)
	for j := range cols(n) {
		panel := s.keys[j/tileCols*tileCols*dim+j%tileCols:]
		if j >= n {
			for i := range dim {
				panel[i*tileCols] = 0
			}
			continue
		}
		for i, v := range src[j*row:][:dim] {
			panel[i*tileCols] = v
		}
	}
}

// packValues lays out n rows of dim values as panels of 16 columns, with cols(n) rows each.
func (s *Scratch) packValues(src []float32, row, n, dim int) {
	deep := cols(n)
	s.values = grow(s.values, deep*dim)
	for p := 0; p < dim; p += tileCols {
		panel := s.values[p*deep:][:deep*tileCols]
		for j := range n {
			copy(panel[j*tileCols:][:tileCols], src[j*row+p:])
		}
		clear(panel[n*tileCols:])
	}
}

// softmax replaces the n scores by the exponentials of scale*(x - max) and returns their
// sum. What stands behind them becomes next to nothing.
func (k *Kernel) softmax(x []float32, n int, scale float32) float32 {
	top := x[0]
	for _, v := range x[1:n] {
		top = max(top, v)
	}
	for i := n; i < len(x); i++ {
		x[i] = top - 1000/scale
	}
	return k.expSum(x, scale, scale*top)
}
