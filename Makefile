# Everything runs in a virtual environment that is made here when it is missing or out of date:
#   make demo | test | lint | bench
# Another interpreter gets an environment of its own:
#   make test PYTHON=python3.13 VENV=.venv-3.13
# Arguments for pytest: make test ARGS="tests/host -x"

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first of these that runs and is new enough (a name on PATH may be a shim for nothing).
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
VIEW := build/view

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Many tests start processes of their own, which should not compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test lint format bench view docs conformance bombs sabotage fuzz clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.ready-cli  ## a report over examples/data, made by a guarded snippet
	$(BIN)/cloche run examples/orders_report.py --input orders=@examples/data/orders.json

test: $(VENV)/.ready-test  ## the test suite; ARGS="…" goes to pytest
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.ready-dev view  ## ruff, ruff format, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MYPYPATH=$(VIEW) $(BIN)/mypy --strict -p cloche | sed -E '$(REAL_PATHS)'
	PYTHONPATH=$(VIEW) $(BIN)/lint-imports

format: $(VENV)/.ready-dev  ## let ruff fix and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-peers  ## the benchmarks beside other sandboxes; writes docs/performance.md
	$(BIN)/python benchmarks/report.py $(ARGS)

docs: $(VENV)/.ready-test  ## docs/modules.md, docs/universe.md and docs/limits.md, from the tables
	$(BIN)/python docs/modules_page.py
	$(BIN)/python docs/universe_page.py
	$(BIN)/python docs/limits_page.py

conformance: $(VENV)/.ready-test  ## CPython's own tests in the sandbox, docs/conformance.md; ARGS="[--isolation process] test_x …" for single files
	$(BIN)/python -m tests.libtest.report $(ARGS)

bombs: $(VENV)/.ready-test  ## every bomb, in workers; ARGS="--isolation inline while-true" for some, inline
	PYTHONPATH=tests $(BIN)/python -m bombs $(ARGS)

sabotage: $(VENV)/.ready-test  ## guards and checks are removed one at a time: who notices? (3.12) ARGS="verify --sample 100"
	PYTHONPATH=tests $(BIN)/python -m sabotage $(ARGS)

fuzz: $(VENV)/.ready-test  ## programs made of escape primitives, at random; ARGS="--minutes 60"
	PYTHONPATH=tests $(BIN)/python -m fuzz.loop $(ARGS)

clean:  ## remove what the other targets made
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache "$(VENV)"

# mypy and import-linter look for packages on disk and do not follow setuptools' package-dir
# mapping, so they get the installed layout as a folder of links into this checkout.
view:
	@rm -rf $(VIEW) && mkdir -p $(VIEW)/cloche
	@for entry in host/* transpiler runtime; do ln -s "../../../$$entry" $(VIEW)/cloche/; done

REAL_PATHS := s,^$(VIEW)/cloche/(transpiler|runtime)/,\1/,; s,^$(VIEW)/cloche/,host/,

# `.ready-X` means: this checkout is installed here, editable, with the extra X.
$(VENV)/.ready-%: pyproject.toml $(VENV)/.made
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	@touch $@

# Debian ships a Python whose venv cannot bring its own pip; the outer pip can then install one.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "cloche needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=…"; exit 1; }
	$(PYTHON) -m venv "$(VENV)" || { $(PYTHON) -m venv --clear --without-pip "$(VENV)" \
		&& $(PYTHON) -m pip --python "$(BIN)/python" install --quiet pip; }
	@touch $@
