package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// robots is what the robots.txt of a host says to us.
type robots struct {
	rules   *robotstxt.Group // nil allows everything
	err     error            // why nothing may be asked for, or nil
	expires time.Time
}

const (
	robotsRetry    = 10 * time.Minute // until a robots.txt that could not be read is asked for again
	maxRobots      = 500 << 10        // bytes: the least that RFC 9309 section 2.5 asks for
	maxRobotsLines = 5_000            // that count; each may hold a pattern, which is large once compiled
)

// allowed says why robots.txt does not let us ask for u, or nil.
func (f *Fetcher) allowed(ctx context.Context, u *url.URL) error {
	h, _ := f.host(u)
	select {
	case h.lock <- struct{}{}:
		defer func() { <-h.lock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if !f.now().Before(h.robots.expires) {
		r := f.readRobots(ctx, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.robots = r
		if r.rules != nil {
			h.limiter.SetLimitAt(f.now(), f.pace(r.rules.CrawlDelay))
		}
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if h.robots.err == nil && h.robots.rules != nil && !h.robots.rules.Test(path) {
		return refused{"robots.txt of " + u.Host + " does not allow it"}
	}
	return h.robots.err
}

// pace is the rate that a Crawl-delay leaves.
func (f *Fetcher) pace(delay time.Duration) rate.Limit {
	// A delay beyond what a Duration holds comes out negative.
	if delay < 0 || delay > f.maxWait() {
		delay = f.maxWait()
	}
	return min(f.perHost(), rate.Every(delay))
}

func (f *Fetcher) readRobots(ctx context.Context, u *url.URL) robots {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	ans, err := f.ask(ctx, at, nil, f.wait)
	if err == nil && len(ans.body) > maxRobots {
		err = tooLarge{maxRobots}
	}
	var st status
	var dns *net.DNSError
	switch {
	case err == nil:
		data, err := robotstxt.FromBytes(cleanRobots(ans.body))
		if err == nil {
			return robots{rules: data.FindGroup(agent), expires: f.now().Add(oneDay)}
		}
		return robots{err: refused{fmt.Sprintf("robots.txt of %s is not understood: %v", u.Host, err)}, expires: f.now().Add(robotsRetry)}
	case errors.As(err, &st) && st.code >= 400 && st.code < 500 && st.code != http.StatusTooManyRequests:
		return robots{expires: f.now().Add(oneDay)}
	case errors.As(err, &dns) && dns.IsNotFound, errors.Is(err, ErrPrivate):
		return robots{err: err} // there is no such host, or none that may be asked: so is the page
	}
	return robots{
		err:     refused{fmt.Sprintf("robots.txt of %s cannot be read now: %v", u.Host, plain(err, f.web.opts))},
		expires: f.now().Add(robotsRetry),
	}
}

// cleanRobots drops the lines over which the library gives up the whole file: rules
// of no agent, delays that are no number. RFC 9309 section 2.2 wants every line
// that can be read to count.
func cleanRobots(body []byte) []byte {
	var out bytes.Buffer
	named, n := false, 0
	for line := range bytes.Lines(body) {
		if n++; n > maxRobotsLines {
			break
		}
		text, _, _ := strings.Cut(string(line), "#")
		field, value, ok := strings.Cut(strings.TrimPrefix(text, "\ufeff"), ":")
		field = strings.ToLower(strings.TrimSpace(field))
		value, _, _ = strings.Cut(strings.TrimSpace(value), " ") // the library takes what follows for a line
		if !ok || value == "" && field != "disallow" {
			continue
		}
		switch field {
		case "user-agent", "useragent":
			named = true
		case "crawl-delay", "crawldelay":
			if d, err := strconv.ParseFloat(value, 64); err != nil || !(d >= 0 && d <= 1e9) {
				continue
			}
		case "allow", "disallow":
		default:
			continue
		}
		if named {
			fmt.Fprintf(&out, "%s: %s\n", field, value)
		}
	}
	return out.Bytes()
}
