"""What people bring waits on disk: nothing that was acknowledged is lost, people take turns, a batch is taken back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from errors import ReadError
from ingest.documents.document import Document
from ingest.runs.report import Report
from tests.fakes import HashingEmbedder
from tests.recogniser import write_recogniser
from ui.add import lanes
from ui.add.job_lines import Line
from ui.add.jobs import DOCUMENT, Jobs
from vectorstore.index import NewsIndex
from vectorstore.jobs.job_store import Job, NewJob
from vectorstore.jobs.spool import SPOOL, Spool


@pytest.fixture
def index(tmp_path: Path) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path / "data", HashingEmbedder()) as opened:
        yield opened


class Gated(Jobs):
    """Jobs that begin a document only once they are let go, of one owner or of all."""

    def __init__(self, index: NewsIndex, held: str | None = None, **given: Any) -> None:
        self.go, self.reached, self._held = threading.Event(), threading.Event(), held
        super().__init__(index, workers=1, **given)

    def _read_job(self, job: Job) -> Report:
        if self._held in (None, job.owner):
            self.reached.set()
            while not self.go.wait(0.02):
                self._leave_if_told(job)
        return super()._read_job(job)


def note(number: int, words: str = "left the harbour") -> Document:
    text = f"Harbour note {number}\n\nBoat number {number} {words} with {number * 7} crates of fish.\n"
    return Document(f"upload:note{number}.txt", f"note{number}.txt", text.encode())


def bring(jobs: Jobs, folder: Path, *numbers: int, owner: str = "", words: str = "left the harbour") -> str:
    """Bring notes as one batch; its id."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"note{number}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_bytes(note(number, words).data)
    jobs.bring_files(owner, list(map(str, paths)))
    assert not any(path.exists() for path in paths)
    return jobs.list_lines(owner)[0].batch


def finished(jobs: Jobs, owner: str = "") -> list[Line]:
    until = time.monotonic() + 120
    while jobs.is_busy(owner):
        assert time.monotonic() < until
        time.sleep(0.02)
    return jobs.list_lines(owner)


def spooled(index: NewsIndex) -> list[Path]:
    return [path for path in (index.folder / SPOOL).glob("*") if path.is_file()]


def test_what_waits_is_read_after_the_next_start(index: NewsIndex, tmp_path: Path) -> None:
    held = Gated(index)
    bring(held, tmp_path / "in", 1, 2, 3)
    held.bring_text("", "A note", note(4))
    held.refuse_documents("", [("huge.pdf", "it is too large")])
    assert held.reached.wait(60)
    held.close()
    assert index.catalog.count_all()[0] == 0 and len(spooled(index)) == 4
    assert {job.state for job in index.catalog.jobs.list_jobs()} == {"waiting", "failed"}
    jobs = Jobs(index, workers=1)
    try:
        seen = finished(jobs)
        assert [(line.name, line.state) for line in seen] == [
            ("huge.pdf", "failed"),
            ("A note", "added"),
            *((f"note{n}.txt", "added") for n in (1, 2, 3)),
        ]
        assert seen[0].reasons == ("it is too large",)
        assert index.catalog.count_all()[0] == 4 and spooled(index) == []
    finally:
        jobs.close()


def test_what_a_killed_process_was_reading_is_read_again(index: NewsIndex) -> None:
    spool, store = Spool(index.folder / SPOOL), index.catalog.jobs
    document = note(1)
    name, size = spool.write_file(document.data)
    payload = {"key": document.key, "file": document.name, "name": "note1.txt"}
    store.put_jobs([NewJob(DOCUMENT, payload, batch="b", file=name, size=size)])
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert store.claim_job(f"{os.uname().nodename}:{ended.pid}:0000", [DOCUMENT], 3_600) is not None
    jobs = Jobs(index, workers=1)
    try:
        assert [line.state for line in finished(jobs)] == ["added"]
    finally:
        jobs.close()


def test_one_persons_slow_documents_do_not_hold_up_anothers(index: NewsIndex, tmp_path: Path) -> None:
    jobs = Gated(index, held="slow")
    try:
        bring(jobs, tmp_path / "in", 1, 2, 3, 4, 5, owner="slow")
        assert jobs.reached.wait(60)
        bring(jobs, tmp_path / "in", 6, 7, owner="bo")
        assert [line.state for line in finished(jobs, "bo")] == ["added", "added"]
        assert [line.state for line in jobs.list_lines("slow")] == ["reading", *["waiting"] * 4]
        jobs.go.set()
        assert {line.state for line in finished(jobs, "slow")} == {"added"}
    finally:
        jobs.close()


def test_files_that_wait_have_a_ceiling(index: NewsIndex, tmp_path: Path) -> None:
    jobs = Gated(index, waiting_bytes=200)
    try:
        bring(jobs, tmp_path / "in", 1, 2)
        room = jobs.room()
        assert 0 < room < 80
        left = tmp_path / "left.txt"
        left.write_bytes(b"x" * 80)
        with pytest.raises(ReadError, match="DATELINE_MAX_WAITING_MB"):
            jobs.bring_files("", [str(left)])
        with pytest.raises(ReadError, match="DATELINE_MAX_WAITING_MB"):
            jobs.bring_text("", "long", Document("pasted:1", "pasted.txt", b"x" * 80))
        assert left.exists() and len(jobs.list_lines("")) == len(spooled(index)) == 2
        jobs.go.set()
        finished(jobs)
        assert jobs.room() == 200
        jobs.bring_files("", [str(left)])
    finally:
        jobs.close()


