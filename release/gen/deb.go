package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// debianVersion writes a version so that dpkg sorts one before a release before it: 1.0.0-rc.1
// is 1.0.0~rc.1.
func debianVersion(version string) string { return strings.ReplaceAll(version, "-", "~") }

// installed lists what a package puts where, by the Debian Policy Manual (chapters 9 and 12)
// and the folders that bash-completion, zsh, fish and systemd read.
func (p *papers) installed(program []byte) ([]file, error) {
	const doc = "usr/share/doc/entente/"
	places := map[string]string{
		"entente.bash": "usr/share/bash-completion/completions/entente",
		"_entente":     "usr/share/zsh/vendor-completions/_entente",
		"entente.fish": "usr/share/fish/vendor_completions.d/entente.fish",
		"README.md":    doc + "README.md", "NOTICE": doc + "NOTICE", "CHANGELOG.md": doc + "changelog.gz", "THIRD-PARTY.txt": doc + "THIRD-PARTY.txt.gz",
	} // no place for LICENSE, which Debian has, nor for PowerShell
	out := []file{{name: "usr/bin/entente", content: program, runs: true}, {name: doc + "copyright", content: []byte(copyright)}}
	for _, f := range p.pages {
		out = append(out, file{name: "usr/share/man/man1/" + f.name + ".gz", content: f.content})
	}
	for _, f := range slices.Concat(p.top, p.completions) {
		if place, ok := places[f.name]; ok {
			out = append(out, file{name: place, content: f.content})
		}
	}
	for i := range out {
		if strings.HasSuffix(out[i].name, ".gz") {
			var err error
			if out[i].content, err = gzipped(out[i].content); err != nil {
				return nil, err
			}
		}
	}
	out = append(out, under("usr/lib/systemd/system", p.units)...)
	for folder, files := range map[string][]file{"docs": p.docs, "examples": p.examples, "deploy": p.deploy} {
		out = append(out, under(doc+folder, files)...)
	}
	return out, nil
}

const copyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: entente
Comment: NOTICE beside this file names the works that weights and tables were made
 from, with their licences; THIRD-PARTY.txt.gz has the licences of the modules that
 the program is linked with.

Files: *
Copyright: 2026 the entente authors
License: Apache-2.0
 On Debian systems the text of this licence is in
 /usr/share/common-licenses/Apache-2.0.
`

// debian makes a package in the format of deb(5): an ar archive of a version, what dpkg is
// to know, and the files. files are by their place in the file system, without a slash first.
func debian(arch, version string, files []file, date time.Time) ([]byte, error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(x, y file) int { return cmp.Compare(x.name, y.name) })
	var md5sums strings.Builder
	size := 0
	for i := range files {
		sum := md5.Sum(files[i].content)
		fmt.Fprintf(&md5sums, "%s  %s\n", hex.EncodeToString(sum[:]), files[i].name)
		size += len(files[i].content)
	}
	control := []file{
		{name: "./control", content: fmt.Appendf(nil, controlText, debianVersion(version), arch, (size+1023)/1024)},
		{name: "./md5sums", content: []byte(md5sums.String())},
	}
	if slices.ContainsFunc(files, func(f file) bool { return strings.HasPrefix(f.name, "usr/lib/systemd/") }) {
		control = append(control, file{name: "./postinst", content: []byte(reload), runs: true}, file{name: "./postrm", content: []byte(reload), runs: true})
	}
	about, err := tarball(control, date)
	if err != nil {
		return nil, err
	}
	data, err := tarred(func(tw *tar.Writer) error { return addTree(tw, files, date) })
	if err != nil {
		return nil, err
	}
	return ar([]file{{name: "debian-binary", content: []byte("2.0\n")}, {name: "control.tar.gz", content: about}, {name: "data.tar.gz", content: data}}, date), nil
}

const controlText = `Package: entente
Version: %s
Architecture: %s
Maintainer: the entente authors <entente@localhost>
Installed-Size: %d
Recommends: ca-certificates
Section: science
Priority: optional
Description: who did what to whom, on whose word, read from news
 entente reads news and keeps a sourced, dated ledger of relations between
 states and political actors. No row stands without the sentence it rests on.
 It is one static program, with everything inside, and works offline.
`

// reload tells a running systemd of units that came or went. Nothing is started or enabled.
const reload = `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
fi
`

// addTree writes files with the folders that lead to them, as dpkg wants it.
func addTree(tw *tar.Writer, files []file, date time.Time) error {
	seen := map[string]bool{}
	var folder func(name string) error
	folder = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		entry := "./"
		if name != "." {
			if err := folder(path.Dir(name)); err != nil {
				return err
			}
			entry = "./" + name + "/"
		}
		return tw.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: entry, Mode: 0o755, ModTime: date, Uname: "root", Gname: "root", Format: tar.FormatGNU})
	}
	for i := range files {
		if err := folder(path.Dir(files[i].name)); err != nil {
			return err
		}
		f := files[i]
		f.name = "./" + f.name
		if err := addFile(tw, &f, date); err != nil {
			return err
		}
	}
	return nil
}

// ar writes the archive format of ar(5), with the names of at most 15 letters that dpkg has.
func ar(files []file, date time.Time) []byte {
	var out bytes.Buffer
	out.WriteString("!<arch>\n")
	for _, f := range files {
		fmt.Fprintf(&out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", f.name, date.Unix(), 0, 0, 0o100644, len(f.content))
		out.Write(f.content)
		if len(f.content)%2 == 1 {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}
