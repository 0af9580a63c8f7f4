package main

import (
	"context"
	"net"

	"github.com/spf13/cobra"

	"entente"
	"entente/metric"
)

// watching holds the flags of the address that those who run a service ask: numbers and
// health (docs/operation.md). It has no token, since what asks there can mostly send none;
// so it is of this machine alone unless a person says otherwise.
type watching struct {
	addr string
	open bool
}

func watchFlags(cmd *cobra.Command) *watching {
	w := &watching{}
	opsAddrFlag(cmd, &w.addr)
	cmd.Flags().BoolVar(&w.open, "ops-open", false, "let --ops-addr be an address that others reach: whoever does needs no token")
	mark(cmd, sharedMark, "ops-open")
	return w
}

func opsAddrFlag(cmd *cobra.Command, addr *string) {
	cmd.Flags().StringVar(addr, "ops-addr", "", "the `ADDRESS` of /metrics, /healthz and /readyz, such as 127.0.0.1:8461; without it there are none")
	mark(cmd, sharedMark, "ops-addr")
}

// check says what is wrong with the flags; try is a line that would work.
func (w *watching) check(try string) error {
	if w.addr == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(w.addr)
	if err != nil {
		return usagef(try+" --ops-addr 127.0.0.1:8461", "--ops-addr %q is no host and port", w.addr)
	}
	if !w.open && !loopback(host) {
		return usagef(try+" --ops-addr "+w.addr+" --ops-open", "--ops-addr %s is open to others, without a token", w.addr)
	}
	return nil
}

// start begins to answer there. The ledger is well where it says whether it knows an input.
func (w *watching) start(ctx context.Context, m *metric.Metrics, led entente.Ledger) (*metric.Server, error) {
	return metric.Serve(ctx, w.addr, m, func(ctx context.Context) error {
		_, err := led.Received(ctx, entente.Input{})
		return err
	})
}

// loopback reports whether a host is this machine and no other can reach it by that name.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
