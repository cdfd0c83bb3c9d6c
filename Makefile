# Everything a person does with this project, and what CI does: `make check`.
# Needs python3 (3.11 or later) with venv, and make. Environments are built once and again when their inputs change.

PYTHON ?= python3
PIP = -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -c requirements.lock
SAMPLE = examples/reports/harbour-strike.txt

.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint types wheel wheel-test gate accuracy speed store-speed kills fuzz docs lock train clean

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

# ---- environments ---------------------------------------------------------------------------------------------------

.stamps/run: pyproject.toml requirements.lock
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python $(PIP) --editable .
	@mkdir -p .stamps && touch $@

.stamps/dev: pyproject.toml requirements.lock .stamps/run
	.venv/bin/python $(PIP) --editable '.[dev]'
	@mkdir -p .stamps && touch $@

# ---- use ------------------------------------------------------------------------------------------------------------

demo: .stamps/run  ## code one sample report and print its record
	@.venv/bin/sayso code $(SAMPLE) --published 2024-03-12 --outlet "Aegean Wire" --format text
	@echo
	@echo "Sixteen reports on one autumn in the browser, by sayso serve: make serve"

serve: .stamps/run  ## put the tutorial's reports into minsk.sayso and serve it at http://127.0.0.1:8000/
	.venv/bin/python $(PIP) --editable '.[serve]'
	test -f minsk.sayso || .venv/bin/sayso add minsk.sayso examples/minsk-2020/reports.jsonl
	.venv/bin/sayso serve minsk.sayso

# ---- checks ---------------------------------------------------------------------------------------------------------

test: .stamps/dev  ## run the tests on the source
	.venv/bin/python -m pytest

lint: .stamps/dev  ## style of the code
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .stamps/dev  ## types of the package
	.venv/bin/mypy

wheel: .stamps/dev  ## build dist/*.whl
	rm -rf dist
	.venv/bin/python -m build --wheel --outdir dist .

wheel-test: wheel  ## run the tests on the installed wheel, outside the source tree's environment
	rm -rf .venv-wheel
	$(PYTHON) -m venv .venv-wheel
	.venv-wheel/bin/python $(PIP) "$$(echo dist/sayso-*.whl)[dev]"
	.venv-wheel/bin/python -c "import sayso, sys; sys.exit('site-packages' not in sayso.__file__)"
	.venv-wheel/bin/python -m pytest

gate: .stamps/dev  ## quality against the pinned floors
	.venv/bin/python benchmarks/gate.py

check: lint types gate wheel-test  ## all of it: what CI runs

# ---- the rest -------------------------------------------------------------------------------------------------------

accuracy: .stamps/dev  ## write docs/explanation/accuracy.md: what the model gets right and wrong
	.venv/bin/python benchmarks/accuracy.py

speed: .stamps/dev  ## measure speed and memory
	.venv/bin/python benchmarks/speed.py

store-speed: .stamps/dev  ## measure adding to a large store, queries on a million events, memory
	.venv/bin/python benchmarks/store.py

kills: .stamps/dev  ## kill `sayso add` 50 times at random moments and compare what it leaves
	.venv/bin/python benchmarks/kills.py

fuzz: .stamps/dev  ## feed the readers 20,000 made-up inputs each
	.venv/bin/python -m pytest -m fuzz --hypothesis-profile=fuzz

docs: .stamps/dev  ## write the generated pages and the outputs shown in README and docs
	.venv/bin/python tools/generate_docs.py --outputs

lock:  ## write requirements.lock anew: the newest versions that pyproject.toml allows
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --root-user-action=ignore '.[dev,pandas,polars,serve]'
	.venv-lock/bin/python -m pip freeze --exclude sayso | tr 'A-Z_' 'a-z-' > requirements.lock
	rm -rf .venv-lock

train:  ## train the language model from scratch (see training/README.md)
	$(MAKE) -C training

clean:  ## remove environments and what was built
	rm -rf .venv .venv-wheel .stamps dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
