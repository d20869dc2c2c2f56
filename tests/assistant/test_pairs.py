"""Sentences that differ from their text in one thing, and their true twins: one table to write rules by, one to judge them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from assistant.verify import verify

PAIRS = Path(__file__).parent / "pairs"


def read(table: str) -> dict[str, list[tuple[str, str, str]]]:
    """What differs → (text, true twin, false twin)."""
    pairs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in (PAIRS / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            differs, text, true, false = line.split("|")
            pairs[differs].append((text, true, false))
    return pairs


TUNED, HELD_OUT = read("tuned"), read("held_out")


def supported(text: str, sentence: str) -> bool:
    return verify(sentence, text).verdict != "unsupported"


@pytest.mark.parametrize("differs", TUNED)
def test_one_false_thing_is_never_supported(differs: str) -> None:
    passed = [false for text, _, false in TUNED[differs] if supported(text, false)]
    assert passed == []


@pytest.mark.parametrize("differs", TUNED)
def test_most_true_twins_of_every_kind_are_supported(differs: str) -> None:
    held = [supported(text, true) for text, true, _ in TUNED[differs]]
    assert sum(held) >= 0.8 * len(held)


@pytest.mark.parametrize(("pairs", "floor"), [(TUNED, 0.95), (HELD_OUT, 0.88)], ids=["tuned", "held out"])
def test_true_twins_are_supported(pairs: dict[str, list[tuple[str, str, str]]], floor: float) -> None:
    held = [supported(text, true) for rows in pairs.values() for text, true, _ in rows]
    assert len(held) >= 60
    assert sum(held) >= floor * len(held)


def test_false_pairs_that_no_rule_was_fitted_to_fail_as_well() -> None:
    refused = [not supported(text, false) for rows in HELD_OUT.values() for text, _, false in rows]
    assert len(refused) >= 60
    assert sum(refused) >= 0.98 * len(refused)
