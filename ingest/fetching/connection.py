"""HTTP over connections that go to the numbers that were checked, and to no others, until a deadline."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from errors import FetchError
from ingest.fetching.address import Target

_ONE_STEP = 20.0  # seconds for a connection, a read or a write
_CHUNK = 65_536  # bytes unpacked at a time


class ServerAnswer:
    """A server's answer: status, headers (names in small letters), and the body as it comes."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self.status = response.status
        self.headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
        }

    def read_body(self, max_bytes: int, deadline: float) -> bytes:
        """The whole body, unpacked. Raises FetchError if it is larger than ``max_bytes`` or takes too long."""
        unpack = _make_unpacker(self.headers.get("content-encoding", ""))
        held = bytearray()
        for packed in self._response.iter_stream():
            for part in unpack(packed):
                held += part
                if len(held) > max_bytes:
                    raise FetchError(
                        f"larger than DATELINE_MAX_BYTES={max_bytes:,} bytes: raise it to fetch this"
                    )
            if time.monotonic() > deadline:
                raise FetchError("the server took too long to send it: try again later")
        return bytes(held)


@contextmanager
def open_request(target: Target, headers: dict[str, str], deadline: float) -> Iterator[ServerAnswer]:
    """GET the target. Raises httpcore's errors where the connection fails."""
    pool = httpcore.ConnectionPool(
        ssl_context=_load_tls(), network_backend=_Pinned(target, deadline), max_connections=1
    )
    url = target.url
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), _ONE_STEP)
    with (
        pool,
        pool.stream(
            "GET",
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=target.port, target=url.raw_path or b"/"
            ),
            headers=[("Host", url.netloc.decode("ascii")), *headers.items()],
            extensions={"timeout": timeouts, "sni_hostname": target.host},
        ) as response,
    ):
        yield ServerAnswer(response)


@cache
def _load_tls() -> ssl.SSLContext:
    """Certificates are checked, against the authorities that httpx brings or SSL_CERT_FILE names."""
    return httpx.create_ssl_context()


class _Pinned(httpcore.NetworkBackend):
    """Connects to the numbers of one target, whatever name it is asked for."""

    def __init__(self, target: Target, deadline: float) -> None:
        self._target = target
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,  # noqa: ARG002  # the target has it
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError(f"no address of {host}")
        for number in self._target.numbers:
            try:
                left = _limit_timeout(timeout, self._deadline)
                stream = self._network.connect_tcp(
                    number, self._target.port, left, local_address, socket_options
                )
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly its bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _limit_timeout(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _limit_timeout(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _limit_timeout(timeout, self._deadline)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _limit_timeout(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("out of time")
    return min(left, timeout or _ONE_STEP)


def _make_unpacker(encoding: str) -> Any:
    """A function from packed bytes to unpacked pieces, each of bounded size, so that no bomb goes off."""
    named = encoding.strip().lower()
    if named in ("", "identity"):
        return lambda packed: (packed,)
    if named not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"sent in the encoding {named[:40]!r}, which was not asked for")
    inflater = zlib.decompressobj(47)  # gzip or zlib, whichever it is

    def unpack_bounded(packed: bytes) -> Iterator[bytes]:
        try:
            while packed:
                yield inflater.decompress(packed, _CHUNK)
                packed = inflater.unconsumed_tail
        except zlib.error as broken:
            raise FetchError(f"sent broken gzip ({broken}): try again later") from None

    return unpack_bounded
