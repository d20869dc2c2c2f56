"""What turns a sentence into another claim: negation, direction, plans, quantifiers, who speaks, who does what."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.amounts import content
from assistant.words import STOP, names, stem, stems, words

NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor without cannot denied deny denies denying refused refuses refuse
    failed fails fail unable unlikely hardly barely declined declines rejected rejects""".split()  # noqa: SIM905
)
PLANS = frozenset(
    """will would plan plans planned planning may might could expected expects expect intends intend intended proposes
    proposed aims hopes wants considering if likely possible possibly""".split()  # noqa: SIM905
)
QUANTIFIERS = tuple(  # a sentence may not say one of these where the text says none of its row
    frozenset(row.split())
    for row in (
        "all every each everyone everybody entire whole",
        "most majority mostly",
        "only solely alone just",
        "always",
        *"first second third fourth fifth sixth seventh eighth ninth tenth".split(),  # noqa: SIM905
        "last final",
        "half",
        "both",
        "double doubled twice",
        "triple tripled three",
    )
)
OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(two.split()))
    for one, two in (
        (
            "rise rises rose risen rising increase increased increases increasing grew grow grows grown growing gain"
            " gained gains climb climbed climbs jump jumped soared higher up",
            "fall falls fell fallen falling decrease decreased decreases shrank shrink shrinks lost drop dropped drops"
            " down decline declined declines lower slid slumped plunged",
        ),
        ("more", "less fewer"),
        ("confirm confirmed confirms admitted admits acknowledged", "deny denied denies rejected dismissed"),
        ("win wins won victory beat beats", "lose loses lost defeat defeated"),
        (
            "support supports supported backed backs back favour favoured approve approved approves welcomed praised",
            "oppose opposes opposed rejected reject rejects against blocked criticised condemned",
        ),
        (
            "open opened opens reopen reopened start started begin began",
            "close closed closes shut stop stopped",
        ),
        ("before", "after"),
        ("buy buys bought purchase purchased acquired", "sell sells sold"),
        ("arrive arrived enter entered join joined joins", "leave left leaves depart departed quit withdrew"),
        ("guilty convicted", "innocent acquitted cleared"),
        ("early earlier", "late later"),
        ("largest biggest highest most best longest", "smallest lowest least worst shortest"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("male man men boy boys", "female woman women girl girls"),
        ("import imports imported", "export exports exported"),
        ("accept accepted accepts", "refuse refused rejected declined"),
        ("raise raised raises", "cut cuts lower lowered reduce reduced"),
        ("strengthen strengthened stronger strong", "weaken weakened weaker weak"),
        ("allow allowed allows permit permitted", "ban banned bans forbid forbidden prohibited"),
        ("hired hire recruited appointed", "fired dismissed sacked"),
        ("better", "worse"),
        ("new newly", "old former"),
        ("success successful succeeded", "failure failed unsuccessful"),
        ("alive survived", "dead died killed"),
    )
)
_SAY = (
    r"(?:said|says|say|told|tells|added|adds|warned|warns|wrote|writes|argued|argues|claimed|claims|announced|announces"
    r"|insisted|insists|explained|explains|noted|notes|stressed|stresses|declared|declares|denied|denies|confirmed|confirms"
    r"|admitted|admits|predicted|predicts|asked|replied|called|described|praised|criticised|recalled|underlined|promised)"
)
_NAMED = r"(?P<who>(?:[A-Z][\w'.-]*\s+)*[A-Z][\w'-]*|[Hh]e|[Ss]he|[Tt]hey)"
_BEFORE = re.compile(rf"\b{_NAMED}(?:,[^,.]{{1,60}},)?\s+(?:has\s+|had\s+|also\s+|later\s+)?{_SAY}\b")
_BEHIND = re.compile(rf"\b{_SAY}\s+(?:that\s+)?{_NAMED}(?=\s*(?:[,.;\"]|$))")
_ACCORDING = re.compile(rf"\b[Aa]ccording to\s+(?:the\s+)?{_NAMED}")
_CLAUSES = re.compile(r"[;:,]|[.!?]\s|\b(?:but|and|while|whereas|although|though|because|which|who)\b", re.I)
_SENTENCE_PARTS = re.compile(r"[;:]|[.!?]\s|\b(?:but|while|whereas|although|though|because)\b", re.I)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|prompt|rule|previous|above|context|question)"
    r"|\b(?:answer|reply|respond|output|print)\s+(?:only|with|that|exactly|as follows)\b"
    r"|\b(?:system prompt|as an? (?:ai|language model|assistant)|you are now|new instructions?|the user's question)\b",
    re.I | re.S,
)
_COMPARED = re.compile(r"\b[a-z]{3,}est\b|\b[a-z]{3,}er(?P<than>\s+than)\b", re.I)
_NOT_COMPARED = frozenset(
    [
        "west",
        "rest",
        "test",
        "guest",
        "forest",
        "interest",
        "request",
        "protest",
        "arrest",
        "invest",
        "suggest",
        "contest",
        "rather",
        "other",
        "honest",
        "harvest",
        "modest",
        "chest",
        "manifest",
        "digest",
        "priest",
        "quest",
    ]
)
_SCOPE = {NEGATIONS: 4, PLANS: 6}  # content words behind a marker that it governs
_PASSIVE = re.compile(r"\bby\b|\b(?:was|were|been|being|is|are)\b", re.I)


