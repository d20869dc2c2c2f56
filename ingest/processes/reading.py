"""What happens in a process that reads documents and cuts articles: no network, little memory, one after the other."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from errors import DatelineError
from ingest.documents.allowance import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES
from ingest.documents.document import Document, Outcome, Problem
from ingest.preparation.split import Count, split_passages
from news.article import Article, Passage
from terminal import guard_terminal

SECONDS = 60.0
MEMORY_MB = 2_048
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take; the defaults are those of the settings."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    max_bytes: int = MAX_BYTES
    max_pages: int = MAX_PAGES
    max_characters: int = MAX_CHARACTERS  # of one article


@dataclass(frozen=True, slots=True)
class Cutting:
    """An article that is to be cut into passages, and the embedder's measure of them."""

    article: Article
    count_tokens: Count
    max_tokens: int

    @property
    def key(self) -> str:
        """The name of what is cut, as for every document."""
        return self.article.key


def _explain_too_large(limits: Limits) -> str:
    return (
        f"needs more memory than DATELINE_PARSE_MEMORY_MB={limits.memory_mb:,} megabytes:"
        " raise it if the file is sound, or split the file"
    )


def serve_documents(link: Connection, limits: Limits) -> None:
    """A worker's life: say that it is ready, then a task in, what it gave out, until the pipe ends."""
    guard_terminal()
    confine_process(limits)
    from ingest.read import kinds

    del kinds  # imported before the limits of the first document begin to count
    link.send(None)
    while True:
        try:
            task: Document | Cutting = link.recv()
        except (EOFError, OSError):
            return
        except MemoryError:
            os._exit(1)
        result = [_cut(task, limits)] if isinstance(task, Cutting) else _read_outcomes(task, limits)
        del task
        try:
            link.send(result)
        except OSError:  # nobody listens any more
            return
        except MemoryError:
            os._exit(1)


def _read_outcomes(document: Document, limits: Limits) -> list[Outcome]:
    """Everything that reading a document gives; what goes wrong stands last."""
    from ingest.documents.allowance import ReadingAllowance
    from ingest.read.kinds import read_document

    outcomes: list[Outcome] = []
    granted = document.recognise > 0
    allowance = ReadingAllowance(max_bytes=limits.max_bytes, max_pages=limits.max_pages, recognise=granted)
    try:
        for outcome in read_document(document, limits.max_bytes, allowance):
            outcomes.append(_bound_article(outcome, limits))
    except DatelineError as problem:
        outcomes.append(Problem(document.key, str(problem)))
    except MemoryError:
        return [Problem(document.key, _explain_too_large(limits))]
    except RecursionError:
        outcomes.append(Problem(document.key, "nested too deeply to be read"))
    except Exception as unforeseen:  # a library that met what it was not made for
        said = f"{type(unforeseen).__name__}: {str(unforeseen)[:200]}"
        outcomes.append(Problem(document.key, f"cannot be read ({said})"))
    return outcomes


def _cut(task: Cutting, limits: Limits) -> list[Passage] | Problem:
    """The passages of an article, or why it cannot be cut."""
    try:
        return split_passages(task.article, task.count_tokens, task.max_tokens)
    except DatelineError as problem:
        return Problem(task.key, str(problem))
    except MemoryError:
        return Problem(task.key, _explain_too_large(limits))
    except Exception as unforeseen:
        said = f"{type(unforeseen).__name__}: {str(unforeseen)[:200]}"
        return Problem(task.key, f"cannot be cut into passages ({said})")


def _bound_article(outcome: Outcome, limits: Limits) -> Outcome:
    """An article that is no longer than allowed, or what is wrong with it."""
    if isinstance(outcome, Article) and len(outcome.text) > limits.max_characters:
        return Problem(
            outcome.key,
            f"{len(outcome.text):,} characters, more than DATELINE_MAX_CHARACTERS={limits.max_characters:,}:"
            " raise it or split the article",
        )
    return outcome


def confine_process(limits: Limits) -> None:
    """No network, no noise, no core files, and no more memory than is allowed."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # Ctrl-C is the parent's to handle; a recogniser that we start ends with us
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    sys.addaudithook(_refuse_network)
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits; the time limit holds there
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = limits.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise OSError("documents are read without a network")
