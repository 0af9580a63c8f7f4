package feed_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"entente"
	"entente/feed"
)

func seconds(n ...float64) []time.Duration {
	var d []time.Duration
	for _, s := range n {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}

func TestFetcherRate(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		perHost      rate.Limit
		maxWait      time.Duration
		want         []time.Duration // robots.txt, then three pages
	}{
		{"default", "", 0, 0, seconds(1, 1, 1)},
		{"slower", "", 0.5, 0, seconds(2, 2, 2)},
		{"no limit", "", rate.Inf, 0, nil},
		{"Crawl-delay", "User-agent: *\nCrawl-delay: 5", 0, 0, seconds(5, 5, 5)},
		{"Crawl-delay of others", "User-agent: other\nCrawl-delay: 5", 0, 0, seconds(1, 1, 1)},
		{"Crawl-delay faster than we are", "User-agent: *\nCrawl-delay: 0.1", 0, 0, seconds(1, 1, 1)},
		{"Crawl-delay over the bound", "User-agent: *\nCrawl-delay: 3600", 0, 10 * time.Second, seconds(10, 10, 10)},
		{"Crawl-delay beyond time", "User-agent: *\nCrawl-delay: 1e300", 0, 0, seconds(1, 1, 1)},
		{"Crawl-delay at its largest", "User-agent: *\nCrawl-delay: 1000000000", 0, 0, seconds(60, 60, 60)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := newSite(t)
			site.page("/robots.txt", tt.robots)
			site.page("/story", "<p>Story")
			f := site.fetcher()
			f.PerHost, f.MaxWait = tt.perHost, tt.maxWait
			for range 3 {
				if _, err := f.Get(context.Background(), site.URL+"/story"); err != nil {
					t.Fatal(err)
				}
			}
			// The new rate of a Crawl-delay holds from the request for robots.txt on.
			if !slices.EqualFunc(site.slept, tt.want, func(a, b time.Duration) bool { return (a - b).Abs() < time.Millisecond }) {
				t.Errorf("slept %v, want %v", site.slept, tt.want)
			}
		})
	}
}

func TestFetcherHostsDoNotWaitForEachOther(t *testing.T) {
	a, b := newSite(t), newSite(t)
	a.page("/story", "A")
	b.page("/story", "B")
	f := a.fetcher()
	for _, s := range []*site{a, b} {
		if _, err := f.Get(context.Background(), s.URL+"/story"); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(a.slept, seconds(1, 1)) {
		t.Errorf("slept %v, want a second behind each robots.txt alone", a.slept)
	}
}

func TestRobots(t *testing.T) {
	long := "User-agent: *\n" + strings.Repeat("Disallow: /x\n", 100_000)
	for _, tt := range []struct {
		name, robots string
		status       int
		want         map[string]bool // path, whether it may be asked for
	}{
		{"none", "", 404, map[string]bool{"/a": true}},
		{"forbidden", "", 403, map[string]bool{"/a": true}},
		{"fault", "", 500, map[string]bool{"/a": false}},
		{"too many requests", "", 429, map[string]bool{"/a": false}},
		{"empty", "", 200, map[string]bool{"/a": true}},
		{"all", "User-agent: *\nDisallow: /", 200, map[string]bool{"/a": false}},
		{"ours before all", "User-agent: *\nDisallow: /\n\nUser-agent: Entente\nDisallow: /b", 200, map[string]bool{"/a": true, "/b": false}},
		{"others", "User-agent: other\nDisallow: /", 200, map[string]bool{"/a": true}},
		{"longest rule", "User-agent: *\nDisallow: /a\nAllow: /a/open", 200, map[string]bool{"/a/open": true, "/a/x": false}},
		{"wildcards", "User-agent: *\nDisallow: /*.pdf$", 200, map[string]bool{"/a.pdf": false, "/a.pdf.html": true}},
		{"query", "User-agent: *\nDisallow: /*?print=", 200, map[string]bool{"/a": true, "/a?print=1": false}},
		{"nothing disallowed", "User-agent: *\nDisallow:\n", 200, map[string]bool{"/a": true}},
		{"bad lines beside good", "Disallow: /early\nUser-agent: *\nCrawl-delay: soon\nnonsense\nDisallow: /a # not this", 200, map[string]bool{"/a": false, "/b": true}},
		{"mark of order", "\ufeffUser-agent: *\nDisallow: /a", 200, map[string]bool{"/a": false}},
		{"a page instead", "<!DOCTYPE html><p>Not here", 200, map[string]bool{"/a": true}},
		{"endless", long, 200, map[string]bool{"/a": false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := newSite(t)
			site.handle("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.robots)
			})
			site.page("/", "<p>Story")
			f := site.fetcher()
			for _, path := range slices.Sorted(maps.Keys(tt.want)) {
				_, err := f.Get(context.Background(), site.URL+path)
				if tt.want[path] && err != nil {
					t.Errorf("%s: %v", path, err)
				}
				if !tt.want[path] {
					wantKind(t, err, entente.Refused, path)
				}
			}
		})
	}
}

