"""The page over an index, served by ``app.py`` in a process of its own, and the browser that visits it."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from errors import ReadError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.index import NewsIndex
from vectorstore.stats import CATALOGUE

APP = Path(__file__).parents[1] / "app.py"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PATIENCE = 120_000  # milliseconds: longer than anything that is measured may take


@dataclass(frozen=True, slots=True)
class Times:
    """What a step took, in milliseconds."""

    median: float
    p95: float
    count: int

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Times:
        """Median and 95th percentile."""
        values = np.asarray(milliseconds or [np.nan], dtype=np.float64)
        return cls(float(np.median(values)), float(np.percentile(values, 95)), len(milliseconds))

    def __str__(self) -> str:
        return f"median {self.median:8,.0f} ms   p95 {self.p95:8,.0f} ms   of {self.count}"


def chromium() -> str:
    """The path of a Chromium. Raises ReadError if there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise ReadError("no Chromium found, and this drives one: apt-get install chromium")
    return found


def headlines(folder: Path, count: int, seed: int) -> tuple[int, list[str]]:
    """How many articles the index in ``folder`` holds, and headlines of some, drawn by ``seed``.

    Raises ReadError where there is no index with that many articles.
    """
    if not NewsIndex.exists(folder):
        raise ReadError(f"no index in {folder}: make one with python -m ingest … --data {folder}")
    catalog = Catalog(folder / CATALOGUE)
    try:
        total = catalog.count_all()[0]
        if total < count:
            raise ReadError(f"the index in {folder} holds {total:,} articles; at least {count:,} are needed")
        offsets = random.Random(seed).sample(range(total), count)
        rows = [catalog.list_articles(sort="added", offset=offset, limit=1).rows[0] for offset in offsets]
    finally:
        catalog.close()
    return total, [" ".join(row.title.split()) for row in rows]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the page over the index in ``folder``, with settings as they are by default."""
    with running(folder) as (address, _):
        yield address


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The same, with the process that serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_DATA": str(folder), "DATELINE_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, str(APP)], env=environment, stdout=subprocess.PIPE, text=True, cwd=APP.parent
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "http://" not in line:
            raise ReadError(f"app.py did not serve the index in {folder}; it said why above")
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()  # an interrupt is ignored where a shell runs this in the background
        process.wait(90)
