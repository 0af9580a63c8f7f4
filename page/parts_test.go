package page

import (
	"strings"
	"testing"

	"entente"
)

func TestHeaderLine(t *testing.T) {
	for _, tt := range []struct{ line, names, publisher, published string }{
		{"By Jane Doe", "Jane Doe", "", ""},
		{"BY JANE DOE", "JANE DOE", "", ""},
		{"By Jane Doe | The Example Line", "Jane Doe", "The Example Line", ""},
		{"By Jane Doe and John Roe, Reuters", "Jane Doe; John Roe", "Reuters", ""},
		{"By Jane Doe, John Roe & Ann Poe", "Jane Doe; John Roe; Ann Poe", "", ""},
		{"By Jane Doe in Cairo and John Roe in Beirut", "Jane Doe; John Roe", "", ""},
		{"By Jane Doe, Special Correspondent", "Jane Doe", "", ""},
		{"By JANE DOE, Associated Press Writer", "JANE DOE", "Associated Press", ""},
		{"By Jane Doe for The Example Times", "Jane Doe", "The Example Times", ""},
		{"By Jane Doe, Jr.", "Jane Doe, Jr.", "", ""},
		{"By Ursula von der Leyen", "Ursula von der Leyen", "", ""},
		{"By Tariq Noor ul-Haq", "Tariq Noor ul-Haq", "", ""},
		{"By The Associated Press", "", "Associated Press", ""},
		{"By Staff Writer", "", "", ""},
		{"By Correspondent in Ankara", "", "", ""},
		{"Reuters", "", "Reuters", ""},
		{"Reuters, 12 March 2019", "", "Reuters", "2019-03-12"},
		{"By Jane Doe - October 13, 2017", "Jane Doe", "", "2017-10-13"},
		{"October 13, 2017 | By Jane Doe | 5 min read", "Jane Doe", "", "2017-10-13"},
		{"By Jane Doe | Reuters | Published Oct 13, 2017", "Jane Doe", "Reuters", "2017-10-13"},
		{"By Jane Doe/The Example Line", "Jane Doe", "The Example Line", ""},
		{"By Jane Doe | Cairo", "Jane Doe", "", ""},
		{"Written by Jane Doe on October 13, 2017", "Jane Doe", "", "2017-10-13"},
		{"Reuters in Istanbul", "", "Reuters", ""},
		{"BBC News, Hanoi", "", "BBC News", ""},
		{"PTI | New Delhi | Updated: Oct 21, 2024 16:05 IST", "", "Press Trust of India", "2024-10-21"},
		{"Jane Doe | October 13, 2017", "Jane Doe", "", "2017-10-13"},
	} {
		pieces, ok := headerLine(tt.line)
		var names []string
		publisher, published := "", ""
		for _, p := range pieces {
			names = append(names, p.names...)
			publisher = firstOf(publisher, p.publisher)
			published = firstOf(published, p.day.String())
		}
		if got := strings.Join(names, "; "); !ok || got != tt.names || publisher != tt.publisher || published != tt.published {
			t.Errorf("headerLine(%q) = %q, %q, %q, %v, want %q, %q, %q", tt.line, got, publisher, published, ok, tt.names, tt.publisher, tt.published)
		}
	}
}

func TestHeaderLineRefuses(t *testing.T) {
	for _, line := range []string{
		"By Friday the army had left.", "By then, talks had failed", "By 2015 trade had doubled", "By land and by sea",
		"Talks Resume in Geneva", "Iran | Talks resume after a pause", "The talks were held on October 13, 2017",
		"Ministers meet", "New Hope for Syria", "A New Deal for Europe", "Putin, Erdogan Meet", "By signing the accord, Chad ended the war",
	} {
		if p, ok := headerLine(line); ok {
			t.Errorf("headerLine(%q) = %+v, want none", line, p)
		}
	}
}

