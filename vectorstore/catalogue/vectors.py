"""Vectors kept in the catalogue: the costly part, so they are kept by text and by model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from errors import EmbedderMismatchError
from vectorstore.embedder import Embedder
from vectorstore.sqlite.database import Database

_STORED = np.dtype("<f2")  # half precision moves a cosine by less than 0.001


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which model an index was built with."""

    name: str
    dimension: int
    fingerprint: str

    @classmethod
    def of_embedder(cls, embedder: Embedder) -> Stamp:
        """The stamp of this embedder."""
        return cls(embedder.name, embedder.dimension, embedder.fingerprint)

    def __str__(self) -> str:
        return f"{self.name} ({self.dimension} dims, {self.fingerprint[:8]})"


class Vectors:
    """The vectors of one catalogue, and the stamp that says which model they must come from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_stamp(self) -> Stamp | None:
        """The model this index was built with; None for a new index."""
        row = self._database.select_row(
            "SELECT name, dimension, fingerprint FROM model"
            " WHERE id = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'model')"
        )
        return Stamp(*row) if row else None

    def read_generation(self) -> str:
        """Changes when every index has to start again: with the catalogue, the model and each rebuild."""
        rows = self._database.select_rows(
            "SELECT value FROM setting WHERE name IN ('catalogue', 'model', 'rebuilt') ORDER BY name"
        )
        return "-".join(row[0] for row in rows)

    def require_stamp(self, stamp: Stamp) -> None:
        """Stamp a new index; raise EmbedderMismatchError if it already bears another stamp."""
        with self._database.write_transaction():
            found = self.read_stamp()
            if found is None:
                self._set_model(stamp)
            elif found != stamp:
                raise EmbedderMismatchError(
                    f"The index was built with {found}, the settings say {stamp}: run python -m vectorstore"
                    f" rebuild, or set DATELINE_EMBEDDING_MODEL={found.name}."
                )

    def change_stamp(self, stamp: Stamp) -> None:
        """From now on the index belongs to this model, and every follower starts from zero."""
        with self._database.write_transaction() as connection:
            self._set_model(stamp)
            connection.execute(
                "INSERT INTO setting VALUES ('rebuilt', '1')"
                " ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
            )

    def _set_model(self, stamp: Stamp) -> None:
        with self._database.write_transaction() as connection:
            values = (stamp.name, stamp.dimension, stamp.fingerprint)
            connection.execute(
                "INSERT OR IGNORE INTO model (name, dimension, fingerprint) VALUES (?, ?, ?)", values
            )
            connection.execute(
                "INSERT OR REPLACE INTO setting SELECT 'model', id FROM model"
                " WHERE (name, dimension, fingerprint) = (?, ?, ?)",
                values,
            )

    def find_missing(self, hashes: Iterable[str]) -> set[str]:
        """Those of ``hashes`` that have no vector of the stamped model."""
        rows = self._database.select_rows(
            "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM vector WHERE text_hash = value"
            " AND model_id = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'model'))",
            [json.dumps(list(hashes))],
        )
        return {row[0] for row in rows}

    def get_vectors(self, hashes: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors there are, each of shape ``(dimension,)``."""
        found: dict[str, NDArray[np.float32]] = {}
        model = self._find_model_id()
        for hash_ in set(hashes):
            data = self._database.select_value(
                "SELECT data FROM vector WHERE text_hash = ? AND model_id = ?", (hash_, model)
            )
            if data is not None:
                found[hash_] = np.frombuffer(data, dtype=_STORED).astype(np.float32)
        return found

    def load_all(self) -> tuple[list[tuple[str, int, str]], NDArray[np.float32]]:
        """Every passage that has a vector: ``(article id, ordinal, version)`` and an ``(n, dim)`` matrix."""
        rows = self._database.select_rows(
            "SELECT passage.article_id, passage.ordinal, article.version, vector.data FROM passage"
            " JOIN article ON article.id = passage.article_id"
            " JOIN vector ON vector.text_hash = passage.text_hash AND vector.model_id = ?",
            [self._find_model_id()],
        )
        stamp = self.read_stamp()
        matrix = np.frombuffer(b"".join(row[3] for row in rows), dtype=_STORED)
        dimension = stamp.dimension if stamp else 1
        return [(row[0], row[1], row[2]) for row in rows], matrix.reshape(-1, dimension).astype(np.float32)

    def store_vectors(self, vectors: Mapping[str, NDArray[np.float32]], *, only_used: bool = False) -> None:
        """Keep vectors of the stamped model; ``only_used``: those that a passage of the catalogue needs."""
        condition = "EXISTS (SELECT 1 FROM passage WHERE text_hash = ?1)" if only_used else "TRUE"
        with self._database.write_transaction() as connection:
            model = self._find_model_id()
            connection.executemany(
                f"INSERT OR IGNORE INTO vector SELECT ?1, ?2, ?3 WHERE {condition}",
                [(hash_, model, vector.astype(_STORED).tobytes()) for hash_, vector in vectors.items()],
            )

    def prune_unused(self, hashes: Iterable[str]) -> None:
        """Drop those of ``hashes`` that no passage needs any more, whatever the model."""
        with self._database.write_transaction() as connection:
            connection.executemany(
                "DELETE FROM vector WHERE text_hash = ?1"
                " AND NOT EXISTS (SELECT 1 FROM passage WHERE text_hash = ?1)",
                [(hash_,) for hash_ in hashes],
            )

    def _find_model_id(self) -> int:
        found = self._database.select_value("SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'model'")
        return int(found) if found is not None else 0
