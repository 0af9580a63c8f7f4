package kernel

import "math"

// portable is the path "go": plain loops, for CPUs and architectures without a path
// of their own. The conversions of products to float32 forbid the compiler to
// fuse them with a sum, which would round once where the other paths round twice.
func portable() *Kernel {
	return &Kernel{path: "go", mulRows: []int{2, 1}, tileRows: []int{2, 1}, mul: mulGo, tile: tileGo, transpose: transposeGo,
		softmax: softmaxGo, gelu: geluGo, layerNorm: layerNormGo, quantise: quantiseGo, addRow: addRowGo}
}

// mulGo works on two rows at once: with p the activation of one plus 2^32 times that
// of the other, the sum of p*w holds both rows' sums, the first in its low half,
// since neither leaves 32 bits.
func mulGo(rows, k int, a []uint8, lda int, b []int8, cols int, step, lo, scale, shift, bias, c []float32, ldc int) {
	var sums [panelWidth]int64
	for i := 0; i < k; i += 4 {
		x, y := a[i:][:4], a[(rows-1)*lda+i:][:4]
		p0, p1 := int64(x[0])|int64(y[0])<<32, int64(x[1])|int64(y[1])<<32
		p2, p3 := int64(x[2])|int64(y[2])<<32, int64(x[3])|int64(y[3])<<32
		w := (*[4 * panelWidth]int8)(b[i*panelWidth:])
		for j := range sums {
			sums[j] += p0*int64(w[4*j]) + p1*int64(w[4*j+1]) + p2*int64(w[4*j+2]) + p3*int64(w[4*j+3])
		}
	}
	for r := range rows {
		y := c[r*ldc:][:cols]
		for j := range y {
			low := int32(sums[j])
			sum := low
			if r == 1 {
				sum = int32((sums[j] - int64(low)) >> 32)
			}
			v := float32(float32(sum) * scale[j])
			y[j] = float32(v*step[r]) + (float32(lo[r]*shift[j]) + bias[j])
		}
	}
}

func tileGo(rows, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	for r := range rows {
		x := a[r*lda:][:k]
		for j := 0; j < lanes; j += 4 {
			var s0, s1, s2, s3 float32
			for i, u := range x {
				w := b[i*ldb+j:][:4]
				s0 += float32(u * w[0])
				s1 += float32(u * w[1])
				s2 += float32(u * w[2])
				s3 += float32(u * w[3])
			}
			to := c[r*ldc+j:][:4]
			to[0], to[1], to[2], to[3] = s0, s1, s2, s3
		}
	}
}

func transposeGo(dst []float32, ldd int, src []float32, lds, n int) {
	for i := range n {
		to := dst[i*ldd:][:8]
		for j := range to {
			to[j] = src[j*lds+i]
		}
	}
}

// across is the sum of sixteen sums, by halves.
func across(s *[lanes]float32) float32 {
	for half := lanes / 2; half > 0; half /= 2 {
		for l := range half {
			s[l] += s[l+half]
		}
	}
	return s[0]
}

func softmaxGo(x []float32, ld, rows, n int, scale float32) {
	for r := range rows {
		x := x[r*ld:][:ceil(n, lanes)]
		top := x[0]
		for _, v := range x[1:n] {
			top = max(top, v)
		}
		clear(x[n:])
		var sums [lanes]float32
		for i, v := range x[:n] {
			x[i] = expGo(float32(v*scale) - float32(top*scale))
			sums[i%lanes] += x[i]
		}
		f := 1 / across(&sums)
		for i := range x {
			x[i] *= f
		}
	}
}

// expGo is exp(x) for x <= 0, not less than exp(-87): Cephes' expf (S. Moshier), range
// reduction by ln 2 in two parts and a polynomial of degree 5.
func expGo(x float32) float32 {
	const magic = 3 << 22 // x + magic is rounded to a whole number, which stands in the lowest bits
	x = max(x, -87)
	whole := float32(x*math.Log2E) + magic
	k := whole - magic
	x -= float32(k * 0.693359375)
	x -= float32(k * -2.12194440e-4)
	y := float32(1.9875691500e-4)
	y = float32(y*x) + 1.3981999507e-3
	y = float32(y*x) + 8.3334519073e-3
	y = float32(y*x) + 4.1665795894e-2
	y = float32(y*x) + 1.6666665459e-1
	y = float32(y*x) + 5.0000001201e-1
	y = float32(y*float32(x*x)) + x + 1
	return y * math.Float32frombits(math.Float32bits(whole)<<23+127<<23)
}

// The rational approximation of erf on [-4, 4] is the one of Eigen's generic_fast_erf.
var (
	erfP = [...]float32{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
		-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
	erfQ = [...]float32{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02}
)

func geluGo(x []float32) {
	for i, v := range x {
		t := max(min(float32(v*(1/math.Sqrt2)), 4), -4)
		s := float32(t * t)
		num, den := erfP[0], erfQ[0]
		for _, c := range erfP[1:] {
			num = float32(num*s) + c
		}
		for _, c := range erfQ[1:] {
			den = float32(den*s) + c
		}
		x[i] = float32(v*0.5) * (float32(num*t)/den + 1)
	}
}

func layerNormGo(x, add, w, b []float32, eps float32) {
	inv := 1 / float32(len(x))
	var sums, squares [lanes]float32
	for i := range x {
		x[i] += add[i]
		sums[i%lanes] += x[i]
	}
	mean := float32(across(&sums) * inv)
	for i, v := range x {
		d := v - mean
		squares[i%lanes] += float32(d * d)
	}
	f := 1 / float32(math.Sqrt(float64(float32(across(&squares)*inv)+eps)))
	for i, v := range x {
		x[i] = float32(float32((v-mean)*f)*w[i]) + b[i]
	}
}

func quantiseGo(dst []uint8, x []float32) (lo, span float32) {
	const magic = 1 << 23 // x + magic is rounded to a whole number, which stands in the lowest bits
	lo, hi := x[0], x[0]
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	span = max(hi-lo, 1e-30)
	f := steps / span
	for i, v := range x {
		dst[i] = uint8(math.Float32bits(float32((v-lo)*f) + magic))
	}
	return lo, span
}

func addRowGo(x []float32, w []int8, scale float32) {
	for i, v := range w {
		x[i] += float32(float32(v) * scale)
	}
}
