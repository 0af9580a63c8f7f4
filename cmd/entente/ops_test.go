package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// operated starts "entente serve" with a token, JSON logs and an address for who operates it. It
// returns both addresses, what is logged, and what ends it.
func operated(t *testing.T, led string, extra ...string) (pages, health string, logged *lines, end func() int) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	says, stderr := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		m := &Main{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: stderr, Getenv: func(string) string { return "" }, Terminal: func() (int, bool) { return 0, false }}
		ended <- m.Run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--ops-addr", "127.0.0.1:0", "--token", "s3cret", "--log-format", "json", "--ledger", led}, extra...))
		stderr.Close()
	}()
	logged = &lines{}
	in := bufio.NewScanner(says)
	for health == "" && in.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			t.Fatalf("serve says %q", in.Text())
		}
		switch line.Msg {
		case "listening":
			pages = line.Address
		case "health and numbers":
			health = line.Address
		}
		_, _ = logged.Write(append(in.Bytes(), '\n'))
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(logged, says)
	}()
	var status int
	over := false
	end = func() int {
		if !over {
			stop()
			status, over = <-ended, true
			<-read
		}
		return status
	}
	t.Cleanup(func() { end() })
	return pages, health, logged, end
}

// TestOperation asks a server as those do who run it.
func TestOperation(t *testing.T) {
	led := ledgerOf(t)
	pages, health, logged, end := operated(t, led)
	get := func(address string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(address, pages) {
			req.Header.Set("Authorization", "Bearer s3cret")
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	for _, path := range []string{"search?q=detained+sailors", "api/v1/articles?words=sailors", "pair/NOR-TCD.json", "nowhere/N0body", "assets/page.css?token=s3cret"} {
		get(pages + path)
	}
	if status, body := get(pages + "metrics"); status != http.StatusNotFound {
		t.Errorf("the address of the pages has numbers: %d %s", status, body)
	}
	if status, body := get(health + "healthz"); status != http.StatusOK {
		t.Errorf("/healthz: %d %s", status, body)
	}
	if out, status := run(t, "ready", "--ops-addr", strings.TrimSuffix(strings.TrimPrefix(health, "http://"), "/")); status != exitDone || out != "ready\n" {
		t.Errorf("ready ends with %d: %s", status, out)
	}
	_, numbers := get(health + "metrics")
	for _, want := range []string{
		`entente_http_requests_total{route="GET /search",status="200"} 1`,
		`entente_http_requests_total{route="GET /api/v1/articles",status="200"} 1`,
		`entente_http_requests_total{route="GET /pair/{pair}",status="200"} 1`,
		`entente_http_requests_total{route="/",status="404"} 2`,
		`entente_ledger_articles 2`, `entente_ledger_up 1`,
	} {
		if !strings.Contains(numbers, want+"\n") {
			t.Errorf("no %s in\n%s", want, regexp.MustCompile(`(?m)^entente_http_requests.*\n`).FindAllString(numbers, -1))
		}
	}
	if out, status := run(t, "ready", "--ops-addr", strings.TrimSuffix(strings.TrimPrefix(pages, "http://"), "/")); status != exitFail || !strings.Contains(out, "this is no address of --ops-addr") {
		t.Errorf("asked of the pages, ready ends with %d: %s", status, out)
	}
	// A ledger that has lost a table makes the server unready, and it lives on.
	db, err := sql.Open("sqlite", led)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE input RENAME TO gone"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if status, body := get(health + "readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, `"reason":"`) {
		t.Errorf("without its ledger: %d %s", status, body)
	}
	if out, status := run(t, "ready", "--ops-addr", strings.TrimSuffix(strings.TrimPrefix(health, "http://"), "/")); status != exitFail || !strings.Contains(out, "entente: not ready: ledger: ") {
		t.Errorf("ready ends with %d: %s", status, out)
	}
	end()
	text := logged.String()
	for _, secret := range []string{"s3cret", "sailors", "N0body", "NOR-TCD"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %q:\n%s", secret, text)
		}
	}
	for line := range strings.Lines(text) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	if !regexp.MustCompile(`"msg":"request","method":"GET","route":"GET /search","status":200,"ms":\d+,"bytes":[1-9]`).MatchString(text) || strings.Contains(text, "assets") {
		t.Errorf("the log says\n%s", text)
	}
}

