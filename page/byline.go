package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// piece is one part of a line of the header; at counts from the line's start.
type piece struct {
	at        entente.Span
	zone      entente.Zone // byline or date
	names     []string
	publisher string
	day       entente.Day
	strong    bool // a byline or a date by itself, without its neighbours
}

const maxHeaderLine = 240 // bytes

var (
	pieceBreak = regexp.MustCompile(`\s*[|•·]\s*|\s+(?:-{1,2}|–|—|//?)\s+|\t+|\s{3,}`)
	byWord     = regexp.MustCompile(`^(?i:(?:written |reported |story |report |posted |words |text |article )?by|authors?|reporters?|writers?)\s*(?::\s*|\s)`)
	placeTail  = regexp.MustCompile(`\s+(?:in|at|reporting from|from|near|aboard)\s+\p{Lu}[\p{L} .'’-]*$`)
	forTail    = regexp.MustCompile(`\s+(?:for|of)\s+(?:the\s+)?(\p{Lu}[\p{L}0-9 .&'’-]*)$`)
	nameBreak  = regexp.MustCompile(`\s*[,;]\s*(?:and\s+|with\s+|&\s*)?|\s+(?i:and|with)\s+|\s*&\s*`)
	readTime   = regexp.MustCompile(`(?i)^\d+[- ]min(?:ute)?s?(?: read)?$|^@\w+$|^[\w.+-]+@[\w-]+\.[\w.]+$`)
	signOff    = regexp.MustCompile(`^(?:[—–-]+ ?)?\(?(?:(?:Additional |With additional )?(?:[Rr]eporting|[Ww]riting)(?: by|:)|(?:[Aa]dditional )?[Rr]eporting was contributed by|(?:With )?[Aa]dditional (?:reporting|research)(?: by|:)?|Editing by|Compiled by) [^.]{2,240}(?:[Ee]diting by [^.]{2,160})?\.?\)?$|^(?:[—–-]+ ?)?\(?\p{Lu}.{2,240} contributed (?:to this (?:report|story|article)|reporting)(?: from \p{Lu}[^.]{2,160})?\.?\)?$`)
)

// roleWords are the words of a writer's post, which are no part of the name.
var roleWords = map[string]bool{
	"correspondent": true, "correspondents": true, "writer": true, "writers": true, "reporter": true, "reporters": true,
	"editor": true, "editors": true, "staff": true, "bureau": true, "columnist": true, "analyst": true, "contributor": true,
	"contributing": true, "producer": true, "journalist": true, "photographer": true, "desk": true, "team": true, "chief": true,
	"special": true, "agencies": true, "agency": true, "freelance": true, "foreign": true, "diplomatic": true, "political": true,
	"defence": true, "defense": true, "senior": true, "associate": true, "deputy": true, "our": true, "own": true, "web": true,
	"news": true, "monitoring": true, "report": true, "newsroom": true, "wire": true, "wires": true, "services": true, "service": true,
	"international": true, "security": true, "national": true, "world": true, "affairs": true, "economics": true, "business": true,
}

// publisherWords end or open the names of papers, which sets them apart from names
// of people.
var publisherWords = map[string]bool{
	"news": true, "times": true, "post": true, "press": true, "agency": true, "line": true, "journal": true, "herald": true,
	"guardian": true, "tribune": true, "today": true, "daily": true, "tv": true, "radio": true, "online": true, "network": true,
	"magazine": true, "review": true, "gazette": true, "observer": true, "telegraph": true, "independent": true, "monitor": true,
	"standard": true, "mail": true, "star": true, "sun": true, "nation": true, "globe": true, "chronicle": true, "report": true,
	"service": true, "media": true, "weekly": true, "mirror": true, "economist": true, "bulletin": true, "dispatch": true, "wire": true,
	"newspaper": true, "television": true, "broadcasting": true, "foundation": true, "diplomat": true, "insider": true, "affairs": true,
}

// particles are the small words inside names.
var particles = map[string]bool{
	"de": true, "da": true, "del": true, "della": true, "di": true, "van": true, "von": true, "der": true, "den": true, "ter": true,
	"bin": true, "bint": true, "ibn": true, "abu": true, "al": true, "el": true, "ul": true, "ur": true, "la": true, "le": true,
	"du": true, "dos": true, "das": true, "do": true, "e": true, "y": true, "af": true, "av": true, "zu": true, "of": true, "the": true,
}

