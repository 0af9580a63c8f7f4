// Command load reads the pages of a running server as many people at once would, and
// prints how long they waited:
//
//	go run ./web/gen/load -base http://127.0.0.1:8460 -clients 50 -for 1m -pause 3s
//
// Each client opens a page, reads it for the pause, half as long or half as long again,
// and opens the next one. Pages, pairs and periods are drawn with a seed. -pause 0 is a
// crowd that never reads: it shows how much the machine can do, not how long one waits.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// page is one address of those that clients open; %A, %B and %Y stand for two lands and a year.
type page struct {
	name, path string
	share      int // of a hundred
}

var pages = []page{
	{"dossier, months", "/pair/%A-%B", 18},
	{"dossier, years", "/pair/%A-%B?by=year", 4},
	{"dossier, weeks", "/pair/%A-%B?by=week", 4},
	{"point of a dossier", "/pair/%A-%B?point=%Y-06&part=point", 10},
	{"time line of a pair", "/timeline?a=%A&b=%B", 8},
	{"time line of all", "/timeline?from=%Y", 4},
	{"search, words", "/search?words=%W", 6},
	{"search, words of a pair", "/search?words=%W&a=%A&b=%B", 4},
	{"search, type and year", "/search?type=aid&a=%A&from=%Y&to=%Y", 4},
	{"search, publisher", "/search?publisher=Paper+7&a=%A", 2},
	{"actor", "/actor/%A", 8},
	{"disputes", "/disputes?a=%A", 2},
	{"quotes", "/quotes?a=%A", 3},
	{"quotes about", "/quotes?a=%A&b=%B", 2},
	{"figures", "/figures?a=%A", 2},
	{"deals", "/deals?a=%A&b=%B", 2},
	{"deals of all", "/deals", 1},
	{"predictions", "/predictions?a=%A", 2},
	{"map", "/map", 3},
	{"map of years", "/map?from=%Y-03-10&to=%Z-02-05", 4},
	{"map of a land", "/map?a=%A&from=%Y", 2},
	{"network", "/network?from=%Y&to=%Y", 3},
	{"start", "/", 2},
}

var (
	lands = strings.Fields("USA RUS CHN GBR ISR IRN FRA UKR IND PAK TUR DEU SYR JPN PRK KOR SAU IRQ AFG ALB DZA AGO ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL")
	words = strings.Fields("harbour pipeline wheat treaty embassy fleet exercise troops")
)

type took struct {
	page string
	time time.Duration
	fail bool
}

func main() {
	base := flag.String("base", "http://127.0.0.1:8460", "the server")
	clients := flag.Int("clients", 50, "how many at once")
	length := flag.Duration("for", time.Minute, "how long")
	pause := flag.Duration("pause", 3*time.Second, "how long a client reads a page")
	pid := flag.Int("pid", 0, "the server's process, to tell its memory (Linux)")
	flag.Parse()
	before, began := resident(*pid), cpu(*pid)
	ctx, cancel := context.WithTimeout(context.Background(), *length)
	defer cancel()
	var mu sync.Mutex
	var all []took
	var wg sync.WaitGroup
	for n := range *clients {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(n), 7))
			wait := time.Duration(rng.Float64() * float64(*pause)) // not all at one moment
			for {
				select {
				case <-ctx.Done():
					return
				case <-time.After(wait):
				}
				t := open(ctx, *base, rng)
				if ctx.Err() == nil {
					mu.Lock()
					all = append(all, t)
					mu.Unlock()
				}
				wait = time.Duration((0.5 + rng.Float64()) * float64(*pause))
			}
		})
	}
	wg.Wait()
	report(all, *length, before, resident(*pid), cpu(*pid)-began)
}

// open draws a page and reads it to its end.
func open(ctx context.Context, base string, rng *rand.Rand) took {
	n := rng.IntN(100)
	var p page
	for _, p = range pages {
		if n -= p.share; n < 0 {
			break
		}
	}
	a, b := rng.IntN(len(lands)), rng.IntN(len(lands)-1)
	if b >= a {
		b++
	}
	year := 1996 + rng.IntN(25)
	path := strings.NewReplacer("%A", lands[a], "%B", lands[b], "%Y", strconv.Itoa(year), "%Z", strconv.Itoa(year+1+rng.IntN(4)), "%W", words[rng.IntN(len(words))]).Replace(p.path)
	began := time.Now()
	t := took{page: p.name}
	err := fetch(ctx, base+path)
	t.time = time.Since(began)
	if err != nil && ctx.Err() == nil {
		log.Printf("%s: %v", path, err)
		t.fail = true
	}
	return t
}

func fetch(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // read to its end below
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode >= 500 || answer.StatusCode == http.StatusBadRequest { // a pair may have no such point
		return fmt.Errorf("%s", answer.Status)
	}
	return nil
}

func report(all []took, length time.Duration, before, after int, used time.Duration) {
	slices.SortFunc(all, func(a, b took) int { return int(a.time - b.time) })
	fmt.Println("| page | opened | p50, ms | p95, ms | max, ms | errors |\n|---|---:|---:|---:|---:|---:|")
	line := func(name string, of func(took) bool) {
		var times []time.Duration
		fails := 0
		for _, t := range all {
			if of(t) {
				times = append(times, t.time)
				if t.fail {
					fails++
				}
			}
		}
		if len(times) == 0 {
			return
		}
		ms := func(q float64) string {
			return strconv.Itoa(int(times[int(q*float64(len(times)-1))].Milliseconds()))
		}
		fmt.Printf("| %s | %d | %s | %s | %s | %d |\n", name, len(times), ms(0.5), ms(0.95), ms(1), fails)
	}
	for _, p := range pages {
		line(p.name, func(t took) bool { return t.page == p.name })
	}
	line("**all**", func(took) bool { return true })
	fmt.Printf("\n%.1f pages a second", float64(len(all))/length.Seconds())
	if before > 0 {
		fmt.Printf("; %d ms of processor time a page", used.Milliseconds()/int64(max(1, len(all))))
		fmt.Printf("; memory %d MB before, %d MB after", before, after)
	}
	fmt.Println(".")
}

// resident is the memory of a process of its own in MB, without the pages of files that it
// has mapped; 0 where that cannot be told.
func resident(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "RssAnon:")
	kb, err := strconv.Atoi(strings.Fields(rest + " 0")[0])
	if err != nil {
		return 0
	}
	return kb / 1024
}

// cpu is the processor time that a process has used, 0 where that cannot be told. Linux
// counts it in hundredths of a second.
func cpu(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var sum int
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		sum += n
	}
	return time.Duration(sum) * 10 * time.Millisecond
}
