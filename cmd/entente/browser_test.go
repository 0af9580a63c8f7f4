package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The pages in a real browser. It is skipped where no Chromium is installed (Debian's
// package chromium). ENTENTE_SHOTS names a folder to put a picture of each page into;
// "make shots" does so for the docs.

// served is a ledger of the sample stories behind "entente serve".
type served struct {
	address string
	t       *testing.T
}

func serveSamples(t *testing.T) *served {
	t.Helper()
	ledger := filepath.Join(t.TempDir(), "ledger.db")
	env := func(string) string { return "" }
	var said lines
	m := &Main{Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: env, Terminal: func() (int, bool) { return 0, false }}
	if status := m.Run(t.Context(), []string{"ingest", "--ledger", ledger, "../../examples/ledger"}); status != exitDone {
		t.Fatalf("ingest: %s", &said)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() { done <- m.Run(ctx, []string{"serve", "--ledger", ledger, "--addr", "127.0.0.1:0"}) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Error("serve does not stop")
		}
	})
	for range 2000 {
		if at := servedAt.FindStringSubmatch(said.String()); at != nil {
			return &served{strings.TrimSuffix(at[1], "/"), t}
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("serve says no address: %s", &said)
	return nil
}

// data gets the JSON of a page.
func (s *served) data(path string) map[string]any {
	s.t.Helper()
	resp, err := http.Get(s.address + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var v map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil || resp.StatusCode != 200 {
		s.t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
	}
	return v
}

// browser is a tab that notes what must not happen.
type browser struct {
	ctx  context.Context
	home string
	mu   sync.Mutex
	bad  []string
}

func newBrowser(t *testing.T, s *served) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("needs chromium: apt-get install chromium")
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx, home: s.address}
	chromedp.ListenTarget(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if u := ev.Request.URL; !strings.HasPrefix(u, s.address) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") {
				b.note("asked another host: " + u)
			}
		case *runtime.EventExceptionThrown:
			b.note("exception: " + ev.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if ev.Type == runtime.APITypeError {
				b.note(fmt.Sprintf("console: %s", ev.Args[0].Value))
			}
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.LevelError {
				b.note("log: " + ev.Entry.Text + " " + ev.Entry.URL)
			}
		}
	})
	if err := chromedp.Run(ctx, network.Enable(), log.Enable()); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return b
}

func (b *browser) note(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bad = append(b.bad, what)
}

// faults returns what was noted since the last call.
func (b *browser) faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.bad
	b.bad = nil
	return out
}

func (b *browser) run(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) open(t *testing.T, path string) {
	t.Helper()
	b.run(t, chromedp.Navigate(b.home+path), chromedp.WaitVisible("main", chromedp.ByQuery))
}

func (b *browser) text(t *testing.T, selector string) string {
	t.Helper()
	var s string
	b.run(t, chromedp.Text(selector, &s, chromedp.ByQuery))
	return s
}

// axeRun leaves out the outlines of lands: there are hundreds, a list beside the map says
// the same, and axe-core compares each with each.
const axeRun = `axe.run({exclude: [["svg path"], ["svg circle"]]}, {resultTypes: ["violations"]}).then(r => r.violations)`

// violation is what axe-core has against a page.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML string `json:"html"`
	} `json:"nodes"`
}

