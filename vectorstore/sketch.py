"""Telling that two texts carry the same story: shingles, MinHash, containment.

Agency copy is re-published with another headline and dateline, a paragraph cut, a sentence added. Shingles
(Broder 1997) see through that; MinHash with banding finds the candidates without comparing all pairs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set

import numpy as np

SHINGLE_WORDS = 3  # two recur by chance in market reports; four lose short texts to one cut paragraph
PERMUTATIONS = 128
BAND_ROWS = 2  # 64 bands of 2: a pair with Jaccard similarity .3 meets in one of them with probability .998
CONTAINED = 0.6  # share of the smaller text's shingles that the larger must hold
OVERLAP = 0.1  # and of all shingles of both: a brief is not the same story as a round-up that holds it
FEWEST = 4  # shared shingles below which two texts prove nothing

_WORD = re.compile(r"\w+")
_DATELINE = re.compile(  # PRAGUE, May 2 (AA) -
    r"^\s*[A-Z][\w .,'/-]{1,60}?(?:\([^)]{2,40}\))?\s*(?:-{1,2}|–|—)\s+"
)


def shingles(text: str) -> frozenset[int]:
    """32-bit hashes of the text's runs of three words, without case, punctuation and opening dateline."""
    words = _WORD.findall(_DATELINE.sub("", text, count=1).casefold())
    runs = (" ".join(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))
    return frozenset(
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest(), "big") for run in runs if run
    )


def bands(found: Set[int]) -> list[bytes]:
    """The text's 64 band keys, 8 bytes each; two texts that share one are candidates for the same story."""
    from datasketch import MinHash

    minhash = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    minhash.update_batch(sorted(found))
    rows = np.asarray(minhash.hashvalues, dtype=np.uint64).reshape(-1, BAND_ROWS)
    return [
        hashlib.blake2b(bytes([number]) + row.tobytes(), digest_size=8).digest()
        for number, row in enumerate(rows)
    ]


def same_story(one: Set[int], other: Set[int]) -> bool:
    """Whether two texts, given as shingles, carry the same story.

    The thresholds were chosen on Reuters newswire with disguised copies; see ``benchmarks/README.md``.
    """
    shared = len(one & other)
    smaller = min(len(one), len(other))
    if shared < min(FEWEST, smaller) or not smaller:
        return False
    return shared >= CONTAINED * smaller and shared >= OVERLAP * len(one | other)
