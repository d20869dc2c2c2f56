"""An address, fetched safely. Everything in Dateline that fetches a document does it here."""

from __future__ import annotations

import email.utils
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpcore

from errors import FetchError
from ingest.documents.allowance import MAX_BYTES
from ingest.documents.document import Document
from ingest.fetching.address import Resolve, Target, check_address, resolve_host
from ingest.fetching.connection import ServerAnswer, open_request

USER_AGENT = "Dateline/0.1 (news reader; fetches what its user adds)"
AGENT = "Dateline"  # the name that robots.txt is asked about
REDIRECTS = 5
SECONDS = 60.0  # for one address in all: redirects, waits and retries included
ATTEMPTS = 3
PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 30.0  # seconds; what robots.txt may ask for
_ROBOTS_BYTES = 500_000  # RFC 9309 asks for 500 KiB at least
_ROBOTS_AGE = 3_600.0  # seconds; RFC 9309 allows a day
_TRY_AGAIN = {429, 500, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}
_TYPES = re.compile(
    r"^(?:text/.+|message/rfc822|multipart/related|binary/octet-stream|application/(?:.*\bxml|.*\bjson|x?-?ndjson|jsonl"
    r"|pdf|x-pdf|rtf|zip|x-zip-compressed|gzip|x-gzip|mbox|octet-stream|epub\+zip|vnd\.oasis\.opendocument\.text"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document|csv|x-mimearchive))$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    document: Document  # its key is the address that was asked for, its url where redirects led
    etag: str | None = None  # as the server sent it: ask with it the next time
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The address holds what it held when ``etag`` and ``last_modified`` were sent."""

    url: str


@cache
def get_shared_fetcher() -> Fetcher:
    """The fetcher with default limits that this process shares, so that it is polite as a whole."""
    return Fetcher()


class Fetcher:
    """Fetches addresses, politely: it remembers each host's robots.txt and when it last asked there.

    Its limits are for one address: ``max_bytes`` unpacked, ``seconds`` in all. ``pause`` is in seconds.
    Proxies in the environment are not used: a proxy would resolve names a second time.
    """

    def __init__(
        self,
        *,
        private: bool = False,
        max_bytes: int = MAX_BYTES,
        seconds: float = SECONDS,
        redirects: int = REDIRECTS,
        attempts: int = ATTEMPTS,
        pause: float = PAUSE,
        resolver: Resolve = resolve_host,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._private = private
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._redirects = redirects
        self._attempts = attempts
        self._pause = pause
        self._resolver = resolver
        self._sleep = sleep
        self._robots: dict[str, tuple[float, Any]] = {}  # scheme://host:port → when read, rules
        self._next: dict[str, float] = {}  # host → when it may be asked again
        self._lock = threading.Lock()

    def fetch_address(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """Fetch an address, or learn that it has not changed since ``etag`` and ``last_modified``.

        Each redirect is checked like the first address. Raises FetchError; the message names the address, what
        is wrong and the next step.
        """
        deadline = time.monotonic() + self._seconds
        headers = _build_headers(etag, last_modified)
        here = url
        for _ in range(self._redirects + 1):
            target = self._check_target(here)
            self._obey_robots(target, deadline)
            outcome = self._fetch_patiently(target, headers, deadline, url)
            if not isinstance(outcome, str):
                return outcome
            here = _join_location(target, outcome)
        raise FetchError(f"{url}: more than {self._redirects} redirects: give the address where they end")

    def _check_target(self, url: str) -> Target:
        return check_address(url, private=self._private, resolver=self._resolver)

    def _fetch_patiently(
        self, target: Target, headers: dict[str, str], deadline: float, asked: str
    ) -> Fetched | NotModified | str:
        """One address without redirects, tried again where that may help; a redirect's target as text."""
        import tenacity

        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._attempts),
            retry=tenacity.retry_if_exception_type(_AgainError),
            wait=_choose_wait,
            sleep=lambda seconds: self._wait_before(seconds, deadline, target),
            reraise=True,
        )
        try:
            return retrying(self._fetch_once, target, headers, deadline, asked)
        except _AgainError as failed:
            raise FetchError(f"{target.url}: {failed}: try again later") from None

    def _fetch_once(
        self, target: Target, headers: dict[str, str], deadline: float, asked: str
    ) -> Fetched | NotModified | str:
        self._wait_turn(target, deadline)
        try:
            with open_request(target, headers, deadline) as answer:
                return self._take_answer(target, answer, deadline, asked)
        except FetchError as problem:
            raise FetchError(f"{target.url}: {problem}") from None
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as failed:
            raise _AgainError(_explain_failure(failed, self._seconds)) from None
        except OSError as failed:  # TLS: a certificate that does not fit
            raise FetchError(f"{target.url}: no safe connection ({failed}): check the address") from None

    def _take_answer(
        self, target: Target, answer: ServerAnswer, deadline: float, asked: str
    ) -> Fetched | NotModified | str:
        status = answer.status
        if status == 304:
            return NotModified(asked)
        if status in _MOVED and answer.headers.get("location"):
            return answer.headers["location"]
        if status in _TRY_AGAIN:
            raise _AgainError(
                f"the server answered {status}", _parse_retry_after(answer.headers.get("retry-after"))
            )
        if status != 200:
            raise FetchError(f"the server answered {status}: {_advise_on_status(status)}")
        content_type = answer.headers.get("content-type", "")
        if content_type and not _TYPES.match(content_type.split(";")[0].strip()):
            raise FetchError(f"holds {content_type[:60]}: wanted a page, a feed or a document")
        said = answer.headers.get("content-length", "")
        if said.isdigit() and int(said) > self._max_bytes:
            raise FetchError(
                f"{int(said):,} bytes, more than DATELINE_MAX_BYTES={self._max_bytes:,}: raise it to fetch this"
            )
        data = answer.read_body(self._max_bytes, deadline)
        document = Document(asked, _name_target(target), data, str(target.url), content_type or None)
        return Fetched(document, answer.headers.get("etag"), answer.headers.get("last-modified"))

    def _obey_robots(self, target: Target, deadline: float) -> None:
        rules = self._load_robots_rules(target, deadline)
        if not rules.can_fetch(str(target.url), AGENT):
            raise FetchError(
                f"{target.url}: the site's robots.txt asks programs not to fetch it; save the page instead"
            )
        delay = min(float(rules.crawl_delay(AGENT) or 0), LONGEST_PAUSE)
        with self._lock:
            if delay > self._pause and target.host in self._next:
                self._next[target.host] = max(
                    self._next[target.host], self._next[target.host] - self._pause + delay
                )

    def _load_robots_rules(self, target: Target, deadline: float) -> Any:
        """The robots.txt of a host, read once an hour. A server that fails there is not asked for more."""
        from protego import Protego

        site = f"{target.url.scheme}://{target.url.netloc.decode('ascii')}"
        held = self._robots.get(site)
        if held and time.monotonic() - held[0] < _ROBOTS_AGE:
            return held[1]
        there = replace(target, url=target.url.join("/robots.txt"))  # the same host, not looked up again
        rules = Protego.parse(self._fetch_robots_text(there, deadline))
        self._robots[site] = (time.monotonic(), rules)
        return rules

    def _fetch_robots_text(self, target: Target, deadline: float) -> str:
        for _ in range(self._redirects + 1):
            url = str(target.url)
            try:
                with open_request(target, _build_headers(None, None), deadline) as answer:
                    if answer.status in _MOVED and answer.headers.get("location"):
                        target = self._check_target(_join_location(target, answer.headers["location"]))
                        continue
                    if answer.status >= 500 or answer.status == 429:
                        raise FetchError(
                            f"{url}: the server answered {answer.status}, so what it allows is not known:"
                            " try again later"
                        )
                    if answer.status != 200:
                        return ""
                    return answer.read_body(_ROBOTS_BYTES, deadline).decode("utf-8-sig", "replace")
            except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as failed:
                reason = _explain_failure(failed, self._seconds)
                raise FetchError(f"{url}: {reason}: check the address or try again later") from None
            except OSError as failed:
                raise FetchError(f"{url}: no safe connection ({failed}): check the address") from None
        return ""

    def _wait_turn(self, target: Target, deadline: float) -> None:
        """Keep the pause between two requests to one host, for all threads together."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(target.host, now))
            self._next[target.host] = turn + self._pause
        if turn > now:
            self._wait_before(turn - now, deadline, target)

    def _wait_before(self, seconds: float, deadline: float, target: Target) -> None:
        if time.monotonic() + seconds > deadline:
            raise FetchError(f"{target.url}: not done within {self._seconds:g} seconds: try again later")
        self._sleep(seconds)


class _AgainError(Exception):
    """What may go well the next time; ``after`` is how many seconds the server asks to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


