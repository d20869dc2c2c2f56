"""The lines of a page's source, by which a text whose blocks ran together is parted again."""

from __future__ import annotations

from typing import Any

from ingest.facts.page_layout import BLOCKS, fold_print
from ingest.webpage.blocks import table_lines
from ingest.webpage.furniture import HEADINGS

_SILENT = ("script", "style", "noscript", "template", "svg", "select", "option", "button", "head")
_KEY = 12  # letters by which the line that a text begins with is looked up
_TRIED = 20  # lines that begin alike


class PageLines:
    """The block-level lines of a page (an lxml tree), in their order; a line break does not end one."""

    def __init__(self, tree: Any) -> None:
        self._lines: list[tuple[bool, str, str]] = []  # whether it is a heading, as written, folded
        self._at: dict[str, list[int]] = {}  # first letters → lines that begin so
        self._whole: set[str] = set()
        self._rows: dict[
            str, list[str]
        ] = {}  # of tables: as the page has them, folded → with their columns' names
        self._read(tree)

    def write_row(self, text: str) -> str | None:
        """The row of a table with the names of its columns; empty for a row of names, None for an unknown row."""
        written = self._rows.get(fold_print(text))
        if not written:
            return None
        return written.pop(0) if len(written) > 1 else written[0]

    def part(self, text: str) -> list[tuple[bool, str]]:
        """``text`` as lines, each with whether it is a heading: more than one where it is several run together."""
        key = fold_print(text)
        if not key:
            return []
        if key in self._rows:
            return [(False, self.write_row(text) or "")]
        if key in self._whole:
            return [(False, text)]
        for start in self._at.get(key[:_KEY], ())[:_TRIED]:
            if taken := self._consume(key, start):
                return taken
        for length in range(min(len(key), _KEY) - 1, 2, -1):  # a short line may stand first
            for start in self._at.get(key[:length], ())[:_TRIED]:
                if len(self._lines[start][2]) == length and (taken := self._consume(key, start)):
                    return taken
        return [(False, text)]

    def _consume(self, key: str, start: int) -> list[tuple[bool, str]]:
        """The lines from ``start`` on that make up ``key`` one after the other; none where they do not."""
        taken: list[tuple[bool, str]] = []
        at = 0
        for is_heading, line, folded_line in self._lines[start:]:
            if not key.startswith(folded_line, at):
                return []
            if line:
                taken.append((is_heading, line))
            at += len(folded_line)
            if at == len(key):
                return taken
        return []

    def _read(self, tree: Any) -> None:
        from lxml import etree

        held: list[str] = []
        heading = False
        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, each in walker:
            if event == "start" and each.tag in _SILENT:
                walker.skip_subtree()
                continue
            if event == "start" and each.tag == "table":
                self._end(held, heading)
                held, heading = [], False
                self._read_table(each)
                walker.skip_subtree()
                continue
            if each.tag in BLOCKS and each.tag != "br":
                self._end(held, heading)
                held, heading = [], event == "start" and each.tag in HEADINGS
            if event == "start":
                held.append(" " if each.tag == "br" else each.text or "")
            elif each is not tree:
                held.append(each.tail or "")
        self._end(held, heading)

    def _read_table(self, table: Any) -> None:
        for raw, written in table_lines(table):
            if key := fold_print(raw):
                self._rows.setdefault(key, []).append(written)
                self._keep(False, written, key)

    def _end(self, held: list[str], heading: bool) -> None:
        line = " ".join("".join(held).replace("\xad", "").split())
        key = fold_print(line)
        if key:
            self._keep(heading, line, key)

    def _keep(self, heading: bool, line: str, key: str) -> None:
        self._at.setdefault(key[:_KEY], []).append(len(self._lines))
        self._whole.add(key)
        self._lines.append((heading, line, key))
