"""Folders are followed as they change, addresses are asked again."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.runs.report import Report
from ingest.watch import watch_sources_again

WAIT = 120.0  # seconds; a machine that is busy needs some


@contextmanager
def following(
    sources: Sequence[str], bring: Callable[[Sequence[str]], Report], ignore: Path, seconds: float = 3600
) -> Iterator[queue.Queue[Report]]:
    """The reports of the rounds, from a thread that follows."""
    heard: queue.Queue[Report] = queue.Queue()
    stop = threading.Event()

    def run() -> None:
        for report in watch_sources_again(sources, bring, seconds=seconds, ignore=ignore, stop=stop):
            heard.put(report)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield heard
    finally:
        stop.set()
        thread.join(WAIT)
        assert not thread.is_alive()


class Names:
    """Stands where the index would: every round reports the names in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[list[str]] = []

    def bring(self, sources: Sequence[str]) -> Report:
        self.asked.append(list(sources))
        return Report(added=len(list(self.folder.rglob("*.txt"))))


def until(heard: queue.Queue[Report], added: int) -> None:
    while heard.get(timeout=WAIT).added != added:
        pass


def test_a_folder_is_followed_into_its_folders_and_through_deletions(tmp_path: Path) -> None:
    clips, data = tmp_path / "clips", tmp_path / "clips" / "data"
    data.mkdir(parents=True)
    names = Names(clips)
    with following([str(clips)], names.bring, data) as heard:
        until(heard, 0)
        (clips / "a.txt").write_text("a")
        until(heard, 1)
        (tmp_path / "made").mkdir()
        (tmp_path / "made" / "b.txt").write_text("b")
        (tmp_path / "made").rename(clips / "moved")
        until(heard, 2)
        (clips / "a.txt").unlink()
        until(heard, 1)
        (data / "catalogue.txt").write_text("the index itself")
        (clips / "picture.png").write_text("no document")
        (clips / "last.txt").write_text("c")
        between: list[int] = []
        while (added := heard.get(timeout=WAIT).added) != 3:
            between.append(added)
    assert (
        2 not in between
    )  # the index itself and a picture are no reason to look: what they hold came with the next
    assert all(asked == [str(clips)] for asked in names.asked)


def test_addresses_are_asked_again_and_again(tmp_path: Path) -> None:
    names = Names(tmp_path)
    address = "https://post.example/feed"
    with following([address, str(tmp_path)], names.bring, tmp_path / "data", seconds=0.1) as heard:
        for _ in range(3):
            heard.get(timeout=WAIT)
    assert names.asked[0] == [address, str(tmp_path)] and names.asked[1:3] == [[address], [address]]


def test_addresses_alone(tmp_path: Path) -> None:
    names = Names(tmp_path)
    with following(["https://post.example/feed"], names.bring, tmp_path, seconds=0.1) as heard:
        for _ in range(2):
            heard.get(timeout=WAIT)
    assert names.asked[:2] == [["https://post.example/feed"]] * 2