// headerLine reads a line of writers, publisher and date. ok is false if any part
// of it is none of these. It is wrong on a headline of the form "By Henry Adams
// and Clarence King".
func headerLine(s string) (pieces []piece, ok bool) {
	if len(s) > maxHeaderLine || s == "" {
		return nil, false
	}
	if d, ok := dateLine(s); ok {
		return []piece{{at: entente.Span{Start: 0, End: len(s)}, zone: entente.ZoneDate, day: d}}, true
	}
	if signOff.MatchString(s) {
		return []piece{{at: entente.Span{Start: 0, End: len(s)}, zone: entente.ZoneByline, strong: true}}, true
	}
	start, strong, by := 0, false, byWord.MatchString(s)
	for start < len(s) {
		end, next := len(s), len(s)
		if loc := pieceBreak.FindStringIndex(s[start:]); loc != nil {
			end, next = start+loc[0], start+loc[1]
		}
		if end > start {
			p, ok := headerPieces(s[start:end], start)
			if words := strings.Fields(s[start:end]); !ok && by && start > 0 && len(words) <= 3 && capitalised(words) {
				// Beside a byline stands a section or the place of work.
				p, ok = []piece{{at: entente.Span{Start: start, End: end}, zone: entente.ZoneByline}}, true
			}
			if ok && by && start > 0 && len(p) == 1 && p[0].publisher == "" && strings.HasPrefix(s[start:end], "The ") {
				p[0].publisher, p[0].names = s[start:end], nil // "By Ana Ruiz | The Long View": no writer is called "The"
			}
			if !ok {
				return nil, false
			}
			pieces = append(pieces, p...)
		}
		start = next
	}
	published := false
	for i := range pieces {
		strong = strong || pieces[i].strong
		if published && !pieces[i].strong {
			pieces[i].names = nil // behind an agency stands its place: "PTI | New Delhi"
		}
		published = published || pieces[i].publisher != ""
	}
	return pieces, strong
}

// nameLine reads a line that is a name or a paper and nothing else. That alone says
// little: the caller looks at the lines beside it. It is wrong on a short headline
// in capitals: "Moscow Calling".
func nameLine(s string) (piece, bool) {
	words := strings.Fields(s)
	p := piece{at: entente.Span{Start: 0, End: len(s)}, zone: entente.ZoneByline}
	switch {
	case len(words) < 2 || len(words) > 5 || !isName(words) || endsSentence(s):
		return piece{}, false
	case publisherWords[strings.ToLower(words[len(words)-1])]:
		p.publisher = s
	case len(words) <= 3 && words[0] != "The":
		p.names = []string{s}
	default:
		return piece{}, false
	}
	return p, true
}

// headerPieces reads one part of a header line: a date, a byline, or a byline
// with the date behind a comma ("Reuters, 12 March 2019").
func headerPieces(s string, base int) ([]piece, bool) {
	whole := entente.Span{Start: base, End: base + len(s)}
	if p, ok := onePiece(s); ok {
		p.at = whole
		return []piece{p}, true
	}
	_, at, found := findDate(s)
	if !found {
		return nil, false
	}
	// The date's own trimmings ("Published", "Friday,") stand before it.
	for cut := at.Start; cut > 0; cut-- {
		if s[cut-1] != ' ' && s[cut-1] != ',' {
			continue
		}
		head, tail := strings.TrimRight(s[:cut], " ,"), strings.TrimLeft(s[cut:], " ,")
		d, isDate := dateLine(tail)
		p, isBy := onePiece(head)
		if isDate && isBy {
			p.at = entente.Span{Start: base, End: base + len(head)}
			date := piece{zone: entente.ZoneDate, day: d, strong: true}
			date.at = entente.Span{Start: base + len(s) - len(tail), End: whole.End}
			return []piece{p, date}, true
		}
	}
	return nil, false
}

