package wordpiece_test

import (
	"fmt"

	"entente/wordpiece"
)

func Example() {
	v, err := wordpiece.New("[UNK]\n[CLS]\n[SEP]\nsanction\n##s\n")
	if err != nil {
		fmt.Println(err)
		return
	}
	word := wordpiece.Normalise("Sanctions")
	fmt.Println(v.Append(nil, word), wordpiece.CaseOf(word) == wordpiece.CaseTitle)
	// Output: [3 4] true
}
