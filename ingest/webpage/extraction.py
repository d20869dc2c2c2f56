"""What trafilatura takes for the article, as a body: paragraphs and headings, each block by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.facts.body import SENTENCE_END, Body
from ingest.facts.boilerplate import is_boilerplate
from ingest.facts.page_layout import fold_print
from ingest.webpage.consent import is_consent, is_offer
from ingest.webpage.grid import join_cells
from ingest.webpage.page_lines import PageLines

_HOLDERS = {"quote", "list", "table", "item", "div"}  # of trafilatura's tree: hold other blocks
_TERM = 100  # characters of a term, and of its value
_HELD = {"p", "head", "row"}


def extract_body(tree: Any, url: str | None, titles: Iterable[str | None] = ()) -> Body:
    """The paragraphs and headings of a page's article; ``titles`` are its headline, which is neither."""
    import trafilatura

    lines = PageLines(tree)
    found: Any = trafilatura.bare_extraction(
        tree, url=url, with_metadata=False, include_comments=False, include_images=False
    )
    reading = _Reading(lines, titles)
    if found is not None and found.body is not None:
        for block in found.body:
            reading.take_block(block)
            reading.add_lines([block.tail or ""])
    return reading.body


def guess_metadata(tree: Any, url: str | None) -> Any:
    """What trafilatura says of a page as a whole: its title, author, date, site."""
    from trafilatura.metadata import extract_metadata

    return extract_metadata(tree, url)


class _Reading:
    """A body as it is put together from trafilatura's tree."""

    def __init__(self, lines: PageLines, titles: Iterable[str | None]) -> None:
        self.body = Body()
        self._lines = lines
        self._titles = {fold_print(title) for title in titles if title}

    def take_block(self, block: Any) -> None:
        """Add one block: each item of a list and each row of a table is a paragraph."""
        if block.tag == "head":
            self._add_heading(_words("".join(block.itertext())))
        elif block.tag == "row":
            cells = [_words(" ".join(_parts(cell))) for cell in block]
            written = self._lines.write_row("".join(cells))
            self.body.add_line(join_cells(cells) if written is None else written)
        elif str(block.get("rend")).startswith("dd-") and not len(block):
            self.body.add_line(_words(block.text or ""))
        elif block.tag in _HOLDERS and any(child.tag in _HOLDERS or child.tag in _HELD for child in block):
            self.add_lines([block.text or ""])
            for child in _joined_terms(block):
                self.take_block(child)
                self.add_lines([child.tail or ""])
        else:
            self.add_lines(_parts(block))

    def add_lines(self, parts: Iterable[str]) -> None:
        """Add the parts of a block; one that ends amid a sentence goes on in the next."""
        line: list[str] = []
        for part in filter(None, map(_words, parts)):
            line.append(part)
            if re.search(r"[.!?…:][\"'”’»“)\]]*$", part):
                self._add(" ".join(line))
                line = []
        self._add(" ".join(line))

    def _add(self, line: str) -> None:
        """Add a paragraph; where it is several lines of the page run together, each by itself."""
        parts = self._lines.part(line)
        for is_heading, part in parts:
            if is_heading:
                self._add_heading(part)
            elif (
                not is_offer(part)
                and not is_consent(part)
                and (len(parts) == 1 or fold_print(part) not in self._titles)
            ):
                self.body.add_line(part)

    def _add_heading(self, heading: str) -> None:
        if (
            heading
            and fold_print(heading) not in self._titles
            and not is_boilerplate(heading)
            and not is_offer(heading)
        ):
            self.body.add_heading(heading)


def _joined_terms(block: Any) -> Iterator[Any]:
    """The parts of a block; a term and its one short value are one item: ``Depth: 61 metres``."""
    children = list(block)
    for at, child in enumerate(children):
        rank = str(child.get("rend") or "")
        kinds = [str(each.get("rend") or "")[:3] for each in children[at : at + 3]]
        if (
            rank.startswith("dt-")
            and kinds[1:2] == ["dd-"]
            and kinds[2:3] != ["dd-"]
            and not len(children[at + 1])
        ):
            term, value = _words("".join(child.itertext())), _words(children[at + 1].text or "")
            if 0 < len(term) <= _TERM and 0 < len(value) <= _TERM and not SENTENCE_END.search(value):
                children[at + 1].text = f"{term.rstrip(' :')}: {value}"
                continue
        yield child


def _parts(block: Any) -> Iterator[str]:
    """The text of a block, cut at its line breaks and where a block in it begins or ends."""
    text = block.text or ""
    for inner in block.iterdescendants():
        if inner.tag == "lb" or inner.tag in _HELD or inner.tag in _HOLDERS:
            yield text
            text = ""
        text += inner.text or ""
        text += inner.tail or ""
    yield text


def _words(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())
