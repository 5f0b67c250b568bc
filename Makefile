# make install | demo | test | check | format | peers
VENV := .venv
PYTHON ?= python3
EXTRAS := embedded,dev

.PHONY: install demo test check format peers

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	@echo "Installing into $(VENV): half a minute, a few the first time."
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@

demo: install
	@$(VENV)/bin/monitor demo

test: install
	$(VENV)/bin/python -m pytest --numprocesses 2

check: install
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	@$(MAKE) test

format: install
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# What the benchmarks measure against, apart from our own environment.
peers:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
