"""Keeping up: folders are followed as they change, addresses are asked again at an interval."""

from __future__ import annotations

import glob
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from ingest.read.kinds import is_candidate
from ingest.runs.report import Report
from ingest.runs.web import is_address

_ENDING = re.compile(
    r"\.[^\W\d_]\w*$"
)  # of a file's name; "2025.03" has none and may be a folder that is gone
_STEP = 0.5  # seconds between two looks at the clock

Bring = Callable[[Sequence[str]], Report]


def watch_sources_again(
    sources: Sequence[str],
    bring: Bring,
    *,
    seconds: float,
    ignore: Path,
    stop: threading.Event,
    due_again: Callable[[], Sequence[str]] = tuple,
) -> Iterator[Report]:
    """Bring ``sources`` in, then again whatever changes among them; yields the report of each round.

    Folders, files and patterns are followed through the operating system; addresses are asked every ``seconds``.
    What changes in the folder ``ignore``, the index itself, is no news. ``due_again`` gives what must be read again
    though it has not changed, as an embargo ended. Ends when ``stop`` is set.
    """
    addresses = [each for each in sources if is_address(each)]
    paths = [each for each in sources if not is_address(each)]
    due: float | None = None
    for changed in _watch_rounds(
        sorted(set(filter(None, map(_find_watched, paths)))), ignore.resolve(), stop
    ):
        if due is None:  # only now, as what changes meanwhile is noticed already
            yield bring(sources)
            due = time.monotonic() + seconds
        elif changed:
            yield bring(paths)
        elif ended := due_again():
            yield bring(ended)
        if addresses and time.monotonic() >= due:
            yield bring(addresses)
            due = time.monotonic() + seconds


def _watch_rounds(watched: Sequence[Path], ignore: Path, stop: threading.Event) -> Iterator[bool]:
    """About once a second: whether something changed below the watched paths."""
    if not watched:
        while not stop.wait(_STEP):
            yield False
        return
    from watchfiles import Change, watch

    def change_counts(_: Change, path: str) -> bool:
        name = PurePath(path).name
        if Path(path).is_relative_to(ignore):
            return False
        return is_candidate(name) or not _ENDING.search(name) or Path(path).is_dir()

    for changes in watch(
        *watched,
        watch_filter=change_counts,
        rust_timeout=int(_STEP * 1000),
        yield_on_timeout=True,
        stop_event=stop,
        ignore_permission_denied=True,
    ):
        yield bool(changes)


def _find_watched(path: str) -> Path | None:
    """The folder or file that is followed for a path; for a pattern, the folder above its first wildcard."""
    here = Path(path).expanduser().absolute()
    if not here.exists():
        while glob.has_magic(str(here)):
            here = here.parent
    return here if here.exists() else None
