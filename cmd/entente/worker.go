package main

import (
	"context"
	"errors"
	"runtime"

	"github.com/spf13/cobra"

	"entente"
	"entente/metric"
)

func (m *Main) workerCommand() *cobra.Command {
	const try = "entente worker --ledger postgres://entente@localhost/news"
	var jobs int
	var untilEmpty bool
	var own []string
	var watch *watching
	var logs *logging
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "read the articles that wait in a ledger, until it is stopped",
		Long: "worker takes jobs from the queue of a ledger, reads each article and stores what it tells. Any number\n" +
			"of workers on any number of machines work on one PostgreSQL ledger; on a SQLite file one does.\n" +
			"SIGTERM or Ctrl-C lets it finish what it is reading. What a killed worker was reading is taken up by\n" +
			"the others within seconds, and stored once. docs/operation.md says how to run it as a service.",
		Example: "  entente worker --ledger postgres://entente@localhost/news --jobs 8\n" +
			"  entente worker --until-empty\n" +
			"  entente worker --ops-addr 127.0.0.1:8461",
		Args: noArgs(try),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if jobs < 0 {
				return usagef(try+" --jobs 2", "--jobs must not be negative, and is %d", jobs)
			}
			if jobs == 0 {
				jobs = runtime.NumCPU()
			}
			if err := watch.check(try); err != nil {
				return err
			}
			log, err := logs.logger(m.Stderr, try)
			if err != nil {
				return err
			}
			brought, err := m.custom(cmd, own)
			if err != nil {
				return err
			}
			sys, err := m.wire(1, brought)
			if err != nil {
				return err
			}
			led, err := m.openLedger(cmd.Context(), cmd, false)
			if err != nil {
				return err
			}
			counts := metric.New(sys.pipeline.Stamp, led)
			ctx, stop := context.WithCancel(cmd.Context())
			defer stop()
			health, err := watch.start(ctx, counts, led)
			if err != nil {
				return errors.Join(err, led.Close())
			}
			opts := entente.WorkOptions{Workers: jobs, Coder: sys.pipeline.Stamp, Done: logWork(log)}
			if !untilEmpty {
				opts.More = make(chan struct{}) // until ctx ends
			}
			log.Info("working", "ledger", led.Path(), "jobs", jobs)
			err = counts.Ledger(led).Work(ctx, counts.Read(sys.readArticle), opts)
			if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
				err = nil // it was told to stop, and finished what it was reading
			}
			log.Info("stopped")
			stop()
			return errors.Join(err, health.Wait(), led.Close())
		},
	}
	cmd.Flags().IntVar(&jobs, "jobs", 0, "articles read at once; 0 means one for each processor")
	cmd.Flags().BoolVar(&untilEmpty, "until-empty", false, "end when nothing waits any more")
	gazetteerFlag(cmd, &own)
	ledgerFlag(cmd)
	watch, logs = watchFlags(cmd), logFlags(cmd)
	return cmd
}
