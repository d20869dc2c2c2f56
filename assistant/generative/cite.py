"""A model's text → checked sentences, each with the citations that bear it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.generative.marks import split_cited_sentences
from assistant.generative.prompt import REFUSAL
from assistant.types import Citation, RetrievedPassage, Sentence
from assistant.verification.verify import EntailmentModel, Finding, verify_sentence
from news.article import passage_header

Unsupported = Literal["strike", "mark", "keep"]
Checked = tuple[Finding, tuple[Citation, ...]]

_SAYS_NOT = re.compile(re.escape(REFUSAL) + r"[.!]?", re.I)
_REFUSES = re.compile(
    r"\b(?:I['’]?m|I am|we are) (?:very |so )?sorry\b|\bI apologi[sz]e\b|\bas an AI\b"
    r"|\bI(?:['’]m| am)? (?:can(?:no|['’])t|can not|cannot|unable to|not able to|won['’]t|will not|must decline to)"
    r" (?:\w+ )?(?:help|assist|answer|provide|comply|discuss|fulfil\w*|respond|do that)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a model has written so far, checked."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    faults: tuple[Sentence, ...]  # those that nothing bears out, shown or not
    says_not: bool = False  # the model says that the passages do not answer
    refused: bool = False  # it will not answer at all

    @property
    def struck_count(self) -> int:
        """How many sentences were left out."""
        return sum(fault not in self.sentences for fault in self.faults)


class CitationBench:
    """Holds the sentences of one answer against its evidence, and remembers its findings while the answer grows."""

    def __init__(
        self,
        evidence: Sequence[RetrievedPassage],
        unsupported: Unsupported = "strike",
        entails: EntailmentModel | None = None,
    ) -> None:
        """``evidence``: the passages in the order that the model saw them; ``[1]`` is the first."""
        self._evidence = evidence
        self._unsupported = unsupported
        self._entails = entails
        self._checked: dict[tuple[str, tuple[int, ...]], Checked] = {}

    def check_text(self, text: str, *, growing: bool = False) -> WrittenAnswer:
        """The sentences of ``text`` with checked citations; without the last, which may go on, while it is ``growing``."""
        said = split_cited_sentences(_SAYS_NOT.sub("", text), len(self._evidence))
        sentences: list[Sentence] = []
        faults: list[Sentence] = []
        cited: dict[tuple[str, int, int], Citation] = {}
        for bare, marks in said[:-1] if growing else said:
            if (bare, marks) not in self._checked:
                self._checked[bare, marks] = check_sentence(bare, marks, self._evidence, self._entails)
            finding, found = self._checked[bare, marks]
            own = []
            for citation in found:
                place = (citation.article.id, citation.start, citation.end)
                own.append(cited.setdefault(place, replace(citation, number=len(cited) + 1)).number)
            sentence = Sentence(bare, tuple(dict.fromkeys(own)), finding.verdict, finding.reason)
            if finding.verdict == "unsupported":
                faults.append(sentence)
            if finding.verdict != "unsupported" or self._unsupported != "strike":
                sentences.append(sentence)
        return WrittenAnswer(
            tuple(sentences),
            tuple(cited.values()),
            tuple(faults),
            says_not=not cited and _SAYS_NOT.search(text) is not None,
            refused=not cited and _REFUSES.search(text) is not None,
        )


def check_sentence(
    bare: str,
    marks: Sequence[int],
    evidence: Sequence[RetrievedPassage],
    entails: EntailmentModel | None = None,
) -> Checked:
    """Hold a sentence against each passage that it cites; the citations that bear it out, not numbered yet.

    Where no single one does, those that it cites are tried together; then the other passages are, since a
    model may miscount. Nothing that no passage bears out keeps a citation.
    """
    cited = [evidence[mark - 1] for mark in marks]
    findings = [(_verify_bare(bare, found, entails), found) for found in cited]
    good = [(finding, found) for finding, found in findings if finding.verdict != "unsupported"]
    if good:
        best = min((finding for finding, _ in good), key=lambda finding: finding.verdict != "quoted")
        return best, tuple(_make_citation(finding, found) for finding, found in good)
    if len(findings) > 1:
        parts = " ".join(
            found.passage.text[finding.start : finding.end] for finding, found in findings if finding.end
        )
        together = verify_sentence(
            bare, parts, " ".join(passage_header(f.article, f.passage.heading) for f in cited), entails
        )
        if together.verdict != "unsupported":
            return together, tuple(
                _make_citation(finding, found) for finding, found in findings if finding.end
            )
    for found in evidence:
        finding = _verify_bare(bare, found, entails) if found not in cited else None
        if finding and finding.verdict != "unsupported":
            why_here = "the model cited another passage" if marks else "the model cited none"
            return replace(finding, reason=f"{finding.reason}; {why_here}"), (_make_citation(finding, found),)
    nowhere = Finding("unsupported", "it cites no passage, and none bears it out")
    return (findings[0][0] if findings else nowhere), ()


def _verify_bare(bare: str, found: RetrievedPassage, entails: EntailmentModel | None) -> Finding:
    return verify_sentence(
        bare, found.passage.text, passage_header(found.article, found.passage.heading), entails
    )


def _make_citation(finding: Finding, found: RetrievedPassage) -> Citation:
    """The slice of the article that the finding rests on."""
    start, end = found.passage.start + finding.start, found.passage.start + finding.end
    return Citation(0, found.passage, found.article, found.article.text[start:end], start, end)
