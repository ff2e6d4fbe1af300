# Everything a developer runs. `make setup` needs python3 (3.11 or later) with venv, git and PyPI, and fetches nothing else.
# What each part runs is defined in tests/ci/parts.py.

SHELL := bash
PYTHON ?= python3
# The tools of .venv, and no pyenv shims: ansible-test fails on a shim whose version is not selected.
export PATH := $(CURDIR)/.venv/bin:/usr/local/bin:/usr/bin:/bin
export LC_ALL := C.UTF-8
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# Two parts run at a time. The longest come first, so that neither core is idle at the end.
PARTS := integration integration-2.16 sanity contract molecule unit lint import docs types changelog
QUICK := unit lint types
CORES := 2.16 2.17 2.18 2.19 2.20 2.21
LANES := $(addprefix lane-,$(CORES))
SANITY := $(addprefix sanity-,$(CORES))
PART := python tests/ci/parts.py

.DEFAULT_GOAL := help
.PHONY: help setup quickstart emulator check test mutants chaos lanes bench sync shapes news lock clean distclean units $(PARTS) $(LANES) $(SANITY)

help: ## show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  parts of make test: $(PARTS)"

setup: ## create .venv with every tool, and the links by which tools find the collection
	@$(PYTHON) tests/ci/bootstrap.py

quickstart: setup ## run a first playbook against the emulator, without an account
	@python tools/quickstart.py

emulator: setup ## run the emulator on PORT (8000); STATE=file saves its state
	@python extensions/emulator --port $(PORT) $(if $(STATE),--state $(STATE))

check: setup ## run the parts for the inner loop: unit, lint and types
	@rm -f $(QUICK:%=build/results/%.json)
	@QUIET=1 $(MAKE) -k -j2 --output-sync=target $(QUICK) || true
	@$(PART) --sum $(QUICK)

test: setup ## run every part, two at a time, and print the counts
	@rm -rf build/results
	@QUIET=1 $(MAKE) -k -j2 --output-sync=target $(PARTS) || true
	@$(PART) --sum $(PARTS)

mutants: setup ## break the rules of the engine one at a time; a test must fail for each
	@python tests/mutants

# Unit tests once more, by ansible-test; the lanes run them so on every ansible-core.
$(PARTS) units: setup
	@$(PART) $@

chaos: setup ## create 10,000 objects by several runs at once while 20 % and 35 % of the requests fail
	@python tests/chaos

lanes: setup ## run sanity, units and integration on every ansible-core that has an interpreter
	@rm -rf build/results
	@QUIET=1 $(MAKE) -k $(LANES) || true
	@$(PART) --sum $(LANES)

$(LANES) $(SANITY): setup
	@$(PART) $@

bench: setup ## compare with uri, debug, curl and scripts that use the official package
	@python tests/bench/bench.py

sync: setup ## generate documentation of the modules and the table of layers
	@python tools/sync.py
	@python tools/layers.py --write

shapes: setup ## generate the request shapes of the emulator from the openai package
	@python tools/shapes.py

news: setup ## show what the newest openai package (or VERSION) adds to the pinned one
	@python tools/news.py $(VERSION)

lock: setup ## update requirements-dev.txt from requirements-dev.in
	@UV_SYSTEM_CERTS=true uv pip compile -q --upgrade --universal --python-version 3.11 --no-header \
	  requirements-dev.in -o requirements-dev.txt

clean: ## remove everything that the parts generate
	rm -rf build .ansible .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

distclean: clean ## remove .venv too
	rm -rf .venv
