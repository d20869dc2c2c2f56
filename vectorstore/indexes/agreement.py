"""Whether catalogue, Chroma and tantivy hold the same, passage by passage."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from errors import StoreError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.indexes.dense import DenseIndex
from vectorstore.indexes.follower import Follower
from vectorstore.sqlite.records import Entry, make_entry

_NAMED = 20  # differences named; the others are counted
_BATCH = 256  # articles read at once
_WAIT = 5.0  # seconds given to another process to apply what it has not yet
_SAME = 0.99  # cosine of a vector in Chroma and in the catalogue, which keeps half precision


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a comparison found."""

    articles: int
    passages: int
    compared: tuple[str, ...]  # the indexes that were compared with the catalogue
    differences: tuple[str, ...]  # the first of them, one sentence each
    total: int  # of all differences
    advice: str  # what to run; empty when all agree

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return self.total == 0


@dataclass(frozen=True, slots=True)
class _Expected:
    version: str
    text_hash: str


def compare_indexes(catalog: Catalog, followers: Sequence[Follower]) -> Agreement:
    """Read everything and compare it: ids, versions, offsets, texts and vectors.

    ``followers`` are those that this process may read. Takes a few seconds per 10,000 articles; starts
    again, three times at most, where another process changed the catalogue meanwhile.
    """
    for _ in range(3):
        seq = catalog.last_change()
        _wait_for(followers, seq)
        expected, wrong = _list_expected(catalog)
        behind = [fault for follower in followers for fault in _compare_follower(catalog, follower, expected)]
        if catalog.last_change() == seq:
            break
    advice = []
    if wrong:
        advice.append("ingest the named articles again (after an update of Dateline: rebuild)")
    if behind:
        advice.append("run python -m vectorstore rebuild")
    articles, passages = catalog.count_all()
    return Agreement(
        articles=articles,
        passages=passages,
        compared=tuple(follower.name for follower in followers),
        differences=(*wrong[:_NAMED], *behind[:_NAMED]),
        total=len(wrong) + len(behind),
        advice="; ".join(advice),
    )


def _wait_for(followers: Sequence[Follower], seq: int) -> None:
    """Another process may be about to apply the last changes."""
    until = time.monotonic() + _WAIT
    for follower in followers:
        while time.monotonic() < until:
            position = follower.read_position()
            if position is not None and position.seq >= seq:
                break
            time.sleep(0.1)


def _list_expected(catalog: Catalog) -> tuple[dict[str, _Expected], list[str]]:
    """What every index should hold, by passage id, and what is wrong within the catalogue."""
    expected: dict[str, _Expected] = {}
    wrong = [f"catalogue: SQLite reports {fault}" for fault in catalog.check_damage()]
    ids = iter(sorted(catalog.list_ids()))
    while batch := list(islice(ids, _BATCH)):
        for stored in catalog.get_entries(batch).values():
            wrong += _find_entry_faults(stored)
            for passage, hash_ in zip(stored.passages, stored.text_hashes, strict=True):
                expected[passage.id] = _Expected(stored.version, hash_)
    lacking = catalog.vectors.find_missing({wanted.text_hash for wanted in expected.values()})
    for id_, wanted in expected.items():
        if wanted.text_hash in lacking:
            wrong.append(f"catalogue: no vector for passage {id_}")
    return expected, wrong


def _find_entry_faults(stored: Entry) -> list[str]:
    """What is wrong with one article and its passages as they stand in the catalogue."""
    try:
        again = make_entry(stored.article, stored.passages)
    except StoreError as error:
        return [f"catalogue: {error}"]
    if again != stored:
        return [f"catalogue: article {stored.article.id} ({stored.article.key}) is not what was stored"]
    return []


def _compare_follower(catalog: Catalog, follower: Follower, expected: dict[str, _Expected]) -> Iterator[str]:
    """In what an index differs from the catalogue."""
    try:
        held = list(follower.list_contents())
        found = dict(held)
        if len(found) != len(held):
            yield f"{follower.name}: {len(held) - len(found)} passages are in it twice"
        for id_ in sorted(expected.keys() - found.keys()):
            yield f"{follower.name}: passage {id_} is missing"
        for id_ in sorted(found.keys() - expected.keys()):
            yield f"{follower.name}: passage {id_} is not in the catalogue"
        for id_ in sorted(expected.keys() & found.keys()):
            if found[id_] != expected[id_].version:
                yield f"{follower.name}: passage {id_} is of an older version of its article"
        if not follower.is_sound(len(found)):
            yield f"{follower.name}: it cannot find all that it holds"
        elif isinstance(follower, DenseIndex):
            yield from _compare_vectors(catalog, follower, expected)
    except StoreError as error:
        yield f"{follower.name}: {error}"


def _compare_vectors(catalog: Catalog, dense: DenseIndex, expected: dict[str, _Expected]) -> Iterator[str]:
    """Vectors in Chroma that are not those of the catalogue."""
    held = ((id_, vector) for id_, vector in dense.iterate_vectors() if id_ in expected)
    while batch := list(islice(held, _BATCH)):
        kept = catalog.vectors.get_vectors([expected[id_].text_hash for id_, _ in batch])
        for id_, vector in batch:
            other = kept.get(expected[id_].text_hash)
            if other is not None and vector @ other < _SAME * np.linalg.norm(vector) * np.linalg.norm(other):
                yield f"{dense.name}: the vector of passage {id_} is another text's"
