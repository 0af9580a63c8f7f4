package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"entente"
	"entente/page"
	"entente/sqlite"
)

// lines keeps what a program writes while it runs.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var servedAt = regexp.MustCompile(`at (http://127\.0\.0\.1:\d+/)`)

// TestServePages starts the program, reads an article through its pages, is refused an address
// of this machine, and ends it as Ctrl-C does.
func TestServePages(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var log lines
	m := &Main{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &log, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
	done := make(chan int, 1)
	path := filepath.Join(t.TempDir(), "news.db")
	go func() {
		done <- m.Run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--ledger", path})
	}()
	var base string
	for base == "" {
		if at := servedAt.FindStringSubmatch(log.String()); at != nil {
			base = at[1]
		}
		select {
		case status := <-done:
			t.Fatalf("ended with status %d: %s", status, &log)
		case <-time.After(10 * time.Millisecond):
		}
	}
	ask := func(r *http.Response, err error) (string, *http.Response) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body), r
	}
	if body, r := ask(http.Get(base)); r.StatusCode != 200 || !strings.Contains(body, "None yet") {
		t.Errorf("the start page: %d %s", r.StatusCode, body)
	}
	body, r := ask(http.PostForm(base+"read", url.Values{"publisher": {"Northern Post"}, "published": {"2021-06-02"},
		"text": {"Norway imposed sanctions on Chad on Monday.\r\n\r\nChad denied that it had detained 12 Norwegian sailors."}}))
	if r.StatusCode != 200 || !strings.Contains(r.Request.URL.Path, "/article/") || !strings.Contains(body, "Norway (NOR) → Chad (TCD)") || !strings.Contains(body, "31 May 2021") {
		t.Errorf("the page of what was read: %d %s %s", r.StatusCode, r.Request.URL, body)
	}
	// What another process has received is read when somebody asks for it.
	led, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	art, err := page.FromFields("Mali and Niger signed a treaty on Sunday.", "", "", "", entente.Day{})
	if err == nil {
		_, err = led.Receive(ctx, art, entente.Input{Name: "other"})
	}
	if err := errors.Join(err, led.Close()); err != nil {
		t.Fatal(err)
	}
	if body, _ := ask(http.Get(base + "status")); !strings.Contains(body, "Read what waits") {
		t.Errorf("what waits is not offered: %s", body)
	}
	ask(http.PostForm(base+"status", nil))
	for tries := 0; ; tries++ {
		_, r := ask(http.Get(base + "article/" + strings.TrimPrefix(string(art.ID), "sha256:")))
		if r.StatusCode == 200 {
			break
		}
		if tries > 1000 {
			t.Fatalf("what waits is not read: %d", r.StatusCode)
		}
		time.Sleep(10 * time.Millisecond)
	}
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a server of this machine was asked") }))
	defer inside.Close()
	if body, r := ask(http.PostForm(base+"read", url.Values{"url": {inside.URL}})); r.StatusCode != http.StatusForbidden || !strings.Contains(body, "role=\"alert\"") {
		t.Errorf("an address of this machine: %d %s", r.StatusCode, body)
	}
	if body, _ := ask(http.Get(base + "settings")); !strings.Contains(body, "news.db") || !strings.Contains(body, "PLOVER") {
		t.Errorf("the settings say %s", body)
	}
	if text := log.String(); strings.Contains(text, "Norway") {
		t.Errorf("the log has text of an article: %s", text)
	}
	stop()
	if status := <-done; status != exitDone {
		t.Errorf("ended with status %d: %s", status, &log)
	}
}
