package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/metric"
)

// readyWait is how long an answer is waited for: longer than the server waits for its ledger.
const readyWait = 5 * time.Second

func (m *Main) readyCommand() *cobra.Command {
	const try = "entente ready --ops-addr 127.0.0.1:8461"
	var addr string
	cmd := &cobra.Command{
		Use:   "ready",
		Short: "ask a server or worker whether it is ready, for container health checks",
		Long: "ready asks /readyz at --ops-addr of a server or a worker on this machine, and ends with status 0 where\n" +
			"it is ready and with 1, and the reason, where it is not. It is a health check for containers that\n" +
			"hold no other program than entente.",
		Example: "  entente ready --ops-addr 127.0.0.1:8461\n" +
			"  ENTENTE_OPS_ADDR=127.0.0.1:8461 entente ready",
		Args: noArgs(try),
		RunE: func(cmd *cobra.Command, _ []string) error {
			host, port, err := net.SplitHostPort(addr)
			if err != nil {
				return usagef(try, "--ops-addr %q is no host and port", addr)
			}
			if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
				host = "127.0.0.1" // a server listens at all addresses, and is asked at one
			}
			at := "http://" + net.JoinHostPort(host, port) + "/readyz"
			req, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, at, nil)
			if err != nil {
				return err
			}
			resp, err := (&http.Client{Timeout: readyWait}).Do(req)
			if err != nil {
				var asked *url.Error
				if errors.As(err, &asked) {
					err = asked.Err
				}
				return &entente.Error{Op: "ready", Kind: entente.Missing, Input: at, Err: err}
			}
			defer resp.Body.Close()
			var h metric.Health
			if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&h); err != nil {
				return &entente.Error{Op: "ready", Kind: entente.Syntax, Input: at, Err: fmt.Errorf("this is no address of --ops-addr: %w", err)}
			}
			if resp.StatusCode != http.StatusOK {
				return fmt.Errorf("not ready: %s", cmp.Or(h.Reason, resp.Status))
			}
			m.print(m.Stdout, h.Status+"\n")
			return nil
		},
	}
	opsAddrFlag(cmd, &addr)
	return cmd
}
