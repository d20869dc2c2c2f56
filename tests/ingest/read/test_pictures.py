"""Pictures of text: scans that the tests print and blur themselves, and what is done with what is no scan."""

from __future__ import annotations

import importlib.util
import textwrap
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from errors import LimitError, ReadError
from ingest.documents.allowance import MAX_BYTES, ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Scan
from ingest.fetching.fetch import Fetcher
from ingest.pipeline import ingest_sources
from ingest.preview import preview
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from ingest.read import pictures
from ingest.read.kinds import read_document
from ingest.read.recognition import MARK, RecognisedPage, RecognisedWord, placed_lines
from ingest.runs.report import Progress
from news.article import Article
from tests.ingest.read.papers import pdf
from tests.recogniser import write_program, write_recogniser
from vectorstore.index import NewsIndex
from vectorstore.taking_back import take_batch_back

FIRST = (
    "The harbour council of Velden voted on Monday to close the north quay for two years, after engineers found"
    " that 41 of its 112 timber piles had rotted below the water line. The repair is to cost 6.4 million crowns."
    " Fishing boats will moor at Lower Basin, which has room for thirty, and"
)
KELD = "The weir at Keld was opened again on Friday, and its gate cost 870,000 crowns."
SECOND = (
    "ferries to Orrin leave from the coal pier until then. Piet Aalders, who leads the council, said he would"
    " rather lose two summers than one life. Merchants on the quay ask for lower rents, and the owner of the fish"
    " market wants to move his stalls to the station square."
)


def printed(text: str, title: str = "") -> Image.Image:
    """A page with this text, blurred as a scanner without a lens would."""
    page = Image.new("L", (1100, 700), 250)
    draw = ImageDraw.Draw(page)
    if title:
        draw.text((80, 40), title, font=ImageFont.load_default(52), fill=15)
    for number, line in enumerate(textwrap.wrap(text, 62)):
        draw.text((80, 140 + 44 * number), line, font=ImageFont.load_default(28), fill=20)
    return page.filter(ImageFilter.GaussianBlur(1.1))


def scanned(*pages: Image.Image, kind: str = "PDF") -> bytes:
    held = BytesIO()
    more = {} if kind == "JPEG" else {"save_all": True, "append_images": pages[1:], "resolution": 100}
    pages[0].save(held, kind, **more)
    return held.getvalue()


def outcomes(data: bytes, name: str, *, granted: bool = False) -> list[Outcome]:
    return list(
        read_document(Document(f"/clips/{name}", name, data), allowance=ReadingAllowance(recognise=granted))
    )


def test_a_scan_of_two_pages_waits_for_the_others_and_is_read_word_for_word(
    index: NewsIndex, tmp_path: Path, workers: Workers
) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / "a-scan.pdf").write_bytes(
        scanned(printed(FIRST, "Velden closes its north quay"), printed(SECOND))
    )
    (clips / "b.txt").write_text(f"Weir opens\n\n{SECOND}")
    heard: list[Progress] = []
    report = ingest_sources([str(clips)], index, progress=heard.append, workers=workers)
    assert (report.added, report.failures) == (2, [])
    said = [(each.name, each.outcome) for each in heard if each.name]
    assert said == [("a-scan.pdf", "scanned"), ("b.txt", "read"), ("a-scan.pdf", "read")]
    assert any("2 pages" in each.detail and "about 20 seconds" in each.detail for each in heard)
    assert any("recognised from a picture" in note.text for note in report.notes)

    article = index.catalog.get_article_by_key(str(clips / "a-scan.pdf"))
    assert article is not None and article.title == "Velden closes its north quay"
    assert article.confidence is not None and 0.5 < article.confidence <= 1
    wanted = f"{FIRST} {SECOND}".split()
    assert sum(word in article.text.split() for word in wanted) >= 0.9 * len(wanted)
    assert "Lower Basin, which has room for thirty, and ferries to Orrin" in article.text
    for found in index.search_passages("How much is the repair to cost?", 3):
        stored = index.catalog.get_article(found.article.id)
        assert stored and stored.text[found.passage.start : found.passage.end] == found.passage.text
    assert ingest_sources([str(clips)], index, workers=workers).unchanged == 2


