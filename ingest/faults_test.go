package ingest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente/sqlite"
)

// faultsEnv says how many rounds TestFaults has, over all causes; make faults sets 500.
const faultsEnv = "ENTENTE_FAULTS"

// faultsOfEnv is what the names of causes begin with that are to be tried; "" is all.
const faultsOfEnv = "ENTENTE_FAULTS_OF"

// cause is one way in which a ledger comes to harm.
type cause struct {
	name string
	// needs says why this machine cannot try it; "" where it can, and nil where any can.
	needs func() string
	// round does the harm once, holds what is left against what was promised, and says what
	// became of it.
	round func(t *testing.T, r *round) string
}

var causes = []cause{
	{"kill of ingest", nil, killIngest},
	{"kill of serve amid corrections", nil, killServe},
	{"article that kills its reader", noOwnRead, poison},
	{"two processes", nil, twoProcesses},
	{"full disk", noMount, fullDisk},
	{"files may not grow", noLimit, smallFiles},
	{"clock that jumps", noClock, jumpingClock},
	{"file cut short", nil, cutFile},
	{"flipped bytes", nil, flippedBytes},
	{"file of a later version", nil, newerFile},
	{"folder that takes nothing", noUser, closedFolder},
	{"file that takes nothing", noUser, closedFile},
	{"PostgreSQL: kill of a worker", noServer, killWorker},
	{"PostgreSQL: kill of the server", noServer, killServer},
	{"PostgreSQL: article that kills its reader", noServer, poisonWorker},
	{"PostgreSQL: connections cut", noServer, cutConnections},
	{"PostgreSQL: two workers", noServer, workers(2)},
	{"PostgreSQL: three workers", noServer, workers(3)},
	{"PostgreSQL: full disk", noTablespace, fullServer},
}

// round is one harm: a folder for it, chance, and what the ledger is to hold in the end.
type round struct {
	rng    *rand.Rand
	folder string
	*calm
}

// calm is a run that nothing disturbed.
type calm struct {
	sources string
	ledger  string
	size    int64 // of the ledger's file
	holding holding
	tables  func() string // a PostgreSQL database with tables and nothing in them
}

func calmRun(t *testing.T, rng *rand.Rand) *calm {
	t.Helper()
	folder := t.TempDir()
	writeSources(t, folder, rng, 40)
	c := &calm{sources: filepath.Join(folder, "sources"), ledger: filepath.Join(folder, "ledger.db")}
	if out, err := command("ingest", c.ledger, c.sources).CombinedOutput(); !ended(err, string(out)) {
		t.Fatalf("%v\n%s", err, out)
	}
	st, err := os.Stat(c.ledger)
	if err != nil {
		t.Fatal(err)
	}
	c.size, c.holding = st.Size(), holds(t, c.ledger)
	if h := c.holding; h.totals.Unread != 0 || h.totals.Articles < 40 || h.totals.Imported != 500 || len(h.failures) == 0 || len(h.rows) == 0 {
		t.Fatalf("the sources try too little: %+v", h.totals)
	}
	return c
}

// path is a file of the round.
func (r *round) path(name string) string { return filepath.Join(r.folder, name) }

// copied is a copy of the calm ledger.
func (r *round) copied(t *testing.T) string {
	t.Helper()
	whole, err := os.ReadFile(r.ledger)
	if err == nil {
		err = os.WriteFile(r.path("ledger.db"), whole, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r.path("ledger.db")
}

// finish runs ingest to its end and holds what the ledger has then against the calm one.
func (r *round) finish(t *testing.T, ledger string) {
	t.Helper()
	if out, err := command("ingest", ledger, r.sources).CombinedOutput(); !ended(err, string(out)) {
		t.Fatalf("%v\n%s", err, out)
	}
	same(t, r.holding, holds(t, ledger))
}

// TestFaults does harm in every way of the table, one after the other.
func TestFaults(t *testing.T) {
	causes := slices.DeleteFunc(slices.Clone(causes), func(c cause) bool { return !strings.HasPrefix(c.name, os.Getenv(faultsOfEnv)) })
	if len(causes) == 0 {
		t.Fatalf("%s: no cause begins with %q", faultsOfEnv, os.Getenv(faultsOfEnv))
	}
	rounds := number(t, faultsEnv, len(causes))
	rng := rand.New(rand.NewPCG(7, uint64(rounds)))
	c := calmRun(t, rng)
	c.tables = template(t)
	var mu sync.Mutex
	became := map[string]int{}
	count := func(cause, end string) {
		mu.Lock()
		defer mu.Unlock()
		became[cause+": "+end]++
	}
	t.Run("rounds", func(t *testing.T) {
		for i := range rounds {
			cause, seed := causes[i%len(causes)], rng.Uint64()
			t.Run(fmt.Sprintf("%s %d", cause.name, i/len(causes)), func(t *testing.T) {
				if cause.needs != nil {
					if why := cause.needs(); why != "" {
						count(cause.name, "not tried: "+why)
						t.Skip(why)
					}
				}
				t.Parallel() // the queue waits for seconds before it believes that a disk is full
				end := "FAILED"
				defer func() {
					if t.Failed() {
						end = "FAILED"
					}
					count(cause.name, end)
				}()
				end = cause.round(t, &round{rng: rand.New(rand.NewPCG(seed, 0)), folder: t.TempDir(), calm: c})
			})
		}
	})
	for _, end := range slices.Sorted(maps.Keys(became)) {
		t.Logf("%5d %s", became[end], end)
	}
}

// reopened opens a ledger for writing, as the next command would.
func reopened(t *testing.T, ledger string) *sqlite.Ledger {
	t.Helper()
	led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = led.Close() }) // some are closed already
	return led
}
