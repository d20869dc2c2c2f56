"""Telling that two texts carry the same story: shingles, MinHash, containment.

Agency copy is re-published with another headline and dateline, a paragraph cut, a sentence added. Shingles
(Broder 1997) see through that; MinHash with banding finds the candidates without comparing all pairs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np

SHINGLE_WORDS = 3  # two recur by chance in market reports; four lose short texts to one cut paragraph
PERMUTATIONS = 128
BAND_ROWS = 2  # 64 bands of 2: a pair with Jaccard similarity .3 meets in one of them with probability .998
CONTAINED = 0.6  # share of the smaller text's shingles that the larger must hold
OVERLAP = 0.1  # and of all shingles of both: a brief is not the same story as a round-up that holds it
FACTS = 0.8  # share of the smaller text's names and numbers that the larger must hold
FIGURES = 0.7  # of its numbers and days of the week; one may always differ, as in a toll that rose
FEWEST = 4  # shared shingles below which two texts prove nothing

# fmt: off
_DAYS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    }
)
# fmt: on
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)+")  # one number, though of several words: "2.40", "12,500"
_DATELINE = re.compile(  # PRAGUE, May 2 (AA) -
    r"^\s*[A-Z][\w .,'/-]{1,60}?(?:\([^)]{2,40}\))?\s*(?:-{1,2}|–|—)\s+"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a text is compared."""

    shingles: frozenset[int]  # 32-bit hashes of its runs of three words
    words: frozenset[str]  # casefolded
    facts: frozenset[
        str
    ]  # those of its words that hold a capital or a digit: names and numbers, for the most part

    @property
    def figures(self) -> frozenset[str]:
        """Of these, the numbers and the days of the week: all that tells one day's market report from the next's."""
        return frozenset(fact for fact in self.facts if fact in _DAYS or any(map(str.isdigit, fact)))


def make_sketch(text: str) -> Sketch:
    """The sketch of a text, without its case, punctuation and opening dateline."""
    text = _DATELINE.sub("", text, count=1)
    written = _WORD.findall(text)
    figures = set(_FIGURE.findall(text))
    named = set(_WORD.findall(_FIGURE.sub(" ", text)))  # without the parts of such numbers
    words = [word.casefold() for word in written]
    runs = (" ".join(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))
    return Sketch(
        frozenset(
            int.from_bytes(
                hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big"
            )
            for run in runs
            if run
        ),
        frozenset(words) | figures,
        frozenset(word.casefold() for word in named if not word.islower()) | figures,
    )


def compute_bands(found: Sketch) -> list[int]:
    """The text's 64 band keys of 32 bits; two texts that share one are candidates for the same story."""
    from datasketch import MinHash

    if not found.shingles:
        return []
    minhash = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    minhash.update_batch(sorted(found.shingles))
    rows = np.asarray(minhash.hashvalues, dtype=np.uint64).reshape(-1, BAND_ROWS)
    return [
        int.from_bytes(hashlib.blake2b(bytes([number]) + row.tobytes(), digest_size=4).digest(), "big")
        for number, row in enumerate(rows)
    ]


def is_same_text(one: Sketch, other: Sketch) -> bool:
    """Whether one text is the other for the most part, whatever names and numbers were changed in it."""
    shared = len(one.shingles & other.shingles)
    smaller = min(len(one.shingles), len(other.shingles))
    if shared < min(FEWEST, smaller) or not smaller:
        return False
    return shared >= CONTAINED * smaller and shared >= OVERLAP * len(one.shingles | other.shingles)


def is_same_story(one: Sketch, other: Sketch) -> bool:
    """Whether two texts carry the same story: the same text for the most part, with its names and numbers.

    The last parts reports that are written to one form: what the Treasury held on Monday, and on Tuesday. The
    thresholds were chosen on Reuters newswire; ``python -m benchmarks stories`` measures them.
    """
    if not is_same_text(one, other):
        return False
    smaller, larger = sorted((one, other), key=lambda each: len(each.shingles))
    missing = len(smaller.figures - larger.words)
    if missing > max(1, (1 - FIGURES) * len(smaller.figures)):
        return False
    return len(smaller.facts & larger.words) >= FACTS * len(smaller.facts)
