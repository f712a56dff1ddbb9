# The commands of the house. `make` alone lists them; paths are relative, so a folder
# name with a space in it is no trouble.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# A stamp is touched when everything before it went well, so an interrupted install is
# taken up again, and one that is up to date costs nothing.
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test

# uv unpacks in seconds what pip takes minutes for, and checks the same hashes. It doesn't
# read pip's settings, though: where only those know the way to an index, pip does the work.
INSTALL = install() { \
	$(PY) -m uv pip install --quiet --python $(PY) "$$@" \
	|| { echo "make: uv could not install; pip tries now (slower)"; $(PY) -m pip install --quiet "$$@"; }; \
}; install

.DEFAULT_GOAL := help
.PHONY: help install run test check gate fix lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(RUN_READY) ## make .venv with everything that Wenzheng runs on
	@echo "make: $(VENV) is ready"

run: $(RUN_READY) ## open the browser chat; on the sample documents if there is no library yet
# A setting that can't be used is left to app.py: it says so in one line.
	@library=$$($(PY) -c 'from ingest.settings import Settings; print(Settings.from_env().library)' 2>/dev/null) \
		|| exit 0; \
	test -e "$$library/CURRENT" || $(PY) -m ingest add --library "$$library" sample
	@$(PY) app.py

test: check ## the same as check

# Both run, at once, whichever fails: each takes one core. What the gate says is shown when it
# fails, so that the tests' is the line that is read at the end.
check: $(TEST_READY) ## formatting, lint, types, floors of the evals, tests
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@said=$$(mktemp); $(PY) -m evals gate >$$said 2>&1 & gate=$$!; \
	$(PY) -m pytest; tests=$$?; wait $$gate; held=$$?; \
	test $$held -eq 0 || cat $$said; rm -f $$said; test $$tests -eq 0 && exit $$held

gate: $(TEST_READY) ## what the evals reached before is still reached (3 minutes)
	@$(PY) -m evals gate

fix: $(TEST_READY) ## format, and mend what lint can mend
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

# Pins what pyproject.toml allows now. The files name no index, so they install from any;
# versions already pinned stay unless UPGRADE=--upgrade is given. What tests need on top has
# a file of its own: a reader who only wants to ask needn't wait for a type checker.
LOCK = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)
lock: $(TEST_READY) ## pin the requirements anew (UPGRADE=--upgrade takes newer versions)
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) --group pyproject.toml:dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove .venv and caches; your library stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis artifacts build dist *.egg-info
	find . -name __pycache__ -not -path './library/*' -prune -exec rm -rf {} +

$(RUN_READY): requirements.txt requirements-uv.txt pyproject.toml | $(PY)
	@echo "make: installing into $(VENV) (900 MB when done)"
	@$(PY) -c 'import pip' 2>/dev/null || $(PY) -m ensurepip
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt \
	|| echo "make: no uv for this machine"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(TEST_READY): requirements-dev.txt $(RUN_READY)
	@echo "make: installing the tests' tools"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "make: Wenzheng needs Python 3.11 to 3.13, but $(PYTHON) is: $$($(PYTHON) --version 2>&1)."; \
		echo "      Name another one: make install PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "make: $(PYTHON) has no venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
