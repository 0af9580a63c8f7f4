//go:build linux || darwin

package ingest_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"entente/sqlite"
)

// limitFiles bounds the files of this process, in bytes, as a quota would; "" is no bound.
func limitFiles(size string) error {
	if size == "" {
		return nil
	}
	n, err := strconv.ParseUint(size, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ) // to write past it is an error then, and not the end
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}

func noLimit() string {
	if testing.Short() {
		return "the queue takes seconds to give up"
	}
	if os.Getenv(programEnv) != "" {
		return "a limit on files is set by the test itself"
	}
	return ""
}

// smallFiles ends a run because no file may grow on, as a quota does.
func smallFiles(t *testing.T, r *round) string {
	ledger := r.path("ledger.db")
	for limit := r.rng.Int64N(r.size); ; limit *= 2 {
		limit = max(limit, 64<<10)
		child := command("ingest", ledger, r.sources)
		child.Env = append(child.Env, fmt.Sprintf("%s=%d", limitEnv, limit))
		out, err := child.CombinedOutput()
		if ended(err, string(out)) {
			break
		}
		r.stopped(t, ledger, string(out), err)
	}
	r.finish(t, ledger)
	return "stopped, and went on when it might"
}

// stopped holds what a run said that had no room, and what it left.
func (r *round) stopped(t *testing.T, ledger, said string, err error) {
	t.Helper()
	status := new(exec.ExitError)
	if s, ok := err.(*exec.ExitError); ok {
		status = s
	}
	if status.ExitCode() != 1 || strings.Contains(said, "panic") || !strings.Contains(said, "run the same command again") {
		t.Fatalf("the run ended with %v and said\n%s", err, said)
	}
	led, err := sqlite.Open(t.Context(), ledger, sqlite.Options{ReadOnly: true})
	if err != nil {
		return // the tables were not all made: the next run makes them
	}
	defer func() { _ = led.Close() }() // only read from
	if faults, err := led.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("what was committed has faults: %v %v", faults, err)
	}
}

func noMount() string {
	mountOnce.Do(func() {
		if os.Geteuid() != 0 {
			mountWhy = "only root mounts a small disk"
			return
		}
		folder, err := os.MkdirTemp("", "entente-mount-")
		if err != nil {
			mountWhy = err.Error()
			return
		}
		defer func() { _ = os.RemoveAll(folder) }() // of no use any more
		if err := mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder); err != nil {
			mountWhy = "no small disk can be mounted here"
			return
		}
		_ = exec.Command("umount", folder).Run() // the folder cannot be removed else
	})
	if mountWhy == "" && testing.Short() {
		return "the queue takes seconds to give up"
	}
	return mountWhy
}

var (
	mountOnce sync.Once
	mountWhy  string
)

func mount(args ...string) error { return exec.Command("mount", args...).Run() }

// fullDisk runs on a disk that is too small, makes it larger, and runs again.
func fullDisk(t *testing.T, r *round) string {
	disk := r.path("disk")
	size := max(64<<10, r.rng.Int64N(2*r.size))
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := mount("-t", "tmpfs", "-o", fmt.Sprintf("size=%d", size), "tmpfs", disk); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", "-l", disk).Run(); err != nil { // a process that is just being born may hold it still
			t.Error("umount:", err)
		}
	})
	ledger := filepath.Join(disk, "ledger.db")
	stops := 0
	for ; ; stops++ {
		out, err := command("ingest", ledger, r.sources).CombinedOutput()
		if ended(err, string(out)) {
			break
		}
		r.stopped(t, ledger, string(out), err)
		size += size/2 + 64<<10
		if err := mount("-o", fmt.Sprintf("remount,size=%d", size), disk); err != nil {
			t.Fatal(err)
		}
	}
	same(t, r.holding, holds(t, ledger))
	if stops == 0 {
		return "there was room"
	}
	return "stopped, and went on when there was room"
}

// nobody is who owns nothing.
const nobody = 65534

// noUser says why nothing here can be closed to us.
func noUser() string {
	if os.Getenv(programEnv) != "" {
		return "the built program may stand where nobody may run it"
	}
	return ""
}

// asNobody is a run that may not do everything, as root may: it runs as nobody then, from a
// copy of this test that nobody may run.
func (r *round) asNobody(t *testing.T, do, ledger string) (out string, err error) {
	t.Helper()
	child := command(do, ledger, r.sources)
	if os.Geteuid() == 0 {
		child.Path = r.program(t)
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		for folder := range parents(r.folder, r.sources) {
			if st, err := os.Stat(folder); err != nil || st.Mode().Perm()&0o001 == 0 && os.Chmod(folder, 0o711) != nil {
				t.Fatalf("%s cannot be opened to all: %v", folder, err)
			}
		}
	}
	said, err := child.CombinedOutput()
	return string(said), err
}

// parents yields the folders below the temporary one that lead to paths.
func parents(paths ...string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, path := range paths {
			for ; path != os.TempDir() && path != filepath.Dir(path); path = filepath.Dir(path) {
				if !yield(path) {
					return
				}
			}
		}
	}
}

// copying keeps rounds from making the copy at once.
var copying sync.Mutex

// program is a copy of this test that anybody may run, beside the calm ledger.
func (r *round) program(t *testing.T) string {
	t.Helper()
	copying.Lock()
	defer copying.Unlock()
	path := filepath.Join(filepath.Dir(r.sources), "ingest.test")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	in, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }() // only read from
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err == nil {
		_, err = io.Copy(out, in)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// closedFolder names a ledger in a folder that takes no file.
func closedFolder(t *testing.T, r *round) string {
	folder := r.path("closed")
	if err := os.Mkdir(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	out, err := r.asNobody(t, "ingest", filepath.Join(folder, "ledger.db"))
	if ended(err, out) || strings.Contains(out, "panic") || !strings.Contains(out, "refused") {
		t.Errorf("the run ended with %v and said\n%s", err, out)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
	return "refused"
}

// closedFile names a ledger that may be read and not written, in a folder like it: what
// reads it answers, and what writes is refused.
func closedFile(t *testing.T, r *round) string {
	folder := r.path("closed")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(r.ledger)
	if err != nil {
		t.Fatal(err)
	}
	ledger := filepath.Join(folder, "ledger.db")
	if err := os.WriteFile(ledger, whole, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) }) // so that it can be cleared away
	if out, err := r.asNobody(t, "look", ledger); err != nil || !strings.Contains(out, fmt.Sprint(r.holding.totals.Articles)) {
		t.Errorf("who only reads is told: %v\n%s", err, out)
	}
	out, err := r.asNobody(t, "ingest", ledger)
	if ended(err, out) || strings.Contains(out, "panic") || !strings.Contains(out, "refused") {
		t.Errorf("the run ended with %v and said\n%s", err, out)
	}
	if after, err := os.ReadFile(ledger); err != nil || !bytes.Equal(whole, after) {
		t.Errorf("it was written to: %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("it left %v, %v", left, err)
	}
	return "refused"
}
