package kernel

import "golang.org/x/sys/cpu"

func available() []*Kernel {
	out := []*Kernel{portable()}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		out = append([]*Kernel{avx2()}, out...)
		if cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI {
			out = append([]*Kernel{vnni()}, append(out, vnni8())...)
		}
	}
	return out
}

// avx2 wraps the assembly, which trusts its arguments: each wrapper touches the
// last element that the assembly will, so that a wrong length panics here
// instead of writing over foreign memory.
func avx2() *Kernel {
	return &Kernel{
		path: "avx2",
		tile: func(k int, a []float32, lda int, b, from []float32, fromStride int, c []float32, ldc int) {
			_, _ = a[5*lda+k-1], b[k*tileCols-1]
			_, _ = from[5*fromStride+tileCols-1], c[5*ldc+tileCols-1]
			tileAVX2(k, &a[0], lda, &b[0], &from[0], fromStride, &c[0], ldc)
		},
		gelu: func(x []float32) { geluAVX2(&x[0], len(x)) },
		expSum: func(x []float32, scale, top float32) float32 {
			return expSumAVX2(&x[0], len(x), scale, top)
		},
		layerNorm: func(x, add, w, b []float32, eps float32) {
			layerNormAVX2(&x[0], &add[0], &w[0], &b[0], len(x), 1/float32(len(x)), eps)
		},
		quantise: func(dst []int16, x []float32, limit float32) float32 {
			return quantiseAVX2(&dst[:len(x)][0], &x[0], len(x), limit)
		},
		tile16: func(k int, a []int16, lda int, b []int16, rows, cols, bias, c []float32, ldc int) {
			_, _, _ = a[5*lda+k-1], b[k*tileCols-1], rows[tileRows-1]
			_, _, _ = cols[tileCols-1], bias[tileCols-1], c[5*ldc+tileCols-1]
			tile16AVX2(k, &a[0], lda, &b[0], &rows[0], &cols[0], &bias[0], &c[0], ldc)
		},
	}
}

// vnni is avx2 but for the product of integers, which has an instruction of its own.
func vnni() *Kernel {
	k := avx2()
	k.path = "vnni"
	k.tile16 = func(k int, a []int16, lda int, b []int16, rows, cols, bias, c []float32, ldc int) {
		_, _, _ = a[5*lda+k-1], b[k*tileCols-1], rows[tileRows-1]
		_, _, _ = cols[tileCols-1], bias[tileCols-1], c[5*ldc+tileCols-1]
		tile16VNNI(k, &a[0], lda, &b[0], &rows[0], &cols[0], &bias[0], &c[0], ldc)
	}
	return k
}

// vnni8 is vnni with activations of 8 bits.
func vnni8() *Kernel {
	k := vnni()
	k.path = "vnni8"
	k.quantise8 = func(dst []uint8, x []float32) float32 {
		return quantise8AVX2(&dst[:len(x)][0], &x[0], len(x))
	}
	k.tile8 = func(k int, a []uint8, lda int, b []int8, from []int32, rows, cols, bias, c []float32, ldc int) {
		_, _, _, _ = a[5*lda+k-1], b[k*tileCols-1], rows[tileRows-1], from[tileCols-1]
		_, _, _ = cols[tileCols-1], bias[tileCols-1], c[5*ldc+tileCols-1]
		tile8VNNI(k, &a[0], lda, &b[0], &from[0], &rows[0], &cols[0], &bias[0], &c[0], ldc)
	}
	return k
}
