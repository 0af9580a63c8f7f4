// Command entente reads news and writes who did what to whom, on whose word.
//
//	entente read story.txt
//	entente code < stories.jsonl > readings.jsonl
//
// It is the only room that reads flags and the environment, and the only one
// that ends the process: status 0 for done, 1 if some input failed, 2 for usage.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"entente/feed"
)

// version and commit are set by the build: -ldflags "-X main.version=… -X main.commit=…".
var version, commit = "dev", ""

// Exit statuses.
const (
	exitDone  = 0
	exitFail  = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	m := &Main{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Terminal: func() (int, bool) {
			width, _, err := term.GetSize(int(os.Stdout.Fd()))
			return width, err == nil
		},
		ErrTerminal: func() bool { return term.IsTerminal(int(os.Stderr.Fd())) },
		Etc:         "/etc/entente",
	}
	status := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// Main is the program with everything that it takes from the outside.
type Main struct {
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	Getenv   func(string) string
	Terminal func() (width int, ok bool) // of Stdout
	// ErrTerminal reports whether Stderr is a terminal, where progress is shown; nil: it is not.
	ErrTerminal func() bool
	Now         func() time.Time // the clock of "today"; nil means time.Now
	Etc         string           // the folder of the machine's settings; "": there are none
}

// Run runs one command line and returns the exit status.
func (m *Main) Run(ctx context.Context, args []string) int {
	if m.onTerminal() {
		m.Stdout = &quiet{w: m.Stdout}
	}
	root := m.command()
	root.SetArgs(args)
	root.SetIn(m.Stdin)
	root.SetOut(m.Stdout)
	root.SetErr(m.Stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	status, text, try := verdict(cmd, err)
	m.complain(cmd, text, try)
	return status
}

// verdict is the status of a command that ended with err, what to say of it, and a line that
// would work where it was a mistake on the command line.
func verdict(cmd *cobra.Command, err error) (status int, text, try string) {
	var usage *usageError
	var failed *inputsFailed
	switch {
	case errors.As(err, &failed):
		if failed.total > 1 {
			text = failed.Error()
		}
		return exitFail, text, ""
	case errors.As(err, &usage):
		return exitUsage, err.Error(), cmp.Or(usage.try, cmd.CommandPath()+" --help")
	case isCobraUsage(err):
		return exitUsage, meant(cmd, err), cmd.CommandPath() + " --help"
	case errors.Is(err, context.Canceled):
		return exitFail, "stopped", ""
	}
	if f := cmd.Flags().Lookup("allow-private"); f != nil && errors.Is(err, feed.ErrPrivate) {
		try = cmd.CommandPath() + " --allow-private " + strings.Join(cmd.Flags().Args(), " ")
	}
	return exitFail, err.Error(), try
}

// complain says how a command ended, if there is anything to say.
func (m *Main) complain(cmd *cobra.Command, text, try string) {
	switch {
	case text == "":
	case logsJSON(cmd):
		log := slog.New(slog.NewJSONHandler(m.Stderr, nil))
		if try != "" {
			log = log.With("try", try)
		}
		log.Error(text)
	default:
		m.warn("%s", text)
		if try != "" {
			m.print(m.Stderr, "Try: "+try+"\n")
		}
	}
}

// usageError is a mistake on the command line; try is a line that would work.
type usageError struct {
	err error
	try string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(try, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), try: try}
}

// inputsFailed is returned when every failure has been printed already.
type inputsFailed struct{ failed, total int }

func (e *inputsFailed) Error() string {
	return fmt.Sprintf("%d of %d inputs failed", e.failed, e.total)
}

// isCobraUsage recognises what the command library refuses by itself before any
// command runs: it has no error type for these.
func isCobraUsage(err error) bool {
	for _, prefix := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs an argument",
		"invalid argument", "accepts ", "requires at least", "bad flag syntax"} {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}

func (m *Main) warn(format string, args ...any) {
	m.print(m.Stderr, harmless("entente: "+fmt.Sprintf(format, args...)+"\n"))
}

// print writes for a person; a terminal that has gone away is no failure of ours.
func (m *Main) print(w io.Writer, text string) { _, _ = io.WriteString(w, text) }

func (m *Main) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "who did what to whom, on whose word, with the sentence beside every row",
		Long: "entente reads news and writes a sourced, dated record of relations between states and\n" +
			"political actors. No row stands without the sentence it rests on. It works offline.",
		Example: "  entente read examples/2018-asmara.txt\n" +
			"  entente read https://example.org/story.html --format json\n" +
			"  entente code < stories.jsonl > readings.jsonl",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		Version:       version,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Hidden {
				return nil
			}
			origins, _, err := m.configure(cmd)
			cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
				f.Changed = f.Changed || origins[f.Name] != "" && origins[f.Name] != byDefault // given, wherever it stands
			})
			return errors.Join(err, lower(cmd))
		},
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		m.print(cmd.OutOrStdout(), m.about(cmd)+"\n"+m.usage(cmd))
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		m.print(cmd.OutOrStdout(), m.usage(cmd))
		return nil
	})
	root.PersistentFlags().String("config", "", "the `FILE` of settings (ENTENTE_CONFIG in the environment; else /etc/entente/entente.toml, then entente/entente.toml in your folder of settings)")
	root.PersistentFlags().Bool("no-color", false, "no colours (NO_COLOR in the environment does the same)")
	rulesFlag(root)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(m.readCommand(), m.codeCommand(), m.parseCommand(), m.resolveCommand(),
		m.explainCommand(), m.ingestCommand(), m.ledgerCommand(), m.exportCommand(), m.evalCommand(), m.checkConfigCommand(), m.versionCommand(), m.docsCommand(),
		m.relationCommand(), m.briefCommand(), m.alertCommand(), m.timelineCommand(), m.quotesCommand(), m.figuresCommand(),
		m.realignmentsCommand(), m.disputesCommand(), m.dealsCommand(), m.predictionsCommand(), m.searchCommand(),
		m.dossierCommand(), m.serveCommand(), m.workerCommand(), m.statusCommand(), m.readyCommand(), m.mcpCommand(), m.settingsCommand())
	addCompletions(root)
	return root
}

// colour reports whether to colour what goes to standard output.
func (m *Main) colour(cmd *cobra.Command) bool {
	off, err := cmd.Flags().GetBool("no-color")
	_, terminal := m.Terminal()
	return err == nil && !off && terminal && m.Getenv("NO_COLOR") == ""
}

// width is that of the terminal, within what reads well, or 100.
func (m *Main) width() int {
	if w, ok := m.Terminal(); ok && w > 0 {
		return max(60, min(w, 140))
	}
	return 100
}
