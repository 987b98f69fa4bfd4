# Two commands matter: `make demo` and `make test`. Each makes .venv first if it is not there; a second call costs nothing.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
# One recipe at a time: the tests already use both cores.
.NOTPARALLEL:

# Looked for only when .venv has to be made.
PYTHON ?= $(shell .ci/python)
BIN := .venv/bin

.PHONY: help demo test test-all check same-as docs sample bench clean

help:
	@echo "make demo      the whole job on the sample draft"
	@echo "make test      the reference made anew, then every quick test"
	@echo "make test-all  the slow tests too"
	@echo "make check     ruff, mypy, import-linter"
	@echo "make same-as COMMIT=...  what the working tree changes in results against another commit"
	@echo "make docs      the reference from the registers, and the page of the scenario library"
	@echo "make sample    plays the sample report in reports/sample anew, with the README's pictures (needs Chromium)"
	@echo "make bench     speed beside the peers and the floor"
	@echo "make clean     removes .venv and every cache"

# The stamp is written last, so a set-up that was cut short is done again.
.venv/.ready: pyproject.toml constraints.txt
	@rm -f $@
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    python="$(PYTHON)"; \
	    if [ -z "$$python" ]; then exit 1; fi; \
	    echo "making .venv with $$python"; \
	    "$$python" -m venv --clear .venv; \
	fi
	@echo "installing the pinned dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m compileall -q wargame  # as pip does for what it does not leave in place: the first command is as quick as the second
	@touch $@

demo: .venv/.ready
	$(BIN)/wargame demo

# The reference is made anew first: it is compared with nothing, so that a new kind needs no page by hand.
test: docs
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: docs
	$(BIN)/python -m pytest -n 2

check: .venv/.ready
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

same-as: .venv/.ready
	@if [ -z "$(COMMIT)" ]; then echo 'say against which commit: make same-as COMMIT=main~1 [OPTIONS="--once --only storm"]' >&2; exit 2; fi
	$(BIN)/python -m tests.same_as $(COMMIT) $(OPTIONS)

docs: .venv/.ready
	$(BIN)/python -m wargame.report.console.reference docs/reference
	$(BIN)/python -m tests.samples.library_page

sample: .venv/.ready
	$(BIN)/python -m tests.samples.sample_report

bench: .venv/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
