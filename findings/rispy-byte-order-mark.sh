#!/usr/bin/env bash
# rispy 0.10.0 (RIS, the format in which news databases hand references over): the first record of a text that begins
# with a byte-order mark vanishes, and so does a record that is not ended by "ER  - "; neither is told.
#
# Seen: two records → 2; the same with U+FEFF before it (as many exports for Windows begin) → 1; the same without the
# last "ER  - " → 1. No exception, no warning. Ends with an error where that is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check rispy==0.10.0
"$folder/venv/bin/python" -W error - <<'PYTHON'
import rispy

record = "TY  - NEWS\nTI  - {0}\nJF  - Larkmoor Courier\nAB  - The {0} stopped on Monday.\nER  - \n\n"
whole = record.format("Ferry") + record.format("Mill")
counts = {
    "as it should be": len(rispy.loads(whole)),
    "with a byte-order mark": len(rispy.loads("\ufeff" + whole)),
    "without the last ER": len(rispy.loads(whole.removesuffix("ER  - \n\n"))),
}
print("rispy", rispy.__version__, counts)
assert list(counts.values()) == [2, 1, 1], counts
PYTHON
