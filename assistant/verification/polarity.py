"""What turns a sentence into another claim: negation, direction, plans, quantifiers, comparisons."""

from __future__ import annotations

import re

from assistant.language.words import ORDINALS, STOP, is_past_form, list_stems, split_words, stem_word

NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor without cannot denied deny denies denying refused refuses refuse
    failed fails fail unable unlikely hardly barely declined declines rejected rejects reject false untrue""".split()  # noqa: SIM905
)
POSSIBLE = tuple(  # what is not a fact yet, or not known to be one: each row is another degree
    frozenset(row.split())
    for row in (
        "will would shall",
        "may might could possible possibly can perhaps likely unlikely potentially",
        "plan plans planned planning intend intends intended want wants wanted wish wishes hope hopes hoped proposes proposed"
        " propose considering considers consider considered weighs mulls seeks asked asks ask demands demanded demand urged",
        "expected expects expect forecast forecasts predicted predicts predict",
        "if unless provided whether",
        "allegedly alleged reportedly accused accuses suspected suspects apparently believed rumoured",
        "promised promises promise pledged pledges pledge vowed vows vow threatened threatens threaten offered offers offer",
    )
)
QUANTIFIERS = tuple(  # a sentence may not say one of these where the text says none of its row
    frozenset(row.split())
    for row in (
        "all every each everyone everybody entire whole entirely",
        "most majority mostly",
        "many numerous",
        "few",
        "some several",
        "minority",
        "only solely alone just",
        "always",
        "sometimes occasionally",
        "often frequently",
        *ORDINALS,
        "last final",
        "half",
        "both",
        "double doubled twice",
        "triple tripled thrice",
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
        ("upheld uphold upholds", "overturned overturn overturns quashed"),
        ("improved improves improve improvement better", "worsened worsens worsen deteriorated worse"),
        (
            "expand expanded expands expansion extend extended extends",
            "reduce reduced shorten shortened contracted",
        ),
        ("resumed resume resumes", "suspended suspend suspends stopped"),
        ("tighten tightened tightens", "loosen loosened eased relaxed"),
        ("imposed impose imposes", "lifted lift lifts"),
        ("into inside within", "outside out"),
        ("majority", "minority"),
        ("many", "few"),
        ("left", "right"),
        ("with", "without"),
        ("young younger youngest", "old older oldest"),
        ("tall taller tallest high", "short shorter low"),
        ("rich richer", "poor poorer"),
        ("warm hot warmer hotter hottest", "cold cool colder cooler coldest"),
        ("safe", "dangerous unsafe"),
        ("first", "last final"),
        ("gain gained gains", "lose lost loses"),
        ("legal lawful", "illegal unlawful"),
        ("true", "false untrue"),
        ("possible", "impossible"),
        ("above over", "below under"),
        ("freed released", "jailed imprisoned"),
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
_CLAUSES = re.compile(r"[;:,]|[.!?]\s|\b(?:but|and|while|whereas|although|though|because|which|who)\b", re.I)
_SENTENCE_PARTS = re.compile(
    r"[;:]|[.!?]\s|,\s+and\b|\band\s+(?=(?:is|are|was|were|has|have|will|would|may|could)\b)|\b(?:but|while|whereas|although|though|because)\b",
    re.I,
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|prompt|rule|previous|above|context|question)"
    r"|\b(?:answer|reply|respond|output|print)\s+(?:only|with|that|exactly|as follows)\b"
    r"|\b(?:system prompt|as an? (?:ai|language model|assistant)|you are now|new instructions?|the user's question)\b",
    re.I | re.S,
)
_COMPARED = re.compile(r"\b[a-z]{3,}est\b|\b[a-z]{3,}er(?P<than>\s+than)\b", re.I)
_LIMITED = re.compile(  # "one of the largest", "second largest", "almost all"
    r"\b(?:one of (?:the|its|their)|among (?:the|its)(?:\s+\w+'s)?|second|third|fourth|fifth|almost|nearly|not"
    r"|far from|hardly)[\s-]+"
    r"(?:most\s+)?"
    r"(?P<what>[a-z]{2,}est|most|all|every\w*|always|first|last|only|biggest|best|worst|least)\b",
    re.I,
)
_EXCEPT = re.compile(  # "all but two"
    r"\b(?P<what>all|each|every\w*|none|nobody)\b[^.;,]{0,30}?\b(?:but|except|apart from|bar|save)\b", re.I
)
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
_MAY = re.compile(r"(?<=[\w,] )May\b")  # the month
_AHEAD = frozenset("to will would may might could can should must shall".split())  # noqa: SIM905
_DONE = frozenset(  # what is done behind their "to"
    """managed began begun begins starts started continued continues helped helps had have has forced used able went came
    got proved happened turned enough order compelled obliged""".split()  # noqa: SIM905
)
_SCOPE = 4  # content words behind a negation that it governs
_WITH_TO = frozenset("plan plans refused refuses refuse failed fails fail declined declines".split())  # noqa: SIM905  # else nouns, or "fell"


def list_negated(text: str) -> set[str]:
    """The stems that stand under a negation: the next few words of its clause, and the verb that denies."""
    under: set[str] = set()
    for clause in _CLAUSES.split(text):
        left, own = 0, split_words(clause)
        for word, following in zip(own, [*own, ""][1:], strict=True):
            if (word in NEGATIONS and (word not in _WITH_TO or following == "to")) or word.endswith("n't"):
                left = _SCOPE
                if word not in STOP:
                    under.add(stem_word(word))
            elif left and word not in STOP:
                under.add(stem_word(word))
                left -= 1
    return under


def find_possibility(said: str, part: str) -> str | None:
    """A word of possibility, plan or hearsay that only one of the texts has over what both say.

    ``said`` is held against the clauses of ``part`` that share most words with it.
    """
    own = set(list_stems(said))
    clauses = [clause for clause in _SENTENCE_PARTS.split(part) if own & set(list_stems(clause))]
    near = max(clauses, key=lambda clause: len(own & set(list_stems(clause))), default="")
    mine, theirs = _list_degrees(said), _list_degrees(near)
    if mine & theirs - {0}:
        mine, theirs = mine - {0}, theirs - {0}  # "will probably", "would like to"
    everywhere = _list_degrees(part)
    for row, degree in enumerate(POSSIBLE):
        if row in mine and row not in everywhere:
            return min(degree & set(split_words(said)))
        if row in theirs and row not in mine and not (row == 0 and mine & {2, 3}):
            return min(degree & set(split_words(near)))
    return None


def find_unfulfilled(said: str, part: str) -> str | None:
    """A past verb of ``said`` that ``part`` has only behind "to" or "would"; None if there is none.

    Who wants to buy has not bought; who managed, began or was forced to did it.
    """
    theirs = split_words(part)
    bases = {
        stem_word(verb): verb
        for opener, helper, verb in zip(["", "", *theirs], ["", *theirs], theirs, strict=False)
        if helper in _AHEAD and opener not in _DONE and not is_past_form(verb)
    }
    others = {
        stem_word(verb) for helper, verb in zip(["", *theirs], theirs, strict=False) if helper not in _AHEAD
    }
    own = split_words(said)
    for earlier, helper, verb in zip(["", "", *own], ["", *own], own, strict=False):
        ahead = {earlier, helper} & (_AHEAD | {"be"})
        if is_past_form(verb) and not ahead and stem_word(verb) in bases.keys() - others:
            return verb
    return None


def _list_degrees(text: str) -> set[int]:
    own = split_words(_MAY.sub("", text))
    following = dict(zip(own, [*own[1:], ""], strict=True))
    held = {
        word
        for word in own
        if (word not in _WITH_TO or following[word] == "to")
        and (
            stem_word(word) != "ask" or following[word] in ("to", "for")
        )  # "asked about Iceland" plans nothing
    }
    return {row for row, degree in enumerate(POSSIBLE) if held & degree}


def find_stronger(said: str, part: str) -> str | None:
    """A superlative, comparison or quantity in ``said`` that ``part`` does not have, or has only with a limit."""
    held = set(list_stems(part)) | set(split_words(part))
    for match in _COMPARED.finditer(said):
        word = match.group().split()[0].casefold() if match["than"] else match.group().casefold()
        if word not in _NOT_COMPARED and word not in held and stem_word(word) not in held:
            return word
    limits, own = (
        {m["what"].casefold() for m in _LIMITED.finditer(part)},
        {m["what"].casefold() for m in _LIMITED.finditer(said)},
    )
    if not _EXCEPT.search(said):
        limits |= {match["what"].casefold() for match in _EXCEPT.finditer(part)}
    for what in sorted(limits - own):
        if re.search(rf"\b{re.escape(what)}\b", said, re.I):
            return what
    return None


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to a program that reads it, as planted instructions do."""
    return _ORDERS.search(text) is not None


def find_opposed(said: str, part: str) -> tuple[str, str] | None:
    """A word of ``said`` and its opposite in the clause of ``part`` that is nearest to it; None if there is none."""
    clauses = [set(split_words(clause)) for clause in _CLAUSES.split(part)]
    for clause in _CLAUSES.split(said):
        own = set(split_words(clause))
        for one, two in OPPOSITES:
            for here, there in ((one, two), (two, one)):
                if not own & here or own & there:
                    continue
                content = _list_content(own - here)
                known = [other for other in clauses if other & (here | there)]
                nearest = max(
                    known, key=lambda other: len(content & _list_content(other - here - there)), default=set()
                )
                if nearest & there and not nearest & here:
                    return min(own & here), min(nearest & there)
    return None


def _list_content(found: set[str]) -> set[str]:
    return {stem_word(word) for word in found if word not in STOP}
