# From a fresh clone, each alone:   make demo · make test · make check · make eval
# PYTHON=/path/to/python3.12 chooses the interpreter, ARGS='-k store -x' goes to pytest, OPTIONS='--epochs 3' to the training.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-all check docs format eval train lock clean

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
SOURCES := kg loaders tests training docs/generate.py docs/generate_commands.py docs/generate_interface.py
LTS := 5.26.30

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make .venv with the pinned packages and .venv/bin/kg
	@echo "Ready: $(BIN)/kg"

demo: $(VENV)/.installed ## read the example articles into a fresh graph and look at it
	@$(BIN)/kg demo

test: $(VENV)/.dev ## run every test (a real Neo4j server is started where one can be had)
	$(BIN)/python -m pytest $(ARGS)

test-all: test ## the same, and the store tests once more on the long-term Neo4j release
	KG_TEST_NEO4J_VERSION=$(LTS) $(BIN)/python -m pytest -m neo4j $(ARGS)

check: $(VENV)/.dev ## format, lint, types, which module may import which, and whether the documentation builds
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/site

docs: $(VENV)/.dev ## write the generated pages of the documentation anew, and the site to site/
	$(BIN)/python -m docs.generate
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

format: $(VENV)/.dev ## put the code into the form that `make check` wants
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

eval: $(VENV)/.dev ## measure the extraction on the gold articles against the floor
	$(BIN)/python -m tests.evaluation
	$(BIN)/python -m tests.external

train: $(VENV)/.train ## make the model anew: a night on two cores, minutes on a GPU (OPTIONS='--epochs 3'; broken off, it goes on where it was)
	$(BIN)/python -m training.train --out build/training --gold tests/gold $(OPTIONS)
	$(BIN)/python -m training.export build/training build/model.kgm
	$(BIN)/python -m training.calibrate build/model.kgm
	$(BIN)/python -m training.score build/model.kgm tests/gold tests/gold-real
	@echo "Better? cp build/model.kgm loaders/model/ && make eval" >&2

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-emit-find-links --no-emit-build-options --custom-compile-command 'make lock'

lock: $(VENV)/.dev ## write the lock files anew (UPGRADE=--upgrade takes the newest versions)
	$(COMPILE) $(UPGRADE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group train -c requirements-dev.lock -o requirements-train.lock

clean: ## remove what was made here; an embedded graph in kg-data stays
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. uv installs in seconds what takes pip half a minute, and pip installs uv; where uv finds no way to the packages (a mirror
# that only pip.conf knows), pip does all of it. Either checks every file against the hashes of the lock.

FIND_PYTHON = for p in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	[ -n "$$p" ] && "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 && echo "$$p" && break; done
INSTALL = install() { $(BIN)/uv pip install --quiet --python $(BIN)/python "$$@" || $(BIN)/python -m pip install --quiet "$$@"; }; install

$(BIN)/python:
	@python=`$(FIND_PYTHON)`; \
	if [ -z "$$python" ]; then \
	  echo "kg needs Python 3.11, 3.12 or 3.13; found: `python3 --version 2>&1 | tail -n 1`. Install one, or name it: make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3.12" >&2; exit 1; fi; \
	echo "Setting up $(VENV) with `$$python --version` ..." >&2; \
	"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.lock requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing the pinned packages (the first time, some 200 MB are fetched) ..." >&2
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock | sed '/^ *#/d' > $(VENV)/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock || echo "uv cannot be had here, going on with pip" >&2
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need ..." >&2
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.train: requirements-train.lock $(VENV)/.dev
	@echo "Installing what the training needs (PyTorch: some gigabytes) ..." >&2
	@$(INSTALL) --require-hashes -r requirements-train.lock
	@touch $@
