"""When and where of a clause: what two clauses that tell the same may not fill differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from assistant.language.dates import MONTHS
from assistant.language.words import STOP, split_words, stem_word

_KINDS: Mapping[str, frozenset[str]] = {
    "day of the week": frozenset(
        [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "tomorrow",
            "yesterday",
        ]
    ),
    "month": frozenset(MONTHS),
    "season": frozenset("spring summer autumn winter".split()),  # noqa: SIM905
    "time of day": frozenset("morning afternoon evening night noon midnight dawn dusk".split()),  # noqa: SIM905
    "period": frozenset("day week weekend month quarter year decade century".split()),  # noqa: SIM905
    "side": frozenset(
        [
            "left",
            "right",
            "north",
            "south",
            "east",
            "west",
            "northern",
            "southern",
            "eastern",
            "western",
            "inside",
            "outside",
        ]
    ),
}
_TIMES = frozenset().union(*_KINDS.values())
_CLAUSES = re.compile(
    r"[;:,]|[.!?]\s|\b(?:but|and|while|whereas|although|though|because|which|who|when|where|after|before)\b",
    re.I,
)
_PLACED = re.compile(
    r"\b(?P<slot>in|at|near|from|to|off)\s+(?P<article>(?:the|an?|its|their)\s+)?(?P<place>[^\W\d][\w-]+(?:\s+[^\W\d][\w-]+){0,2})",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?P<which>last|next|this|past|previous|coming|first|second|third|fourth)\s+(?P<what>\w+)", re.I
)

_SIDES = {
    "until": 0,
    "till": 0,
    "by": 0,
    "before": 0,
    "in": 1,
    "on": 1,
    "during": 1,
    "since": 2,
    "from": 2,
    "after": 2,
}
_TIMED = re.compile(
    rf"\b(?P<how>{'|'.join(_SIDES)})\s+(?:the\s+|early\s+|late\s+|mid-|\d{{1,2}}\s+)?"
    rf"(?P<when>\d{{4}}\b|(?:{'|'.join([*MONTHS, *sorted(_KINDS['day of the week'])])})\b)",
    re.I,
)


def find_mistimed(said: str, part: str) -> tuple[str, str] | None:
    """ "until 2030" where the text says "from 2030", "in" where it says "since"; None if they agree."""
    mine, theirs = _map_prepositions(said), _map_prepositions(part)
    for when in mine.keys() & theirs.keys():
        if not {_SIDES[how] for how in mine[when]} & {_SIDES[how] for how in theirs[when]}:
            return f"{min(mine[when])} {when}", f"{min(theirs[when])} {when}"
    return None


def _map_prepositions(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _TIMED.finditer(text):
        found.setdefault(match["when"].casefold(), set()).add(match["how"].casefold())
    return found


def find_misplaced(said: str, part: str) -> tuple[str, str] | None:
    """A time or place of ``said``, and the other one that ``part`` gives for the same; None if they agree.

    Each clause of ``said`` is held against the clause of ``part`` that tells most of it, times and places aside.
    """
    clauses = [(clause, _list_told_stems(clause), _map_anchors(clause)) for clause in _CLAUSES.split(part)]
    for clause in _CLAUSES.split(said):
        told, mine = _list_told_stems(clause), _map_anchors(clause)
        best = max((len(told & other) for _, other, _ in clauses), default=0)
        if not best or not mine:
            continue
        near = [anchors for _, other, anchors in clauses if len(told & other) == best]
        for kind, own in mine.items():
            theirs = [anchors[kind] for anchors in near if kind in anchors]
            if theirs and len(theirs) == len(near) and not any(own & other for other in theirs):
                return min(own), min(theirs[0])
    return None


def _list_told_stems(clause: str) -> set[str]:
    return {stem_word(word) for word in split_words(clause) if word not in STOP and word not in _TIMES}


def _map_anchors(clause: str) -> dict[str, set[str]]:
    own = set(split_words(clause))
    found = {kind: own & members for kind, members in _KINDS.items() if kind != "period" and own & members}
    for match in _PERIOD.finditer(clause):
        if match["what"].casefold().rstrip("s") in _KINDS["period"]:
            found.setdefault("period", set()).add(f"{match['which']} {match['what']}".casefold())
    for match in _PLACED.finditer(clause):
        place = list(takewhile(lambda word: word not in STOP, split_words(match["place"])))
        verb = match["slot"].casefold() == "to" and not match["article"] and match["place"][0].islower()
        if place and place[0] not in _TIMES and not verb:  # "to close"
            found.setdefault(match["slot"].casefold(), set()).update(place)
    return found
