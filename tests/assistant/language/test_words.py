"""Words: the same stems whoever else is asking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assistant.language.words import stem_word

ENDINGS = ("ization", "fulness", "ousness", "iveness", "ational", "ingly", "ements", "ibility")
WORDS = [
    f"{letter}{vowel}rr{ending}" for letter in "bcdfglmnprstvw" for vowel in "aeiou" for ending in ENDINGS
]


def test_stems_are_the_same_in_many_threads() -> None:
    stem_word.cache_clear()
    alone = [stem_word(word) for word in WORDS]
    for _ in range(3):
        stem_word.cache_clear()
        with ThreadPoolExecutor(16) as threads:
            together = list(threads.map(lambda _: [stem_word(word) for word in WORDS], range(16)))
        assert together == [alone] * 16
