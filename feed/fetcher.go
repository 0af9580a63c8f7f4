package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"entente"
)

// ErrUnchanged is within the error of a page that has not changed since the visit
// that Validators remember.
var ErrUnchanged = errors.New("unchanged since the last visit")

// Validators remember what a server said of the state of a page, for the next
// visit: its ETag and Last-Modified headers, "" if it gave none.
//
// A Walker puts those of a page after the loop body has run for it, and those of
// a feed or sitemap after it has run for the last page of it, if none failed. Who
// works on items behind the loop should hold back what was put until that work
// is safe, or a page may be taken for known that was lost.
type Validators interface {
	Get(url string) (etag, modified string)
	Put(url, etag, modified string)
}

// Fetcher asks web servers the way a program should that asks often. The zero
// Fetcher holds the defaults. It may be used by several goroutines at once, and
// its fields must not change after the first use.
//
// Before the first request to a host it reads /robots.txt there, and keeps it for
// a day. The rules for the agent "entente" hold, else those for all. A server
// that has none (4xx) allows everything; where it cannot be read now (5xx, 429, no
// answer, too large) everything is refused, and it is asked for again after ten
// minutes. A redirect to another host counts as a request there.
type Fetcher struct {
	Options Options // its Now is the clock of all waiting
	// PerHost is the most requests a second to one host, robots.txt among them; 0
	// means 1. A Crawl-delay makes it slower, never faster.
	PerHost rate.Limit
	// MaxWait bounds a Crawl-delay, and how long an answer "429 Too Many Requests"
	// or "503 Service Unavailable" may put us off before it is an error; 0 means a
	// minute. One that names a longer time closes the host until then, a day at most.
	MaxWait    time.Duration
	Validators Validators                                       // nil means that nothing is remembered
	Sleep      func(ctx context.Context, d time.Duration) error // waits; nil means in real time

	once  sync.Once
	web   *web
	mu    sync.Mutex
	hosts map[string]*host
}

const (
	agent     = "entente" // the name that robots.txt knows us by
	maxHosts  = 1000      // hosts remembered at once: a bound on memory, not on use
	oneMinute = time.Minute
	oneDay    = 24 * time.Hour
)

// host is what is known of one server.
type host struct {
	lock    chan struct{} // held while robots.txt is read
	robots  robots
	limiter *rate.Limiter
	used    time.Time // guarded by Fetcher.mu, as is closed
	closed  time.Time // no request before this
}

// stamp is what Validators are given once a page is safe.
type stamp struct{ key, etag, modified string }

// Get fetches address. Errors are those of [URL]; ErrUnchanged is within the error
// if Validators knew the page and the server says that it is the same; Refused is
// also what robots.txt forbids and a host that asked for no requests now.
func (f *Fetcher) Get(ctx context.Context, address string) (Item, error) {
	item, st, err := f.get(ctx, address, true)
	if err == nil {
		f.put(st)
	}
	return item, err
}

func (f *Fetcher) get(ctx context.Context, address string, conditional bool) (Item, stamp, error) {
	w := f.start()
	u, shown, err := parseAddress(address)
	if err != nil {
		return Item{}, stamp{}, err
	}
	st := stamp{key: keyOf(u)}
	header := http.Header{}
	if conditional && f.Validators != nil {
		etag, modified := f.Validators.Get(st.key)
		if etag != "" {
			header.Set("If-None-Match", etag)
		}
		if modified != "" {
			header.Set("If-Modified-Since", modified)
		}
	}
	ans, err := f.ask(ctx, u, header, f.mayAsk)
	var answered status
	if len(header) > 0 && errors.As(err, &answered) && answered.code == http.StatusNotModified {
		return Item{}, stamp{}, fail(entente.Other, shown, ErrUnchanged)
	}
	if err != nil {
		return Item{}, stamp{}, w.fail(shown, err)
	}
	st.etag, st.modified = ans.header.Get("ETag"), ans.header.Get("Last-Modified")
	return w.item(shown, ans), st, nil
}

