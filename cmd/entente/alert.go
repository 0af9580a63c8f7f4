package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/desk"
	"entente/report"
)

func (m *Main) alertCommand() *cobra.Command {
	const try = "entente alert PAK-RUS PAK-USA --state alert.json"
	var a *asking
	var state, file string
	cmd := &cobra.Command{
		Use:   "alert PAIR…",
		Short: "a note where the state of a tie changed since the last run, else nothing",
		Long: "alert compares ties with where they stood when --state was written, and prints a note on those whose\n" +
			"state changed: the level left the 90 % band that it had when it was last told, or its band came to lie\n" +
			"on one side of zero; a turning point came or went; something is newly threatened or disputed. If nothing\n" +
			"changed it prints nothing and ends with status 0, so that cron mails only what is news. The first run of\n" +
			"a pair notes where it stands.",
		Example: "  entente alert PAK-RUS PAK-USA --state alert.json\n" +
			"  entente alert --pairs monday.txt --state alert.json --format json\n" +
			"  0 7 * * *  entente ingest https://example.org/feed.xml >/dev/null && entente alert PAK-RUS --state alert.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.filter(try)
			if err != nil {
				return err
			}
			if state == "" {
				return usagef(try, "alert needs --state FILE, where it keeps what it told of last")
			}
			w := desk.Watch{AsOf: f.AsOf, Everyone: f.Everyone}
			if w.Pairs, err = m.pairs(cmd, a, try, file, args); err != nil {
				return err
			}
			was, err := readStanding(state)
			if err != nil {
				return err
			}
			r, done, err := m.openReader(cmd.Context(), cmd)
			if err != nil {
				return err
			}
			var got *desk.Alerts
			var now desk.Standing
			if _, w.To, err = m.news(cmd.Context(), r, f); err == nil {
				got, now, err = desk.Alert(cmd.Context(), r, w, was)
			}
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			if len(got.Noted) > 0 {
				m.warn("%s: noted, and told of from now on", strings.Join(got.Noted, ", "))
			}
			if err := m.alert(cmd, a, got); err != nil {
				return err
			}
			return writeStanding(state, now) // after the note: one told twice is better than one never told
		},
	}
	a = askFlags(cmd)
	cmd.Flags().StringVar(&state, "state", "", "the `FILE` with where ties stood; it is made by the first run")
	cmd.Flags().StringVar(&file, "pairs", "", "read pairs from a `FILE`, one a line; # starts a comment")
	return cmd
}

// alert writes what changed, and nothing, not even JSON, where nothing did.
func (m *Main) alert(cmd *cobra.Command, a *asking, got *desk.Alerts) error {
	if len(got.Changes) == 0 {
		return nil
	}
	return m.show(cmd, a, got, func(w io.Writer, opts report.Options) error { return report.Alert(w, got, opts) })
}

// standings is the form of a state file.
const standings = "entente-alert/1"

type standingFile struct {
	Format string        `json:"format"`
	Ties   desk.Standing `json:"ties"`
}

// readStanding reads where ties stood. No file is an empty state.
func readStanding(name string) (desk.Standing, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &entente.Error{Op: "alert", Kind: entente.Missing, Input: name, Err: errors.Unwrap(err)}
	}
	var file standingFile
	if err := json.Unmarshal(text, &file); err != nil || file.Format != standings {
		return nil, &entente.Error{Op: "alert", Kind: entente.Syntax, Input: name, Err: fmt.Errorf("is no state of entente alert (%s); name another file, or remove it to start anew", standings)}
	}
	return file.Ties, nil
}

// writeStanding puts a whole file in the place of the old one.
func writeStanding(name string, ties desk.Standing) error {
	text, err := json.MarshalIndent(standingFile{standings, ties}, "", " ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return &entente.Error{Op: "alert", Kind: entente.Missing, Input: name, Err: errors.Unwrap(err)}
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
