"""The parts as the settings describe them: the one place where settings become arguments.

For entry points (``app.py`` and each ``__main__.py``); everything else takes plain arguments. The rooms are
imported where they are used, so that ``--help`` answers at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from settings import Settings

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from assistant.evidence.retriever import PassageReader
    from ingest.fetching.fetch import Fetcher
    from ingest.processes.reading import Limits
    from vectorstore.index import NewsIndex


def open_index(settings: Settings, *, any_model: bool = False) -> NewsIndex:
    """The index in the data folder, made if there is none; its embedder loads when it is first used.

    ``any_model``: also an index that another model made. Raises SettingsError, StoreError, EmbedderMismatchError.
    """
    from vectorstore.access import restrict_access
    from vectorstore.embedder import load_embedder
    from vectorstore.index import NewsIndex

    restrict_access(settings.data)
    embedder = load_embedder(settings.embedding_model)
    return NewsIndex.open(settings.data, embedder, chroma_url=settings.chroma_url, any_model=any_model)


def build_assistant_over(index: NewsIndex, settings: Settings, reader: PassageReader | None) -> Assistant:
    """The assistant over ``index``. Raises SettingsError if the language model cannot be used."""
    from assistant.build import build_assistant

    key = settings.chat_api_key
    return build_assistant(
        index,
        top_k=settings.top_k,
        chat_model=settings.chat_model,
        chat_base_url=settings.chat_base_url,
        chat_api_key=key.get_secret_value() if key else None,
        chat_seconds=settings.chat_seconds,
        chat_tokens=settings.chat_tokens,
        chat_repair=settings.chat_repair,
        unsupported=settings.unsupported,
        reader=reader,
        caution=settings.caution,
    )


def build_limits(settings: Settings) -> Limits:
    """What reading one document may take."""
    from ingest.processes.reading import Limits

    return Limits(
        settings.parse_seconds,
        settings.parse_memory_mb,
        settings.max_bytes,
        settings.max_pages,
        settings.max_characters,
    )


def build_fetcher(settings: Settings) -> Fetcher:
    """What fetches addresses; have one in a process, so that it is polite as a whole."""
    from ingest.fetching.fetch import Fetcher

    return Fetcher(private=settings.fetch_private, max_bytes=settings.max_bytes)