def test_a_batch_is_taken_back_and_comes_back(index: NewsIndex, tmp_path: Path) -> None:
    jobs = Jobs(index, workers=1)
    try:
        first = bring(jobs, tmp_path / "in", 1, 2)
        finished(jobs)
        second = bring(jobs, tmp_path / "in", 2, 3, words="came into the harbour")  # 2 changed, 3 new
        finished(jobs)
        third = bring(jobs, tmp_path / "in", 3, words="came into the harbour")  # as it is
        assert [line.state for line in finished(jobs)] == ["unchanged", "updated", "added", "added", "added"]

        done = jobs.take_back("", second)
        assert (len(done.removal.articles), done.updated, done.shared, done.cancelled) == (0, 1, 1, 0)
        jobs.bring_back("", second)
        jobs.take_back("", third)
        done = jobs.take_back("", second)  # nobody else brought 3 any more
        assert [each.entry.article.title for each in done.removal.articles] == ["Harbour note 3"]
        done = jobs.take_back("", first)
        assert (len(done.removal.articles), done.shared) == (2, 0)  # what changed 2 is taken back as well
        assert index.catalog.count_all()[0] == 0 and index.verify_agreement().ok
        assert all(line.taken_back for line in jobs.list_lines(""))

        assert jobs.bring_back("", first) == 2
        assert index.catalog.count_all()[0] == 2 and index.verify_agreement().ok
        assert [line.taken_back for line in jobs.list_lines("") if line.batch == first] == [False, False]
        with pytest.raises(ReadError, match="no longer be undone"):
            jobs.bring_back("", first)
        with pytest.raises(ReadError, match="no longer known"):
            jobs.take_back("somebody else", first)
    finally:
        jobs.close()


def test_taking_back_a_batch_stops_it(index: NewsIndex, tmp_path: Path) -> None:
    jobs = Gated(index)
    try:
        batch = bring(jobs, tmp_path / "in", 1, 2, 3)
        other = bring(jobs, tmp_path / "in", 4)
        assert jobs.reached.wait(60)
        done = jobs.take_back("", batch)
        assert done.cancelled == 2
        jobs.go.set()
        states = {line.name: (line.batch, line.state) for line in finished(jobs)}
        assert states.pop("note4.txt") == (other, "added")
        assert set(states.values()) == {(batch, "failed")}
        assert index.catalog.count_all()[0] == 1 and spooled(index) == []
    finally:
        jobs.close()


def test_what_ends_the_process_again_and_again_is_given_up(
    index: NewsIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MOST_ATTEMPTS", 0)
    jobs = Jobs(index, workers=1)
    try:
        bring(jobs, tmp_path / "in", 1)
        (line,) = finished(jobs)
        assert line.state == "failed" and "ended 0 times" in line.reasons[0]
    finally:
        jobs.close()


@pytest.fixture
def slow_recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A program in place of tesseract that sees a sentence in every picture, once it is let go."""
    folder = tmp_path / "bin"
    folder.mkdir()
    os.mkfifo(folder / "gate")
    gate = os.open(folder / "gate", os.O_RDWR)
    seen = "The weir at Keld was opened again on Friday, and its gate cost 870,000 crowns."
    write_recogniser(folder, seen, first=f"read -r go <{folder}/gate")
    monkeypatch.setenv("PATH", str(folder))

    def let_go() -> None:
        os.write(gate, b"go\n")

    yield let_go
    os.close(gate)


def bring_scan(jobs: Jobs, folder: Path) -> Line:
    """Bring an archive with a scan and a text; its line once the scan waits to be looked at."""
    folder.mkdir()
    scan = BytesIO()
    Image.new("L", (400, 300), 250).save(scan, "PNG")
    with zipfile.ZipFile(folder / "clips.zip", "w") as made:
        made.writestr("a.png", scan.getvalue())
        made.writestr("b.txt", note(1).data)
    jobs.bring_files("", [str(folder / "clips.zip")])
    until = time.monotonic() + 60
    while not (line := jobs.list_lines("")[0]).reasons:
        assert time.monotonic() < until
        time.sleep(0.02)
    return line


def test_a_scan_in_an_archive_is_told_while_it_is_looked_at(
    index: NewsIndex, tmp_path: Path, slow_recogniser: Callable[[], None]
) -> None:
    jobs = Jobs(index, workers=1)
    try:
        line = bring_scan(jobs, tmp_path / "in")
        assert line.state == "reading" and "a scan of 1 page:" in line.reasons[0]
        slow_recogniser()
        (line,) = finished(jobs)
        assert (line.state, line.counts) == ("added", (("added", 2),))
        assert "recognised from a picture" in line.reasons[0] and spooled(index) == []
    finally:
        jobs.close()


def test_taking_back_a_batch_stops_the_recogniser_and_takes_what_was_ready(
    index: NewsIndex, tmp_path: Path, slow_recogniser: Callable[[], None]
) -> None:
    jobs = Jobs(index, workers=1)
    try:
        line = bring_scan(jobs, tmp_path / "in")
        until = time.monotonic() + 60
        while index.catalog.count_all()[0] == 0:  # the text beside the scan
            assert time.monotonic() < until
            time.sleep(0.02)
        jobs.take_back("", line.batch)
        (line,) = finished(jobs)
        assert line.taken_back and index.catalog.count_all()[0] == 0 and spooled(index) == []
    finally:
        jobs.close()
