# The one door for people: `make help` lists what there is.

PYTHON ?= python3
PY = .venv/bin/python
PORT ?= 5000
WORKERS ?= 2
ARGS ?=
PLACES = --no-location
JUDGE = tests/judges/node_modules/ical.js
GERMAN = translations/de/LC_MESSAGES/messages

.DEFAULT_GOAL := help
.PHONY: help run test check bench migrate translate extract tools
export PORT

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=5001 make run       another port"
	@echo "  DEMO=0 make run          an empty site; prints the administrator's one-time link"
	@echo "  ARGS='-k minutes' make test"

run: .venv/installed $(GERMAN).mo ## set everything up and serve the site with its letter worker
	@$(PY) -m plumbing.serve

test: export PYTHONDONTWRITEBYTECODE = # compiled once: tests are many, and each of their files is rewritten
test: .venv/installed-dev $(GERMAN).mo tools ## all tests, on SQLite and PostgreSQL and in a browser; CI=true: each page on both
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal --pages-once $(ARGS)

check: .venv/installed-dev ## style, types, imports between rooms, the German catalogue
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@CI= $(PY) -m pytest -q tests/house_rules/test_translations.py tests/house_rules/test_code.py tests/house_rules/test_tree.py

bench: .venv/installed-dev $(GERMAN).mo ## benchmarks with their ratios
	@$(PY) -m tests.bench $(ARGS)

migrate: .venv/installed ## bring the database to the newest schema
	@$(PY) -m alembic upgrade head

translate: .venv/installed-dev ## collect new messages into the German catalogue
	@$(MAKE) -s extract POT=$(GERMAN).pot
	@$(PY) -m babel.messages.frontend -q update -i $(GERMAN).pot -o $(GERMAN).po -l de \
		--ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --width 110
	@rm $(GERMAN).pot
	@$(PY) -m pytest -q tests/house_rules/test_translations.py

extract: # the messages of code and templates as the file POT
	@$(PY) -m babel.messages.frontend -q extract -F pyproject.toml -k lazy_gettext -k _l -k lazy_ngettext:1,2 \
		--sort-output --omit-header $(PLACES) -o $(POT) app.py blueprints models plumbing templates

$(GERMAN).mo: $(GERMAN).po | .venv/installed
	@$(PY) -m babel.messages.frontend -q compile -i $< -o $@ -l de

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: PYTHON=python3.12 make ..."; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { $(call install,python3-venv) && $(PYTHON) -m venv --clear .venv; } || \
		{ rm -rf .venv; echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }

.venv/installed: requirements.txt | .venv/bin/pip
	@echo "Installing what the site needs ..."
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/pip
	@echo "Installing what its tests need ..."
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/installed $@

tools: # what tests need beside Python; they say themselves what stays left out
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || $(call install,postgresql) || true
	@test -e $(JUDGE) || { command -v npm >/dev/null || $(call install,nodejs npm); } && \
		{ test -e $(JUDGE) || npm ci --silent --no-audit --no-fund --prefix tests/judges; } || true
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(call install,chromium) || true

# Only root on Debian may; quiet, and false where it can't.
install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing $(1) ..." && \
	{ apt-get install -qq -y --no-install-recommends $(1) >/dev/null 2>&1 || \
	{ apt-get update -qq >/dev/null 2>&1 && apt-get install -qq -y --no-install-recommends $(1) >/dev/null; }; }; }