func (f *Fetcher) put(st stamp) {
	if f.Validators != nil && (st.etag != "" || st.modified != "") {
		f.Validators.Put(st.key, st.etag, st.modified)
	}
}

// ask gets u, and once more if the server asks for a pause that is not too long.
func (f *Fetcher) ask(ctx context.Context, u *url.URL, header http.Header, before func(context.Context, *url.URL) error) (answer, error) {
	for second := false; ; second = true {
		ans, err := f.web.get(ctx, u, header, before)
		var st status
		if !errors.As(err, &st) || st.code != http.StatusTooManyRequests && st.code != http.StatusServiceUnavailable {
			return ans, err
		}
		now := f.now()
		wait, ok := retryAfter(st.wait, now)
		if !ok {
			return ans, err
		}
		f.close(ans.url, now.Add(wait))
		if second || wait > f.maxWait() {
			return ans, err
		}
	}
}

// retryAfter reads the header of that name (RFC 9110 section 10.2.3): seconds or a
// date. ok is false where it says nothing; more than a day counts as a day.
func retryAfter(value string, now time.Time) (d time.Duration, ok bool) {
	if n, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(n)*time.Second, oneDay), true
	}
	t, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(0, t.Sub(now)), oneDay), true
}

// mayAsk waits until u may be asked for, or says why it may not.
func (f *Fetcher) mayAsk(ctx context.Context, u *url.URL) error {
	if err := f.allowed(ctx, u); err != nil {
		return err
	}
	return f.wait(ctx, u)
}

// wait lets the pause pass that is due before the next request to the host of u.
func (f *Fetcher) wait(ctx context.Context, u *url.URL) error {
	now := f.now()
	h, closed := f.host(u)
	d := closed.Sub(now)
	if d > f.maxWait() {
		return refused{fmt.Sprintf("%s asked for no requests before %s", u.Host, closed.UTC().Format(time.RFC3339))}
	}
	d = max(d, h.limiter.ReserveN(now, 1).DelayFrom(now))
	switch {
	case d <= 0:
		return ctx.Err()
	case f.Sleep != nil:
		return f.Sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// host returns what is known of the server of u, and until when it is closed.
func (f *Fetcher) host(u *url.URL) (*host, time.Time) {
	name, now := hostOf(u), f.now()
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.hosts[name]
	if h == nil {
		if len(f.hosts) >= maxHosts {
			f.forget()
		}
		h = &host{lock: make(chan struct{}, 1), limiter: rate.NewLimiter(f.perHost(), 1)}
		f.hosts[name] = h
	}
	h.used = now
	return h, h.closed
}

// forget drops the host that was not asked for the longest time.
func (f *Fetcher) forget() {
	oldest := ""
	for name, h := range f.hosts {
		if oldest == "" || h.used.Before(f.hosts[oldest].used) {
			oldest = name
		}
	}
	delete(f.hosts, oldest)
}

func (f *Fetcher) close(u *url.URL, until time.Time) {
	h, _ := f.host(u)
	f.mu.Lock()
	h.closed = until
	f.mu.Unlock()
}

func (f *Fetcher) start() *web {
	f.once.Do(func() {
		f.web = newWeb(f.Options)
		f.hosts = map[string]*host{}
	})
	return f.web
}

func (f *Fetcher) now() time.Time { return f.web.opts.Now() }

func (f *Fetcher) perHost() rate.Limit {
	if f.PerHost <= 0 {
		return 1
	}
	return f.PerHost
}

func (f *Fetcher) maxWait() time.Duration {
	if f.MaxWait <= 0 {
		return oneMinute
	}
	return f.MaxWait
}

// hostOf names the server of u. http and https share one pace and one robots.txt,
// unless a port is given.
func hostOf(u *url.URL) string {
	name := strings.ToLower(u.Hostname())
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		name += ":" + port
	}
	return name
}

// keyOf is the address in one spelling, without what does not change the page: the
// fragment, and a password.
func keyOf(u *url.URL) string {
	k := *u
	k.User, k.Fragment, k.RawFragment = nil, "", ""
	k.Host = strings.ToLower(k.Host)
	if k.Path == "" {
		k.Path = "/"
	}
	return k.String()
}
