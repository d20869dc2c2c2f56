"""What each of several outlets or people says, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.language.quotations import list_speakers
from assistant.language.words import fold_text, list_stems
from assistant.selection.candidate import Candidate, says_the_same
from assistant.selection.excerpt import Excerpt

OF_A_SIDE = 2  # sentences
ENOUGH = 0.75  # of a side's best sentence's score: what is weaker is left out
AT_LEAST = 0.45  # of the best sentence's score: with less, a side has nothing to say on it …
AT_LEAST_BESIDE = 0.35  # … unless it stands in the passage of the best sentence
SPEAKS = 0.5  # what it adds to a sentence that the side itself is speaking
MOST_SIDES = 4  # outlets that are compared where the question names none


def compare_sides(found: Sequence[Candidate], sides: Sequence[str]) -> tuple[list[Candidate], str]:
    """The best sentences of each side, labelled with it; and which sides say nothing, "" where all do.

    ``sides``: outlets or people, as the question names them; where it names none, the outlets found.
    """
    sides = list(sides) or list(dict.fromkeys(each.article.outlet or "" for each in found))[:MOST_SIDES]
    own = {
        side: [each for each in _list_of_side(side, found) if _has_to_do(each, found[0])] for side in sides
    }
    kept: dict[str, list[Candidate]] = {}
    for side in sorted(sides, key=lambda side: -max((each.score for each in own[side]), default=0.0)):
        elsewhere = [each for others in kept.values() for each in others]
        kept[side] = _choose_best_of_side(
            [
                each
                for each in own[side]
                if not any(map(each.excerpt.overlaps_with, _list_excerpts(elsewhere)))
            ]
        )
    chosen = [
        replace(each, label=side)
        for side in sides
        for each in sorted(kept[side], key=lambda each: each.excerpt.start)
    ]
    silent = " or ".join(side for side in sides if not kept[side])
    return chosen, f"Your articles have nothing on this from {silent}." if silent else ""


def _has_to_do(candidate: Candidate, best: Candidate) -> bool:
    beside = candidate.excerpt.found.passage.id == best.excerpt.found.passage.id
    if beside:
        return candidate.score >= AT_LEAST_BESIDE * best.score
    return candidate.signals.context_coverage > 0 and candidate.score >= AT_LEAST * best.score


def _choose_best_of_side(own: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for each in own:
        enough = len(kept) < OF_A_SIDE and each.score >= ENOUGH * own[0].score
        if enough and not any(says_the_same(each, other) for other in kept):
            kept.append(each)
    return kept


def _list_excerpts(candidates: Sequence[Candidate]) -> list[Excerpt]:
    return [each.excerpt for each in candidates]


def _list_of_side(side: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of an outlet, or those in which a person speaks or is spoken of; the best first."""
    name = _strip_article(side)
    printed = [each for each in found if _strip_article(each.article.outlet or "") == name]
    if printed:
        return printed
    last = list_stems(side)[-1:]
    about = [
        each
        for each in found
        if last and last[0] in {*list_stems(each.excerpt.own_text), *list_stems(each.excerpt.about)}
    ]
    raised = [replace(each, score=each.score + SPEAKS * _side_speaks(name, each)) for each in about]
    return sorted(raised, key=lambda each: -each.score)


def _side_speaks(name: str, candidate: Candidate) -> bool:
    last = name.split()[-1]
    return (
        last in list_speakers(fold_text(candidate.excerpt.text))
        or last in candidate.excerpt.about.casefold().split()
    )


def _strip_article(name: str) -> str:
    return fold_text(name).casefold().removeprefix("the ")
