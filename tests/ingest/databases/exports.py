"""Exports of press databases as these print them, over invented articles."""

# ruff: noqa: E501 (lines as databases write them)

from __future__ import annotations

import html
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import docx
from babel.dates import format_date
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ingest.article import Article
from ingest.read.document import Document, Outcome, Problem
from ingest.read.kinds import read


@dataclass(frozen=True)
class Story:
    """An article that an export holds."""

    headline: str
    outlet: str
    day: date
    body: tuple[str, ...]
    byline: str = ""
    section: str = ""
    page: str = ""
    tags: tuple[str, ...] = ()
    number: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.body)


STORIES = (
    Story(
        "Harbour bridge stays shut until spring",
        "The Calder Ledger",
        date(2013, 3, 5),
        (
            "The harbour bridge at Ormsay stays shut until the spring, the port authority said on Monday, after divers had"
            " found cracks in two of its nine piers. Lorries take the road over Denholm meanwhile.",
            '"We would rather lose a winter than a lorry," said Una Breck, who has run the port since 2009. The repair costs'
            " 3.4 million euros.",
            "Shopkeepers in the old town speak of half their usual trade.",
        ),
        byline="Tamsin Okoro",
        section="NEWS",
        page="3",
        tags=("BRIDGES", "PORTS"),
        number="CALED00020130305e9350001v",
    ),
    Story(
        "Choir of Veldhaven sings for the lifeboat",
        "Veldhaven Courier",
        date(2014, 12, 29),
        (
            "Forty singers filled the fish hall of Veldhaven on Saturday night and brought in 11,200 euros for a new lifeboat.",
            "The old boat, built in 1979, was out 31 times this year. It is to be kept as a museum piece, harbour master Jan"
            ' Roos said: "She has earned a dry berth."',
        ),
        byline="Pieter van Aalst and Ida Holm",
        section="CULTURE",
        page="A12",
        tags=("MUSIC",),
        number="VELCO00020141229eact0002b",
    ),
    Story(
        "Bakery strike ends after nine days",
        "Northgate Post",
        date(2012, 8, 1),
        (
            "Bakers in Northgate go back to their ovens on Thursday: both sides agreed on 4.1 percent more pay.",
            "The strike had emptied the shelves of 60 shops.",
        ),
        number="NGPST00020120801e8810000c",
    ),
)


def outcomes(data: bytes | str, name: str) -> list[Outcome]:
    """What is read from an export of this name."""
    data = data.encode("utf-8") if isinstance(data, str) else data
    return list(read(Document(f"/clips/{name}", name, data)))


def articles(data: bytes | str, name: str) -> list[Article]:
    """The articles of an export, none of whose parts may fail."""
    found = outcomes(data, name)
    assert not [each for each in found if isinstance(each, Problem)], found
    return [each for each in found if isinstance(each, Article)]


def facts(article: Article) -> tuple[str, str | None, date | None, str]:
    """Headline, outlet, day and body of an article."""
    day = article.published.date() if article.published else None
    return article.title, article.outlet, day, article.text


def expected(stories: Sequence[Story] = STORIES) -> list[tuple[str, str | None, date | None, str]]:
    """What :func:`facts` gives of these stories where all was read right."""
    return [(each.headline, each.outlet, each.day, each.text) for each in stories]


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


def rtf(lines: Sequence[str]) -> bytes:
    """An RTF file of these paragraphs; letters beyond ASCII as RTF writes them."""

    def written(text: str) -> str:
        text = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(each if ord(each) < 128 else f"\\u{ord(each)}?" for each in text)

    body = "\n".join(f"{{\\pard {written(line)}\\par}}" for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{body}\n}}".encode("ascii")


def nexis_rtf(stories: Sequence[Story] = STORIES, code: str = "en") -> bytes:
    """A download of Nexis Uni as RTF."""
    return rtf([text for text, _ in nexis_lines(stories, TONGUES[code])])


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
