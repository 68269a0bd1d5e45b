# The commands. Each sets up what it needs in .venv first, and does so once.
PORT ?= 8000
PYTHON ?=
NAME =
LOCK =
SECTION =
PIN = .venv/bin/uv pip compile $(LOCK) --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links
POT = locale/messages.pot
export PYTHON

.PHONY: help serve edit build moderator test check lint bench strings lock serve-set test-set browser peers

help:
	@grep '^[a-z][a-z]*:.*##' Makefile | sed 's/:.*## /	/' | expand -t 12

serve: serve-set ## build the record and the site, serve it on http://127.0.0.1:8000 (PORT=8001 changes that)
	@.venv/bin/noticeboard serve --build --port $(PORT)

edit: serve-set ## serve the site as you edit it: rebuilt and refreshed on every save, drafts included
	@.venv/bin/noticeboard edit --port $(PORT)

build: serve-set ## build output/data.db and output/site
	@echo "==> Building the record and the site"
	@.venv/bin/noticeboard build

moderator: serve-set ## make a moderator who can sign in to the desk: make moderator NAME=ruth
	@test -n "$(NAME)" || { echo "Name the moderator: make moderator NAME=ruth"; exit 1; }
	@.venv/bin/noticeboard moderator $(NAME)

test: lint browser ## prove that all of it works, in a browser too
	@echo "==> Checking content/ and data/"
	@.venv/bin/noticeboard check
	@echo "==> Running all tests"
	@.venv/bin/pytest -n auto --dist loadfile

check: lint ## lint, types, the record and the tests without a browser and PostgreSQL, before every commit
	@echo "==> Checking content/ and data/"
	@.venv/bin/noticeboard check
	@echo "==> Running the tests without a browser and PostgreSQL"
	@.venv/bin/pytest -n auto --dist loadfile -m "not browser and not postgresql"

lint: test-set ## lint and types
	@echo "==> Linting and checking types"
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy --no-error-summary

bench: browser peers ## measure speed and size, each beside a floor or a peer
	@.venv/bin/python -m bench $(SECTION)

strings: test-set ## gather what the interface says in locale/messages.pot, and bring each language's catalogue up to date
	@.venv/bin/pybabel --quiet extract --mapping=babel.cfg --keyword=gettext_noop --keyword=pgettext_noop:1c,2 \
	  --omit-header --no-wrap --add-location=file --sort-by-file --output=$(POT) .
	@$(if $(wildcard locale/*/LC_MESSAGES/messages.po),.venv/bin/pybabel --quiet update --input-file=$(POT) --output-dir=locale \
	  --no-wrap --ignore-pot-creation-date)

lock: test-set ## pin requirements/ anew for every supported Python (LOCK=--upgrade takes newer versions)
	@echo "==> Pinning requirements/serve.txt and requirements/test.txt"
	@$(PIN) pyproject.toml --group serve -o requirements/serve.txt
	@$(PIN) pyproject.toml --group test -c requirements/serve.txt -o requirements/test.txt
	@$(PIN) --group peers -o requirements/peers.txt

serve-set:
	@requirements/install.sh serve

test-set:
	@requirements/install.sh test

browser: test-set
	@requirements/install.sh browser

peers: test-set
	@requirements/install.sh peers