// TestOperationPage holds docs/operation.md against the program: the commands and flags that it
// names, the variables, and the lines of the log.
func TestOperationPage(t *testing.T) {
	text, err := os.ReadFile("../../docs/operation.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	commands := 0
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			if args, ok := strings.CutPrefix(line, "entente "); ok {
				args, _, _ = strings.Cut(args, " #")
				program(t, "docs/operation.md", strings.Fields(args))
				commands++
			}
		}
	}
	root := (&Main{}).command()
	known := map[string]bool{"--config": true}
	b := newBook(root)
	for _, cmd := range b.commands {
		for _, f := range b.flags(cmd) {
			known["--"+f.Name], known[envName(f)] = true, true
		}
	}
	prose := regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(page, "")
	for _, code := range regexp.MustCompile("`[^`\n]+`").FindAllString(prose, -1) {
		for _, name := range regexp.MustCompile(`--[a-z-]+|ENTENTE_[A-Z_]+`).FindAllString(code, -1) {
			if !known[name] {
				t.Errorf("docs/operation.md names %s, which there is not", name)
			}
		}
		if args, ok := strings.CutPrefix(strings.Trim(code, "`"), "entente "); ok {
			if cmd, _, err := root.Find(strings.Fields(args)); (err != nil || cmd == root) && !strings.HasPrefix(args, "worker") { // which comes with the PostgreSQL ledger
				t.Errorf("docs/operation.md names entente %s, which there is not", args)
			}
			commands++
		}
	}
	if commands < 12 {
		t.Errorf("%d commands were found", commands)
	}
	_, rest, _ := strings.Cut(page, "```json\n")
	lines, _, _ := strings.Cut(rest, "```")
	shown := keysOf(t, lines)
	pages, _, logged, end := operated(t, ledgerOf(t))
	resp, err := http.Get(pages + "search")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	end()
	for msg, keys := range keysOf(t, logged.String()) {
		if shown[msg] != keys {
			t.Errorf("docs/operation.md shows of %q the members %q, the log has %q", msg, shown[msg], keys)
		}
	}
}

// keysOf lists the members of each line of a log by its message.
func keysOf(t *testing.T, log string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for line := range strings.Lines(log) {
		var members map[string]any
		if err := json.Unmarshal([]byte(line), &members); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out[fmt.Sprint(members["msg"])] = strings.Join(slices.Sorted(maps.Keys(members)), " ")
	}
	return out
}

// TestDebugLog shows addresses to who debugs, and still no token and no question.
func TestDebugLog(t *testing.T) {
	pages, _, logged, end := operated(t, ledgerOf(t), "--log-level", "debug", "--read-only")
	for _, path := range []string{"actor/NOR?token=s3cret", "search?q=sailors"} {
		resp, err := http.Get(pages + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if status := end(); status != exitDone {
		t.Errorf("serve ended with %d", status)
	}
	if text := logged.String(); !strings.Contains(text, `"path":"/actor/NOR"`) || strings.Contains(text, "s3cret") || strings.Contains(text, "sailors") {
		t.Errorf("the log says\n%s", text)
	}
}

// TestTokenShown: the address with its token is for a person at a terminal.
func TestTokenShown(t *testing.T) {
	for _, tt := range []struct {
		name     string
		terminal bool
	}{{"terminal", true}, {"log of a service", false}} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			says, stderr := io.Pipe()
			ended := make(chan int, 1)
			go func() {
				m := &Main{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: stderr, Getenv: func(string) string { return "" },
					Terminal: func() (int, bool) { return 0, false }, ErrTerminal: func() bool { return tt.terminal }}
				ended <- m.Run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--token", "s3cret", "--ledger", t.TempDir() + "/news.db"})
			}()
			line, err := bufio.NewReader(says).ReadString('\n')
			if err != nil || strings.Contains(line, "s3cret") != tt.terminal {
				t.Errorf("serve says %q, %v", line, err)
			}
			go func() { _, _ = io.Copy(io.Discard, says) }()
			stop()
			if status := <-ended; status != exitDone {
				t.Errorf("ended with %d", status)
			}
		})
	}
}
