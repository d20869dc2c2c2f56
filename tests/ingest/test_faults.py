"""Small faults of rows, files, encodings and folders, each with what it should have been."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import odfdo
import pytest

from ingest.dates.date_order import names_day_first
from ingest.documents.document import Document
from ingest.documents.encoding import decode_text
from ingest.documents.shortcodes import remove_shortcodes
from ingest.facts.body import Body
from ingest.fetching.fetch import AGENT
from ingest.preparation.clean import clean_article
from ingest.read.kinds import read_document
from ingest.read.rows import Cell, is_table, write_table
from ingest.webpage.grid import write_rows
from news.article import Article, Heading
from tests.ingest.pages import LAKE, MAYOR, QUARRY, WORKERS, page, read_page, story
from tests.ingest.server import Page, Site, local
from tests.ingest.test_watch import Names, following, until

LONG = f"{QUARRY} {WORKERS} {LAKE}"


def one(data: bytes, name: str) -> Article:
    return next(
        each for each in read_document(Document(f"/c/{name}", name, data)) if isinstance(each, Article)
    )


@pytest.mark.parametrize("field", ["source_url", "article_url", "sourceUrl", "permalink"])
def test_an_address_under_another_name_is_one(field: str) -> None:
    row = {
        "title": "Quarry closes",
        field: "https://post.example/quarry",
        "text": QUARRY,
        "publisher": "The Post",
    }
    article = one(json.dumps(row).encode(), "a.jsonl")
    assert article.url == "https://post.example/quarry" and article.outlet == "The Post"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The last seam has run out… [+1843 chars]", "The last seam has run out"),
        ("The last seam has run out. [+ 12,044 characters]", "The last seam has run out."),
        ('[caption id="a1" width="300"]<img src="x"> The pit[/caption]The last seam.', "The last seam."),
        ("[gallery ids='1,2' size=large]The last seam.[/gallery]", "The last seam."),
        ("[vc_row][vc_column]The last seam.[/vc_column][/vc_row]", "The last seam."),
        ("“It [the pit] is deep,” she said [sic].", "“It [the pit] is deep,” she said [sic]."),
        ("He had [1] and [2, p. 4] in the notes.", "He had [1] and [2, p. 4] in the notes."),
    ],
)
def test_shortcodes_and_counts_are_no_text(text: str, kept: str) -> None:
    assert remove_shortcodes(text).strip() == kept
    body = Body()
    body.add_line(text)
    assert body.text == kept or "<img" in text


def test_shortcodes_of_pages_and_rows_are_no_text() -> None:
    code = '[embed width="500"]https://video.example/1[/embed]'
    assert "[embed" not in read_page(story(amid=f"<p>{code}</p>")).text
    row = json.dumps({"title": "Quarry", "text": f"{QUARRY} {code}"}).encode()
    assert "[" not in one(row, "a.jsonl").text


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html", "a.md"])
def test_soft_hyphens_are_gone(name: str) -> None:
    soft = LONG.replace("quarry", "quar\xadry").replace("autumn", "au\xadtumn")
    made = {
        "a.txt": f"Qua\xadrry closes\n\n{soft}\n",
        "a.jsonl": json.dumps({"title": "Qua\xadrry closes", "text": soft}),
        "a.html": page(f"<article><h1>Qua&shy;rry closes</h1><p>{soft}</p><p>{MAYOR}</p></article>").decode(),
        "a.md": f"# Qua\xadrry closes\n\n{soft}\n",
    }
    article = clean_article(one(made[name].encode(), name))
    assert (
        "\xad" not in article.text + article.title and "quarry" in article.text and "autumn" in article.text
    )


def test_headings_stay_in_their_places_when_soft_hyphens_go() -> None:
    article = clean_article(
        Article("k", "T", "Fer\xadry one.\n\nFerry two.", headings=(Heading(13, "Sec\xadond"),))
    )
    (heading,) = article.headings
    assert heading.text == "Second" and article.text[heading.start :] == "Ferry two."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It costs £40 and €5.", "cp1252"),
        ("“Well,” he said – it’s £3", "cp1252"),
        ("Café closes", "cp1252"),
        ("El señor cobró 4 €", "cp1252"),
        ("Zoë’s naïve résumé", "cp1252"),
        ("Die Fähre fährt für 3 €", "cp1252"),
        ("Praha otevře nový most přes řeku", "cp1250"),
        ("Łódź i Kraków są ładne", "cp1250"),
        ("Привет, мир и труд", "cp1251"),
    ],
)
def test_a_few_old_bytes_are_read_as_the_web_reads_them(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_robots_txt_with_a_byte_order_mark_is_obeyed(site: Site, mark: bytes) -> None:
    site.pages["/robots.txt"] = Page(mark + f"User-agent: {AGENT}\nDisallow: /\n".encode(), headers={})
    with pytest.raises(Exception, match=r"robots\.txt"):
        local().fetch_address(f"http://news.example:{site.port}/story")


@pytest.mark.parametrize("name", ["2025.03", "vol.12"])
def test_a_folder_with_a_dot_that_is_moved_in_is_followed(tmp_path: Path, name: str) -> None:
    clips, beside = tmp_path / "clips", tmp_path / name
    clips.mkdir()
    beside.mkdir()
    (beside / "a.txt").write_text("News.")
    names = Names(clips)
    with following([str(clips)], names.bring, tmp_path / "data") as heard:
        until(heard, 0)
        beside.rename(clips / name)
        until(heard, 1)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["Line", "2024", "2025"], ["Isle", "212", "198"], ["Quay", "", "91"]],
         ["Line: Isle | 2024: 212 | 2025: 198", "Line: Quay | 2024: – | 2025: 91"]),
        ([["", "Coal", "Cars"], ["Q1", "41,200", "30"], ["Q2", "–", "33"]],
         ["Q1 | Coal: 41,200 | Cars: 30", "Q2 | Coal: – | Cars: 33"]),
        ([["Depth", "61 metres"], ["Width", "9 metres"]], ["Depth | 61 metres", "Width | 9 metres"]),
        ([["Ann", "mayor"], ["Bo", ""], ["Cy", "clerk"]], ["Ann | mayor", "Bo", "Cy | clerk"]),
        ([["a", "", "b"]], ["a | – | b"]),
    ],
)  # fmt: skip
def test_rows_name_their_columns_and_keep_empty_cells(rows: list[list[str]], lines: list[str]) -> None:
    assert write_rows(rows) == lines


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Quarter</th><th>Coal</th><th>Cars</th></tr><tr><td>Q1 2025</td><td></td><td>30,100</td></tr></table>",
        "<table><thead><tr><td>Quarter</td><td>Coal</td><td>Cars</td></tr></thead><tbody><tr><td>Q1 2025</td><td>&nbsp;</td>"
        "<td>30,100</td></tr></tbody></table>",
        "<table><tr><td>Quarter</td><td>Coal</td><td>Cars</td></tr><tr><td>Q1 2025</td><td></td><td>30,100</td></tr></table>",
    ],
)
def test_a_page_s_table_keeps_its_empty_cells(table: str) -> None:
    assert "Quarter: Q1 2025 | Coal: – | Cars: 30,100" in read_page(story(amid=table)).text


def test_cells_that_span_stand_in_each_column_and_row() -> None:
    table = (
        "<table><tr><th rowspan='2'>Port</th><th colspan='2'>2025</th></tr><tr><th>Coal</th><th>Cars</th></tr>"
        "<tr><td rowspan='2'>Ostrand</td><td>4</td><td>5</td></tr><tr><td>6</td><td></td></tr></table>"
    )
    text = read_page(story(amid=table)).text
    assert "Port: Ostrand | 2025 Coal: 4 | 2025 Cars: 5" in text
    assert "Port: Ostrand | 2025 Coal: 6 | 2025 Cars: –" in text


@pytest.mark.parametrize("kind", ["a.docx", "a.odt"])
def test_a_table_of_an_office_file_keeps_its_empty_cells(kind: str) -> None:
    rows = [["Line", "2024", "2025"], ["Isle", "212", "198"], ["Quay", "", "91"]]
    out = io.BytesIO()
    if kind == "a.docx":
        word = docx.Document()
        word.add_heading("Ferries carry fewer", 0)
        word.add_paragraph(LONG)
        table = word.add_table(3, 3)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                table.cell(at, column).text = cell
        word.save(out)
    else:
        text = odfdo.Document("text")
        text.body.clear()
        text.body.append(odfdo.Header(1, "Ferries carry fewer"))
        text.body.append(odfdo.Paragraph(LONG))
        sheet = odfdo.Table("t", width=3, height=3)
        for at, row in enumerate(rows):
            sheet.set_row_values(at, row)
        text.body.append(sheet)
        text.save(out)
    article = one(out.getvalue(), kind)
    assert article.text.endswith("Line: Isle | 2024: 212 | 2025: 198\n\nLine: Quay | 2024: – | 2025: 91")
    assert article.published is None  # the day of python-docx' and odfdo's templates


def test_words_far_apart_on_a_line_are_cells() -> None:
    rows = [
        [Cell("Line", 50, 70), Cell("2024", 160, 180), Cell("2025", 260, 280)],
        [Cell("Isle", 50, 68), Cell("212", 165, 180), Cell("198", 265, 280)],
        [Cell("Quay", 50, 72), Cell("91", 270, 280)],
    ]
    assert is_table(rows)
    assert write_table(rows) == ["Line: Isle | 2024: 212 | 2025: 198", "Line: Quay | 2024: – | 2025: 91"]
    assert not is_table([[Cell("a", 0, 9), Cell("b", 40, 49)], [Cell("c", 90, 99), Cell("d", 140, 149)]])


@pytest.mark.parametrize(
    ("language", "address", "month"),
    [
        ("en-US", None, 3),
        ("en-GB", None, 4),
        ("de-DE", None, 4),
        ("en-US", "https://post.example.co.uk/a", 4),
        ("en", None, 4),
        ("en-PH", None, 3),
    ],
)
def test_the_page_s_language_tells_the_order_of_a_date(
    language: str, address: str | None, month: int
) -> None:
    body = f"<article><h1>Quarry closes</h1><p>Published 03/04/2026 9:05 AM</p><p>{QUARRY}</p><p>{WORKERS}</p></article>"
    published = read_page(page(body, lang=language), address).published
    assert published is not None and published.month == month
    assert names_day_first(language, address) == (month == 4)
