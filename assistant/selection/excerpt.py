"""Slices of an article that can be shown alone: a sentence with what it cannot be understood without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.entities import strip_office
from assistant.language.quotations import list_speakers
from assistant.language.words import STOP, fold_text, list_names
from assistant.types import RetrievedPassage
from news.sentences import split_sentences

NEAR = 5_000  # characters of an article, at its beginning and before a sentence, that tell who speaks in it
LONGEST = 700  # characters of one excerpt, when the rest of a quotation is taken along
LONGEST_WITH_SPEAKER = 360  # … when the sentence before it is, for who "he" is

_LOOSE = re.compile(  # what opens a sentence that leans on the one before it
    r"^[\"'“‘]?(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|However"
    r"|The (?:company|firm|minister|group|pair|couple|former|latter|agency|club|team|union|bank))\b"
)
_SHORT_IT = re.compile(r"^[A-Z][\w’'-]*(?: \w+){1,2} (?:it|this|that|them|so)\b")  # "Dahl called it a cheque"
_PERSON = re.compile(r"^[\"'“‘]?(?:He|She|His|Her)\b")
_HE_SAID = re.compile(
    r"[\"”’'](?:,|\.)?\s+(?:he|she|they)\s+(?:\w+ly\s+)?(?:said|says|added|adds|told|warned|wrote|noted|explained|argued)\b"
    r"|[\"”’']\s+(?:said|says|added|warned)\s+(?:he|she)\b"
    r"|\b(?:he|she)\s+(?:could not say|would not say|did not say|said|says|added|told|warned|wrote)\b"
)
_QUOTE_ALONE = re.compile(r"^\s*[\"“].*[\"”]\s*$", re.S)  # nobody is said to say it
_OPENERS = STOP | frozenset(  # words that open a sentence and are no name
    "whether although asked speaking despite since unless last next earlier later meanwhile instead nobody".split()  # noqa: SIM905
)
_NAMED_FIRST = re.compile(
    r"(?P<name>(?:[A-Z][\w’'-]+\s+)+)[a-z]"
)  # the slice begins with a name, which "he" then is


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Characters ``start`` to ``end`` of an article may be shown; the sentence itself is ``own_start`` to ``own_end``."""

    found: RetrievedPassage
    start: int
    end: int
    own_start: int
    own_end: int
    about: str = ""  # who its "he" is, where the sentence that says so is too far away to be shown

    @property
    def text(self) -> str:
        """What is shown, as it stands in the article."""
        return self.found.article.text[self.start : self.end]

    @property
    def own_text(self) -> str:
        """The sentence itself."""
        return self.found.article.text[self.own_start : self.own_end]

    def overlaps_with(self, other: Excerpt) -> bool:
        """Whether both show a character of the same article."""
        same = self.found.article.id == other.found.article.id
        return same and self.start < other.end and other.start < self.end


def cut_excerpts(found: RetrievedPassage) -> list[Excerpt]:
    """One for each sentence of a passage, in its order.

    Shown with a sentence are the rest of a quotation that is open in it and, where it leans on it, the
    sentence before; where that would be too long, ``about`` names the person instead.
    """
    text = _unify_quotes(found.article.text)
    low, high = found.passage.start, found.passage.end
    spans = [(low + a, low + b) for a, b in split_sentences(text[low:high])]
    made = []
    for number, own in enumerate(spans):
        start, end = _extend_whole(text, spans, number)
        about = _find_person_before(_before(text, start)) if _needs_person(text[start:end], text) else ""
        made.append(Excerpt(found, start, end, *own, about))
    return made


def _unify_quotes(text: str) -> str:
    """The text with “these” quotation marks in place of „these“, of the same length."""
    return text.translate({ord("„"): "“", ord("“"): "”"}) if "„" in text else text


def _extend_whole(text: str, spans: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    first, last = _find_quotation(text, spans, number)
    while first > 0 and _needs_context(text[spans[first][0] : spans[last][1]], text):
        before, _ = _find_quotation(text, spans, first - 1)
        if spans[last][1] - spans[before][0] > LONGEST_WITH_SPEAKER:
            break
        first = before
    return spans[first][0], spans[last][1]


def _needs_context(shown: str, text: str) -> bool:
    """Whether a slice of a text is about somebody that only what stands before it names."""
    return any(pattern.match(shown) for pattern in (_LOOSE, _SHORT_IT)) or _needs_person(shown, text)


def _needs_person(shown: str, text: str) -> bool:
    said_by_him = _HE_SAID.search(shown) is not None and not _opens_with_name(shown, text)
    return said_by_him or _PERSON.match(shown) is not None or _QUOTE_ALONE.match(shown) is not None


def _opens_with_name(shown: str, text: str) -> bool:
    """Whether a slice of a text opens with a name: not with a word that has its capital only for standing there."""
    opens = _NAMED_FIRST.match(shown)
    name = opens["name"].split() if opens else []
    if not name or name[0].casefold() in _OPENERS:
        return False
    known = len(name) > 1 or _stands_within(name[0], text)
    return known or any(
        " " in called for called in list_names(shown)
    )  # "Chief executive Anna Holt said …, she said"


def _stands_within(name: str, text: str) -> bool:
    """Whether a name stands somewhere behind another word or a comma."""
    at = text.find(f" {name}")
    while at >= 0:
        behind = text[at + 1 + len(name) : at + 2 + len(name)]
        if (text[at - 1 : at].isalnum() or text[at - 1 : at] in ("_", ",")) and not behind.isalnum():
            return True
        at = text.find(f" {name}", at + 1)
    return False


def _before(text: str, start: int) -> str:
    """What stands before a sentence: its beginning, where people have their full names, and what is near."""
    return text[:start] if start <= 2 * NEAR else f"{text[:NEAR]}\n{text[start - NEAR : start]}"


def _find_person_before(before: str) -> str:
    """The person who spoke last before, or whom it tells of, by the fullest name in the text; "" where there is none."""
    before = fold_text(before)
    spoke = next((name for name in reversed(list_speakers(before)) if name not in ("he", "she", "they")), "")
    called = [strip_office(name) for name in list_names(before)]
    if not spoke:  # whom the article tells of: "Holt, 44, has …"
        last = dict.fromkeys(name.split()[-1] for name in reversed(called))
        spoke = next((name.casefold() for name in last if _is_person(name, before)), "")
    full = [name for name in called if spoke and name.casefold().split()[-1] == spoke]
    return max(full, key=lambda name: (len(name.split()) > 1, -len(name)), default="")


def _is_person(last: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(last)}, (?:\d\d,|who\b|an? \d\d-year-old\b)", text) is not None


def _find_quotation(text: str, spans: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    """The first and last sentence of the quotation that sentence ``number`` is a part of."""
    first = last = number
    while _has_open_quote(within := text[spans[first][0] : spans[last][1]]):
        if last + 1 < len(spans) and _quote_goes_on(within):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
        if spans[last][1] - spans[first][0] > LONGEST:
            return number, number
    return first, last


def _has_open_quote(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def _quote_goes_on(text: str) -> bool:
    """Whether the quotation that is open in ``text`` ends behind it, not begins before it."""
    if text.count("“") != text.count("”"):
        return text.count("“") > text.count("”")
    last = text.rfind('"')
    return last == 0 or (last > 0 and (text[last - 1].isspace() or text[last - 1] in "(["))
