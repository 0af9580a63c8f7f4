package page_test

import (
	"errors"
	"strings"
	"testing"

	"entente"
	"entente/page"
)

const french = "Le président de la République a reçu mardi à l'Élysée le chancelier allemand pour parler de la défense de l'Europe, " +
	"de l'énergie et du commerce avec la Chine. Les deux pays veulent signer un nouveau traité avant la fin de l'année, selon leurs ministres."

const russian = "Министр иностранных дел России провёл в среду переговоры со своим турецким коллегой в Анкаре. Стороны обсудили поставки зерна."

func TestReadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, input, kind string
		want              entente.Kind
		start, line       int
		says              string
	}{
		{"nothing", "", "", entente.Empty, 0, 0, "0 bytes"},
		{"white space", " \n\t\u00a0\n", "", entente.Empty, 0, 0, "no text"},
		{"byte order mark alone", "\ufeff", "", entente.Empty, 0, 0, "no text"},
		{"empty page", "<html><body><script>x</script></body></html>", "", entente.Empty, 0, 0, "no text"},
		{"NUL", "Talks\x00resume", "", entente.Binary, 5, 0, "byte 5"},
		{"control characters", strings.Repeat("\x01\x02ab", 20), "", entente.Binary, 0, 0, "control"},
		{"PDF", "%PDF-1.4 ...", "", entente.Binary, 0, 0, "pdftotext"},
		{"zip", "PK\x03\x04abc", "", entente.Binary, 0, 0, "zip"},
		{"rich text", "{\\rtf1\\ansi Chad accused Sudan.}", "", entente.Binary, 0, 0, "rich text"},
		{"JSON Lines", "\n{\"text\": \"Chad accused Sudan.\"}\n{\"text\": \"Peru thanked Chile.\"}\n", "", entente.Syntax, 0, 0, "entente code"},
		{"JSON array", "[\n{\"text\": \"Chad accused Sudan.\"}\n]", "", entente.Syntax, 0, 0, "entente ingest"},
		{"message", "Date: Fri, 1 Mar 2019 09:00:00 +0100\nSubject: Chad\n and Sudan\nMIME-Version: 1.0\n\nChad accused Sudan.", "", entente.Syntax, 0, 0, "e-mail"},
		{"Latin-1 by name", "<meta charset=iso-8859-1><p>caf\xe9</p>", "text/html", entente.Encoding, 31, 1, "iconv -f windows-1252 -t utf-8"},
		{"UTF-16", "\xff\xfeT\x00a\x00", "", entente.Encoding, 0, 0, "iconv -f utf-16 -t utf-8"},
		{"Latin-1", "First line.\nA caf\xe9 in Paris.", "", entente.Encoding, 17, 2, "iconv -f windows-1252 -t utf-8"},
		{"Latin-1 page", "<p>caf\xe9</p>", "text/html", entente.Encoding, 6, 1, "iconv"},
		{"page of a named character set", "<meta charset=windows-1252><p>caf\xe9</p>", "text/html", entente.Encoding, 33, 1, "iconv -f windows-1252 -t utf-8"},
		{"French", french, "", entente.Language, 0, 0, "French"},
		{"Russian", russian, "", entente.Language, 0, 0, "Russian"},
		{"French page", "<html lang=fr><body><article><p>" + french + "</p></article></body></html>", "", entente.Language, 0, 0, "French"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := page.Read([]byte(tt.input), "in.txt", tt.kind, page.Hints{})
			var e *entente.Error
			if !errors.As(err, &e) {
				t.Fatalf("error = %v, want *entente.Error", err)
			}
			if e.Kind != tt.want || e.Span.Start != tt.start || e.Line != tt.line || e.Input != "in.txt" || !strings.Contains(e.Error(), tt.says) {
				t.Errorf("error = %v (kind %v, start %d, line %d), want kind %v, start %d, line %d and %q", e, e.Kind, e.Span.Start, e.Line, tt.want, tt.start, tt.line, tt.says)
			}
		})
	}
}

// A table is told by its name: its first line may be one of an article. What only looks
// like a record or a message is read.
func TestReadTells(t *testing.T) {
	const text = "Chad accused Sudan, and closed the border.\n"
	for name, refused := range map[string]bool{"a.csv": true, "b.TSV": true, "c.tab": true, "d.txt": false, "e.csv.txt": false, "": false} {
		if _, err := page.Read([]byte(text), name, "", page.Hints{}); (entente.KindOf(err) == entente.Syntax) != refused {
			t.Errorf("Read of %q: %v, want refused %v", name, err, refused)
		}
	}
	for _, text := range []string{
		"{Chad} accused Sudan.", "[Reuters] Chad accused Sudan.", "From: the border\n\nChad accused Sudan.",
		"Subject: Chad\n\nMIME-Version: is no word of news.",
	} {
		if _, err := page.Read([]byte(text), "in.txt", "", page.Hints{}); err != nil {
			t.Errorf("Read(%q): %v", text, err)
		}
	}
}

