# Everything a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check gate slow ocr screenshots pins clean

run: $(VENV)/.installed ## set up if needed, index the sample articles if there are none, open the chat page
	@$(BIN)/python -m ingest --if-empty articles
	@$(BIN)/python app.py

test: check ## lint, types and all tests, in two processes of one computing thread each
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile

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
	$(BIN)/python -m pip install --disable-pip-version-check -c requirements-dev.txt rapidocr

screenshots: $(VENV)/.installed-dev ## make the README's pictures again
	$(BIN)/python docs/screenshots.py

pins: ## pin what a fresh environment gets today from requirements.in and requirements-dev.in
	rm -rf .cache/pins && $(PYTHON) -m venv .cache/pins
	.cache/pins/bin/python -m pip install -r requirements.in
	(echo "# Made by \`make pins\` from requirements.in."; .cache/pins/bin/python -m pip freeze | sed 's/+cpu//') >requirements.txt
	.cache/pins/bin/python -m pip install -r requirements-dev.in
	(echo "# Made by \`make pins\` from requirements-dev.in: what the tests need beside requirements.txt."; \
	    .cache/pins/bin/python -m pip freeze | sed 's/+cpu//' | grep -vxFf requirements.txt) >requirements-dev.txt

clean: ## remove the environment and caches; data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .cache

$(VENV)/.installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@
