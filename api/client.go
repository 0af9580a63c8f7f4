package api

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"entente"
	"entente/desk"
)

// Client is an entente.Reader over the API of a server. Where a list is asked for whole it
// fetches page after page. Its errors have the kinds that the ledger's have; Missing too
// where nobody answers, Refused where the token is not the server's.
type Client struct {
	URL   string       // "http://127.0.0.1:8460", with what comes before /api/
	Token string       // "" sends none
	HTTP  *http.Client // nil is http.DefaultClient
}

var _ entente.Reader = (*Client)(nil)

// maxLine bounds a line of the stream of reports, in bytes.
const maxLine = 4 << 20

// Totals counts what the ledger holds.
func (c *Client) Totals(ctx context.Context) (t entente.Totals, err error) {
	err = c.get(ctx, "/api/v1/totals", nil, &t)
	return t, err
}

// Reading returns the current reading of an article.
func (c *Client) Reading(ctx context.Context, id string, asOf time.Time) (*entente.Reading, error) {
	if !segment(id) {
		return nil, missing(id)
	}
	var r entente.Reading
	if err := c.get(ctx, "/api/v1/articles/"+url.PathEscape(id), asOfValues(asOf), &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// Happenings returns what happened, and what was planned, claimed or denied, each once.
func (c *Client) Happenings(ctx context.Context, f entente.Filter) ([]entente.Happening, string, error) {
	return pages[entente.Happening](ctx, c, "/api/v1/events", f)
}

// Articles returns what was printed.
func (c *Client) Articles(ctx context.Context, f entente.Filter) ([]entente.Found, string, error) {
	return pages[entente.Found](ctx, c, "/api/v1/articles", f)
}

// Quotes returns who said what.
func (c *Client) Quotes(ctx context.Context, f entente.Filter) ([]entente.Quote, string, error) {
	return pages[entente.Quote](ctx, c, "/api/v1/quotes", f)
}

// Imported returns rows of other systems.
func (c *Client) Imported(ctx context.Context, f entente.Filter) ([]entente.Imported, string, error) {
	return pages[entente.Imported](ctx, c, "/api/v1/imported", f)
}

// Happening returns one with all of its reports.
func (c *Client) Happening(ctx context.Context, id entente.ReportID, asOf time.Time) (h entente.Happening, err error) {
	path, err := rowAddress(id)
	if err == nil {
		err = c.get(ctx, path, asOfValues(asOf), &h)
	}
	return h, err
}

// History returns the corrections of a row.
func (c *Client) History(ctx context.Context, id entente.ReportID) ([]entente.Correction, error) {
	path, err := rowAddress(id)
	if err != nil {
		return nil, err
	}
	var list desk.List[entente.Correction]
	err = c.get(ctx, path+"/history", nil, &list)
	return list.Rows, err
}

// Rows returns the rows of an article as people left them.
func (c *Client) Rows(ctx context.Context, article string, asOf time.Time) ([]entente.Row, error) {
	if !segment(article) {
		return nil, missing(article)
	}
	var list desk.List[entente.Row]
	err := c.get(ctx, "/api/v1/articles/"+url.PathEscape(article)+"/rows", asOfValues(asOf), &list)
	return list.Rows, err
}

// Ties sums by pair. The server gives 500 pairs at most.
func (c *Client) Ties(ctx context.Context, f entente.Filter) ([]entente.TieSum, error) {
	list, _, err := pages[entente.TieSum](ctx, c, "/api/v1/pairs", f)
	return list, err
}

// Partners sums by the partner of f.A.
func (c *Client) Partners(ctx context.Context, f entente.Filter) ([]entente.Partner, error) {
	var list desk.List[entente.Partner]
	err := c.get(ctx, "/api/v1/partners", values(&f), &list)
	return list.Rows, err
}

// Tallies sums by day what counts between f.A and f.B.
func (c *Client) Tallies(ctx context.Context, f entente.Filter) (entente.Tallies, error) {
	var t Tallies
	err := c.get(ctx, "/api/v1/tallies", values(&f), &t)
	return entente.Tallies{There: received(t.There), Back: received(t.Back), Pair: received(t.Pair)}, err
}

func received(list []Tally) []entente.Tally {
	var out []entente.Tally
	for _, t := range list {
		out = append(out, entente.Tally(t))
	}
	return out
}

// Reports yields single rows as the server sends them.
func (c *Client) Reports(ctx context.Context, f entente.Filter) iter.Seq2[entente.Report, error] {
	return func(yield func(entente.Report, error) bool) {
		resp, err := c.do(ctx, reportsPath, values(&f))
		if err != nil {
			yield(entente.Report{}, err)
			return
		}
		defer resp.Body.Close()
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			var line Line
			if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
				yield(entente.Report{}, c.fail(err))
				return
			}
			if line.Problem != nil {
				yield(entente.Report{}, line.Problem.err())
				return
			}
			if line.Report != nil && !yield(*line.Report, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(entente.Report{}, c.fail(err))
		}
	}
}

// pages fetches as many pages as f.Limit asks for.
func pages[T any](ctx context.Context, c *Client, path string, f entente.Filter) (rows []T, next string, err error) {
	want := cmp.Or(f.Limit, 100)
	for {
		size := MaxLimit
		if want > 0 {
			size = min(size, want-len(rows))
		}
		var list desk.List[T]
		if err := c.get(ctx, path, valuesPage(&f, size), &list); err != nil {
			return nil, "", err
		}
		rows = append(rows, list.Rows...)
		if list.Next == "" || want > 0 && len(rows) >= want {
			return rows, list.Next, nil
		}
		f.After = list.Next
	}
}

// get asks for one JSON value.
func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	resp, err := c.do(ctx, path, query)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return c.fail(err)
	}
	return nil
}

