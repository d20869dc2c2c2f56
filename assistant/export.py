"""A conversation as a document: Markdown with footnotes, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from assistant.answer import ABSTAINS, Answer, Citation, Sentence
from assistant.history import to_json
from ingest.article import Article

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def as_json(title: str, answers: Sequence[Answer]) -> str:
    """The conversation as JSON text."""
    return json.dumps({"title": title, "turns": list(map(to_json, answers))}, ensure_ascii=False, indent=1)


def as_markdown(title: str, answers: Sequence[Answer]) -> str:
    """The conversation as Markdown; each citation is a footnote, numbered through the whole of it."""
    parts = [f"# {_plain(title)}"]
    notes: list[str] = []
    for answer in answers:
        first = len(notes)
        numbers = {citation.number: first + n for n, citation in enumerate(answer.citations, 1)}
        notes += [_note(numbers[citation.number], citation) for citation in answer.citations]
        parts += [f"## {_plain(answer.question)}", *(f"*{_plain(notice)}*" for notice in answer.notices)]
        parts += [*_body(answer, numbers), f"*{_cost(answer)}*"]
    return "\n\n".join([*parts, *notes]) + "\n"


def _body(answer: Answer, numbers: dict[int, int]) -> list[str]:
    if answer.abstained:
        return [ABSTAINS]
    parts: list[str] = []
    label = ""
    for sentence in answer.sentences:
        if sentence.label and sentence.label != label:
            parts.append(f"**{_plain(sentence.label)}**")
        label = sentence.label
        parts.append(_sentence(sentence, numbers))
    return [*parts, *(_plain(text) for text in (answer.differ, answer.partly) if text)]


def _cost(answer: Answer) -> str:
    """How long the answer took, and what a language model read and wrote for it."""
    took = f"{answer.seconds:.1f} s"
    if answer.tokens is None:
        return took
    about = "about " if answer.tokens.estimated else ""
    return f"{took}; the language model read {about}{answer.tokens.read} and wrote {about}{answer.tokens.written} tokens"


def _sentence(sentence: Sentence, numbers: dict[int, int]) -> str:
    marks = "".join(f"[^{numbers[number]}]" for number in sentence.citations if number in numbers)
    about = f"\\[{_plain(sentence.about)}\\] " if sentence.about else ""
    doubt = " *(not supported)*" if sentence.verdict == "unsupported" else ""
    return f"{about}{_plain(sentence.text)}{marks}{doubt}"


def _note(number: int, citation: Citation) -> str:
    article = citation.article
    address = f" <{article.url}>" if _is_link(article) else ""
    return f"[^{number}]: {_plain(_named(article))}: “{_plain(citation.quote)}”{address}"


def _named(article: Article) -> str:
    day = f"{article.published:%-d %B %Y}" if article.published else "undated"
    return f"{article.title or 'Untitled'} ({article.outlet or 'unknown outlet'}, {day})"


def _is_link(article: Article) -> bool:
    url = article.url or ""
    return url.startswith(("http://", "https://")) and not re.search(r"[\s<>]", url)


def _plain(text: str) -> str:
    """Text on one line that Markdown takes as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
