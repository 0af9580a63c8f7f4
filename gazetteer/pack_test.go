package gazetteer

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entente"
)

// parsed reads the tables as the generator does.
func parsed(t testing.TB) *loader {
	t.Helper()
	ld, err := parse(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return ld
}

// TestFresh packs the tables again, twice: tables.bin is what they say now.
func TestFresh(t *testing.T) {
	for range 2 {
		file, err := Pack(os.DirFS("."))
		if err != nil {
			t.Fatal(err)
		}
		if string(file) != tablesBin {
			t.Fatal("tables.bin is stale: run go generate ./gazetteer")
		}
	}
}

// TestAlike compares what tables.bin gives with what the tables themselves give:
// every record, and what Find and Role say to every name and role.
func TestAlike(t *testing.T) {
	g, ld := load(t), parsed(t)
	alike(t, "states", g.States, ld.g.States)
	alike(t, "people", g.People, ld.g.People)
	alike(t, "organizations", g.Orgs, ld.g.Orgs)
	places := make([]Place, g.places.rows())
	for i := range places {
		places[i] = g.Place(i)
	}
	alike(t, "places", places, ld.places)
	if !reflect.DeepEqual(g.byState, ld.g.byState) || !reflect.DeepEqual(g.heads, ld.g.heads) {
		t.Error("states by code, or people by country, differ")
	}
	finds(t, g, ld.g)
	for first, list := range ld.roles {
		for _, r := range list {
			words := append(slices.Clone(r.words), "of", "general")
			want := list[slices.IndexFunc(list, func(have roleName) bool { return matches(have.words, words) })]
			if got, n := g.Role(words, 0); got != want.role || n != len(want.words) {
				t.Errorf("Role(%q) = %+v, %d words; want %+v, %d", words, got, n, want.role, len(want.words))
			}
		}
		if got, n := g.Role([]string{first + "x"}, 0); n > 0 && got.Lemma == first {
			t.Errorf("%q is found at %q", first, first+"x")
		}
	}
}

func alike[T any](t *testing.T, what string, got, want []T) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d %s, want %d", len(got), what, len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("%s: %+v, want %+v", what, got[i], want[i])
		}
	}
}

// finds compares Find at every name of want, where it stands alone and where the
// text goes on.
func finds(t *testing.T, g, want *Gazetteer) {
	t.Helper()
	faults := 0
	for _, names := range want.names {
		for _, name := range names {
			for _, text := range [][]string{name.Pieces, append(slices.Clone(name.Pieces), "party", "of", "china"), append([]string{"the"}, name.Pieces...)} {
				at := len(text) - len(name.Pieces)
				if at != 1 {
					at = 0
				}
				if got, want := g.Find(text, at), want.Find(text, at); !reflect.DeepEqual(got, want) && faults < 5 {
					faults++
					t.Errorf("Find(%q, %d) = %+v, want %+v", text, at, got, want)
				}
			}
		}
	}
}

// TestOwnAlike lays a user's table over tables.bin, and adds it to the tables
// themselves: both give the same names in the same order.
func TestOwnAlike(t *testing.T) {
	own := Own{Name: "mine.tsv", Text: strings.Join([]string{
		"\tNATO\tNorth Korea|Communist Party|!Dawn|Dawn|The Dawn of Day\tKEN\tREB\t2030",
		"\tCommunist Party of China and More\tNational\tKEN\tREB",
		"^\t\t\t\tGOV\t2031",
		"[people]",
		"RUS\tGOV\tpresident\tVladimir Putin\t\tVova\t2040-01-01", // in our tables: a term more, the same person
		"KEN\tGOV\tpresident\tAda Putin\t\t\t2030-01-01",
	}, "\n")}
	ld := parsed(t)
	if err := ld.own(own); err != nil {
		t.Fatal(err)
	}
	ld.order()
	g, err := Load(own)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "people", g.People, ld.g.People)
	alike(t, "organizations", g.Orgs, ld.g.Orgs)
	finds(t, g, ld.g)
	if found := g.Find([]string{"nato"}, 0); len(found) < 2 || !found[0].Own || found[1].Own {
		t.Errorf("NATO is %+v, want the user's own and then ours", found)
	}
	if p := g.People[g.Find([]string{"vova"}, 0)[0].Ref]; p.ID != "leader:RUS/vladimir-putin" {
		t.Errorf("Vova is %s", p.ID)
	}
}

