"""Answers come first: what nobody asked for, such as suggestions, waits while one is being made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class AnswersFirst:
    """Knows how many answers are being made, of all visitors, and lets one other work at a time in between."""

    def __init__(self) -> None:
        """None is being made yet."""
        self._changed = threading.Condition()
        self._answers = 0
        self._other = threading.Lock()

    @contextmanager
    def mark_answering(self) -> Iterator[None]:
        """While an answer is made."""
        with self._changed:
            self._answers += 1
        try:
            yield
        finally:
            with self._changed:
                self._answers -= 1
                self._changed.notify_all()

    @contextmanager
    def wait_between(self, seconds: float) -> Iterator[Callable[[], bool]]:
        """For other work that has small steps: what is given tells before each whether it may be done.

        It waits until no answer is being made and no other work is done, altogether until ``seconds`` from now;
        from then on it says False wherever it would have to wait.
        """
        end = time.monotonic() + seconds
        has_turn = self._other.acquire(timeout=seconds)

        def may_go_on() -> bool:
            with self._changed:
                left = max(end - time.monotonic(), 0.0)
                return has_turn and self._changed.wait_for(lambda: self._answers == 0, left)

        try:
            yield may_go_on
        finally:
            if has_turn:
                self._other.release()
