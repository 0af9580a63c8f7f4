package main

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"entente/settings"
)

const deployFolder = "../../deploy/"

func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(deployFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// program checks a command line that a file of deploy runs: command and flags are there.
func program(t *testing.T, where string, args []string) {
	t.Helper()
	if len(args) == 0 {
		t.Errorf("%s runs no command", where)
		return
	}
	root := (&Main{}).command()
	cmd, rest, err := root.Find(args)
	if err != nil {
		t.Errorf("%s runs entente %s: %v", where, strings.Join(args, " "), err)
		return
	}
	if cmd == root && args[0] == "worker" {
		t.Logf("%s: entente worker is not there yet", where) // it comes with the PostgreSQL ledger
		return
	}
	err = cmd.ParseFlags(rest)
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s runs entente %s: %v", where, strings.Join(args, " "), err)
	}
}

// variables checks those that a file of deploy sets: each is a setting, and its value
// one that the setting takes.
func variables(t *testing.T, where string, vars map[string]string) {
	t.Helper()
	b := newBook((&Main{}).command())
	known := map[string]*pflag.Flag{}
	for _, cmd := range b.commands {
		for _, f := range b.flags(cmd) {
			known[envName(f)] = f
		}
	}
	for name, value := range vars {
		if name == "XDG_DATA_HOME" || name == "ENTENTE_CONFIG" {
			continue // where the ledger is, and the file of settings
		}
		f := known[name]
		if f == nil {
			t.Errorf("%s sets %s, which is no setting", where, name)
			continue
		}
		if err := f.Value.Set(value); err != nil {
			t.Errorf("%s sets %s to %q: %v", where, name, value, err)
		}
	}
}

// unit is a file of systemd: values by section and key.
func unit(t *testing.T, text string) map[string]map[string][]string {
	t.Helper()
	out, section := map[string]map[string][]string{}, ""
	for n, line := range strings.Split(text, "\n") {
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]")
			out[section] = map[string][]string{}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !ok || section == "":
			t.Fatalf("line %d: %q is no setting of a section", n+1, line)
		default:
			out[section][key] = append(out[section][key], value)
		}
	}
	return out
}

func TestUnits(t *testing.T) {
	for _, name := range []string{"entente-serve.service", "entente-worker@.service"} {
		t.Run(name, func(t *testing.T) {
			service := unit(t, deployed(t, name))["Service"]
			words := strings.Fields(strings.Join(service["ExecStart"], " "))
			if len(words) < 2 || words[0] != "/usr/bin/entente" {
				t.Fatalf("it starts %q", words)
			}
			program(t, name, words[1:])
			vars := map[string]string{}
			for _, v := range service["Environment"] {
				key, value, _ := strings.Cut(v, "=")
				vars[key] = strings.ReplaceAll(value, "%i", "8471")
			}
			variables(t, name, vars)
			for key, want := range map[string]string{"DynamicUser": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "NoNewPrivileges": "yes",
				"PrivateTmp": "yes", "CapabilityBoundingSet": "", "MemoryDenyWriteExecute": "yes", "Restart": "on-failure"} {
				if got := service[key]; len(got) != 1 || got[0] != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
		})
	}
	serve := unit(t, deployed(t, "entente-serve.service"))["Service"]
	worker := unit(t, deployed(t, "entente-worker@.service"))["Service"]
	for key, value := range serve { // one is not less guarded than the other
		if !slices.Contains([]string{"ExecStart", "Environment", "StateDirectory", "StateDirectoryMode"}, key) && !slices.Equal(value, worker[key]) {
			t.Errorf("%s is %q of the server and %q of a worker", key, value, worker[key])
		}
	}
}

// TestUnitsVerify has systemd itself look at the units, where it is installed.
func TestUnitsVerify(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"entente-serve.service", "entente-worker@.service"} {
		text := strings.ReplaceAll(deployed(t, name), "/usr/bin/entente", self) // which is there
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), analyze, "verify", filepath.Join(dir, "entente-serve.service"), filepath.Join(dir, "entente-worker@8471.service"))
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), dir) {
		t.Errorf("%v: %s", err, out)
	}
}

// TestDeployedSettings reads the file of settings that is handed out, and the environment beside it.
func TestDeployedSettings(t *testing.T) {
	list, err := settings.Read("entente.toml", []byte(deployed(t, "entente.toml")))
	if err != nil {
		t.Fatal(err)
	}
	b := newBook((&Main{}).command())
	for _, s := range list {
		if err := b.check("entente.toml", s); err != nil {
			t.Error(err)
		}
	}
	if len(list) < 5 {
		t.Errorf("it has %d settings", len(list))
	}
	vars := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^#?([A-Z_]+)=(.*)$`).FindAllStringSubmatch(deployed(t, "environment.example"), -1) {
		vars[m[1]] = m[2]
	}
	if len(vars) != 2 {
		t.Errorf("the environment has %v", vars)
	}
	variables(t, "environment.example", vars)
}

