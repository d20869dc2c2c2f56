"""What archives and libraries keep: references, notes, Outlook's messages, transcripts, sheets, recognised text."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import AddressList, Document
from ingest.read.kinds import read_document, recognise_kind
from tests.ingest.made import articles_of, notes_of, outcomes_of, zipped

FERRY = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."
DIVERS = "Divers will look at it on Friday, the harbour office said."

RIS = (
    "TY  - NEWS\nTI  - Ferry stops\nAU  - Calloway, Ines\nAU  - Reyes, Tom\nJF  - Larkmoor Courier\nY1  - 2026/03/04/\n"
    f"SE  - Harbour\nKW  - ferry\nKW  - shipping\nLA  - English\nAB  - {FERRY}\nUR  - https://courier.example/ferry\nER  - \n\n"
    f"TY  - NEWS\nT1  - Well runs dry\nA1  - Alder, Jo\nT2  - Harbour Post\nDA  - 2026/03/05\nN2  - {DIVERS}\nER  - \n"
)


@pytest.mark.parametrize(
    "text",
    [
        RIS,
        "\ufeff" + RIS,
        RIS.replace("\n", "\r\n"),
        RIS.removesuffix("ER  - \n"),
        RIS.replace("ER  - ", "ER  -"),
    ],
)
def test_references_in_ris(text: str) -> None:
    ferry, well = articles_of("list.ris", text)
    assert (ferry.title, ferry.outlet, ferry.authors) == (
        "Ferry stops",
        "Larkmoor Courier",
        ("Ines Calloway", "Tom Reyes"),
    )
    assert (ferry.text, ferry.section, ferry.tags) == (FERRY, "Harbour", ("ferry", "shipping"))
    assert ferry.published == datetime(2026, 3, 4) and ferry.url == "https://courier.example/ferry"
    assert (well.outlet, well.text, well.published) == ("Harbour Post", DIVERS, datetime(2026, 3, 5))


def test_references_without_text_are_addresses() -> None:
    bare = "TY  - NEWS\nTI  - Mill burns\nUR  - https://courier.example/mill\nER  - \n"
    outcomes = outcomes_of("list.ris", RIS + bare)
    assert [each.urls for each in outcomes if isinstance(each, AddressList)] == [
        ("https://courier.example/mill",)
    ]
    assert notes_of("list.ris", RIS + bare) == [
        "left out: 1 of 3 references without a text; 1 of them name an address"
    ]
    with pytest.raises(ReadError, match="without a text or an abstract"):
        outcomes_of("list.ris", "TY  - NEWS\nTI  - Mill burns\nER  - \n")


def test_references_in_bibtex() -> None:
    text = (
        '% made by hand\n@article{ferry, title={The {F}erry stops in M{\\"u}hlhafen}, author={Calloway, Ines and Reyes, Tom}, journal={Larkmoor'
        f" Courier}}, year=2026, month=mar, day=4, abstract={{{FERRY}}}, url={{https://courier.example/ferry}}, keywords={{ferry; ships}}}}\n"
        f'@online{{well, title="Well runs dry", author="Jo Alder", date={{2026-03-05}}, journaltitle={{Harbour Post}}, abstract="{DIVERS}"}}\n'
    )
    ferry, well = articles_of("list.bib", text)
    assert (ferry.title, ferry.outlet) == ("The Ferry stops in Mühlhafen", "Larkmoor Courier")
    assert ferry.authors == ("Ines Calloway", "Tom Reyes") and ferry.tags == ("ferry", "ships")
    assert (ferry.published, well.published) == (datetime(2026, 3, 4), datetime(2026, 3, 5))
    assert (well.text, well.outlet) == (DIVERS, "Harbour Post")
    (told,) = notes_of("list.bib", text + "@broken{x, title={no end\n")
    assert told.startswith("left out: 1 entries that are not BibTeX")


def test_references_in_csl() -> None:
    work = {
        "id": "ferry",
        "type": "article-newspaper",
        "title": "Ferry stops",
        "container-title": "Larkmoor Courier",
        "author": [{"family": "Calloway", "given": "Ines"}, {"literal": "Harbour Office"}],
        "issued": {"date-parts": [[2026, 3, 4]]},
        "abstract": FERRY,
        "URL": "https://courier.example/ferry",
        "language": "en-GB",
    }
    undated = {**work, "id": "other", "URL": "", "issued": {"date-parts": [["2026"]]}}
    for content in ([work, undated], {"items": [work, undated]}):
        one, other = articles_of("list.json", content)
        assert (one.outlet, one.authors, one.language) == (
            "Larkmoor Courier",
            ("Ines Calloway", "Harbour Office"),
            "en",
        )
        assert one.published == datetime(2026, 3, 4) and other.published is None


def enex(*notes: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd">'
        f'<en-export export-date="20260401T000000Z" application="Evernote">{"".join(notes)}</en-export>'
    )


def note(title: str, body: str, more: str = "", attached: str = "") -> str:
    return (
        f'<note><title>{title}</title><created>20260304T103700Z</created><tag>harbour</tag><note-attributes>{more}</note-attributes><content><![CDATA[<?xml version="1.0"?>'
        f'<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>{body}</en-note>]]></content>{attached}</note>'
    )


def test_notes_of_evernote() -> None:
    picture = f'<resource><data encoding="base64">{"QUJD" * 50}</data><mime>image/png</mime></resource>'
    export = enex(
        note("Ferry stops", f"<div>{FERRY}</div><div><br/></div><div>{DIVERS}</div><en-media hash='x' type='image/png'/>", "<author>Ines Calloway</author>", picture),
        note("Well runs dry", f"<p>{DIVERS}</p><en-crypt>c2VjcmV0</en-crypt>", "<source-url>https://courier.example/well</source-url>"),
        note("Only a picture", "<en-media hash='y' type='image/png'/>"),
    )  # fmt: skip
    ferry, well = articles_of("notes.enex", export)
    assert (ferry.text, ferry.authors, ferry.tags) == (
        f"{FERRY}\n\n{DIVERS}",
        ("Ines Calloway",),
        ("harbour",),
    )
    assert ferry.published == datetime(2026, 3, 4, 10, 37, tzinfo=UTC)
    assert (well.text, well.url) == (DIVERS, "https://courier.example/well")
    assert well.published is None  # when a page was clipped is not when it was published
    assert notes_of("notes.enex", export) == ["left out: 1 notes without text"]


def test_a_message_of_outlook_is_known_by_its_content() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    named = compound + "__properties_version1.0".encode("utf-16-le")
    assert recognise_kind(Document("/clips/x", "x", named)) == "outlook"
    with pytest.raises(ReadError, match="an old Word document"):
        recognise_kind(Document("/clips/x", "x", compound + "WordDocument".encode("utf-16-le")))
    with pytest.raises(ReadError, match="cannot be read"):
        outcomes_of("x.msg", named)


SRT = """1
00:00:01,000 --> 00:00:03,000
<i>INES: The ferry to Ormsay</i>

