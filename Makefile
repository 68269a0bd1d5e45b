# The commands. Each sets up what it needs in .venv first, and does so once.
PORT ?= 8000
PYTHON ?=
NAME =
LOCK =
PIN = .venv/bin/uv pip compile pyproject.toml $(LOCK) --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links
export PYTHON

.PHONY: help serve build moderator test check lint bench lock serve-set test-set browser

help:
	@grep '^[a-z][a-z]*:.*##' Makefile | sed 's/:.*## /	/' | expand -t 12

serve: serve-set ## build the record and the site, serve it on http://127.0.0.1:8000 (PORT=8001 changes that)
	@.venv/bin/noticeboard serve --build --port $(PORT)

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

check: lint ## lint, types, the record and the tests without a browser, before every commit
	@echo "==> Checking content/ and data/"
	@.venv/bin/noticeboard check
	@echo "==> Running the tests without a browser"
	@.venv/bin/pytest -n auto --dist loadfile -m "not browser"

lint: test-set ## lint and types
	@echo "==> Linting and checking types"
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy --no-error-summary

bench: browser ## measure speed and size, each beside a floor or a peer
	@.venv/bin/python -m bench

lock: test-set ## pin requirements/ anew for every supported Python (LOCK=--upgrade takes newer versions)
	@echo "==> Pinning requirements/serve.txt and requirements/test.txt"
	@$(PIN) --group serve -o requirements/serve.txt
	@$(PIN) --group test -c requirements/serve.txt -o requirements/test.txt

serve-set:
	@requirements/install.sh serve

test-set:
	@requirements/install.sh test

browser: test-set
	@requirements/install.sh browser
