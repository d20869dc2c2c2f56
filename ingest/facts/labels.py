"""Lines such as ``BYLINE: Jo Doe`` that archives and press databases print above the text of an article."""

from __future__ import annotations

import re

from ingest.dates.dates import find_date
from ingest.facts.fields import NAMES, fold_field_name

_LABEL = re.compile(r"^(?P<label>[^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+)?):[ \t]+(?P<value>\S.*)$")
_FIELDS = {name: field for field, names in NAMES.items() if field not in ("text", "deck") for name in names}
_IGNORED = {
    "length",
    "copyright",
    "dateline",
    "loaddate",
    "edition",
    "page",
    "graphic",
    "document",
    "pages",
    "länge",
}
_TOP = 20  # lines among which they stand
_LONGEST = 200  # characters of such a line
_ENOUGH = 2  # of them, beside dates: one may be a sentence of an interview


def split_labels(text: str) -> tuple[dict[str, str], str]:
    """The fields that lines at the top of ``text`` name, and the text without them; no fields if there are few.

    A headline named there stands as the first line again.
    """
    lines = text.strip().split("\n")
    fields: dict[str, str] = {}
    taken: list[int] = []
    for number, line in enumerate(lines[:_TOP]):
        found = _LABEL.match(line.strip()) if len(line) <= _LONGEST else None
        name = fold_field_name(found["label"]) if found else ""
        if found and (name in _FIELDS or name in _IGNORED):
            taken.append(number)
            if name in _FIELDS:
                fields.setdefault(_FIELDS[name], found["value"].strip())
    if len(taken) - sum(field in fields for field in ("published", "updated")) < _ENOUGH:
        return {}, text
    for field in fields.keys() & {"published", "updated"}:
        day = find_date(fields[field])
        fields[field] = day.isoformat() if day else fields[field]
    above = [line for line in lines[: taken[0]] if line.strip()]
    below = [line for number, line in enumerate(lines) if number > taken[0] and number not in taken]
    if len(above) == 1 and "title" not in fields and _opens_with_headline(below):
        fields.setdefault("outlet", above.pop().strip())
    headline = [fields["title"], ""] if "title" in fields else []
    return fields, "\n".join([*headline, *above, *below])


def _opens_with_headline(lines: list[str]) -> bool:
    """Whether the first line of text is short, no sentence, and parted from the next."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or first + 2 > len(lines):
        return False
    line = lines[first].strip()
    return len(line) <= 140 and not re.search(r"[.!?,;:]$", line) and not lines[first + 1].strip()
