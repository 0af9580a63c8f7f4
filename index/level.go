package index

import "math"

// What is believed of a tie before any evidence; docs/relations.md weighs each.
const (
	// startVar is the variance of the level at the first evidence, around 0: that of
	// a value that is equally likely anywhere on the scale.
	startVar = Scale * Scale / 3.0
	// noisePrior is the standard deviation of one event of weight 1 around the level,
	// worth noiseDF observations.
	noisePrior = 4.0
	noiseDF    = 4.0
	// ratioPrior is the median of the yearly drift's variance over the noise's, on a
	// log-normal scale whose standard deviation is ratioSpread.
	ratioPrior  = 0.25
	ratioSpread = 2.0

	gridStep = 0.5 // of the search over the ratio, in units of ratioSpread
	gridEnd  = 6   // steps to either side
	tooFar   = 12  // natural logs below the best at which a side of the search ends

	// The search ends at changes of trust and of relative noise below settled, or after
	// firstRounds at the first ratio and moreRounds at each neighbour, which starts from
	// where the one before ended.
	settled     = 1e-3
	firstRounds = 30
	moreRounds  = 4

	thinBelow = 3 // events of weight 1
)

// observation is a period with evidence. What follows gap is the work of filter and
// smooth, in units of the noise: variances are multiples of sigma².
type observation struct {
	at  int     // index of its bucket
	y   float64 // mean of the bucket
	w   float64 // its weight
	gap float64 // periods since the observation before; 0 for the first

	trust      float64 // lambda: about 1 for an ordinary period, near 0 for an odd one
	mean, vari float64 // of the level given all up to here
	level, v   float64 // of the level given all
	cov        float64 // of the level here and at the next observation, given all
	mode       float64 // level under Student-t noise
}

func evidenceOf(buckets []Bucket) []observation {
	n := 0
	for _, b := range buckets {
		if _, ok := b.Mean(); ok {
			n++
		}
	}
	e := make([]observation, 0, n)
	for i, b := range buckets {
		mean, ok := b.Mean()
		if !ok {
			continue
		}
		o := observation{at: i, y: mean, w: b.Weight, trust: 1}
		if len(e) > 0 {
			o.gap = float64(i - e[len(e)-1].at)
		}
		e = append(e, o)
	}
	return e
}

// filter runs the Kalman filter of the local-level model
//
//	y[t] = mu[t] + eps[t],  eps[t] ~ N(0, sigma²/(info w[t] lambda[t]))
//	mu[t+1] = mu[t] + eta[t],  eta[t] ~ N(0, ratio sigma²)
//
// with mu ~ N(0, start sigma²) at the first observation (Durbin and Koopman 2012, Time
// Series Analysis by State Space Methods, 2nd ed., section 2.2; periods without
// evidence as missing observations, section 2.7). It returns the sum of v²/F and
// of log F over all observations but the first, which sets the level and says
// nothing of the noise.
func filter(e []observation, ratio, start, info float64) (squares, logs float64) {
	a, p := 0.0, start
	product := logProduct{1, 0}
	for i := range e {
		o := &e[i]
		p += ratio * o.gap
		f := p + 1/(o.w*o.trust*info)
		v, k := o.y-a, p/f
		a += k * v
		p *= 1 - k
		o.mean, o.vari = a, p
		if i > 0 {
			squares += v * v / f
			product.times(f)
		}
	}
	return squares, product.log()
}

// smooth goes back over what filter left: level, variance and covariance of
// neighbours given all the evidence, by the fixed-interval recursion of Rauch, Tung and
// Striebel 1965, AIAA Journal 3: 1445-1450, written so that no variance is a
// difference.
func smooth(e []observation, ratio float64) {
	last := len(e) - 1
	e[last].level, e[last].v, e[last].cov = e[last].mean, e[last].vari, 0
	for i := last - 1; i >= 0; i-- {
		o, next := &e[i], &e[i+1]
		step := ratio * next.gap
		j := o.vari / (o.vari + step)
		o.level = o.mean + j*(next.level-o.mean)
		o.v = o.vari*(1-j) + j*j*next.v
		o.cov = j * next.v
	}
}