func TestRobotsAreKept(t *testing.T) {
	site := newSite(t)
	status := 200
	count := 0
	site.handle("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { count++; w.WriteHeader(status) })
	site.page("/story", "<p>Story")
	f := site.fetcher()
	get := func() error {
		_, err := f.Get(context.Background(), site.URL+"/story")
		return err
	}
	for _, tt := range []struct {
		name    string
		later   time.Duration
		status  int
		count   int
		refused bool
	}{
		{"first", 0, 200, 1, false},
		{"soon after", time.Hour, 500, 1, false},
		{"a day after, and it cannot be read", 24 * time.Hour, 500, 2, true},
		{"a minute after", time.Minute, 200, 2, true},
		{"ten minutes after", 10 * time.Minute, 200, 3, false},
	} {
		status = tt.status
		_ = site.sleep(context.Background(), tt.later)
		if err := get(); (err != nil) != tt.refused || count != tt.count {
			t.Errorf("%s: error %v, refused wanted %v; robots.txt read %d times, want %d", tt.name, err, tt.refused, count, tt.count)
		}
	}
}

func TestRobotsOfRedirects(t *testing.T) {
	closed, open := newSite(t), newSite(t)
	closed.page("/robots.txt", "User-agent: *\nDisallow: /")
	closed.page("/story", "<p>Story")
	open.handle("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, closed.URL+"/story", http.StatusFound)
	})
	_, err := open.fetcher().Get(context.Background(), open.URL+"/moved")
	wantKind(t, err, entente.Refused, open.URL)
	if got := closed.asked(); len(got) != 0 {
		t.Errorf("asked for %q, which robots.txt of that host forbids", got)
	}
}

// TestURLAsksNoRobots: a person who names one page is no robot.
func TestURLAsksNoRobots(t *testing.T) {
	site := newSite(t)
	site.page("/robots.txt", "User-agent: *\nDisallow: /")
	site.page("/story", "<p>Story")
	if _, err := feed.URL(context.Background(), feed.Options{AllowPrivate: true}, site.URL+"/story"); err != nil {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name     string
		status   int
		after    []string // of the answers before the good one
		want     entente.Kind
		ok       bool
		requests int
		slept    []time.Duration
	}{
		{"seconds", 429, []string{"30"}, 0, true, 2, seconds(1, 30)},
		{"a date", 503, []string{start.Add(21 * time.Second).Format(http.TimeFormat)}, 0, true, 2, seconds(1, 20)},
		{"a date past", 503, []string{start.Add(-time.Hour).Format(http.TimeFormat)}, 0, true, 2, seconds(1, 1)},
		{"nothing", 429, []string{""}, entente.Other, false, 1, seconds(1)},
		{"nonsense", 503, []string{"soon"}, entente.Other, false, 1, seconds(1)},
		{"once only", 429, []string{"30", "30"}, entente.Other, false, 2, seconds(1, 30)},
		{"too long", 429, []string{"3600"}, entente.Other, false, 1, seconds(1)},
		{"longer than time", 429, []string{"99999999999999999999"}, entente.Other, false, 1, seconds(1)},
		{"another status", 500, []string{"30"}, entente.Other, false, 1, seconds(1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := newSite(t)
			n := 0
			site.handle("/story", func(w http.ResponseWriter, _ *http.Request) {
				if n++; n <= len(tt.after) {
					w.Header().Set("Retry-After", tt.after[n-1])
					w.WriteHeader(tt.status)
				}
			})
			_, err := site.fetcher().Get(context.Background(), site.URL+"/story")
			if tt.ok && err != nil {
				t.Error(err)
			}
			if !tt.ok {
				wantKind(t, err, tt.want, "/story")
			}
			if n != tt.requests || !slices.Equal(site.slept, tt.slept) {
				t.Errorf("%d requests and sleeps of %v, want %d and %v", n, site.slept, tt.requests, tt.slept)
			}
		})
	}
}

