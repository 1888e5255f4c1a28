# make run serves ./configs; make check is what CI runs. Everything is installed into .venv, nothing elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run setup test lint types check fix clean \
        bench bench-peers bench-latency bench-scale bench-engine

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

# Figures: docs/performance.md says what they mean. BENCH=--quick tries it out, BENCH=--write puts the tables there.
bench: setup
	$(BIN)/python -m bench.compare $(BENCH)

bench-peers: setup $(if $(PEER_PYTHON),,$(PEERS)/.installed)
	$(BIN)/python -m bench.compare --peers $(BENCH)

bench-latency: setup
	$(BIN)/python -m bench.latency $(BENCH)

bench-scale: setup
	$(BIN)/python -m bench.scale streams $(BENCH)
	$(BIN)/python -m bench.scale bodies $(BENCH)
	$(BIN)/python -m bench.scale threads $(BENCH)

bench-engine: setup
	$(BIN)/python -m bench.machine
	$(BIN)/python -m bench.engine
	$(BIN)/python -m bench.observe
	$(BIN)/python -m bench.startup

clean:
	rm -rf $(VENV) $(PEERS) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

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

# What the server is compared with, apart from everything of ours. PEER_PYTHON names another environment.
$(PEERS)/.installed: bench/peers.txt
	test -x $(PEERS)/bin/pip || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check -r bench/peers.txt
	@touch $@
