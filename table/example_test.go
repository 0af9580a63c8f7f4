package table_test

import (
	"fmt"
	"strings"

	"entente"
	"entente/ontology"
	"entente/table"
)

func ExampleRead() {
	rows := "date\tsource\ttext\ttarget\n" +
		"2018-07-08\tEthiopia\tMake a visit\tGovernment (Eritrea)\n" +
		"2018-07-32\tEthiopia\tConsult\tEritrea\n"
	onto, err := ontology.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	format, err := table.Detect(strings.Split(rows, "\n"), "rows.tsv")
	if err != nil {
		fmt.Println(err)
		return
	}
	for row, err := range table.Read(strings.NewReader(rows), format, onto) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(row.Day, row.Source.Code, row.Type, row.Mode, row.CAMEO, row.Target.Code, row.Target.Sector, *row.Goldstein)
	}
	// Output:
	// 2018-07-08 ETH CONSULT visit 042 ERI GOV 1.9
	// table: line 3: bad input: "2018-07-32" is no day
}

func ExampleWritePanel() {
	day := entente.Day{Year: 2018, Month: 7, Day: 8}
	visits := []table.Dyad{
		{Source: "ETH", Target: "ERI", Tally: entente.Tally{Day: day, Events: 2, Weight: 1.5, Sum: 2.85}, Quads: [4]int{2, 0, 0, 0}},
		{Source: "ETH", Target: "ERI", Tally: entente.Tally{Day: day.Add(0, 0, 1), Events: 1, Weight: 1, Sum: 8}, Quads: [4]int{1, 0, 0, 0}},
	}
	var out strings.Builder
	if err := table.WritePanel(&out, visits, table.Yearly); err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(out.String()) {
		fmt.Println(strings.TrimSpace(line))
	}
	// Output:
	// source,target,ccode1,ccode2,gwcode1,gwcode2,year,events,weight,scale_sum,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,level,low,high
	// ETH,ERI,530,531,530,531,2018,3,2.5,10.85,3,0,0,0,,,
}
