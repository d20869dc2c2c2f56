"""The evidence for a question: candidates from the index, scored by how probable it is that they answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answer import RetrievedPassage
from assistant.words import fold, names, stem, stems
from ingest.article import passage_header
from ingest.sentences import sentences
from vectorstore.index import NewsIndex
from vectorstore.passages import Filter, FusedPassage

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

CANDIDATES = 30  # passages that are scored for each question
OPENING = 20_000  # characters of an article in which a question's names are looked for
FLOOR = 0.25  # cosine below which it tells nothing more: short questions about a name are far from everything
TYPE_NOUN = 0.35  # weight of "countries" in "which countries …": what answers names them without the word

_TYPE = re.compile(r"\b(?:which|what|how (?:many|much))\s+(?P<noun>[a-z]+)\b", re.I)
_ASKS_ALL = re.compile(r"\bwhat(?:'s|\s+is)\s+(?:the\s+)?(?P<word>new|behind|known|latest)\b", re.I)
_PHRASE = re.compile(r'"([^"]{2,200})"')


class Reading(Protocol):
    """What a reader makes of one passage."""

    @property
    def relevance(self) -> float:
        """How probable it is that the passage answers, in [0, 1]."""
        ...

    @property
    def answer(self) -> str:
        """The words that answer, "" where there are none."""
        ...

    @property
    def start(self) -> int:
        """Character of the passage's text at which ``answer`` begins."""
        ...

    @property
    def end(self) -> int:
        """Character of the passage's text behind ``answer``."""
        ...


class Reads(Protocol):
    """Something that reads passages with a question in mind."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> Sequence[Reading]:
        """One reading for each (header, text)."""
        ...


class NewsRetriever(BaseRetriever):
    """LangChain's retriever interface over a ``NewsIndex``.

    ``invoke(question, where=Filter(…), most=…)`` gives up to ``most`` (``top_k``) documents, best first;
    ``metadata["retrieved"]`` of each holds the ``RetrievedPassage`` and ``metadata["reading"]`` the ``Reading``
    (None without a reader), beside the plain facts that other LangChain parts expect.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: NewsIndex
    top_k: int = 8
    reader: Any = None  # a Reads, or None; pydantic cannot check a protocol

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it
        where: Filter = Filter(),  # noqa: B008  # frozen
        most: int | None = None,
    ) -> list[Document]:
        candidates = self.index.search(query, CANDIDATES, where)
        readings: Sequence[Reading | None] = [None] * len(candidates)
        if self.reader is not None and candidates:
            texts = [(passage_header(c.article, c.passage.heading), c.passage.text) for c in candidates]
            readings = self.reader.read(query, texts)
            chances = [reading.relevance for reading in readings if reading is not None]
        else:
            chances = [chance(each) for each in features(query, candidates)]
        order = sorted(range(len(candidates)), key=lambda n: (-chances[n], candidates[n].rank))
        return [
            _document(
                RetrievedPassage(candidates[n].passage, candidates[n].article, chances[n], rank), readings[n]
            )
            for rank, n in enumerate(order[: most or self.top_k], 1)
        ]


Features = tuple[float, float, float, float]


def features(question: str, candidates: Sequence[FusedPassage]) -> list[Features]:
    """What is known of each candidate without reading it, four numbers in [0, 1] (the first in [-1, 1]).

    Cosine similarity; the share of the question's words, weighted by their rarity among the candidates, that
    the passage and its header hold; the same for its best sentence; the share of names, numbers and quoted
    phrases that its article lacks (its first ``OPENING`` characters).
    """
    headers = [set(stems(passage_header(c.article, c.passage.heading))) for c in candidates]
    held = [set(stems(c.passage.text)) | header for c, header in zip(candidates, headers, strict=True)]
    weights = term_weights(question, held)
    telling = {*_telling(question)}
    phrases = [phrase.casefold() for phrase in _PHRASE.findall(fold(question))]
    found: list[Features] = []
    for candidate, header, own in zip(candidates, headers, held, strict=True):
        whole = own | set(stems(candidate.article.text[:OPENING])) if not telling <= own else own
        missing = [term not in whole for term in telling]
        if phrases:
            text = fold(f"{candidate.article.title} {candidate.passage.text}").casefold()
            missing += [phrase not in text for phrase in phrases]
        found.append(
            (
                max(candidate.similarity, FLOOR),
                covered(weights, own | (telling & whole)),
                _best_sentence(weights, candidate.passage.text, header),
                sum(missing) / len(missing) if missing else 0.0,
            )
        )
    return found


# A logistic over ``features``, in their order, fitted on 300 questions of SQuAD 2.0 and SQuADShifts (new Wikipedia):
# each in the index that holds its passage (the passages with the answer against the five best others) and in two
# that do not, 2,226 news articles and the other set. AUC by passage 0.967, of a question's best passage 0.984. The
# bias is then moved so that 0.5 is where Dateline answers: there 83 % of the answerable questions and 2.5 % of the
# others pass. By candidates' rank, squares and products nothing is gained.
WEIGHTS = (6.93, 3.23, 2.91, -1.74)
BIAS = -6.71


def chance(known: Features) -> float:
    """How probable it is that a passage with these features answers, in [0, 1]."""
    return 1 / (1 + math.exp(-(BIAS + sum(w * x for w, x in zip(WEIGHTS, known, strict=True)))))


def term_weights(question: str, texts: Sequence[set[str]]) -> dict[str, float]:
    """How much each stem of the question tells: its inverse frequency among ``texts`` (Spärck Jones 1972).

    The noun behind "which" or "how many" tells less, the "new" of "what is new" nothing.
    """
    weights = {
        term: math.log(1 + (len(texts) + 1) / (1 + sum(term in text for text in texts)))
        for term in stems(question)
    }
    for match in _TYPE.finditer(fold(question)):
        for term in weights.keys() & set(stems(match["noun"])):
            weights[term] *= TYPE_NOUN
    if (asks := _ASKS_ALL.search(fold(question))) and len(weights) > 1:
        weights.pop(stem(asks["word"].casefold()), None)
    return weights


def covered(weights: Mapping[str, float], held: Iterable[str]) -> float:
    """The share of the weight whose terms are in ``held``, in [0, 1]; 0 where there are no terms."""
    total = sum(weights.values())
    return sum(weights[term] for term in weights.keys() & set(held)) / total if total else 0.0


def _telling(question: str) -> Iterable[str]:
    """The stems of the names and numbers in a question."""
    for name in names(question):
        yield from stems(name)
    yield from (term for term in stems(question) if term[:1].isdigit())


def _best_sentence(weights: Mapping[str, float], text: str, header: set[str]) -> float:
    return max((covered(weights, header | set(stems(text[a:b]))) for a, b in sentences(text)), default=0.0)


def _document(found: RetrievedPassage, reading: Reading | None) -> Document:
    article, passage = found.article, found.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "retrieved": found,
            "reading": reading,
            "score": found.score,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
            "article_id": article.id,
            "start": passage.start,
            "end": passage.end,
        },
    )
