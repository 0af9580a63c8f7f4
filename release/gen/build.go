package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// source is what a release is made of.
type source struct {
	version string
	commit  string
	date    time.Time // of the commit, in UTC: every file bears it
	dirty   bool
}

// sourceOf asks git for the commit that stands in a folder.
func sourceOf(ctx context.Context, root string, allowDirty bool) (source, error) {
	var s source
	changed, err := command(ctx, root, nil, "git", "status", "--porcelain")
	if err != nil {
		return s, err
	}
	if s.dirty = len(changed) > 0; s.dirty && !allowDirty {
		return s, fmt.Errorf("a release is built from a commit, and this is not committed (or give -dirty for a try):\n%s", changed)
	}
	told, err := command(ctx, root, nil, "git", "log", "-1", "--format=%H %ct")
	if err != nil {
		return s, err
	}
	commit, seconds, _ := strings.Cut(strings.TrimSpace(string(told)), " ")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return s, err
	}
	s.commit, s.date = commit, time.Unix(n, 0).UTC()
	tag, err := command(ctx, root, nil, "git", "describe", "--tags", "--long", "--match", "v[0-9]*")
	if err != nil {
		tag = nil // no tag yet
	}
	s.version, err = versionOf(strings.TrimSpace(string(tag)), s)
	return s, err
}

// versionOf makes a version of what "git describe --long" says of a commit, or of its date
// where there is no tag: "v1.2.0-0-g3344c7d" is 1.2.0, "v1.2.0-5-g3344c7d" is 1.2.0+5.3344c7d.
func versionOf(described string, s source) (string, error) {
	version := "0.0.0+" + s.date.Format("20060102") + "." + s.commit[:min(7, len(s.commit))]
	if described != "" {
		parts := strings.Split(described, "-")
		if len(parts) < 3 {
			return "", fmt.Errorf("git describes the commit as %q", described)
		}
		tag, ahead, hash := strings.Join(parts[:len(parts)-2], "-"), parts[len(parts)-2], parts[len(parts)-1]
		version = strings.TrimPrefix(tag, "v")
		if ahead != "0" {
			version += "+" + ahead + "." + strings.TrimPrefix(hash, "g")
		}
	}
	if s.dirty {
		version += map[bool]string{true: ".", false: "+"}[strings.Contains(version, "+")] + "dirty"
	}
	return version, nil
}

// builder builds one tree.
type builder struct {
	source
	root string   // the tree
	tmp  string   // a folder for what is built, which goes with the run
	env  []string // besides that of this process
	say  func(format string, a ...any)
}

// build returns the program of a target, which stands at place(t) then.
func (b *builder) build(ctx context.Context, t target) ([]byte, error) {
	if program, err := os.ReadFile(b.place(t)); err == nil {
		return program, nil // that of this machine was wanted before
	}
	start := time.Now()
	if err := os.MkdirAll(filepath.Dir(b.place(t)), 0o755); err != nil {
		return nil, err
	}
	stamps := "-s -w -buildid= -X main.version=" + b.version + " -X main.commit=" + b.commit
	if _, err := command(ctx, b.root, b.environ(t), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", stamps, "-o", b.place(t), "./cmd/entente"); err != nil {
		return nil, err
	}
	program, err := os.ReadFile(b.place(t))
	b.say("built    %-44s %6.1f MB in %s", t, float64(len(program))/1e6, time.Since(start).Round(time.Second))
	return program, err
}

func (b *builder) place(t target) string {
	return filepath.Join(b.tmp, t.os+"-"+t.arch, t.program())
}

// environ is the environment of the Go command. What a user may have set that changes the
// bytes is set back to Go's own default.
func (b *builder) environ(t target) []string {
	return append([]string{
		"CGO_ENABLED=0", "GOOS=" + t.os, "GOARCH=" + t.arch, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=-mod=readonly", "GOEXPERIMENT=", "GOWORK=off",
	}, b.env...)
}

// papers has the program of this machine write the manual pages and completions, which are
// the same for all targets.
func (b *builder) papers(ctx context.Context) (pages, completions []file, err error) {
	here := target{os: runtime.GOOS, arch: runtime.GOARCH}
	if _, err := b.build(ctx, here); err != nil {
		return nil, nil, err
	}
	epoch := []string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(b.date.Unix(), 10)}
	man := filepath.Join(b.tmp, "man")
	if _, err := command(ctx, b.tmp, epoch, b.place(here), "docs", "man", man); err != nil {
		return nil, nil, err
	}
	if pages, err = tree(man, "*.1"); err != nil {
		return nil, nil, err
	}
	for _, c := range []struct{ shell, name string }{
		{"bash", "entente.bash"}, {"zsh", "_entente"}, {"fish", "entente.fish"}, {"powershell", "entente.ps1"},
	} {
		text, err := command(ctx, b.tmp, nil, b.place(here), "completion", c.shell)
		if err != nil {
			return nil, nil, err
		}
		completions = append(completions, file{name: c.name, content: text})
	}
	return pages, completions, nil
}

// command runs a program in a folder and returns what it printed.
func command(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

// checkout writes the files of a commit into a new folder.
func checkout(ctx context.Context, commit, root string) error {
	packed, err := command(ctx, ".", nil, "git", "archive", "--format=tar", commit)
	if err != nil {
		return err
	}
	for tr := tar.NewReader(bytes.NewReader(packed)); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !filepath.IsLocal(h.Name) {
			continue // git's own header, which names no file
		}
		name := filepath.Join(root, h.Name)
		switch h.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(name, 0o755)
		case tar.TypeReg:
			if err = os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return err
			}
			var content []byte
			if content, err = io.ReadAll(tr); err == nil {
				err = os.WriteFile(name, content, h.FileInfo().Mode().Perm())
			}
		}
		if err != nil {
			return err
		}
	}
}
