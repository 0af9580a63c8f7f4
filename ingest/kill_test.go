package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"entente/sqlite"
)

// killsEnv says how often TestKill kills; make kill sets 100.
const killsEnv = "ENTENTE_KILLS"

// ingestIn takes in the sources of a folder, with the ledger beside them.
func ingestIn(folder string) *exec.Cmd {
	return command("ingest", filepath.Join(folder, "ledger.db"), filepath.Join(folder, "sources"))
}

// TestKill kills the program at random moments, again and again, and holds what the
// ledger has in the end against one that was never disturbed.
func TestKill(t *testing.T) {
	kills := number(t, killsEnv, 5)
	rng := rand.New(rand.NewPCG(11, uint64(kills)))
	for done := 0; done < kills; {
		calm, killed := t.TempDir(), t.TempDir()
		seed := rng.Uint64()
		for _, folder := range []string{calm, killed} {
			writeSources(t, folder, rand.New(rand.NewPCG(seed, 1)), 150)
		}
		if out, err := ingestIn(calm).CombinedOutput(); !ended(err, string(out)) {
			t.Fatalf("%v\n%s", err, out)
		}
		// The time to live grows, so that a slow machine comes to an end too.
		for live := 700; ; live += 50 {
			var said bytes.Buffer
			child := ingestIn(killed)
			child.Stderr = &said
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			after := time.AfterFunc(time.Duration(rng.IntN(live))*time.Millisecond, func() { _ = child.Process.Kill() }) // it may be gone by then
			err := child.Wait()
			after.Stop()
			if ended(err, said.String()) {
				break
			}
			if status := new(exec.ExitError); !errors.As(err, &status) || status.ExitCode() != -1 {
				t.Fatalf("the program ended by itself: %v\n%s", err, &said)
			}
			done++
		}
		want, got := holds(t, filepath.Join(calm, "ledger.db")), holds(t, filepath.Join(killed, "ledger.db"))
		t.Logf("undisturbed: %+v", want.totals)
		same(t, want, got)
		if want.totals.Unread != 0 || want.totals.Articles < 150 || want.totals.Imported != 500 || len(want.failures) == 0 || len(want.rows) == 0 {
			t.Fatalf("the sources try too little: %+v", want.totals)
		}
	}
	t.Logf("killed %d times", kills)
}

// TestAgain: a second run over the same sources adds nothing.
func TestAgain(t *testing.T) {
	folder := t.TempDir()
	ledger, sources := filepath.Join(folder, "ledger.db"), filepath.Join(folder, "sources")
	writeSources(t, folder, rand.New(rand.NewPCG(5, 6)), 30)
	if err := run(context.Background(), ledger, sources, sqlite.Options{}, 1); err != nil {
		t.Fatal(err)
	}
	first := holds(t, ledger)
	if err := run(context.Background(), ledger, sources, sqlite.Options{}, 1); err != nil {
		t.Fatal(err)
	}
	same(t, first, holds(t, ledger))
}
