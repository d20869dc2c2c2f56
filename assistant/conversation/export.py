"""A conversation as a document: Markdown with footnotes, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from assistant.conversation.history import answer_to_json
from assistant.types import ABSTAINS, Answer, Citation, Sentence
from news.article import Article

Tell = Callable[[str], str]  # a sentence or a day of ours, as it is to be read

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def export_json(title: str, answers: Sequence[Answer]) -> str:
    """The conversation as JSON text."""
    return json.dumps(
        {"title": title, "turns": list(map(answer_to_json, answers))}, ensure_ascii=False, indent=1
    )


def export_markdown(title: str, answers: Sequence[Answer], tell: Tell = str) -> str:
    """The conversation as Markdown; each citation is a footnote, numbered through the whole of it.

    ``tell`` puts what Dateline itself says into another language.
    """
    parts = [f"# {_escape_markdown(title)}"]
    notes: list[str] = []
    for answer in answers:
        first = len(notes)
        numbers = {citation.number: first + n for n, citation in enumerate(answer.citations, 1)}
        notes += [_format_footnote(numbers[citation.number], citation, tell) for citation in answer.citations]
        parts += [
            f"## {_escape_markdown(answer.question)}",
            *(f"*{_escape_markdown(tell(notice))}*" for notice in answer.notices),
        ]
        parts += [*_format_body(answer, numbers, tell), f"*{tell(_format_cost(answer))}*"]
    return "\n\n".join([*parts, *notes]) + "\n"


def _format_body(answer: Answer, numbers: dict[int, int], tell: Tell) -> list[str]:
    if answer.abstained:
        return [tell(ABSTAINS)]
    parts: list[str] = []
    label = ""
    for sentence in answer.sentences:
        if sentence.label and sentence.label != label:
            parts.append(f"**{_escape_markdown(tell(sentence.label))}**")
        label = sentence.label
        parts.append(_format_exported_sentence(sentence, numbers, tell))
    return [
        *parts,
        *(
            _escape_markdown(tell(text))
            for text in (answer.disagreement_notice, answer.partial_notice)
            if text
        ),
    ]


def _format_cost(answer: Answer) -> str:
    """How long the answer took, and what a language model read and wrote for it."""
    took = f"{answer.seconds:.1f} s"
    if answer.tokens is None:
        return took
    about = "about " if answer.tokens.estimated else ""
    return f"{took}; the language model read {about}{answer.tokens.read} and wrote {about}{answer.tokens.written} tokens"


def _format_exported_sentence(sentence: Sentence, numbers: dict[int, int], tell: Tell) -> str:
    marks = "".join(f"[^{numbers[number]}]" for number in sentence.citations if number in numbers)
    about = f"\\[{_escape_markdown(sentence.about)}\\] " if sentence.about else ""
    doubt = f" *({tell('not supported')})*" if sentence.verdict == "unsupported" else ""
    return f"{about}{_escape_markdown(sentence.text)}{marks}{doubt}"


def _format_footnote(number: int, citation: Citation, tell: Tell) -> str:
    article = citation.article
    address = f" <{article.url}>" if _is_link(article) else ""
    return f"[^{number}]: {_escape_markdown(_format_article_name(article, tell))}: “{_escape_markdown(citation.quote)}”{address}"


def _format_article_name(article: Article, tell: Tell) -> str:
    day = tell(f"{article.published:%-d %B %Y}" if article.published else "undated")
    return f"{article.title or tell('Untitled')} ({article.outlet or tell('unknown outlet')}, {day})"


def _is_link(article: Article) -> bool:
    url = article.url or ""
    return url.startswith(("http://", "https://")) and not re.search(r"[\s<>]", url)


def _escape_markdown(text: str) -> str:
    """Text on one line that Markdown takes as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
