#!/usr/bin/env bash
# striprtf 0.0.35 on valid RTF gives text that a reader is not meant to see, and leaves out what one is:
# - what a tracked change deleted (\deleted) and hidden text (\v) come out as part of the sentence, so that a draft
#   says both what was struck and what stands;
# - \upr, by which a text stands there twice, for old readers and in Unicode, gives neither of the two;
# - \column, a break between two columns, gives nothing: the words around it are one word.
# What helps: take the first two out of the source, keep the group of \*\ud, and put a mark for the break, before
# striprtf reads it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check striprtf==0.0.35
"$folder/venv/bin/python" - <<'PYTHON'
from striprtf.striprtf import rtf_to_text

SEEN = {
    r"The mill {\deleted never }{\revised soon }reopens.": "The mill never soon reopens.",
    r"The mill {\v (check this!) }reopens.": "The mill (check this!) reopens.",
    r"{\upr{The caf\'e9}{\*\ud{The caf\u233\'e9}}} reopens.": " reopens.",
    r"The mill reopens.\column The weir is shut.": "The mill reopens.The weir is shut.",
}
for source, text in SEEN.items():
    found = rtf_to_text(r"{\rtf1\ansi\ansicpg1252 " + source + "}")
    print(source, "->", repr(found))
    assert found == text, (found, text)
PYTHON
echo "as described"
