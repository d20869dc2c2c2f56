"""Downloads of LexisNexis and Nexis Uni as these print them."""

# ruff: noqa: E501 (lines as databases write them)

from __future__ import annotations

import html
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import docx
from babel.dates import format_date
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.ingest.read.databases.stories import STORIES, Story, rtf


@dataclass(frozen=True)
class Tongue:
    """The words of a database's interface in one language."""

    code: str
    mark: str  # above each article
    labels: tuple[str, str, str]  # byline, section, length
    words: str
    page: str
    below: tuple[str, ...]  # labelled lines below the text
    rights: str
    end: str  # of a document
    body: str
    classification: str
    cover: tuple[str, ...] = ()


TONGUES = {
    "en": Tongue("en", "{n} of {all} DOCUMENTS", ("BYLINE", "SECTION", "LENGTH"), "words", "Pg.",
                 ("LOAD-DATE: July 4, 2019", "LANGUAGE: ENGLISH", "PUBLICATION-TYPE: Newspaper"), "All Rights Reserved",
                 "End of Document", "Body", "Classification",
                 ("Date and Time: Friday, 5. July 2019 09:31:00 CEST", "Job Number: 00000001", "Documents ({all})")),
    "de": Tongue("de", "Dokument {n} von {all}", ("AUTOR", "RUBRIK", "LÄNGE"), "Wörter", "S.",
                 ("UPDATE: 4. Juli 2019", "SPRACHE: GERMAN; DEUTSCH", "PUBLICATION-TYPE: Zeitung"), "Alle Rechte vorbehalten",
                 "Ende des Dokuments", "Text", "Klassifizierung",
                 ("Datum und Uhrzeit: Freitag, 5. Juli 2019 09:31", "Auftragsnummer: 00000001", "Dokumente ({all})")),
    "fr": Tongue("fr", "Document {n} de {all}", ("AUTEUR", "RUBRIQUE", "LONGUEUR"), "mots", "Pg.",
                 ("DATE-CHARGEMENT: 4 juillet 2019", "LANGUE: FRENCH; FRANÇAIS", "TYPE-PUBLICATION: Journal"),
                 "Tous droits réservés", "Fin du document", "Corps", "Classification",
                 ("Date et heure: vendredi 5 juillet 2019 09:31", "Numéro de tâche: 00000001", "Documents ({all})")),
    "nl": Tongue("nl", "DOCUMENT {n} van {all}", ("AUTEUR", "SECTIE", "LENGTE"), "woorden", "Blz.",
                 ("UPDATE: 4 juli 2019", "TAAL: DUTCH; NEDERLANDS", "PUBLICATIE-TYPE: Krant"), "Alle rechten voorbehouden",
                 "Einde van document", "Tekst", "Classificatie",
                 ("Datum en tijd: vrijdag 5 juli 2019 09:31", "Taaknummer: 00000001", "Documenten ({all})")),
    "es": Tongue("es", "Documento {n} de {all}", ("AUTOR", "SECCIÓN", "LONGITUD"), "palabras", "Pág.",
                 ("FECHA-CARGA: 4 de julio de 2019", "IDIOMA: SPANISH; ESPAÑOL", "TIPO-PUBLICACIÓN: Periódico"),
                 "Todos los derechos reservados", "Fin del documento", "Cuerpo", "Clasificación",
                 ("Fecha y hora: viernes 5 de julio de 2019 09:31", "Número de trabajo: 00000001", "Documentos ({all})")),
}  # fmt: skip


def long_day(day: date, tongue: Tongue) -> str:
    """The day as these databases print it, the weekday last: ``March 5, 2013 Tuesday``."""
    return f"{format_date(day, 'long', tongue.code)} {format_date(day, 'EEEE', tongue.code)}"


def lexisnexis_txt(
    stories: Sequence[Story] = STORIES, code: str = "en", newline: str = "\n", cover: bool = True
) -> str:
    """A download of the old LexisNexis as text, its lines broken at 80 characters."""
    tongue = TONGUES[code]
    parts = (
        [
            "",
            "Download Request: Selected Items: 1-3",
            "Time Of Request: Friday, March 20, 2018  16:51:31",
            "",
            "Terms: (bridge or choir)",
            "",
            "Source: The Calder Ledger;Veldhaven Courier",
            "",
        ]
        if cover
        else []
    )
    for number, story in enumerate(stories, 1):
        parts += [
            "",
            tongue.mark.format(n=number, all=len(stories)).center(80).rstrip(),
            "",
            "",
            "",
            story.outlet.center(80).rstrip(),
            "",
            long_day(story.day, tongue).center(80).rstrip(),
            "Late Edition".center(80).rstrip(),
            "",
            *textwrap.wrap(story.headline, 80),
            "",
        ]
        byline, section, length = tongue.labels
        if story.byline:
            parts += [f"{byline}: {story.byline}", ""]
        if story.section:
            parts += [f"{section}: {story.section}; {tongue.page} {story.page}", ""]
        parts += [f"{length}: {len(story.text.split())} {tongue.words}", "", ""]
        for paragraph in story.body:
            parts += [*textwrap.wrap(paragraph, 80, break_long_words=False, break_on_hyphens=False), ""]
        for line in tongue.below:
            parts += [line, ""]
        parts += [
            "",
            f"Copyright {story.day.year} {story.outlet} Ltd".center(80).rstrip(),
            tongue.rights.center(80).rstrip(),
            "",
        ]
    return newline.join(parts)


