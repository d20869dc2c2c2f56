#!/usr/bin/env bash
# openpyxl 3.1.5 (Excel sheets): in read-only mode, which is the one for large files, a sheet is as large as the file
# says it is, and no larger. Rows and columns beyond <dimension ref="…"> are left out without a word; programs that
# write sheets as a stream often leave "A1" there. sheet.reset_dimensions() before reading gives all rows.
#
# Seen: a sheet of 3 rows of 2 cells whose dimension says A1 → 1 row of 1 cell in read-only mode, all of them otherwise
# and after reset_dimensions(). Ends with an error where that is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5
"$folder/venv/bin/python" - <<'PYTHON'
import io
import zipfile

import openpyxl

book = openpyxl.Workbook()
for row in (("title", "text"), ("Ferry", "It stopped."), ("Mill", "It burned.")):
    book.active.append(row)
whole = io.BytesIO()
book.save(whole)
changed = io.BytesIO()
with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
    for name in old.namelist():
        data = old.read(name)
        if name == "xl/worksheets/sheet1.xml":
            assert b'<dimension ref="A1:B3"' in data
            data = data.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
        new.writestr(name, data)


def rows(read_only: bool, reset: bool = False) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(changed.getvalue()), read_only=read_only).active
    if reset:
        sheet.reset_dimensions()
    return list(sheet.iter_rows(values_only=True))


print("openpyxl", openpyxl.__version__)
print("read-only:", rows(True))
print("not:      ", rows(False))
assert len(rows(False)) == 3 and len(rows(False)[2]) == 2
assert rows(True, reset=True) == rows(False)
assert rows(True) != rows(False) and rows(True) == [("title",)]
PYTHON
