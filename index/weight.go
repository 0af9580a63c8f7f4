package index

// EvidenceWeight returns what an event weighs that n independent sources report:
// 2n/(n+1), so 1 for one source, 1.33 for two, 1.5 for three, never 2; and 0 for n
// below 1.
//
// It is the inverse-variance weight of a random-effects mean (Cochran 1954, Biometrics
// 10: 101-129; DerSimonian and Laird 1986, Controlled Clinical Trials 7: 177-188). An
// event's value departs from the tie's level for two reasons: the event is not typical
// of the tie, which no number of sources changes, and the report of it errs, which n
// independent ones average out: variance s²+e²/n. Relative to one source that is
// (s²+e²)/(s²+e²/n). That both parts are equal, s = e, is our choice; it keeps one
// much-reported event from outweighing two.
func EvidenceWeight(n int) float64 {
	if n < 1 {
		return 0
	}
	return 2 * float64(n) / (float64(n) + 1)
}