func TestReadDateline(t *testing.T) {
	for _, tt := range []struct{ text, place, publisher string }{
		{"ISLAMABAD—Alarmed at the news", "ISLAMABAD", ""},
		{"WASHINGTON (AP) — The talks", "WASHINGTON", "Associated Press"},
		{"BEIJING, March 3 (Xinhua) -- China", "BEIJING", "Xinhua"},
		{"KIEV, Ukraine (Reuters) - Ukraine", "KIEV, Ukraine", "Reuters"},
		{"NAIROBI, Kenya: The talks", "NAIROBI, Kenya", ""},
		{"LONDON/PARIS, Oct 13 (Reuters) - Banks", "LONDON/PARIS", "Reuters"},
		{"UNITED NATIONS — The council", "UNITED NATIONS", ""},
		{"SAN`A, Yemen (AP) _ A bomb", "SAN`A, Yemen", "Associated Press"},
		{"SHAH ALAM, Thurs. - The works", "SHAH ALAM", ""},
		{"MOSCOW. Oct 13 (Interfax) - Russia", "MOSCOW", "Interfax"},
		{"WASHINGTON, D.C. — The talks", "WASHINGTON, D.C.", ""},
		{"ST. PETERSBURG, Russia (AP) — The", "ST. PETERSBURG, Russia", "Associated Press"},
		{"CHICO, Calif. — The talks", "CHICO, Calif.", ""},
		{"PORT-AU-PRINCE, Haiti — Gangs", "PORT-AU-PRINCE, Haiti", ""},
		{"GENEVA (13 October 2017) – Experts", "GENEVA", ""},
		{"Beirut, Lebanon – Thousands fled", "Beirut, Lebanon", ""},
		{"Moscow (Reuters) - Russia said", "Moscow", "Reuters"},
		{"Moscow — Russia said on Monday that it would talk.", "Moscow", ""},
		{"(CNN)The president said", "", "CNN"},
		{"(Reuters) - The president said", "", "Reuters"},
	} {
		p, ok := readDateline(tt.text, true)
		if got := p.text.In(tt.text); !ok || got != tt.place || p.publisher != tt.publisher {
			t.Errorf("readDateline(%q) = %q, %q, %v, want %q, %q", tt.text, got, p.publisher, ok, tt.place, tt.publisher)
		}
	}
}

func TestDatelineDay(t *testing.T) {
	friday := entente.Day{Year: 2012, Month: 5, Day: 18}
	for _, tt := range []struct {
		text      string
		published entente.Day
		want      string
	}{
		{"KUANTAN, Thurs. - The works", friday, "2012-05-17"},
		{"KUANTAN, Friday - The works", friday, "2012-05-18"},
		{"KUANTAN, Saturday - The works", friday, "2012-05-12"},
		{"KUANTAN, Thurs. - The works", entente.Day{}, ""},
		{"KUANTAN, May 17 (AP) - The works", friday, ""},
		{"KUANTAN - The works", friday, ""},
	} {
		p, _ := readDateline(tt.text, true)
		if got := p.dayOf(tt.published); got.String() != tt.want && (tt.want != "" || !got.IsZero()) {
			t.Errorf("the day of %q is %s, want %q", tt.text, got, tt.want)
		}
	}
}

func TestReadDatelineRefuses(t *testing.T) {
	for _, text := range []string{
		"UPDATE: Talks resume", "NATO: what it is", "PEOPLE from across the world came", "US — The talks",
		"Moscow — which borders Ukraine — said no.", "Moscow-based firms said no.", "The talks - held in Geneva - failed.",
		"Russia said on Monday", "Question: Who won?", "Moscow—Russia's capital—was quiet.", "EDITOR’S NOTE: This story was changed.",
		"He said: We go.", "Iran, Russia and China - all three - met.",
	} {
		if p, ok := readDateline(text, true); ok {
			t.Errorf("readDateline(%q) = %q, want none", text, p.whole.In(text))
		}
	}
}

