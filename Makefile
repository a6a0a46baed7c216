# Two commands do everything: `make briefing` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help briefing test test-all test-rest lab check codebook docs lint lock bench clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

briefing: $(READY) ## set up, then build the main briefing into reports/<edition>/
	$(BIN)/briefing render

test: $(READY) lint ## run every check, and the tests that do not take long
	$(PYTEST) --part quick

test-all: $(READY) lint ## run every check and every test, with coverage
	FAULT_RUNS=50 $(PYTEST) --part all --cov --cov-report=term:skip-covered

test-rest: $(READY) ## run the tests that `make test` leaves out
	FAULT_RUNS=50 $(PYTEST) --part rest

lab: $(READY) ## open the notebooks in JupyterLab
	$(BIN)/briefing lab

check: $(READY) ## check the data package, also with frictionless
	$(BIN)/briefing check --strict

codebook: $(READY) ## write data/CODEBOOK.md again from data/datapackage.json
	$(BIN)/briefing codebook

docs: $(READY) ## build the documentation site into build/docs/
	$(BIN)/python docs/build.py

lint: $(READY) ## formatting, style, types, imports, and the contract of the notebooks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing lint

lock: $(READY) ## solve requirements.lock again from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --all-extras --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml -o requirements.lock

bench: $(READY) ## run every benchmark twice and write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/collect.py

clean: ## take away the environment and the caches
	rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sco-briefing needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)
