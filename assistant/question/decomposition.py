"""Questions of several parts: where they part, and one answer out of the answers to each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.language.words import fold_text, list_names, list_stems
from assistant.types import Answer, Citation, RetrievedPassage, Sentence

MOST_PARTS = 4

_ASKS = r"(?:who|whom|whose|what|when|where|why|which|how)\b"
_IS = r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|should)\b"
_SUBJECT = r"(?:the|an?|he|she|it|they|there|any|his|her|its|their|(?-i:[A-Z])[\w'-]*)\b"
_JOINT = re.compile(
    rf"(?:(?:(?<!\s)\s++)?+[,;]\s++|(?<!\s)\s++)(?:and|but|plus|also)\s+(?:also\s+)?(?={_ASKS}|{_IS}\s+{_SUBJECT})|(?<=\?)\s+",
    re.I,
)
_QUESTION = re.compile(
    rf"^\W*(?:(?:and|but|also)\s+)?(?:(?:in|on|at|by|to|for|from|of|with|since|until)\s[\w\s'.-]{{1,40}}?,?\s)?"
    rf"(?:{_ASKS}|{_IS})|^\W*(?:tell|show|explain|describe|summari[sz]e|list)\b.*\b{_ASKS}",
    re.I,
)
_RELATIVE = re.compile(r"\w\s+(?P<word>who|which|that|where|when)\s+\w", re.I)
_BACK = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|its|there)\b", re.I)
_LISTED = re.compile(rf",\s+(?=(?:what|when|where|why|how)\s+(?:{_IS}|many|much|long|old))", re.I)
_INVERTED = re.compile(rf"^\W*(?:who\b|{_IS}|{_ASKS}\s+(?:{_IS}|many|much|long|old))", re.I)
_BELONGS = re.compile(rf"{_BACK.pattern}|\bthe\s+\w", re.I)
_SAID = re.compile(r"\b(?:say|said|think|tell|told)$", re.I)
_ABOUT = re.compile(r"\babout\s.+$", re.I)


def split_parts(question: str) -> tuple[str, ...]:
    """The questions that a question consists of; itself alone wherever that is in doubt.

    Each part must be a question of its own that says what it is about: "When and where did it happen?", "What
    happened, and why?" and "Who won and who lost the final?" are one.
    """
    question = fold_text(question)
    parts = [part.strip(" ,;?") for joint in _JOINT.split(question) for part in _split_listed(joint)]
    doubtful = len(parts) > MOST_PARTS or any(
        not (_QUESTION.match(part) and _says_enough(part)) for part in parts
    )
    if len(parts) < 2 or doubtful or any(_belongs_before(parts[:n], parts[n]) for n in range(1, len(parts))):
        return (question,)
    topic = _ABOUT.search(parts[-1])
    parts = [f"{part} {topic.group()}" if topic and _SAID.search(part) else part for part in parts]
    return tuple(f"{part[:1].upper()}{part[1:]}?" for part in parts)


def points_to_part_before(part: str) -> bool:
    """Whether a part takes something from the one before it: "how much does it cost?"."""
    return _BACK.search(part) is not None


def _split_listed(question: str) -> list[str]:
    """Such as "Who is the mayor, when was she elected" as two; "In May, who won" as it is."""
    parts = _LISTED.split(question)
    return parts if _INVERTED.match(parts[0]) else [question]


def _says_enough(part: str) -> bool:
    """Whether it says enough to be searched: two words that carry meaning, or one and what that belongs to."""
    content = len(list_stems(part))
    return content > 1 or (content == 1 and (bool(list_names(part)) or _BELONGS.search(part) is not None))


def _belongs_before(before: Sequence[str], part: str) -> bool:
    """Whether a part is no question beside those before it but belongs into the last of them."""
    relative = _RELATIVE.search(before[-1])
    if relative and relative["word"].casefold() == part.split()[0].casefold():
        return True  # "the man who won and who lives in Holm"
    named = any(list_names(f"so {each}") or _says_enough(each) for each in before)
    return points_to_part_before(part) and not named


def interleave_passages(
    found: Sequence[Sequence[RetrievedPassage]],
) -> tuple[RetrievedPassage, ...]:
    """The best of each part, then the second of each, and so on; each passage once, ranked anew."""
    merged: dict[str, RetrievedPassage] = {}
    for row in itertools.zip_longest(*found):
        for each in row:
            if each is not None:
                known = merged.get(each.passage.id, each)
                merged[each.passage.id] = max(known, each, key=lambda one: one.score)
    return tuple(replace(each, rank=rank) for rank, each in enumerate(merged.values(), 1))


def join_answers(base: Answer, parts: Sequence[Answer]) -> Answer:
    """One answer out of those to the parts, each under its question; what no article answers is said.

    ``base`` gives the rest. A slice that two parts cite gets one number.
    """
    said: list[Sentence] = []
    cited: dict[tuple[str, int, int], Citation] = {}
    for part in parts:
        own: dict[int, int] = {}
        for citation in part.citations:
            slice_ = (citation.article.id, citation.start, citation.end)
            cited.setdefault(slice_, replace(citation, number=len(cited) + 1))
            own[citation.number] = cited[slice_].number
        for sentence in part.sentences:
            label = " · ".join(filter(None, (part.question, sentence.label)))
            numbers = tuple(own[number] for number in sentence.citations)
            said.append(replace(sentence, citations=numbers, label=label))
    silent = [part.question for part in parts if part.abstained]
    partly = [f"Your articles don't say: {' '.join(silent)}"] if silent else []
    return replace(
        base,
        sentences=tuple(said),
        citations=tuple(cited.values()),
        mode="extractive",
        shape="parts",
        disagreement_notice=" ".join(filter(None, (part.disagreement_notice for part in parts))),
        partial_notice=" ".join([*(part.partial_notice for part in parts if part.partial_notice), *partly]),
    )
