package feed

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"entente"
)

// URL fetches address. Its errors are *entente.Error: Syntax for an address that
// is none, Refused for another scheme than http and https, a private address, a
// redirect too many or a server that says no (401, 403, 451), Missing for an
// unknown host or page (404, 410), TooLarge over the limit, Other for the rest.
func URL(ctx context.Context, opts Options, address string) (Item, error) {
	u, shown, err := parseAddress(address)
	if err != nil {
		return Item{}, err
	}
	w := newWeb(opts)
	defer w.client.CloseIdleConnections()
	ans, err := w.get(ctx, u, nil, nil)
	if err != nil {
		return Item{}, w.fail(shown, err)
	}
	return w.item(shown, ans), nil
}

// parseAddress returns address read, and as it may be shown.
func parseAddress(address string) (u *url.URL, shown string, err error) {
	u, err = url.Parse(strings.TrimSpace(address))
	if err != nil {
		// url.Error repeats the address, and an address may hold a password.
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, "address", fail(entente.Syntax, "address", err)
	}
	if err := checkURL(u); err != nil {
		return nil, u.Redacted(), fail(kindOfURL(err), u.Redacted(), err)
	}
	return u, u.Redacted(), nil
}

// web asks servers and follows their redirects.
type web struct {
	opts   Options // its defaults filled in
	client *http.Client
}

func newWeb(opts Options) *web {
	opts = opts.withDefaults()
	return &web{opts, &http.Client{
		Transport:     newTransport(opts),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what a server sent in the end.
type answer struct {
	url    *url.URL // who sent it, after redirects
	header http.Header
	body   []byte
}

// get asks for u and follows redirects. before, unless nil, is called ahead of
// each request, the ones that follow a redirect too; the time it takes does not
// count. The url of the answer is set whatever happens.
func (w *web) get(ctx context.Context, u *url.URL, header http.Header, before func(context.Context, *url.URL) error) (answer, error) {
	left := w.opts.Timeout
	for hop := 0; ; hop++ {
		if before != nil {
			if err := before(ctx, u); err != nil {
				return answer{url: u}, err
			}
		}
		begun := time.Now()
		ans, next, err := w.ask(ctx, left, u, header)
		if err != nil || next == nil {
			return ans, err
		}
		left -= time.Since(begun)
		if hop == w.opts.MaxRedirects {
			return ans, refused{fmt.Sprintf("more than %d redirects", w.opts.MaxRedirects)}
		}
		if err := checkURL(next); err != nil {
			return ans, err
		}
		u = next
	}
}

// ask makes one request; next is where the server sends us instead, or nil.
func (w *web) ask(ctx context.Context, timeout time.Duration, u *url.URL, header http.Header) (ans answer, next *url.URL, err error) {
	ans.url = u
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return ans, nil, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", w.opts.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1")
	resp, err := w.client.Do(req)
	if err != nil {
		return ans, nil, err
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	ans.header = resp.Header
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next, err = resp.Location()
		return ans, next, err
	}
	if err := checkStatus(resp); err != nil {
		return ans, nil, err
	}
	if resp.ContentLength > w.opts.MaxBytes {
		return ans, nil, tooLarge{w.opts.MaxBytes}
	}
	ans.body, err = readAll(resp.Body, w.opts.MaxBytes)
	return ans, nil, err
}

func (w *web) item(name string, ans answer) Item {
	final := *ans.url
	final.User = nil
	return Item{
		Name: name, URL: final.String(), ContentType: ans.header.Get("Content-Type"),
		Body: ans.body, Fetched: w.opts.Now(),
	}
}

func (w *web) fail(shown string, err error) error {
	return fail(kindOfURL(err), shown, plain(err, w.opts))
}

// refused reports what the rules of this package do not allow.
type refused struct{ why string }

func (e refused) Error() string { return e.why }

// ErrPrivate is within the error of an address that Options.AllowPrivate would let be asked.
var ErrPrivate error = private{}

// private is the refusal of such an address.
type private struct{ refused }

func (e private) Unwrap() error        { return e.refused }
func (e private) Is(target error) bool { return target == ErrPrivate }

// status reports an answer that is no page.
type status struct {
	code int
	line string
	wait string // its Retry-After
}

func (e status) Error() string { return "the server answers " + e.line }

func checkURL(u *url.URL) error {
	if u.Scheme == "" {
		return refused{"not an address: one begins with https://"}
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return refused{fmt.Sprintf("scheme %q: only http and https are fetched", u.Scheme)}
	}
	if u.Hostname() == "" {
		return refused{"the address names no host"}
	}
	return nil
}

func checkStatus(resp *http.Response) error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return status{resp.StatusCode, resp.Status, resp.Header.Get("Retry-After")}
	}
	// The transport unpacks the gzip that it asked for and then drops the header.
	if enc := resp.Header.Get("Content-Encoding"); enc != "" && enc != "identity" && enc != "gzip" {
		return fmt.Errorf("content encoding %q is not read", enc)
	}
	return nil
}

// newTransport refuses private addresses where the connection is made, on the
// address that the name resolved to. A check of the name alone would miss names
// that point inside, and names that change between the check and the call.
// There is no proxy, since behind one the address dialled is the proxy's.
func newTransport(opts Options) *http.Transport {
	dialer := &net.Dialer{Timeout: opts.Timeout}
	if !opts.AllowPrivate {
		dialer.Control = func(network, address string, _ syscall.RawConn) error { return checkDial(address) }
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		MaxResponseHeaderBytes: 1 << 20,
		MaxIdleConns:           100,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
}

func checkDial(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return refused{fmt.Sprintf("address %q cannot be checked", address)}
	}
	if !public(at.Addr()) {
		return private{refused{fmt.Sprintf("%s is a private address", at.Addr())}}
	}
	return nil
}

// notPublic lists the ranges that netip has no method for, from the IANA special
// purpose address registries (IPv4 and IPv6, 2025), and the ranges that carry an
// IPv4 address inside, which would lead around the check.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by a carrier's customers
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("198.18.0.0/15"),   // measurement
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("::/96"),           // IPv4 inside, old
	netip.MustParsePrefix("64:ff9b::/96"),    // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"),  // NAT64, local
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("fec0::/10"),       // site local, old
}

func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

func kindOfURL(err error) entente.Kind {
	var ref refused
	var st status
	var dns *net.DNSError
	switch {
	case errors.As(err, &ref):
		return entente.Refused
	case errors.As(err, &st):
		switch st.code {
		case http.StatusNotFound, http.StatusGone:
			return entente.Missing
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
			return entente.Refused
		}
		return entente.Other
	case errors.As(err, &dns) && dns.IsNotFound:
		return entente.Missing
	}
	return kindOf(err)
}

// plain drops the method and the address that net/http puts before a cause and
// says a timeout in words.
func plain(err error, opts Options) error {
	var inside private
	if errors.As(err, &inside) {
		return inside
	}
	var ref refused
	if errors.As(err, &ref) {
		return ref
	}
	if errors.Is(err, context.DeadlineExceeded) || os.IsTimeout(err) {
		return fmt.Errorf("no full answer within %v: %w", opts.Timeout, context.DeadlineExceeded)
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}