// do sends a question; whatever is no answer to it becomes an error.
func (c *Client) do(ctx context.Context, path string, query url.Values) (*http.Response, error) {
	address := strings.TrimRight(c.URL, "/") + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &entente.Error{Op: "api", Kind: entente.Syntax, Input: c.URL, Err: err}
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := cmp.Or(c.HTTP, http.DefaultClient).Do(req)
	if err != nil {
		if cause := ctx.Err(); cause != nil {
			return nil, cause
		}
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err // without the address, which is in Input
		}
		return nil, &entente.Error{Op: "api", Kind: entente.Missing, Input: c.URL, Err: fmt.Errorf("no server answers: %w", err)}
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer resp.Body.Close()
	var p Problem
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxLine))
	if err == nil && json.Unmarshal(body, &p) == nil && p.Detail != "" {
		return nil, p.err()
	}
	if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden {
		return nil, &entente.Error{Op: "api", Kind: entente.Refused, Input: c.URL, Err: fmt.Errorf("%s: the server asks for another token", resp.Status)}
	}
	return nil, c.fail(fmt.Errorf("the server answers %s, which is none of ours", resp.Status))
}

func (c *Client) fail(err error) error {
	return &entente.Error{Op: "api", Kind: entente.Other, Input: c.URL, Err: err}
}

// rowAddress is where a row is found. What cannot be an id is nowhere.
func rowAddress(id entente.ReportID) (string, error) {
	article, event, ok := strings.Cut(string(id), "/")
	if !ok || !segment(article) || !segment(event) {
		return "", missing(string(id))
	}
	return "/api/v1/events/" + url.PathEscape(article) + "/" + url.PathEscape(event), nil
}

// segment reports whether a piece of a path is one: those of dots lead elsewhere.
func segment(s string) bool {
	return s != "" && s != "." && s != ".." && len(s) <= 100 && !strings.ContainsRune(s, '/')
}

func missing(id string) error {
	return &entente.Error{Op: "api", Kind: entente.Missing, Input: id, Err: errors.New("no row or article has such an id")}
}

func asOfValues(asOf time.Time) url.Values {
	if asOf.IsZero() {
		return nil
	}
	return url.Values{"as-of": {asOf.Format(time.RFC3339Nano)}}
}
