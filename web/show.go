package web

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// show answers with a page of its own title, or with data where JSON is asked for.
func (w *site) show(rw http.ResponseWriter, r *http.Request, template, title string, page, data any) {
	if wantsJSON(r) {
		w.json(rw, r, http.StatusOK, data)
		return
	}
	w.page(rw, r, http.StatusOK, template, view{Title: title, Data: page})
}

// fragment answers with one part of a page, for the script that puts it in its place.
func (w *site) fragment(rw http.ResponseWriter, r *http.Request, template, part string, data any) error {
	var b bytes.Buffer
	if err := w.templates[template].ExecuteTemplate(&b, part, data); err != nil {
		return err
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.send(rw, r, http.StatusOK, b.Bytes())
	return nil
}

// file answers with something to keep.
func (w *site) file(rw http.ResponseWriter, r *http.Request, name, kind string, body []byte) {
	rw.Header().Set("Content-Type", kind)
	rw.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.send(rw, r, http.StatusOK, body)
}

// kept returns the values of a query that have one of the names, without empty ones.
func kept(q url.Values, names ...string) url.Values {
	out := url.Values{}
	for _, name := range names {
		if values := slices.DeleteFunc(slices.Clone(q[name]), func(v string) bool { return v == "" }); len(values) > 0 {
			out[name] = values
		}
	}
	return out
}

// with is q with one value set.
func with(q url.Values, name, value string) url.Values {
	out := url.Values{name: {value}}
	for k, v := range q {
		if k != name {
			out[k] = v
		}
	}
	return out
}
