"""Three engines asked, their rankings fused, and what they found read from the catalogue."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.indexes.dense import DenseIndex
from vectorstore.indexes.exact import ExactSearch
from vectorstore.indexes.follower import Hit
from vectorstore.indexes.following import Following
from vectorstore.indexes.fusion import Fusion, Rankings
from vectorstore.indexes.lexical import LexicalIndex
from vectorstore.indexes.live_updates import is_overtaken
from vectorstore.sqlite.records import Entry
from vectorstore.types import Filter, FusedPassage

log = logging.getLogger(__name__)

_DEPTH = 50  # passages each engine offers to fusion, at least
_DEEPEST = 1_000  # and at most, where one story, carried by many, takes all places
_QUOTED = 20  # passages that hold most of the question word for word


class Search:
    """Searches one index; an engine that fails or lags is left out or stood in for, and looked at again."""

    def __init__(
        self,
        catalog: Catalog,
        lexical: LexicalIndex,
        dense: DenseIndex,
        following: Following,
        *,
        shared: bool,
    ) -> None:
        """``shared``: Chroma is a server, which may be searched whoever holds the lock."""
        self._catalog, self._lexical, self._dense = catalog, lexical, dense
        self._following, self._shared = following, shared
        self._exact = ExactSearch(catalog)

    def find_best(
        self, question: str, vector: NDArray[np.float32], k: int, where: Filter, fusion: Fusion
    ) -> list[FusedPassage]:
        """The ``k`` best passages, best first, one of each story; ``vector`` is the question's, shape ``(dim,)``."""
        depth = max(_DEPTH, 3 * k)
        while True:
            rankings = Rankings(
                nearest=self._keep_standing(self._search_vectors(vector, depth, where)),
                worded=self._keep_standing(
                    self._search_words(self._lexical.search_words, question, depth, where)
                ),
                quoted=self._keep_standing(
                    self._search_words(self._lexical.search_quoted, question, _QUOTED, where)
                ),
            )
            fused = fusion(rankings)
            best = sorted(fused, key=lambda id_: (-fused[id_], -rankings.nearest.get(id_, -1.0), id_))
            told = islice(self._tell_stories_once(best, k, where), k)
            found = [
                self._make_fused_passage(rank, id_, stored, fused[id_], rankings, vector)
                for rank, (id_, stored) in enumerate(told, 1)
            ]
            if len(found) >= k or len(rankings.nearest) < depth or depth >= _DEEPEST:
                return found
            depth = min(4 * depth, _DEEPEST)

    def _search_vectors(self, vector: NDArray[np.float32], k: int, where: Filter) -> list[Hit]:
        if self._shared or self._following.is_current(self._dense):
            try:
                return self._dense.search_nearest(vector, k, where)
            except StoreError as error:
                log.warning("Searching the catalogue's vectors instead: %s", error)
                self._following.doubt_follower(self._dense)
        return self._exact.search_nearest(vector, k, where)

    def _search_words(
        self, search: Callable[[str, int, Filter], list[Hit]], question: str, k: int, where: Filter
    ) -> list[Hit]:
        try:
            return search(question, k, where)
        except StoreError as error:
            if self._catalog.count_all()[1]:
                log.warning("Searching by meaning alone: %s", error)
                self._following.doubt_follower(self._lexical)
            return []

    def _keep_standing(self, hits: list[Hit]) -> dict[str, float]:
        """Scores of those hits that the catalogue still holds just so, in the order of ``hits``."""
        versions = self._catalog.list_versions({_parse_article_id(hit.passage_id) for hit in hits})
        return {
            hit.passage_id: hit.score
            for hit in hits
            if versions.get(_parse_article_id(hit.passage_id)) == hit.version
        }

    def _tell_stories_once(self, best: list[str], k: int, where: Filter) -> Iterator[tuple[str, Entry]]:
        """Those of ``best`` that still stand, read ``k`` at a time; a story is told by one article alone."""
        told: dict[int, str] = {}  # story → the article that tells it
        for start in range(0, len(best), k):
            part = best[start : start + k]
            entries = self._catalog.get_entries({_parse_article_id(id_) for id_ in part})
            stories = self._catalog.stories.number_stories(entries)
            old = self._superseded(entries, where)
            for id_ in part:
                stored = entries.get(_parse_article_id(id_))
                if (
                    stored is None
                    or _parse_ordinal(id_) >= len(stored.passages)
                    or not where.admits(stored.article)
                    or stored.article.id in old
                    or is_overtaken(stored.passages, _parse_ordinal(id_))
                ):
                    continue  # changed since the engines were asked
                story = stories.get(stored.article.id)
                if story is None or told.setdefault(story, stored.article.id) == stored.article.id:
                    yield id_, stored

    def _superseded(self, entries: Mapping[str, Entry], where: Filter) -> set[str]:
        """The articles of which a newer version is stored that the search may find."""
        newer = self._catalog.stories.newer_versions(entries)
        found = self._catalog.get_entries(newer.values())
        return {old for old, new in newer.items() if new in found and where.admits(found[new].article)}

    def _make_fused_passage(
        self, rank: int, id_: str, stored: Entry, fused: float, found: Rankings, vector: NDArray[np.float32]
    ) -> FusedPassage:
        similarity = found.nearest.get(id_)
        return FusedPassage(
            passage=stored.passages[_parse_ordinal(id_)],
            article=stored.article,
            fused=fused,
            rank=rank,
            similarity=self._compute_similarity(stored, _parse_ordinal(id_), vector)
            if similarity is None
            else similarity,
            lexical=found.worded.get(id_),
            carried_by=self._catalog.stories.list_carriers(stored.article.id),
        )

    def _compute_similarity(self, stored: Entry, ordinal: int, vector: NDArray[np.float32]) -> float:
        """The cosine of a passage that the vectors did not find."""
        hash_ = stored.text_hashes[ordinal]
        vectors = self._catalog.vectors.get_vectors([hash_]) or self._following.embed_missing(
            [stored], {hash_}
        )
        return float(vectors[hash_] @ vector / max(float(np.linalg.norm(vectors[hash_])), 1e-12))


def _parse_article_id(passage_id: str) -> str:
    return passage_id.rpartition(":")[0]


def _parse_ordinal(passage_id: str) -> int:
    return int(passage_id.rpartition(":")[2])
