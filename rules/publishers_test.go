package rules

import (
	"strings"
	"testing"

	"entente"
	"entente/gazetteer"
	"entente/internal/tsv"
)

// land knows two states.
func land(code string) *gazetteer.State {
	if code == "NOR" || code == "KEN" {
		return &gazetteer.State{Code: code}
	}
	return nil
}

func publisherRows(rows string) *tsv.Table {
	return tsv.Read("publishers.tsv", "name\taliases\thosts\towner\tstate\n"+rows, publishersMust, publishersMay)
}

func TestSettle(t *testing.T) {
	table := publisherRows("The Harbour Post\tHarbour Post|Post\tharbourpost.example\tQuay Group\n" +
		"Quay Weekly\t\tquayweekly.example|weekly.example.org\tThe Harbour Post\n" +
		"Fjord Wire\tFW\tfw.example\t\tNOR\n" +
		"Fjord Radio\t\tradio.fw.example\t\tNOR\n" +
		"Lone Paper\tLP\n")
	p := NewPublishers(table, land)
	if len(table.Problems) > 0 {
		t.Fatal(table.Problems)
	}
	for _, test := range []struct{ name, publisher, url, want, house string }{
		{"name", "The Harbour Post", "", "The Harbour Post", "Quay Group"},
		{"alias in other letters", "harbour  POST", "", "The Harbour Post", "Quay Group"},
		{"host", "", "https://harbourpost.example/a", "The Harbour Post", "Quay Group"},
		{"host with www and a port", "", "http://www.harbourpost.example:8080/a", "The Harbour Post", "Quay Group"},
		{"host above, and the owner's owner", "", "https://news.weekly.example.org/a", "Quay Weekly", "Quay Group"},
		{"host in place of a name", "quayweekly.example", "", "Quay Weekly", "Quay Group"},
		{"a state's", "FW", "", "Fjord Wire", "state:NOR"},
		{"the nearest host", "", "https://radio.fw.example/a", "Fjord Radio", "state:NOR"},
		{"the name goes before the host", "LP", "https://fw.example/a", "Lone Paper", ""},
		{"an unknown name at a known host", "Fjord Wire - Front page", "https://fw.example/a", "Fjord Wire", "state:NOR"},
		{"unknown", "Other", "https://other.example/a", "Other", ""},
		{"nothing", "", "", "", ""},
		{"a bad address", "", "http://%zz", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			art := &entente.Article{Publisher: test.publisher, URL: test.url}
			p.Settle(art)
			if art.Publisher != test.want || art.House != test.house {
				t.Errorf("%q at %q is %q of %q; want %q of %q", test.publisher, test.url, art.Publisher, art.House, test.want, test.house)
			}
		})
	}
	var none *Publishers
	art := &entente.Article{Publisher: "FW"}
	if none.Settle(art); art.Publisher != "FW" || NewPublishers(nil, land) != nil {
		t.Error("no table changes an article")
	}
}

func TestPublishersProblems(t *testing.T) {
	for _, test := range []struct{ name, rows, want string }{
		{"nothing told", "The Post\n", `publishers.tsv:2:1: warning: name: the row changes nothing: it has no alias, no host and no owner`},
		{"name twice", "The Post\tP\nthe post\tQ\n", `publishers.tsv:3:1: name: "the post" is The Post in line 2 already`},
		{"alias twice", "The Post\tP\nThe Mail\tp\n", `publishers.tsv:3:10: aliases: "p" is The Post in line 2 already`},
		{"address", "The Post\t\thttps://post.example/\n", `publishers.tsv:2:11: hosts: "https://post.example/" is no host: want it alone and in small letters: news.example.org`},
		{"www", "The Post\t\twww.post.example\n", `publishers.tsv:2:11: hosts: want "post.example": the www. of an address does not count`},
		{"host twice", "The Post\t\tpost.example\nThe Mail\t\tpost.example\n", `publishers.tsv:3:11: hosts: post.example is of The Post in line 2 already`},
		{"state", "The Post\t\t\t\tNorway\n", `publishers.tsv:2:13: state: no state "Norway": want the three letters of the land whose government runs it`},
		{"owner and state", "The Post\t\t\tQuay\tNOR\n", `publishers.tsv:2:12: owner: an owner beside a state that runs it: want one of them`},
		{"its own", "The Post\tP\t\tp\n", `publishers.tsv:2:13: owner: The Post belongs to itself in the end`},
		{"circle", "The Post\t\t\tThe Mail\nThe Mail\t\t\tThe Post\n", `publishers.tsv:2:12: owner: The Post belongs to itself in the end`},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := publisherRows(test.rows)
			NewPublishers(table, land)
			if len(table.Problems) != 1 || !strings.HasPrefix(table.Problems[0].String(), test.want) {
				t.Errorf("got %v, want %s", table.Problems, test.want)
			}
		})
	}
}

// FuzzPublishers: an article that is settled stays so, and no owner leads into a circle.
func FuzzPublishers(f *testing.F) {
	f.Add("The Post\tP|Q\tpost.example|b.example\tThe Mail\nThe Mail\t\tmail.example\t\tNOR\n", "p", "https://x.post.example/")
	f.Add("a\tb\t\tc\nc\td\t\te\ne\t\t\ta\n", "a", "b")
	f.Fuzz(func(t *testing.T, rows, name, address string) {
		p := NewPublishers(publisherRows(rows), land)
		art := &entente.Article{Publisher: name, URL: address}
		p.Settle(art)
		again := *art
		p.Settle(&again)
		if again.Publisher != art.Publisher || again.House != art.House {
			t.Fatalf("%q of %q becomes %q of %q", art.Publisher, art.House, again.Publisher, again.House)
		}
	})
}
