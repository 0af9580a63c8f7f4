package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

// standing is how a ledger's queue does.
type standing struct {
	Ledger   string         `json:"ledger"`
	Unread   int            `json:"unread"`
	Queue    map[string]int `json:"queue"`                 // jobs by state
	Lag      float64        `json:"lagSeconds"`            // age of the oldest job that waits
	Minute   int            `json:"readLastMinute"`        // articles
	Hour     int            `json:"readLastHour"`          //
	Day      int            `json:"readLastDay"`           //
	Failures map[string]int `json:"failures"`              // by kind
	Left     float64        `json:"minutesLeft,omitempty"` // at the rate of the last hour; 0 not known
}

func (m *Main) statusCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "how the queue of a ledger does: what waits, how fast it is read, what failed",
		Long: "status counts the jobs of a ledger by state, says how long the oldest has waited and how many\n" +
			"articles were read in the last minute, hour and day, and what could not be read, by its kind.\n" +
			"\"entente ingest --failures\" lists those, and \"entente ingest --retry\" tries them again.",
		Example: "  entente status --ledger postgres://entente@localhost/news\n" +
			"  entente status --format json",
		Args: noArgs("entente status"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usagef("entente status --format json", "--format is text or json, not %q", format)
			}
			return m.withLedger(cmd, true, func(led stored) error {
				s, err := m.standing(cmd.Context(), led)
				if err != nil {
					return err
				}
				if format == "json" {
					enc := json.NewEncoder(m.Stdout)
					enc.SetIndent("", "  ")
					return enc.Encode(s)
				}
				return m.printStanding(s)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	ledgerFlag(cmd)
	return cmd
}

func (m *Main) standing(ctx context.Context, led stored) (*standing, error) {
	s := &standing{Ledger: led.Path(), Queue: map[string]int{}, Failures: map[string]int{}}
	queue, err := led.Queue(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	if m.Now != nil {
		now = m.Now()
	}
	for _, q := range queue {
		s.Queue[q.State] = q.Jobs
		switch q.State {
		case "available", "retryable", "scheduled", "pending":
			s.Lag = max(s.Lag, now.Sub(q.Oldest).Seconds())
			s.Unread += q.Jobs
		case "running":
			s.Unread += q.Jobs
		}
	}
	for _, span := range []struct {
		of   time.Duration
		into *int
	}{{time.Minute, &s.Minute}, {time.Hour, &s.Hour}, {24 * time.Hour, &s.Day}} {
		if *span.into, err = led.ReadSince(ctx, now.Add(-span.of)); err != nil {
			return nil, err
		}
	}
	if s.Hour > 0 && s.Unread > 0 {
		s.Left = float64(s.Unread) / float64(s.Hour) * 60
		if s.Minute > 0 {
			s.Left = float64(s.Unread) / float64(s.Minute)
		}
	}
	failures, err := led.Failures(ctx)
	for _, f := range failures {
		s.Failures[f.Kind]++
	}
	return s, err
}

func (m *Main) printStanding(s *standing) error {
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) { m.print(w, name+"\t"+fmt.Sprintf(format, args...)+"\n") }
	line("ledger", "%s", s.Ledger)
	line("unread", "%d%s", s.Unread, counted(s.Queue))
	if s.Lag > 0 {
		line("oldest", "waits for %s", time.Duration(s.Lag*float64(time.Second)).Round(time.Second))
	}
	line("read", "%d in the last minute, %d in the hour, %d in the day", s.Minute, s.Hour, s.Day)
	if s.Left > 0 {
		line("left", "about %s at this rate", max(time.Minute, time.Duration(s.Left*float64(time.Minute)).Round(time.Minute)))
	}
	total := 0
	for _, n := range s.Failures {
		total += n
	}
	line("failed", "%d%s", total, counted(s.Failures))
	return w.Flush()
}

// counted lists counts in the order of their names: ": 3 available, 1 running".
func counted(counts map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[name], name))
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}