// TestBrowserPages opens every page on a desk and on a phone: nothing goes to another
// host, nothing fails in the console, axe-core finds no serious fault, and a phone need
// not scroll sideways.
func TestBrowserPages(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	s := serveSamples(t)
	b := newBrowser(t, s)
	axe := axeCore(t)
	article, event := s.samples()
	for _, tt := range []struct{ name, path string }{
		{"start", "/"}, {"article", article}, {"event", event}, {"dossier", "/pair/PAK-RUS"}, {"timeline", "/timeline?a=PAK&b=RUS"},
		{"search", "/search?words=helicopters"}, {"actor", "/actor/PAK"}, {"disputes", "/disputes"}, {"quotes", "/quotes?a=PAK"},
		{"figures", "/figures"}, {"deals", "/deals?a=PAK&b=RUS"}, {"predictions", "/predictions"}, {"map", "/map?from=2014&to=2019&a=PAK"},
		{"network", "/network?from=2014&to=2019"}, {"status", "/status"}, {"settings", "/settings"}, {"api", "/api/docs"},
	} {
		for _, size := range []struct {
			name          string
			width, height int64
		}{{"desk", 1280, 900}, {"phone", 390, 844}} {
			t.Run(tt.name+"/"+size.name, func(t *testing.T) {
				b.run(t, emulation.SetDeviceMetricsOverride(size.width, size.height, 1, size.name == "phone"))
				b.open(t, tt.path)
				var wide bool
				var found []violation
				b.run(t,
					chromedp.Evaluate("document.documentElement.scrollWidth > window.innerWidth + 1", &wide),
					chromedp.Evaluate(axe+"; 0", nil),
					chromedp.Evaluate(axeRun, &found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
						return p.WithAwaitPromise(true)
					}))
				if wide {
					t.Error("the page is wider than the window")
				}
				for _, v := range found {
					if v.Impact == "serious" || v.Impact == "critical" {
						t.Errorf("%s (%s): %s, at %s", v.ID, v.Impact, v.Help, v.Nodes[0].HTML)
					}
				}
				for _, f := range b.faults() {
					t.Error(f)
				}
				if folder := os.Getenv("ENTENTE_SHOTS"); folder != "" {
					var png []byte
					b.run(t, chromedp.CaptureScreenshot(&png))
					if err := os.WriteFile(filepath.Join(folder, tt.name+"-"+size.name+".png"), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

// axeCore is the script of axe-core 4.14.1, as its package has it, packed.
func axeCore(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/browser/axe.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// samples are the addresses of an article and an event of the sample ledger.
func (s *served) samples() (article, event string) {
	s.t.Helper()
	found := s.data("/timeline.json?a=PAK&b=RUS")
	raw, err := json.Marshal(found)
	if err != nil {
		s.t.Fatal(err)
	}
	id := regexp.MustCompile(`"id":"([0-9a-f]{16})/(e\d+)"`).FindStringSubmatch(string(raw))
	if id == nil {
		s.t.Fatalf("no row between PAK and RUS: %s", raw)
	}
	return "/article/" + id[1], "/event/" + id[1] + "/" + id[2]
}

// TestBrowserPrint prints a dossier.
func TestBrowserPrint(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := newBrowser(t, serveSamples(t))
	b.open(t, "/pair/PAK-RUS")
	var pdf []byte
	b.run(t, chromedp.ActionFunc(func(ctx context.Context) error {
		var err error
		pdf, _, err = page.PrintToPDF().Do(ctx)
		return err
	}))
	if !bytes.HasPrefix(pdf, []byte("%PDF")) || len(pdf) < 10_000 {
		t.Errorf("printing gives %d bytes", len(pdf))
	}
}

// events is how many things count between Pakistan and Russia, as the dossier's data say.
func (s *served) events() int {
	n := 0
	for _, p := range s.data("/pair/PAK-RUS.json?from=2014&to=2019")["tie"].(map[string]any)["points"].([]any) {
		n += int(p.(map[string]any)["events"].(float64))
	}
	return n
}

// TestBrowserWork does what a person does: pastes an article and follows a span to its
// row, goes from a point of a chart to a sentence, filters disputes, takes a row out,
// sees the series follow, and undoes it.
func TestBrowserWork(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	s := serveSamples(t)
	b := newBrowser(t, s)
	first := func(selector string) chromedp.Action { return chromedp.Click(selector, chromedp.ByQuery) }

	t.Run("read by pasting", func(t *testing.T) {
		b.open(t, "/")
		b.run(t,
			chromedp.SendKeys("#in-text", "Pakistan sent wheat to Russia on Monday. Russia thanked Pakistan.", chromedp.ByQuery),
			chromedp.SendKeys("#in-publisher", "Steppe Post", chromedp.ByQuery),
			chromedp.Evaluate(`document.querySelector("#in-published").value = "2019-09-03"; 0`, nil),
			first("#read button[type=submit]"),
			chromedp.WaitVisible("#text .event", chromedp.ByQuery),
			first("#text a.event"),
		)
		var id string
		b.run(t, chromedp.Evaluate("document.activeElement.id", &id))
		if !strings.HasPrefix(id, "e") {
			t.Errorf("a click on a span leads to %q, want the row of an event", id)
		}
		if row := b.text(t, "#"+id); !strings.Contains(row, "Pakistan") || !strings.Contains(row, "Russia") {
			t.Errorf("the row says %q", row)
		}
	})
	t.Run("from a point to its sentence", func(t *testing.T) {
		b.open(t, "/pair/PAK-RUS?from=2014&to=2019")
		var address string
		b.run(t,
			chromedp.Evaluate(`document.querySelector("[data-chart] a").getAttribute("href")`, &address))
		b.open(t, "/pair/PAK-RUS"+address[strings.Index(address, "?"):])
		var quotes []string
		b.run(t, chromedp.Evaluate(`[...document.querySelectorAll("blockquote")].map(q => q.textContent.trim())`, &quotes))
		if len(quotes) == 0 || len(quotes[0]) < 20 {
			t.Errorf("no sentence stands behind the point: %q", quotes)
		}
	})
	t.Run("disputes are filtered", func(t *testing.T) {
		count := func(path string) (n int) {
			b.open(t, path)
			b.run(t, chromedp.Evaluate(`document.querySelectorAll("main blockquote").length`, &n))
			return n
		}
		all, some := count("/disputes"), count("/disputes?a=PAK&b=USA")
		if some == 0 || some >= all {
			t.Errorf("%d sentences in all disputes, %d in those of one pair", all, some)
		}
	})
	t.Run("a correction moves the series and can be undone", func(t *testing.T) {
		before := s.events()
		b.open(t, "/timeline?a=PAK&b=RUS&status=happened&from=2015-10&to=2016") // from what one report alone tells
		var row string
		b.run(t, chromedp.Evaluate(`document.querySelector("a[href^='/event/']").getAttribute("href")`, &row))
		press := func(label string) {
			b.open(t, row)
			b.run(t,
				chromedp.SetValue("#in-who", "A. Editor", chromedp.ByQuery),
				chromedp.Click(`//form[@id="correct"]//button[contains(., "`+label+`")]`, chromedp.BySearch),
				chromedp.Sleep(300*time.Millisecond),
				chromedp.WaitVisible("main", chromedp.ByQuery),
				chromedp.Location(&row))
			row = strings.TrimPrefix(row, s.address)
		}
		press("wrong altogether")
		if after := s.events(); after != before-1 {
			t.Errorf("%d things counted before, %d after one was taken out", before, after)
		}
		press("Undo")
		if after := s.events(); after != before {
			t.Errorf("%d things counted before, %d after it was put back", before, after)
		}
		if page := b.text(t, "main"); !strings.Contains(page, "A. Editor") {
			t.Errorf("the history does not name who corrected: %s", page)
		}
	})
	for _, f := range b.faults() {
		t.Error(f)
	}
}
