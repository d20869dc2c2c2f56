"""Sentences that differ from their text in one thing, and their true twins.

``tuned`` and ``forms`` were looked at while the rules were written. The other two were written before the rules that
they then showed to be missing; what they said at first: ``held_out`` 65 of 66 false ones refused and 59 true ones held,
``fresh`` 60 of 68 and 62.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from assistant.verification.verify import verify_sentence

PAIRS = Path(__file__).parent / "pairs"
KINDS = {"number", "unit", "name", "date", "negation", "direction", "speaker", "quantifier", "plan"}

Table = dict[str, list[tuple[str, str, str]]]


def read(path: Path) -> Table:
    """What differs → (text, true twin, false twin)."""
    pairs: Table = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            differs, text, true, false = line.split("|")
            pairs[differs].append((text, true, false))
    return pairs


TABLES = {path.stem: read(path) for path in sorted(PAIRS.glob("*.txt"))}


def supported(text: str, sentence: str) -> bool:
    return verify_sentence(sentence, text).verdict != "unsupported"


@pytest.mark.parametrize(
    ("table", "differs"), [(name, differs) for name, pairs in TABLES.items() for differs in pairs]
)
def test_one_false_thing_is_never_supported(table: str, differs: str) -> None:
    passed = [false for text, _, false in TABLES[table][differs] if supported(text, false)]
    assert passed == []


@pytest.mark.parametrize("table", TABLES)
def test_nine_in_ten_true_twins_are_supported(table: str) -> None:
    held = [supported(text, true) for rows in TABLES[table].values() for text, true, _ in rows]
    assert len(held) >= 60
    assert sum(held) >= 0.9 * len(held)


@pytest.mark.parametrize("table", ["tuned", "held_out", "fresh"])
def test_a_table_has_everything_that_may_differ(table: str) -> None:
    assert TABLES[table].keys() >= KINDS
    assert all(len(TABLES[table][kind]) >= 3 for kind in KINDS)
