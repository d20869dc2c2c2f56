"""Who may read a data folder: its owner alone, also where an earlier Dateline made it otherwise."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from vectorstore.stats import CATALOGUE

_OWN = (
    f"{CATALOGUE}*",
    "*.lock",
    "users",
    "chroma",
    "tantivy",
    "uploads",
    "spool",
)  # what Dateline makes in it


def restrict_access(folder: Path) -> None:
    """Make the data folder and take everyone else's permissions off it, and off what Dateline stored there.

    A folder that holds other things and no catalogue keeps its own; what cannot be changed stays as it is.
    """
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / CATALOGUE).exists() or not any(folder.iterdir()):
            _restrict(folder)
        for own in (each for pattern in _OWN for each in folder.glob(pattern)):
            for path in (own, *own.rglob("*")):
                _restrict(path)


def _restrict(path: Path) -> None:
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & 0o077 and not path.is_symlink():
            path.chmod(mode & 0o700)
