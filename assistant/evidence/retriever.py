"""The evidence for a question: candidates from the index, scored by how probable it is that they answer."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.evidence.features import compute_features, estimate_chance
from assistant.evidence.reader import Reader
from assistant.question.query import is_question
from assistant.types import RetrievedPassage
from news.article import passage_header
from news.language import likely_english
from vectorstore.index import NewsIndex
from vectorstore.types import Filter, FusedPassage

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

CANDIDATES = 40  # passages that are scored for each question
# A reader reads the best of them, and goes on to the next round where none of those read is so probable to answer.
# On new Wikipedia, SQuAD 2.0, Amazon's reviews and XQuAD that finds as much as reading all 40 does, in a third of the time.
ROUNDS = ((8, 0.8), (20, 0.5), (CANDIDATES, 1.0))

# Log odds of "it answers" from the log odds without reading, from the reader's, and a bias. A reader is taught questions
# with short answers: of accounts ("what did she say about …", "why …") it knows less, so it may move them less and leaves
# the probability without reading as it is. The first were fitted on questions of held-out passages of SQuADShifts, 180 so
# that what answers comes first, and those 70 on new Wikipedia with 30 strangers so that the best one's probability is true.
SHORT_ANSWER = (0.5, 0.7, -0.5)
ACCOUNT = (1.0, 0.25, 0.0)
MOST = 5.0  # log odds beyond which neither counts more

_ACCOUNT = re.compile(
    r"\b(?:say|says|said|tell|told|think|thinks|comment|respon\w+|react\w*|report\w*|happen\w*|develop\w*|latest|news|about"
    r"|why|describe|explain|summari[sz]e|compare|agree|differ)\b"
    r"|\bhow (?:did|do|does|was|were|is|are|has|have|had|will|would|can|could)\b"
    r"|\b(?:sagen|sagte|sagten|berichtet|passiert|geschah|warum|wieso|weshalb|worum|erkläre"
    r"|dijo|dijeron|informó|pasó|ocurrió|por qué|trata|explica|explique|pourquoi|expliquer|passé|s'agit)\b",
    re.I,
)


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


class PassageReader(Protocol):
    """Something that reads passages with a question in mind."""

    def read_passages(self, question: str, passages: Sequence[tuple[str, str]]) -> Sequence[Reading]:
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
        found = score_candidates(query, self.index.search_passages(query, CANDIDATES, where), self.reader)[
            : most or self.top_k
        ]
        return [
            _make_document(replace(each, rank=rank), reading) for rank, (each, reading) in enumerate(found, 1)
        ]


def score_candidates(
    question: str, candidates: Sequence[FusedPassage], reader: PassageReader | None
) -> list[tuple[RetrievedPassage, Reading | None]]:
    """Every candidate with its probability and its reading, best first."""
    known = [estimate_chance(each) for each in compute_features(question, candidates)]
    order = sorted(range(len(candidates)), key=lambda n: (-known[n], candidates[n].rank))
    candidates, known = [candidates[n] for n in order], [known[n] for n in order]
    readings = _read_first_candidates(question, candidates, known, reader)
    least = min((each.relevance for each in readings), default=0.0)
    scores = [
        weigh_reading(question, each, readings[n].relevance if n < len(readings) else least)
        if readings
        else each
        for n, each in enumerate(known)
    ]
    found = [
        (RetrievedPassage(each.passage, each.article, score, each.rank), reading)
        for each, score, reading in zip_longest(candidates, scores, readings)
    ]
    return sorted(found, key=lambda pair: -pair[0].score)  # stable: equals stay in their order


def _read_first_candidates(
    question: str, candidates: Sequence[FusedPassage], known: Sequence[float], reader: PassageReader | None
) -> list[Reading]:
    """Readings of the first candidates; none where nothing is asked: words to look up, a pasted sentence.

    Dateline's own reader knows English only.
    """
    readings: list[Reading] = []
    if reader is None or not is_question(question):
        return readings
    if isinstance(reader, Reader) and not likely_english(question):
        return readings
    for most, surely in ROUNDS:
        part = candidates[len(readings) : most]
        texts = [(passage_header(c.article, c.passage.heading), c.passage.text) for c in part]
        readings += reader.read_passages(question, texts)
        if any(
            weigh_reading(question, k, r.relevance) >= surely for k, r in zip(known, readings, strict=False)
        ):
            break
    return readings


def wants_account(question: str) -> bool:
    """Whether what somebody said, what happened, why or how is asked, and no short answer."""
    return _ACCOUNT.search(question) is not None


def weigh_reading(question: str, known: float, read: float) -> float:
    """How probable it is that a passage answers, out of that without reading and the reader's."""
    own, readers, bias = ACCOUNT if wants_account(question) else SHORT_ANSWER
    odds = own * _to_log_odds(known) + readers * _to_log_odds(read) + bias
    return 1 / (1 + math.exp(-odds))


def _to_log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-9), 1 - 1e-9)
    return min(max(math.log(probability / (1 - probability)), -MOST), MOST)


def _make_document(found: RetrievedPassage, reading: Reading | None) -> Document:
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
