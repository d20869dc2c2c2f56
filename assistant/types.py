"""What flows out of a question: turns, citations, sentences, the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from news.article import Article, Passage
from vectorstore.types import Filter

Verdict = Literal["quoted", "supported", "unsupported"]
Mode = Literal["extractive", "generative"]
Shape = Literal[
    "fact",  # the short answer, emphasised inside its sentence, the best source first
    "account",  # sentences that read on, the best article's first
    "timeline",  # what happened, day by day; each sentence labelled with its day
    "comparison",  # what each says, side by side; each sentence labelled with whose it is
    "parts",  # a question of several parts, answered one after the other; each sentence labelled with its part
]

ABSTAINS = "Your articles don't say."  # what a person reads where ``Answer.abstained``


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the plain text of its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage offered as evidence."""

    passage: Passage
    article: Article
    score: float  # how probable it is that the passage answers, in [0, 1]
    rank: int  # 1 for the best


@dataclass(frozen=True, slots=True)
class Citation:
    """``[number]`` in the answer: a slice of one article.

    ``article.text[start:end] == quote``; ``Answer`` holds one citation per cited slice.
    """

    number: int
    passage: Passage
    article: Article
    quote: str
    start: int
    end: int

    @property
    def unsure(self) -> tuple[str, ...]:
        """Its words that may be misread, where the article's text was recognised from a picture."""
        overlaps = (span for span in self.article.unsure if span[0] < self.end and self.start < span[1])
        return tuple(
            self.article.text[max(start, self.start) : min(end, self.end)] for start, end in overlaps
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer and the numbers of the citations that it rests on."""

    text: str  # without its [n]
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str = ""  # why the verdict is what it is, for a person
    emphasis: tuple[int, int] | None = (
        None  # characters of ``text`` that are the short answer, to be set bold
    )
    about: str = ""  # whom or what its opening "he" or "the company" means; shown in brackets before ``text``
    label: str = (
        ""  # heading that it stands under: a day in a timeline, an outlet or a person in a comparison
    )
    newest: bool = False  # of the latest day of a timeline, to be marked

    @property
    def short_answer(self) -> str:
        """The short answer, "" where there is none."""
        return self.text[slice(*self.emphasis)] if self.emphasis else ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a language model read and wrote for one answer."""

    read: int
    written: int
    estimated: bool  # where its server does not count them

    @classmethod
    def sum_up(cls, spent: Iterable[Tokens]) -> Tokens:
        """All requests of an answer together."""
        every = list(spent)
        return cls(
            sum(each.read for each in every),
            sum(each.written for each in every),
            any(each.estimated for each in every),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer, or an honest "your articles don't say".

    ``stream`` yields growing answers with ``complete`` false, then the whole one.
    """

    question: str  # as asked
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[RetrievedPassage, ...] = ()
    abstained: bool = False
    nearest: tuple[Article, ...] = ()  # when abstained: the nearest headlines
    mode: Mode = "extractive"
    shape: Shape = "account"
    disagreement_notice: str = (
        ""  # one sentence for the person where articles differ on a fact, "" where they do not
    )
    partial_notice: str = ""  # one sentence for the person where only part of the question is covered, or ""
    answerability: float = 0.0  # how probable it is that the articles answer, in [0, 1]
    searched: str = ""  # the question as searched, where a follow-up was rewritten
    where: Filter = Filter()  # noqa: RUF009  # frozen; what was asked for, and what the question itself named
    notices: tuple[str, ...] = ()  # sentences for the person, e.g. "The language model did not answer: …"
    seconds: float = 0.0
    tokens: Tokens | None = None  # of a language model, where one wrote
    complete: bool = field(default=True)

    @property
    def text(self) -> str:
        """The answer as plain text with its ``[n]``, or ``ABSTAINS``."""
        if self.abstained:
            return ABSTAINS
        return " ".join(
            (f"[{sentence.about}] " if sentence.about else "")
            + sentence.text
            + "".join(f" [{number}]" for number in sentence.citations)
            for sentence in self.sentences
        )

    @property
    def short_answer(self) -> str:
        """The short answer of the first sentence that has one, "" where none has."""
        return next((sentence.short_answer for sentence in self.sentences if sentence.short_answer), "")
