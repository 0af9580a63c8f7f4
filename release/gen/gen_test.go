package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

func TestVersionOf(t *testing.T) {
	at := source{commit: "3344c7d0123456789", date: day}
	changed := at
	changed.dirty = true
	for _, tt := range []struct {
		name, described string
		from            source
		want            string
	}{
		{"on a tag", "v1.2.0-0-g3344c7d", at, "1.2.0"},
		{"before a release", "v1.2.0-rc.1-0-g3344c7d", at, "1.2.0-rc.1"},
		{"after a tag", "v1.2.0-5-g3344c7d", at, "1.2.0+5.3344c7d"},
		{"no tag yet", "", at, "0.0.0+20261127.3344c7d"},
		{"changed on a tag", "v1.2.0-0-g3344c7d", changed, "1.2.0+dirty"},
		{"changed after a tag", "v1.2.0-5-g3344c7d", changed, "1.2.0+5.3344c7d.dirty"},
	} {
		if got, err := versionOf(tt.described, tt.from); err != nil || got != tt.want {
			t.Errorf("%s: versionOf(%q) = %q, %v, want %q", tt.name, tt.described, got, err, tt.want)
		}
	}
	if got, err := versionOf("v1", at); err == nil {
		t.Errorf("versionOf(v1) = %q, want an error: git says the distance too", got)
	}
}

// TestDebianVersion: dpkg must sort the versions as they came out, where it is here to ask.
func TestDebianVersion(t *testing.T) {
	order := []string{"0.0.0+20261127.3344c7d", "1.0.0-rc.1", "1.0.0", "1.0.0+5.3344c7d", "1.0.1"}
	if got := debianVersion(order[1]); got != "1.0.0~rc.1" {
		t.Errorf("debianVersion(%s) = %s", order[1], got)
	}
	if _, err := exec.LookPath("dpkg"); err != nil {
		t.Skip("no dpkg to ask for the order")
	}
	for i := range order[1:] {
		if err := exec.Command("dpkg", "--compare-versions", debianVersion(order[i]), "lt", debianVersion(order[i+1])).Run(); err != nil {
			t.Errorf("dpkg does not sort %s before %s", order[i], order[i+1])
		}
	}
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		name, only string
		want       int // 0 is an error
	}{
		{"all", "", 6},
		{"two", "linux/amd64,windows/arm64", 2},
		{"unknown", "plan9/amd64", 0},
	} {
		got, err := choose(tt.only)
		if (err != nil) != (tt.want == 0) || len(got) != tt.want {
			t.Errorf("%s: choose(%q) = %v, %v", tt.name, tt.only, got, err)
		}
	}
}

func TestSame(t *testing.T) {
	a, b, c := strings.Repeat("a", 64)+"  one\n", strings.Repeat("b", 64)+"  two\n", strings.Repeat("c", 64)+"  two\n"
	for _, tt := range []struct{ name, want, got, fault string }{
		{"alike", a + b, a + b, ""},
		{"other bytes", a + b, a + c, "two has other bytes"},
		{"more files", a, a + b, "other files"},
	} {
		err := same(tt.want, tt.got)
		if (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.fault)
		}
	}
}

