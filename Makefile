# make demo   what tunelint finds in the bad fixtures: a table, then three of them in full; installs
#             tunelint alone, below .venv-demo
# make test   runs everything that must hold: lint, types, what runs no library (all of it on the
#             newest Python, on older ones what their Python can break), and what runs libraries
# make test-fast            what runs no tuning library, on one Python
# make real-code FOLDER=…   precision and recall over a folder of clones named owner+name
# make study FOLDER=…       what public searches get wrong: writes docs/study.md
# make fix-all FOLDER=…     what --fix --unsafe-fixes does to a copy of these clones
# make fixtures             runs every program of fixtures/ with the real libraries and notes which ran
# make mutations            how many injected pitfalls are found (FOLDER=… to start from public files)
# make fuzz                 what inputs of all kinds do to it: changed as trees and as text, cut into
#                           modules and cells (OPTIONS='--inputs 50000 --seconds 10800 --seed 0');
#                           what breaks is shrunk and kept under .fuzz
# make soundness            whether what it reads of random programs holds in their runs
#                           (OPTIONS='--programs 20000 --seconds 3600 --seed 0')
# make signatures          writes down what the installed libraries take, for those without them
# make model-page          writes docs/model.md from the comments in tunelint/model
# make growth               time at n, 2n and 4n of families that grow (OPTIONS='--only grids')
# make kills                what kills at random moments leave of files that are being written
# make confirm              runs all fixtures: bad ones confirmed? corrected ones refuted?
#                           (NAMES=… some, OPTIONS='--warm --repeats 3', KERAS_BACKEND=torch)
# make truth                how often experiments are wrong about searches whose truth is known
# make cost                 what a verdict costs beside the search that it judges
# make leaks FOLDER=…       side by side with two public tools for data leaks
# make bench                time and memory beside ruff, flake8, Fixit, TorchFix and libcst alone
#                           (ROWS='dense one-file' some, OPTIONS='--rounds 3'; installs under .bench)
# All but the demo make .venv themselves; they need make, bash and a Python of 3.11 to 3.13.

SHELL := /bin/bash
.DELETE_ON_ERROR:

export TF_CPP_MIN_LOG_LEVEL := 3

BIN := .venv/bin
BAD_FIXTURES := $(sort $(wildcard fixtures/*/*_bad fixtures/*/*_bad.* fixtures/*/*_bad_*))
IN_FULL := fixtures/keras_tuner/tun301_bad.py fixtures/optuna/tun304_bad.py \
	fixtures/hyperopt/tun506_bad.ipynb

.PHONY: demo test test-fast fixtures real-code study fix-all mutations signatures model-page soundness fuzz growth kills confirm truth cost leaks \
	bench environment lint types static tests clean

demo:
	@set -euo pipefail; .ci/make_environment .venv-demo "$$(.ci/choose_python)"
	@echo "What tunelint finds in the bad programs of fixtures/, by rule:"
	@echo
	@.venv-demo/bin/tunelint check --exit-zero --statistics $(BAD_FIXTURES)
	@echo
	@echo "Three of them in full:"
	@echo
	@.venv-demo/bin/tunelint check --exit-zero $(IN_FULL)

test: environment lint types static tests

environment:
	@set -euo pipefail; \
	python=$$(.ci/choose_python); \
	echo "Using $$("$$python" --version) ($$python): all that the tests need installs on it"; \
	.ci/make_environment .venv "$$python" tests/requirements.txt

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: environment
	$(BIN)/mypy

static: environment
	.ci/static_tests

tests: environment
	$(BIN)/python -m pytest -q -n 3 --dist worksteal -m "libraries or bench"

test-fast: environment
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not libraries and not bench"

fixtures: environment
	rm -f fixtures/ran.txt
	TUNELINT_RECORD=1 $(BIN)/python -m pytest -q -n 3 --dist worksteal tests/test_fixtures_run.py
	LC_ALL=C sort -k 2 -o fixtures/ran.txt fixtures/ran.txt

real-code: environment
	@$(BIN)/python benchmarks/real_code/measure.py "$(FOLDER)"

study: environment
	@$(BIN)/python -m benchmarks.study.measure "$(FOLDER)" $(OPTIONS)

fix-all: environment
	@$(BIN)/python benchmarks/real_code/fix_all.py "$(FOLDER)"

mutations: environment
	@$(BIN)/python benchmarks/mutations/measure.py $(if $(FOLDER),"$(FOLDER)")

fuzz: environment
	@$(BIN)/python -m benchmarks.fuzz.measure $(OPTIONS)

soundness: environment
	@$(BIN)/python -m tests.soundness.measure $(OPTIONS)

signatures: environment
	@$(BIN)/python -m tools.library_signatures

model-page: environment
	@$(BIN)/python -m tools.model_page

growth: environment
	@$(BIN)/python -m benchmarks.fuzz.growth $(OPTIONS)

kills: environment
	@$(BIN)/python -m benchmarks.fuzz.kills $(OPTIONS)

confirm: environment
	@$(BIN)/python benchmarks/confirm/measure.py $(NAMES) $(OPTIONS)

truth: environment
	@$(BIN)/python -m benchmarks.confirm.truth $(NAMES) $(OPTIONS)

cost: environment
	@$(BIN)/python benchmarks/confirm/cost.py

leaks: environment
	@$(BIN)/python benchmarks/leaks/measure.py "$(FOLDER)"

bench: environment
	@$(BIN)/python -m benchmarks.speed.measure $(ROWS) $(OPTIONS)

clean:
	rm -rf .venv .venv-3.* .venv-demo build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
