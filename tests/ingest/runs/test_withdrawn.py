"""What an agency takes back goes and stays out; what is under embargo waits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.pipeline import ingest_sources
from ingest.processes.worker import Workers
from ingest.runs.report import Report
from ingest.watch import watch_sources_again
from vectorstore.index import NewsIndex

TEXT = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."
KEY = "urn:newsml:larkmoor.example:20260304:ferry"


def item(folder: Path, name: str, hour: int, **more: object) -> Path:
    made = {
        "uri": KEY,
        "type": "text",
        "firstcreated": "2026-03-04T08:00:00Z",
        "versioncreated": f"2026-03-04T{hour:02}:00:00Z",
        "headline": "Ferry stops",
        "body_text": f"{TEXT} Version of {hour} o'clock.",
        **more,
    }
    path = folder / name
    path.write_text(json.dumps(made))
    return path


def take(index: NewsIndex, workers: Workers, *paths: Path) -> Report:
    return ingest_sources([str(path) for path in paths], index, workers=workers)


def stored(index: NewsIndex) -> str:
    article = index.catalog.get_article_by_key(KEY)
    return article.text if article else ""


def test_a_later_version_in_another_file_is_the_same_article(
    index: NewsIndex, workers: Workers, tmp_path: Path
) -> None:
    late, early = item(tmp_path, "a.json", 11), item(tmp_path, "b.json", 9)
    report = take(index, workers, late, early)
    assert "Version of 11" in stored(index) and index.catalog.count_all()[0] == 1
    assert [note.text for note in report.notes] == ["a newer version is stored; it is kept"]


def test_a_canceled_article_is_taken_out_and_stays_out(
    index: NewsIndex, workers: Workers, tmp_path: Path
) -> None:
    first = item(tmp_path, "a.json", 9)
    take(index, workers, first)
    assert stored(index)
    canceled = item(tmp_path, "b.json", 10, pubstatus="canceled", body_text="")
    report = take(index, workers, canceled)
    assert report.removed == 1 and not stored(index) and not report.failures and not report.took_nothing
    assert [note.text for note in report.notes] == ["canceled by its agency: 'Ferry stops' was taken out"]
    again = take(index, workers, item(tmp_path, "c.json", 9))
    assert not stored(index) and "was not taken in" in again.notes[0].text
    take(index, workers, item(tmp_path, "d.json", 12))  # a newer version, published again
    assert "Version of 12" in stored(index)
    take(index, workers, item(tmp_path, "e.json", 10, pubstatus="canceled"))
    assert "Version of 12" in stored(index)


def test_a_withheld_article_keeps_an_earlier_file_of_the_same_run_out(
    index: NewsIndex, workers: Workers, tmp_path: Path
) -> None:
    first, second = item(tmp_path, "b.json", 9), item(tmp_path, "a.json", 10, pubStatus="withheld")
    report = take(index, workers, second, first)
    assert not stored(index) and len(report.notes) == 2 and report.withdrawn == 2
    other = item(tmp_path, "c.json", 9, uri="urn:x:other", headline="Well")
    report = take(
        index, workers, other, item(tmp_path, "d.json", 10, uri="urn:x:other", pubStatus="withheld")
    )
    assert index.catalog.get_article_by_key("urn:x:other") is None


def test_an_embargo_waits_until_it_ends(index: NewsIndex, workers: Workers, tmp_path: Path) -> None:
    until = datetime.now(UTC) + timedelta(seconds=3)
    path = item(tmp_path, "a.json", 9, embargoed=until.isoformat())
    report = take(index, workers, path)
    assert not stored(index) and report.embargoed == {str(path): until} and not report.failures
    (note,) = report.notes
    assert note.text.startswith(f"embargoed until {until:%Y-%m-%d %H:%M} UTC: 'Ferry stops' was not taken in")
    while datetime.now(UTC) < until:
        time.sleep(0.05)
    assert take(index, workers, path).added == 1 and stored(
        index
    )  # the file did not change, and is read again


def test_an_embargo_beside_other_articles_holds_up_none_of_them(
    index: NewsIndex, workers: Workers, tmp_path: Path
) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    one = json.loads(item(tmp_path, "one.json", 9, embargoed=until.isoformat()).read_text())
    other = json.loads(
        item(tmp_path, "other.json", 9, uri="urn:x:other", headline="Well runs dry").read_text()
    )
    both = tmp_path / "both.json"
    both.write_text(json.dumps([one, other]))
    assert take(index, workers, both).added == 1
    assert take(index, workers, both).read == 1  # not known as it is: something in it waits


def test_following_reads_again_what_an_embargo_held_back(tmp_path: Path) -> None:
    stop = threading.Event()
    brought: list[list[str]] = []
    due = iter([[], ["a.json"]])

    def bring(sources: Sequence[str]) -> Report:
        brought.append(list(sources))
        return Report()

    rounds = watch_sources_again(
        [], bring, seconds=1_000, ignore=tmp_path, stop=stop, due_again=lambda: next(due, [])
    )
    for _ in rounds:
        if len(brought) == 2:
            stop.set()
    assert brought == [[], ["a.json"]]
