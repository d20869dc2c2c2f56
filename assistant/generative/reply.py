"""A language model's reply as it arrives: stopped at any moment, and never longer than it may take."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from functools import lru_cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import Runnable

BEAT = 1.0  # seconds of silence after which whoever waits is asked whether they still do


class StopSignal:
    """Ends the requests of one answer, from any thread and even while their servers are silent."""

    def __init__(self) -> None:
        self._requests: list[asyncio.Task[None]] = []
        self._lock = threading.Lock()
        self._set = False

    def set(self) -> None:
        """End what runs; what begins later ends at once."""
        with self._lock:
            self._set = True
            for request in self._requests:
                _end_request(request)

    def is_set(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._set

    def add_request(self, request: asyncio.Task[None]) -> None:
        """End ``request`` too when the time comes."""
        with self._lock:
            self._requests.append(request)
            if self._set:
                _end_request(request)


def stream_chunks(
    chain: Runnable[dict[str, str], AIMessageChunk], asked: dict[str, str], until: float, stop: StopSignal
) -> Generator[AIMessageChunk | None]:
    """The pieces of a reply; None where none came for ``BEAT`` seconds.

    The request runs beside the caller, so that ``stop`` or closing this iterator ends it while the server is silent,
    and ``until`` (``time.monotonic``) holds for its retries and their waiting too.

    Raises TimeoutError at ``until``, and whatever the provider's library raises. What was stopped just ends.
    """
    arrived: SimpleQueue[AIMessageChunk | BaseException | None] = SimpleQueue()  # None: that was all

    async def receive_chunks() -> None:
        try:
            async with aclosing(cast("AsyncGenerator[AIMessageChunk]", chain.astream(asked))) as arriving:
                async for chunk in arriving:
                    arrived.put(chunk)
            arrived.put(None)
        except asyncio.CancelledError:
            arrived.put(None)
            raise
        except BaseException as error:  # it is raised where the reply is read
            arrived.put(error)

    async def begin_task() -> asyncio.Task[None]:
        return asyncio.create_task(receive_chunks())

    request = asyncio.run_coroutine_threadsafe(begin_task(), _get_event_loop()).result()
    stop.add_request(request)
    try:
        while not stop.is_set():
            left = until - time.monotonic()
            try:
                piece = arrived.get(timeout=max(0.0, min(BEAT, left)))
            except Empty:
                if left <= BEAT:
                    raise TimeoutError from None
                yield None
                continue
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            if time.monotonic() > until:
                raise TimeoutError
            yield piece
    finally:
        _end_request(request)


def _end_request(request: asyncio.Task[None]) -> None:
    """Cancel a request, again and again: ``asyncio.wait_for``, which the libraries use, may lose a cancellation."""

    def cancel_request() -> None:
        if not request.done():
            request.cancel()
            _get_event_loop().call_later(0.05, cancel_request)

    _get_event_loop().call_soon_threadsafe(cancel_request)


@lru_cache(maxsize=1)
def _get_event_loop() -> asyncio.AbstractEventLoop:
    """The one event loop that all requests run in: the providers' clients keep their connections in it."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language model", daemon=True).start()
    return loop
