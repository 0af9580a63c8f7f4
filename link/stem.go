package link

import "strings"

// stemOf cuts a folded English word to a rough stem: without -s, -ed, -ing and the like,
// at most six letters long. "negotiations" and "negotiated" are both "negoti".
// It is wrong about "police" and "policy", which it takes for one word.
//
// Cutting at a fixed length does about as well as true stemming for finding texts of
// one matter (W. B. Frakes, "Stemming algorithms", in Frakes and Baeza-Yates 1992).
func stemOf(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	if strings.ContainsAny(w, "0123456789") {
		return w // "s400", "mig29s"
	}
	for _, end := range [...]string{"'s", "ings", "ing", "ies", "ied", "es", "ed", "s", "y", "e"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 3 && !strings.HasSuffix(w, "ss") {
			w = s
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' { // "stopped"
		w = w[:n-1]
	}
	n := 0
	for i := range w {
		if n == 6 {
			return w[:i]
		}
		n++
	}
	return w
}

// irregular holds forms of verbs and nouns of the news that share no stem, and words for
// one outcome.
var irregular = map[string]string{
	"met": "meet", "meets": "meet", "meeting": "meet", "shot": "shoot", "struck": "strik", "stricken": "strik", "fought": "fight", "sent": "send",
	"held": "hold", "sold": "sell", "sale": "sell", "sales": "sell", "bought": "buy", "fled": "flee", "left": "leav", "blew": "blow", "blown": "blow",
	"flew": "fly", "flown": "fly", "gave": "giv", "given": "giv", "took": "tak", "taken": "tak", "broke": "break", "broken": "break", "sank": "sink", "sunk": "sink",
	"dead": "kill", "died": "kill", "dies": "kill", "deaths": "kill", "death": "kill", "toll": "kill", "slain": "kill", "fatalities": "kill", "fatality": "kill",
	"wounded": "injur", "wounding": "injur", "wounds": "injur", "hurt": "injur", "arrest": "detain", "arrested": "detain", "detained": "detain", "arrests": "detain",
	"jets": "plan", "warplanes": "plan", "aircraft": "plan", "planes": "plan", "airstrike": "strik", "airstrikes": "strik", "raids": "raid",
}

// idle holds words that say nothing of what happened: those of grammar, of reporting, of
// dates (compared on their own) and of offices.
var idle = set(`
	the and for was were are has have had been being will would could should may might can must shall not nor but that this these those which who whom whose
	what when where while than then there their them they its his her hers him she our ours your you with from into onto over under upon about above after
	before since until during between among against across near along around toward towards through within without per via off out down some any all both
	each every other others another more most much many few several less least such same own also only even still just yet again once very too so did does
	done doing get got make made making say says said saying tell tells told report reports reported reportedly according announce announced announces
	statement reporters news agency agencies spokesman spokeswoman spokesperson official officials source sources government governments president
	presidents prime minister ministers ministry foreign defence defense state states country countries leader leaders capital nation nations national
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	jan feb mar apr jun jul aug sept sep oct nov dec today yesterday tomorrow tonight morning afternoon evening night overnight day days week weeks weekend
	month months year years last next late later early earlier ago now new one two three four five six seven eight nine ten eleven twelve dozen dozens
	hundred hundreds thousand thousands million millions billion billions first second third least people person man men woman women
	mr mrs ms former senior top joint`)

// acts holds stems of the words by which rows of one type are found: that two rows of a
// type share them says little more than the type does.
var acts = set(`sign agree agre agreem accord deal contra treat pact accus blam condem critic charg deny deni urg call ask demand appeal reject refus turn
	threat warn attack kill injur shoot fir fight bomb shell strik raid meet talk visit discus march protes demons rally troop soldie army force forc guard polic
	launch test mov move deploy detain promis pledg offer giv aid help lend loan gift sanct expel order releas freed free withdr pull leav exerci recogn
	victim attac rebel border vote grant sent send`)

// nations holds adjectives and short names whose first letters are not those of their land.
var nations = set(`american americans british briton britons french dutch danish swiss spanish polish welsh scottish irish filipino us uk eu un usa ussr soviet
	kingdom united burmese emirati greek washington moscow beijing london paris kremlin`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
