"""The article beside the chat, with what was cited marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from news.article import Article
from ui.frame.render import Html, fill_html, format_day, format_headline, join_html, safe_link
from ui.texts import current_language, language_name, say_text
from vectorstore.types import Carrier


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of an article's text."""

    start: int
    end: int


def render_closed() -> str:
    """No article."""
    return ""


def render_gone() -> str:
    """In place of an article that was deleted."""
    return str(
        fill_html(
            '<article class="article" data-shown="gone">{bar}<p class="notice" tabindex="-1">{text}</p></article>',
            bar=_render_bar(Html(""), say_text("panel")),
            text=say_text("gone"),
        )
    )


def render_opened(
    article: Article,
    cited: Span | None = None,
    also: Sequence[Span] = (),
    carriers: Sequence[Carrier] = (),
) -> str:
    """The whole article; ``cited`` is marked, ``also`` (other cited sentences of it) lightly.

    ``carriers``: other articles that carry the same story.
    """
    title = fill_html(
        '<h2 tabindex="-1" dir="auto" title="{title}">{title}</h2>', title=format_headline(article.title)
    )
    facts: list[Html] = []
    if article.deck:
        facts.append(fill_html('<p class="deck" dir="auto">{deck}</p>', deck=article.deck))
    if article.authors:
        by = say_text("by", authors=", ".join(article.authors))
        facts.append(fill_html('<p class="byline">{by}</p>', by=by))
    if (address := safe_link(article.url)) is not None:
        facts.append(
            fill_html(
                '<p><a class="original" href="{address}" target="_blank" rel="noopener noreferrer">{text}</a></p>',
                address=address,
                text=say_text("original"),
            )
        )
    if article.confidence is not None:
        sure = say_text("recognised", percent=round(100 * article.confidence))
        facts.append(fill_html('<p class="recognised">{sure}</p>', sure=sure))
    if carriers:
        facts.append(_render_carriers(carriers))
    if cited and not _is_inside_article(cited, article):
        cited = None
        facts.append(fill_html('<p class="notice">{text}</p>', text=say_text("changed")))
    shown = f"{article.id}:{cited.start}-{cited.end}" if cited else article.id
    return str(
        fill_html(
            '<article class="article" data-shown="{shown}" data-article="{id}">{bar}'
            '<header>{facts}</header><div class="text">{text}</div>{tags}</article>',
            shown=shown,
            id=article.id,
            bar=_render_bar(title, _render_about(article)),
            facts=join_html(facts),
            text=_render_text(article, cited, [span for span in also if _is_inside_article(span, article)]),
            tags=_render_tags(article),
        )
    )


def _render_bar(title: Html, about: str) -> Html:
    """What stays in sight while the article is scrolled: which it is, and how to close it."""
    return fill_html(
        '<div class="bar"><div class="which">{title}<p class="about">{about}</p></div>'
        '<button type="button" class="close" data-close aria-label="{label}">✕</button></div>',
        title=title,
        about=about,
        label=say_text("close"),
    )


def _render_about(article: Article) -> str:
    parts = [article.outlet or say_text("no_outlet"), format_day(article.published)]
    if article.updated:
        parts.append(say_text("updated", day=format_day(article.updated)))
    if article.section:
        parts.append(article.section)
    if article.page:
        parts.append(say_text("printed_page", page=article.page))
    if article.language and article.language != current_language():
        parts.append(language_name(article.language))
    return " · ".join(parts)


def _render_carriers(carriers: Sequence[Carrier]) -> Html:
    """Who else carries the story, and which are this article's own versions, by their days."""
    leads = (("", "also_carried"), ("earlier", "earlier_version"), ("later", "later_version"))
    shown = ((lead, [each for each in carriers if each.version == version]) for version, lead in leads)
    return join_html(_render_carrier_line(say_text(lead), those) for lead, those in shown if those)


def _render_carrier_line(lead: str, carriers: Sequence[Carrier]) -> Html:
    links = [
        fill_html(
            '<button type="button" class="plain carrier" data-open="{id}" title="{title}">{name}</button>',
            id=carrier.article_id,
            title=format_headline(carrier.title),
            name=format_day(carrier.published)
            if carrier.version
            else carrier.outlet or say_text("no_outlet"),
        )
        for carrier in carriers
    ]
    return fill_html('<p class="carriers">{lead} {links}</p>', lead=lead, links=Html(" ").join(links))


def _render_tags(article: Article) -> Html:
    if not article.tags:
        return Html("")
    return fill_html('<p class="tags">{tags}</p>', tags=" · ".join(article.tags))


def _is_inside_article(span: Span, article: Article) -> bool:
    return 0 <= span.start < span.end <= len(article.text)


def _render_text(article: Article, cited: Span | None, also: Sequence[Span]) -> Html:
    """Paragraphs, with each section heading above the paragraph that it begins."""
    headings = sorted(article.headings, key=lambda heading: heading.start)
    parts: list[Html] = []
    start = 0
    for paragraph in article.text.split("\n\n"):
        end = start + len(paragraph)
        while headings and headings[0].start < max(end, start + 1):
            parts.append(fill_html('<h3 dir="auto">{text}</h3>', text=headings.pop(0).text))
        if paragraph.strip():
            marked = _mark_paragraph(article, Span(start, end), cited, also)
            parts.append(fill_html('<p dir="auto">{text}</p>', text=marked))
        start = end + 2
    return join_html(parts)


def _mark_paragraph(article: Article, paragraph: Span, cited: Span | None, also: Sequence[Span]) -> Html:
    """One paragraph, cut where a marked span begins or ends; words that may be misread are underlined."""
    unsure = [Span(*span) for span in article.unsure if span[0] < paragraph.end and paragraph.start < span[1]]
    cuts = {paragraph.start, paragraph.end}
    for span in (*also, *unsure, *([cited] if cited else [])):
        cuts |= {min(max(edge, paragraph.start), paragraph.end) for edge in (span.start, span.end)}
    parts = []
    for start, end in pairwise(sorted(cuts)):
        piece = Html.escape(article.text[start:end])
        if any(span.start <= start and end <= span.end for span in unsure):
            piece = fill_html(
                '<span class="unsure" title="{title}">{piece}</span>', title=say_text("unsure"), piece=piece
            )
        if cited and cited.start <= start and end <= cited.end:
            parts.append(fill_html('<mark class="cited">{piece}</mark>', piece=piece))
        elif any(span.start <= start and end <= span.end for span in also):
            parts.append(fill_html('<mark class="also">{piece}</mark>', piece=piece))
        else:
            parts.append(piece)
    return join_html(parts)
