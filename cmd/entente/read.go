package main

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"entente"
	"entente/feed"
	"entente/page"
	"entente/paper"
	"entente/report"
)

func (m *Main) readCommand() *cobra.Command {
	var format, published string
	var on *papering
	var trace, notes, private bool
	var own []string
	cmd := &cobra.Command{
		Use:   "read FILE|URL|-",
		Short: "read one article: who did what to whom, whose word, disputes, figures, time line",
		Long: "read takes one article as plain text or HTML from a file, an address or standard input (-)\n" +
			"and prints what it tells, each row with the sentence it rests on. html is one file for a screen and for\n" +
			"paper, pdf is laid out for paper, eml is a message with text, page and PDF in it.",
		Example: "  entente read examples/2018-asmara.txt\n" +
			"  entente read --format json examples/2020-galwan.html\n" +
			"  entente read --format pdf --out asmara.pdf examples/2018-asmara.txt\n" +
			"  entente read --format eml --mail-to desk@example.org --out asmara.eml examples/2018-asmara.txt\n" +
			"  pbpaste | entente read -",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("entente read examples/2018-asmara.txt", "read takes one file, address or -, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := on.check(m, "entente read "+args[0], "text", "html", "pdf", "eml", "json"); err != nil {
				return err
			}
			art, err := m.article(cmd, args[0], published, private)
			if err != nil {
				return err
			}
			brought, err := m.custom(cmd, own)
			if err != nil {
				return err
			}
			sys, err := m.wire(0, brought)
			if err != nil {
				return err
			}
			if art.Published.IsZero() {
				m.warn("no day of printing is found, without which \"on Tuesday\" is no day: --published YYYY-MM-DD gives it")
			}
			brought.settle(art)
			analysis, err := sys.pipeline.Analyze(cmd.Context(), art)
			if err != nil {
				return err
			}
			if trace {
				m.print(m.Stdout, traceText(analysis))
			}
			reading, err := sys.pipeline.Finish("", analysis)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return m.writeOut(on.out, func(w io.Writer) error {
					enc := json.NewEncoder(w)
					enc.SetEscapeHTML(false)
					enc.SetIndent("", "  ")
					return enc.Encode(reading)
				})
			case "text":
				return m.writeOut(on.out, func(w io.Writer) error {
					return report.Text(w, reading, report.Options{Width: m.width(), Colour: m.colour(cmd) && on.out == "", Notes: notes})
				})
			}
			opts := on.options(m)
			opts.NotCoded = notes
			doc := paper.Article(reading, opts)
			return on.write(m, &doc, opts, func(w io.Writer, o report.Options) error { return report.Text(w, reading, o) })
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, html, pdf, eml, or json (the record format entente/1)")
	on = paperFlags(cmd, &format)
	cmd.Flags().StringVar(&published, "published", "", "day of publication, YYYY-MM-DD, if the page does not say it")
	cmd.Flags().BoolVar(&notes, "notes", false, "list what was seen and not coded, with the reason")
	cmd.Flags().BoolVar(&trace, "trace", false, "print what each stage found before the report")
	cmd.Flags().BoolVar(&private, "allow-private", false, "let an address lead to a private network")
	gazetteerFlag(cmd, &own)
	return cmd
}

// article reads the article of a file, an address or standard input. published is its
// day, as the flag gives it, or "".
func (m *Main) article(cmd *cobra.Command, name, published string, private bool) (*entente.Article, error) {
	day, err := parseDayFlag("published", published)
	if err != nil {
		return nil, err
	}
	item, err := m.fetch(cmd, name, private)
	if err != nil {
		return nil, err
	}
	return page.Read(item.Body, item.Name, item.ContentType, page.Hints{URL: item.URL, Published: day})
}

// fetch gets the bytes of a file, an address or standard input.
func (m *Main) fetch(cmd *cobra.Command, name string, private bool) (feed.Item, error) {
	switch {
	case name == "-":
		return feed.Reader(m.Stdin, "standard input", feed.Options{})
	case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
		return feed.URL(cmd.Context(), feed.Options{AllowPrivate: private}, name)
	}
	return feed.File(name, feed.Options{})
}

// parseDayFlag reads a YYYY-MM-DD flag; nothing gives the zero Day.
func parseDayFlag(flag, value string) (entente.Day, error) {
	if value == "" {
		return entente.Day{}, nil
	}
	day, err := entente.ParseDay(value)
	if err != nil {
		return day, usagef("--"+flag+" 2018-07-09", "--%s: %v", flag, err)
	}
	return day, nil
}
