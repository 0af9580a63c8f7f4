package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// stories are two made-up articles with three events.
const stories = `{"id":"1","headline":"Oslo Recalls Envoy","publisher":"Northern Post","published":"2021-05-29","text":"OSLO — Norway recalled its ambassador from Chad on Friday. Norway said on Friday that Chad had detained the sailors."}
{"id":"2","headline":"Toll Rises","publisher":"Lake Gazette","published":"2021-06-01","text":"N'DJAMENA — At least 12 people were killed when Chad shelled a Norwegian camp on Saturday. Norway imposed sanctions on Chad on Monday."}
`

// ledgerOf puts the stories into a new ledger.
func ledgerOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	in, led := filepath.Join(dir, "stories.jsonl"), filepath.Join(dir, "news.db")
	if err := os.WriteFile(in, []byte(stories), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, status := run(t, "ingest", in, "--ledger", led); status != exitDone {
		t.Fatalf("ingest ended with %d: %s", status, out)
	}
	return led
}

// run runs one command line and returns what it wrote, on both.
func run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out strings.Builder
	status := (&Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}).Run(t.Context(), args)
	return out.String(), status
}

// server starts "entente serve" and returns its address; it stops with the test, and must
// then have ended well.
func server(t *testing.T, led string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	says, stderr := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		m := &Main{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: stderr, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
		ended <- m.Run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--ledger", led})
		stderr.Close()
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("serve ended with status %d", status)
		}
	})
	lines := bufio.NewScanner(says)
	if !lines.Scan() {
		t.Fatal("serve says nothing")
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text())
	if address == "" {
		t.Fatalf("serve says %q", lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, says) }()
	return address
}

// TestServe asks a server what its ledger's file is asked too, and what is refused.
func TestServe(t *testing.T) {
	led := ledgerOf(t)
	address := server(t, led)
	for _, args := range [][]string{
		{"relation", "Norway", "Chad", "--from", "2021-05", "--to", "2021-06"},
		{"brief", "NOR-TCD", "--since", "2021-05-20", "--to", "2021-06-02", "--format", "json"},
		{"timeline", "NOR-TCD"},
		{"quotes"},
		{"search", "sailors"},
		{"export", "--format", "jsonl"},
	} {
		t.Run(args[0], func(t *testing.T) {
			near, status := run(t, append(args, "--ledger", led)...)
			far, farStatus := run(t, append(args, "--ledger", address)...)
			if status != exitDone || farStatus != exitDone || near != far || len(near) < 100 {
				t.Errorf("of the file (%d)\n%s\nof the server (%d)\n%s", status, near, farStatus, far)
			}
		})
	}
	t.Run("reading a new text", func(t *testing.T) {
		resp, err := http.Post(address+"/api/v1/read?store=true", "application/json", strings.NewReader(`{"text":"OSLO — Norway expelled two diplomats of Chad on Wednesday.","published":"2021-06-03","publisher":"Northern Post"}`))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusCreated || !strings.Contains(string(body), "Norway expelled two diplomats") {
			t.Errorf("%d %s, %v", resp.StatusCode, body, err)
		}
	})
	t.Run("an address inside the network", func(t *testing.T) {
		resp, err := http.PostForm(address+"/read", url.Values{"url": {address + "/"}})
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusForbidden || !strings.Contains(string(body), "is a private address") {
			t.Errorf("%d, %v: %s", resp.StatusCode, err, body)
		}
	})
	for _, tt := range []struct {
		name, host, origin string
		want               int
	}{
		{"of this machine", "localhost", "", http.StatusOK},
		{"by another name", "news.example", "", http.StatusForbidden},
		{"from another site", "", "https://news.example", http.StatusForbidden},
	} {
		t.Run("a request "+tt.name, func(t *testing.T) {
			method, path := http.MethodGet, "/api/v1/totals"
			if tt.origin != "" {
				method, path = http.MethodPost, "/api/v1/corrections"
			}
			req, err := http.NewRequestWithContext(t.Context(), method, address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = tt.host
			req.Header.Set("Origin", tt.origin)
			if tt.origin != "" {
				req.Header.Set("Sec-Fetch-Site", "cross-site")
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != tt.want {
				t.Errorf("%d, want %d", resp.StatusCode, tt.want)
			}
		})
	}
	t.Run("tools at /mcp", func(t *testing.T) {
		sanctions(t, &sdk.StreamableClientTransport{Endpoint: address + "/mcp"})
	})
	t.Run("tools of a server far away", func(t *testing.T) {
		sanctions(t, &sdk.CommandTransport{Command: exec.CommandContext(t.Context(), "entente", "mcp", "--ledger", address)})
	})
}

// TestSlowClients: who opens a request and does not end it is let go, and a header has its
// bound. The times are made short here; that the real ones are there is checked before.
func TestSlowClients(t *testing.T) {
	asked := make(chan string, 10)
	srv := httpServer(t.Context(), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		asked <- fmt.Sprint(r.Method, " ", err != nil)
	}), slog.New(slog.DiscardHandler))
	for name, d := range map[string]time.Duration{"header": srv.ReadHeaderTimeout, "body": srv.ReadTimeout, "idle": srv.IdleTimeout} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("the time for %s is %v", name, d)
		}
	}
	if srv.MaxHeaderBytes <= 0 || srv.MaxHeaderBytes > 64<<10 {
		t.Errorf("%d bytes of header", srv.MaxHeaderBytes)
	}
	srv.ReadHeaderTimeout, srv.ReadTimeout, srv.IdleTimeout = 50*time.Millisecond, 100*time.Millisecond, 50*time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(ln) }() // until it is closed
	defer func() { _ = srv.Close() }()
	for _, tt := range []struct{ name, sends string }{
		{"nothing", ""},
		{"half a header", "GET / HTTP/1.1\r\nHost: x\r\nX-A: b"},
		{"half a body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"},
		{"a request, and then nothing", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"},
		{"a header without end", "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("b", 64<<10)},
	} {
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, tt.sends) // it may be let go amid of it
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: the connection is held for ever", tt.name)
		}
		_ = conn.Close() // from the other side it is closed already
	}
	close(asked)
	var got []string
	for s := range asked {
		got = append(got, s)
	}
	if want := []string{"POST true", "GET false"}; !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

// TestMCP speaks to the built command.
func TestMCP(t *testing.T) {
	sanctions(t, &sdk.CommandTransport{Command: exec.CommandContext(t.Context(), "entente", "mcp", "--ledger", ledgerOf(t))})
}

// TestMCPStops interrupts the command while it waits for a question.
func TestMCPStops(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "entente", "mcp", "--ledger", ledgerOf(t))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.Contains(line, `"entente"`) {
		t.Fatalf("it answers %q, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// sanctions asks over a transport what Norway did to Chad.
func sanctions(t *testing.T, over sdk.Transport) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	c, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, over, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.CallTool(ctx, &sdk.CallToolParams{Name: "search_events", Arguments: map[string]any{"a": "Norway", "b": "Chad", "words": "sanctions"}})
	if err != nil {
		t.Fatal(err)
	}
	text := res.Content[0].(*sdk.TextContent).Text
	if res.IsError || !strings.Contains(text, "“Norway imposed sanctions on Chad on Monday.”\n  Lake Gazette, 2021-06-01 · row ") {
		t.Errorf("it answers %s", text)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
