package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"entente"
	"entente/paper"
	"entente/report"
	"entente/web"
)

// papering holds the flags of commands that print.
type papering struct {
	cmd              *cobra.Command
	format           *string
	out, paper, from string
	to               []string
}

// paperFlags adds them to a command that has --format, which is read from format.
func paperFlags(cmd *cobra.Command, format *string) *papering {
	p := &papering{cmd: cmd, format: format}
	f := cmd.Flags()
	f.StringVar(&p.out, "out", "", "write to this `FILE` and not to standard output; without --format its ending, such as .pdf, says how")
	f.StringVar(&p.paper, "paper", "a4", "of html, pdf and eml: a4 or letter")
	f.StringVar(&p.from, "mail-from", "", "of eml: the `ADDRESS` of the sender")
	f.StringArrayVar(&p.to, "mail-to", nil, "of eml: the `ADDRESS` of who is to get it; may be given again")
	return p
}

// check says what is wrong with the flags before any work is done; try is a line that
// would work but for its format.
func (p *papering) check(m *Main, try string, formats ...string) error {
	if p.out == "-" {
		p.out = ""
	}
	*p.format = formatOf(p.cmd, *p.format, p.out, formats)
	last := len(formats) - 1
	switch {
	case !slices.Contains(formats, *p.format):
		return usagef(try+" --format "+formats[last], "unknown format %q: %s and %s are there", *p.format, strings.Join(formats[:last], ", "), formats[last])
	case p.paper != "a4" && p.paper != "letter":
		return usagef(try+" --format pdf --paper letter --out entente.pdf", "--paper %q: a4 and letter are there", p.paper)
	case *p.format == "pdf" && p.out == "" && m.onTerminal():
		return usagef(try+" --format pdf --out entente.pdf", "a PDF is no text for a terminal")
	case *p.format != "eml" && (p.from != "" || len(p.to) > 0):
		return usagef(try+" --format eml --mail-to desk@example.org", "--mail-from and --mail-to are of --format eml")
	}
	for _, address := range slices.Concat(p.to, []string{p.from}) {
		if _, err := mail.ParseAddress(address); address != "" && err != nil {
			return usagef(try+" --format eml --mail-to desk@example.org", "%q is no mail address", address)
		}
	}
	return nil
}

// options are those of the document.
func (p *papering) options(m *Main) paper.Options {
	now := time.Now
	if m.Now != nil {
		now = m.Now
	}
	return paper.Options{Letter: p.paper == "letter", Made: now()}
}

// write writes doc in the format asked for; text writes it for a terminal.
func (p *papering) write(m *Main, doc *paper.Document, opts paper.Options, text func(io.Writer, report.Options) error) error {
	return m.writeOut(p.out, func(w io.Writer) error {
		return writePaper(w, *p.format, doc, opts, paper.Mail{From: p.from, To: p.to}, text)
	})
}

// writePaper writes doc as html, pdf or eml; text is what a mail says to a reader without HTML.
func writePaper(w io.Writer, format string, doc *paper.Document, opts paper.Options, mail paper.Mail, text func(io.Writer, report.Options) error) error {
	switch format {
	case "html":
		return paper.WriteHTML(w, doc, opts)
	case "pdf":
		return paper.WritePDF(w, doc, opts)
	}
	var body strings.Builder
	if err := text(&body, report.Options{Width: 76, Notes: opts.NotCoded}); err != nil { // RFC 5322 asks for lines of at most 78
		return err
	}
	mail.Date, mail.Text = opts.Made, body.String()
	return paper.WriteEML(w, doc, opts, mail)
}

// documents prints what the pages show.
type documents struct {
	m   *Main
	r   entente.Reader
	who *lands
}

func (d *documents) options() paper.Options { return (&papering{}).options(d.m) }

// Article writes the reading of an article.
func (d *documents) Article(r *entente.Reading, format string) ([]byte, error) {
	opts := d.options()
	doc := paper.Article(r, opts)
	var b bytes.Buffer
	err := writePaper(&b, format, &doc, opts, paper.Mail{}, func(w io.Writer, o report.Options) error { return report.Text(w, r, o) })
	return b.Bytes(), err
}

// newsOfDossier is how far the brief of a dossier goes back.
const newsOfDossier = "3m"

// Dossier writes the dossier of a pair.
func (d *documents) Dossier(ctx context.Context, ask web.Question, format string) ([]byte, error) {
	f := ask.Filter
	f.Limit = 100
	got, err := d.m.dossier(ctx, d.r, f, cmp.Or(ask.By, entente.PeriodMonth), newsOfDossier)
	if err != nil {
		return nil, err
	}
	got.Name = d.who.name
	doc := got.Document()
	var b bytes.Buffer
	err = writePaper(&b, format, &doc, d.options(), paper.Mail{}, func(w io.Writer, o report.Options) error {
		o.Points = f.Limit
		return dossierText(w, got, o)
	})
	return b.Bytes(), err
}
