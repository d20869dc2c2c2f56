"""One file that holds everything which cannot be made again: the catalogue, and the files that wait to be read.

Chroma and tantivy are not in it: they follow the catalogue, which keeps their vectors too. Neither is the users file,
which may lie anywhere.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from errors import StoreError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.jobs.spool import SPOOL
from vectorstore.sqlite.records import format_now
from vectorstore.sqlite.schema import MIGRATIONS
from vectorstore.stats import CATALOGUE

FORMAT = 1
ABOUT = "about.json"  # the first member; then the catalogue, then the files of the spool
INDEXES = ("chroma", "tantivy", SPOOL)  # folders that belong to a catalogue
_PIECE = 1 << 20  # bytes copied at a time


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds."""

    made: str  # ISO 8601, UTC
    articles: int
    conversations: int
    waiting: int  # files that were not read yet
    format: int = FORMAT


def write_backup(folder: Path, file: Path) -> BackupContents:
    """Write a backup of the data folder, which may be in use, as of one moment; what it holds.

    Nobody waits longer than it takes to link the files that wait. ``file`` is there whole or not at all, for its owner
    alone to read. Raises StoreError if it is there already, or cannot be written.
    """
    if file.exists():
        raise StoreError(f"{file} is there already: name another file, or remove it first.")
    catalog = Catalog(folder / CATALOGUE)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix="backup-") as made:
            held = _copy_catalogue(catalog, folder, Path(made))
            contents = _read_contents(Path(made) / CATALOGUE, len(held))
            _pack(Path(made), [CATALOGUE, *(f"{SPOOL}/{name}" for name in held)], contents, file)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup {file} cannot be written: {error}. Check that there is space, also in {folder}."
        ) from error
    finally:
        catalog.close()
    return contents


def _copy_catalogue(catalog: Catalog, folder: Path, into: Path) -> list[str]:
    """Copy the catalogue as of one moment, and hold the files that wait at that moment; the names of these."""
    (into / SPOOL).mkdir()
    with closing(sqlite3.connect(folder / CATALOGUE, isolation_level=None)) as source:
        with catalog.database.write_transaction():  # nobody writes while the moment is chosen
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM setting").fetchone()  # from here on it reads as of now
            waiting = catalog.jobs.list_jobs(states=("waiting", "running"))
            held = [
                job.file for job in waiting if job.file and _hold(folder / SPOOL / job.file, into / SPOOL)
            ]
        with closing(sqlite3.connect(into / CATALOGUE, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
            copy.execute("UPDATE job SET state = 'waiting', claimant = NULL WHERE state = 'running'")
            _require_sound(copy, "The copy of the catalogue")
    return held


def _hold(path: Path, into: Path) -> bool:
    """Link a file, or copy it where links are not known; False where it is gone."""
    try:
        os.link(path, into / path.name)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(path, into / path.name)
    return True


def _read_contents(path: Path, waiting: int) -> BackupContents:
    with closing(sqlite3.connect(path)) as copy:
        articles, conversations = (
            int(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("article", "conversation")
        )
    return BackupContents(format_now(), articles, conversations, waiting)


def _pack(folder: Path, names: Sequence[str], contents: BackupContents, file: Path) -> None:
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                packed.writestr(ABOUT, json.dumps(asdict(contents)))
                for name in names:
                    packed.write(folder / name, name)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


def restore_backup(file: Path, folder: Path, *, replace: bool = False) -> BackupContents:
    """Put a backup into a data folder; what it holds. Chroma and tantivy are made when the index is followed.

    With ``replace`` what the folder holds is put aside into a folder in it, else StoreError is raised if it holds an
    index. Nothing is changed before the whole backup was read and found sound. Raises StoreError also if the file is
    no backup, or another program has the index open.
    """
    with _unpacked(file, folder) as (contents, unpacked), _alone(folder):
        if (folder / CATALOGUE).exists():
            if not replace:
                raise StoreError(
                    f"{folder} holds an index already: name another folder with --data, or add --replace, which"
                    " puts what is there aside."
                )
            _put_aside(folder)
        for name in (SPOOL, CATALOGUE):  # the catalogue last: without it there is no index
            (unpacked / name).rename(folder / name)
    return contents


@contextmanager
def _unpacked(file: Path, folder: Path) -> Iterator[tuple[BackupContents, Path]]:
    """A backup's contents in a folder that goes afterwards, found sound."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="backup-") as made:
        into = Path(made)
        (into / SPOOL).mkdir(mode=0o700)
        try:
            with zipfile.ZipFile(file) as packed:
                contents = _read_about(packed, file)
                _extract(packed, CATALOGUE, into / CATALOGUE)
                with closing(sqlite3.connect(into / CATALOGUE)) as copy:
                    _require_sound(copy, f"The catalogue in {file}")
                    rows = copy.execute("SELECT file FROM job WHERE file IS NOT NULL AND state = 'waiting'")
                    names = [Path(row[0]).name for row in rows]
                for name in names:  # what the jobs name, and nothing else that may be in the file
                    with suppress(KeyError):  # lost before the backup: its job says so when it is done
                        _extract(packed, f"{SPOOL}/{name}", into / SPOOL / name)
        except (OSError, zipfile.BadZipFile, sqlite3.Error, KeyError, EOFError) as error:
            raise StoreError(f"{file} is no backup that can be used ({error}): name another.") from error
        yield contents, into


def _read_about(packed: zipfile.ZipFile, file: Path) -> BackupContents:
    try:
        contents = BackupContents(**json.loads(packed.read(ABOUT)))
    except (ValueError, TypeError) as error:
        raise StoreError(f"{file} is no backup that can be used ({error}): name another.") from error
    if contents.format != FORMAT:
        raise StoreError(f"{file} was made by a newer Dateline: update Dateline, then restore it again.")
    return contents


def _extract(packed: zipfile.ZipFile, name: str, into: Path) -> None:
    with packed.open(name) as source, into.open("wb") as target:
        shutil.copyfileobj(source, target, _PIECE)
        target.flush()
        os.fsync(target.fileno())


def _require_sound(copy: sqlite3.Connection, what: str) -> None:
    faults = [row[0] for row in copy.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    version = copy.execute("PRAGMA user_version").fetchone()[0]
    if faults:
        raise StoreError(f"{what} is damaged: {faults[0]}. Run python -m vectorstore verify, or use another.")
    if version > len(MIGRATIONS):
        raise StoreError(f"{what} was made by a newer Dateline: update Dateline, then try again.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other program follows the catalogue in this folder."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "index.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreError(
            f"Another program has the index in {folder} open: close it (the chat page, an ingest), then try again."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _put_aside(folder: Path) -> None:
    """Move what belongs to the catalogue that is there into a folder of its own."""
    aside = folder / f"replaced-{datetime.now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in [*folder.glob(f"{CATALOGUE}*"), *(folder / name for name in INDEXES)]:
        if path.exists():
            path.rename(aside / path.name)