@pytest.mark.parametrize("name", ["clipping.png", "clipping.jpg", "clipping.tif", "clipping.webp", "noname"])
def test_a_clipping_is_told_with_its_pages_before_it_is_read(name: str) -> None:
    kind = {"jpg": "JPEG", "tif": "TIFF", "webp": "WEBP"}.get(name.rsplit(".", 1)[-1], "PNG")
    assert outcomes(scanned(printed(FIRST), kind=kind), name) == [Scan(f"/clips/{name}", 1)]


def test_doubtful_words_keep_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "The weir at Keld was opened on Friday, and the",
        "gate cost 870,000 crowns, the board of Keld said.",
    ]
    page = RecognisedPage(
        tuple(
            tuple(
                RecognisedWord(
                    word, 0.3 if word in ("Keld", "870,000") else 0.99, 40 * at, top, 40 * at + 30, top + 20
                )
                for at, word in enumerate(line.split())
            )
            for line, top in zip(lines, (100, 130), strict=True)
        ),
        height=400,
    )
    monkeypatch.setattr(pictures, "recognise_page", lambda _: page)
    article, note = outcomes(scanned(printed(FIRST), kind="PNG"), "weir.png", granted=True)
    assert isinstance(article, Article) and isinstance(note, Note)
    assert MARK not in repr(article) and article.text == " ".join(lines)
    assert [article.text[start:end] for start, end in article.unsure] == ["Keld", "870,000", "Keld"]
    assert article.confidence == pytest.approx(sum(word.confidence for word in page.words) / 19, abs=0.001)


def test_columns_of_a_picture_are_read_one_after_the_other() -> None:
    left, right = ["one two three", "four five six", "seven eight"], ["nine ten", "eleven twelve", "thirteen"]
    rows = []
    for number, pair in enumerate(zip(left, right, strict=True)):
        for x, text in zip((40, 500), pair, strict=True):
            rows.append((RecognisedWord(text, 1.0, x, 100 + 30 * number, x + 300, 120 + 30 * number),))
    placed = placed_lines(RecognisedPage(tuple(rows), 400), 0)
    assert [line.text for line in placed] == left + right


def test_a_photograph_and_an_icon_are_told_of_and_no_article() -> None:
    photograph = Image.new("RGB", (900, 600), (90, 120, 150))
    ImageDraw.Draw(photograph).text(
        (300, 250), "PIER 7", font=ImageFont.load_default(60), fill=(250, 250, 250)
    )
    (note,) = outcomes(scanned(photograph, kind="JPEG"), "sea.jpg", granted=True)
    assert isinstance(note, Note) and "no text of an article" in note.text
    (note,) = outcomes(scanned(Image.new("RGB", (64, 64)), kind="PNG"), "icon.png")
    assert isinstance(note, Note) and "too small" in note.text


def test_a_broken_picture_and_one_of_too_many_pages_are_refused() -> None:
    with pytest.raises(ReadError, match="cut off or broken"):
        outcomes(b"\x89PNG\r\n\x1a\n" + b"x" * 40, "broken.png")
    pages = scanned(*[printed("")] * 3, kind="TIFF")
    with pytest.raises(LimitError, match=r"3 pages.*DATELINE_MAX_PAGES=2"):
        list(read_document(Document("k", "many.tif", pages), allowance=ReadingAllowance(max_pages=2)))


def test_where_no_recogniser_is_installed_it_is_said_what_would_help(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, index: NewsIndex
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"scan.*tesseract.*make ocr"):
        outcomes(pdf([[]], picture=True), "scan.pdf")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "photo.png").write_bytes(scanned(printed(FIRST), kind="PNG"))
    assert ingest_sources([str(tmp_path / "clips")], index).failed == 0


