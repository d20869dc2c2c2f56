"""Downloads of other press databases as these print them."""

# ruff: noqa: E501 (lines as databases write them)

from __future__ import annotations

import html
from collections.abc import Sequence

from babel.dates import format_date

from tests.ingest.read.databases.stories import STORIES, Story


def proquest_lines(stories: Sequence[Story] = STORIES, rule: str = "_" * 60) -> list[str]:
    """The lines of ProQuest's text: the headline, labelled lines, the text, and more of them."""
    lines = [rule, "", "Report Information from ProQuest", ""]
    for number, story in enumerate(stories, 1):
        lines += [rule, "", story.headline, ""]
        if story.byline:
            lines += [f"Author: {'; '.join(map(inverted, story.byline.split(' and ')))}", ""]
        lines += [
            f"Publication info: {story.outlet} ; Ormsay [Ormsay]. {format_date(story.day, 'dd MMM y', 'en')}: {story.page or 'n/a'}.",
            "",
            "ProQuest document link",
            "",
            "Abstract: None available.",
            "",
            "Links: Get it at Denholm Library",
            "",
            "Full text:",
            "",
        ]
        for paragraph in story.body:
            lines += [paragraph, ""]
        tail = [
            ("Subject", "; ".join(story.tags)),
            ("Business indexing term", "Subject: Trade"),
            ("Publication title", f"{story.outlet}; Ormsay"),
            ("Pages", story.page),
            ("Publication year", str(story.day.year)),
            ("Publication date", format_date(story.day, "MMM d, y", "en")),
            ("Section", story.section),
            ("Publisher", f"{story.outlet} Company"),
            ("Source type", "Newspaper"),
            ("Language of publication", "English"),
            ("ProQuest document ID", str(1426709100 + number)),
            ("Document URL", f"https://www.proquest.com/newspapers/a-b/docview/{1426709100 + number}/se-2"),
            ("Copyright", f"Copyright {story.outlet} Company {story.day.year}"),
            ("Last updated", "2017-11-20"),
            ("Database", "Dailies of the North"),
        ]
        for label, value in tail:
            if value:
                lines += [f"{label}: {value}", ""]
    return [
        *lines,
        rule,
        "",
        "Contact us at: http://www.proquest.com/go/contactsupport",
        "",
        "Database copyright © 2023 ProQuest LLC. All rights reserved.",
    ]


def inverted(name: str) -> str:
    """``van Aalst, Pieter``"""
    first, _, last = name.partition(" ")
    return f"{last}, {first}"


def proquest_html(stories: Sequence[Story] = STORIES) -> str:
    """ProQuest's page, as it is sent by mail too: labels are set strong, nothing parts the articles but their order."""
    made = [
        "<html><head><title>ProQuest Export</title></head><body><p>John Smith sent you the following:</p><p>Email 4 of 5</p>"
    ]
    for line in proquest_lines(stories, rule="")[4:]:
        label, sign, value = line.partition(": ")
        if line and sign and len(label) < 40:
            made.append(f"<p><strong>{label}: </strong>{html.escape(value)}</p>")
        elif line:
            made.append(f"<p>{html.escape(line)}</p>")
    return "".join([*made, "</body></html>"])


def europresse_html(stories: Sequence[Story] = STORIES, code: str = "fr") -> str:
    """Europresse's page."""
    made = ["<!DOCTYPE html><html><head><title>Europresse</title></head><body>"]
    for story in stories:
        author = f'<div class="docAuthors">{story.byline}</div>' if story.byline else ""
        section = f'<div class="DocTitreSousSection">{story.section}</div>' if story.section else ""
        page = f", p. {story.page}" if story.page else ""
        text = "".join(f"<p>{html.escape(each)}</p>" for each in story.body)
        made.append(
            f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{story.outlet}, no. 21</span></div>'
            f'<div class="rdp__DocHeader"><span class="DocHeader">{format_date(story.day, "EEEE d MMMM y", code)}'
            f' - {len(story.text.split())} mots{page}</span></div>{section}<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu'
            f' rdp__articletitle">{html.escape(story.headline)}</p></div>{author}</header><section><div class="DocText clearfix">'
            f'<div class="docOcurrContainer">{text}</div></div></section><footer><div class="Doc-LegalInfo"><small>© {story.day.year}'
            f' {story.outlet}. Tous droits réservés.</small></div><div class="publiC-lblNodoc">news·{story.day:%Y%m%d}·CL·{story.day:%d%m}77'
            "</div></footer></article>"
        )
    return "".join([*made, "</body></html>"])


