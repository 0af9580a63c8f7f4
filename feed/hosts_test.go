package feed

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

func TestFetcherForgetsHosts(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f := &Fetcher{Options: Options{Now: func() time.Time { now = now.Add(time.Second); return now }}}
	f.start()
	site := func(i int) *url.URL { return &url.URL{Scheme: "https", Host: fmt.Sprintf("%d.example.org", i)} }
	first, _ := f.host(site(0))
	second, _ := f.host(site(1))
	for i := 2; i < maxHosts; i++ {
		f.host(site(i))
	}
	if again, _ := f.host(site(0)); again != first {
		t.Error("a host was forgotten before there were too many")
	}
	f.host(site(maxHosts))
	if len(f.hosts) != maxHosts {
		t.Errorf("%d hosts are remembered, want %d", len(f.hosts), maxHosts)
	}
	if again, _ := f.host(site(0)); again != first {
		t.Error("a host asked a moment ago was forgotten")
	}
	if again, _ := f.host(site(1)); again == second {
		t.Error("the host not asked for the longest time was kept")
	}
}

func TestHostOf(t *testing.T) {
	for address, want := range map[string]string{
		"http://Example.org/a": "example.org", "https://example.org:443/": "example.org", "http://example.org:80": "example.org",
		"http://example.org:8080/": "example.org:8080", "http://[::1]:9/": "::1:9",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := hostOf(u); got != want {
			t.Errorf("hostOf(%s) = %s, want %s", address, got, want)
		}
	}
}

func TestKeyOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://Example.org": "https://example.org/", "HTTPS://example.org/A?b=c#d": "https://example.org/A?b=c",
		"https://user:secret@example.org/": "https://example.org/",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := keyOf(u); got != want {
			t.Errorf("keyOf(%s) = %s, want %s", address, got, want)
		}
	}
}