2
00:00:03,000 --> 00:00:05,000
stopped on Monday.

3
00:00:05,500 --> 00:00:07,000
[horn]

4
00:00:07,000 --> 00:00:09,000
TOM: Divers will look
at it on Friday.
"""
VTT = """WEBVTT - The harbour hour

NOTE made by hand

00:01.000 --> 00:03.000 align:start
<v Ines>The ferry to Ormsay

00:03.000 --> 00:05.000
<v Ines>stopped on Monday.</v>

00:07.000 --> 00:09.000
<v Tom>Divers will look at it on Friday.
"""
TTML = """<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en">
<head><metadata><ttm:title>The harbour hour</ttm:title></metadata></head><body><div>
<p begin="00:00:01.000" end="00:00:03.000">INES:<br/>The ferry to <span>Ormsay</span></p><p begin="3s" end="5s">stopped on Monday.</p>
<p begin="00:00:07.000" end="00:00:09.000">TOM: Divers will look<br/>at it on Friday.</p></div></body></tt>"""


@pytest.mark.parametrize(
    ("name", "text"), [("hour.srt", SRT), ("hour.vtt", VTT), ("hour.ttml", TTML), ("hour.xml", TTML)]
)
def test_a_transcript_is_put_together_by_speakers(name: str, text: str) -> None:
    (article,) = articles_of(name, text)
    speech = [paragraph.split(": ", 1) for paragraph in article.text.split("\n\n")]
    assert [(who.title(), said) for who, said in speech] == [
        ("Ines", "The ferry to Ormsay stopped on Monday."),
        ("Tom", "Divers will look at it on Friday."),
    ]
    assert article.title in ("hour", "The harbour hour")


def test_captions_that_roll_up_are_said_once() -> None:
    rolling = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nthe ferry to Ormsay stopped\n\n00:02.000 --> 00:03.000\nthe ferry to Ormsay stopped\n"
        "on Monday after a crack was found.\n\n00:03.000 --> 00:04.000\non Monday after a crack was found.\n"
    )
    (article,) = articles_of("talk.vtt", rolling)
    assert article.text == "the ferry to Ormsay stopped on Monday after a crack was found."


def workbook(*rows: tuple[object, ...], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_rows_of_an_excel_sheet() -> None:
    rows = workbook(
        ("Clippings of March",),
        (),
        ("Headline", "Outlet", "Date", "Byline", "Text"),
        ("Ferry stops", "Larkmoor Courier", datetime(2026, 3, 4), "Ines Calloway", FERRY),
        ("Well runs dry", "Harbour Post", "5 March 2026", "Jo Alder", DIVERS),
    )
    ferry, well = articles_of("clips.xlsx", rows)
    assert (ferry.title, ferry.outlet, ferry.published) == (
        "Ferry stops",
        "Larkmoor Courier",
        datetime(2026, 3, 4),
    )
    assert (well.text, well.authors, well.published) == (DIVERS, ("Jo Alder",), datetime(2026, 3, 5))
    with pytest.raises(ReadError, match="no sheet has a row that names"):
        outcomes_of("sums.xlsx", workbook((1, 2), (3, 4)))
    with pytest.raises(LimitError, match="DATELINE_MAX_BYTES"):
        list(
            read_document(
                Document("/clips/a.xlsx", "a.xlsx", rows), 200_000, ReadingAllowance(max_bytes=1_000)
            )
        )


def ods(*rows: tuple[str, ...]) -> bytes:
    def cell(value: str) -> str:
        if value[:4].isdigit():
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>04.03.26</text:p></table:table-cell>'
        return (
            "<table:table-cell>"
            + "".join(f"<text:p>{part}</text:p>" for part in value.split("\n"))
            + "</table:table-cell>"
        )

    made = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="March">{made}{empty}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def test_rows_of_an_opendocument_sheet() -> None:
    ferry, well = articles_of(
        "clips.ods",
        ods(
            ("title", "date", "text"),
            ("Ferry stops", "2026-03-04", f"{FERRY}\n{DIVERS}"),
            ("Well", "2026-03-05", DIVERS),
        ),
    )
    assert (ferry.title, ferry.text, ferry.published) == (
        "Ferry stops",
        f"{FERRY}\n\n{DIVERS}",
        datetime(2026, 3, 4),
    )
    assert well.text == DIVERS


def test_rows_in_parquet_where_it_can_be_read() -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table(
        {"title": ["Ferry stops", "Well"], "date": ["2026-03-04", "2026-03-05"], "text": [FERRY, DIVERS]}
    )
    made = io.BytesIO()
    parquet.write_table(table, made)
    assert [each.text for each in articles_of("clips.parquet", made.getvalue())] == [FERRY, DIVERS]


ALTO = """<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page><PrintSpace>
<TextBlock ID="P1_TB1"><TextLine><String CONTENT="FERRY"/><SP/><String CONTENT="STOPS"/></TextLine></TextBlock>
<TextBlock ID="P1_TB2"><TextLine><String CONTENT="The"/><SP/><String CONTENT="fer" SUBS_TYPE="HypPart1" SUBS_CONTENT="ferry"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="ry" SUBS_TYPE="HypPart2" SUBS_CONTENT="ferry"/><SP/><String CONTENT="to"/><SP/><String CONTENT="Orm-"/></TextLine>
<TextLine><String CONTENT="say"/><SP/><String CONTENT="stopped."/></TextLine></TextBlock>
<TextBlock ID="P1_TB3"><TextLine><String CONTENT="Wednesday,"/><SP/><String CONTENT="March"/><SP/><String CONTENT="4,"/><SP/><String CONTENT="1908"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>"""
PAGE = """<?xml version="1.0"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page>
<TextRegion id="r1"><TextLine><Word><TextEquiv><Unicode>The</Unicode></TextEquiv></Word><TextEquiv><Unicode>The ferry to Orm-</Unicode></TextEquiv></TextLine>
<TextLine><TextEquiv><Unicode>say stopped.</Unicode></TextEquiv></TextLine><TextEquiv><Unicode>all of it</Unicode></TextEquiv></TextRegion></Page></PcGts>"""
METS = """<?xml version="1.0"?><mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mods="http://www.loc.gov/mods/v3">
<mets:dmdSec ID="paper"><mods:title>Larkmoor Courier</mods:title><mods:dateIssued>1908-03-04</mods:dateIssued></mets:dmdSec>
<mets:dmdSec ID="one"><mods:title>Ferry stops</mods:title></mets:dmdSec><mets:fileSec><mets:file ID="F1"><mets:FLocat xlink:href="file://./page1.xml"/></mets:file></mets:fileSec>
<mets:structMap TYPE="LOGICAL"><mets:div TYPE="ISSUE"><mets:div TYPE="ARTICLE" DMDID="one" ID="A1"><mets:fptr><mets:area FILEID="F1" BEGIN="P1_TB2"/></mets:fptr></mets:div></mets:div></mets:structMap></mets:mets>"""


def test_recognised_text_of_a_page() -> None:
    (article,) = articles_of("page1.xml", ALTO)
    assert article.text.split("\n\n") == [
        "FERRY STOPS",
        "The ferry to Ormsay stopped.",
        "Wednesday, March 4, 1908",
    ]
    assert article.published == datetime(1908, 3, 4)
    assert articles_of("page1.xml", PAGE)[0].text == "The ferry to Ormsay stopped."


def test_mets_says_which_article_stands_where() -> None:
    (article,) = articles_of("issue.zip", zipped({"mets.xml": METS, "alto/page1.xml": ALTO}))
    assert (article.title, article.outlet, article.text) == (
        "Ferry stops",
        "Larkmoor Courier",
        "The ferry to Ormsay stopped.",
    )
    assert article.published == datetime(1908, 3, 4)
    without = METS.replace('TYPE="ARTICLE"', 'TYPE="PAGE"')
    assert len(articles_of("issue.zip", zipped({"mets.xml": without, "alto/page1.xml": ALTO}))) == 1
    with pytest.raises(ReadError, match="pack it with its ALTO files"):
        outcomes_of("mets.xml", METS)


def test_rows_of_other_json_stay_rows() -> None:
    rows = [
        {"id": 1, "title": "Ferry stops", "text": FERRY, "type": "article"},
        {"id": 2, "title": "Well", "text": DIVERS},
    ]
    assert [each.text for each in articles_of("rows.json", rows)] == [FERRY, DIVERS]
    assert len(articles_of("rows.jsonl", "\n".join(map(json.dumps, rows)))) == 2
