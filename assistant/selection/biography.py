"""Who somebody is: the name in "Who is Lotte Verhagen?", and what a sentence tells of whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from assistant.language.entities import is_office, strip_office
from assistant.language.words import STOP, fold_text

OFFICE = 25  # characters that the name of an office has at most
BEFORE, BEHIND = 120, 200  # characters around a name that are looked at, however long the text is

_ASKED = re.compile(r"^\W*+who(?:'s|\s+(?:is|was))\s++(?P<name>[^?!,;:]++)[\s?!.]*+$", re.I)
_END = r"(?=[,;:.!?)]|\s[-–—]\s|$)"
_THEN = r"(?= (?:at the (?:end|start|beginning)|(?:on|in|since|until|from|after) (?:the )?\d))"
_POST = r"[a-z]+(?: [a-z]+)?(?= (?:of|at|for)\b)"  # "head of", "chief executive of"
_REST = r"[^,;:.\"“”]{2,90}?"
_BESIDE = re.compile(  # ", who heads Halvern Water,"
    r"^, (?P<what>(?:(?:who|whose|an?|the|its|his|her|their|our|one of|\d+-year-old)\b"
    rf"|{_POST}){_REST}){_END}"
)
_OF = re.compile(r"^ (?P<what>(?:of|from) (?:the )?[A-Z][^,;:.\"“”]{2,60}?)(?= (?:said|told|and)\b|[,;:.]|$)")
_IS = re.compile(
    r"^,? (?:(?:has been |was |is )?(?:elected|named|appointed|sworn in as)|is|was|becomes?|became|remains?"
    r"|(?:steps?|stepped) down as|resign(?:s|ed) as|(?:took|takes) over as) (?!to\b|in\b|on\b|at\b|not\b)"
    rf"(?P<what>(?:(?:an?|the|one of|its|his|her|their)\b|{_POST}){_REST})(?:{_END}|{_THEN})"
)
_DOES = re.compile(
    rf"^ (?P<what>(?:heads?|leads?|chairs?|runs|owns|founded|coaches|represents|works (?:for|as|at)|speaks for|teaches)"
    rf" {_REST}){_END}"
)
_BEFORE = re.compile(r"\b(?P<what>(?:its|his|her|their|the|an?) [^,;:.\"“”]{3,60}), $")  # "its chairwoman, "
_WORD = re.compile(r"[^\W\d][\w'-]*")
_COURTESIES = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord"})
_NO_ROLE = frozenset(
    [*"said says told asked called added replied warned as by with by that when".split()]  # noqa: SIM905
)


def find_asked_name(question: str) -> str:
    """Whose identity is asked for, without office; "" where it is not, as in "Who is the mayor?"."""
    match = _ASKED.match(fold_text(question))
    if match is None:
        return ""
    name = strip_office(match["name"].rstrip(" ."))
    own = _WORD.findall(name)
    named = own and len(own) <= 4 and not any(word.casefold() in STOP or is_office(word) for word in own)
    written = named and (own[-1][0].isupper() or (len(own) > 1 and name.islower()))
    return name if written else ""


def find_introductions(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a sentence says who ``name`` is: the characters of an apposition, an office or a predicate."""
    folded = fold_text(text)
    if len(folded) != len(text):
        return
    first, last = set(_WORD.findall(name.casefold())[:-1]), name.split()[-1]
    for match in re.finditer(rf"(?<![\w'-]){re.escape(last)}\b(?!'s?\b)", folded, re.I):
        low, near = _take_near(folded, match.start())
        before = _find_first_names(near)
        if _is_other(first, near[before:]):
            continue
        following = folded[match.end() : match.end() + BEHIND]
        for pattern in (_BESIDE, _IS, _DOES, _OF):
            if found := pattern.match(following):
                yield match.end() + found.start("what"), match.end() + found.end("what")
        if found := _BEFORE.search(near[:before]):
            yield low + found.start("what"), low + found.end("what")
        if office := _find_office(near[:before]):
            yield low + office[0], low + office[1]


def names_only_namesakes(name: str, text: str) -> bool:
    """Whether a folded text calls nobody by this name, but somebody by the same last name and another first one."""
    first, last = set(_WORD.findall(name.casefold())[:-1]), name.split()[-1]
    matches = re.finditer(rf"(?<![\w'-]){re.escape(last)}\b", text, re.I)
    found = (_take_near(text, match.start())[1] for match in matches)
    full = {called for near in found if _WORD.search(called := near[_find_first_names(near) :])}
    return bool(first) and bool(full) and all(_is_other(first, called) for called in full)


def _take_near(text: str, at: int) -> tuple[int, str]:
    """Where the ``BEFORE`` characters before ``at`` begin, and what they are."""
    low = max(0, at - BEFORE)
    return low, text[low:at]


def _is_other(first: Set[str], called: str) -> bool:
    """Whether somebody is called by other first names than these: "Tony", not "Cherie"; "T." may be either."""
    own = {word.casefold() for word in _WORD.findall(called)}
    return bool(first and own) and not any(
        one == other or (one[0] == other[0] and 1 in (len(one), len(other))) for one in own for other in first
    )


def _find_first_names(text: str) -> int:
    """Where the first names begin that stand at the end of ``text``."""
    start = len(text)
    for match in reversed(list(_WORD.finditer(text))):
        between = text[match.end() : start]
        if (
            between.strip(" .")
            or not match[0][0].isupper()
            or is_office(match[0])
            or match[0].casefold() in STOP
        ):
            break
        start = match.start()
    return start


def _find_office(text: str) -> tuple[int, int] | None:
    """The office at the end of ``text``, with the word before it: "project director", "Museum director"."""
    found = list(_WORD.finditer(text))
    at = len(found)
    while (
        at and is_office(found[at - 1][0]) and not text[found[at - 1].end() :].lstrip().startswith((",", "."))
    ):
        at -= 1
    if at == len(found) or {word[0].casefold() for word in found[at:]} <= _COURTESIES:
        return None
    kind = found[at - 1][0].casefold() if at else ""
    near = at and text[found[at - 1].end() : found[at].start()] == " "
    if near and kind not in STOP and kind not in _NO_ROLE and not kind.endswith("ed"):
        at -= 1
    return found[at].start(), found[-1].end()