def _choose_wait(state: Any) -> float:
    """Seconds to wait: what the server asks for, else 1, 2, 4 … with up to a second at random on top."""
    failed = state.outcome.exception()
    asked = failed.after if isinstance(failed, _AgainError) else None
    return asked if asked is not None else float(2 ** (state.attempt_number - 1)) + random.random()


def _build_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return headers | {
        name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()
    }


def _parse_retry_after(stated: str | None) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date."""
    if not stated:
        return None
    if stated.strip().isdigit():
        return float(stated)
    try:
        when = email.utils.parsedate_to_datetime(stated)
    except (ValueError, TypeError):
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _explain_failure(failed: Exception, seconds: float) -> str:
    if isinstance(failed, httpcore.TimeoutException):
        return f"no answer in time ({seconds:g} seconds at most)"
    if isinstance(failed, httpcore.ProtocolError):
        return f"the server does not speak HTTP properly ({str(failed)[:100]})"
    return f"no connection ({str(failed)[:100] or type(failed).__name__})"


def _advise_on_status(status: int) -> str:
    if status in (401, 402, 403, 407, 451):
        return "the site does not give it to programs; save the page in a browser and add the file"
    return "nothing is there; check the address" if status in (404, 410) else "check the address"


def _join_location(target: Target, location: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(str(target.url), location)
    except ValueError:
        raise FetchError(
            f"{target.url}: leads to {location[:100]!r}, which is no address: try again later"
        ) from None


def _name_target(target: Target) -> str:
    last = unquote(urlsplit(str(target.url)).path).rstrip("/").rsplit("/", 1)[-1]
    return last or target.host
