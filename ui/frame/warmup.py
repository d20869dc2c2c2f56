"""Getting ready behind the page: the embedder loads and the index catches up while people look around."""

from __future__ import annotations

import logging
import threading

from assistant.evidence.cross_encoder import CrossEncoderReader
from assistant.evidence.reader import Reader
from errors import DatelineError
from vectorstore.index import NewsIndex

log = logging.getLogger(__name__)


class WarmUp:
    """Loads what answers need in a thread of its own."""

    def __init__(self, index: NewsIndex, reader: Reader | CrossEncoderReader | None = None) -> None:
        """``reader``: loaded as well, where there is one."""
        self._index = index
        self._reader = reader
        self._done = threading.Event()
        self.problem = ""  # why it failed, for a person

    def start(self) -> None:
        """Begin, and return at once."""
        threading.Thread(target=self._load_all, name="warm-up", daemon=True).start()

    def is_warm(self) -> bool:
        """Whether everything is loaded, or has failed to."""
        return self._done.is_set()

    def _load_all(self) -> None:
        try:
            self._index.embedder.warm_up()
            if self._reader is not None:
                self._reader.warm_up()
            self._index.follow_changes()
        except DatelineError as problem:
            self.problem = str(problem)
        except Exception as unforeseen:
            log.exception("Warming up failed")
            self.problem = f"{type(unforeseen).__name__}: {unforeseen}"
        finally:
            self._done.set()
        self._index.follow_in_background()
