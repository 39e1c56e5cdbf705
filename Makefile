# Everything a newcomer needs. `make run` serves casebook, `make test` runs every suite.

# Options of `make run`, for example: make run TLS=1 HOST=192.168.1.20
DEMO = 1
TLS  = 0
HOST =
PORT =
serve_flags = $(if $(filter 0,$(DEMO)),--no-demo) $(if $(filter 1,$(TLS)),--tls) \
              $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

PYTHON = .venv/bin/python
TSC = .venv/bin/node node_modules/typescript/bin/tsc
PIN = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
      --no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test check lint format types bench screenshots translations lock clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup:  ## install what is missing, build the front end, start nothing
	@python3 -m tools.setup

setup-tests:
	@python3 -m tools.setup --tests

run: setup  ## serve on http://127.0.0.1:8000 (DEMO=0 empty county, TLS=1 HOST=… HTTPS, PORT=…)
	@exec .venv/bin/casebook serve $(serve_flags)

test: setup-tests  ## every suite, on both databases and in the browser
	@$(PYTHON) -m tools.test

check: lint types test  ## what a contributor runs before a commit, and what CI runs

lint: setup-tests  ## format, style and import contracts
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m ruff check --quiet .
	@.venv/bin/lint-imports --no-logo

types: setup-tests  ## Python and TypeScript types
	@$(PYTHON) -m mypy
	@$(TSC) -p .
	@$(TSC) -p tests/frontend

format: setup-tests  ## write the format and the safe fixes
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format .

bench: setup-tests  ## measure; the figures go to docs/benchmarks.md
	@$(PYTHON) -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: \
	  --requirement requirements/bench.txt
	@$(PYTHON) -m tests.bench

screenshots: setup-tests  ## take the pictures of the README again
	@$(PYTHON) -m tests.e2e.screenshots

translations: setup-tests  ## take new texts into the English catalogue
	@$(PYTHON) -m tools.translations

lock: setup-tests  ## pin requirements/*.in and package.json anew (UPGRADE=1: newest versions)
	$(PIN) requirements/run.in --output-file requirements/run.txt
	$(PIN) requirements/dev.in --constraint requirements/run.txt --output-file requirements/dev.txt
	$(PIN) requirements/bench.in --constraint requirements/dev.txt --output-file requirements/bench.txt
	.venv/bin/npm install --package-lock-only

clean:  ## remove what was built; keeps var/, where the data is
	rm -rf .venv .build node_modules static/dist *.egg-info .*_cache .hypothesis
	find casebook tests tools migrations -name __pycache__ -prune -exec rm -rf {} +
