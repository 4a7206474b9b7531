# make run      set everything up and open the workplace on 127.0.0.1
# make ask Q=…  ask one question in the terminal
# make test     set everything up and pass the tests

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
EXTRAS ?= dev
PYTEST_ARGS ?= -n 2

.PHONY: run ask test lint format eval bench clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-$(EXTRAS): $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable ".[$(EXTRAS)]"
	touch $@

run: $(VENV)/installed
	$(BIN)/xunjian ui

ask: $(VENV)/installed
	@test -n "$(Q)" || { echo '用法：make ask Q="禁闭最长多少天"'; exit 2; }
	$(BIN)/xunjian ask "$(Q)"

# The model and the vectors of the lexicon are made first: no single test should wait for them.
test: export XUNJIAN_MODEL_DIR ?= $(CURDIR)/.cache/model
test: $(VENV)/installed-$(EXTRAS)
	$(BIN)/xunjian model build
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/installed-$(EXTRAS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict app.py cli.py

format: $(VENV)/installed-$(EXTRAS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/installed-$(EXTRAS)
	$(BIN)/xunjian eval

bench: $(VENV)/installed-$(EXTRAS)
	$(BIN)/python -m eval.bench

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
