package page

import (
	"regexp"
	"strings"

	"entente"
)

// picture is a caption and its credit; spans count from the paragraph's start and
// either may be zero. label is a word before the caption, such as "Photo:".
type picture struct {
	label, caption, credit entente.Span
	by                     string // the credit without brackets and label
}

const maxCaption = 900 // bytes

var (
	bracketed   = regexp.MustCompile(`[(\[]([^()\[\]]{2,160})[)\]]\.?\s*$`)
	creditLabel = regexp.MustCompile(`(?i)(?:^|[.!?"”’)\]]\s*|\s)((?:photo|photograph|picture|image|pic|photo credit|image credit|picture credit|credit|image source|image copyright|illustration)\s?[:,]\s+|(?:photo|photograph|picture|image)s? (?:by|courtesy(?: of)?|from|via)\s*:?\s+|©\s?)(\S.{1,100})$`)
	agencyTail  = regexp.MustCompile(`(?:^|[.!?"”)]\s*|\s)((?:REUTERS|AFP|AP|EPA|UPI|AAP|TASS|Reuters|AP Photo|AFP PHOTO|EPA-EFE|Getty Images|Xinhua|ANSA|DPA|PTI|ANI)\s?/\s?\p{Lu}[^.]{1,80}|(?:\p{Lu}[\p{L}.'’-]+ ){1,4}?/\s?(?:REUTERS|AFP|AP|EPA|Reuters|Getty Images|Getty)(?:[/ ][^.]{0,40})?)$`)
	captionHead = regexp.MustCompile(`^(?i:(?:image |photo |picture )?caption\s?[:,]?\s+|(?:file )?(?:photo|picture|image)\s?:\s+|file\s?[-–—:]\s+|in (?:this|the) (?:photo|picture|image)\s?:\s+)`)
	fileHead    = regexp.MustCompile(`^(?i:(?:file )?(?:photo|picture|image)\s?:|file (?:photo|picture|image)\s?-|file\s?[-–—]|(?:image |photo |picture )?caption\s?[:,])`)
	creditWord  = regexp.MustCompile(`(?i)\b(?:photo|photograph|image|images|picture|getty|pool|handout|courtesy|file|via|screenshot|shutterstock|creative commons|wikimedia|credit)\b`)
	capsWords   = regexp.MustCompile(`^[\p{Lu}\d][^.!?]*$`)
)

// readCaption takes s, a whole paragraph, apart into a caption and its credit.
// header says that s stands before the body, where a bare agency in brackets is
// credit enough; in the body "(Reuters)" closes a report. It is wrong on a
// paragraph of news that ends with "(Photo shows the harbour)".
func readCaption(s string, header bool) (picture, bool) {
	if len(s) > maxCaption || len(s) < 4 {
		return picture{}, false
	}
	var p picture
	end := len(s)
	if m := bracketed.FindStringSubmatchIndex(s); m != nil && isCredit(s[m[2]:m[3]], header) {
		p.credit, p.by, end = entente.Span{Start: m[0], End: len(s)}, creditName(s[m[2]:m[3]]), m[0]
	} else if m := creditLabel.FindStringSubmatchIndex(s); m != nil && creditRest(s[m[4]:m[5]]) {
		if m[2] == 0 && !header && !strings.Contains(s[m[4]:m[5]], "/") && agencyName(s[m[4]:m[5]]) == "" && !creditWord.MatchString(s[m[4]:m[5]]) {
			return picture{}, false
		}
		p.credit, p.by, end = entente.Span{Start: m[2], End: len(s)}, creditName(s[m[4]:m[5]]), m[2]
	} else if m := agencyTail.FindStringSubmatchIndex(s); m != nil {
		p.credit, p.by, end = entente.Span{Start: m[2], End: len(s)}, strings.TrimSpace(s[m[2]:m[3]]), m[2]
	}
	if loc := captionHead.FindStringIndex(s[:end]); loc != nil && (!p.credit.IsZero() || fileHead.MatchString(s)) {
		p.label = trim(s, entente.Span{Start: 0, End: loc[1]})
		p.caption = trim(s, entente.Span{Start: loc[1], End: end})
	} else if p.credit.IsZero() {
		return picture{}, false
	} else {
		p.caption = trim(s, entente.Span{Start: 0, End: end})
	}
	if p.caption.Len() == 0 {
		p.caption = entente.Span{}
	}
	return p, true
}

// isCredit reports whether the words between brackets name a photographer or an
// agency.
func isCredit(s string, header bool) bool {
	s = strings.TrimSpace(s)
	if len(strings.Fields(s)) > 16 {
		return false
	}
	if strings.Contains(s, "/") && strings.Contains(s, ",") && !creditWord.MatchString(s) {
		return false // a list: "(HuffPost, NBC/WSJ)"
	}
	if strings.Contains(s, "/") && !strings.Contains(s, "://") {
		for part := range strings.SplitSeq(s, "/") {
			if !capsWords.MatchString(strings.TrimSpace(part)) && !creditWord.MatchString(part) {
				return false
			}
		}
		// "(2016/17)" and "(EU/US)" are no credits; a photographer has a name.
		return strings.ContainsAny(s, " ") || creditWord.MatchString(s) || header || knownAgencyPart(s)
	}
	lower := strings.ToLower(s)
	for _, open := range []string{"photo", "image", "picture", "credit", "courtesy", "file photo", "file:", "file image", "via ", "screenshot", "handout", "ap photo", "getty", "pool"} {
		if strings.HasPrefix(lower, open) && (strings.ContainsAny(s, ":") || len(strings.Fields(s)) <= 8) {
			return true
		}
	}
	if strings.HasSuffix(lower, "getty images") || strings.HasSuffix(lower, "shutterstock") || strings.HasSuffix(lower, " via ap") || strings.HasSuffix(lower, "file photo") {
		return true
	}
	return header && agencyName(s) != ""
}

func knownAgencyPart(s string) bool {
	for part := range strings.SplitSeq(s, "/") {
		if agencies()[strings.TrimSpace(part)] != "" {
			return true
		}
	}
	return false
}

var sentenceInside = regexp.MustCompile(`[\p{Ll}\d][.!?]\s+\p{Lu}`)

// creditRest reports whether the words behind "Photo:" are a credit and not a
// sentence.
func creditRest(s string) bool {
	s = strings.TrimSpace(s)
	words := strings.Fields(s)
	if len(words) > 12 || endsStop(s) && len(words) > 4 || sentenceInside.MatchString(s) {
		return false
	}
	if strings.Contains(s, "/") || agencyName(s) != "" || len(words) <= 4 && capitalised(words) {
		return true
	}
	return creditWord.MatchString(s) && capsWords.MatchString(s)
}

var creditOpen = regexp.MustCompile(`^(?i:(?:photo(?:graph)?|image|picture)?\s?(?:credit|by|courtesy(?: of)?|from|source|copyright)?\s?[:,]\s*|(?:photo(?:graph)?|image|picture)s? (?:by|courtesy(?: of)?|from)\s*:?\s+|file(?: photo)?\s?:\s*|©\s?|via\s)`)

func creditName(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimRight(strings.TrimSpace(s[len(creditOpen.FindString(s)):]), ".")
}
