"""LexisNexis and Nexis Uni: every article of a download by itself, in the languages of the interface."""

from __future__ import annotations

import io
import textwrap
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from tests.ingest.read.databases.nexis_exports import (
    TONGUES,
    lexisnexis_html,
    lexisnexis_txt,
    nexis_docx,
    nexis_lines,
    nexis_rtf,
)
from tests.ingest.read.databases.stories import STORIES, articles, expected, facts, rtf


@pytest.mark.parametrize("code", TONGUES)
def test_lexisnexis_text_and_page(code: str) -> None:
    for data, name in (
        (lexisnexis_txt(code=code), "export.TXT"),
        (lexisnexis_html(code=code), "export.html"),
    ):
        found = articles(data, name)
        assert [facts(each) for each in found] == expected()
        assert [each.authors for each in found] == [("Tamsin Okoro",), ("Pieter van Aalst", "Ida Holm"), ()]
        assert [(each.section, each.page) for each in found] == [
            ("NEWS", "3"),
            ("CULTURE", "A12"),
            (None, None),
        ]


@pytest.mark.parametrize("code", TONGUES)
def test_nexis_uni_word_and_rtf_without_cover_and_index(code: str) -> None:
    for data, name in ((nexis_docx(code=code), "Files (3).DOCX"), (nexis_rtf(code=code), "Files (3).RTF")):
        found = articles(data, name)
        assert [facts(each) for each in found] == expected()
        assert [each.authors for each in found] == [("Tamsin Okoro",), ("Pieter van Aalst", "Ida Holm"), ()]
        assert [(each.section, each.page) for each in found] == [
            ("NEWS", "3"),
            ("CULTURE", "A12"),
            (None, None),
        ]
        assert [each.tags for each in found] == [("BRIDGES", "PORTS"), ("MUSIC",), ()]
        assert not any(
            word in each.text for each in found for word in ("Client/Matter", "Copyright", "Subject")
        )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings(newline: str, encoding: str) -> None:
    data = lexisnexis_txt(code="de", newline=newline).encode(encoding)
    assert [facts(each) for each in articles(data, "export.TXT")] == expected()


def test_two_downloads_in_one_file_and_an_rtf_of_the_same() -> None:
    both = lexisnexis_txt(STORIES[:2]) + "\n" + lexisnexis_txt(STORIES[2:])
    assert [facts(each) for each in articles(both, "both.txt")] == expected()
    assert [facts(each) for each in articles(rtf(lexisnexis_txt().split("\n")), "export.rtf")] == expected()


def head(*lines: str) -> str:
    """One article whose labelled lines are these."""
    body = "\n".join(textwrap.wrap(STORIES[0].body[0], 80))
    return "\n".join(
        ("1 of 1 DOCUMENT".center(80), "", *lines, "", "", body, "", "LOAD-DATE: July 4, 2019", "")
    )


@pytest.mark.parametrize(
    "lines",
    [
        (
            "The Calder Ledger".center(80),
            "",
            "March 5, 2013 Tuesday 6:10 PM  EST".center(80),
            "",
            STORIES[0].headline,
            "",
            "LENGTH: 70 words",
        ),
        (
            "Copyright 2013 The Calder Ledger".center(80),
            "",
            "The Calder Ledger".center(80),
            "",
            "5. March 2013".center(80),
            "",
            "March 5, 2013".center(80),
            "",
            "LENGTE: 70 words",
            "",
            f"KOP: {STORIES[0].headline}",
            "",
            "AUTEUR: OKORO, TAMSIN",
            "",
            "TEKST:",
        ),
        (
            "The Calder Ledger".center(80),
            "",
            "Tuesday, March 5, 2013".center(80),
            "",
            f"HEADLINE: {STORIES[0].headline}",
            "",
            "BODY:",
        ),
        (
            STORIES[0].headline,
            "",
            "The Calder Ledger".center(80),
            "",
            "March 5, 2013 Tuesday".center(80),
            "",
            "LENGTH: 70  words",
        ),
        (
            "The Calder Ledger".center(80),
            "",
            "https://ledger.example/bridge".center(80),
            "",
            "March 5, 2013 Tuesday".center(80),
            "Final Edition;".center(80),
            "Northern".center(80),
            "",
            *textwrap.wrap(STORIES[0].headline, 24),
            "",
            "LENGTH: 70 words",
        ),
    ],
    ids=["time and zone", "all labelled", "older", "headline first", "address and editions"],
)
def test_heads_of_older_and_newer_layouts(lines: tuple[str, ...]) -> None:
    (article,) = articles(head(*lines), "export.txt")
    assert facts(article) == (STORIES[0].headline, "The Calder Ledger", date(2013, 3, 5), STORIES[0].body[0])


def test_a_deck_after_a_semicolon_and_a_highlight_are_no_headline() -> None:
    paper = ("The Calder Ledger".center(80), "", "March 5, 2013".center(80), "")
    (one,) = articles(
        head(*paper, "Bridge shut;", "Lorries go the long way round", "", "LENGTH: 70 words"), "a.txt"
    )
    (other,) = articles(
        head(*paper, "Bridge shut", "", "LENGTH: 70 words", "", "HIGHLIGHT: Lorries go the long way round"),
        "b.txt",
    )
    for article in (one, other):
        assert (article.title, article.deck) == ("Bridge shut", "Lorries go the long way round")
        assert article.text == STORIES[0].body[0]


