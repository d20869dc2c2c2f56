"""Word, OpenDocument, RTF and EPUB files."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
import odfdo
import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.kinds import read_document, recognise_kind
from news.article import Article

FERRY = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said."
    " Tickets for all crossings until the end of the month are refunded at the quay."
)
ISLAND = (
    "Islanders now rely on a fishing boat that takes six people at a time, and only when the sea is calm."
)


def outcomes(data: bytes, name: str, allowance: ReadingAllowance | None = None) -> list[Outcome]:
    document = Document(f"/clips/{name}", name, data)
    assert recognise_kind(document) == "office"
    return list(read_document(document, allowance=allowance))


def one(data: bytes, name: str = "draft 7.docx") -> Article:
    (article,) = outcomes(data, name)
    assert isinstance(article, Article)
    return article


def word() -> docx.document.Document:
    made = docx.Document()
    made.core_properties.title = "Untitled"
    made.core_properties.author = "Ann Waters"
    made.core_properties.created = datetime(2025, 9, 4, 14, 5)
    made.add_heading("Ferry stopped", 0)
    made.add_paragraph(FERRY)
    made.add_heading("What islanders do", 2)
    made.add_paragraph(ISLAND)
    return made


def saved(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, change: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The package with bytes of some parts replaced; in every part where the name is empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            for where, (before, after) in change.items():
                if where in ("", name):
                    assert where == "" or before in part
                    part = part.replace(before, after)
            new.writestr(name, part)
    return out.getvalue()


def test_word_headline_headings_paragraphs_and_properties() -> None:
    article = one(saved(word()))
    assert article.title == "Ferry stopped"
    assert article.text == f"{FERRY}\n\n{ISLAND}"
    assert [heading.text for heading in article.headings] == ["What islanders do"]
    assert article.authors == ("Ann Waters",)
    assert article.published is not None and article.published.date() == datetime(2025, 9, 4).date()


def test_word_tracked_changes_are_read_as_accepted() -> None:
    data = repacked(
        saved(word()),
        {
            "word/document.xml": (
                b"<w:r><w:t>Islanders",
                b"<w:ins w:id='1' w:author='x'><w:r><w:t xml:space='preserve'>Since then </w:t></w:r></w:ins>"
                b"<w:del w:id='2' w:author='x'><w:r><w:delText>Nobody knows. </w:delText></w:r></w:del>"
                b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:t>Islanders",
            )
        },
    )
    assert one(data).text == f"{FERRY}\n\nSince then {ISLAND}"


def test_word_links_tables_and_line_breaks() -> None:
    made = word()
    made.add_table(1, 2).rows[0].cells[0].text = "Crossings a day: four."
    made.add_paragraph("First line.\nSecond line.")
    assert one(saved(made)).text == (
        f"{FERRY}\n\n{ISLAND}\n\nCrossings a day: four.\n\nFirst line.\n\nSecond line."
    )


def test_a_row_of_a_table_is_one_line() -> None:
    made = word()
    for cell, words in zip(made.add_table(1, 2).rows[0].cells, ("Northern Star", "1974"), strict=True):
        cell.text = words
    laid_out = made.add_table(1, 2).rows[0].cells  # columns of a newsletter
    laid_out[0].text, laid_out[1].text = "One.\nTwo.", "Three."
    assert one(saved(made)).text.split("\n\n")[2:] == ["Northern Star | 1974", "One.", "Two.", "Three."]
    opened = odfdo.Document(io.BytesIO(text_document()))
    table = odfdo.Table("t", width=2, height=1)
    table.set_value("A1", "Northern Star")
    table.set_value("B1", "1974")
    opened.body.append(table)
    out = io.BytesIO()
    opened.save(out)
    assert one(out.getvalue(), "a.odt").text == f"{FERRY}\n\n{ISLAND}\n\nNorthern Star | 1974"


def test_word_text_boxes_count_only_where_nothing_else_is_written() -> None:
    box = (
        b"<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>"
        b"Six people at a time.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    beside = repacked(
        saved(word()), {"word/document.xml": (b"<w:r><w:t>Islanders", box + b"<w:r><w:t>Islanders")}
    )
    assert one(beside).text == f"{FERRY}\n\n{ISLAND}"
    alone = docx.Document()
    alone.add_paragraph("x")
    data = repacked(saved(alone), {"word/document.xml": (b"<w:r><w:t>x</w:t></w:r>", box)})
    assert one(data).text == "Six people at a time."


def test_word_in_the_strict_form() -> None:
    base, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    data = saved(word())
    for old in (b"officeDocument/2006/", b"wordprocessingml/2006/", b"drawingml/2006/"):
        data = repacked(data, {"": (base + old, strict + old.removesuffix(b"2006/"))})
    assert one(data).text == f"{FERRY}\n\n{ISLAND}"


def test_word_entities_are_left_alone() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(9)
    )
    data = repacked(
        saved(word()),
        {"word/document.xml": (b"<w:document ", bomb + b"]><w:document "), "": (b"calm.", b"calm&j;.")},
    )
    try:
        assert "haha" not in one(data).text
    except ReadError as refused:
        assert "\n" not in str(refused)


def test_word_files_that_unpack_to_too_much_are_refused() -> None:
    data = repacked(saved(word()), {"word/document.xml": (b"Ferry stopped", b" " * 40_000_000)})
    with pytest.raises(LimitError, match="times its size"):
        outcomes(data, "a.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml"])
def test_word_files_without_a_part_say_so(part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(word()))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == part else old.read(name))
    with pytest.raises(ReadError, match="not a whole Word file"):
        outcomes(out.getvalue(), "a.docx")


def text_document() -> bytes:
    made = odfdo.Document("text")
    made.body.clear()
    made.body.append(odfdo.Header(1, "Ferry stopped"))
    first = odfdo.Paragraph(FERRY)
    first.insert_note(after="Monday", note_id="n1", citation="1", body="The third of the month.")
    made.body.append(first)
    made.body.append(odfdo.Header(2, "What islanders do"))
    made.body.append(odfdo.Paragraph(ISLAND))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_opendocument_without_its_footnotes() -> None:
    article = one(text_document(), "a.odt")
    assert article.title == "Ferry stopped"
    assert article.text == f"{FERRY}\n\n{ISLAND}"
    assert [heading.text for heading in article.headings] == ["What islanders do"]


def test_opendocument_with_growing_entities_is_refused() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><office:document-content "
    data = repacked(text_document(), {"content.xml": (b"<office:document-content ", bomb)})
    with pytest.raises(ReadError, match="entities"):
        outcomes(data, "a.odt")


def test_other_opendocument_files_are_named() -> None:
    for kind in ("presentation", "drawing"):
        made = b"opendocument." + {"presentation": b"presentation", "drawing": b"graphics"}[kind]
        data = repacked(text_document(), {"mimetype": (b"opendocument.text", made)})
        with pytest.raises(ReadError, match=f"an OpenDocument {kind}"):
            outcomes(data, "a.odp")


def test_rich_text() -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title Ferry stopped}{\author Ann Waters}"
        r"{\creatim\yr2025\mo9\dy4\hr14\min5}}\f0 Ferry stopped by crack\par "
        + FERRY.replace("crack", r"\b crack\b0 ")
        + r"\par {\*\comment no text}M\'fcller \u8220?said\u8221? so on a long and windy day at the quay.\par}"
    )
    article = one(source.encode(), "a.rtf")
    assert article.title == "Ferry stopped by crack"
    assert article.authors == ("Ann Waters",) and article.published == datetime(2025, 9, 4)
    assert article.text == f"{FERRY}\n\nMüller “said” so on a long and windy day at the quay."


def rich(body: str, head: str = "") -> bytes:
    """A report as RTF whose first paragraph is ``body``; other characters than ASCII become UTF-8."""
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}" + head + r"\f0 " + body + r"\par " + FERRY + "}"
    ).encode()


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        (r"The mill{\deleted\revauthdel1  burned down} reopened.", "The mill reopened."),
        (r"The mill \deleted never\par again \deleted0{\revised reopened} on Friday.", "The mill reopened on Friday."),
        (r"The mill {\v not for print \'84\u8220?}reopened.", "The mill reopened."),
        (r"The mill \v not for \b print\v0\b0 reopened.", "The mill reopened."),
        (r"The mill {\v1 not {for \plain all }print }reopened.", "The mill all reopened."),
        (r"{\upr{Ca\'66e Stra?e}{\*\ud{Caf\u233e Stra\u223?e}}} reopened.", "Café Straße reopened."),
        (r"The {\upr{?}{\*\ud{\u321L}}}\'f3d\u378z mill {\upr{only for old readers}}.", "The Łódź mill only for old readers."),
        (r"The mill of \u8222?Łódź” cost 3 £.", "The mill of „Łódź” cost 3 £."),
        (r"The mill\column it stood by burned.", "The mill it stood by burned."),
        (r"The mill,\page \column{\b it} stood by, burned.", "The mill, it stood by, burned."),
    ],
)  # fmt: skip
def test_rich_text_is_what_a_reader_sees(body: str, read_as: str) -> None:
    assert one(rich(body), "a.rtf").text == f"{read_as}\n\n{FERRY}"


@pytest.mark.parametrize("mark", [r"\column ", r"\page ", r"\column\b0 "])
def test_rich_text_ends_a_paragraph_at_a_break_after_a_sentence(mark: str) -> None:
    found = one(rich(rf"The mill reopened.{mark}Its wheel turns."), "a.rtf")
    assert found.text == f"The mill reopened.\n\nIts wheel turns.\n\n{FERRY}"


def test_rich_text_with_bytes_of_its_code_page() -> None:
    said = "The mill of Müller – “the old one” – reopened."
    assert one(rich(said).decode().encode("cp1252"), "a.rtf").text.startswith(said)
    russian = rich("Мельница открылась снова.").decode().replace("1252", "1251").encode("cp1251")
    assert one(russian, "a.rtf").text.startswith("Мельница открылась снова.")
    assert one(b"\xef\xbb\xbf" + rich("Café Straße."), "a.rtf").text.startswith("Café Straße.")


def test_rich_text_s_binary_pictures_may_hold_any_byte() -> None:
    picture = b"{\\pict\\wmetafile8\\bin9 }\xff\x80{\\v }}}"
    data = rich("The café reopened.").replace(b"caf", picture + b"caf")
    assert one(data, "a.rtf").text.startswith("The café reopened.")


def test_rich_text_s_properties_with_escapes() -> None:
    head = r"{\info{\upr{\title M?hle}{\*\ud{\title M\u252?hle wieder offen}}}{\author J\'fcrgen Brandt}}"
    found = one(
        rich("The mill reopened on Friday, and many came to see its wheel turn again.", head), "a.rtf"
    )
    assert (found.title, found.authors) == ("Mühle wieder offen", ("Jürgen Brandt",))


def book(chapters: dict[str, str], extra: dict[str, bytes] | None = None) -> bytes:
    items = "".join(f'<item id="{n}" href="{name}" media-type="x"/>' for n, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="{n}"/>' for n in reversed(range(len(chapters))))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Harbour Weekly</dc:title><dc:creator>Ann Waters</dc:creator><dc:date>2025-09-04</dc:date>"
        f"<dc:language>en-GB</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></container>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr("META-INF/container.xml", container)
        made.writestr("O/c.opf", opf)
        for name, html in chapters.items():
            made.writestr(f"O/{name}", html)
        for name, data in (extra or {}).items():
            made.writestr(name, data)
    return out.getvalue()


def test_a_book_is_an_article_a_chapter_in_the_order_of_its_spine() -> None:
    page = "<html><body><nav>Contents</nav><h1>{}</h1><p>{}</p><h2>More</h2><p>{}</p></body></html>"
    data = book(
        {
            "two.xhtml": page.format("Bridge opens", ISLAND, FERRY),
            "one.xhtml": page.format("Ferry stopped", FERRY, ISLAND),
            "cover.xhtml": "<html><body><p>Harbour Weekly</p></body></html>",
        }
    )
    first, second = outcomes(data, "weekly.epub")
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.key == "/clips/weekly.epub!O/one.xhtml"
    assert (first.title, first.text) == ("Ferry stopped", f"{FERRY}\n\n{ISLAND}")
    assert [heading.text for heading in first.headings] == ["More"]
    assert first.outlet == "Harbour Weekly" and first.authors == ("Ann Waters",) and first.language == "en"
    assert first.published == datetime(2025, 9, 4)
    assert second.title == "Bridge opens"


def test_a_chapter_s_byline_names_its_author() -> None:
    page = f"<html><body><h1>Ferry stopped</h1><p>By Jo Doe</p><p>{FERRY}</p><h2>More</h2><p>{ISLAND}</p></body></html>"
    (found,) = outcomes(book({"one.xhtml": page}), "weekly.epub")
    assert isinstance(found, Article) and found.authors == ("Jo Doe",)
    assert found.text == f"{FERRY}\n\n{ISLAND}" and found.headings[0].start == len(FERRY) + 2


def test_rich_text_has_letters_beyond_the_first_plane() -> None:
    source = rf"{{\rtf1\ansi Ferry stopped\par \u-10179?\u-8704? {FERRY}\par {ISLAND}\par}}"
    assert "\U0001f600" in one(source.encode(), "a.rtf").text


def test_a_book_that_reaches_outside_itself_gets_nothing() -> None:
    data = book({"../../../etc/passwd": "<p>x</p>"}).replace(
        b"O/../../../etc/passwd", b"O/../../../etc/passwX"
    )
    found = outcomes(data, "a.epub")
    assert [type(outcome).__name__ for outcome in found] == ["Problem"]


def test_a_protected_book_says_so() -> None:
    rights = {"META-INF/encryption.xml": b"<x Algorithm='http://ns.adobe.com/adept'/>"}
    with pytest.raises(ReadError, match="protected"):
        outcomes(book({"a.xhtml": f"<p>{FERRY}</p>"}, rights), "a.epub")