func TestMissAllocatesNothing(t *testing.T) {
	g := load(t)
	words := []string{"zzyzx", "the", "people", "of"}
	if n := testing.AllocsPerRun(100, func() {
		for i := range words[:1] {
			if g.Find(words, i) != nil {
				t.Fatal("found")
			}
			g.Role(words, i)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestEveryField writes and reads back a record of every kind with something in each
// of its fields, so that none is forgotten in record.go.
func TestEveryField(t *testing.T) {
	g := &Gazetteer{States: make([]State, 1), People: make([]Person, 1), Orgs: make([]Org, 1), roles: make([]Role, 1), common: "dawn"}
	place, name := Place{}, Name{}
	for _, record := range []any{&g.States[0], &g.People[0], &g.Orgs[0], &g.roles[0], &place, &name} {
		fill(reflect.ValueOf(record).Elem())
	}
	g.States[0].before = []heritage{{1, entente.Day{Year: 1940, Month: 6, Day: 17}}}
	name.Pieces, name.Own = nil, false // not in the record
	w := &codec{wordAt: map[string]int{}}
	w.records(g)
	w.place(&place)
	w.name(&name)
	if w.err != nil {
		t.Fatal(w.err)
	}
	r := &codec{reading: true, in: reader{s: string(w.out)}, words: w.words}
	got, gotPlace, gotName := &Gazetteer{}, Place{}, Name{}
	r.records(got)
	r.place(&gotPlace)
	r.name(&gotName)
	if r.in.bad || !r.in.done() || !reflect.DeepEqual(got, g) || !reflect.DeepEqual(gotPlace, place) || !reflect.DeepEqual(gotName, name) {
		t.Errorf("got  %+v %+v %+v\nwant %+v %+v %+v", got, gotPlace, gotName, g, place, name)
	}
}

// fill puts something other than zero into every exported field.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[entente.Day]():
		v.Set(reflect.ValueOf(entente.Day{Year: 1991, Month: 12, Day: 31}))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(1))
	case v.Kind() == reflect.String:
		v.SetString("Łódź")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(300)
	case v.CanUint():
		v.SetUint(7)
	case v.CanFloat():
		v.SetFloat(-43.53712)
	}
}

func TestNoRoom(t *testing.T) {
	c := &codec{wordAt: map[string]int{}}
	if c.shelf([]Place{{Name: "Lviv", Lat: 49.8397001}}); c.err == nil {
		t.Error("seven decimals: no error")
	}
	c = &codec{wordAt: map[string]int{}}
	if c.records(&Gazetteer{States: []State{{From: entente.Day{Year: -43, Month: 3, Day: 15}}}}); c.err == nil {
		t.Error("a day before year 1: no error")
	}
}

func TestBroken(t *testing.T) {
	change := func(at int, to byte) string {
		b := []byte(tablesBin)
		b[at] = to
		return string(b)
	}
	for _, tt := range []struct{ name, file, want string }{
		{"empty", "", "gazetteer: tables.bin: not a file of tables"},
		{"head cut", tablesBin[:headLen-1], "gazetteer: tables.bin: not a file of tables"},
		{"other format", change(0, 'X'), "gazetteer: tables.bin: not a file of tables"},
		{"other version", change(4, version+1), "gazetteer: tables.bin: version"},
		{"cut", tablesBin[:len(tablesBin)-1], "gazetteer: tables.bin: "},
		{"longer", tablesBin + "\x00", "gazetteer: tables.bin: "},
		{"changed", change(len(tablesBin)/2, tablesBin[len(tablesBin)/2]^1), "gazetteer: tables.bin: checksum"},
		{"no records", string(seal(nil)), "gazetteer: tables.bin: its records"},
		{"records cut", string(seal([]byte(tablesBin[headLen : len(tablesBin)/2]))), "gazetteer: tables.bin: its records"},
		{"more after them", string(seal([]byte(tablesBin[headLen:] + "\x00"))), "gazetteer: tables.bin: its records"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := unpack(tt.file); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
	for name, text := range map[string]string{"states.tsv": "RUS\tRussia\tsoon\n", "roles.tsv": "a\tb\tc\td\te\n"} {
		files := few()
		files[name] = &fstest.MapFile{Data: []byte(text)}
		if _, err := Pack(files); err == nil || !strings.HasPrefix(err.Error(), "gazetteer: "+name+":1: ") {
			t.Errorf("Pack of a bad %s: %v", name, err)
		}
	}
	files := few()
	delete(files, "cities.tsv")
	if _, err := Pack(files); err == nil || !strings.Contains(err.Error(), "cities.tsv") {
		t.Errorf("Pack without cities.tsv: %v", err)
	}
}

// few are tables of some rows.
func few() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"common.tsv":      "dawn\n",
		"states.tsv":      "RUS\tRussia\t1991-12-25\t\tstate\t\tRussian Federation\tRussian\t\tMoscow\nSUN\tSoviet Union\t1922-12-30\t1991-12-25\tformer\t\tUSSR\tSoviet\tSoviets\tMoscow\t\tRUS\n",
		"middles.tsv":     "RUS\t60\t90\n",
		"government.tsv":  "RUS\t1991-12-25\t\tpresident\n",
		"people/asia.tsv": "RUS\tGOV\tpresident\tBoris Yeltsin\t\tBoris N. Yeltsin\t1991-12-25\t1999-12-31\n",
		"leaders.tsv":     "SUN\tGOV\t\tJoseph Stalin\tStalin\t\t1922-04-03\t1953-03-05\n",
		"orgs.tsv":        "\tDawn\tthe Dawn of Russia\tRUS\tMED\t1999\t\n^\t\t\t\tGOV\t2001\n",
		"parties.tsv":     "RUS\tUnited Russia\tUR\n",
		"cities.tsv":      "Kazan\tQasan\tRUS\tTatarstan\t55.789\t49.122\t1243500\n",
		"towns.tsv":       "Gorky\t\tRUS\t\t56.33\t44\t1260000\t1990-10-22\n",
		"divisions.tsv":   "Tatarstan\tTatarstan Republic\tRUS\t55.7\t50.1\t2000000\n",
		"places.tsv":      "sea\tBlack Sea\tthe Black Sea\tRUS|SUN\t43\t34\n",
		"exonyms.tsv":     "Qazan\tRUS\tKazan\n",
		"roles.tsv":       "person\tGOV\tminister\tminister|prime minister|minister of state\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// hold asks a file that may be broken for words that its tables could have. Nothing
// panics, no name leads out of the tables, and what is taken from memory is in
// proportion to the file.
func hold(t *testing.T, file string, words []string) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	g, err := unpack(file)
	runtime.ReadMemStats(&after)
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(4<<20+64*len(file)); got > most {
		t.Fatalf("%d bytes taken for a file of %d", got, len(file))
	}
	if err != nil {
		if !strings.HasPrefix(err.Error(), "gazetteer: tables.bin: ") {
			t.Fatalf("error %q does not name the file", err)
		}
		return
	}
	for i := range words {
		for _, name := range g.Find(words, i) {
			if name.Ref < 0 || name.Ref >= g.rows(name.Kind) || len(name.Pieces) == 0 || i+len(name.Pieces) > len(words) {
				t.Fatalf("%+v at %d of %q", name, i, words)
			}
			if name.Kind == KindPlace {
				g.Place(name.Ref)
			}
		}
		if _, n := g.Role(words, i); i+n > len(words) {
			t.Fatalf("a role of %d words at %d of %q", n, i, words)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	file, err := Pack(few())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file, 40, byte(0xff))
	f.Add(file[:len(file)-9], 20, byte(1))
	f.Add(seal(bytes.Repeat([]byte{0xff}, 64)), 17, byte(0x7f))
	words := strings.Fields("the dawn of russia the soviet union united russia boris yeltsin kazan qazan prime minister of state ministers russians")
	f.Fuzz(func(t *testing.T, file []byte, at int, to byte) {
		hold(t, string(file), words)
		if len(file) < headLen {
			return
		}
		body := bytes.Clone(file[headLen:])
		if at >= 0 && at < len(body) {
			body[at] = to
		}
		hold(t, string(seal(body)), words) // damage that the checksum does not show
	})
}

// TestDamage changes single bytes and whole numbers of the real file behind a right
// checksum.
func TestDamage(t *testing.T) {
	words := strings.Fields("the united states of america communist party of china vladimir putin nato moscow prime minister of foreign affairs")
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		body := []byte(tablesBin[headLen:])
		for range 1 + r.IntN(20) {
			at := r.IntN(len(body) - 4)
			if r.IntN(2) == 0 {
				body[at] = byte(r.Uint32())
			} else {
				binary.LittleEndian.PutUint32(body[at:], r.Uint32())
			}
		}
		hold(t, string(seal(body)), words)
	}
}