// reweigh sets the trust of each observation from its distance to the level. Student-t
// noise is normal noise whose precision is multiplied by lambda ~ Gamma(nu/2, nu/2);
// given the level, E[lambda] is (nu+1)/(nu + w (y-mu)²/sigma²). Smoothing and reweighing
// in turn is the EM algorithm for the mode of the levels (Lange, Little and Taylor 1989,
// JASA 84: 881-896; for state space models Durbin and Koopman 2012, chapter 10, mode
// estimation with heavy-tailed densities). It returns the largest change of a trust.
func reweigh(e []observation, sigma2, nu float64) float64 {
	change := 0.0
	for i := range e {
		o := &e[i]
		d := o.y - o.level
		trust := (nu + 1) / (nu + o.w*d*d/sigma2)
		change = max(change, math.Abs(trust-o.trust))
		o.trust = trust
	}
	return change
}

// trustTerm returns the log of the Student-t density over that of the normal density
// with the same mode, summed over e, less a constant: nu/2 times log lambda - lambda.
func trustTerm(e []observation, nu float64) float64 {
	product, sum := logProduct{1, 0}, 0.0
	for i := range e {
		product.times(e[i].trust)
		sum += e[i].trust
	}
	return nu / 2 * (product.log() - sum)
}

// fitted is the level of every bucket: a mixture over the grid of ratios. Sums are
// over the grid, by weights relative to exp(best).
type fitted struct {
	e            []observation
	base         []float64 // level at the first ratio tried
	shift, vari  []float64 // sums of (level - base) and of variance + (level - base)²
	total        float64   // sum of weights
	noise, drift float64   // sums of variances while fit adds, then standard deviations
	best, last   float64   // logs of the largest and the latest weight
	df           float64
	top          []float64 // trusts at the best ratio
}

// fit finds the level of n buckets. The ratio of drift to noise is integrated out on
// a grid; the noise, given the ratio, has a scaled inverse chi² prior and is set to its
// posterior mode; the levels, given both, have their Laplace approximation.
func fit(e []observation, n int, nu, perYear float64) *fitted {
	f := &fitted{e: e, best: math.Inf(-1), df: noiseDF}
	store := make([]float64, 3*n+2*len(e))
	f.base, store = store[:n], store[n:]
	f.shift, store = store[:n], store[n:]
	f.vari, store = store[:n], store[n:]
	f.top, store = store[:len(e)], store[len(e):]
	if len(e) == 0 {
		f.noise, f.drift = noisePrior, noisePrior*math.Sqrt(ratioPrior/perYear)
		f.total = 1
		for i := range f.vari {
			f.vari[i] = startVar
		}
		return f
	}
	f.df += float64(len(e) - 1)
	sigma2 := f.try(0, noisePrior*noisePrior, nu, perYear, firstRounds)
	for i := range e {
		store[i] = e[i].trust
	}
	for _, side := range []int{+1, -1} {
		s := sigma2
		for i := range e {
			e[i].trust = store[i]
		}
		for step := 1; step <= gridEnd; step++ {
			before := f.best
			s = f.try(float64(side*step)*gridStep, s, nu, perYear, moreRounds)
			if f.last < before-tooFar {
				break
			}
		}
	}
	f.noise, f.drift = math.Sqrt(f.noise/f.total), math.Sqrt(f.drift/f.total)
	return f
}

// try adds one ratio to the mixture, z spreads from the prior's median, and returns
// the noise variance there. It starts from sigma2 and the trusts that e holds.
//
// The weight is the Laplace approximation of the likelihood: that of the normal model
// with the same mode, times the ratio of the densities there (Durbin and Koopman 2012,
// chapter 11), with the curvature of the Student-t density in place of the normal one's.
// Its expected value is (nu+1)/(nu+3) of the normal curvature (Lange, Little and Taylor
// 1989); the curvature itself may be negative.
func (f *fitted) try(z, sigma2, nu, perYear float64, rounds int) float64 {
	ratio := ratioPrior * math.Exp(ratioSpread*z) / perYear
	const prior = noiseDF * noisePrior * noisePrior
	squares := 0.0
	for range rounds {
		before := sigma2
		squares, _ = filter(f.e, ratio, startVar/sigma2, 1)
		sigma2 = (squares + prior) / f.df
		smooth(f.e, ratio)
		if reweigh(f.e, sigma2, nu) < settled && math.Abs(sigma2-before) < settled*sigma2 {
			break
		}
	}
	for i := range f.e {
		f.e[i].mode = f.e[i].level
	}
	_, logs := filter(f.e, ratio, startVar/sigma2, (nu+1)/(nu+3))
	smooth(f.e, ratio)
	f.add(trustTerm(f.e, nu)-logs/2-f.df/2*math.Log(squares+prior)-z*z/2, ratio, sigma2)
	return sigma2
}

