# Everything a developer runs. `make setup` needs python3 (3.11 or newer) with venv, git and PyPI; nothing else is fetched.
# What each part runs stands in tests/ci/parts.py.

SHELL := bash
PYTHON ?= python3
# The tools of .venv, and no pyenv shims: ansible-test takes a shim for an interpreter and stops.
export PATH := $(CURDIR)/.venv/bin:/usr/local/bin:/usr/bin:/bin
export LC_ALL := C.UTF-8
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PARTS := integration integration-2.16 sanity import molecule unit lint types docs units changelog
CORES := 2.16 2.17 2.18 2.19 2.20 2.21
LANES := $(addprefix lane-,$(CORES))
PART := python tests/ci/parts.py

.DEFAULT_GOAL := help
.PHONY: help setup quickstart emulator test lanes bench sync shapes news lock clean distclean $(PARTS) $(LANES)

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  parts of make test: $(PARTS)"

setup: ## .venv with every tool, and the links by which tools find the collection
	@$(PYTHON) tests/ci/bootstrap.py

quickstart: setup ## a first playbook against the emulator: no account, no key
	@python tools/quickstart.py

emulator: setup ## the emulator on PORT (8000); STATE=file keeps its state
	@python extensions/emulator --port $(PORT) $(if $(STATE),--state $(STATE))

test: setup ## every part, two at a time; ends with the counts
	@rm -rf build/results
	@QUIET=1 $(MAKE) -k -j2 --output-sync=target $(PARTS) || true
	@python tests/ci/parts.py --sum $(PARTS)

$(PARTS): setup
	@$(PART) $@

lanes: setup ## sanity, units and integration on every ansible-core for which there is an interpreter
	@rm -rf build/results
	@$(MAKE) -k $(LANES) || true
	@python tests/ci/parts.py --sum $(LANES)

$(LANES): setup
	@$(PART) $@

bench: setup ## ratios against uri, debug and a bare script
	@python tests/bench/bench.py

sync: setup ## bring documentation into line with the declarations
	@python tools/sync.py

shapes: setup ## generate the request shapes of the emulator from the openai package
	@python tools/shapes.py

news: setup ## what the newest openai package (or VERSION) adds to the pinned one
	@python tools/news.py $(VERSION)

lock: setup ## make requirements-dev.txt anew from requirements-dev.in
	@UV_SYSTEM_CERTS=true uv pip compile -q --upgrade --universal --python-version 3.11 --no-header \
	  requirements-dev.in -o requirements-dev.txt

clean: ## remove what the parts made
	rm -rf build .ansible .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

distclean: clean ## and .venv
	rm -rf .venv