// TestClear: only what a release left is taken away.
func TestClear(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dist")
	if err := clear(out); err != nil {
		t.Fatalf("a new folder: %v", err)
	}
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(out, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(sums)
	put("entente_1.0.0_amd64.deb")
	put("entente-1.0.0-linux-amd64.tar.gz")
	if err := clear(out); err != nil {
		t.Fatal(err)
	}
	put(sums)
	put("thesis.odt")
	if err := clear(out); err == nil || !strings.Contains(err.Error(), "thesis.odt") {
		t.Errorf("a folder with other things: %v", err)
	}
	if left, err := os.ReadDir(out); err != nil || len(left) != 2 {
		t.Errorf("%d files are left, %v; want both", len(left), err)
	}
}

// sample is what a package of one page, one unit and one program has.
func sample(t *testing.T, units ...file) []file {
	t.Helper()
	p := papers{
		top:         []file{{name: "README.md", content: []byte("read")}, {name: "LICENSE", content: []byte("Apache")}, {name: "CHANGELOG.md", content: []byte("new")}, {name: "THIRD-PARTY.txt", content: []byte("MIT")}},
		docs:        []file{{name: "schema/entente-1.schema.json", content: []byte("{}")}},
		pages:       []file{{name: "entente.1", content: []byte(".TH")}},
		completions: []file{{name: "entente.bash", content: []byte("complete")}, {name: "entente.ps1", content: []byte("Register")}},
		units:       units,
	}
	files, err := p.installed([]byte("program"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDebian reads a package back by what deb(5) says of the format.
func TestDebian(t *testing.T) {
	files := sample(t)
	deb, err := debian("amd64", "1.0.0-rc.1", files, day)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	if again, err := debian("amd64", "1.0.0-rc.1", files, day); err != nil || !bytes.Equal(deb, again) {
		t.Errorf("the same files in another order make another package, %v", err)
	}
	members := unar(t, deb)
	if len(members) != 3 || members[0].name != "debian-binary" || string(members[0].content) != "2.0\n" ||
		members[1].name != "control.tar.gz" || members[2].name != "data.tar.gz" {
		t.Fatalf("members %v", names(members))
	}
	control := untar(t, members[1].content)
	for _, want := range []string{"Package: entente\n", "Version: 1.0.0~rc.1\n", "Architecture: amd64\n", "\nDescription: "} {
		if text := string(control["./control"].content); !strings.Contains(text, want) {
			t.Errorf("control lacks %q:\n%s", want, text)
		}
	}
	if _, ok := control["./postinst"]; ok {
		t.Error("a package without units reloads systemd")
	}
	data := untar(t, members[2].content)
	var wantSums []string
	for name, f := range data {
		if strings.HasSuffix(name, "/") {
			continue
		}
		sum := md5.Sum(f.content)
		wantSums = append(wantSums, hex.EncodeToString(sum[:])+"  "+strings.TrimPrefix(name, "./")+"\n")
		if runs := name == "./usr/bin/entente"; f.runs != runs {
			t.Errorf("%s may be run: %v", name, f.runs)
		}
	}
	gotSums := slices.Collect(strings.Lines(string(control["./md5sums"].content)))
	slices.Sort(gotSums)
	slices.Sort(wantSums)
	if !slices.Equal(gotSums, wantSums) {
		t.Errorf("md5sums\n%s\nwant\n%s", gotSums, wantSums)
	}
	for _, want := range []string{"usr/bin/entente", "usr/share/man/man1/entente.1.gz", "usr/share/bash-completion/completions/entente", "usr/share/doc/entente/copyright",
		"usr/share/doc/entente/changelog.gz", "usr/share/doc/entente/docs/schema/entente-1.schema.json"} {
		if _, ok := data["./"+want]; !ok {
			t.Errorf("no %s in the package", want)
		}
	}
	if page := gunzip(t, data["./usr/share/man/man1/entente.1.gz"].content); string(page) != ".TH" {
		t.Errorf("the page is %q", page)
	}
}

// TestDebianUnits: a package with units tells systemd, and starts nothing.
func TestDebianUnits(t *testing.T) {
	deb, err := debian("arm64", "1.0.0", sample(t, file{name: "entente.service", content: []byte("[Unit]")}), day)
	if err != nil {
		t.Fatal(err)
	}
	members := unar(t, deb)
	for _, script := range []string{"./postinst", "./postrm"} {
		if f := untar(t, members[1].content)[script]; !f.runs || !strings.Contains(string(f.content), "daemon-reload") {
			t.Errorf("%s: runs %v, %q", script, f.runs, f.content)
		}
	}
	if _, ok := untar(t, members[2].content)["./usr/lib/systemd/system/entente.service"]; !ok {
		t.Error("the unit is not in the package")
	}
}

// TestPackings: what is packed comes out again, and the same files give the same bytes.
func TestPackings(t *testing.T) {
	files := under("entente-1.0.0", []file{{name: "entente", content: []byte("program"), runs: true}, {name: "examples/a.txt", content: []byte("text")}})
	for _, tt := range []struct {
		name   string
		pack   func([]file, time.Time) ([]byte, error)
		unpack func(*testing.T, []byte) map[string]file
	}{{"tar.gz", tarball, untar}, {"zip", zipped, unzip}} {
		packed, err := tt.pack(files, day)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := tt.pack(files, day); err != nil || !bytes.Equal(packed, again) {
			t.Errorf("%s: packed again it is not the same, %v", tt.name, err)
		}
		got := tt.unpack(t, packed)
		for _, f := range files {
			if g := got[f.name]; string(g.content) != string(f.content) || g.runs != f.runs {
				t.Errorf("%s: %s came out as %q, runs %v", tt.name, f.name, g.content, g.runs)
			}
		}
		if len(got) != len(files) {
			t.Errorf("%s: %d files came out of %d", tt.name, len(got), len(files))
		}
	}
}

// TestLicenceTexts: by its name a file is a licence or none.
func TestLicenceTexts(t *testing.T) {
	root := t.TempDir()
	for name, want := range map[string]bool{
		"LICENSE": true, "LICENCE.md": true, "UNLICENSE": true, "COPYING": true, "NOTICE.txt": true, "License-BSD": true,
		"license.go": false, "README.md": false, "main.go": false,
	} {
		dir := filepath.Join(root, "of-"+name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
		got := map[string][]byte{}
		if err := licenceTexts(root, dir, got); err != nil {
			t.Fatal(err)
		}
		if _, ok := got["of-"+name+"/"+name]; ok != want || len(got) > 1 {
			t.Errorf("%s: found %v, want %v", name, got, want)
		}
	}
}

func names(files []file) (out []string) {
	for _, f := range files {
		out = append(out, f.name)
	}
	return out
}

// unar reads the format of ar(5).
func unar(t *testing.T, content []byte) (out []file) {
	t.Helper()
	rest, ok := bytes.CutPrefix(content, []byte("!<arch>\n"))
	for ok && len(rest) >= 60 {
		header := string(rest[:60])
		size, err := strconv.Atoi(strings.TrimSpace(header[48:58]))
		if err != nil || header[58:] != "`\n" || strings.TrimSpace(header[16:28]) != strconv.FormatInt(day.Unix(), 10) {
			t.Fatalf("header %q: %v", header, err)
		}
		out = append(out, file{name: strings.TrimSpace(header[:16]), content: rest[60 : 60+size]})
		rest = rest[60+size+size%2:]
	}
	if !ok || len(rest) > 0 {
		t.Fatalf("no ar archive, or %d bytes too many", len(rest))
	}
	return out
}

// untar reads a tar.gz. Folders come before what is in them, and all is root's and of the day.
func untar(t *testing.T, content []byte) map[string]file {
	t.Helper()
	out := map[string]file{}
	for tr := tar.NewReader(bytes.NewReader(gunzip(t, content))); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "root" || !h.ModTime.Equal(day) {
			t.Errorf("%s is of %s (%d), %v", h.Name, h.Uname, h.Uid, h.ModTime)
		}
		if dir := "./" + path.Dir(strings.TrimPrefix(strings.TrimSuffix(h.Name, "/"), "./")) + "/"; strings.HasPrefix(h.Name, "./usr/") {
			if _, ok := out[strings.Replace(dir, "././", "./", 1)]; !ok {
				t.Errorf("%s comes before its folder %s", h.Name, dir)
			}
		}
		body, err := io.ReadAll(tr)
		if err != nil {
			t.Fatal(err)
		}
		out[h.Name] = file{name: h.Name, content: body, runs: h.Mode&0o111 != 0}
	}
}

func unzip(t *testing.T, content []byte) map[string]file {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]file{}
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = file{name: f.Name, content: body, runs: f.Mode()&0o111 != 0}
	}
	return out
}

func gunzip(t *testing.T, content []byte) []byte {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if !zr.ModTime.IsZero() || zr.Name != "" {
		t.Errorf("gzip with name %q and day %v", zr.Name, zr.ModTime)
	}
	out, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
