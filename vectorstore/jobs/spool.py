"""Files that wait beside the index until somebody reads them: on the disk before anyone is told that they are there."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from errors import StoreError

SPOOL = "spool"  # the folder's name in the data folder
_GRACE = 3_600.0  # seconds for which a file that no job names is kept: its job may be about to be put
_NEW = ".new"  # a copy that is not whole yet


class Spool:
    """A folder of files under names of its own. Raises StoreError where the disk fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take_file(self, path: Path) -> tuple[str, int]:
        """Move a file in; its name there and its bytes. It is on the disk once this returns."""
        name = secrets.token_hex(16)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept = self.folder / name
            try:
                path.rename(kept)
            except OSError:  # from another file system: whole or not at all
                new = self.folder / f"{name}{_NEW}"
                shutil.copyfile(path, new)
                new.rename(kept)
            size = _flush(kept)
            _flush_folder(self.folder)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._failure(error) from error
        return name, size

    def write_file(self, data: bytes) -> tuple[str, int]:
        """Write a file; its name and its bytes. It is on the disk once this returns."""
        name = secrets.token_hex(16)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self.folder / f"{name}{_NEW}"
            new.write_bytes(data)
            _flush(new)
            new.rename(self.folder / name)
            _flush_folder(self.folder)
        except OSError as error:
            raise self._failure(error) from error
        return name, len(data)

    def read_file(self, name: str) -> bytes:
        """The bytes of a file."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise self._failure(error) from error

    def drop_files(self, names: Collection[str | None]) -> None:
        """Remove files; those that are gone already are no error."""
        for name in filter(None, names):
            (self.folder / name).unlink(missing_ok=True)

    def sweep_files(self, wanted: Collection[str]) -> int:
        """Remove what no job names and what is not new any more; how many files."""
        swept = 0
        for path in self.folder.glob("*"):
            if path.name not in wanted and time.time() - path.stat().st_ctime > _GRACE:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _failure(self, error: OSError) -> StoreError:
        return StoreError(
            f"The file cannot be kept in {self.folder} until it is read: {error.strerror or error}."
            " Free some disk space, or check the folder; then bring it again."
        )


def _flush(path: Path) -> int:
    """Have the file on the disk; its bytes."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_size


def _flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    if os.name != "posix":
        return
    here = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(here)
    finally:
        os.close(here)
