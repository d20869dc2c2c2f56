"""How much of a claim stands in a text, word by word."""

from __future__ import annotations

from collections.abc import Sequence, Set

from assistant.amounts import amounts, content
from assistant.words import fold, names, words

MOST = 3  # parts of a text that a claim may rest on together


def share(claim: str, text: str) -> float:
    """The share of the claim's content words that the text holds, in [0, 1]; both are folded."""
    own = set(content(claim))
    return len(own & set(content(text))) / len(own) if own else 0.0


def bearing(claim: str, parts: Sequence[str]) -> float:
    """How far the parts (sentences, say) of a text bear out a claim, in [0, 1]: a score to set a threshold on.

    The share of its content words in the best ``MOST`` parts, times the share of its names and the share of its
    numbers that stand anywhere: a claim with a foreign name or number is less than its words suggest.
    """
    claim, parts = fold(claim), [fold(part) for part in parts]
    held = set(words(" ".join(parts)))
    called = {word for name in names(claim) for word in words(name)}
    counted = {amount.value for amount in amounts(claim)}
    there = {amount.value for part in parts for amount in amounts(part)}
    picked = closest(claim, parts)
    return share(claim, " ".join(parts[n] for n in picked)) * _part(called, held) * _part(counted, there)


def closest(claim: str, parts: Sequence[str], most: int = MOST) -> list[int]:
    """Up to ``most`` parts, in their order, that together hold most of the claim's words; all are folded."""
    left, picked = set(content(claim)), list[int]()
    held = [set(content(part)) for part in parts]
    while left and len(picked) < most:
        best = max(range(len(parts)), key=lambda n: len(left & held[n]), default=None)
        if best is None or not left & held[best]:
            break
        picked.append(best)
        left -= held[best]
    return sorted(picked)


def _part(own: Set[object], there: Set[object]) -> float:
    return len(own & there) / len(own) if own else 1.0
