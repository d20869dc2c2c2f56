"""An answer as safe HTML. Whatever comes from outside goes through ``Html.escape``, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.answer import Answer, Citation, Sentence, Verdict
from ingest.article import Article
from ui.texts import decimal, long_date, say

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # also order-changing


SHAPES: dict[Verdict, str] = {"quoted": "❞", "supported": "✓", "unsupported": "✕"}


class Html(Markup):
    """Markup of our own. Everything put into it that is not ``Html`` is escaped on the way in."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: Any, /) -> Html:
        """``text`` so that a browser shows it and does nothing else; controls are left out."""
        if isinstance(text, Html):
            return text
        return cls(Markup.escape(_UNSEEN.sub("", str(text))))


def html(template: str, **values: object) -> Html:
    """``template``, which is ours, with ``values``, which may be anyone's, escaped into it."""
    return Html(Html(template).format(**values))


def join(parts: Iterable[Html]) -> Html:
    """The parts one after the other."""
    return Html("").join(parts)


def day(moment: datetime | None) -> str:
    """A date as a person reads it, e.g. ``4 September 2025``."""
    return long_date(moment) if moment else say("undated")


def about(article: Article) -> str:
    """Outlet and date."""
    return f"{article.outlet or say('no_outlet')} · {day(article.published)}"


def headline(title: str) -> str:
    """A headline, or what stands where there is none."""
    return " ".join(title.split()) or say("no_title")


def link(url: str | None) -> str | None:
    """``url`` if a browser may follow it: http or https with a host, else None."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def turn(number: int, question: str, answer: Answer | None, status: str = "", *, busy: bool = False) -> Html:
    """One question and its answer; without an answer, ``status`` says what is going on.

    ``number`` is the place of the turn in its conversation, from 1.
    """
    body = _answer(answer) if answer else Html("")
    state = html('<p class="status">{status}</p>', status=status) if status else Html("")
    return html(
        '<section class="turn" data-turn="{number}" data-busy="{busy}">'
        '<h2 class="question" dir="auto">{question}</h2>{body}{state}</section>',
        number=number,
        busy="yes" if busy else "no",
        question=question,
        body=body,
        state=state,
    )


def _answer(answer: Answer) -> Html:
    parts = [html('<p class="notice">{text}</p>', text=notice) for notice in answer.notices]
    if answer.searched and answer.searched != answer.question:
        searched = say("searched", searched=answer.searched)
        parts.append(html('<p class="notice">{text}</p>', text=searched))
    if answer.abstained:
        return join([*parts, _abstention(answer)])
    parts.append(_sentences(answer))
    if answer.complete:
        parts += [_sources(answer), _mode(answer)]
    return join(parts)


def _abstention(answer: Answer) -> Html:
    said = html('<p class="abstains">{text}</p>', text=say("abstains"))
    if not answer.nearest:
        return said
    items = [
        html(
            '<li><button type="button" class="headline" data-open="{id}">{title}</button>'
            '<span class="about">{about}</span></li>',
            id=article.id,
            title=headline(article.title),
            about=about(article),
        )
        for article in answer.nearest
    ]
    lead = html('<p class="lead">{text}</p>', text=say("nearest"))
    return join([said, lead, html('<ul class="nearest">{items}</ul>', items=join(items))])


def _sentences(answer: Answer) -> Html:
    cited = {citation.number: citation for citation in answer.citations}
    tag = "p" if answer.mode == "extractive" else "span"
    shown = [_sentence(sentence, cited, answer, tag) for sentence in answer.sentences]
    return html('<div class="answer {mode}">{shown}</div>', mode=answer.mode, shown=Html(" ").join(shown))


def _sentence(sentence: Sentence, cited: dict[int, Citation], answer: Answer, tag: str) -> Html:
    shape, word = SHAPES[sentence.verdict], say(f"verdict_{sentence.verdict}")
    chips = [_chip(cited[number], answer) for number in sentence.citations if number in cited]
    return html(
        '<{tag} class="sentence {verdict}"><span class="said" dir="auto">{text}</span> {chips}'
        ' <span class="verdict" title="{reason}"><span aria-hidden="true">{shape}</span> {word}</span></{tag}>',
        tag=tag,
        verdict=sentence.verdict,
        text=sentence.text,
        chips=Html(" ").join(chips),
        reason=sentence.reason or word,
        shape=shape,
        word=word,
    )


def _opens(citation: Citation, answer: Answer) -> Html:
    """The attributes that make a button open the article at the citation."""
    also = [
        f"{other.start}-{other.end}"
        for other in answer.citations
        if other.article.id == citation.article.id and other.number != citation.number
    ]
    return html(
        'data-open="{id}" data-start="{start}" data-end="{end}" data-also="{also}" data-quote="{quote}"'
        ' data-headline="{headline}" data-about="{about}"',
        id=citation.article.id,
        start=citation.start,
        end=citation.end,
        also=" ".join(also),
        quote=shortened(citation.quote),
        headline=headline(citation.article.title),
        about=about(citation.article),
    )


def _chip(citation: Citation, answer: Answer) -> Html:
    label = say(
        "chip",
        number=citation.number,
        headline=headline(citation.article.title),
        about=about(citation.article),
    )
    return html(
        '<button type="button" class="chip" {opens} aria-label="{label}">[{number}]</button>',
        opens=_opens(citation, answer),
        label=label,
        number=citation.number,
    )


def _sources(answer: Answer) -> Html:
    if not answer.citations:
        return Html("")
    items = [
        html(
            '<li><span class="number">{number}</span><div><button type="button" class="headline" {opens}>'
            '{title}</button><span class="about">{about}</span>'
            '<q class="quote" dir="auto">{quote}</q></div></li>',
            number=citation.number,
            opens=_opens(citation, answer),
            title=headline(citation.article.title),
            about=about(citation.article),
            quote=shortened(citation.quote),
        )
        for citation in answer.citations
    ]
    return html(
        '<div class="sources"><h3>{heading}</h3><ol>{items}</ol></div>',
        heading=say("sources"),
        items=join(items),
    )


def _mode(answer: Answer) -> Html:
    seconds = say("seconds", seconds=decimal(answer.seconds))
    return html('<p class="mode">{mode} · {seconds}</p>', mode=say(f"mode_{answer.mode}"), seconds=seconds)


def shortened(quote: str, limit: int = 400) -> str:
    """A quote on one line, cut at a word where it is longer than ``limit`` characters."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= limit else quote[:limit].rsplit(" ", 1)[0] + "…"
