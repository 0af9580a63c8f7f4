package feed

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// elsewhere answers for one public host, where one path is moved and all others are
// missing, and leaves the rest to the guarded transport.
type elsewhere struct {
	path, to string
	rest     http.RoundTripper
}

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Hostname() != "public.example" {
		return e.rest.RoundTrip(r)
	}
	w := httptest.NewRecorder()
	w.Code = http.StatusNotFound
	if r.URL.Path == e.path {
		w.Header().Set("Location", e.to)
		w.Code = http.StatusFound
	}
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

func TestRedirectToPrivateIsRefused(t *testing.T) {
	asked := false
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer private.Close()
	for _, tt := range []struct{ name, to string }{
		{"this machine", private.URL},
		{"this machine by name", "http://localhost/"},
		{"a private network", "http://10.0.0.1/"},
		{"the service of a cloud", "http://169.254.169.254/latest/"},
		{"another scheme", "file:///etc/passwd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &Fetcher{PerHost: 1e9}
			w := f.start()
			w.client.Transport = elsewhere{"/moved", tt.to, w.client.Transport}
			for _, get := range []func() error{
				func() error { _, err := f.Get(context.Background(), "http://public.example/moved"); return err },
				func() error { // as URL does, without robots.txt
					u, _, err := parseAddress("http://public.example/moved")
					if err != nil {
						return err
					}
					_, err = w.get(context.Background(), u, nil, nil)
					return w.fail("public.example", err)
				},
			} {
				var e *entente.Error
				if err := get(); !errors.As(err, &e) || e.Kind != entente.Refused {
					t.Errorf("error = %v, want refused", err)
				}
			}
		})
	}
	if asked {
		t.Error("the private server was asked")
	}
}

func TestRobotsRedirectToPrivateIsRefused(t *testing.T) {
	f := &Fetcher{PerHost: 1e9}
	w := f.start()
	w.client.Transport = elsewhere{"/robots.txt", "http://127.0.0.1/", w.client.Transport}
	_, err := f.Get(context.Background(), "http://public.example/story")
	var e *entente.Error
	if !errors.As(err, &e) || e.Kind != entente.Refused {
		t.Errorf("error = %v, want refused", err)
	}
}

// TestDialIsChecked: the address is looked at where the connection is made, whatever the name
// said before: a name that leads inside only at the second question (DNS rebinding) reaches
// nothing.
func TestDialIsChecked(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }() // nobody came
	came := make(chan struct{})
	go func() {
		if conn, err := ln.Accept(); err == nil {
			_ = conn.Close() // it should not be there
			close(came)
		}
	}()
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "127.1"} {
		conn, err := newTransport(Options{}.withDefaults()).DialContext(context.Background(), "tcp", net.JoinHostPort(host, port))
		if err == nil {
			_ = conn.Close() // the test has failed
			t.Errorf("%s was reached", host)
		}
	}
	select {
	case <-came:
		t.Error("a connection came")
	default:
	}
}

// TestErrPrivate: whoever may let such addresses be asked can tell them from other refusals,
// also where robots.txt would be asked first.
func TestErrPrivate(t *testing.T) {
	for address, want := range map[string]bool{"http://127.0.0.1:1/a": true, "http://10.0.0.1/a": true, "ftp://127.0.0.1/a": false} {
		_, err := URL(context.Background(), Options{}, address)
		if errors.Is(err, ErrPrivate) != want || entente.KindOf(err) != entente.Refused {
			t.Errorf("URL(%s): %v, want a private address %v", address, err, want)
		}
		if _, err := (&Fetcher{PerHost: 1e9}).Get(context.Background(), address); errors.Is(err, ErrPrivate) != want || strings.Contains(err.Error(), "robots.txt") {
			t.Errorf("Get(%s): %v, want a private address %v", address, err, want)
		}
	}
}

// TestBareAddress: what is typed without https:// is told how one begins.
func TestBareAddress(t *testing.T) {
	for _, address := range []string{"www.example.org", "example.org/story.html", ""} {
		if _, err := URL(context.Background(), Options{}, address); entente.KindOf(err) != entente.Refused || !strings.Contains(err.Error(), "begins with https://") {
			t.Errorf("URL(%q): %v", address, err)
		}
	}
}

// TestAddressWithoutScheme: what looks like an address and is no file says how one begins.
func TestAddressWithoutScheme(t *testing.T) {
	for name, want := range map[string]bool{
		"www.example.org": true, "example.org/story.html": true, "127.0.0.1:8460/feed.xml": true,
		"story.txt": false, "../nowhere/story.txt": false, "stories/a.txt": false, "/tmp/no.such/a": false,
	} {
		_, err := File(name, Options{})
		if entente.KindOf(err) != entente.Missing || strings.Contains(err.Error(), "https://") != want {
			t.Errorf("File(%q): %v, want a word on addresses %v", name, err, want)
		}
		for _, err := range (&Walker{}).Walk(context.Background(), name) {
			if err == nil || strings.Contains(err.Error(), "https://") != want {
				t.Errorf("Walk(%q): %v, want a word on addresses %v", name, err, want)
			}
		}
	}
}

// TestBinarySays: what people take for an article says what to do about it.
func TestBinarySays(t *testing.T) {
	for head, want := range map[string]string{"%PDF-1.4": "pdftotext", "PK\x03\x04": "save it as plain text", "\x89PNG\r\n\x1a\n": "looks like image/png"} {
		name := filepath.Join(t.TempDir(), "story")
		if err := os.WriteFile(name, []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, err := range (&Walker{}).Walk(context.Background(), name) {
			if entente.KindOf(err) != entente.Binary || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v, want %q", head, err, want)
			}
		}
	}
}
