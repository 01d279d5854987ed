# `make help` lists everything; `make run` opens the shop; `make check` answers "am I done?".
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
CHOSEN = $(if $(PORT),PORT=$(PORT)) $(if $(PLATFORM),PLATFORM=$(PLATFORM))
POT := $(or $(TMPDIR),/tmp)/foyer-messages.pot
CODE := app.py gunicorn.conf.py config demo services routes web sandbox tests bench tools

##@ Use
.PHONY: run serve sandbox secret
run: setup ## Open the shop with its sandbox on http://127.0.0.1:8000 (PORT=8123, PLATFORM=bigcommerce)
	@exec env $(CHOSEN) $(BIN)/python app.py

serve: setup ## The same on the production server (gunicorn)
	@exec env $(CHOSEN) $(BIN)/gunicorn

sandbox: setup ## The platform's stand-in alone, for any client, on http://127.0.0.1:8001
	@exec $(BIN)/python -m sandbox --port $(or $(PORT),8001)

secret: setup ## Print a SECRET_KEY
	@$(BIN)/python -c "import secrets; print(secrets.token_urlsafe(48))"

##@ Develop
.PHONY: bench cards lighthouse parity screenshots setup setup-dev test check check-only format format-check lint types templates-check messages browser clean help
setup: $(VENV)/.installed ## Make .venv and install what the shop runs on

setup-dev: $(VENV)/.installed-dev ## The same, and what checks it

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the shop runs on (once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what checks the shop (once) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

test: setup-dev browser ## All tests; ARGS="-k cart" chooses
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

parity: setup-dev ## Write docs/parity.md: what each platform offers, as the contract tests report it
	@$(BIN)/python -m pytest -n auto --dist worksteal tests/contract --parity docs/parity.md

check: format lint types templates-check test ## Am I done? Format, lint, types, templates, all tests

check-only: format-check lint types templates-check ## What `check` does beside the tests, changing nothing

format: setup-dev
	@$(BIN)/ruff format $(CODE)

format-check: setup-dev
	@$(BIN)/ruff format --check $(CODE)

lint: setup-dev
	@$(BIN)/ruff check $(CODE)

types: setup-dev
	@$(BIN)/mypy

templates-check: setup-dev
	@$(BIN)/djlint --lint --quiet templates sandbox

messages: setup ## Collect the sentences of code and templates into the catalogs of translations/
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg --output $(POT) --no-location --sort-output --omit-header \
		--keyword sentence --keyword counted_sentence:1,2 --keyword translatable .
	@for catalog in translations/*/LC_MESSAGES/messages.po; do \
		$(BIN)/pybabel --quiet update --input-file $(POT) --output-file $$catalog --locale $$(basename $$(dirname $$(dirname $$catalog))) \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap; done

lighthouse: setup ## What Lighthouse says of the main pages (needs Node)
	@$(BIN)/python -m bench.lighthouse

screenshots: setup-dev ## Pictures of the main pages, and those of the README
	@$(BIN)/python -m tools.screenshots

bench: setup ## Ratios: is a shop of ten thousand products as quick as a small one?
	@$(BIN)/python -m bench.big_catalog

cards: setup-dev ## Draw the pictures shown beside links to the shop, and its icons, from config/brand.py
	@$(BIN)/python -m tools.cards

browser: ## Install Chromium for the browser tests, where that is possible
	@sh tests/browser/install_chromium.sh

clean: ## Forget the shop's data and everything installed
	rm -rf $(VENV) instance .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
