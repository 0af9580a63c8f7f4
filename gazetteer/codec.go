package gazetteer

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"entente"
)

// codec writes the fields of records to out, or reads them back from in. Every
// method does both, so that record.go lists the fields of a record once.
type codec struct {
	reading bool
	in      reader
	out     []byte
	err     error // what cannot be written; reading goes by in.bad

	// Strings that many records share stand in a list of their own, once.
	words  []string
	wordAt map[string]int // writing only

	// Room for the lists of the records to come: a few large pieces are cheaper
	// than thousands of small ones.
	texts   []string
	terms   []Term
	systems []System
	lineage []heritage
}

// room is how many items of a list are asked for at once.
const room = 1024

func (c *codec) count(n *int) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, uint64(*n))
		return
	}
	got := c.in.count()
	if got > math.MaxInt32 {
		c.in.fail()
		got = 0
	}
	*n = int(got)
}

// number is a count that may be below zero.
func (c *codec) number(n *int) {
	if !c.reading {
		c.out = binary.AppendVarint(c.out, int64(*n))
		return
	}
	u := c.in.count()
	*n = int(int64(u>>1) ^ -int64(u&1))
}

func (c *codec) text(s *string) {
	if c.reading {
		*s = c.in.text()
		return
	}
	c.out = append(binary.AppendUvarint(c.out, uint64(len(*s))), *s...)
}

// word is a string that many records share.
func (c *codec) word(s *string) {
	if c.reading {
		at := c.in.count()
		if at >= uint64(len(c.words)) {
			c.in.fail()
			return
		}
		*s = c.words[at]
		return
	}
	at, ok := c.wordAt[*s]
	if !ok {
		at = len(c.words)
		c.wordAt[*s] = at
		c.words = append(c.words, *s)
	}
	c.count(&at)
}

// flags are up to seven bits in one byte.
func (c *codec) flags(bits ...*bool) {
	set := 0
	for i, b := range bits {
		if *b {
			set |= 1 << i
		}
	}
	c.count(&set)
	for i, b := range bits {
		*b = set&(1<<i) != 0
	}
}

// day packs year, month and day into one number; the zero day is zero.
func (c *codec) day(d *entente.Day) {
	n := d.Year<<9 | int(d.Month)<<5 | d.Day
	if !c.reading && (d.Year < 0 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31) {
		c.err = fmt.Errorf("no room for the day %v", *d)
	}
	c.count(&n)
	d.Year, d.Month, d.Day = n>>9, time.Month(n>>5&15), n&31
}

// degrees keeps five decimals, a metre.
func (c *codec) degrees(x *float64) {
	const unit = 1e5
	n := 0
	if !c.reading {
		n = int(math.Round(*x * unit))
		if float64(n)/unit != *x {
			c.err = fmt.Errorf("%v degrees: five decimals are all that is kept", *x)
		}
	}
	c.number(&n)
	*x = float64(n) / unit
}

// list is a list of records or fields, none of which takes fewer bytes than least:
// a count that the rest of the file cannot hold asks for no memory.
func list[T any](c *codec, free *[]T, least int, l *[]T, item func(*codec, *T)) {
	n := len(*l)
	c.count(&n)
	if c.reading {
		if n > len(c.in.s)/least {
			c.in.fail()
		}
		if n == 0 || c.in.bad {
			*l = nil
			return
		}
		if n > len(*free) {
			*free = make([]T, max(n, room))
		}
		*l, *free = (*free)[:n:n], (*free)[n:]
	}
	for i := range *l {
		item(c, &(*l)[i])
	}
}

// wordList is a list that is short and mostly empty.
func (c *codec) wordList(l *[]string) {
	n := len(*l)
	c.count(&n)
	if c.reading {
		if n == 0 || n > len(c.in.s) {
			*l = nil
			if n > 0 {
				c.in.fail()
			}
			return
		}
		*l = make([]string, n)
	}
	for i := range *l {
		c.word(&(*l)[i])
	}
}

func (c *codec) list(l *[]string) { list(c, &c.texts, 1, l, (*codec).text) }