def lexisnexis_html(stories: Sequence[Story] = STORIES, code: str = "en") -> str:
    """A download of the old LexisNexis as a page, with class names for bold and centred."""
    tongue = TONGUES[code]
    made = [
        '<HTML><HEAD><STYLE TYPE="text/css"><!--\n.c0 { text-align: center; }\n.c6 { font-size: 14pt; font-weight: bold; }\n'
        ".c7 { font-weight: bold; }\n--></STYLE><TITLE>&nbsp;</TITLE></HEAD><BODY>",
        '<DIV CLASS="c5"><P><SPAN>Download Request: Selected Items: 1-3<BR>Time Of Request: Saturday, October 21, 2017</SPAN></P></DIV>',
    ]

    def block(text: str, outer: str = "c4", inner: str = "c2") -> None:
        made.append(f'<BR><DIV CLASS="{outer}"><P CLASS="c1"><SPAN CLASS="{inner}">{text}</SPAN></P>\n</DIV>')

    for number, story in enumerate(stories, 1):
        block(tongue.mark.format(n=number, all=len(stories)), "c0")
        block(html.escape(story.outlet), "c0")
        block(long_day(story.day, tongue), "c0")
        block(html.escape(story.headline), inner="c6")
        byline, section, length = tongue.labels
        values = [
            (byline, story.byline),
            (section, f"{story.section}; {tongue.page} {story.page}" if story.section else ""),
            (length, f"{len(story.text.split())} {tongue.words}"),
        ]
        for label, value in values:
            if value:
                made.append(
                    f'<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">{label}: </SPAN><SPAN CLASS="c2">{value}</SPAN></P></DIV>'
                )
        paragraphs = "\n".join(
            f'<P CLASS="c8"><SPAN CLASS="c2">{html.escape(each)}</SPAN></P>' for each in story.body
        )
        made.append(f'<BR><DIV CLASS="c4">{paragraphs}\n</DIV>')
        for line in tongue.below:
            label, _, value = line.partition(": ")
            made.append(
                f'<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">{label}: </SPAN><SPAN CLASS="c2">{value}</SPAN></P></DIV>'
            )
        block(f"Copyright {story.day.year} {html.escape(story.outlet)} Ltd<BR>{tongue.rights}", "c0")
    return "\n".join([*made, "</BODY></HTML>"])


def nexis_lines(stories: Sequence[Story], tongue: Tongue) -> list[tuple[str, str]]:
    """The paragraphs of a download of Nexis Uni, each with how it is set: "centre", "bold", "plain"."""
    lines = [(line.format(all=len(stories)), "bold") for line in tongue.cover]
    for number, story in enumerate(stories, 1):
        lines += [
            (f"{number}. {story.headline}", "plain"),
            ("Client/Matter: -None-", "bold"),
            ("Search Terms: harbour", "bold"),
            ("", "plain"),
        ]
    labels = [label.capitalize() for label in tongue.labels]
    for story in stories:
        lines += [
            ("", "plain"),
            (story.headline, "centre bold"),
            (story.outlet, "centre"),
            (f"{long_day(story.day, tongue)} 9:20 AM GMT", "centre"),
            ("", "plain"),
            (f"Copyright {story.day.year} {story.outlet} Ltd {tongue.rights}", "plain"),
            ("", "plain"),
        ]
        if story.section:
            lines.append((f"{labels[1]}: {story.section}; {tongue.page} {story.page}", "plain"))
        lines.append((f"{labels[2]}: {len(story.text.split())} {tongue.words}", "plain"))
        if story.byline:
            lines.append((f"{labels[0]}: {story.byline}", "plain"))
        lines += [
            (tongue.body, "bold"),
            ("", "plain"),
            *((each, "plain") for each in story.body),
            (tongue.classification, "bold"),
            ("", "plain"),
        ]
        lines += [(line.title() if code_like(line) else line, "plain") for line in tongue.below]
        if story.tags:
            lines.append(("Subject: " + "; ".join(f"{tag} (91%)" for tag in story.tags), "plain"))
        lines += [("", "plain"), (tongue.end, "bold"), ("", "plain")]
    return lines


def code_like(line: str) -> bool:
    """Whether a line's label is written in capitals."""
    return line.split(":")[0].isupper()


def nexis_docx(stories: Sequence[Story] = STORIES, code: str = "en") -> bytes:
    """A download of Nexis Uni as a Word file."""
    made = docx.Document()
    for text, style in nexis_lines(stories, TONGUES[code]):
        paragraph = made.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = "bold" in style or None
        if "centre" in style:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def nexis_rtf(stories: Sequence[Story] = STORIES, code: str = "en") -> bytes:
    """A download of Nexis Uni as RTF."""
    return rtf([text for text, _ in nexis_lines(stories, TONGUES[code])])