// TestContainerfile holds the last stage of the image: nothing but the program, and nobody's rights.
func TestContainerfile(t *testing.T) {
	text := deployed(t, "Containerfile")
	at := strings.LastIndex(text, "\nFROM ")
	said := map[string][]string{}
	for line := range strings.Lines(strings.ReplaceAll(text[at+1:], "\\\n", " ")) {
		if word, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok && !strings.HasPrefix(word, "#") {
			said[word] = append(said[word], rest)
		}
	}
	if from := said["FROM"]; len(from) != 1 || from[0] != "scratch" {
		t.Errorf("the image is made from %q", from)
	}
	if len(said["RUN"]) > 0 {
		t.Errorf("an empty image cannot run %q", said["RUN"])
	}
	if user := strings.Join(said["USER"], " "); !regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`).MatchString(user) {
		t.Errorf("it runs as %q", user)
	}
	list := func(text string) (words []string) {
		if err := json.Unmarshal([]byte(text), &words); err != nil {
			t.Errorf("%q is no list: %v", text, err)
		}
		return words
	}
	if entry := list(strings.Join(said["ENTRYPOINT"], " ")); !slices.Equal(entry, []string{"/entente"}) {
		t.Errorf("it starts %q", entry)
	}
	program(t, "CMD", list(strings.Join(said["CMD"], " ")))
	_, check, _ := strings.Cut(strings.Join(said["HEALTHCHECK"], " "), "CMD ")
	if words := list(check); len(words) < 2 || words[0] != "/entente" {
		t.Errorf("its health is asked by %q", words)
	} else {
		program(t, "HEALTHCHECK", words[1:])
	}
	vars := map[string]string{}
	for _, line := range said["ENV"] {
		for _, v := range strings.Fields(line) {
			key, value, _ := strings.Cut(v, "=")
			vars[key] = value
		}
	}
	variables(t, "ENV", vars)
	if host, _, err := net.SplitHostPort(vars["ENTENTE_OPS_ADDR"]); err != nil || !loopback(host) {
		t.Errorf("health is asked for at %q", vars["ENTENTE_OPS_ADDR"])
	}
}

// composed is what we look at of deploy/compose.yaml.
type composed struct {
	Services map[string]struct {
		Image       string
		Command     []string
		Environment map[string]string
		ReadOnly    bool `yaml:"read_only"`
		User        string
		CapDrop     []string                              `yaml:"cap_drop"`
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		Healthcheck struct{ Test []string }
		Volumes     []string
		Ports       []string
		Build       struct{ Context, Dockerfile string }
		Deploy      struct{ Replicas int }
	}
	Volumes map[string]any
}

func TestCompose(t *testing.T) {
	var c composed
	if err := yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Services) != 3 || c.Services["worker"].Deploy.Replicas != 3 {
		t.Errorf("%d services, %d workers", len(c.Services), c.Services["worker"].Deploy.Replicas)
	}
	if version := regexp.MustCompile(`postgres:(\d+)$`).FindStringSubmatch(c.Services["postgres"].Image); version == nil {
		t.Errorf("the database is %q", c.Services["postgres"].Image)
	} else if n, err := strconv.Atoi(version[1]); err != nil || n < 15 {
		t.Errorf("PostgreSQL %s, want 15 or later", version[1])
	}
	for name, s := range c.Services {
		if len(s.Healthcheck.Test) < 2 || s.Healthcheck.Test[0] != "CMD" {
			t.Errorf("%s: its health is asked by %q", name, s.Healthcheck.Test)
		}
		for other := range s.DependsOn {
			if _, ok := c.Services[other]; !ok {
				t.Errorf("%s waits for %s, which is not there", name, other)
			}
		}
		for _, v := range s.Volumes {
			volume, _, _ := strings.Cut(v, ":")
			if _, ok := c.Volumes[volume]; !ok {
				t.Errorf("%s: there is no volume %s", name, volume)
			}
		}
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s is open to others at %s", name, p)
			}
		}
		if name == "postgres" {
			continue
		}
		if _, err := os.Stat(filepath.Join(deployFolder, s.Build.Context, s.Build.Dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !s.ReadOnly || s.User != "65532:65532" || !slices.Equal(s.CapDrop, []string{"ALL"}) {
			t.Errorf("%s: read only %v, user %q, without %q", name, s.ReadOnly, s.User, s.CapDrop)
		}
		program(t, name, s.Command)
		vars := map[string]string{}
		for key, value := range s.Environment {
			vars[key] = regexp.MustCompile(`\$\{[A-Z_]+:\?[^}]*\}`).ReplaceAllString(value, "word")
		}
		variables(t, name, vars)
		if len(s.Healthcheck.Test) > 2 {
			program(t, name, s.Healthcheck.Test[2:])
		}
	}
}
