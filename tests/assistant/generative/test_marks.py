"""``[n]`` in a model's text, in every form that models write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generative.marks import drop_unfinished, read_numbers, split_cited_sentences, strip_marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain [1].", (1,)),
        ("Two [1][2].", (1, 2)),
        ("Two [1] [2].", (1, 2)),
        ("List [1, 2].", (1, 2)),
        ("List [1,2;3].", (1, 2, 3)),
        ("And [1 and 3].", (1, 3)),
        ("Range [1-3].", (1, 2, 3)),
        ("Range [2–4].", (2, 3, 4)),
        ("Endless range [1-999999999].", (1, 2, 3, 4)),
        ("Nested [[1]].", (1,)),
        ("Nested [1, [2]].", (1, 2)),
        ("Repeated [1][1] [1].", (1,)),
        ("Full width 【2】 and ［3］.", (2, 3)),
        ("With a dagger 【3†source】.", (3,)),
        ("Spaced [ 2 ].", (2,)),
        ("Named [passage 2] and [Source 3, 4].", (2, 3, 4)),
        ("None [9].", ()),
        ("Zero [0].", ()),
        ("Some exist [3, 9].", (3,)),
        ("A year [2025].", ()),
        ("Not a mark [sic] [a1].", ()),
        ("Backwards [3-1].", ()),
    ],
)
def test_numbers_that_exist_are_found_once_in_order(text: str, found: tuple[int, ...]) -> None:
    assert read_numbers(text, highest=4) == found


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("It rose [1].", "It rose."),
        ("It rose [1][2], then fell [9].", "It rose, then fell."),
        ("It rose 【1†source】.", "It rose."),
        ("It “rose” [sic].", "It “rose” [sic]."),
        ("**It** rose.", "It rose."),
        ("It rose \u202e21\u202c%\u200b.", "It rose 21%."),
    ],
)
def test_marks_leave_no_trace(text: str, bare: str) -> None:
    assert strip_marks(text) == bare


@pytest.mark.parametrize(
    "half", ["It rose [", "It rose [1", "It rose [1,", "It rose [1, 2", "It rose 【1†so"]
)
def test_half_a_mark_is_not_shown(half: str) -> None:
    assert drop_unfinished(half) == "It rose"


def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before() -> None:
    assert split_cited_sentences("It rose. [1] It fell. [2][3]\n\nIt stopped [1].", 3) == [
        ("It rose.", (1,)),
        ("It fell.", (2, 3)),
        ("It stopped.", (1,)),
    ]


def test_lists_are_sentences() -> None:
    assert split_cited_sentences("- It rose [1].\n- It fell [2].\n1. It stopped [1].", 2) == [
        ("It rose.", (1,)),
        ("It fell.", (2,)),
        ("It stopped.", (1,)),
    ]


@given(st.text(alphabet="ab. [1]2,-【】\n", max_size=60), st.integers(0, 5))
def test_no_mark_survives_and_no_number_is_invented(text: str, highest: int) -> None:
    for bare, found in split_cited_sentences(text, highest):
        assert "[1]" not in bare and "【2】" not in bare
        assert all(1 <= number <= highest for number in found)
