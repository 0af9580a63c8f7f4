// Package resolve says who and what place is meant: it turns the names,
// adjectives, capitals, offices, groups and pronouns of an article into actors
// as of the article's day.
//
//	g, err := gazetteer.Load()
//	// ...
//	r := resolve.New(g)
//	cast := r.Resolve(analysis)
//
// Reads: Article, Sentences, Dates. Writes: the Cast it returns, and
// Article.Dateline.Country.
//
// It works on tables and on the shape of noun phrases. The tree decides heads
// and attachment, but a rule that words alone can settle does not ask it.
// Limits: a name of no table is an actor only where it stands as one acts, and
// its country and sector stay unknown; pronouns go to the nearest fitting
// mention, which is wrong in "Bush told Blair that he was tired" about half of
// the time; "we" and "they" without a plural antecedent stay unresolved; "the two
// countries" are the two that weigh most, wrong where three are in play.
package resolve