def mediargus_txt(stories: Sequence[Story] = STORIES) -> str:
    """A download of Mediargus: the list, then the texts."""
    listed = "\n\n\n".join(
        f"{number}. {story.headline}\n\n{story.outlet}, {format_date(story.day, 'EEEE d MMMM y', 'nl')}, p. {story.page or 1},"
        f" {len(story.text.split())}w.\n\n{story.body[0][:80]} ..."
        for number, story in enumerate(stories, 1)
    )
    bodies = "\n\n\n\n\n\n\n\n\n".join(
        "\n\n".join(
            filter(
                None,
                (
                    f"{story.day:%d-%m-%Y}, p.{story.page or 1}",
                    story.section,
                    story.headline,
                    *story.body,
                    " © Ormsay Publishing",
                ),
            )
        )
        for story in stories
    )
    return f"{listed}\n\n\n\n\n\n\n{bodies}\n"


def apa_lines(stories: Sequence[Story] = STORIES, online: bool = False) -> list[str]:
    """The lines of APA's archive."""
    lines: list[str] = []
    for story in stories:
        if online:
            lines.append(f'"{story.outlet}" gefunden am {story.day:%d.%m.%Y} 10:36 Uhr')
        else:
            page = f" Seite: {story.page}" if story.page else ""
            section = f" Ressort: {story.section}" if story.section else ""
            lines.append(f'"{story.outlet}" vom {story.day:%d.%m.%Y}{page}{section}')
        if story.byline:
            lines.append(f"Von {story.byline}")
        lines += ["", story.headline, ""]
        for paragraph in story.body:
            lines += [paragraph, ""]
        lines += ["_" * 67]
    return lines


def ebsco_txt(stories: Sequence[Story] = STORIES) -> str:
    """Records of EBSCOhost with their texts."""
    parts = []
    for number, story in enumerate(stories, 1):
        head = [
            f"Record: {number}",
            f"Title: {story.headline}",
            f"Authors: {'; '.join(map(inverted, story.byline.split(' and ')))}" if story.byline else "",
            f"Source: {story.outlet}. {format_date(story.day, 'MM/dd/y', 'en')}{', p' + story.page if story.page else ''}.",
            "Document Type: Article",
            f"Subject Terms: {'; '.join(story.tags)}" if story.tags else "",
            f"Full Text Word Count: {len(story.text.split())}",
            f"Accession Number: {story.number}",
            f"Persistent link to this record (Permalink): https://search.example/login?AN={story.number}",
            "Database: Newspaper Source Plus",
        ]
        parts += [
            "\n".join(filter(None, head)),
            f"Section: {story.section}" if story.section else "",
            story.headline,
            *story.body,
            *(["~~~~~~~~", f"By {story.byline}"] if story.byline else []),
        ]
    return "\n\n".join(filter(None, parts))


def newsbank_txt(stories: Sequence[Story] = STORIES) -> str:
    """Articles of NewsBank as text."""
    parts = []
    for number, story in enumerate(stories, 1):
        parts += [story.headline, f"{story.outlet} (ME) - {format_date(story.day, 'long', 'en')}"]
        parts += [f"Author/Byline: {story.byline}"] if story.byline else []
        parts += [f"Section: {story.section}", f"Page: {story.page}"] if story.section else []
        parts += [
            *story.body,
            f"Record Number: 10{number}77",
            f"Copyright (c) {story.day.year} {story.outlet}, All Rights Reserved.",
        ]
    return "\n\n".join(parts)


def genios_txt(stories: Sequence[Story] = STORIES) -> str:
    """Articles of GENIOS as text, German labels below them."""
    parts = []
    for number, story in enumerate(stories, 1):
        parts += [
            f"{story.outlet} vom {story.day:%d.%m.%Y}, S. {story.page or 1}",
            story.headline,
            *story.body,
            f"Quelle: {story.outlet} vom {story.day:%d.%m.%Y}, S. {story.page or 1}\nRessort: {story.section or 'Lokales'}\nDokumentnummer: A5{number}0021",
            "Dauerhafte Adresse des Dokuments: https://www.archiv.example/document/A5" + str(number),
            f"Alle Rechte vorbehalten: (c) {story.outlet}",
        ]
    return "\n\n".join(parts)


def newsbank_new_txt(stories: Sequence[Story] = STORIES) -> str:
    """Articles of NewsBank as its pages print them today: no number ends them."""
    parts = []
    for story in stories:
        labels = [f"Author/Byline: {story.byline}"] if story.byline else []
        labels += [f"Section: {story.section}"] if story.section else []
        parts += [
            story.headline,
            f"{format_date(story.day, 'long', 'en')} | {story.outlet.removeprefix('The ')}{', The' if story.outlet.startswith('The ') else ''} (Ormsay, ME)",
            " | ".join(labels),
            f"{len(story.text.split())}\nWords",
            "Read News Document",
            *story.body,
            f"© Copyright {story.day.year} {story.outlet}",
        ]
    return "\n\n".join(filter(None, parts))
