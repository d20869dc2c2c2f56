"""A web page as laid out: its lines, and which of its elements stand beside the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

_BESIDE = re.compile(
    r"comment|kommentar|sidebar|related|widget|teaser|recommend|footer|newsletter|promo|most-?read|trending|disqus|respond"
    r"|\bnav(?:igation)?\b|menu|latest|popular",
    re.I,
)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "select", "option", "button", "head"})
_BLOCK_NAMES = (
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())


_SHORTEST = 8  # letters of a line that may be a headline
_LONGEST = 1_000  # letters of a headline
_LONG_ENOUGH = 20  # letters of a line that is a part of one
_MOST = 50  # headings, and lines, that may be the headline


@dataclass
class Layout:
    """An lxml tree and what is beside its article: comments, menus, teasers of other articles."""

    tree: Any
    _around: set[Any] = field(init=False)  # the headline
    _beside: set[Any] = field(init=False)
    _lines: list[str] | None = None

    def __post_init__(self) -> None:
        self._around = {outer for heading in self.tree.iter("h1") for outer in heading.iterancestors()}
        marked = self.tree.xpath(".//*[@class or @id]")
        self._beside = {
            each
            for each in marked
            if each not in self._around and _BESIDE.search(f"{each.get('class', '')} {each.get('id', '')}")
        }
        self._beside.update(each for each in self.tree.iter("footer", "nav") if each not in self._around)

    def keep_inside(self, elements: Iterable[Any]) -> Iterator[Any]:
        """Those of ``elements`` that do not stand beside the article."""
        for each in elements:
            if each not in self._beside and not any(outer in self._beside for outer in each.iterancestors()):
                yield each

    def find_headline_lines(self, titles: list[str]) -> list[int]:
        """The numbers of the lines that are the headline: those that ``titles`` name, else those of an ``h1``."""
        headings = [
            " ".join(" ".join(each.itertext()).split()) for each in self.keep_inside(self.tree.iter("h1"))
        ]
        keys = [fold_print(line) for line in self.article_lines]
        for choice in (titles, headings):
            plain = (fold_print(each) for each in choice[:_MOST])
            wanted = [each for each in plain if _SHORTEST <= len(each) <= _LONGEST]
            same = (
                number
                for number, key in enumerate(keys)
                if any(_is_same_headline(key, each) for each in wanted)
            )
            if found := list(islice(same, _MOST)):
                return found
        return []

    def list_home_links(self) -> set[str]:
        """What the links to the site's front page say: its name, also where that is a heading."""
        links = self.tree.xpath(".//h1//a[@href] | .//a[@href][.//h1]")
        homes = [
            each
            for each in links
            if re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", each.get("href").strip())
        ]
        return {" ".join(" ".join(each.itertext()).split()) for each in homes}

    @property
    def article_lines(self) -> list[str]:
        """The lines of text of the page, without what stands beside the article."""
        if self._lines is None:
            self._lines = self._list_lines_without(self._beside)
        return self._lines

    def list_all_lines(self) -> list[str]:
        """The lines of the page with what stands beside the article."""
        return self._list_lines_without(set())

    def _list_lines_without(self, beside: set[Any]) -> list[str]:
        text = "".join(self._iterate_written(self.tree, beside))
        return [line for each in text.split("\n") if (line := " ".join(each.split()))]

    def _iterate_written(self, element: Any, beside: set[Any]) -> Iterator[str]:
        silent = element.tag in _SILENT and element not in self._around
        if not isinstance(element.tag, str) or silent or element in beside:
            yield " "
            return
        edge = "\n" if element.tag in BLOCKS else ""
        yield edge + (element.text or "").replace("\n", " ")
        for child in element:
            yield from self._iterate_written(child, beside)
            yield (child.tail or "").replace("\n", " ")
        yield edge


def _is_same_headline(line: str, title: str) -> bool:
    """Whether a line is a headline, or so much of it that it can be nothing else."""
    return line == title or (len(line) > _LONG_ENOUGH and line in title)


def fold_print(text: str) -> str:
    """The letters and digits of ``text`` in lower case: what two prints of one line have in common."""
    return re.sub(r"\W+", "", text).casefold()
