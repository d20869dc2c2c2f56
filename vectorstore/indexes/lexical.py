"""Words in tantivy. The only file that imports tantivy."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from news.article import Passage, passage_header, searched_header
from vectorstore.indexes.follower import ADVICE, FollowerError, Hit, Position
from vectorstore.sqlite.records import Entry, fold_tags
from vectorstore.types import Filter, fold_name, number_day

if TYPE_CHECKING:
    from tantivy import Document, Index, IndexWriter, Query, Schema, Searcher, TextAnalyzer

_FORMAT = "2"  # raise it when fields or analysis change: every index then starts from zero
_EXACT_BOOST = 0.3  # on top, where a word stands just as asked: names are not stemmed into each other
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_RUN = 3  # words in a row: two recur everywhere, four leave too few of a short quote with words changed
_MOST_RUNS = 24  # looked for at once; each costs about as much as a word
_HEAP = 50_000_000  # bytes the writer gathers before it writes a segment


class LexicalIndex:
    """Passages by their words, ranked by BM25: tantivy in a folder of its own.

    Many processes may search it while one writes. Changes and the position they lead to go in one commit.
    """

    name = "tantivy"
    needs_vectors = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: Index | None = None
        self._writer: IndexWriter | None = None

    def read_position(self) -> Position | None:
        """Where it stands; None if there is nothing, or nothing that can be opened."""
        from tantivy import Query

        try:
            with self._translate_errors():
                searcher = self._make_searcher()
                hits = searcher.search(Query.term_query(_build_schema(), "kind", "position"), 1).hits
                marker = json.loads(searcher.doc(hits[0][1]).get_first("marker") or "{}") if hits else {}
        except StoreError:
            return None
        return Position(marker["generation"], marker["seq"]) if marker.get("format") == _FORMAT else None

    def reset_to_empty(self, generation: str) -> None:
        """Start from zero with an empty index."""
        self.close()
        with self._translate_errors():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            self._commit_position(Position(generation, 0))

    def apply_changes(
        self, gone: Sequence[str], entries: Sequence[Entry], vectors: dict[str, NDArray[np.float32]], seq: int
    ) -> None:
        """Drop the passages of ``gone``, take in ``entries`` and stand at ``seq``, in one commit."""
        del vectors  # words need none
        position = self.read_position()
        if position is None:
            raise FollowerError(f"There is no full-text index in {self._folder}. {ADVICE}")
        with self._translate_errors():
            writer = self._get_writer()
            for article_id in gone:
                writer.delete_documents_by_term("article_id", article_id)
            for entry in entries:
                for passage in entry.passages:
                    writer.add_document(_make_tantivy_document(entry, passage))
            self._commit_position(Position(position.generation, seq))

    def search_words(self, question: str, k: int, where: Filter) -> list[Hit]:
        """The ``k`` best passages by BM25 that share a word with ``question``, best first.

        What stands in quotation marks must stand in the passage word for word, unless it stands in none.
        """
        with self._translate_errors():
            searcher = self._make_searcher()
            for query in (_query_phrases(question), _query_words(question)):
                if query is not None:
                    found = searcher.search(_query_within(query, where), k, count=False).hits
                    if found:
                        return [_make_hit(searcher.doc(address), float(score)) for score, address in found]
            return []

    def search_quoted(self, question: str, k: int, where: Filter) -> list[Hit]:
        """The ``k`` passages that hold most runs of three words of ``question``, best first.

        Scores are shares, in [0, 1], of the runs that were looked for (see ``list_word_runs``). Stop words count and
        nothing is stemmed: what is found this way was written so.
        """
        wanted = list_word_runs(question)
        if not wanted:
            return []
        with self._translate_errors():
            searcher = self._make_searcher()
            found = searcher.search(_query_within(_query_any_phrase(wanted), where), k, count=False).hits
            return [_make_hit(searcher.doc(address), float(score) / len(wanted)) for score, address in found]

    def is_sound(self, passages: int) -> bool:
        """Whether it can be read and holds this many passages."""
        try:
            with self._translate_errors():
                return self._make_searcher().num_docs == passages + 1  # the position is a document, too
        except StoreError:
            return False

    def list_contents(self) -> Iterator[tuple[str, str]]:
        """Every passage it holds: id and version."""
        from tantivy import Query

        with self._translate_errors():
            searcher = self._make_searcher()
            everything = Query.term_query(_build_schema(), "kind", "passage")
            for _, address in searcher.search(everything, max(1, searcher.num_docs), count=False).hits:
                document = searcher.doc(address)
                yield str(document.get_first("id")), str(document.get_first("version"))

    def close(self) -> None:
        """Finish merging and let go of the folder."""
        writer, self._writer, self._index = self._writer, None, None
        if writer is not None:
            with (
                suppress(StoreError),
                self._translate_errors(),
            ):  # what was committed stays; merging is housekeeping
                writer.wait_merging_threads()

    def _make_searcher(self) -> Searcher:
        if self._index is None:
            from tantivy import Index

            index = Index.open(str(self._folder))
            self._index = _register_analyzers(index)
        if self._writer is None:  # another process may have committed
            self._index.reload()
        return self._index.searcher()

    def _get_writer(self) -> IndexWriter:
        if self._writer is None:
            from tantivy import Index

            self._index = _register_analyzers(Index(_build_schema(), path=str(self._folder)))
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer

    def _commit_position(self, position: Position) -> None:
        from tantivy import Document

        marker = {"format": _FORMAT, "generation": position.generation, "seq": position.seq}
        writer = self._get_writer()
        try:
            writer.delete_documents_by_term("kind", "position")
            writer.add_document(Document(kind=["position"], marker=[json.dumps(marker)]))
            writer.commit()
        except BaseException:
            self._writer = None  # what it gathered must not slip into a later commit
            raise
        assert self._index is not None
        self._index.reload()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except (StoreError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # a panic in Rust is no Exception
            raise FollowerError(f"{self.name} ({self._folder}): {error}. {ADVICE}") from error


@cache
def _build_schema() -> Schema:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    for name in ("id", "version", "marker"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "article_id", "outlet", "tags"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("header", "body"):
        builder.add_text_field(name, tokenizer_name="stemmed")
    builder.add_text_field("exact", tokenizer_name="exact")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


@cache
def _build_analyzer(kind: str) -> TextAnalyzer:
    """``exact``: lower case, no accents; ``stemmed``: English stems; ``asked``: stems without stop words."""
    from tantivy import Filter as TokenFilter
    from tantivy import TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    builder = builder.filter(TokenFilter.remove_long(100)).filter(TokenFilter.lowercase())
    builder = builder.filter(TokenFilter.ascii_fold())
    if kind == "asked":
        builder = builder.filter(TokenFilter.stopword("english"))
    if kind in ("asked", "stemmed"):
        builder = builder.filter(TokenFilter.stemmer("english"))
    return builder.build()


def drop_stop_words(words: Sequence[str], language: str) -> list[str]:
    """Folded words without the stop words of ``language``, called by its English name."""
    from tantivy import Filter as TokenFilter
    from tantivy import TextAnalyzerBuilder, Tokenizer

    analyzer = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(TokenFilter.stopword(language)).build()
    return [str(word) for word in analyzer.analyze(" ".join(words))]


def _register_analyzers(index: Index) -> Index:
    for kind in ("stemmed", "exact"):
        index.register_tokenizer(kind, _build_analyzer(kind))
    return index


def _make_tantivy_document(entry: Entry, passage: Passage) -> Document:
    from tantivy import Document

    article = entry.article
    fields: dict[str, list[str | int]] = {
        "id": [passage.id],
        "version": [entry.version],
        "kind": ["passage"],
        "article_id": [article.id],
        "outlet": [fold_name(article.outlet or "")],
        "tags": [*fold_tags(article)],
        "header": [searched_header(article, passage.heading)],
        "body": [passage.text],
        "exact": [passage_header(article, passage.heading), passage.text],
    }
    if article.published is not None:
        fields["day"] = [number_day(article.published.date())]
    return Document.from_dict(fields, _build_schema())


def _make_hit(document: Document, score: float) -> Hit:
    return Hit(str(document.get_first("id")), str(document.get_first("version")), score)


def _query_words(question: str) -> Query | None:
    """Any word of the question, never its syntax: punctuation cannot break a query built from terms."""
    from tantivy import Occur, Query

    stems = _build_analyzer("asked").analyze(question) or _build_analyzer("stemmed").analyze(question)
    if not stems:
        return None
    schema = _build_schema()
    clauses = [
        Query.term_query(schema, field, stem) for stem in dict.fromkeys(stems) for field in ("header", "body")
    ]
    exact = [
        Query.boost_query(Query.term_query(schema, "exact", word), _EXACT_BOOST)
        for word in dict.fromkeys(_build_analyzer("exact").analyze(question))
        if _build_analyzer("asked").analyze(word)
    ]
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses + exact])


def list_word_runs(text: str) -> list[tuple[str, ...]]:
    """The runs of ``_RUN`` words of a text, each once; of a long one ``_MOST_RUNS``, spread evenly over it."""
    words = list_exact_words(text)
    found = list(dict.fromkeys(zip(*(words[at:] for at in range(_RUN)), strict=False)))
    step = max(1.0, len(found) / _MOST_RUNS)
    return [found[int(number * step)] for number in range(min(len(found), _MOST_RUNS))]


def list_exact_words(text: str) -> list[str]:
    """The words of a text as field ``exact`` holds them: in lower case and without accents, none left out."""
    return list(_build_analyzer("exact").analyze(text))


def _query_any_phrase(wanted: Sequence[tuple[str, ...]]) -> Query:
    """Scores one for each phrase that stands in the passage."""
    from tantivy import Occur, Query

    phrases = (Query.phrase_query(_build_schema(), "exact", [*run]) for run in wanted)
    return Query.boolean_query([(Occur.Should, Query.const_score_query(phrase, 1.0)) for phrase in phrases])


def _query_phrases(question: str) -> Query | None:
    """Everything that stands in quotation marks, word for word, and the other words where they are."""
    from tantivy import Occur, Query

    phrases = []
    for quoted in _QUOTED.findall(question):
        words = _build_analyzer("exact").analyze(quoted)
        if len(words) > 1:
            phrases.append(Query.phrase_query(_build_schema(), "exact", [*words]))
        elif words:
            phrases.append(Query.term_query(_build_schema(), "exact", words[0]))
    words_query = _query_words(question)
    if not phrases or words_query is None:
        return None
    return Query.boolean_query([(Occur.Must, phrase) for phrase in phrases] + [(Occur.Should, words_query)])


def _query_within(query: Query, where: Filter) -> Query:
    """The query within the filter, which adds nothing to the score."""
    from tantivy import FieldType, Occur, Query

    schema = _build_schema()
    conditions = []
    for field, values in (
        ("outlet", [fold_name(outlet) for outlet in where.outlets]),
        ("tags", [fold_name(tag) for tag in where.tags]),
        ("article_id", list(where.article_ids)),
    ):
        if values:
            conditions.append(Query.term_set_query(schema, field, values))
    if where.published_from is not None or where.published_to is not None:
        lowest = number_day(where.published_from) if where.published_from else 0
        highest = number_day(where.published_to) if where.published_to else 99_999_999
        conditions.append(Query.range_query(schema, "day", FieldType.Integer, lowest, highest))
    musts = [(Occur.Must, Query.const_score_query(condition, 0.0)) for condition in conditions]
    return Query.boolean_query([(Occur.Must, query), *musts])