func TestReadCaption(t *testing.T) {
	for _, tt := range []struct {
		text          string
		header        bool
		caption, name string
	}{
		{"Guards at the gate. (ANN POE/AFP/Getty Images)", false, "Guards at the gate.", "ANN POE/AFP/Getty Images"},
		{"Guards at the gate. (AP Photo/Ann Poe, File)", false, "Guards at the gate.", "AP Photo/Ann Poe, File"},
		{"Guards at the gate [File: Ann Poe/Reuters]", false, "Guards at the gate", "Ann Poe/Reuters"},
		{"Guards at the gate. Photograph: Ann Poe/AP", false, "Guards at the gate.", "Ann Poe/AP"},
		{"Guards at the gate. Photo: Ann Poe", false, "Guards at the gate.", "Ann Poe"},
		{"Guards at the gate. Credit: Reuters", false, "Guards at the gate.", "Reuters"},
		{"Guards at the gate. Photo by Ann Poe/Reuters", false, "Guards at the gate.", "Ann Poe/Reuters"},
		{"Guards at the gate. © Ann Poe / AFP", false, "Guards at the gate.", "Ann Poe / AFP"},
		{"FILE PHOTO: Guards at the gate, March 3, 2019. REUTERS/Ann Poe", false, "Guards at the gate, March 3, 2019.", "REUTERS/Ann Poe"},
		{"FILE - In this Oct. 3, 2017, photo, guards stand. (AP Photo/Ann Poe)", false, "In this Oct. 3, 2017, photo, guards stand.", "AP Photo/Ann Poe"},
		{"PHOTO: The ministry in Cairo", false, "The ministry in Cairo", ""},
		{"Image caption, Guards at the gate", false, "Guards at the gate", ""},
		{"Guards at the gate (AFP)", true, "Guards at the gate", "AFP"},
		{"(ANN POE/AFP)", false, "", "ANN POE/AFP"},
		{"Image source, Getty Images", false, "", "Getty Images"},
	} {
		p, ok := readCaption(tt.text, tt.header)
		if got := p.caption.In(tt.text); !ok || got != tt.caption || p.by != tt.name {
			t.Errorf("readCaption(%q) = %q, %q, %v, want %q, %q", tt.text, got, p.by, ok, tt.caption, tt.name)
		}
	}
}

func TestReadCaptionRefuses(t *testing.T) {
	for _, text := range []string{
		"The league met in Cairo (AFP)", "The report covers one year (2016/17).", "Ministers of the bloc met (see page 4).",
		"The ministry gave credit: it said that the talks went well.", "They spoke of the photo: it shows a harbour in the south of Yemen.",
		"Trade doubled (in dollars/euros).", "The bloc leads in three polls [Example, ABC/DEF, GHI]", "The president signed the accord.", "He cited his source: the foreign ministry of Oman, he said.",
	} {
		if p, ok := readCaption(text, false); ok {
			t.Errorf("readCaption(%q) = %q + %q, want none", text, p.caption.In(text), p.credit.In(text))
		}
	}
}

func TestFurniture(t *testing.T) {
	for _, line := range []string{
		"Print Friendly, PDF & Email", "Share on Facebook", "Share this:", "Tweet", "Advertisement", "Read more: Talks fail in Geneva",
		"Follow us on Twitter and Facebook.", "Subscribe to our newsletter", "Copyright 2017 Example Inc.", "© 2020 Example", "5 min read",
		"12 Comments", "World news", "Explore more on these topics", "This story has not been edited by our staff and is auto-generated from a syndicated feed.", "Opinion", "Related articles", "All rights reserved.", "Sign up for the daily briefing", "(pvs/hh-kjd)", "###", "* * *",
	} {
		if furniture(line, false) == "" {
			t.Errorf("furniture(%q) = none, want a reason", line)
		}
	}
	for _, line := range []string{
		"They share a border.", "Share prices fell in Moscow on Monday.", "The two will share the water of the Nile.",
		"Print media in Iran reported the talks.", "Facebook said that it would close the accounts.", "Subscribers to the fund are states.",
		"Support for the accord grew.", "Related talks were held in Oman.", "He will follow the accord.", "Read the treaty, the minister said.",
		"Home minister Amit Shah met the envoy.", "Copyright law was on the table in Geneva, and both sides agreed to keep it.", "Russia", "Iran", "Facebook.", "They used Twitter and Telegram.", "Facebook and Twitter?",
	} {
		if why := furniture(line, false); why != "" {
			t.Errorf("furniture(%q) = %q, want none", line, why)
		}
	}
}

// TestTables holds that no row of a table is left out when it is read.
func TestTables(t *testing.T) {
	if got, want := len(patterns()), len(rows(boilerplateTSV)); got != want {
		t.Errorf("%d of %d patterns compile", got, want)
	}
	for _, row := range rows(agenciesTSV) {
		if len(row) != 2 || agencies()[row[0]] != row[1] {
			t.Errorf("agencies.tsv: row %q is not read as written", row)
		}
	}
	for _, row := range rows(toolsTSV) {
		if strong, ok := tools()[row[0]]; !ok || strong != (len(row) == 2) {
			t.Errorf("tools.tsv: row %q is not read as written", row)
		}
	}
}