// TestRetryAfterClosesHost: who asked for an hour is not asked for the next page.
func TestRetryAfterClosesHost(t *testing.T) {
	site := newSite(t)
	site.handle("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	site.page("/story", "<p>Story")
	f := site.fetcher()
	_, err := f.Get(context.Background(), site.URL+"/busy")
	wantKind(t, err, entente.Other, "/busy")
	_, err = f.Get(context.Background(), site.URL+"/story")
	wantKind(t, err, entente.Refused, "/story")
	if got := site.asked(); !slices.Equal(got, []string{"/busy"}) {
		t.Errorf("asked for %q", got)
	}
	_ = site.sleep(context.Background(), time.Hour)
	if _, err = f.Get(context.Background(), site.URL+"/story"); err != nil {
		t.Error(err)
	}
}

func TestFetcherConditional(t *testing.T) {
	site := newSite(t)
	site.page("/story", "<p>Story")
	var since []string
	site.handle("/dated", func(w http.ResponseWriter, r *http.Request) {
		since = append(since, r.Header.Get("If-Modified-Since"))
		w.Header().Set("Last-Modified", "Sun, 01 Mar 2026 00:00:00 GMT")
	})
	site.handle("/odd", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	f := site.fetcher()
	known := memory{}
	f.Validators = known
	get := func(path string) error {
		_, err := f.Get(context.Background(), site.URL+path)
		return err
	}
	if err := get("/story#part"); err != nil || len(known) != 1 || known[site.URL+"/story"][0] == "" {
		t.Fatalf("first visit: %v; remembered %v", err, known)
	}
	err := get("/story")
	wantKind(t, err, entente.Other, "/story")
	if !errors.Is(err, feed.ErrUnchanged) {
		t.Errorf("second visit: %v, want ErrUnchanged", err)
	}
	if err := errors.Join(get("/dated"), get("/dated")); err != nil || !slices.Equal(since, []string{"", "Sun, 01 Mar 2026 00:00:00 GMT"}) {
		t.Errorf("%v; If-Modified-Since was %q", err, since)
	}
	if err := get("/odd"); err == nil || errors.Is(err, feed.ErrUnchanged) {
		t.Errorf("not modified since a visit that never was: %v", err)
	}
}

func TestFetcherCancelled(t *testing.T) {
	site := newSite(t)
	site.page("/story", "<p>Story")
	f := site.fetcher()
	f.Sleep = nil // wait in real time, but not for long
	ctx, cancel := context.WithCancel(context.Background())
	site.handle("/robots.txt", func(http.ResponseWriter, *http.Request) { time.AfterFunc(5*time.Millisecond, cancel) })
	if _, err := f.Get(ctx, site.URL+"/story"); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled within", err)
	}
}

func TestFetcherAtOnce(t *testing.T) {
	site := newSite(t)
	var robots atomic.Int32
	site.handle("/robots.txt", func(http.ResponseWriter, *http.Request) { robots.Add(1) })
	site.page("/story", "<p>Story")
	f := site.fetcher()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := f.Get(context.Background(), site.URL+"/story"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if robots.Load() != 1 {
		t.Errorf("robots.txt was read %d times, want once", robots.Load())
	}
	if len(site.slept) < 7 {
		t.Errorf("%d pauses between 9 requests", len(site.slept))
	}
}
