package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// mendOf is what a person changed of a row: the fields that were typed otherwise than
// they were shown.
func (w *site) mendOf(row *entente.Row, shown, typed *correctionForm) (*entente.Mend, error) {
	m := &entente.Mend{}
	changed := false
	for _, part := range []struct {
		old, now string
		mend     func(*entente.Mend) error
	}{
		{shown.Type + "/" + shown.Mode, typed.Type + "/" + typed.Mode, func(m *entente.Mend) error { return w.mendType(m, row, typed) }},
		{shown.Scale, typed.Scale, func(m *entente.Mend) error { return mendScale(m, typed.Scale) }},
		{shown.Status, typed.Status, func(m *entente.Mend) error { return mendStatus(m, typed.Status) }},
		{shown.Sources, typed.Sources, func(m *entente.Mend) (err error) {
			m.Sources, err = w.partiesOf(typed.Sources, row.Sources)
			return err
		}},
		{shown.Targets, typed.Targets, func(m *entente.Mend) (err error) {
			m.Targets, err = w.partiesOf(typed.Targets, row.Targets)
			return err
		}},
		{shown.From + "/" + shown.To, typed.From + "/" + typed.To, func(m *entente.Mend) error { return mendDate(m, row, typed.From, typed.To) }},
	} {
		if part.old == part.now {
			continue
		}
		changed = true
		if err := part.mend(m); err != nil {
			return nil, err
		}
	}
	if !changed {
		return nil, syntax("nothing was changed; if the row is right as it is, accept it")
	}
	if typed.Sources == "" && typed.Targets == "" {
		return nil, syntax("an event has somebody who acts or somebody who is acted upon")
	}
	return m, nil
}

// types are those that a row may have.
func (w *site) types() []entente.EventType {
	if w.Types == nil {
		return entente.EventTypes()
	}
	return w.Types
}

// mendType sets type and mode, and what follows from them.
func (w *site) mendType(m *entente.Mend, row *entente.Row, typed *correctionForm) error {
	t, mode := entente.EventType(typed.Type), entente.Mode(typed.Mode)
	if !slices.Contains(w.types(), t) {
		return syntax("there is no type %q", typed.Type)
	}
	if mode != "" && w.Modes != nil && !slices.Contains(w.Modes[t], mode) {
		return syntax("%s has no mode %q", t, mode)
	}
	if t != row.Type {
		m.Type = &t
	}
	m.Mode = &mode
	if w.Settle == nil {
		return nil
	}
	ev := row.Event
	ev.Type, ev.Mode = t, &mode
	w.Settle(&ev)
	m.Quad, m.CAMEO, m.Goldstein = &ev.Quad, &ev.CAMEO, ev.Goldstein
	return nil
}

func mendScale(m *entente.Mend, text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= -10 && v <= 10) {
		return syntax("a value on the scale is a number from -10 to 10, not %q", text)
	}
	m.Goldstein = &v
	return nil
}

func mendStatus(m *entente.Mend, text string) error {
	s := entente.Status(text)
	if !slices.Contains(entente.Statuses(), s) {
		return syntax("there is no status %q", text)
	}
	m.Status = &s
	return nil
}

func mendDate(m *entente.Mend, row *entente.Row, from, to string) error {
	d := entente.Date{Precision: entente.PrecisionInterval, Basis: entente.BasisExplicit, Span: row.Date.Span}
	var err error
	if from != "" {
		if d.From, err = entente.ParseDay(from); err != nil {
			return syntax("%v", err)
		}
	}
	if to != "" {
		if d.To, err = entente.ParseDay(to); err != nil {
			return syntax("%v", err)
		}
	}
	switch {
	case !d.From.IsZero() && !d.To.IsZero() && d.To.Before(d.From):
		return syntax("the last day, %s, is before the first, %s", d.To, d.From)
	case d.From == d.To:
		d.Precision = entente.PrecisionDay
	}
	m.Date = &d
	return nil
}

// sectors are PLOVER's, as entente.Sector lists them.
var sectors = strings.Fields("GOV MIL REB OPP PTY COP SPY JUD LEG MED EDU BUS CRM CVL NGO IGO REF ELI LAB REL UNK")

var labelled = regexp.MustCompile(`^(.*?)\s*\(([^\s()]+)(?:\s+([A-Z]{3}))?\)$`)

// partiesOf reads parties as partyWords writes them, one a line: "Russia (RUS)", "the
// Taliban (AFG REB)", "gunmen (REB)", or a name alone, which is looked up. One that stood
// there already stays as it was.
func (w *site) partiesOf(text string, old []entente.Party) ([]entente.Party, error) {
	out := []entente.Party{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if i := slices.IndexFunc(old, func(p entente.Party) bool { return w.partyWords(p) == line }); i >= 0 {
			out = append(out, old[i])
			continue
		}
		p, err := w.partyOf(line)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (w *site) partyOf(line string) (entente.Party, error) {
	m := labelled.FindStringSubmatch(line)
	if m == nil {
		if code, ok := w.Find(line); ok {
			return entente.Party{Code: code, Name: w.Name(code)}, nil
		}
		return entente.Party{Name: line}, nil
	}
	p := entente.Party{Name: m[1], Code: m[2], Sector: entente.Sector(m[3])}
	if p.Sector == "" && slices.Contains(sectors, p.Code) {
		p.Code, p.Sector = "", entente.Sector(m[2])
	}
	if p.Sector != "" && !slices.Contains(sectors, string(p.Sector)) {
		return p, syntax("%q: there is no sector %q", line, p.Sector)
	}
	if p.Code != "" {
		code, ok := w.Find(p.Code)
		if !ok {
			return p, syntax("%q: %q is no land or body that is known here", line, p.Code)
		}
		p.Code = code
		if p.Name == "" {
			p.Name = w.Name(code)
		}
	}
	return p, nil
}
