package main

import (
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"entente"
)

// logging holds the flags of commands that run long.
type logging struct{ level, format string }

func logFlags(cmd *cobra.Command) *logging {
	l := &logging{}
	cmd.Flags().StringVar(&l.level, "log-level", "info", "debug, info, warn or error: what is logged on standard error, and all that is worse")
	cmd.Flags().StringVar(&l.format, "log-format", "text", "text, or json: one object a line, also for the last error")
	mark(cmd, sharedMark, "log-level", "log-format")
	return l
}

// logger checks the flags and makes a logger to w; try is a line that would work.
func (l *logging) logger(w io.Writer, try string) (*slog.Logger, error) {
	var level slog.Level
	switch l.level {
	case "debug", "info", "warn", "error":
		if err := level.UnmarshalText([]byte(l.level)); err != nil {
			return nil, err
		}
	default:
		return nil, usagef(try+" --log-level info", "--log-level %q: debug, info, warn and error are there", l.level)
	}
	opts := &slog.HandlerOptions{Level: level}
	switch l.format {
	case "text":
		return slog.New(slog.NewTextHandler(w, opts)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, opts)), nil
	}
	return nil, usagef(try+" --log-format json", "--log-format %q: text and json are there", l.format)
}

// logsJSON reports whether what a command writes to standard error is read by a program.
func logsJSON(cmd *cobra.Command) bool {
	f := cmd.Flags().Lookup("log-format")
	return f != nil && f.Value.String() == "json"
}

// logWork tells log of each article that Work is done with.
func logWork(log *slog.Logger) func(entente.Progress) {
	return func(p entente.Progress) {
		if p.Err != nil {
			log.Warn("not read", "article", p.Article, "kind", entente.KindOf(p.Err).String(), "error", entente.Loggable(p.Err))
			return
		}
		log.Info("read", "article", p.Article, "rows", p.Rows, "bytes", p.Bytes)
	}
}
