"""``python -m ingest`` killed at any moment: the next run completes it, and nothing is lost or half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.pipeline import ingest_sources
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from vectorstore.catalogue.catalog import Catalog
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex
from vectorstore.stats import CATALOGUE

ROOT = Path(__file__).parents[3]
KILLS = 20
FILES = 300  # a round's new files: three batches are stored


@pytest.mark.slow
def test_killed_twenty_times_and_completed_each_time(tmp_path: Path, embedder: Embedder) -> None:
    chance = random.Random(21)
    clips, data = tmp_path / "clips", tmp_path / "data"
    clips.mkdir()
    command = [sys.executable, "-m", "ingest", "--quiet", "--data", str(data), str(clips)]
    killed = in_the_middle = 0
    with Workers(1, Limits(300)) as workers:
        for kill in range(KILLS):
            for n in range(FILES):
                text = f"Ferry {kill}-{n} stops\n\nFerry {n} of line {kill} stopped at quay {n * 7 + kill} today."
                (clips / f"{kill:02}-{n:03}.txt").write_text(text)
            before = kill * FILES
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
                _wait_until(running, data, before + chance.choice([0, 0, 1, FILES // 2]))
                time.sleep(chance.uniform(0, 1))
                running.kill()
            killed += running.returncode == -signal.SIGKILL
            with NewsIndex.open(data, embedder) as index:
                stored = index.catalog.count_all()[0]
                in_the_middle += before < stored < before + FILES
                report = ingest_sources([str(clips)], index, workers=workers)
                assert (report.failed, report.updated) == (0, 0)
                assert (report.added, report.unchanged) == (before + FILES - stored, stored)
                agreement = index.verify_agreement()
                assert agreement.ok, (kill, agreement)
                assert index.catalog.count_all()[0] == before + FILES
    assert killed >= KILLS - 5 and in_the_middle >= 3  # the others came too late or before the first article


def _wait_until(running: subprocess.Popen[bytes], data: Path, articles: int) -> None:
    """Until the run has stored so many; a kill while the interpreter starts would show nothing."""
    until = time.monotonic() + 300
    while running.poll() is None and time.monotonic() < until:
        if (data / CATALOGUE).exists():
            catalog = Catalog(data / CATALOGUE)
            stored = catalog.count_all()[0]
            catalog.close()
            if stored >= articles and _opened(running.pid, data):
                return
        time.sleep(0.02)


def _opened(pid: int, data: Path) -> bool:
    """Whether the run has opened the index, where the system tells."""
    files = Path(f"/proc/{pid}/fd")
    if not files.is_dir():
        return True
    try:
        return any(each.resolve() == data / "index.lock" for each in files.iterdir())
    except OSError:
        return False
