# make run serves ./configs; make check is what CI runs. Everything is installed into .venv, nothing elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run setup test lint types check fix bench clean

# As one sees a server for the first time. The environment, or `make run BIND=127.0.0.1:9000`, changes any of these.
run: export DEFAULT_CONFIG_ID ?= protected
run: export LOG_LEVEL ?= warning
run: export SWITCHYARD_GREETING ?= yes
run: $(VENV)/.serves
	@exec $(BIN)/gunicorn wsgi:app

setup: $(VENV)/.installed

test: setup
	PYTHONHASHSEED=0 $(BIN)/python -m pytest -n auto --dist loadfile

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

check: lint types test

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python bench/machine.py
	$(BIN)/python bench/engine.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What the server needs, and what a developer needs.
$(VENV)/.serves: pyproject.toml constraints.txt
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once)"
	@$(PIP) -e '.[fast]'
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[dev]'
	touch $(VENV)/.serves $@
