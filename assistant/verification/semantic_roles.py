"""Who does what to whom, from where to where, because of what: two texts with the same words in other places."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.language.quantities import list_content_stems
from assistant.language.words import STOP, is_past_form, list_names, list_stems, split_words, stem_word

Sides = tuple[frozenset[str], frozenset[str]]

_PASSIVE = re.compile(r"\bby\b|\b(?:was|were|been|being|is|are)\b", re.I)
_BE = frozenset("was were been being is are be".split())  # noqa: SIM905
_SENTENCES = re.compile(r"[;:.!?]\s")
_COMMAS = re.compile(r",\s|\s-\s")
_THAN = re.compile(r"(?:^|(?<=[,;:]))(?P<left>[^,;:]*)\bthan\b(?P<right>[^,;:]*)", re.I)
_LATER_FIRST = (
    r"after|because of|because|(?:was|were|is) (?:the )?result of|resulted from"
    r"|(?:was|were|been|is) caused by|followed from"
)
_EARLIER_FIRST = (
    r"before|led to|leads to|caused|causes|causing|resulted in|brought about"
    r"|(?:was|is) the (?:reason|cause) (?:for|of)"
)
_LINK = re.compile(rf"\b(?:(?P<later>{_LATER_FIRST})|{_EARLIER_FIRST})\b", re.I)
_ENDS = re.compile(rf",|\band\b|\bbut\b|\b(?:{_LATER_FIRST}|{_EARLIER_FIRST})\b", re.I)
_FROM = re.compile(r"\b(?P<slot>from|to|into)\s+(?:the\s+|an?\s+)?(?P<what>[\w$€£.,%]*\w)", re.I)


def find_turned_round(said: str, part: str) -> tuple[str, str] | None:
    """Two words that have changed places: (one as said, the other as said); None if all stand where they stood."""
    return (
        _find_turned_names(said, part)
        or _find_turned_agents(said, part)
        or _find_turned_pairs(said, part)
        or _find_exchanged(said, part)
    )


def _find_turned_names(said: str, part: str) -> tuple[str, str] | None:
    """Two names that stand round the same verb in both texts, but in the other order."""
    mine, theirs = _list_deeds(said), _list_deeds(part)
    for who, deed, whom in mine:
        if (whom, deed, who) in theirs and (who, deed, whom) not in theirs:
            return who, whom
    return None


def _list_deeds(text: str) -> set[tuple[str, str, str]]:
    """(name, stem between, name) for neighbouring names of one clause, without passives."""
    found: set[tuple[str, str, str]] = set()
    for clause in re.split(r"[;:.!?]\s|,\s", text):
        named = list_names(clause)
        for one, two in pairwise(named):
            between = clause[clause.find(one) + len(one) : clause.find(two, clause.find(one) + len(one))]
            if not _PASSIVE.search(between):
                found |= {
                    (a, deed, b) for a in one.split() for deed in list_stems(between) for b in two.split()
                }
    return found


def _find_turned_agents(said: str, part: str) -> tuple[str, str] | None:
    """Who does it, active or passive, where the other text has that word in another place of its sentence."""
    for verb, agent, _ in _list_acts(said):
        theirs = [(doer, rest) for other, doer, rest in _list_acts(part) if other == verb]
        if not agent or any(agent & doer or not doer for doer, _ in theirs):
            continue
        for doer, rest in theirs:
            if agent & rest:
                return min(agent & rest), min(doer)
    return None


def _list_acts(text: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """(stem of a verb, who does it, the rest of the sentence), all as stems; "by" is turned round."""
    found: list[tuple[str, frozenset[str], frozenset[str]]] = []
    for sentence in _SENTENCES.split(text):
        clauses = [split_words(clause) for clause in _COMMAS.split(sentence)]
        every = _bag_stems(split_words(sentence))
        for number, own in enumerate(clauses):
            earlier = [word for clause in clauses[max(0, number - 2) : number] for word in clause]
            for at, word in enumerate(own):
                passive = any(w in _BE for w in own[max(0, at - 3) : at])
                if (
                    word in STOP
                    or not (is_past_form(word) or passive)
                    or (passive and "by" not in own[at + 1 :])
                ):
                    continue  # what is done by nobody knows whom has no agent
                doer = _bag_stems(own[own.index("by", at + 1) + 1 :] if passive else own[:at])
                if not doer and number > 1 and not passive:  # "Luca Frei, the Swiss rider, won"
                    doer = _bag_stems(earlier)
                found.append((stem_word(word), doer, every - doer))
    return found


def _bag_stems(own: list[str]) -> frozenset[str]:
    return frozenset(stem_word(word) for word in own if word not in STOP and word != "%")


def _find_turned_pairs(said: str, part: str) -> tuple[str, str] | None:
    """The two sides of "than", of "because", and what is "from" and "to"."""
    for sides, both in ((_list_compared, True), (_list_causes, True), (_list_ways, False)):
        for one, two in sides(said):
            for left, right in sides(part):
                forth, back = (one & right) - (two | left), (two & left) - (one | right)
                if (forth and back) if both else (forth or back):
                    return min(forth or back), min(back or forth)
    return None


def _list_compared(text: str) -> list[Sides]:
    return [
        (_bag_stems(split_words(m["left"])), _bag_stems(split_words(m["right"])))
        for m in _THAN.finditer(text)
    ]


def _list_causes(text: str) -> list[Sides]:
    """(what was first, what came of it) of each clause that says so."""
    found = []
    for sentence in re.split(r"[;:.!?]\s", text):
        for link in _LINK.finditer(sentence):
            left, right = sentence[: link.start()], sentence[link.end() :]
            if not re.search(r"\w", left) and "," in right:  # "Because of fog, the match …"
                right, left = right.split(",", 1)
            one, two = (
                _bag_stems(split_words(_ENDS.split(left)[-1])),
                _bag_stems(split_words(_ENDS.split(right)[0])),
            )
            found.append((two, one) if link["later"] else (one, two))
    return found


def _list_ways(text: str) -> list[Sides]:
    came, went = set[str](), set[str]()
    for match in _FROM.finditer(text):
        (came if match["slot"].casefold() == "from" else went).update(_bag_stems(split_words(match["what"])))
    return [(frozenset(came), frozenset(went))] if came or went else []


def _find_exchanged(said: str, part: str) -> tuple[str, str] | None:
    """Neighbours that belong to others: "German police, an Austrian banker" and "Austrian police, a German banker"."""
    mine, theirs = set(_list_neighbours(said)), set(_list_neighbours(part))
    follows: dict[str, set[str]] = {}
    for a, b in theirs:
        follows.setdefault(a, set()).add(b)
    own = set(list_content_stems(said))
    for a, b in mine - theirs:
        for c, d in mine - theirs:
            if a != c and b != d and (a, d) in theirs and (c, b) in theirs and {a, b, c, d} <= own:
                return a, c
    return None


def _list_neighbours(text: str) -> list[tuple[str, str]]:
    found = []
    for clause in re.split(r"[;:.!?,]\s", text):
        own = split_words(clause)
        found += [(stem_word(a), stem_word(b)) for a, b in pairwise(own) if a not in STOP and b not in STOP]
    return found
