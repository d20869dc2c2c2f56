"""The body of an article as it is put together: paragraphs, the headings above them, tags."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from ingest.dates.dates import is_date_line
from ingest.documents.shortcodes import remove_shortcodes
from ingest.facts.boilerplate import is_boilerplate, is_caption
from ingest.facts.byline import read_names
from news.article import Article, Heading

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
BYLINE = re.compile(
    r"^(?:by|von|por|par|written by|reporting by)(?:\s*+:)?\s++(?P<names>[^\W\d_].{2,80})$", re.I
)
_RULE = re.compile(r"^[\W_]{3,}$")  # a line of signs
_TOP = 4  # lines above the text that may say who wrote it, and when
_LINE = 130  # characters of such a line
TAGS = re.compile(r"^(?:#[^\W_#][^#\n]{0,60}+\s*+)++$")


@dataclass
class Body:
    """The body of an article as it is put together, paragraph by paragraph."""

    parts: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """Paragraphs parted by a blank line."""
        return "\n\n".join(self.parts)

    def add_line(self, paragraph: str) -> None:
        """Take a paragraph, unless it is a caption, a share button or hashtags."""
        paragraph = remove_shortcodes(paragraph).strip() if "[" in paragraph else paragraph
        if (
            not paragraph.strip()
            or _RULE.match(paragraph)
            or is_boilerplate(paragraph)
            or is_caption(paragraph)
        ):
            return
        if TAGS.match(paragraph):
            self.tags += [tag.strip() for tag in paragraph.split("#") if tag.strip()]
            return
        self.length += len(paragraph) + (2 if self.parts else 0)
        self.parts.append(paragraph)

    def add_heading(self, text: str) -> None:
        """Take a section heading; it stands above the paragraph that follows."""
        self.headings.append(Heading(self.length + (2 if self.parts else 0), text.strip()))

    def lift_deck(self, deck: str) -> None:
        """Take the deck out where it stands as the first paragraph: words without a full stop are never quoted."""
        if len(self.parts) < 2 or self.parts[0] != deck or SENTENCE_END.search(deck):
            return
        self._lift_paragraph()

    def lift_byline(self) -> tuple[str, ...]:
        """Take the byline out where it stands as the first paragraph, and give its names."""
        byline = len(self.parts) > 1 and BYLINE.match(self.parts[0])
        if not byline or SENTENCE_END.search(self.parts[0]):
            return ()
        names = read_names([self.parts[0]])
        if names:
            self._lift_paragraph()
        return names

    def lift_top(self, title: str | None, authors: Sequence[str], outlet: str | None) -> None:
        """Take out the headline, the byline and the date where they stand as the first lines of the text."""
        said = {_plain(each) for each in (title, outlet, *authors) if each}
        for _ in range(_TOP):
            if len(self.parts) < 2 or len(self.parts[0]) > _LINE:
                return
            if not (
                _plain(self.parts[0]) in said
                or is_date_line(self.parts[0])
                or _is_byline(self.parts[0], said)
            ):
                return
            self._lift_paragraph()

    def _lift_paragraph(self) -> None:
        gone = len(self.parts.pop(0)) + 2
        self.length -= gone
        self.headings = [Heading(max(0, each.start - gone), each.text) for each in self.headings]

    def dress_article(self, article: Article) -> Article:
        """``article`` with the headings and tags that were found in its body."""
        inside = tuple(heading for heading in self.headings if heading.start < len(article.text))
        return replace(article, headings=inside, tags=tuple(dict.fromkeys((*article.tags, *self.tags))))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _is_byline(line: str, said: Set[str]) -> bool:
    """Whether a line names nobody but those whom the page calls its authors."""
    stated = BYLINE.match(line.strip(" ,;|-–—"))
    names = read_names([line]) if stated and not SENTENCE_END.search(line) else ()
    return bool(names) and (all(_plain(name) in said for name in names) or len(line.split()) <= 5)
