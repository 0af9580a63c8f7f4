# Everything a developer does here is one target.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GO      ?= go
SHELL   := bash
export CGO_ENABLED = 0

.PHONY: build test short race check fuzz bench scale load kill paths eval golden shots docs demo

build: ## ./entente, static, with its version stamped in
	$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o entente ./cmd/entente

test: ## every test, offline
	$(GO) test ./...

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

kill: ## a hundred kills of ingest at random moments; with ENTENTE=./entente of the built program
	ENTENTE_KILLS=100 $(GO) test -count=1 -run TestKill -timeout 60m -v ./ingest

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

docs: ## docs/cli.md from the commands, docs/api.md from the API's document
	$(GO) run ./cmd/entente docs > docs/cli.md
	$(GO) run ./cmd/entente docs api > docs/api.md

demo: build ## reads a sample article as a person would see it
	./entente read examples/2018-asmara.txt
