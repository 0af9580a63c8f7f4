package kernel

import "math"

// blockRows is how many rows of scores are made at a time: a multiple of every path's
// largest tile, few enough that they stay in the L1 cache.
const blockRows = 24

// Scratch is the working memory of Attend and Scores, for one goroutine.
type Scratch struct {
	scores, keys, few []float32
}

// Attend sets dst[r*ld:], r < n, to the attention of one sentence of n rows over itself:
// softmax(q k^T / sqrt(dim)) v, head by head. qkv has rows of 3*heads*dim values, the
// queries, keys and values of all heads. dim is a multiple of 16.
func (k *Kernel) Attend(dst []float32, ld int, qkv []float32, n, heads, dim int, s *Scratch) {
	if n == 0 {
		return
	}
	row, wide := 3*heads*dim, ceil(n, lanes)
	s.scores = grow(s.scores, blockRows*wide)
	scale := float32(1 / math.Sqrt(float64(dim)))
	for h := range heads {
		at := h * dim
		values := qkv[2*heads*dim+at:]
		k.columns(s, qkv[heads*dim+at:], row, n, dim)
		for r := 0; r < n; r += blockRows {
			block := min(blockRows, n-r)
			k.Product(s.scores, wide, qkv[r*row+at:], row, s.keys, wide, block, dim, wide)
			k.softmax(s.scores, wide, block, n, scale)
			k.Product(dst[r*ld+at:], ld, s.scores, wide, values, row, block, n, dim)
		}
	}
}

// Scores returns the products a b^T of n rows at a[i*lda:] with m rows at b[j*ldb:], all of
// dim values, a multiple of 8, and the stride of the result: that of rows i and j is at
// i*stride+j. The result takes the place of dst, if there is room.
func (k *Kernel) Scores(dst, a []float32, lda, n int, b []float32, ldb, m, dim int, s *Scratch) (out []float32, stride int) {
	stride = ceil(m, lanes)
	dst = grow(dst, n*stride)
	k.columns(s, b, ldb, m, dim)
	k.Product(dst, stride, a, lda, s.keys, stride, n, dim, stride)
	return dst, stride
}

// Product sets the n rows of c, at c[r*ldc:], to the product of n rows of deep values, at
// a[r*lda:], with a matrix of deep rows, at b[i*ldb:]. It is cols columns wide, a multiple of 16.
func (k *Kernel) Product(c []float32, ldc int, a []float32, lda int, b []float32, ldb, n, deep, cols int) {
	for p := 0; p < cols; p += lanes {
		for r := 0; r < n; {
			from, rows := nextTile(k.tileRows, r, n)
			k.tile(rows, deep, a[from*lda:], lda, b[p:], ldb, c[from*ldc+p:], ldc)
			r = from + rows
		}
	}
}

// columns makes the n rows at src columns of s.keys, which has rows of n values rounded up to
// whole lanes. What stands behind column n is some of the columns once more.
func (k *Kernel) columns(s *Scratch, src []float32, row, n, dim int) {
	const block = 8 // of transpose
	if n == 0 {
		return
	}
	wide := ceil(n, lanes)
	s.keys = grow(s.keys, dim*wide)
	if n < block {
		s.few = grow(s.few, block*dim)
		for j := range block {
			copy(s.few[j*dim:][:dim], src[min(j, n-1)*row:])
		}
		src, row = s.few, dim
		k.transpose(s.keys, wide, src, row, dim)
		k.transpose(s.keys[block:], wide, src, row, dim)
		return
	}
	last := src[(n-block)*row:]
	for j := wide - block; j+block > n; j -= block {
		k.transpose(s.keys[j:], wide, last, row, dim)
	}
	for j := 0; j < n; j += block {
		from := min(j, n-block)
		k.transpose(s.keys[from:], wide, src[from*row:], row, dim)
	}
}
