package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"entente"
)

// pasteOf reads the form of the start page. A form's lines end in CR LF whatever the
// person typed; an article's do not.
func pasteOf(r *http.Request) (Paste, error) {
	if err := r.ParseForm(); err != nil { // which the next one would not tell of
		return Paste{}, bodyError(err)
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return Paste{}, bodyError(err)
	}
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	in := Paste{
		Text: strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"), Headline: field("headline"), Publisher: field("publisher"),
		Published: field("published"), URL: field("url"),
	}
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }() // nothing is kept on disk: the body is smaller than what memory takes
		if file, head, err := r.FormFile("file"); err == nil {
			defer file.Close()
			if in.File, err = io.ReadAll(file); err != nil {
				return in, bodyError(err)
			}
			in.FileName = head.Filename
		}
	}
	if strings.TrimSpace(in.Text) == "" && in.URL == "" && len(in.File) == 0 {
		return in, &entente.Error{Kind: entente.Empty, Err: errors.New("paste a text, give an address or choose a file")}
	}
	if in.Published != "" {
		if _, err := entente.ParseDay(in.Published); err != nil {
			return in, &entente.Error{Kind: entente.Syntax, Err: err}
		}
	}
	return in, nil
}