def test_tesseract_is_asked_first_with_a_picture_and_its_doubt_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_recogniser(tmp_path, KELD)
    monkeypatch.setenv("PATH", str(tmp_path))
    article, _ = outcomes(pdf([[]], picture=True), "scan.pdf", granted=True)
    assert isinstance(article, Article) and article.text == KELD
    assert [article.text[start:end] for start, end in article.unsure] == ["870,000"]


def archive(path: Path, **held: bytes) -> Path:
    """A ZIP archive; ``a__txt`` is the member a.txt."""
    with zipfile.ZipFile(path, "w") as made:
        for name, data in held.items():
            made.writestr(name.replace("__", "."), data)
    return path


def mail_with(data: bytes, name: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ann <ann@post.example>", "desk@post.example", "Weir opens"
    made.set_content(SECOND)
    made.add_attachment(data, maintype="image", subtype="png", filename=name)
    return made.as_bytes()


def test_a_scan_in_an_archive_waits_and_the_text_beside_it_does_not(
    index: NewsIndex, tmp_path: Path, workers: Workers
) -> None:
    scan = scanned(printed(FIRST, "Velden closes its north quay"), kind="PNG")
    clips = archive(tmp_path / "clips.zip", a_scan__png=scan, b__txt=f"Weir opens\n\n{SECOND}".encode())
    heard: list[tuple[str, str, int]] = []

    def hear(progress: Progress) -> None:
        if progress.name:
            heard.append((progress.name, progress.outcome, index.catalog.count_all()[0]))

    report = ingest_sources([str(clips)], index, progress=hear, workers=workers)
    assert (report.added, report.unchanged, report.failures) == (2, 0, [])
    assert [each[:2] for each in heard] == [("clips.zip", "scanned"), ("clips.zip", "read")]
    assert heard[1][2] == 1  # the text was stored while the scan was looked at
    by_scan = index.catalog.get_article_by_key(f"{clips}!a_scan.png")
    by_text = index.catalog.get_article_by_key(f"{clips}!b.txt")
    assert by_scan and by_scan.confidence and by_scan.title == "Velden closes its north quay"
    assert by_text and by_text.confidence is None and by_text.text == SECOND
    assert ingest_sources([str(clips)], index, workers=workers).unchanged == 2


def test_a_scan_that_is_attached_is_told_beforehand_read_and_taken_back(
    index: NewsIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_recogniser(tmp_path, KELD)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "weir.eml").write_bytes(mail_with(scanned(printed("x"), kind="PNG"), "clipping.png"))
    sources = [str(tmp_path / "weir.eml")]
    with Workers(1, Limits(60)) as readers:
        (shown,) = preview(sources, readers, Fetcher(), MAX_BYTES, {})
        assert [each["headline"] for each in shown.articles] == ["Weir opens"] and not shown.failed
        assert any("scan of 1 page:" in told for told in shown.told) and index.catalog.count_all()[0] == 0
        index.catalog.batches.begin_batch("b", "weir.eml")
        report = ingest_sources(sources, index, workers=readers, batch="b")
    assert (report.added, report.failures) == (2, [])
    attached = index.catalog.get_article_by_key(f"{sources[0]}!clipping.png")
    assert attached and attached.text == KELD
    take_batch_back(index, "b")
    assert index.catalog.count_all()[0] == 0


def test_what_stands_beside_a_scan_outlives_the_process_that_looks_at_it(
    index: NewsIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path, "kill -KILL $PPID")
    monkeypatch.setenv("PATH", str(tmp_path))
    scan = scanned(printed("x"), kind="PNG")
    clips = archive(tmp_path / "clips.zip", a__png=scan, b__txt=f"Weir opens\n\n{SECOND}".encode())
    with Workers(1, Limits(60)) as readers:
        report = ingest_sources([str(clips)], index, workers=readers)
    assert (report.added, report.failed) == (1, 1)
    assert index.catalog.get_article_by_key(f"{clips}!b.txt") is not None


def test_a_recogniser_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(tmp_path, "echo 'no language data' >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match="no language data"):
        outcomes(pdf([[]], picture=True), "scan.pdf", granted=True)