def test_an_article_without_the_count_above_it() -> None:
    for number in (0, 1):
        text = lexisnexis_txt(STORIES[number : number + 1], cover=False).replace("1 of 1 DOCUMENTS", "")
        assert [facts(each) for each in articles(text, "one.txt")] == expected()[number : number + 1]


def test_text_that_looks_like_labels_stays_text() -> None:
    body = (
        "LONDON: The talks go on.",
        "Date: it is not set yet, she said.",
        "Copyright is what they talk of.",
        "Done, he said.",
    )
    (article,) = articles(lexisnexis_txt([replace(STORIES[0], body=body)]), "export.txt")
    assert article.text == "\n\n".join(body)
    (other,) = articles(nexis_docx([replace(STORIES[0], body=body[::-1])]), "export.docx")
    assert other.text == "\n\n".join(body[::-1])


def test_missing_parts_cost_themselves_only() -> None:
    text = lexisnexis_txt().replace("March 5, 2013 Tuesday", "Spring 2013")
    first, *others = articles(text, "export.txt")
    assert (first.title, first.outlet, first.published) == (STORIES[0].headline, "The Calder Ledger", None)
    assert [facts(each) for each in others] == expected()[1:]


def test_abstract_and_headings_in_a_word_file() -> None:
    made = docx.Document()
    for text, style in [
        ("Harbour bridge stays shut", "centre"),
        ("The Calder Ledger", "centre"),
        ("March 5, 2013 Tuesday", "centre"),
        ("", ""),
        ("Length: 70 words", ""),
        ("Body", "bold"),
        ("", ""),
        ("ABSTRACT", "bold"),
        ("Lorries go round.", ""),
        ("FULL TEXT", "bold"),
        ("The bridge is shut.", ""),
        ("What comes next", "bold"),
        ("Divers look at the piers.", ""),
        ("Classification", "bold"),
        ("Language: ENGLISH", ""),
        ("Load-Date: July 4, 2019", ""),
        ("End of Document", "bold"),
    ]:
        paragraph = made.add_paragraph()
        paragraph.add_run(text).bold = style == "bold" or None
        if style == "centre":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    made.save(buffer)
    (article,) = articles(buffer.getvalue(), "one.docx")
    assert article.text == "The bridge is shut.\n\nDivers look at the piers."
    assert article.deck == "Lorries go round."
    assert [(each.start, each.text) for each in article.headings] == [(21, "What comes next")]
    assert facts(article)[:3] == ("Harbour bridge stays shut", "The Calder Ledger", date(2013, 3, 5))


LINKS = (
    '{\\field{\\*\\fldinst{HYPERLINK "https://archive.example/document?id=5X&amp;context="}}{\\fldrslt{\\b HEADLINE}}}',
    '{\\field {\\*\\fldinst { HYPERLINK "https://archive.example/a" }}{\\fldrslt {\\cs15\\ul HEADLINE}}}',
)


@pytest.mark.parametrize("link", LINKS)
def test_headlines_that_are_links(link: str) -> None:
    made = nexis_rtf().decode()
    for story in STORIES:
        made = made.replace(
            f"\\pard {story.headline}\\par", "\\pard " + link.replace("HEADLINE", story.headline) + "\\par"
        )
    assert "fldinst" in made
    assert [facts(each) for each in articles(made.encode(), "Files.RTF")] == expected()


def test_a_word_file_with_tables_and_links_in_its_head() -> None:
    for logo in ("", "The Calder Ledger logo"):
        made = docx.Document()
        made.add_table(1, 2).cell(0, 0).text = logo
        for text in (STORIES[0].headline, "The Calder Ledger", "March 5, 2013 Tuesday"):
            paragraph = made.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            linked = paragraph._p.makeelement(qn("w:hyperlink"), {})
            linked.append(paragraph.add_run(text)._r)
            paragraph._p.append(linked)
        for text in ("", "Length: 70 words", "Body", "", *STORIES[0].body, "End of Document"):
            made.add_paragraph(text)
        buffer = io.BytesIO()
        made.save(buffer)
        (article,) = articles(buffer.getvalue(), "one.docx")
        assert facts(article) == expected()[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 of 3 DOCUMENTS", "FOCUS - 1 of 3 DOCUMENTS"),
        ("LOAD-DATE:", "GRAPHIC: PHOTO: The bridge. (Jo Doe)\n\nLOAD-DATE:"),
        ("LOAD-DATE:", "CORRECTION-DATE: July 5, 2019\n\nCORRECTION: It was ten piers.\n\nLOAD-DATE:"),
        ("LOAD-DATE:", "SUBJECT: BRIDGES (90%); PORTS\n(89%)\n\nGEOGRAPHIC: ORMSAY (77%)\n\nLOAD-DATE:"),
        ("All Rights Reserved", ""),
    ],
)
def test_what_a_database_adds_stays_out(old: str, new: str) -> None:
    text = lexisnexis_txt()
    assert old in text
    found = articles(text.replace(old, new), "export.txt")
    assert [facts(each) for each in found] == expected()
    assert found[0].tags == (("BRIDGES", "PORTS", "ORMSAY") if "SUBJECT" in new else ())


def test_nexis_uni_copied_into_a_text_and_cut_off() -> None:
    lines = [text for text, _ in nexis_lines(STORIES, TONGUES["en"])]
    for text in ("\n".join(lines), "\n\n".join(lines), "\n".join(lines[:-3])):
        assert [facts(each) for each in articles(text, "copied.txt")] == expected()
