# Everything a developer does here is one target.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null)
GO      ?= go
SHELL   := bash
export CGO_ENABLED = 0

.PHONY: build test postgres short race check fuzz bench scale workers soak load kill faults hostile paths eval golden shots docs demo promise release release-check

build: ## ./entente, static, with its version stamped in
	$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)" -o entente ./cmd/entente

test: postgres ## every test, offline
	$(GO) test ./...

postgres: # Debian's PostgreSQL, for the tests of its ledger: installed where root can, else they are skipped
	@ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql > /dev/null; } || \
	  echo "no PostgreSQL here: the tests of its ledger are skipped (Debian: apt-get install postgresql)"

short: ## the tests that take under a minute together
	$(GO) test -short ./...

race: ## the short tests under the race detector, which needs a C compiler
	CGO_ENABLED=1 $(GO) test -race -short ./...

check: ## formatting, vet, staticcheck, errcheck and the house tests
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "not gofmt-ed:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	$(GO) run github.com/kisielk/errcheck@v1.9.0 -ignoretests -exclude .errcheck ./...
	$(GO) test -run 'TestImports|TestPackageDocs|TestFolderTree|TestDocs' . ./cmd/entente

FUZZTIME ?= 30s

fuzz: ## thirty seconds for each fuzz target, or FUZZTIME
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; done

bench: build ## docs/benchmarks.md: the engine by path and cores, the program, its start and memory
	$(GO) run docs/benchmarks.go -entente ./entente -out docs/benchmarks.md

# Less takes seconds: make scale PACK=../shared/data SIZES="-stories 300 -rows 50000 -pairs 20".
SIZES ?= -stories 20000 -rows 5000000 -pairs 200

scale: build ## docs/scale.md: the ledger at size, by the clock and the processor; PACK as for eval, SIZES to take less
	@test -n "$(PACK)" || { echo "make scale: say where the data pack is. Try: make scale PACK=../shared/data"; exit 2; }
	$(GO) run ./ingest/gen/load -entente ./entente -pack $(PACK) $(SIZES) -out docs/scale.md

WORKERS ?= -stories 0 -rows 1000000,3000000 -pairs 30 -worked 400

workers: build ## docs/workers.md: PostgreSQL beside SQLite at size, and one, two and four workers; POSTGRES is a server on this machine
	@test -n "$(PACK)" -a -n "$(POSTGRES)" || { echo "make workers: say where the data pack and the server are. Try: make workers PACK=../shared/data POSTGRES=postgres://postgres@127.0.0.1/postgres"; exit 2; }
	$(GO) run ./ingest/gen/load -entente ./entente -pack $(PACK) -postgres $(POSTGRES) $(WORKERS) -out docs/workers.md

soak: build ## an hour of a server and two workers on the PostgreSQL ledger LEDGER, fed with STORIES; what memory they have
	$(GO) run ./postgres/gen/soak -entente ./entente -ledger $(LEDGER) -stories $(STORIES)

kill: ## a hundred kills of ingest at random moments; with ENTENTE=./entente of the built program
	ENTENTE_KILLS=100 $(GO) test -count=1 -run TestKill -timeout 60m -v ./ingest

FAULTS ?= 500

faults: ## FAULTS rounds of harm to a ledger, by cause: kills, full disks, clocks, damaged files, cut connections; ENTENTE names a built program, ENTENTE_FAULTS_OF some causes
	ENTENTE_FAULTS=$(FAULTS) $(GO) test -count=1 -run TestFaults -timeout 24h -v ./ingest

HOSTILE ?= 100000

hostile: ## reads HOSTILE pages that mean harm, and of forty one to the end; ENTENTE_HOSTILE_SEED to begin elsewhere
	ENTENTE_HOSTILE=$(HOSTILE) $(GO) test -count=1 -run TestHostilePages -timeout 24h -v ./cmd/entente

BASE ?= http://127.0.0.1:8460

load: ## how long fifty readers wait for the pages of the server at BASE; web/gen/large makes it a ledger
	$(GO) run ./web/gen/load -base $(BASE)

paths: ## the set-up of README.md and docs/paths as a newcomer does it, in a new clone with an empty build cache, with the time of each
	@new=$$(mktemp -d) && trap 'chmod -R u+w '$$new'; rm -rf '$$new EXIT && git clone -q . $$new/entente && cd $$new/entente && \
	  echo "go build, nothing cached but the libraries' sources:" && time env GOCACHE=$$new/cache $(GO) build ./cmd/entente && \
	  cd $(CURDIR) && ENTENTE=$$new/entente/entente $(GO) test -count=1 -v -run TestPaths ./cmd/entente

eval: build ## scores against gold; PACK is the folder of the data pack
	@test -n "$(PACK)" || { echo "make eval: say where the data pack is. Try: make eval PACK=../shared/data"; exit 2; }
	./entente eval --ablate --markdown docs/accuracy.md --records eval/gold/ap $(PACK)/newswire/ieer-ap-1998.jsonl.gz \
	  $(PACK)/events/plover_gsr_dev.json $(PACK)/events/plover-sentences-train.jsonl.gz \
	  $(PACK)/actors/actors_dev.jsonl $(PACK)/quotes/polnear-dev.jsonl.gz \
	  $(PACK)/ud/en_ewt-ud-dev.conllu.gz $(PACK)/ud/gum-open-dev.conllu.gz

golden: ## rewrites recorded behaviour; read the diff like code
	$(GO) test ./cmd/entente ./paper -update
	git diff --stat

shots: ## a picture of every page, desk and phone, into docs/shots; needs chromium
	mkdir -p docs/shots
	ENTENTE_SHOTS=$(CURDIR)/docs/shots $(GO) test -count=1 -run TestBrowserPages ./cmd/entente

docs: ## docs/cli.md and docs/settings.md from the commands, docs/api.md from the API's document, docs/ontology.md and docs/tables.md from the tables, docs/schema from the record's types
	$(GO) run ./cmd/entente docs > docs/cli.md
	$(GO) run ./cmd/entente docs settings > docs/settings.md
	$(GO) run ./cmd/entente docs api > docs/api.md
	$(GO) run ./cmd/entente docs schema > docs/schema/entente-1.schema.json
	$(GO) run ./cmd/entente docs ontology > docs/ontology.md
	$(GO) run ./cmd/entente docs tables > docs/tables.md

demo: build ## reads a sample article as a person would see it
	./entente read examples/2018-asmara.txt

promise: ## adds to the files of promises what is new; before a release (docs/compatibility.md)
	ENTENTE_PROMISE=1 $(GO) test -count=1 -run TestPromise ./api ./cmd/entente ./table
	git diff --stat

release: ## programs, archives, Debian packages and their sums into dist/, of the commit that is checked out; signs nothing
	$(GO) run ./release/gen -out dist

release-check: ## the same, twice and compared byte for byte, then tried on this machine; root and dpkg for all of it
	$(GO) run ./release/gen -out dist -again
	release/check.sh dist
