# Two commands are the promise: `make demo` and `make test`. Everything they need is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install demo serve test check component-check pytest bench bench-ingest bench-graph bench-queries bench-accuracy browser lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 20

install: .venv/installed  ## .venv with the `shoal` command

demo: install  ## the sample campaign from raw export to sealed package (HEADLESS=1: without pages, SCALE=0.03)
	$(BIN)/shoal demo $(if $(HEADLESS),--headless) $(if $(SCALE),--scale $(SCALE))

serve: install  ## pages of a case: make serve CASE=demo/case
	$(BIN)/shoal serve $(or $(CASE),demo/case)

test: check component-check pytest  ## everything: lint, types, unit, integration, component, browser

check: .venv/installed-tests  ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

component-check: .venv/installed-tests  ## the graph component: types, unit tests, bundle rebuilt and compared
	$(BIN)/python app/component/build.py check

pytest: .venv/installed-tests browser  ## unit, integration and browser tests (ARGS="-k words")
	$(BIN)/pytest $(ARGS)

bench: .venv/installed-tests  ## speed side by side with peers and limits
	$(BIN)/python -m benchmarks.speed $(ARGS)
	$(if $(ARGS),,$(BIN)/python -m benchmarks.queries)

bench-queries: .venv/installed-tests  ## every stored query on a million posts (ARGS="top_urls search --runs 5")
	$(BIN)/python -m benchmarks.queries $(ARGS)

bench-ingest: .venv/installed-tests  ## exports into tables: speed beside a peer, memory by size
	$(BIN)/python -m benchmarks.ingest $(ARGS)

bench-graph: .venv/installed-tests  ## the ways into the graph, side by side
	$(BIN)/python -m benchmarks.graph $(ARGS)

bench-accuracy: .venv/installed-tests  ## precision, recall and false alarms
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

browser: .venv/installed-tests  ## a real Chromium and a Chinese font
	$(BIN)/python tests/browser/install.py

lock:  ## write the pinned, hashed requirements anew (needs uv on the path)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --extra build --extra test --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o requirements-test.txt

clean:  ## remove what the demo made
	rm -rf demo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Shoal needs Python 3.11 or later; make PYTHON=/path/to/python3.11 names another one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "This Python has no venv; installing Debian's package for it." >&2; \
		apt-get update -q && apt-get install -y -q python3-venv && $(PYTHON) -m venv .venv; }

.venv/installed: .venv/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m detection.warming
	@touch $@

.venv/installed-tests: .venv/installed requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@
