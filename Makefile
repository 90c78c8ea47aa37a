# Waymark. `make site` builds both boroughs' sites, `make test` runs every test; both fetch what they need.

GO      ?= go
NPM     ?= npm
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
THEME   := themes/default
DIST    := $(THEME)/dist
BIN     := bin/waymark
SEEDS   ?= 20
SOURCES := $(shell find cmd internal themes -name '*.go' -o -path '*/templates/*.html' -o -path 'themes/minimal/*.css') go.mod go.sum
LDFLAGS := -s -w -X main.version=$(VERSION)

export CGO_ENABLED = 0

.PHONY: site serve check test bench release assets clean help

site: $(BIN) ## build both sites into site/
	$(BIN) build

serve: $(BIN) ## preview while you write: http://127.0.0.1:8080/
	$(BIN) serve

check: $(BIN) ## look for mistakes in content, data and code, publish nothing
	@unformatted=$$(gofmt -l cmd internal themes tools); [ -z "$$unformatted" ] || { echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(BIN) check

test: check ## every test, in real browsers too
	@sh tools/chromium.sh
	$(GO) test -timeout 20m ./...

bench: assets ## measure: building pages, hiding figures over SEEDS=20 boroughs, counting rows, drawing charts and flowcharts
	$(GO) run ./tools/bench
	$(GO) test -run '^$$' -bench Release -benchtime 1x ./internal/disclose
	WAYMARK_SEEDS=$(SEEDS) $(GO) test -run AsGoodAsWritten -timeout 60m -v ./internal/disclose
	$(GO) test -run '^$$' -bench All -benchtime 1x ./internal/indicator
	$(GO) test -run '^$$' -bench 'ThousandCharts|EngineStart' -benchtime 1x ./internal/chart
	$(GO) test -run '^$$' -bench . ./internal/flow

assets: $(DIST)/charts.js ## bundle the theme's styles and scripts

$(THEME)/node_modules/.package-lock.json: $(THEME)/package.json $(THEME)/package-lock.json
	cd $(THEME) && $(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(DIST)/charts.js: $(THEME)/node_modules/.package-lock.json $(wildcard themes/bundle/*.go $(THEME)/styles/*.css $(THEME)/scripts/*.js)
	$(GO) run ./themes/bundle
	@touch $@

$(BIN): $(DIST)/charts.js $(SOURCES)
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./cmd/waymark

PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

release: assets ## static programs for Linux, macOS and Windows in dist/
	@mkdir -p dist
	@set -e; for platform in $(PLATFORMS); do \
		os=$${platform%/*}; arch=$${platform#*/}; ending=; [ $$os = windows ] && ending=.exe; \
		echo "dist/waymark-$$os-$$arch$$ending"; \
		GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/waymark-$$os-$$arch$$ending ./cmd/waymark; \
	done
	@cp $(DIST)/licences.txt dist/

clean: ## remove what was built
	rm -rf bin dist .waymark $(DIST)/*.css $(DIST)/*.js $(DIST)/*.txt

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile
