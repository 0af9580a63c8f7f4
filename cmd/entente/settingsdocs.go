package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

const settingsIntro = "# Settings\n\nWritten by `make docs` from the commands' own flags.\n\n" +
	"Every flag is a setting. It may stand in four places; the first that has it holds:\n\n" +
	"1. the command line: `--ops-addr 127.0.0.1:8461`;\n" +
	"2. the environment: `ENTENTE_OPS_ADDR=127.0.0.1:8461`. An empty variable is none. Of a flag that may be given again the variable is one value;\n" +
	"   of one that takes several, they stand with commas between them;\n" +
	"3. a file, in [TOML](https://toml.io): `ops-addr = \"127.0.0.1:8461\"`;\n" +
	"4. the program itself.\n\n" +
	"The file is the one that `--config` or `ENTENTE_CONFIG` names, and must be there then. Otherwise `/etc/entente/entente.toml` is read if it is\n" +
	"there, and after it `entente/entente.toml` in the user's folder of settings (`$XDG_CONFIG_HOME`, else `~/.config`; `%APPDATA%` on Windows), which\n" +
	"holds where both have a key. What several commands share stands above all tables, the rest in the table of its command; there, a shared\n" +
	"key holds for that command alone.\n\n" +
	"```toml\nledger = \"/var/lib/entente/ledger.db\"\nlog-format = \"json\"\n\n[serve]\naddr = \"127.0.0.1:8460\"\npairs = \"/etc/entente/pairs.txt\"\n\n[ingest]\nrate = 0.5\n```\n\n" +
	"A key that no command knows, and a value of another type, is a mistake: the program says in which line and column, and does nothing.\n\n" +
	"`entente settings serve` prints what would hold for `entente serve`, and where each of it comes from. Tokens, and passwords within addresses, are\n" +
	"shown as `***` there. Whoever can read the file can read the secrets in it: a token is better off in the environment\n" +
	"([operation.md](operation.md) has both).\n"

// settingsDocs lists the settings by the table in which they stand.
func settingsDocs(b *book) string {
	var out strings.Builder
	out.WriteString(settingsIntro)
	var above []*pflag.Flag
	for _, name := range slices.Sorted(maps.Keys(b.common)) {
		above = append(above, b.common[name])
	}
	writeSettings(&out, "Above all tables", above)
	for _, cmd := range b.commands {
		own := slices.DeleteFunc(b.flags(cmd), func(f *pflag.Flag) bool { return b.common[f.Name] != nil })
		if len(own) > 0 {
			writeSettings(&out, "["+b.table(cmd)+"]", own)
		}
	}
	return out.String()
}

func writeSettings(out *strings.Builder, heading string, flags []*pflag.Flag) {
	out.WriteString("\n## " + heading + "\n\n| key | environment | takes | default | is |\n|---|---|---|---|---|\n")
	for _, f := range flags {
		_, usage := pflag.UnquoteUsage(f)
		cells := []string{"`" + f.Name + "`", "`" + envName(f) + "`", flagKinds()[f.Value.Type()].takes, "`" + literal(f) + "`", usage}
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
		}
		out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
}
