"""Passages that stand side by side in one article, read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.types import RetrievedPassage
from news.article import Passage


def join_neighbours(evidence: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
    """The same evidence, two passages of one article that follow each other made one.

    A pair stands where the better of the two stood, with its probability; ranks count anew. No more than two are joined,
    so that a language model reads more of the story and not all of it, and none across a section heading.
    """
    places = {(each.article.id, each.passage.ordinal): n for n, each in enumerate(evidence)}
    taken: set[int] = set()
    found: list[RetrievedPassage] = []
    for n, each in enumerate(evidence):
        if n in taken:
            continue
        sides = (places.get((each.article.id, each.passage.ordinal + step)) for step in (1, -1))
        beside = [side for side in sides if side is not None and side > n and side not in taken]
        beside = [side for side in beside if evidence[side].passage.heading == each.passage.heading]
        if beside:
            taken.add(min(beside))
            each = replace(each, passage=_join_passages(each, evidence[min(beside)]))
        found.append(replace(each, rank=len(found) + 1))
    return found


def _join_passages(one: RetrievedPassage, other: RetrievedPassage) -> Passage:
    first, last = sorted((one.passage, other.passage), key=lambda passage: passage.start)
    return replace(first, end=last.end, text=one.article.text[first.start : last.end])
