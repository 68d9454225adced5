# The commands of the house. Each one sets up what it needs; see CONTRIBUTING.md.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test story check replay bench shots pages messages clean
PYTHON := .venv/bin/python
ARGS ?=
FOLDER ?= ../shared/data/notices-fr

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/'

setup: ## the virtual environment with the locked dependencies
	@bash tools/setup.sh

run: messages ## start the hub with its demonstration, in one process
	@exec .venv/bin/fanal-hub run

test: messages ## the whole suite (ARGS= is handed to pytest)
	@bash tools/chromium.sh
	@bash tools/postgresql.sh
	@$(PYTHON) -m pytest -n 2 $(ARGS)

check: setup ## format, lint, types, walls, words, limits, written pages
	@bash tools/check.sh

replay: messages ## add up all events again and compare every row
	@.venv/bin/fanal-hub replay --check

story: messages ## carry a folder of real notices through every station (FOLDER=)
	@$(PYTHON) -m bench.whole_way $(FOLDER) $(ARGS)

bench: messages ## measured goals (ARGS=name runs one)
	@bash tools/postgresql.sh
	@$(PYTHON) -m bench $(ARGS)

shots: messages ## the screenshots of the documentation
	@bash tools/chromium.sh
	@$(PYTHON) -m tools.shots $(ARGS)

pages: setup ## write again the pages that are generated from the code
	@$(PYTHON) -m tools.pages --write

messages: setup ## compile the French texts of the screens
	@$(PYTHON) -m tools.messages

clean: ## remove what can be made again; the hub's own records stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