// add puts the levels of e into the mixture: the modes, with the variances that smooth
// left.
func (f *fitted) add(weight, ratio, sigma2 float64) {
	first := math.IsInf(f.best, -1)
	if weight > f.best {
		if scale := math.Exp(f.best - weight); !first {
			for i := range f.shift {
				f.shift[i] *= scale
				f.vari[i] *= scale
			}
			f.total, f.noise, f.drift = f.total*scale, f.noise*scale, f.drift*scale
		}
		f.best = weight
		for i := range f.e {
			f.top[i] = f.e[i].trust
		}
	}
	f.last = weight
	w := math.Exp(weight - f.best)
	f.total += w
	f.noise += w * sigma2
	f.drift += w * sigma2 * ratio
	put := func(at int, level, v float64) {
		if first {
			f.base[at] = level
		}
		d := level - f.base[at]
		f.shift[at] += w * d
		f.vari[at] += w * (v*sigma2 + d*d)
	}
	// Outside the evidence the level wanders on; inside a gap it is a Brownian bridge
	// between two levels that are themselves uncertain.
	e := f.e
	for at := range e[0].at {
		put(at, e[0].mode, e[0].v+ratio*float64(e[0].at-at))
	}
	for i := range e {
		put(e[i].at, e[i].mode, e[i].v)
		if i+1 == len(e) {
			break
		}
		for at := e[i].at + 1; at < e[i+1].at; at++ {
			x := float64(at-e[i].at) / e[i+1].gap
			put(at, (1-x)*e[i].mode+x*e[i+1].mode,
				(1-x)*(1-x)*e[i].v+x*x*e[i+1].v+2*x*(1-x)*e[i].cov+ratio*e[i+1].gap*x*(1-x))
		}
	}
	last := e[len(e)-1]
	for at := last.at + 1; at < len(f.base); at++ {
		put(at, last.mode, last.v+ratio*float64(at-last.at))
	}
}

// fill writes level, band and thinness into points.
func (f *fitted) fill(points []Point) {
	t := quantile95(f.df)
	for i := range points {
		d := f.shift[i] / f.total
		level := f.base[i] + d
		v := f.vari[i]/f.total - d*d
		half := t * math.Sqrt(v)
		p := &points[i]
		p.Level = level
		p.Low, p.High = max(-Scale, level-half), min(Scale, level+half)
		p.Thin = f.noise*f.noise < thinBelow*v
	}
}

// quantile95 returns the 0.95 quantile of Student's t with df degrees of freedom, at
// least 4: the expansion of Abramowitz and Stegun 1964, Handbook of Mathematical
// Functions, formula 26.7.5. It is right to 0.002 at 4 and better above.
func quantile95(df float64) float64 {
	const z = 1.6448536269514722
	const z2 = z * z
	g1 := z * (z2 + 1) / 4
	g2 := z * ((5*z2+16)*z2 + 3) / 96
	g3 := z * (((3*z2+19)*z2+17)*z2 - 15) / 384
	g4 := z * ((((79*z2+776)*z2+1482)*z2-1920)*z2 - 945) / 92160
	return z + (g1+(g2+(g3+g4/df)/df)/df)/df
}

// logProduct is the logarithm of a product of positive numbers, taken once for many
// factors.
type logProduct struct{ product, sum float64 }

func (l *logProduct) times(x float64) {
	l.product *= x
	if l.product > 1e100 || l.product < 1e-100 {
		l.sum += math.Log(l.product)
		l.product = 1
	}
}

func (l *logProduct) log() float64 { return l.sum + math.Log(l.product) }
