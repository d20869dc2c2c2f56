"""Vectors in Chroma. The only file that imports chromadb."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from vectorstore.indexes.follower import ADVICE, FollowerError, Hit, Position
from vectorstore.sqlite.records import Entry, fold_tags
from vectorstore.types import Filter, fold_name, number_day

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_PAGE = 2_000  # passages read or written at once; Chroma takes 5,461
_PROBE_SCRIPT = (
    "import sys; from vectorstore.indexes.dense import probe_collection;"
    " sys.exit(not probe_collection(*sys.argv[1:]))"
)
_PROBE_SECONDS = 300
_PROBE = 1_000  # neighbours that a sound index is asked for …
_FOUND = 0.9  # … and the share it must return: an approximate graph misses 3 of 999 near-identical texts


class DenseIndex:
    """Passages by the meaning of their words: Chroma in a folder of its own, or a Chroma server.

    In a folder, Chroma is safe for threads but not for processes: open it only while holding the index lock.
    Each fresh start takes a new folder, since Chroma keeps what it once opened in memory by its path.
    """

    name = "Chroma"
    needs_vectors = True

    def __init__(self, folder: Path, collection: str, url: str | None = None) -> None:
        """``folder`` holds the collection, unless ``url`` is a Chroma server, which does then."""
        self._folder = folder
        self._name = collection
        self._url = url
        self._client: ClientAPI | None = None
        self._found: Collection | None = None
        self._place = f"Chroma ({url or folder})"
        self._marker = folder / "open"  # there while a process has it open, and after one was killed
        self._opening = threading.RLock()

    def read_position(self) -> Position | None:
        """Where it stands; None if there is nothing, or nothing that can be opened."""
        try:
            collection = self._open_collection()
        except Exception as error:  # whatever a damaged folder makes Chroma raise
            if self._url is not None:
                raise self._explain_error(error) from error
            return None
        metadata = (collection.metadata or {}) if collection else {}
        if "generation" not in metadata:
            return None
        return Position(str(metadata["generation"]), int(metadata["seq"]))

    def reset_to_empty(self, generation: str) -> None:
        """Start from zero with an empty collection."""
        with self._opening:
            self.close()
            self._reset_collection(generation)

    def _reset_collection(self, generation: str) -> None:
        try:
            if self._url is None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir(parents=True, exist_ok=True)
                client = self._connect_client(self._folder / uuid.uuid4().hex[:8])
            else:
                client = self._connect_client(None)
                if self._name in [collection.name for collection in client.list_collections()]:
                    client.delete_collection(self._name)
            self._found = client.create_collection(
                self._name,
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
                metadata={"generation": generation, "seq": 0},
            )
        except Exception as error:
            raise self._explain_error(error) from error

    def apply_changes(
        self, gone: Sequence[str], entries: Sequence[Entry], vectors: dict[str, NDArray[np.float32]], seq: int
    ) -> None:
        """Drop the passages of ``gone``, take in ``entries``, then stand at ``seq``."""
        collection = self._get_collection()
        try:
            if gone:
                collection.delete(where=cast("Any", {"article_id": {"$in": list(gone)}}))
            for ids, metadatas, rows in _page_entries(entries, vectors):
                collection.upsert(ids=ids, metadatas=metadatas, embeddings=rows)
            collection.modify(metadata={**(collection.metadata or {}), "seq": seq})
        except Exception as error:
            self._discard_folder()
            raise self._explain_error(error) from error

    def _discard_folder(self) -> None:
        """Give up the folder: after a write that failed, on a full disk, Chroma's next one may never return."""
        if self._url is None:
            with suppress(Exception):  # whatever a broken client raises
                self.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def search_nearest(self, vector: NDArray[np.float32], k: int, where: Filter) -> list[Hit]:
        """The ``k`` passages nearest to ``vector``, best first; scores are cosine similarities."""
        try:
            found = self._get_collection().query(
                query_embeddings=vector[np.newaxis],
                n_results=k,
                where=_translate_filter(where),
                include=["distances", "metadatas"],
            )
        except Exception as error:
            raise self._explain_error(error) from error
        distances, metadatas = found["distances"] or [[]], found["metadatas"] or [[]]
        return [
            Hit(id_, str(metadata["version"]), 1.0 - float(distance))
            for id_, metadata, distance in zip(found["ids"][0], metadatas[0], distances[0], strict=True)
        ]

    def is_sound(self, passages: int) -> bool:
        """Whether it holds this many passages and finds them.

        The count alone would not do: with its graph files gone, Chroma counts all and finds none.
        """
        try:
            collection = self._get_collection()
            return collection.count() == passages and _finds_neighbours(collection)
        except Exception:  # whatever damage makes Chroma raise
            return False

    def list_contents(self) -> Iterator[tuple[str, str]]:
        """Every passage it holds: id and version."""
        for page in self._read_pages(["metadatas"]):
            for id_, metadata in zip(page["ids"], page["metadatas"], strict=True):
                yield id_, str(metadata["version"])

    def iterate_vectors(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Every vector it holds, by passage id, shape ``(dimension,)``."""
        for page in self._read_pages(["embeddings"]):
            yield from zip(page["ids"], page["embeddings"], strict=True)

    def close(self) -> None:
        """Let go of the folder or the server."""
        with self._opening:
            client, self._client, self._found = self._client, None, None
            if client is not None:
                client.close()  # type: ignore[attr-defined]  # of the class behind the interface
                self._marker.unlink(missing_ok=True)

    def _read_pages(self, include: list[Any]) -> Iterator[dict[str, Any]]:
        collection = self._get_collection()
        for offset in range(0, collection.count(), _PAGE):
            yield cast("dict[str, Any]", collection.get(limit=_PAGE, offset=offset, include=include))

    def _get_collection(self) -> Collection:
        found = self._open_collection()
        if found is None:
            raise FollowerError(f"There is no vector index in {self._place}. {ADVICE}")
        return found

    def _open_collection(self) -> Collection | None:
        with self._opening:
            if self._found is None:
                path = next((path for path in self._folder.glob("*") if path.is_dir()), None)
                if self._url is None and (path is None or not self._survives_opening(path)):
                    return None
                client = self._connect_client(path)
                if self._name in [collection.name for collection in client.list_collections()]:
                    self._found = client.get_collection(self._name, embedding_function=None)
            return self._found

    def _survives_opening(self, path: Path) -> bool:
        """Whether opening ``path`` leaves this process alive.

        A process killed while Chroma wrote may leave a torn graph, on which Chroma's native code crashes. So
        where the last process did not close it, another process tries first.
        """
        if self._client is not None or not self._marker.exists():
            return True
        try:
            done = subprocess.run(
                [sys.executable, "-c", _PROBE_SCRIPT, str(path), self._name],
                cwd=Path(__file__).parents[2],
                capture_output=True,
                timeout=_PROBE_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def _connect_client(self, path: Path | None) -> ClientAPI:
        if self._client is None:
            if path is not None and self._url is None:
                self._marker.touch()
                self._client = _make_local_client(path)
            else:
                self._client = _make_remote_client(self._url or "")
        return self._client

    def _explain_error(self, error: Exception) -> FollowerError:
        return (
            error if isinstance(error, FollowerError) else FollowerError(f"{self._place}: {error}. {ADVICE}")
        )


def probe_collection(path: str, name: str) -> bool:
    """Whether the collection ``name`` in the folder ``path`` can be searched; a crash says it cannot."""
    return _finds_neighbours(_make_local_client(Path(path)).get_collection(name, embedding_function=None))


def _make_local_client(path: Path) -> ClientAPI:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))


def _make_remote_client(url: str) -> ClientAPI:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(
        parts.hostname or "", port, secure, settings=Settings(anonymized_telemetry=False)
    )


def _finds_neighbours(collection: Collection) -> bool:
    """Whether a search returns nearly as many neighbours as there are; a lost graph returns none or few."""
    wanted = min(collection.count(), _PROBE)
    if not wanted:
        return True
    sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if sample is None or not len(sample):
        return False
    found = collection.query(query_embeddings=np.asarray(sample), n_results=wanted, include=[])
    return len(found["ids"][0]) >= _FOUND * wanted


def _page_entries(
    entries: Sequence[Entry], vectors: dict[str, NDArray[np.float32]]
) -> Iterator[tuple[list[str], list[Any], NDArray[np.float32]]]:
    """Ids, metadata and vectors of all passages, at most ``_PAGE`` at once."""
    passages = [
        (passage.id, entry, hash_)
        for entry in entries
        for passage, hash_ in zip(entry.passages, entry.text_hashes, strict=True)
    ]
    for start in range(0, len(passages), _PAGE):
        page = passages[start : start + _PAGE]
        yield (
            [id_ for id_, _, _ in page],
            [_describe_entry(entry) for _, entry, _ in page],
            np.stack([vectors[hash_] for _, _, hash_ in page]),
        )


def _describe_entry(entry: Entry) -> dict[str, Any]:
    """What filters need, and the version that tells whether the passage still stands."""
    article = entry.article
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "version": entry.version,
        "outlet": fold_name(article.outlet or ""),
    }
    if article.published is not None:
        metadata["day"] = number_day(article.published.date())
    if article.tags:
        metadata["tags"] = fold_tags(article)
    return metadata


def _translate_filter(where: Filter) -> dict[str, Any] | None:
    """The filter in Chroma's words."""
    conditions: list[dict[str, Any]] = []
    if where.outlets:
        conditions.append({"outlet": {"$in": [fold_name(outlet) for outlet in where.outlets]}})
    if where.published_from is not None:
        conditions.append({"day": {"$gte": number_day(where.published_from)}})
    if where.published_to is not None:
        conditions.append({"day": {"$lte": number_day(where.published_to)}})
    if where.article_ids:
        conditions.append({"article_id": {"$in": list(where.article_ids)}})
    if where.tags:
        tags = [{"tags": {"$contains": fold_name(tag)}} for tag in where.tags]
        conditions.append({"$or": tags} if len(tags) > 1 else tags[0])
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None