def scopes(text: str, markers: frozenset[str]) -> set[str]:
    """The stems that stand under one of the markers: the next few words of its clause."""
    under: set[str] = set()
    for clause in (_CLAUSES if markers is NEGATIONS else _SENTENCE_PARTS).split(text):
        left, own = 0, words(clause)
        for word, following in zip(own, [*own, ""][1:], strict=True):
            marks = word in markers and (not word.startswith("plan") or following == "to")  # not the noun
            if marks or (markers is NEGATIONS and word.endswith("n't")):
                left = _SCOPE[markers]
            elif left and word not in STOP:
                under.add(stem(word))
                left -= 1
    return under


def stronger(said: str, part: str) -> str | None:
    """A superlative or a comparison in ``said`` whose word ``part`` does not have."""
    held = set(stems(part)) | set(words(part))
    for match in _COMPARED.finditer(said):
        word = match.group().split()[0].casefold() if match["than"] else match.group().casefold()
        if word not in _NOT_COMPARED and word not in held and stem(word) not in held:
            return word
    return None


def replaced(said: str, part: str) -> tuple[str, str] | None:
    """A word of ``said`` in whose place ``part`` has another one: (said, there).

    Its place is between, or beside, words that both share: "the green coat" and "the red coat".
    """
    mine, theirs = content(said), content(part)
    held, own = set(theirs), set(mine)
    follows = {(a, b) for a, b in pairwise(theirs)}
    for before, word, after in zip(["", *mine], mine, [*mine[1:], ""], strict=False):
        if word in held or not after or after not in held:
            continue
        others = {a for a, b in follows if b == after and a not in own and not a[0].isdigit()}
        if others and (not before or before not in held or (before, after) not in follows):
            return word, min(others)
    return None


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to a program that reads it, as planted instructions do."""
    return _ORDERS.search(text) is not None


def opposed(said: str, part: str) -> tuple[str, str] | None:
    """A word of ``said`` and its opposite in the clause of ``part`` that is nearest to it; None if there is none."""
    clauses = [set(words(clause)) for clause in _CLAUSES.split(part)]
    for clause in _CLAUSES.split(said):
        own = set(words(clause))
        for one, two in OPPOSITES:
            for here, there in ((one, two), (two, one)):
                if not own & here or own & there:
                    continue
                content = _content(own - here)
                known = [other for other in clauses if other & (here | there)]
                nearest = max(
                    known, key=lambda other: len(content & _content(other - here - there)), default=set()
                )
                if nearest & there and not nearest & here:
                    return min(own & here), min(nearest & there)
    return None


def _content(found: set[str]) -> set[str]:
    return {stem(word) for word in found if word not in STOP}


def speakers(text: str) -> list[str]:
    """The last names of those who speak in a folded text, in order, "he", "she" and "they" among them."""
    found = sorted(
        (match.start(), match["who"].split()[-1].casefold().removesuffix("'s"))
        for pattern in (_BEFORE, _BEHIND, _ACCORDING)
        for match in pattern.finditer(text)
    )
    return [name for _, name in found]


def turned_round(said: str, part: str) -> tuple[str, str] | None:
    """Two names that stand round the same verb in both texts, but in the other order: (who, whom) as said."""
    mine, theirs = _deeds(said), _deeds(part)
    for who, deed, whom in mine:
        if (whom, deed, who) in theirs and (who, deed, whom) not in theirs:
            return who, whom
    return None


def _deeds(text: str) -> set[tuple[str, str, str]]:
    """(name, stem between, name) for neighbouring names of one clause, without passives."""
    found: set[tuple[str, str, str]] = set()
    for clause in re.split(r"[;:.!?]\s|,\s", text):
        named = names(clause)
        for one, two in pairwise(named):
            between = clause[clause.find(one) + len(one) : clause.find(two, clause.find(one) + len(one))]
            if not _PASSIVE.search(between):
                found |= {(a, deed, b) for a in one.split() for deed in stems(between) for b in two.split()}
    return found
