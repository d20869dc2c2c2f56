"""An answer as plain data for programs, and as plain text for a terminal."""

from __future__ import annotations

from typing import Any

from assistant.answer import Answer
from ingest.article import Article


def as_json(answer: Answer) -> dict[str, Any]:
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
                **facts(citation.article),
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "seconds": round(answer.seconds, 3),
    }


def facts(article: Article) -> dict[str, Any]:
    """What names an article to a program."""
    return {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }


def as_text(answer: Answer) -> str:
    """The answer for a person at a terminal: notices, the answer with its [n], the sources."""
    lines = [*answer.notices]
    if answer.searched:
        lines.append(f"Searched for: {answer.searched}")
    lines += ["", *_marked(answer)] if lines else _marked(answer)
    if answer.abstained and answer.nearest:
        lines += ["", "The nearest headlines:", *(f"  - {_headline(article)}" for article in answer.nearest)]
    for citation in answer.citations:
        lines += ["", f"[{citation.number}] {_headline(citation.article)}"]
        lines.append(f"    “{' '.join(citation.quote.split())}”")
        if citation.article.url:
            lines.append(f"    {citation.article.url}")
    return "\n".join(lines)


def _marked(answer: Answer) -> list[str]:
    """The answer's text, and a line for each sentence that is shown though nothing bears it out."""
    doubted = [
        f"Not supported: “{sentence.text}” ({sentence.reason})"
        for sentence in answer.sentences
        if sentence.verdict == "unsupported"
    ]
    return [answer.text, *doubted]


def _headline(article: Article) -> str:
    day = f"{article.published:%-d %B %Y}" if article.published else "undated"
    return f"{article.title or 'Untitled'} ({article.outlet or 'unknown outlet'}, {day})"
