# Everything a newcomer needs: `make run` and `make test` set up what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready
# Two at a time, and a file's tests in one process: they share what is dear to make.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
# Compiled modules are kept even where a machine forbids it: a run starts a Python a step, and two thirds of its
# start would go into compiling them again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run loop test quick pytest lab lint style types coverage attack bench dist lock clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## Walk the demo firm through the twelve steps and write reports/demo/index.html
	$(BIN)/twelvefold demo --no-open --language en

loop: $(READY) ## Run the demo firm, then the same firm a quarter later, and compare → reports/march/index.html
	$(BIN)/twelvefold demo --loop --no-open --language en

test: style ## Run every check and every test
	@$(MAKE) --no-print-directory -j 2 types pytest

quick: style ## Run every check, and the tests that run no notebook, browser or office
	@$(MAKE) --no-print-directory -j 2 types pytest ONLY='-m "not whole"'

# Side by side: where nothing is known of them yet, the types keep one core busy for a minute.
pytest: $(READY)
	$(PYTEST) $(ONLY)

lab: $(READY) ## Open the course in JupyterLab, in your language (LANGUAGE=fr or LANGUAGE=en to choose)
	@$(BIN)/twelvefold lab

lint: style types ## Check style and types

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

coverage: $(READY) ## Print which lines of the steps and of the value of visits the tests reach
	$(BIN)/python -m coverage run -m pytest -m "not whole" tests/golden tests/value tests/flow
	@$(BIN)/python -m coverage report

attack: $(READY) ## Pull the plug, fill the disk, starve it, change its sources: hours, and Linux
	$(BIN)/python -m tests.attack

bench: $(READY) ## Measure, and print ratios against named alternatives
	$(BIN)/python -m tests.benchmarks

dist: $(READY) ## Build the wheel and the source distribution → dist/
	rm -rf dist
	$(BIN)/python -m hatchling build
	cp constraints.txt dist/

lock: ## Compile requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.12 --extra dev \
		--no-header --no-annotate --output-file requirements.lock pyproject.toml
	$(BIN)/python -m solver.tools.constraints

clean: ## Remove the environment
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || { \
		echo "Twelvefold needs Python 3.12 or newer and $(PYTHON) is $$($(PYTHON) -V 2>&1): install one" \
		"(python.org, pyenv, conda or your system's packages), then: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --clear --python "$$(command -v $(PYTHON))" $(VENV) && \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		$(PYTHON) -m venv --clear $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@$(BIN)/python -m solver.calendar.engine
	@touch $@
