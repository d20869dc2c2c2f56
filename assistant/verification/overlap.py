"""How much of a claim stands in a text, word by word."""

from __future__ import annotations

from collections.abc import Sequence, Set

from assistant.language.quantities import find_amounts, list_content_stems
from assistant.language.words import NUMBER_WORDS, fold_text, list_names, split_words, stem_word

_LIGHT = frozenset(  # stems of words that add nothing which could be false
    "game match event year time peopl way part thing fact case number person take get go come turn except besid reason".split()  # noqa: SIM905
)
_ENDINGS = frozenset(  # of stems of one word
    ["", *"e s d t ed er or al y ur ure ion ing ment ance enc ence ation i iv is id r ti th ter".split()]  # noqa: SIM905
)

MOST = 3  # parts of a text that a claim may rest on together


def share_of_claim(claim: str, text: str) -> float:
    """The share of the claim's content words that the text holds, in [0, 1]; both are folded."""
    own = set(list_content_stems(claim))
    return len(own & set(list_content_stems(text))) / len(own) if own else 0.0


def find_foreign_word(claim: str, text: str) -> str | None:
    """A content word of the claim that the text has in no form; None if there is none. Both are folded."""
    held, own = set(list_content_stems(text)), set(list_content_stems(claim))
    for word in split_words(claim):
        meaning = stem_word(word)
        if (
            meaning not in own
            or word[0].isdigit()
            or word in NUMBER_WORDS
            or meaning in _LIGHT
            or "'" in word
        ):
            continue
        if meaning not in held and not any(_are_forms_of_one(meaning, other) for other in held):
            return word
    return None


def _are_forms_of_one(one: str, other: str) -> bool:
    """Whether two stems are forms of one word, such as "decis" and "decid", "closur" and "close"."""
    pairs = zip(one, other, strict=False)
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return shared >= 4 and one[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def score_bearing(claim: str, parts: Sequence[str]) -> float:
    """How far the parts (sentences, say) of a text bear out a claim, in [0, 1]: a score to set a threshold on.

    The share of its content words in the best ``MOST`` parts, times the share of its names and the share of its
    numbers that stand anywhere: a claim with a foreign name or number is less than its words suggest.
    """
    claim, parts = fold_text(claim), [fold_text(part) for part in parts]
    held = set(split_words(" ".join(parts)))
    called = {word for name in list_names(claim) for word in split_words(name)}
    counted = {amount.value for amount in find_amounts(claim)}
    there = {amount.value for part in parts for amount in find_amounts(part)}
    picked = choose_closest(claim, parts)
    return (
        share_of_claim(claim, " ".join(parts[n] for n in picked))
        * _match_stem(called, held)
        * _match_stem(counted, there)
    )


def choose_closest(claim: str, parts: Sequence[str], most: int = MOST) -> list[int]:
    """Up to ``most`` parts, in their order, that together hold most of the claim's words; all are folded."""
    left, picked = set(list_content_stems(claim)), list[int]()
    held = [set(list_content_stems(part)) for part in parts]
    while left and len(picked) < most:
        best = max(range(len(parts)), key=lambda n: len(left & held[n]), default=None)
        if best is None or not left & held[best]:
            break
        picked.append(best)
        left -= held[best]
    return sorted(picked)


def _match_stem(own: Set[object], there: Set[object]) -> float:
    return len(own & there) / len(own) if own else 1.0
