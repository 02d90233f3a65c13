# TrainerHub's commands; `make help` lists them. Everything lives in .venv, from hash-checked locks.

SHELL := /bin/bash
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(UPGRADE) pyproject.toml
PYTHON ?= $(firstword $(foreach each,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(each) -c 'import sys; sys.version_info >= (3, 11) and print("$(each)")' 2>/dev/null)))

.DEFAULT_GOAL := help
.PHONY: help demo test check format words golden gallery bench lock browser clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: .venv/.runtime  ## the bot and its sandbox in one process, on PORT (8080)
	@$(BIN)/trainerhub demo $(ARGS)

test: .venv/.dev browser  ## every test, on all cores; ARGS="-k booking" goes to pytest
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/.dev  ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev  ## put the code into shape
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

words: .venv/.dev  ## bring the catalogues up to date, and list what waits for a translation
	@$(BIN)/python -m tests.house.words

golden: .venv/.dev  ## write the wire format of buttons anew, after a change that was meant
	@TRAINERHUB_GOLDEN=write $(BIN)/python -m pytest -q tests/house/test_actions.py

gallery: .venv/.dev  ## draw every screen into docs/gallery, after a change of words or screens
	@$(BIN)/python -m tests.gallery

bench: .venv/.dev  ## measure against peers; the last line is one JSON object of ratios
	@$(BIN)/trainerhub bench $(ARGS)

lock: .venv/.dev  ## settle the locks again; UPGRADE=--upgrade takes newer versions
	$(COMPILE) --group dev --output-file requirements-dev.lock
	$(COMPILE) --group build --constraint requirements-dev.lock --output-file requirements.lock

browser: .venv/.dev
	@$(BIN)/python -m tests.chromium

clean:  ## forget the environment and the caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# --- set-up: a stamp is as new as the lock that it was installed from --------------------------------------

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "TrainerHub needs Python 3.11 or newer, and found none on PATH." \
		"Install one, or name it: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments." \
		"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing requirements.lock …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The dev lock holds everything of the other, at the same versions.
.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing requirements-dev.lock …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.runtime $@
