"""Who may log in: a file of names, hashed passwords and what tells people of one name apart, one person a line."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from errors import SettingsError

SHORTEST = 10  # characters of a password
_NAME = re.compile(r"[\w.@+-]{1,64}")
_AT_ONCE = threading.Semaphore(2)  # each check takes 64 MB


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in."""

    name: str
    hashed: str  # the password
    mark: str = ""  # of this person, not of the next with the name; earlier users files have none

    @property
    def key(self) -> str:
        """Under which is kept what is this person's alone."""
        return f"{self.name}:{self.mark}" if self.mark else self.name

    @property
    def line(self) -> str:
        """What stands in the file."""
        return ":".join(filter(None, (self.name, self.hashed, self.mark)))


class People:
    """The users file. It is read again when it changes, so people are added and removed while the page runs.

    Raises SettingsError where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(os.urandom(16).hex())
        self._read_at: tuple[int, int] | None = None
        self._people: dict[str, Person] = {}

    def list_names(self) -> list[str]:
        """Everyone who may log in."""
        return sorted(self._load_people())

    def find(self, name: str) -> Person | None:
        """The person of this name; another one where the password has changed, None for nobody."""
        return self._load_people().get(name)

    def knows_password(self, name: str, password: str) -> bool:
        """Whether this is the person's password; takes as long for a name that nobody has."""
        person = self._load_people().get(name)
        with _AT_ONCE:
            try:
                return self._hasher.verify(person.hashed if person else self._nobody, password) and bool(
                    person
                )
            except (VerificationError, InvalidHashError):
                return False

    def put_person(self, name: str, password: str) -> None:
        """Add a person, or give one another password."""
        if not _NAME.fullmatch(name):
            raise SettingsError(f"{name!r} is no name to log in with: 1 to 64 letters, digits and . @ + - _")
        if len(password) < SHORTEST:
            raise SettingsError(f"The password has {len(password)} characters, it takes {SHORTEST} or more.")
        people = self._load_people() if self.path.exists() else {}
        before = people.get(name) or Person(name, "", secrets.token_hex(8))
        self._save_people({**people, name: replace(before, hashed=self._hasher.hash(password))})

    def remove_person(self, name: str) -> bool:
        """Remove a person; whether there was one."""
        people = dict(self._load_people())
        there = people.pop(name, None) is not None
        if there:
            self._save_people(people)
        return there

    def _load_people(self) -> dict[str, Person]:
        try:
            status = self.path.stat()
            if self._read_at != (status.st_mtime_ns, status.st_size):
                lines = self.path.read_text("utf-8").splitlines()
                people = [
                    _parse_person(self.path, n, line) for n, line in enumerate(lines, 1) if line.strip()
                ]
                self._people = {each.name: each for each in people}
                self._read_at = (status.st_mtime_ns, status.st_size)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The users file {self.path} cannot be read ({error}): make one with python -m ui users add NAME,"
                " or set DATELINE_USERS to another."
            ) from None
        return self._people

    def _save_people(self, people: dict[str, Person]) -> None:
        """Write the file whole or not at all, for its owner alone to read."""
        text = "".join(f"{people[name].line}\n" for name in sorted(people))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", dir=self.path.parent, delete=False, encoding="utf-8"
            ) as new:
                new.write(text)  # mode 600 from the start
            Path(new.name).replace(self.path)
        except OSError as error:
            raise SettingsError(f"The users file {self.path} cannot be written: {error}.") from None
        self._read_at = None


def _parse_person(path: Path, number: int, line: str) -> Person:
    name, _, rest = line.strip().partition(":")
    hashed, _, mark = rest.partition(":")
    if not hashed.startswith("$argon2"):
        raise SettingsError(
            f"{path}, line {number} is not NAME:HASH:MARK: make it with python -m ui users add NAME."
        )
    return Person(name, hashed, mark)


def require_log_in(host: str, people: People | None, open_to_all: bool) -> None:
    """Raise SettingsError if the page would be open to others than this machine's own people unawares."""
    if people is not None:
        if not people.list_names():
            raise SettingsError(
                f"The users file {people.path} names nobody: run python -m ui users add NAME."
            )
        return
    try:
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own and not open_to_all:
        raise SettingsError(
            f"DATELINE_HOST is {host}: everyone who reaches that address could read, add and delete articles."
            " Let people log in (python -m ui users add NAME, then set DATELINE_USERS), or say a second time that"
            " it is meant to be open: DATELINE_OPEN_TO_ALL=true."
        )
