"""Who is logged in, for how long, and how often somebody may try."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from ui.access.people import People, Person

IDLE = 7 * 24 * 3600  # seconds after which a session that is not used ends
LONGEST = 30 * 24 * 3600  # seconds after which every session ends
LIMITS = {
    "pair": "5 per 15 minutes",
    "address": "30 per 15 minutes",
    "name": "100 per hour",
}  # failed log-ins
KNOWN = 10_000  # people at addresses where they have logged in


@dataclass
class _Session:
    person: Person  # as they were then: of a new password it knows nothing
    opened: float  # seconds
    used: float


class Sessions:
    """Who is logged in, kept in memory by a keyed hash of what each browser or program shows.

    Safe from many threads.
    """

    def __init__(self, people: People, clock: Callable[[], float] = time.time) -> None:
        from limits import parse
        from limits.storage import MemoryStorage

        self._people = people
        self._clock = clock
        self._key = os.urandom(32)
        self._open: dict[bytes, _Session] = {}
        self._tries = MemoryStorage()
        self._limits = {kind: parse(limit) for kind, limit in LIMITS.items()}
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()  # person's key, address
        self._lock = threading.Lock()

    def person(self, token: str) -> Person | None:
        """Whose session this is; None where it has ended, or the person or the password has."""
        session = self._open.get(self._hash(token))
        if session is None:
            return None
        now = self._clock()
        if self._is_over(session, now) or self._people.find(session.person.name) != session.person:
            self.close(token)
            return None
        session.used = now
        return session.person

    def open(self, name: str, password: str, address: str, token: str) -> bool | None:
        """Log in, from then on known by ``token``; False for a wrong password, None after too many of them.

        A try counts before it is looked at, and is given back if it was right, so that many at once do not get past.
        Where a person has logged in from an address before, only what was tried for them from there counts: nobody
        elsewhere can lock them out.
        """
        person, network = self._people.find(name), _network(address)
        keys = {"pair": (name, network), "address": (network,), "name": (name,)}
        if person and (person.key, network) in self._known:
            del keys["address"], keys["name"]
        if not self._take(keys):
            return None
        if not self._people.knows_password(name, password) or person is None:
            return False
        now = self._clock()
        with self._lock:
            self._give_back(keys)
            self._known[person.key, network] = None
            self._known.move_to_end((person.key, network))
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)
            self._open = {key: each for key, each in self._open.items() if not self._is_over(each, now)}
            self._open[self._hash(token)] = _Session(person, now, now)
        return True

    def close(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(self._hash(token), None)

    def _is_over(self, session: _Session, now: float) -> bool:
        return now - session.used > IDLE or now - session.opened > LONGEST

    def _take(self, keys: dict[str, tuple[str, ...]]) -> bool:
        """Count a try against every limit; none is counted where one is reached."""
        with self._lock:
            taken: dict[str, tuple[str, ...]] = {}
            for kind, key in keys.items():
                limit = self._limits[kind]
                taken[kind] = key
                if self._tries.incr(limit.key_for(kind, *key), limit.get_expiry()) > limit.amount:
                    self._give_back(taken)
                    return False
        return True

    def _give_back(self, keys: dict[str, tuple[str, ...]]) -> None:
        for kind, key in keys.items():
            self._tries.decr(self._limits[kind].key_for(kind, *key))

    def _hash(self, token: str) -> bytes:
        return hmac.digest(self._key, token.encode("utf-8", "replace"), hashlib.sha256)


def _network(address: str) -> str:
    """What counts as one address: of IPv6 the first half, as the second is anyone's own choice."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
