# Two commands do everything: `make briefing` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
READY := environment-dev
PYTEST := $(BIN)/pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help briefing test test-all test-rest lab check codebook docs lint lock bench \
	clean environment environment-lab environment-dev

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

briefing: environment ## set up, then build the main briefing into reports/<edition>/
	$(BIN)/briefing render

test: $(READY) lint ## run every check, and the tests that do not take long
	$(PYTEST) --part quick

test-all: $(READY) lint ## run every check and every test, with coverage
	FAULT_RUNS=50 $(PYTEST) --part all --cov --cov-report=term:skip-covered

test-rest: $(READY) ## run the tests that `make test` leaves out
	FAULT_RUNS=50 $(PYTEST) --part rest

lab: environment-lab ## open the notebooks in JupyterLab
	$(BIN)/briefing lab

check: environment-lab ## check the data package, also with frictionless
	$(BIN)/briefing check --strict

codebook: environment ## write data/CODEBOOK.md again from data/datapackage.json
	$(BIN)/briefing data codebook

docs: $(READY) ## build the documentation site into build/docs/
	$(BIN)/python docs/build.py

lint: $(READY) ## formatting, style, types, imports, and the contract of the notebooks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing chapter lint

SOLVE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-annotate --no-header
OF_DEV = $(SOLVE) pyproject.toml --group editable --constraints requirements-dev.lock

lock: $(READY) ## solve the locks again from pyproject.toml; UPGRADE=--upgrade for the newest of all
	$(SOLVE) pyproject.toml --group editable --all-extras $(UPGRADE) -o requirements-dev.lock
	$(OF_DEV) -o requirements.lock
	$(OF_DEV) --extra lab --extra strict --extra remote --extra cluster -o requirements-lab.lock
	echo uv | $(SOLVE) - --constraints requirements-dev.lock -o deploy/installer.lock

bench: $(READY) ## run every benchmark twice and write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/collect.py

clean: ## take away the environment and the caches
	rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

# In these three deploy/set_up.py makes .venv what a lock says, and does nothing where it is.
environment:
	@$(SET_UP) briefing
environment-lab:
	@$(SET_UP) lab
environment-dev:
	@$(SET_UP) dev

SET_UP = command -v $(PYTHON) >/dev/null || { \
	echo "There is no '$(PYTHON)' here, and sco-briefing needs Python 3.11 or newer. Install it (python.org/downloads), or name the one you have: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
	exit 2; }; $(PYTHON) deploy/set_up.py
