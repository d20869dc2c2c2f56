"""Who says what: the words that a text puts into somebody's mouth."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.words import STOP, list_names, split_words, stem_word

_SAY = frozenset(
    """said says say told tells tell added adds warned warns warn wrote writes argued argues argue claimed claims announced
    announces insisted insists explained explains noted notes stressed stresses declared declares denied denies deny
    confirmed confirms confirm admitted admits admit predicted predicts predict asked asks replied replies called calls
    described describes praised praises criticised criticises recalled recalls underlined promised promises expects expected
    expect believes believed believe thinks thought think blames blamed blame hope doubts doubted doubt demands demanded hopes
    accuses accused rejects rejected vowed pledged testified conceded complained suggested hinted urged estimates estimated
    """.split()  # noqa: SIM905
)
_HELPERS = frozenset("has have had also later then now again still did does do repeatedly openly".split())  # noqa: SIM905
_BOUNDARY = frozenset(
    """but and while whereas although though because that as when if after before who which""".split()  # noqa: SIM905
)
_NOT_BEFORE = frozenset("be been is are was were to the a an its their his her".split())  # noqa: SIM905  # passives, nouns
_DETERMINERS = frozenset("the a an its their his her this these".split())  # noqa: SIM905  # open another noun
_BINDING = frozenset("of and by for in at from on with to".split())  # noqa: SIM905  # … unless behind one of these
_PRONOUNS = frozenset("he she they it we i who".split())  # noqa: SIM905
_TOKEN = re.compile(r"[\w$€£%][\w.,'$€£%-]*[\w%]|[\w%]|[^\w\s]")
_APPOSITIVE = 4  # words behind a comma that name a speaker again, at most
_LONGEST = 9  # words that name a speaker at most
_APART = 16  # words between two commas that tell more of a speaker, at most


@dataclass(frozen=True, slots=True)
class Saying:
    """A speaker, as the words that name him or her, and the stems of what he or she says."""

    speaker: frozenset[str]
    said_stems: frozenset[str]
    named: bool  # whether the speaker is called by name, not "the mayor" or "he"
    by_name: bool = False  # … and not by a description with a name in it: "the NATO chief"

    @property
    def only_pronoun(self) -> bool:
        """Whether only "he", "she" or "they" says it."""
        return bool(self.speaker) and self.speaker <= _PRONOUNS


def list_speakers(text: str) -> list[str]:
    """The last names of those who speak in a folded text, in order, "he", "she" and "they" among them."""
    return [
        word
        for saying in find_sayings(text)
        if saying.named or saying.only_pronoun
        for word in sorted(saying.speaker)
    ]


def find_sayings(text: str) -> list[Saying]:
    """What is said in a folded text, and by whom, in order."""
    found: list[Saying] = []
    for sentence in re.split(r"(?<=[.!?])\s+(?=[\"A-Z])|;\s", text):
        tokens = _TOKEN.findall(sentence)
        lower = [token.casefold() for token in tokens]
        for at, word in enumerate(lower):
            if word in _SAY and not (at and lower[at - 1] in _NOT_BEFORE):
                found += _read_around_verb(tokens, lower, at)
            elif word == "according" and lower[at + 1 : at + 2] == ["to"]:
                speaker, end = _read_speaker_after(tokens, lower, at + 2)
                found.append(_make_saying(speaker, [*tokens[:at], *tokens[end:]]))
    return found


def _read_around_verb(tokens: list[str], lower: list[str], at: int) -> list[Saying]:
    before = _read_speaker_before(tokens, lower, at)
    closes = at > 0 and lower[at - 1] in (",", '"', "'")
    if closes and (not before or not _has_appositive(lower, at)):  # "…," said the mayor
        speaker, end = _read_speaker_after(tokens, lower, at + 1)
        return [_make_saying(speaker, [*tokens[: at - 1], *tokens[end:]])] if speaker else []
    if not before:
        return []
    end = next(
        (n for n in range(at + 1, len(tokens)) if lower[n] in ("but", "while", "whereas")), len(tokens)
    )
    told = tokens[at + 1 : end]
    if not any(word[0].isalnum() for word in told):  # …, the mayor said.
        told = tokens[: max(0, at - len(before))]
    return [_make_saying(before, [*told, tokens[at]])]


def _read_speaker_before(tokens: list[str], lower: list[str], at: int) -> list[str]:
    """The words before a verb that name its subject, an appositive between commas among them."""
    stop = at - 1
    while stop >= 0 and lower[stop] in _HELPERS:
        stop -= 1
    last = stop
    if last >= 0 and lower[last] == "," and _has_appositive(lower, last + 1):
        stop = max(n for n in range(last) if lower[n] == ",") - 1
    end = stop
    while stop >= 0 and end - stop < _LONGEST and lower[stop][0].isalnum() and lower[stop] not in _BOUNDARY:
        stop -= 1
    return [token for token in tokens[stop + 1 : last + 1] if token[0].isalnum()]


def _has_appositive(lower: list[str], at: int) -> bool:
    """Whether ", the mayor," stands before ``at``: two commas in one clause, few words apart."""
    commas = [n for n in range(max(0, at - _APART - 2), at) if lower[n] == ","]
    return len(commas) >= 2 and commas[-1] == at - 1 and '"' not in lower[commas[-2] : at]


def _read_speaker_after(tokens: list[str], lower: list[str], start: int) -> tuple[list[str], int]:
    end = start
    while (
        end < len(tokens)
        and end - start < _LONGEST
        and lower[end][0].isalnum()
        and lower[end] not in _BOUNDARY
        and not (end > start and lower[end] in _DETERMINERS and lower[end - 1] not in _BINDING)
    ):
        end += 1
    stop = next((n for n in range(end + 1, len(tokens)) if not lower[n][0].isalnum()), len(tokens))
    beside = tokens[end + 1 : stop]
    if lower[end : end + 1] == [","] and len(beside) <= _APPOSITIVE and any(w[0].isupper() for w in beside):
        return [*tokens[start:end], *beside], stop  # said the mayor, Hanna Brandt
    return tokens[start:end], end


def _make_saying(speaker: list[str], told: list[str]) -> Saying:
    text = " ".join(speaker)
    whole = list_names(f"so {text}")
    alone = [name for name in whole if _stands_alone(name, text)]
    named = [name.split()[-1] for name in alone or whole]  # by last names, where there are any
    called = split_words(" ".join(named)) or [
        word for word in split_words(text) if word not in STOP or word in _PRONOUNS
    ]
    return Saying(
        frozenset(called),
        frozenset(stem_word(word) for word in split_words(" ".join(told)) if word not in STOP),
        named=bool(named),
        by_name=bool(alone),
    )


def _stands_alone(name: str, text: str) -> bool:
    behind = text.partition(name)[2].split()
    return not behind or behind[0] in STOP or behind[0][:1].isupper()
