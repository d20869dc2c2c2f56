"""The answer with a language model: numbered passages in, cited sentences out, each one checked."""

from __future__ import annotations

import time
from collections.abc import Generator as Iterating
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from assistant.generative.cite import CitationBench, Unsupported, WrittenAnswer
from assistant.generative.marks import drop_unfinished
from assistant.generative.model import explain_model_failure
from assistant.generative.prompt import (
    CONDENSE,
    REPAIR,
    WRITE,
    choose_fitting,
    number_passages,
    recall_history,
)
from assistant.generative.reply import StopSignal, stream_chunks
from assistant.generative.tokens import TokenCount
from assistant.types import RetrievedPassage, Tokens, Turn
from assistant.verification.verify import EntailmentModel
from errors import ChatModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import Runnable

_LONGEST_QUESTION = 500  # characters of a rewritten question


@dataclass(slots=True)
class AnswerAllowance:
    """What one answer may take of the model, and what it has taken."""

    until: float  # time.monotonic
    spent: list[Tokens]
    stop: StopSignal

    @property
    def total_tokens(self) -> Tokens | None:
        """All that the model read and wrote for it; None if it was never asked."""
        return Tokens.sum_up(self.spent) if self.spent else None


class Generator:
    """Writes answers with one language model. Safe from many threads."""

    def __init__(
        self,
        model: BaseChatModel,
        unsupported: Unsupported = "strike",
        seconds: float = 60.0,
        *,
        tokens: int = 6000,
        repair: bool = True,
        entails: EntailmentModel | None = None,
    ) -> None:
        """``unsupported``: what becomes of a sentence that nothing bears out; ``seconds``: for a whole answer.

        ``tokens``: for the rules, the passages and the question together. ``repair``: whether the model is asked
        once more where nothing bears out what it wrote. ``entails``: reads meaning where wording differs.
        """
        self._model = model
        self._unsupported = unsupported
        self._seconds = seconds
        self._tokens = tokens
        self._repair = repair
        self._entails = entails
        self._count = TokenCount()

    def start_allowance(self, stop: StopSignal | None = None) -> AnswerAllowance:
        """One answer's time, beginning now. ``stop`` ends it before that."""
        return AnswerAllowance(time.monotonic() + self._seconds, [], stop or StopSignal())

    def condense_question(self, question: str, history: Sequence[Turn], allowance: AnswerAllowance) -> str:
        """The question with what it takes from the conversation. Raises ChatModelError."""
        rewritten = ""
        for rewritten in self._stream_texts(  # noqa: B007  # the last is the whole
            CONDENSE, {"conversation": recall_history(history), "question": question}, allowance
        ):
            pass
        return " ".join(rewritten.split())[:_LONGEST_QUESTION] or question

    def write_answer(
        self, question: str, evidence: Sequence[RetrievedPassage], allowance: AnswerAllowance
    ) -> Iterating[WrittenAnswer]:
        """The answer, for every sentence that is complete and while nothing comes, then whole. Raises ChatModelError.

        Closing the iterator ends the model's work, and so does ``allowance.stop``.
        """
        evidence = choose_fitting(question, evidence, self._tokens, self._count)
        asked = {"passages": number_passages(evidence), "question": question}
        bench = CitationBench(evidence, self._unsupported, self._entails)
        text, before, shown = "", "", WrittenAnswer((), (), ())
        with closing(self._stream_texts(WRITE, asked, allowance)) as texts:
            for text in texts:
                grown = bench.check_text(text, growing=True)
                if grown != shown or text == before:
                    yield grown
                before, shown = text, grown
        if allowance.stop.is_set():
            return
        if not text.strip():
            raise ChatModelError("it gave an empty answer")
        written = bench.check_text(text)
        if written.refused:
            raise ChatModelError("it refused to answer")
        if written.faults and self._repair and time.monotonic() < allowance.until - self._seconds / 2:
            faults = "\n".join(f"- {fault.text} ({fault.reason})" for fault in written.faults)
            yield from self._repair_answer(
                written, {**asked, "draft": text, "faults": faults}, bench, allowance
            )
        else:
            yield written

    def _repair_answer(
        self, written: WrittenAnswer, asked: dict[str, str], bench: CitationBench, allowance: AnswerAllowance
    ) -> Iterator[WrittenAnswer]:
        """The answer written again, where fewer of its sentences lack support and none that had it is lost."""
        text = ""
        try:
            with closing(self._stream_texts(REPAIR, asked, allowance)) as texts:
                for text in texts:  # noqa: B007  # the last is the whole
                    yield written
        except ChatModelError:
            text = ""  # what is there is checked, and enough
        again = bench.check_text(text)
        held, before = (len([s for s in each.sentences if s.citations]) for each in (again, written))
        better = held >= max(1, before) and len(again.faults) < len(written.faults)
        yield again if better else written

    def _stream_texts(
        self, prompt: ChatPromptTemplate, asked: dict[str, str], allowance: AnswerAllowance
    ) -> Iterating[str]:
        """The text so far, again and again, without unfinished marks. Raises ChatModelError."""
        chain = cast("Runnable[dict[str, str], AIMessageChunk]", prompt | self._model)
        said, read, wrote = "", 0, 0
        try:
            with closing(stream_chunks(chain, asked, allowance.until, allowance.stop)) as pieces:
                for piece in pieces:
                    if piece is not None:
                        said += str(piece.text)
                        if usage := piece.usage_metadata:
                            read, wrote = read + usage["input_tokens"], wrote + usage["output_tokens"]
                    yield drop_unfinished(said)
        except Exception as error:  # every provider has errors of its own
            raise ChatModelError(explain_model_failure(error, begun=bool(said))) from error
        finally:
            put = prompt.format(**asked)
            self._count.learn_count(put, read)
            counted = bool(read or wrote)
            allowance.spent.append(
                Tokens(read, wrote, estimated=False)
                if counted
                else Tokens(self._count(put), self._count(said), estimated=True)
            )
