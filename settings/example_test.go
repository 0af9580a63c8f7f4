package settings_test

import (
	"fmt"

	"entente/settings"
)

func ExampleRead() {
	list, err := settings.Read("entente.toml", []byte("ledger = \"news.db\"\n\n[ingest]\nrate = 0.5\n"))
	if err != nil {
		fmt.Println(err)
	}
	for _, s := range list {
		fmt.Println(s.Line, s.Table, s.Key, s.Value)
	}
	_, err = settings.Read("entente.toml", []byte("[brief]\nto = 2018-07-09\n"))
	fmt.Println(err)
	// Output:
	// 1  ledger news.db
	// 4 ingest rate 0.5
	// settings: entente.toml:2: bad input: column 1: to is none of a string in quotes, a number, true or false, and a list of strings
}
