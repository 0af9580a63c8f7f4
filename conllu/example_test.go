package conllu_test

import (
	"fmt"
	"os"
	"strings"

	"entente/conllu"
)

func Example() {
	doc, err := conllu.Read(strings.NewReader("1\tTalks\ttalk\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_\n" +
		"2\tended\tend\tVERB\t_\tTense=Past\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	root := doc.Sentences[0].Root()
	fmt.Println(doc.Text, doc.Sentences[0].Tokens[root].Lemma)
	if err := conllu.Write(os.Stdout, doc); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Talks ended. end
	// # text = Talks ended.
	// 1	Talks	talk	NOUN	_	Number=Plur	2	nsubj	_	_
	// 2	ended	end	VERB	_	Tense=Past	0	root	_	SpaceAfter=No
	// 3	.	.	PUNCT	_	_	2	punct	_	_
}
