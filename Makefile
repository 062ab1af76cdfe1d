# Signpost. `make serve` and `make test` need nothing done before them but Python 3.10 and make.
.POSIX:
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help serve build install test test-fast lint format evaluate bench train lock clean explore

VENV   = .venv
PY     = $(VENV)/bin/python
STAMPS = .build/stamps
DATA   = $(wildcard bot/data/*.csv)
CODE   = $(wildcard bot/understanding/*.py nlu/components/*.py)
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export PYTHONWARNINGS = ignore::DeprecationWarning

help:
	@sed -n 's/^#: //p' Makefile

#: make serve     install, build, train and serve at http://127.0.0.1:5005/ask
serve: build
	@$(PY) -m bot serve

#: make build     all that serving needs: libraries, catalogue, encoder, model
build: $(STAMPS)/model

#: make test      everything that CI runs: lint, types, tests, Rasa's own checks
test: build $(STAMPS)/dev $(STAMPS)/schemathesis
	@.ci/check

#: make test-fast the tests that need neither Rasa, nor a browser, nor many seconds
test-fast: $(STAMPS)/catalogue $(STAMPS)/dev
	@$(PY) -m pytest -q -n 2 --dist loadfile -m "not slow and not browser"

#: make lint      format, lint and types
lint: $(STAMPS)/dev
	@$(PY) -m ruff format --check . && $(PY) -m ruff check . && $(PY) -m mypy

format: $(STAMPS)/dev
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

#: make evaluate  accuracy of the model on EVAL=FILE.csv (text,kind,gold)
EVAL = ../shared/eval/dev.csv
evaluate: build
	@$(PY) -m bot evaluate $(EVAL)

#: make bench     speed of each layer, and comparisons that take minutes
bench: build $(STAMPS)/dev
	@$(PY) -m bench.speed

#: make explore   a copy of the ledger in Datasette, read-only, at http://127.0.0.1:8001
EXPLORE = .build/explore
explore: $(STAMPS)/explore
	@$(PY) -m bot snapshot $(EXPLORE)/ledger.db
	@$(EXPLORE)/venv/bin/datasette serve --immutable $(EXPLORE)/ledger.db --host 127.0.0.1 --port 8001 \
	  --metadata bot/ledger/datasette.yml --setting sql_time_limit_ms 10000 --setting facet_time_limit_ms 2000 \
	  --setting suggest_facets off

train: build

#: make lock      compile the locks again from requirements*.in
lock: $(STAMPS)/dev
	@command -v uv >/dev/null || { echo "uv is needed to compile the lock: pip install uv"; exit 1; }
	uv pip compile -q --python-version 3.10 requirements.in --override overrides.txt -o requirements.txt --generate-hashes --no-emit-index-url
	uv pip compile -q --python-version 3.10 requirements-dev.in -o requirements-dev.txt --generate-hashes --no-emit-index-url
	uv pip compile -q --python-version 3.10 requirements-explore.in -o requirements-explore.txt --generate-hashes --no-emit-index-url
	uv pip compile -q --python-version 3.10 .ci/schemathesis.in -o .ci/schemathesis.txt --generate-hashes --no-emit-index-url

install: $(STAMPS)/install

$(STAMPS)/install: requirements.txt
	@mkdir -p $(STAMPS)
	@.ci/python310 $(VENV)
	@echo "Installing libraries (a few minutes the first time) ..."
	@$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes --progress-bar off -r requirements.txt 2>&1 \
	  | awk '/^Collecting/ && ++n % 25 == 0 {print "  " n " libraries"; fflush()} /^(ERROR|error)/ {print}'
	@$(PY) -c "import rasa, spacy, sqlite_utils, onnxruntime" 2>/dev/null || { echo "Installing failed: run '$(PY) -m pip install --no-deps --require-hashes -r requirements.txt' to see why."; exit 1; }
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/install
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/schemathesis: .ci/schemathesis.txt $(STAMPS)/install
	@$(PY) -m venv .build/schemathesis
	@.build/schemathesis/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r .ci/schemathesis.txt
	@touch $@

$(STAMPS)/explore: requirements-explore.txt $(STAMPS)/install
	@$(PY) -m venv $(EXPLORE)/venv
	@$(EXPLORE)/venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-explore.txt
	@touch $@

$(STAMPS)/catalogue: $(STAMPS)/install $(DATA) $(wildcard bot/catalogue/*.py)
	@echo "Building the catalogue and the encoder ..."
	@$(PY) -m bot build
	@touch $@

$(STAMPS)/model: $(STAMPS)/catalogue $(wildcard nlu/data/*.yml) $(CODE) config.yml domain.yml stories/rules.yml
	@$(PY) -m bot train
	@touch $@

clean:
	rm -rf .build .rasa models .mypy_cache .ruff_cache .pytest_cache
