// Command gen builds what a release of entente holds, into one folder:
//
//	go run ./release/gen -out dist
//
// For each row of the table of targets that is a static program and an archive of it with
// manual pages, completions, examples and licences; for Debian a package; and SHA256SUMS over
// all. The same commit and the same Go give the same bytes: nothing that is written depends on
// the clock, the folder or the machine. It needs Go and git, and no network once the modules
// are there. With -again it builds a second time, from nothing and in another folder, and
// compares.
//
// Limits: nothing is signed. Who passes a release on signs SHA256SUMS by the means of their own.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// target is a system that a release is built for.
type target struct {
	os, arch string
	zip      bool   // a zip and no tar.gz
	deb      string // the architecture in Debian's words, where there is a package
}

var targets = []target{
	{os: "linux", arch: "amd64", deb: "amd64"},
	{os: "linux", arch: "arm64", deb: "arm64"},
	{os: "darwin", arch: "amd64"},
	{os: "darwin", arch: "arm64"},
	{os: "windows", arch: "amd64", zip: true},
	{os: "windows", arch: "arm64", zip: true},
}

func (t target) String() string { return t.os + "/" + t.arch }

func (t target) program() string {
	if t.os == "windows" {
		return "entente.exe"
	}
	return "entente"
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, progress io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	out := flags.String("out", "dist", "the folder to write to; what a release left there is replaced")
	only := flags.String("targets", "", "only these, such as linux/amd64,windows/arm64")
	dirty := flags.Bool("dirty", false, "build also what is not committed, for a try")
	again := flags.Bool("again", false, "build a second time, from nothing and in another folder, and compare")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	src, err := sourceOf(ctx, ".", *dirty)
	if err != nil {
		return err
	}
	if *again && src.dirty {
		return errors.New("-again builds what is committed; commit first")
	}
	say := func(format string, a ...any) { _, _ = fmt.Fprintf(progress, format+"\n", a...) } // progress that nobody sees is no fault
	say("entente %s, commit %.12s of %s", src.version, src.commit, src.date.Format(time.DateOnly))
	tmp, err := os.MkdirTemp("", "entente-release-")
	if err != nil {
		return err
	}
	if tmp, err = filepath.Abs(tmp); err == nil {
		err = build(ctx, src, chosen, tmp, *out, *again, say)
	}
	return errors.Join(err, os.RemoveAll(tmp))
}

// build makes the release in a folder and, if asked, once more to compare. tmp is for what
// comes about on the way.
func build(ctx context.Context, src source, chosen []target, tmp, out string, again bool, say func(string, ...any)) error {
	first := &builder{source: src, root: ".", tmp: filepath.Join(tmp, "first"), say: say}
	if !src.dirty { // what is edited meanwhile does not come in
		first.root = filepath.Join(first.tmp, "tree")
		if err := checkout(ctx, src.commit, first.root); err != nil {
			return err
		}
	}
	if err := first.release(ctx, chosen, out); err != nil {
		return err
	}
	if again {
		other := filepath.Join(tmp, "dist")
		second := &builder{source: src, root: filepath.Join(tmp, "another place", "tree"), tmp: filepath.Join(tmp, "another place"),
			env: []string{"GOCACHE=" + filepath.Join(tmp, "cache")}, say: say}
		if err := second.compare(ctx, chosen, out, other); err != nil {
			return err
		}
		say("again    the same %d files, byte for byte", len(chosen)+debs(chosen)+1)
	}
	say("nothing is signed: sign %s by the means of your own", filepath.Join(out, sums))
	return nil
}

func debs(chosen []target) (n int) {
	for _, t := range chosen {
		if t.deb != "" {
			n++
		}
	}
	return n
}

// choose returns the targets named, or all.
func choose(only string) ([]target, error) {
	if only == "" {
		return targets, nil
	}
	var out []target
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(targets, func(t target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no target %q; there are %v", name, targets)
		}
		out = append(out, targets[i])
	}
	return out, nil
}

// sums is the file with the hash of every other one, as "sha256sum -c" reads it.
const sums = "SHA256SUMS"

// release builds everything into a folder.
func (b *builder) release(ctx context.Context, chosen []target, out string) error {
	if err := clear(out); err != nil {
		return err
	}
	common, err := b.common(ctx, chosen)
	if err != nil {
		return err
	}
	var lines []string
	write := func(name string, content []byte) error {
		sum := sha256.Sum256(content)
		lines = append(lines, hex.EncodeToString(sum[:])+"  "+name+"\n")
		b.say("wrote    %-44s %6.1f MB", name, float64(len(content))/1e6)
		return os.WriteFile(filepath.Join(out, name), content, 0o644)
	}
	for _, t := range chosen {
		program, err := b.build(ctx, t)
		if err != nil {
			return err
		}
		folder := "entente-" + b.version + "-" + t.os + "-" + t.arch
		files := common.archive(t, program)
		name, pack := folder+".tar.gz", tarball
		if t.zip {
			name, pack = folder+".zip", zipped
		}
		content, err := pack(under(folder, files), b.date)
		if err != nil {
			return err
		}
		if err := write(name, content); err != nil {
			return err
		}
		if t.deb == "" {
			continue
		}
		installed, err := common.installed(program)
		if err != nil {
			return err
		}
		content, err = debian(t.deb, b.version, installed, b.date)
		if err != nil {
			return err
		}
		if err := write("entente_"+debianVersion(b.version)+"_"+t.deb+".deb", content); err != nil {
			return err
		}
	}
	slices.SortFunc(lines, func(x, y string) int { return strings.Compare(x[64:], y[64:]) })
	return os.WriteFile(filepath.Join(out, sums), []byte(strings.Join(lines, "")), 0o644)
}

// clear empties a folder that a release was written to, and refuses one with other things.
func clear(out string) error {
	entries, err := os.ReadDir(out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.Name() != sums && !strings.HasPrefix(e.Name(), "entente-") && !strings.HasPrefix(e.Name(), "entente_") {
			return fmt.Errorf("%s has %s, which is of no release; name another folder with -out", out, e.Name())
		}
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(out, e.Name())); err != nil {
			return err
		}
	}
	return os.MkdirAll(out, 0o755)
}

// compare builds the commit anew, with nothing kept from the first time, into a folder
// other, and returns an error that names the first file that is not as it is in out.
func (b *builder) compare(ctx context.Context, chosen []target, out, other string) error {
	if err := checkout(ctx, b.commit, b.root); err != nil {
		return err
	}
	if err := b.release(ctx, chosen, other); err != nil {
		return err
	}
	want, err := os.ReadFile(filepath.Join(out, sums))
	if err != nil {
		return err
	}
	got, err := os.ReadFile(filepath.Join(other, sums))
	if err != nil {
		return err
	}
	return same(string(want), string(got))
}

// same compares two lists of sums.
func same(want, got string) error {
	if want == got {
		return nil
	}
	for line := range strings.Lines(want) {
		if !strings.Contains(got, line) {
			return fmt.Errorf("built again, %s has other bytes", strings.TrimSpace(line[64:]))
		}
	}
	return errors.New("built again, there are other files")
}
