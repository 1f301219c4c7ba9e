# Two commands matter: `make demo` and `make test`. All need only Python 3.11, make and git.

PORT ?= 8000
DATA ?= var
ARGS ?= help
BROWSER ?= 1
BEDROCK_STAND_IN ?=
PYTHON ?= $(shell command -v python3.11 || command -v python3)
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
UV ?= $(shell command -v uv || echo .venv/bin/uv)
COMPILE = "$(UV)" pip compile --python-version 3.11 --universal --no-strip-extras --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

export CHROMIUM
# The tests start some hundred processes, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo manage test browser check openapi fuzz bench screenshots a11y lock clean

help:
	@echo "make demo [PORT=8000] [DATA=var]   the whole site on this machine, until Ctrl-C"
	@echo "make demo BEDROCK_STAND_IN=1       … with texts by a stand-in for a language model (or its habit: mixed, …)"
	@echo "make manage ARGS=\"…\" [DATA=var]    manage.py on the running demo's database"
	@echo "make test [BROWSER=0]              all tests (BROWSER=0: without those in a browser)"
	@echo "make check                         style, types, floors, templates, migrations, translations"
	@echo "make openapi                       docs/openapi.json, the API's description"
	@echo "make fuzz                          everything schemathesis finds to send to the API (half an hour)"
	@echo "make bench                         measurements"
	@echo "make a11y [WHO=grower-es]          every page × language × theme, enlarged, in forced colours (half an hour)"
	@echo "make screenshots [PORT=8000]       pictures of every page, in var/screenshots; starts a demo if none runs"
	@echo "make lock                          requirements/*.txt from requirements/*.in"
	@echo "make clean                         remove caches; data and .venv stay"

# 1 answers well; another value names a habit ("mixed", "broken", … of foodcoord/stand_in/habits.py).
STAND_IN = $(if $(BEDROCK_STAND_IN),--bedrock-stand-in "$(patsubst 1,good,$(BEDROCK_STAND_IN))")

demo: .venv/installed
	@exec .venv/bin/python manage.py demo --port "$(PORT)" --data-dir "$(DATA)" $(STAND_IN)

# The running demo leaves a file that says how to reach it.
manage: .venv/installed
	@test -f "$(DATA)/run/environment" || { \
		echo "No demo runs on the folder $(DATA): start it with make demo, or name its folder with DATA=…" >&2; \
		exit 1; }
	@. "$(DATA)/run/environment" && .venv/bin/python manage.py $(ARGS)

ifeq ($(BROWSER),0)
test: .venv/installed
	@.venv/bin/python -m pytest -n 3 --dist worksteal --durations 30 -m "not browser"; result=$$?; \
		echo "The browser tests were left out (BROWSER=0)."; exit $$result
else
test: browser .venv/installed
	@.venv/bin/python -m pytest -n 3 --dist worksteal --durations 30
endif

browser:
	@test -x "$(CHROMIUM)" || { \
		echo "The browser tests need Chromium: install the package chromium (apt-get install chromium)," >&2; \
		echo "name its program (CHROMIUM=/its/path), or leave these tests out (make test BROWSER=0)." >&2; \
		exit 1; }

# Nothing here asks a database; the settings only want to be told of one.
check: export SECRET_KEY = for checks only
check: export DATABASE_URL = postgresql:///unused
check: export PYTHONWARNINGS = ignore::RuntimeWarning:django.core.management.commands.makemigrations
check: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	.venv/bin/djlint --check templates
	.venv/bin/djlint --lint templates
	.venv/bin/python manage.py makemigrations --check --dry-run
	.venv/bin/python manage.py check_translations
	.venv/bin/python manage.py write_openapi --check

openapi: export SECRET_KEY = for the description only
openapi: export DATABASE_URL = postgresql:///unused
openapi: .venv/installed
	.venv/bin/python manage.py write_openapi

# All that schemathesis thinks of, as several callers; the tests have a short version of it.
fuzz: .venv/installed
	@FUZZ=1 .venv/bin/python -m pytest tests/security/test_schemathesis.py

bench: .venv/installed
	.venv/bin/python -m bench

# Not among the tests, which look at each page once.
a11y: browser .venv/installed
	@.venv/bin/python -m pytest -q --show-capture=no tests/browser/accessibility.py $(if $(WHO),-k "$(WHO)")

screenshots: browser .venv/installed
	@.venv/bin/python -m tests.browser.screenshots --port "$(PORT)" --data-dir "$(DATA)"

lock:
	$(COMPILE) requirements/base.in --output-file requirements/base.txt
	$(COMPILE) requirements/dev.in --constraints requirements/base.txt --output-file requirements/dev.txt

clean:
	rm -rf .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path "./.venv/*" -prune -exec rm -rf {} +

# The stamp keeps this from being repeated; checkout.pth lets tools find our packages.
.venv/installed: requirements/base.txt requirements/dev.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: install it, or name it (make PYTHON=/its/path …)." >&2; exit 1; }
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear .venv || { \
		echo "Python can't make a virtual environment: install its venv (apt-get install python3-venv)." >&2; exit 1; }
	@echo "Installing the Python packages (once; a few minutes) …"
	@.venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
		-r requirements/dev.txt
	@pwd > "$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/checkout.pth"
	@touch $@
