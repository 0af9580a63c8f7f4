package kernel

import "math"

// portable is the path "go": plain loops, for CPUs and architectures without a
// path of their own, and the reference that the others are tested against.
func portable() *Kernel {
	return &Kernel{path: "go", tile: tileGo, gelu: geluGo, expSum: expSumGo, layerNorm: layerNormGo,
		quantise: quantiseGo, tilePairs: tilePairsGo}
}

// tileGo works on 2 rows by 4 columns at a time, whose sums fit into registers.
func tileGo(k int, a []float32, lda int, b, from []float32, fromStride int, c []float32, ldc int) {
	for r := 0; r < tileRows; r += 2 {
		x, y := a[r*lda:][:k], a[(r+1)*lda:][:k]
		for j := 0; j < tileCols; j += 4 {
			f, g := from[r*fromStride+j:][:4], from[(r+1)*fromStride+j:][:4]
			s0, s1, s2, s3 := f[0], f[1], f[2], f[3]
			t0, t1, t2, t3 := g[0], g[1], g[2], g[3]
			for i, u := range x {
				w, v := b[i*tileCols+j:][:4], y[i]
				s0 += u * w[0]
				s1 += u * w[1]
				s2 += u * w[2]
				s3 += u * w[3]
				t0 += v * w[0]
				t1 += v * w[1]
				t2 += v * w[2]
				t3 += v * w[3]
			}
			d, e := c[r*ldc+j:][:4], c[(r+1)*ldc+j:][:4]
			d[0], d[1], d[2], d[3] = s0, s1, s2, s3
			e[0], e[1], e[2], e[3] = t0, t1, t2, t3
		}
	}
}

func geluGo(x []float32) {
	for i, v := range x {
		x[i] = float32(0.5 * float64(v) * (1 + math.Erf(float64(v)/math.Sqrt2)))
	}
}

func expSumGo(x []float32, scale, top float32) float32 {
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64(max(scale*v-top, -87))))
		sum += x[i]
	}
	return sum
}

func layerNormGo(x, add, w, b []float32, eps float32) {
	var sum, square float32
	for i := range x {
		x[i] += add[i]
		sum += x[i]
	}
	mean := sum / float32(len(x))
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	f := float32(1 / math.Sqrt(float64(square/float32(len(x))+eps)))
	for i, v := range x {
		x[i] = (v-mean)*f*w[i] + b[i]
	}
}

func quantiseGo(dst []int16, x []float32, limit float32) float32 {
	top := float32(1e-30)
	for _, v := range x {
		top = max(top, v, -v)
	}
	f := limit / top
	for i, v := range x {
		dst[i] = int16(max(-math.MaxInt16, min(math.MaxInt16, math.RoundToEven(float64(v*f)))))
	}
	return top
}

// tilePairsGo works on two columns at once: with w the weight of one plus 2^32 times
// that of the other, the sum of a*w holds both columns' sums, the first in its low
// half, since neither leaves 32 bits.
func tilePairsGo(k int, a []int16, lda int, b []int64, rows, cols, bias, c []float32, ldc int) {
	const pairs = tileCols / 2
	for r := 0; r < tileRows; r += 2 {
		x, y := a[r*lda:][:k], a[(r+1)*lda:][:k]
		for p := 0; p < pairs; p += 2 {
			var s0, s1, t0, t1 int64
			for i, u := range x {
				w := b[i*pairs+p:][:2]
				u, v := int64(u), int64(y[i])
				s0 += u * w[0]
				s1 += u * w[1]
				t0 += v * w[0]
				t1 += v * w[1]
			}
			for i, sum := range [4]int64{s0, s1, t0, t1} {
				row, j := r+i/2, 2*(p+i%2)
				low := int32(sum)
				high := int32((sum - int64(low)) >> 32)
				d := c[row*ldc+j:][:2]
				d[0] = float32(low)*cols[j]*rows[row] + bias[j]
				d[1] = float32(high)*cols[j+1]*rows[row] + bias[j+1]
			}
		}
	}
}
