"""An answer as plain data for programs, and as plain text for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Sentence
from news.article import Article


def describe_answer(answer: Answer) -> dict[str, Any]:
    """The answer as plain data, for programs."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "mode": answer.mode,
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations), "verdict": sentence.verdict}
            for sentence in answer.sentences
        ],
        "citations": [
            {
                "number": citation.number,
                **describe_article(citation.article),
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
                **({"unsure": list(citation.unsure)} if citation.article.confidence is not None else {}),
            }
            for citation in answer.citations
        ],
        "seconds": round(answer.seconds, 3),
        "tokens": asdict(answer.tokens) if answer.tokens else None,
    }


def describe_article(article: Article) -> dict[str, Any]:
    """What names an article to a program."""
    return {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }


def print_answer(answer: Answer, *, bold: bool = False) -> str:
    """The answer for a person at a terminal: notices, the answer with its [n], the sources.

    ``bold``: set short answers and headings bold, for a terminal that understands it.
    """
    lines = [*answer.notices, *filter(None, (answer.disagreement_notice, answer.partial_notice))]
    if answer.searched:
        lines.append(f"Searched for: {answer.searched}")
    lines += ["", *_format_marked_lines(answer, bold)] if lines else _format_marked_lines(answer, bold)
    if answer.abstained and answer.nearest:
        lines += [
            "",
            "The nearest headlines:",
            *(f"  - {_format_headline(article)}" for article in answer.nearest),
        ]
    for citation in answer.citations:
        lines += ["", f"[{citation.number}] {_format_headline(citation.article)}"]
        lines.append(f"    “{' '.join(citation.quote.split())}”")
        if citation.unsure:
            lines.append(f"    (from a picture; may be misread: {', '.join(citation.unsure)})")
        if citation.article.url:
            lines.append(f"    {citation.article.url}")
    return "\n".join(lines)


def _format_marked_lines(answer: Answer, bold: bool) -> list[str]:
    """The answer's text under its headings, and a line for each sentence that nothing bears out."""
    if answer.abstained:
        return [answer.text]
    lines: list[str] = []
    label = ""
    for sentence in answer.sentences:
        if sentence.label and sentence.label != label:
            heading = sentence.label + (" (newest)" if sentence.newest else "")
            lines.append(_set_bold(heading) if bold else heading)
        label = sentence.label
        text = _format_sentence(sentence, bold)
        if label or not lines:
            lines.append(f"  {text}" if label else text)
        else:
            lines[-1] += f" {text}"
    doubted = (sentence for sentence in answer.sentences if sentence.verdict == "unsupported")
    return [*lines, *(f"Not supported: “{sentence.text}” ({sentence.reason})" for sentence in doubted)]


def _format_sentence(sentence: Sentence, bold: bool) -> str:
    text = sentence.text
    if bold and sentence.emphasis:
        start, end = sentence.emphasis
        text = text[:start] + _set_bold(text[start:end]) + text[end:]
    about = f"[{sentence.about}] " if sentence.about else ""
    return about + text + "".join(f" [{number}]" for number in sentence.citations)


def _set_bold(text: str) -> str:
    return f"\033[1m{text}\033[22m"


def _format_headline(article: Article) -> str:
    day = f"{article.published:%-d %B %Y}" if article.published else "undated"
    return f"{article.title or 'Untitled'} ({article.outlet or 'unknown outlet'}, {day})"
