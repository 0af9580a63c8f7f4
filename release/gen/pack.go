package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// file is one file of an archive. Names have slashes.
type file struct {
	name    string
	content []byte
	runs    bool // may be run
}

func (f *file) mode() int64 {
	if f.runs {
		return 0o755
	}
	return 0o644
}

// tree returns the files of a folder whose names match one of the patterns, by name. A
// folder that is not there has none.
func tree(dir string, patterns ...string) ([]file, error) {
	var out []file
	for _, pattern := range patterns {
		names, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			st, err := os.Stat(name)
			if err != nil {
				return nil, err
			}
			if st.IsDir() {
				continue
			}
			content, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return nil, err
			}
			out = append(out, file{name: filepath.ToSlash(rel), content: content, runs: st.Mode()&0o100 != 0})
		}
	}
	slices.SortFunc(out, func(x, y file) int { return cmp.Compare(x.name, y.name) })
	return out, nil
}

// under puts files into a folder.
func under(folder string, files []file) []file {
	out := slices.Clone(files)
	for i := range out {
		out[i].name = path.Join(folder, out[i].name)
	}
	return out
}

// papers are what every archive and package has beside the program.
type papers struct {
	top, docs, examples, deploy, units, pages, completions []file
}

// unitKinds are the files of deploy, or of deploy/systemd, that systemd reads.
var unitKinds = []string{"*.service", "*.socket", "*.timer", "systemd/*.service", "systemd/*.socket", "systemd/*.timer"}

// common reads and makes what does not depend on the target.
func (b *builder) common(ctx context.Context, chosen []target) (*papers, error) {
	p := &papers{}
	for _, part := range []struct {
		into     *[]file
		dir      string
		patterns []string
	}{
		{&p.top, ".", []string{"README.md", "LICENSE", "NOTICE", "CHANGELOG.md"}},
		{&p.docs, "docs", []string{"*.md", "schema/*.json"}},
		{&p.examples, "examples", []string{"*.txt", "*.html", "ledger/*"}},
		{&p.deploy, "deploy", []string{"*", "*/*"}}, // not there in every edition
		{&p.units, "deploy", unitKinds},
	} {
		var err error
		if *part.into, err = tree(filepath.Join(b.root, filepath.FromSlash(part.dir)), part.patterns...); err != nil {
			return nil, err
		}
	}
	for i := range p.units {
		p.units[i].name = path.Base(p.units[i].name)
	}
	licences, err := b.licences(ctx, chosen)
	if err != nil {
		return nil, err
	}
	p.top = append(p.top, file{name: "THIRD-PARTY.txt", content: licences})
	p.pages, p.completions, err = b.papers(ctx)
	return p, err
}

// archive lists what the archive of a target holds.
func (p *papers) archive(t target, program []byte) []file {
	out := append([]file{{name: t.program(), content: program, runs: true}}, p.top...)
	out = append(out, under("docs", p.docs)...)
	out = append(out, under("examples", p.examples)...)
	out = append(out, under("completions", p.completions)...)
	if t.os != "windows" {
		out = append(out, under("man", p.pages)...)
	}
	if t.os == "linux" {
		out = append(out, under("deploy", p.deploy)...)
	}
	return out
}

// tarball packs files as tar.gz, owned by root and dated alike.
func tarball(files []file, date time.Time) ([]byte, error) {
	return tarred(func(tw *tar.Writer) error {
		for i := range files {
			if err := addFile(tw, &files[i], date); err != nil {
				return err
			}
		}
		return nil
	})
}

func addFile(tw *tar.Writer, f *file, date time.Time) error {
	err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: f.name, Size: int64(len(f.content)), Mode: f.mode(), ModTime: date,
		Uname: "root", Gname: "root", Format: tar.FormatGNU})
	if err == nil {
		_, err = tw.Write(f.content)
	}
	return err
}

// tarred packs what fill writes as tar.gz.
func tarred(fill func(tw *tar.Writer) error) ([]byte, error) {
	var out bytes.Buffer
	tw := tar.NewWriter(&out)
	if err := fill(tw); err != nil {
		return nil, err
	}
	if err := tw.Close(); err != nil {
		return nil, err
	}
	return gzipped(out.Bytes())
}

// gzipped packs content, with neither name nor day.
func gzipped(content []byte) ([]byte, error) {
	var out bytes.Buffer
	zw, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := zw.Write(content); err != nil {
		return nil, err
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// zipped packs files as zip.
func zipped(files []file, date time.Time) ([]byte, error) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for i := range files {
		h := &zip.FileHeader{Name: files[i].name, Method: zip.Deflate, Modified: date}
		h.SetMode(os.FileMode(files[i].mode()))
		w, err := zw.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[i].content); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
