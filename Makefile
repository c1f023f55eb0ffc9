# Two commands: `make lab` opens the workbench, `make test` proves it. Both set up first what is not there yet.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
MAIN := notebooks/01-who-did-what-when-and-where.ipynb
LAB_ARGS ?=
ROOT_ARGS := $(shell [ "$$(id -u)" = 0 ] && echo --allow-root)

NOTEBOOK ?= notebooks/08-case-study-what-became-of-the-missing-shipment.ipynb
NOTEBOOKS ?= notebooks

.PHONY: help setup lab test bench lock clean student teacher handout slides app check

help:
	@echo "make lab     set up and open JupyterLab on the main notebook (LAB_ARGS=\"--no-browser --port 8899\" passes options)"
	@echo "make test    set up and run the style check, the tests and the notebooks"
	@echo "make check   run a teacher's own notebooks as CI does (NOTEBOOKS=path)"
	@echo "make handout one HTML file that opens offline; slides, student, teacher: the other versions (NOTEBOOK=path)"
	@echo "make app     show a notebook to a room of people, without its code (NOTEBOOK=path)"
	@echo "make bench   measure speed and quality (minutes to an hour)"
	@echo "make lock    pin all packages anew after a change of pyproject.toml"
	@echo "make clean   remove the environment in $(VENV)"

setup: $(VENV)/ready

# Made anew only when the pinned packages change; a second start installs nothing and asks no network.
$(VENV)/ready: requirements.lock pyproject.toml
	@python=""; seen=""; \
	for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  version=$$($$candidate -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
	  seen="$$seen $$candidate=$$version"; \
	  $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || continue; \
	  $$candidate -c 'import venv, ensurepip' 2>/dev/null || { novenv=$$version; continue; }; \
	  python=$$candidate; break; \
	done; \
	if [ -z "$$python" ]; then \
	  if [ -n "$$novenv" ]; then \
	    echo "Python $$novenv is here, but without its venv module. On Debian or Ubuntu: apt install python$$novenv-venv"; \
	  else \
	    echo "The workbench needs Python 3.11 to 3.14; found:$${seen:- none}. Install one, or name it: make setup PYTHON=/path/to/python3.12"; \
	  fi; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$python (a minute or two, once) ..."; \
	rm -rf $(VENV) && $$python -m venv $(VENV)
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install --quiet --require-hashes --requirement requirements.lock
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@printf '%s\n' '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' \
	  > $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@

lab: setup
	$(VENV)/bin/jupyter lab $(ROOT_ARGS) --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/$(MAIN) $(LAB_ARGS)

# Files of tests are shared out among the processor's cores, four at most: each worker holds the models.
# tests/conftest.py puts all tests with a browser into one group, first in line: two browsers at once wait for each other.
WORKERS = --numprocesses auto --maxprocesses 4

test: setup
	$(PY) -m ruff check .
	$(PY) -m pytest $(WORKERS) --dist loadgroup --no-loadscope-reorder
	$(PY) -m pytest $(WORKERS) --dist loadfile -p tests.kernels_tried_twice --nbval-lax notebooks

check: setup
	$(PY) -m workbench.classroom check $(NOTEBOOKS)

student teacher handout slides app: setup
	$(PY) -m workbench.classroom $@ $(NOTEBOOK)

bench: setup
	$(PY) tests/benchmarks/run.py

lock:
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra lab --extra spacy --extra test pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV)
