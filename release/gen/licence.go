package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// licences returns the licence texts of Go and of every module that is linked into the program
// of one of the targets, since nearly all of them ask to be passed on with the binary. A
// module without a licence is an error.
func (b *builder) licences(ctx context.Context, chosen []target) ([]byte, error) {
	texts := map[string]map[string][]byte{} // by module and by name of the file
	add := func(module, root, dir string) error {
		if texts[module] == nil {
			texts[module] = map[string][]byte{}
		}
		for ; len(dir) >= len(root); dir = filepath.Dir(dir) { // a package may have one of its own
			if err := licenceTexts(root, dir, texts[module]); err != nil {
				return err
			}
		}
		return nil
	}
	for _, t := range chosen {
		list, err := command(ctx, b.root, b.environ(t), "go", "list", "-deps", "-f",
			`{{$dir := .Dir}}{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{"\t"}}{{.Dir}}{{"\t"}}{{$dir}}{{end}}{{end}}`, "./cmd/entente")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(list)) {
			cells := strings.Split(strings.TrimSpace(line), "\t")
			if len(cells) != 3 {
				continue
			}
			if err := add(cells[0], cells[1], cells[2]); err != nil {
				return nil, err
			}
		}
	}
	told, err := command(ctx, b.root, nil, "go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	goroot, goversion, _ := strings.Cut(strings.TrimSpace(string(told)), "\n")
	if err := add("Go, its runtime and library, "+goversion, goroot, goroot); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("entente is linked with the modules below. Each is under the licence that follows its name; the source of each can be had\n" +
		"under its name and version from its repository and from Go's module proxy. Data and weights are told of in NOTICE.\n")
	for _, module := range slices.Sorted(maps.Keys(texts)) {
		if len(texts[module]) == 0 {
			return nil, fmt.Errorf("%s is linked in and has no licence", module)
		}
		for _, name := range slices.Sorted(maps.Keys(texts[module])) {
			fmt.Fprintf(&out, "\n%s\n%s, %s\n\n%s\n", strings.Repeat("=", 100), module, name, bytes.TrimRight(texts[module][name], "\n"))
		}
	}
	return out.Bytes(), nil
}

// licenceTexts adds the files of a folder that by their names hold a licence or what goes
// with it, named as from root.
func licenceTexts(root, dir string, into map[string][]byte) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		upper := strings.ToUpper(e.Name())
		is := slices.ContainsFunc([]string{"LICENSE", "LICENCE", "UNLICENSE", "COPYING", "NOTICE", "PATENTS"}, func(p string) bool { return strings.HasPrefix(upper, p) })
		if !is || e.IsDir() || strings.HasSuffix(upper, ".GO") {
			continue
		}
		name := filepath.Join(dir, e.Name())
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if into[filepath.ToSlash(rel)], err = os.ReadFile(name); err != nil {
			return err
		}
	}
	return nil
}
