"""Killed at any moment, the index heals at the next start; two processes at once do no harm."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item, many
from vectorstore.index import NewsIndex

ROOT = Path(__file__).parents[2]

# Kills itself, as a power cut would, before or after one method of a real part runs for the n-th time.
DIES = """
    import functools, importlib, os, signal

    def die(where, when, calls):
        module, _, path = where.partition(":")
        holder, name = importlib.import_module(module), path.split(".")[-1]
        for part in path.split(".")[:-1]:
            holder = getattr(holder, part)
        method, left = getattr(holder, name), [calls]

        @functools.wraps(method)
        def dying(*args, **kwargs):
            left[0] -= 1
            if when == "before" and left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            result = method(*args, **kwargs)
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(holder, name, dying)
"""

CHANGES = """
    import sys
    from pathlib import Path
    from tests.fakes import HashingEmbedder
    from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item
    from vectorstore.index import NewsIndex

    with NewsIndex.open(Path(sys.argv[1]), HashingEmbedder()) as index:
        index.follow_changes()
        if len(sys.argv) > 2:
            die(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        index.add_articles([item(BRIDGE, text="The bridge is open again.\\n\\nLorries pay 4 euros."), item(FESTIVAL)])
        index.delete_articles([CUP.id])
"""


def child(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)], cwd=ROOT)


POINTS = [  # where, when, at which call, whether the catalogue has the change by then
    (
        "vectorstore.catalogue.vectors:Vectors.store_vectors",
        "after",
        1,
        False,
    ),  # within the catalogue's transaction
    ("vectorstore.indexes.following:Following.follow_changes", "before", 1, True),
    ("vectorstore.indexes.lexical:LexicalIndex.apply_changes", "after", 1, True),
    ("chromadb.api.models.Collection:Collection.delete", "after", 1, True),
    ("chromadb.api.models.Collection:Collection.upsert", "after", 1, True),
    ("chromadb.api.models.Collection:Collection.modify", "after", 1, True),
    ("vectorstore.indexes.dense:DenseIndex.apply_changes", "before", 2, True),  # while following the deletion
]


@pytest.mark.parametrize(("where", "when", "calls", "stored"), POINTS)
def test_a_kill_between_two_stores_heals(
    tmp_path: Path, hashing: HashingEmbedder, where: str, when: str, calls: int, stored: bool
) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles([item(BRIDGE), item(CUP)])
    died = child(DIES + CHANGES, tmp_path, where, when, calls)
    assert died.wait(120) == -signal.SIGKILL
    with NewsIndex.open(tmp_path, hashing) as index:
        index.follow_changes()
        agreement = index.verify_agreement()
        assert agreement.ok, agreement
        bridge = index.catalog.get_article(BRIDGE.id)
        assert bridge is not None
        assert (bridge.text != BRIDGE.text) == stored
        assert (index.catalog.get_article(FESTIVAL.id) is not None) == stored
        found = index.search_passages("Lorries pay 4 euros", 1)[0]
        assert ("4 euros" in found.passage.text) == stored


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_while_starting_from_zero_heals(tmp_path: Path, hashing: HashingEmbedder, moment: str) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles(many(20))
    script = """
        import sys
        from pathlib import Path
        from tests.fakes import HashingEmbedder
        from vectorstore.index import NewsIndex
        with NewsIndex.open(Path(sys.argv[1]), HashingEmbedder("other", 32), any_model=True) as index:
            die("vectorstore.indexes.dense:DenseIndex.reset_to_empty", sys.argv[2], 1)
            index.rebuild_indexes()
    """
    died = child(textwrap.dedent(DIES) + textwrap.dedent(script), tmp_path, moment)
    assert died.wait(120) == -signal.SIGKILL
    with NewsIndex.open(tmp_path, HashingEmbedder("other", 32)) as index:  # the stamp is the new one
        index.follow_changes()
        assert index.verify_agreement().ok
        assert index.search_passages("number7", 1)[0].article.title == "Report number7"


@pytest.mark.slow
def test_twenty_kills_at_random_moments(tmp_path: Path, hashing: HashingEmbedder) -> None:
    script = """
        import sys
        from pathlib import Path
        from tests.fakes import HashingEmbedder
        from tests.vectorstore.samples import many
        from vectorstore.index import NewsIndex
        with NewsIndex.open(Path(sys.argv[1]), HashingEmbedder()) as index:
            index.follow_changes()
            print("ready", flush=True)
            for first in range(int(sys.argv[2]), 10_000_000, 7):
                index.add_articles(many(7, first))
                if first % 3 == 0:
                    index.delete_articles([many(1, first)[0][0].id])
    """
    moments = random.Random(20)
    for attempt in range(20):
        command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path), str(attempt * 10_000)]
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        time.sleep(moments.uniform(0.0, 1.5))
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        with NewsIndex.open(tmp_path, hashing) as index:
            index.follow_changes()
            agreement = index.verify_agreement()
            assert agreement.ok, (attempt, agreement)


def test_two_processes_write_and_search_at_once(tmp_path: Path, hashing: HashingEmbedder) -> None:
    script = """
        import sys
        from pathlib import Path
        from tests.fakes import HashingEmbedder
        from tests.vectorstore.samples import many
        from vectorstore.index import NewsIndex
        with NewsIndex.open(Path(sys.argv[1]), HashingEmbedder()) as index:
            assert not index.holds_lock
            for first in range(1000, 1060, 6):
                index.add_articles(many(6, first))
                found = index.search_passages(f"number{first}", 40)  # by vectors at once, by words when followed
                assert f"Report number{first}" in {each.article.title for each in found}
            index.delete_articles([many(1, 1000)[0][0].id])
            assert all(each.article.title != "Report number1000" for each in index.search_passages("number1000"))
    """
    with NewsIndex.open(tmp_path, hashing) as index:
        index.follow_in_background(0.05)
        index.add_articles(many(10))
        other = child(textwrap.dedent(script), tmp_path)
        for first in range(10, 60, 5):
            index.add_articles(many(5, first))
            assert index.search_passages(f"number{first}", 1)[0].article.title == f"Report number{first}"
        assert other.wait(120) == 0
        index.follow_changes()
        assert index.catalog.count_all()[0] == 119
        assert index.search_passages("number1059", 1)[0].article.title == "Report number1059"
        assert all(
            each.article.title != "Report number1000" for each in index.search_passages("number1000", 20)
        )
        agreement = index.verify_agreement()
        assert agreement.ok, agreement