// Short texts, texts full of foreign names and English pages whose template names
// another language are never refused.
func TestLanguageLetsThrough(t *testing.T) {
	for _, tt := range []struct{ name, input, want string }{
		{"two words", "Bonjour Paris", ""},
		{"a short line of French", "Le président a signé.", ""},
		{"one English sentence", "Chad and Libya agreed to guard the border that they share.", "en"},
		{"names", "Recep Tayyip Erdoğan, Kyriakos Mitsotakis, Jens Stoltenberg, Ursula von der Leyen, Volodymyr Zelenskyy, Mateusz Morawiecki, Klaus Iohannis, " +
			"Charles Michel, Andrzej Duda and Giorgia Meloni met in Vilnius on Tuesday for the summit of the alliance.", ""},
		{"a long quote in French", "The minister said in Paris on Monday that the two states would sign the treaty by the end of the year. " +
			"“Nous voulons signer un nouveau traité avec nos amis”, he said, and the chancellor said the same of his own government and of its plans.", "en"},
		{"English under a foreign template", `<html lang="tr"><body><article><p>Turkey and Greece agreed on Thursday to hold talks on trade, energy and the islands that both of them claim.</p></article></body></html>`, "en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			art, err := page.Read([]byte(tt.input), "in.txt", "", page.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			if tt.want != "" && art.Language != tt.want {
				t.Errorf("language = %q, want %q", art.Language, tt.want)
			}
		})
	}
}

func TestReadKeepsText(t *testing.T) {
	art, err := page.Read([]byte("\ufeffTalks resume.\r\n\r\nBoth  sides met.\r\n"), "in.txt", "", page.Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Talks resume.\n\nBoth  sides met.\n"; art.Text != want || art.ID != entente.HashText(want) {
		t.Errorf("text = %q, want %q", art.Text, want)
	}
}

// TestSampleIsFull: a body whose first part fills the sample of its language to the last
// byte but one of the part and its blank goes on behind it.
func TestSampleIsFull(t *testing.T) {
	const sample = 32 << 10
	for length := sample - 2; length <= sample+2; length++ {
		first := strings.Repeat("Kenya and Somalia said on Monday that they would reopen the border. ", sample/60)[:length-1] + "."
		art, err := page.Read([]byte(first+"\n\nThe border was closed in 2011.\n\nNothing else was said of it."), "in.txt", "", page.Hints{})
		if err != nil || art.Language != "en" {
			t.Errorf("a first part of %d bytes: %v", length, err)
		}
	}
}

func TestReadHints(t *testing.T) {
	hints := page.Hints{URL: "https://example.org/a", Publisher: "The Example", Published: entenDay}
	art, err := page.Read([]byte("Talks resume in Geneva\n\nReuters\n\nMay 1, 2020\n\nGENEVA (AP) — The parties met on Monday."), "in.txt", "", hints)
	if err != nil {
		t.Fatal(err)
	}
	if art.URL != hints.URL || art.Publisher != hints.Publisher || art.Published != hints.Published || art.Headline != "Talks resume in Geneva" {
		t.Errorf("article = %q %q %v %q: the hints do not hold", art.URL, art.Publisher, art.Published, art.Headline)
	}
}

func TestFromFields(t *testing.T) {
	const text = "Talks Resume in Geneva\r\n\r\nThe parties met on Monday. They had not met since May.\r\n"
	for _, tt := range []struct {
		name, headline string
		want           entente.Zone
	}{
		{"the headline is the first line", "Talks resume in Geneva", entente.ZoneHeadline},
		{"the headline is another", "Parties meet after a pause", entente.ZoneBody},
		{"no headline is known", "", entente.ZoneHeadline},
	} {
		t.Run(tt.name, func(t *testing.T) {
			art, err := page.FromFields(text, tt.headline, "The Example", "https://example.org/", entenDay)
			if err != nil {
				t.Fatal(err)
			}
			check(t, art)
			if art.Text != text || art.Blocks[0].Zone != tt.want || art.Publisher != "The Example" || art.Published != entenDay {
				t.Errorf("first block %v, want %v; article %+v", art.Blocks[0].Zone, tt.want, art)
			}
			if tt.headline != "" && art.Headline != tt.headline {
				t.Errorf("headline = %q, want the one given", art.Headline)
			}
		})
	}
	if _, err := page.FromFields(" ", "", "", "", entente.Day{}); err == nil {
		t.Error("FromFields of white space: no error")
	}
}

// TestNothingIsLost: leads and last paragraphs stay in a read zone, whatever
// stands around them.
func TestNothingIsLost(t *testing.T) {
	const lead, end = "Oman said it would host the talks.", "No date was set"
	for _, tt := range []struct{ name, input string }{
		{"bare", lead + "\n\n" + end},
		{"header", "Oman to host talks\n\nBy Jane Doe\n\nMay 1, 2020\n\n" + lead + "\n\n" + end},
		{"no header and tools", lead + "\n\n" + end + "\n\nShare\n\nPrint"},
		{"glued", "Oman to host talks\n" + lead + "\n" + end + ". Print Friendly, PDF & Email"},
		{"short lines", "Oman to host talks\nTwo days\nThree parties\nFour rounds\n" + lead + "\n" + end},
		{"page", "<article><h1>Oman to host talks</h1><p>" + lead + "</p><div class=share>Share</div><p>" + end + "</p></article>"},
		{"page without marks", "<body><p>" + lead + "<p>" + end + "</body>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			art, err := page.Read([]byte(tt.input), "in", "", page.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			check(t, art)
			var read strings.Builder
			for _, b := range art.Blocks {
				if b.Zone.Read() {
					read.WriteString(b.Span.In(art.Text) + "\n")
				}
			}
			for _, want := range []string{lead, end} {
				if !strings.Contains(read.String(), want) {
					t.Errorf("read zones lack %q: %q", want, read.String())
				}
			}
		})
	}
}
