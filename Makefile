# One word for each thing people do here. Every target sets up what it needs by itself.
PY = .venv/bin/python
STAMP = .venv/.installed

.PHONY: demo test test-core check docs bench format clean

demo: $(STAMP)           ## the main job, on the published documents: 27 forms read, checked, scored, summed up into ./demo
	$(PY) -m perf_xl demo --out demo

test: $(STAMP)           ## everything, LibreOffice and Wine lanes included; installs what they need
	scripts/lanes.sh test

test-core: $(STAMP)      ## what needs no system package, under 10 minutes
	$(PY) -m pytest -n auto -m "not libreoffice and not gui and not wine"

check: $(STAMP)          ## the quick gate: format, lint, types, import contracts, generated docs
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) scripts/generate_docs.py --check

docs: $(STAMP)           ## regenerate docs/findings, the command reference and the tables of the forms
	$(PY) scripts/generate_docs.py

bench: $(STAMP)          ## ratios against other libraries, in one run
	$(PY) -m benchmarks.run

format: $(STAMP)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

$(STAMP): pyproject.toml scripts/setup.sh
	scripts/setup.sh
	touch $(STAMP)

clean:
	rm -rf .venv demo build dist
