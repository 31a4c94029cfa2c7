# Every target sets itself up on a machine with Python 3.11 or newer, pip and make.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
TORCH_VENV := .venv-torch
NEWEST_VENV := .venv-newest

.DEFAULT_GOAL := help
# The packages that the app runs on; the others are tools.
NEWEST := numpy pillow plotly segno streamlit
.PHONY: help run test test-torch test-newest check format messages bundle bench load shots clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1#/p' Makefile | column -t -s '#' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

run: $(VENV)/installed-app ## serve the app (PORT=8501)
	@echo "convviz: http://localhost:$(PORT)"
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/installed-dev ## all tests, the browser included, warnings as errors
	@CHROME="$$($(BIN)/python -m tests.browser_setup)" && export CHROME && \
	  $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

test-torch: $(TORCH_VENV)/installed ## the PyTorch programs that the pages show, run by PyTorch
	@$(TORCH_VENV)/bin/python -m pytest tests/torch

test-newest: | $(VENV)/made ## all tests with the newest Streamlit, NumPy, Plotly … that there are
	$(PYTHON) -m venv $(NEWEST_VENV)
	$(NEWEST_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(NEWEST_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade $(NEWEST)
	@CHROME="$$($(NEWEST_VENV)/bin/python -m tests.browser_setup)" && export CHROME && \
	  $(NEWEST_VENV)/bin/python -m pytest --numprocesses=auto --dist=worksteal

check: $(VENV)/installed-dev ## format, lint, docstrings, types, import direction; the scripts too
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m deno lint --quiet
	$(BIN)/python -m deno check --quiet convviz/player/src/
	$(BIN)/python -m convviz.player.bundle --check

format: $(VENV)/installed-dev ## format the code, sort the imports
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

# Texts are taken out of the source, and every catalogue is told what is new and what is gone.
messages: $(VENV)/installed-dev ## bring the catalogues of other languages up to date
	$(BIN)/pybabel --quiet extract --mapping pyproject.toml --no-default-keywords --keywords \
	  "say count:1,2 term later ExperimentError t" --add-location file --no-wrap --sort-by-file --omit-header \
	  --output .messages.pot app.py convviz pages
	for po in convviz/words/locale/*.po; do \
	  $(BIN)/pybabel --quiet update --input-file .messages.pot --output-file $$po \
	    --locale "$$(sed -n 's/^"Language: \(.*\)\\n"$$/\1/p' $$po)" \
	    --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date && \
	  $(BIN)/pybabel --quiet compile --input-file $$po --output-file $${po%.po}.mo || exit 1; done
	rm .messages.pot

bundle: $(VENV)/installed-dev ## one file of each script and its modules, after a change of one
	$(BIN)/python -m convviz.player.bundle

bench: $(VENV)/installed-dev ## the measurements of docs/performance.md
	@CHROME="$$($(BIN)/python -m tests.browser_setup)" && export CHROME && \
	  $(BIN)/python -m bench

load: $(VENV)/installed-dev ## a hall full of visitors, beside the least that Streamlit can do
	$(BIN)/python -m bench.load

shots: $(VENV)/installed-dev ## the pictures of the README
	@CHROME="$$($(BIN)/python -m tests.browser_setup)" && export CHROME && \
	  $(BIN)/python -m bench.shots

clean: ## remove what the other targets made
	rm -rf $(VENV) $(TORCH_VENV) $(NEWEST_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	  .hypothesis test-results build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than its requirements once they are installed.
$(VENV)/installed-app: requirements.txt | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/installed-app

# PyTorch is large: an environment of its own, that nothing else needs.
$(TORCH_VENV)/installed: requirements-torch.txt | $(VENV)/made
	$(PYTHON) -m venv $(TORCH_VENV)
	$(TORCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-torch.txt
	@touch $@

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) was not found. Install Python 3.11 or newer, or: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "convviz needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module. Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
