"""The benchmark of recognition: how words are judged, and how confidence is tabulated."""

from __future__ import annotations

from benchmarks.recognition import ReadWord, judge_words, print_page, tabulate_confidence
from ingest.read.recognition import RecognisedPage, RecognisedWord


def page(*words: tuple[str, float]) -> RecognisedPage:
    line = tuple(
        RecognisedWord(text, sure, 40 * at, 0, 40 * at + 30, 20) for at, (text, sure) in enumerate(words)
    )
    return RecognisedPage((line,), 100)


def test_a_word_is_right_where_it_stands_in_the_text() -> None:
    judged = judge_words("The weir opens today", page(("The", 0.9), ("wier", 0.4), ("opens today", 0.8)))
    assert list(judged) == [
        ReadWord(0.9, True),
        ReadWord(0.4, False),
        ReadWord(0.8, True),
        ReadWord(0.8, True),
    ]


def test_wrong_words_are_counted_by_confidence() -> None:
    read = [ReadWord(0.2, False), ReadWord(0.25, True), ReadWord(0.99, True)]
    assert list(tabulate_confidence(read)) == [
        "confidence 0.00 to 0.30:     2 words, wrong 0.50",
        "confidence 0.98 to 1.00:     1 words, wrong 0.00",
        "below 0.8: 2 words, wrong 0.50",
        "from 0.8: 1 words, wrong 0.00",
    ]


def test_a_page_is_spoiled_alike_each_time() -> None:
    first, second = (print_page("The weir opens today.", 1.2, 12) for _ in range(2))
    assert first.tobytes() == second.tobytes() != print_page("The weir opens today.", 0, 0).tobytes()
