package paper

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"entente"
)

// part is one of a message, decoded.
type part struct {
	kind, name string
	body       []byte
}

// partsOf reads a message again, down to its leaves.
func partsOf(t *testing.T, header map[string][]string, body io.Reader) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(mail.Header(header).Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(kind, "multipart/") {
		switch strings.ToLower(mail.Header(header).Get("Content-Transfer-Encoding")) {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		b, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		_, disposition, _ := mime.ParseMediaType(mail.Header(header).Get("Content-Disposition"))
		return []part{{kind, disposition["filename"], b}}
	}
	var out []part
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, partsOf(t, p.Header, p)...)
	}
}

func TestEML(t *testing.T) {
	doc := Article(sample(), Options{})
	opts := Options{Made: made}
	doc.Title = "Peace\r\nBcc: somebody@example.org — Ağrı"
	for _, tt := range []struct {
		name string
		mail Mail
		want map[string]string
	}{
		{"with addresses", Mail{From: "Ada Lovelace <ada@example.org>", To: []string{"desk@example.org", "two@example.org"}, Date: made, ID: "1@example.org", Text: "Plain words, ğ.\n", File: "peace.pdf"},
			map[string]string{"From": `"Ada Lovelace" <ada@example.org>`, "To": "<desk@example.org>, <two@example.org>", "Date": "Fri, 02 Jan 2026 15:04:05 +0000", "Message-Id": "<1@example.org>", "Bcc": ""}},
		{"without", Mail{Text: "Plain words, ğ.\n"}, map[string]string{"From": "", "To": "", "Date": "Thu, 01 Jan 1970 00:00:00 +0000", "Bcc": "", "X-Unsent": "1", "User-Agent": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteEML(&b, &doc, opts, tt.mail); err != nil {
				t.Fatal(err)
			}
			msg, err := mail.ReadMessage(&b)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range tt.want {
				if got := msg.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
			if want := "Peace Bcc: somebody@example.org — Ağrı"; err != nil || subject != want {
				t.Errorf("Subject: %q, %v, want %q", subject, err, want)
			}
			parts := partsOf(t, msg.Header, msg.Body)
			if len(parts) != 3 || parts[0].kind != "text/plain" || parts[1].kind != "text/html" || parts[2].kind != "application/pdf" {
				t.Fatalf("%d parts: %+v", len(parts), parts)
			}
			if got := strings.ReplaceAll(string(parts[0].body), "\r\n", "\n"); got != tt.mail.Text {
				t.Errorf("the text is %q, want %q", got, tt.mail.Text)
			}
			if got := strings.ReplaceAll(string(parts[1].body), "\r\n", "\n"); got != pageOf(t, &doc, opts) {
				t.Error("the page is not that of WriteHTML")
			}
			if want := pdfOf(t, &doc, opts); !bytes.HasPrefix(want, []byte("%PDF")) || !bytes.Equal(parts[2].body, want) {
				t.Error("the attachment is not the PDF of WritePDF")
			}
			if want := max(tt.mail.File, "entente.pdf"); parts[2].name != want {
				t.Errorf("the attachment is called %q, want %q", parts[2].name, want)
			}
		})
	}
}

// TestEMLID makes one Message-ID of one content, and another of another.
func TestEMLID(t *testing.T) {
	doc := Article(sample(), Options{})
	id := func(text string) string {
		var b bytes.Buffer
		if err := WriteEML(&b, &doc, Options{}, Mail{Text: text}); err != nil {
			t.Fatal(err)
		}
		msg, err := mail.ReadMessage(&b)
		if err != nil {
			t.Fatal(err)
		}
		return msg.Header.Get("Message-Id")
	}
	if one, same, other := id("a"), id("a"), id("b"); one != same || one == other || !strings.HasSuffix(one, "@entente.invalid>") {
		t.Errorf("the ids are %q, %q and %q", one, same, other)
	}
}

func TestEMLBadAddress(t *testing.T) {
	doc := Document{Title: "x"}
	for _, tt := range []struct {
		name string
		mail Mail
	}{
		{"no address", Mail{From: "nobody"}},
		{"a header in it", Mail{To: []string{"a@example.org\r\nBcc: b@example.org"}}},
		{"empty", Mail{To: []string{""}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteEML(&b, &doc, Options{}, tt.mail); entente.KindOf(err) != entente.Syntax || b.Len() > 0 {
				t.Errorf("error %v and %d bytes, want an error of kind Syntax and none", err, b.Len())
			}
		})
	}
}
