#!/usr/bin/env bash
# In a download of a press database as RTF every headline is a link. striprtf writes the address of a link into the
# text, in brackets and quotes, right behind the words, for one spelling of the field; for another, which differs by
# the blanks that Word puts between its groups, it leaves the address out. Both spellings are valid, and both stand in
# files of the same database. So a headline has an address at its end in one file and none in the next, and
# "Headline("https://…")" is what a search for the headline is compared with.
# What helps: take ("https://…") out of what striprtf gives.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet striprtf==0.0.35

cat >"$folder/links.py" <<'PYTHON'
from striprtf.striprtf import rtf_to_text

TIGHT = r'{\field{\*\fldinst{HYPERLINK "https://news.example/1"}}{\fldrslt{\b Bridge shut}}}'
LOOSE = r'{\field {\*\fldinst { HYPERLINK "https://news.example/1" }}{\fldrslt {\b Bridge shut}}}'
for name, field in (("tight", TIGHT), ("loose", LOOSE)):
    print(name, "->", rtf_to_text(r"{\rtf1\ansi {\pard " + field + r"\par}}").strip())
PYTHON

said=$("$folder/venv/bin/python" "$folder/links.py")
echo "$said"
[[ "$said" == *'tight -> Bridge shut("https://news.example/1")'* ]]
[[ "$said" == *"loose -> Bridge shut" ]]
echo "as described"
