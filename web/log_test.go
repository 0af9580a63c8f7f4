package web_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/web"
)

// TestNote: what is logged and counted of an answer is the pattern of its address.
func TestNote(t *testing.T) {
	var log bytes.Buffer
	var seen []string
	h := serve(t, &web.Server{
		Logger:  slog.New(slog.NewTextHandler(&log, nil)),
		Observe: func(route string, status int, _ time.Duration) { seen = append(seen, fmt.Sprint(route, " ", status)) },
		Mounts:  map[string]http.Handler{"/broken": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a fault") })},
	})
	get(h, "/?said=hello")
	get(h, "/hello")
	get(h, "/assets/icon.svg")
	get(h, "/", "Host", "evil.example")
	func() {
		defer func() { _ = recover() }() // as net/http does
		get(h, "/broken")
	}()
	want := []string{"GET /{$} 200", "/ 404", "GET /assets/ 200", "wall 403", "/broken 500"}
	if !slices.Equal(seen, want) {
		t.Errorf("counted %q, want %q", seen, want)
	}
	text := log.String()
	if strings.Contains(text, "hello") || strings.Contains(text, "assets") || strings.Count(text, "\n") != 4 || !strings.Contains(text, `route="GET /{$}" status=200 ms=`) {
		t.Errorf("the log says\n%s", text)
	}
}
