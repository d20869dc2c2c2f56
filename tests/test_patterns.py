"""No pattern takes a time that grows faster than the text it is given.

What is slow here is a page that answers nobody: a pattern that goes back over what it has read does so for every character.
"""

from __future__ import annotations

import re
from functools import partial

import pytest

from tests.patterns import (
    Shape,
    Used,
    find_patterns,
    make_text,
    processor_seconds,
    shapes_for,
    use_pattern,
)

BUILT = {  # patterns that are put together while the program runs, from words that it looks for; all of them short
    "assistant/conversation/suggest.py: _find_written_tag",
    "assistant/language/expansion.py: ",
    "assistant/language/synonyms.py: _load_phrases",
    "assistant/question/date_filter.py: _write_searched_day",
    "assistant/question/keywords.py: _strip_asking_words",
    "assistant/question/query.py: ",
    "assistant/question/topic.py: strip_days",
    "assistant/selection/biography.py: find_introductions",
    "assistant/selection/biography.py: names_only_namesakes",
    "assistant/selection/excerpt.py: _is_person",
    "assistant/selection/short_answer.py: ",
    "assistant/verification/polarity.py: find_stronger",
    "assistant/verification/quote.py: find_quote",
    "ingest/read/feed.py: _without_media",
    "ingest/read/typography.py: _without_marks",
    "ui/frame/messages.py: _load_patterns",
    "ui/requests/routes.py: ",
}
SHORT = 300  # characters: nothing but what doubles with each of them is slow on so few
FLOOR = 0.003  # processor seconds at 5,000 characters below which nothing is measured further
SLOW = 0.02  # processor seconds at 20,000 characters from which growth tells anything
GROWTH = 3.0  # times as long for twice the text; 2 is linear, 4 is the square
LIMIT = 1.0  # processor seconds that no pattern may take at all


def fastest(used: Used, method: str, shape: Shape, size: int) -> float:
    """Processor time on a text, the better of two, as a machine that is busy only ever adds to it."""
    text = make_text(shape, size)
    first = processor_seconds(lambda: use_pattern(used.pattern, method, text), LIMIT)
    if first >= LIMIT or first < FLOOR:
        return first
    return min(first, processor_seconds(lambda: use_pattern(used.pattern, method, text), LIMIT))


def grows(used: Used, method: str, shape: Shape) -> bool:
    """Whether the time of a pattern grows faster than the text."""
    small = fastest(used, method, shape, 5_000)
    if small < FLOOR:
        return False
    middle = fastest(used, method, shape, 10_000)
    if middle < LIMIT and middle < 2.5 * small:
        return False
    large = fastest(used, method, shape, 20_000)
    return large >= LIMIT or (large > SLOW and large > GROWTH * middle)


def test_every_pattern_is_found() -> None:
    found, built = find_patterns()
    assert len(found) > 300
    assert {each.place for each in built} == BUILT


def test_no_pattern_doubles_its_time_with_each_character() -> None:
    found, _ = find_patterns()
    for used in found:
        shapes = shapes_for(used.pattern)
        for method in used.methods:
            for shape in shapes[:: max(1, len(shapes) // 4)]:
                text = make_text(shape, SHORT)
                taken = processor_seconds(partial(use_pattern, used.pattern, method, text), LIMIT)
                assert taken < LIMIT, (used.place, method, shape)


@pytest.mark.slow
def test_the_time_of_every_pattern_grows_with_the_text_and_no_faster(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found, built = find_patterns()
    bad = [
        (used.place, method, shape)
        for used in found
        for method in sorted(used.methods)
        for shape in shapes_for(used.pattern)
        if grows(used, method, shape)
    ]
    with capsys.disabled():
        print(f"\n{len(found)} patterns checked, {len(built)} more are built at run time")
    assert not bad, bad[:20]


def test_a_pattern_that_goes_back_is_found_out() -> None:
    bad = Used("here", re.compile(r"\s+x"), frozenset(["search"]))
    assert any(grows(bad, "search", shape) for shape in [("", " ", "y")])
