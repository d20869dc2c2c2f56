"""Downloads of Factiva as it prints them."""

# ruff: noqa: E501 (lines as databases write them)

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date

from tests.ingest.read.databases.stories import STORIES, Story


@dataclass(frozen=True)
class Factiva:
    """The words of Factiva's interface in one language."""

    code: str
    words: str
    document: str
    language: str
    summary: str = field(default="Search Summary")


FACTIVA = {
    "en": Factiva("en", "words", "Document", "English"),
    "de": Factiva("de", "Wörter", "Dokument", "Deutsch", "Suchzusammenfassung"),
    "fr": Factiva("fr", "mots", "Document", "Français", "Récapitulatif de la recherche"),
    "es": Factiva("es", "palabras", "Documento", "Español", "Resumen de la búsqueda"),
    "nl": Factiva("nl", "woorden", "Document", "Nederlands"),
}


def short_day(day: date, code: str) -> str:
    """``5 March 2013``"""
    return format_date(day, "d MMMM y", code)


def factiva_html(stories: Sequence[Story] = STORIES, code: str = "en") -> str:
    """Factiva's page for saving, without codes."""
    tongue = FACTIVA[code]
    made = [
        "<html><head><title>Factiva</title></head><body><div class='navcontainer'><a>Factiva</a><a>Dow Jones</a></div>"
    ]
    for story in stories:
        head = "".join(
            f"<div>{html.escape(each)}</div>"
            for each in (
                f"{len(story.text.split())} {tongue.words}",
                short_day(story.day, code),
                story.outlet,
                story.number[:5],
                story.page,
                tongue.language,
                f"© {story.day.year} {story.outlet} Ltd",
            )
            if each
        )
        author = f'<div class="author">{html.escape(story.byline)}</div>' if story.byline else ""
        section = f"<div>{story.section}</div>" if story.section else ""
        text = "".join(
            f'<p class="articleParagraph {code}articleParagraph">{html.escape(each)}</p>'
            for each in story.body
        )
        made.append(
            f'<div id="article-{story.number}" class="article"><div class="article {code}Article">{section}<div id="hd">'
            f'<span class="{code}Headline">{html.escape(story.headline)}</span></div>{author}{head}{text}'
            f"<p>{story.outlet} Publishers Limited</p><p>{tongue.document} {story.number}</p></div></div><br>"
        )
    made.append(
        f"<table class='searchPreview'><tr><td>{tongue.summary}</td></tr><tr><td>Text</td><td>harbour AND bridge</td></tr></table>"
    )
    return "".join(
        [*made, '<span class="copyright">© 2018 Factiva, Inc. All rights reserved.</span></body></html>']
    )


def factiva_plain(stories: Sequence[Story] = STORIES, code: str = "en") -> list[str]:
    """The lines of Factiva's article format without codes, as its RTF and text have them."""
    tongue = FACTIVA[code]
    lines: list[str] = []
    for story in stories:
        lines += [
            each
            for each in (
                story.section,
                story.headline,
                f"By {story.byline}" if story.byline else "",
                f"{len(story.text.split())} {tongue.words}",
                short_day(story.day, code),
                story.outlet,
                story.number[:5],
                story.page,
                tongue.language,
                f"(c) {story.day.year} {story.outlet} Ltd.",
            )
            if each
        ]
        for paragraph in ("", *story.body):
            lines += [paragraph, ""]
        lines += [f"{story.outlet} Publishers Limited", f"{tongue.document} {story.number}", ""]
    return [*lines, tongue.summary, "Text  harbour AND bridge", "Results Found  3"]


def factiva_codes(stories: Sequence[Story] = STORIES, separator: str = "\n", code: str = "en") -> list[str]:
    """The lines of Factiva's format with two-letter codes."""
    tongue = FACTIVA[code]
    lines: list[str] = []
    for story in stories:
        values = [
            ("SE", [story.section]), ("HD", [story.headline]), ("BY", [f"By {story.byline}" if story.byline else ""]),
            ("WC", [f"{len(story.text.split())} {tongue.words}"]), ("PD", [short_day(story.day, code)]), ("SN", [story.outlet]),
            ("SC", [story.number[:5]]), ("PG", [story.page]), ("LA", [tongue.language]), ("CY", [f"(c) {story.day.year} {story.outlet} Ltd."]),
            ("LP", list(story.body[:1])), ("TD", list(story.body[1:])),
            ("NS", [" | ".join(f"gcat : {tag}" for tag in story.tags)]), ("PUB", [f"{story.outlet} Publishers"]),
            ("AN", [f"{tongue.document} {story.number}"]),
        ]  # fmt: skip
        for name, said in values:
            if any(said):
                lines += [*f"{name}{separator}{said[0]}".split("\n"), *said[1:]]
        lines.append("")
    return lines
