# Everything a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check

.PHONY: run test check gate slow ocr screenshots pins audit clean

run: $(VENV)/.installed ## set up if needed, index the sample articles if there are none, open the chat page
	@$(BIN)/python -m ingest --if-empty articles
	@$(BIN)/python app.py

# Without a browser a part of the page is not tried, and so the floor of coverage is not asked for
FLOOR := $(if $(shell command -v chromium || command -v chromium-browser || command -v google-chrome),,--cov-fail-under=0)

test: check ## lint, types and all tests, in two processes of one computing thread each, and a floor for what they cover
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile --cov --cov-report= $(FLOOR)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

DATA ?= ../shared/data
GATE := .cache/benchmarks/gate

gate: $(VENV)/.installed-dev $(GATE)/sets ## measure retrieval again and compare with the pinned floors
	$(BIN)/python -m benchmarks retrieval --sets $(GATE)/sets --set bbc --set squadshifts_new_wiki --set xquad_en \
	    --systems dateline --limit 100 --json >$(GATE)/retrieval.json
	$(BIN)/python -m benchmarks gate $(GATE)/retrieval.json

$(GATE)/sets:
	$(BIN)/python -m benchmarks prepare --data $(DATA) --out $@ --sample 300

slow: $(VENV)/.installed-dev ## the long tests that the default run leaves out
	$(BIN)/pytest -m slow

ocr: $(VENV)/.installed ## read the text of scans and of pictures, too
	$(INSTALL) --no-deps -r requirements-ocr.txt

screenshots: $(VENV)/.installed-dev ## make the README's pictures again
	$(BIN)/python docs/screenshots.py

pins: ## pin all packages, with hashes; what is pinned stays, but for PINS="--upgrade" or "--upgrade-package NAME"
	test -x .cache/pins/bin/uv || ($(PYTHON) -m venv .cache/pins && .cache/pins/bin/python -m pip install --quiet uv==0.13.9)
	.cache/pins/bin/python .ci/pins.py $(PINS)

audit: $(VENV)/.installed-dev ## known weaknesses of the packages that are pinned, but for those in .ci/audit-exceptions.txt
	$(BIN)/python .ci/audit.py

clean: ## remove the environment and caches; data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .cache

$(VENV)/.installed: requirements.txt requirements-torch.txt requirements-torch-cpu.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --no-deps -r requirements-torch-cpu.txt 2>/dev/null || $(INSTALL) --no-deps -r requirements-torch.txt
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(INSTALL) --no-deps -r requirements-dev.txt
	@touch $@
