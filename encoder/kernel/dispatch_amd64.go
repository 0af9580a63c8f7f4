package kernel

import "golang.org/x/sys/cpu"

func available() []*Kernel {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return []*Kernel{avx2(), portable()}
	}
	return []*Kernel{portable()}
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
	}
}
