package page

import "entente"

func readHTML(text, name string, hints Hints) (*entente.Article, error) {
	return readText(text, name, hints)
}