func onePiece(s string) (piece, bool) {
	if d, ok := dateLine(s); ok {
		return piece{zone: entente.ZoneDate, day: d, strong: true}, true
	}
	if loc := byWord.FindStringIndex(s); loc != nil {
		if names, publisher, ok := writers(s[loc[1]:]); ok {
			return piece{zone: entente.ZoneByline, names: names, publisher: publisher, strong: true}, true
		}
		return piece{}, false
	}
	if readTime.MatchString(s) {
		return piece{zone: entente.ZoneByline}, true
	}
	if name := agencies()[placeTail.ReplaceAllString(s, "")]; name != "" {
		return piece{zone: entente.ZoneByline, publisher: name, strong: true}, true
	}
	words := strings.Fields(s)
	if len(words) > 6 || endsStop(s) && len(words) > 3 {
		return piece{}, false
	}
	if forTail.MatchString(s) { // "New Hope for Syria" is no byline
		return piece{}, false
	}
	if names, publisher, ok := writers(s); ok {
		p := piece{zone: entente.ZoneByline, names: names, publisher: publisher, strong: publisher != ""}
		if publisher == "" && looksPublisher(s) {
			p.names, p.publisher = nil, s
		}
		return p, true
	}
	if looksPublisher(s) && capitalised(words) {
		return piece{zone: entente.ZoneByline, publisher: s}, true
	}
	return piece{}, false
}

// writers reads "Jane Doe and John Roe in Cairo, Reuters". ok is false if a part is
// neither a name, nor a post, nor a paper.
func writers(s string) (names []string, publisher string, ok bool) {
	s = strings.TrimSpace(s)
	if m := forTail.FindStringSubmatchIndex(s); m != nil && strings.HasPrefix(strings.TrimSpace(s[m[0]:]), "for") {
		publisher, s = s[m[2]:m[3]], s[:m[0]]
		if name := agencies()[publisher]; name != "" {
			publisher = name
		}
	}
	if a, b, ok := strings.Cut(s, "/"); ok && len(a) > 4 && len(b) > 4 && agencies()[s] == "" {
		s = a + ", " + b // "Jane Doe/The Example Line"
	}
	full := false // something that settles that this is a byline
	for i, part := range nameBreak.Split(s, -1) {
		part = strings.TrimSpace(placeTail.ReplaceAllString(strings.TrimSpace(part), ""))
		words := strings.Fields(part)
		switch {
		case len(words) == 0:
			continue
		case agencies()[part] != "":
			publisher, full = agencies()[part], true
		case isSuffix(part) && len(names) > 0:
			names[len(names)-1] += ", " + part
		case hasRole(words):
			full = true
			name := strings.Join(besideRole(words), " ")
			if agencies()[name] != "" {
				publisher = agencies()[name]
			} else if rest := besideRole(words); len(rest) >= 2 && isName(rest) {
				names = append(names, name)
			}
		case i > 0 && len(names) > 0 && looksPublisher(part) && capitalised(words):
			publisher = part
		case len(words) == 1 && full: // a paper or the place of work: which is not known
		case isName(words):
			names = append(names, part)
			full = full || len(words) >= 2
		case i > 0 && len(names) > 0 && capitalised(words) && len(words) <= 4: // the place of work
		default:
			return nil, "", false
		}
	}
	return names, publisher, full
}

func isSuffix(s string) bool {
	switch strings.Trim(s, ".") {
	case "Jr", "Sr", "II", "III", "IV":
		return true
	}
	return false
}

func hasRole(words []string) bool {
	for _, w := range words {
		if roleWords[strings.ToLower(strings.Trim(w, ".,-"))] {
			return true
		}
	}
	return false
}

// besideRole returns the words after the last word of a post, or else those
// before the first.
func besideRole(words []string) []string {
	first, last := -1, -1
	for i, w := range words {
		if roleWords[strings.ToLower(strings.Trim(w, ".,-"))] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if rest := words[last+1:]; len(rest) >= 2 {
		return rest
	}
	return words[:first]
}

func isName(words []string) bool {
	if len(words) == 0 || len(words) > 6 {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsAny(w, `0123456789:!?"“”()[]/@#$%`):
			return false
		case unicode.IsUpper(r):
			if strings.HasSuffix(w, ".") && utf8.RuneCountInString(w) > 4 {
				return false
			}
		case i > 0 && (particles[w] || strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "el-") || strings.HasPrefix(w, "ul-")):
		default:
			return false
		}
	}
	return true
}

func capitalised(words []string) bool {
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !particles[w] && w != "and" && w != "&" {
			return false
		}
	}
	return len(words) > 0
}

func looksPublisher(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 {
		return false
	}
	if words[0] == "The" && len(words) > 1 {
		return true
	}
	return publisherWords[strings.ToLower(words[len(words)-1])] || publisherWords[strings.ToLower(words[0])] || strings.HasSuffix(s, ".com") || strings.HasSuffix(s, ".org")
}
