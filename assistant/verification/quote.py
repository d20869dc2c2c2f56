"""Where a quotation stands in a text, character by character, whatever form its quotes and spaces have."""

from __future__ import annotations

import re

from assistant.language.words import fold_text

_CLUSTER = re.compile(r"\s+|[^\W]?[\u0300-\u036f\u3099\u309a]+|.", re.S)


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """``(start, end)`` of ``quote`` in ``text``, in characters of ``text``; None if it does not stand there.

    Both are compared after ``words.fold`` (Unicode compatibility form, plain quotes and dashes, single
    spaces) and only at the ends of words; letters must agree in case.
    """
    wanted = fold_text(quote).strip(" .\"'")
    if not wanted:
        return None
    folded, offsets = _fold_with_places(text)
    before, after = (r"(?<!\w)" if wanted[0].isalnum() else ""), (r"(?!\w)" if wanted[-1].isalnum() else "")
    match = re.search(before + re.escape(wanted) + after, folded)
    if match is None:
        return None
    return offsets[match.start()][0], offsets[match.end() - 1][1]


def _fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text and, for each of its characters, the characters of ``text`` that it comes from."""
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        plain = " " if cluster.isspace() else fold_text(cluster)
        pieces.append(plain)
        offsets += [match.span()] * len(plain)
    return "".join(pieces), offsets
