package paper

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"entente"
)

// Mail is a message that carries a document.
type Mail struct {
	From string    // an address, with a name or without; "" leaves it to the mail program
	To   []string  // likewise
	Date time.Time // a message has to have one: the zero time is the first day of 1970
	ID   string    // of the message, without <>; "" makes one of its content
	Text string    // the same for who reads plain text
	File string    // name of the PDF; "" is "entente.pdf"
}

// WriteEML writes doc as a message: text, HTML, and the PDF attached. The headers hang on
// m and doc alone; the lines that part a message are new each time. Some mail programs do
// not show the drawing of a chart, which the PDF has. An address that is none is an error
// of kind Syntax.
func WriteEML(w io.Writer, doc *Document, opts Options, m Mail) error {
	var page, pdf bytes.Buffer
	if err := errors.Join(WriteHTML(&page, doc, opts), WritePDF(&pdf, doc, opts)); err != nil {
		return err
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if m.From != "" {
		if err := msg.From(m.From); err != nil {
			return badAddress(m.From, err)
		}
	}
	for _, to := range m.To {
		if err := msg.AddTo(to); err != nil {
			return badAddress(to, err)
		}
	}
	if m.ID == "" {
		sum := sha256.Sum256(append(page.Bytes(), m.Text...))
		m.ID = hex.EncodeToString(sum[:16]) + "@entente.invalid" // RFC 2606: no host of that name is anybody's
	}
	msg.SetMessageIDWithValue(m.ID)
	if m.Date.IsZero() {
		m.Date = time.Unix(0, 0).UTC()
	}
	msg.SetDateWithValue(m.Date)
	msg.Subject(flat(doc.Title))
	msg.SetGenHeader("X-Unsent", "1") // mail programs that know it open the message to be edited and sent
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, page.String())
	if m.File == "" {
		m.File = "entente.pdf"
	}
	if err := msg.AttachReader(m.File, &pdf, mail.WithFileContentType("application/pdf")); err != nil {
		return err
	}
	_, err := msg.WriteTo(w)
	return err
}

func badAddress(address string, err error) error {
	return &entente.Error{Op: "paper", Kind: entente.Syntax, Input: strings.TrimSpace(address), Err: err}
}
