"""Nothing is passed over in silence: what a folder skipped, what would become of it, and what unreadable files are."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from errors import ReadError
from ingest.__main__ import main
from ingest.documents.document import Document
from ingest.read import recognition
from ingest.read.json_exports import JSON_EXPORTS
from ingest.read.kind_names import KIND_NAMES
from ingest.read.kinds import READERS, SUFFIXES, recognise_kind
from ingest.read.signatures import SKIPPED
from ingest.runs.find import find_files
from tests.ingest.made import zipped

TEXT = "Ferry stopped\n\nLarkmoor Courier\n4 March 2026\n\nThe ferry to Ormsay stopped on Monday after a crack was found in its hull."
MARKED = "Well runs dry\n\nThe well of Dunmore ran dry on Monday after a pump was left on all night.\n"


@pytest.fixture(autouse=True)
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are passed over where nothing recognises their text."""
    monkeypatch.setattr(recognition, "find_engine", lambda: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "clips"
    made.mkdir()
    (made / "a.txt").write_text(TEXT)
    (made / "b.jpg").write_bytes(b"\xff\xd8\xff")
    (made / "c.JPG").write_bytes(b"\xff\xd8\xff")
    (made / "d.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (made / "e.xyz").write_text("nothing that is known")
    (made / ".hidden").write_text("x")
    (made / "noending").write_text("nothing that is known")
    (made / "saved").write_text(
        f"<html><body><article><h1>Well</h1><p>{MARKED * 2}</p></article></body></html>"
    )
    return made


def test_a_folder_names_what_it_passed_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "data"), "--quiet", str(folder)]) == 0
    printed = capsys.readouterr()
    assert "added 2" in printed.out  # the page without an ending is surely one
    (line,) = (line for line in printed.err.splitlines() if line.startswith("skipped"))
    assert line.startswith("skipped 6 files: 2 .jpg (pictures; after make ocr their text is read), ")
    for part in (
        "1 .mp4 (films)",
        "1 .xyz (no kind that is read)",
        "1 without ending (no kind that is read)",
        "1 hidden",
    ):
        assert part in line
    assert main(["--data", str(tmp_path / "data"), "--json", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["skipped"] == {
        ".jpg": 2,
        ".mp4": 1,
        ".xyz": 1,
        "": 1,
        "hidden": 1,
    }


def test_agencies_xml_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    nitf = (
        "<?xml version='1.0'?><nitf><body><body.content><p>The well ran dry.</p></body.content></body></nitf>"
    )
    (tmp_path / "tag_wire.example,2026_item.7").write_text(nitf)
    (tmp_path / "settings.conf").write_text(
        "<?xml version='1.0'?><settings><a>The well ran dry.</a></settings>"
    )
    skipped: dict[str, int] = {}
    assert list(find_files([str(tmp_path)], skipped)) == [tmp_path / "tag_wire.example,2026_item.7"]
    assert skipped == {".conf": 1}


def test_a_folder_that_gives_nothing_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("a.png", "b.png"):
        (pictures / name).write_bytes(b"\x89PNG")
    assert main(["--data", str(tmp_path / "data"), "--quiet", str(pictures)]) == 1
    said = capsys.readouterr().err
    assert (
        "skipped 2 files: 2 .png (pictures; after make ocr their text is read)" in said
        and f"nothing was taken from {pictures}" in said
    )


def test_a_file_that_gives_nothing_at_all_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("[]" if name == "a.json" else '{"articles": []}')
    for name in ("a.json", "b.json"):
        assert main(["--data", str(tmp_path / "data"), "--quiet", str(tmp_path / name)]) == 1
        assert f"failed: {tmp_path / name}" in capsys.readouterr().err


def test_a_dry_run_tells_what_would_become_of_each_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "f.ris").write_text(
        "TY  - NEWS\nTI  - Mill burns\nJF  - Harbour Post\nDA  - 2026/03/05\nAB  - The mill burned.\nER  - \n"
    )
    (folder / "g.docx").write_bytes(zipped({"ppt/presentation.xml": "<x/>"}))
    data = tmp_path / "data"
    assert main(["--data", str(data), "--dry-run", str(folder)]) == 1  # one of them would fail
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert f"{folder}/a.txt: text → 1 article" in lines
    assert "  Ferry stopped · Larkmoor Courier · 2026-03-04" in lines
    assert (
        f"{folder}/f.ris: references (RIS) → 1 article" in lines
        and "  Mill burns · Harbour Post · 2026-03-05" in lines
    )
    assert any("failed: this is a PowerPoint presentation" in line for line in lines)
    assert (
        lines[-1] == "would take 3 articles; nothing was stored"
        and "2 .jpg (pictures; after make ocr their text is read)" in printed.err
    )
    assert not data.exists()


def test_a_dry_run_as_json(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "uri": f"urn:x:{n}",
            "versioncreated": "2026-03-04T10:00:00Z",
            "headline": "Mill",
            "body_text": MARKED,
        }
        for n in (1, 2)
    ]
    (folder / "wire.json").write_text(json.dumps(rows))
    assert main(["--data", str(tmp_path / "data"), "--dry-run", "--json", str(folder)]) == 0
    shown = {Path(row["key"]).name: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert shown["wire.json"]["kind"] == "an agency's JSON (ninjs)"
    assert shown["wire.json"]["articles"][0] == {"headline": "Mill", "outlet": None, "day": "2026-03-04"}


PICTURES = {ending for ending, kind in SUFFIXES.items() if kind == "picture"}  # read or skipped, as it can be
UNREADABLE = {
    "an SQLite database": b"SQLite format 3\0" + b"\0" * 100,
    "a PowerPoint presentation": zipped({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}),
    "a binary Excel workbook": zipped({"xl/workbook.bin": "x"}),
    "a document of Pages": zipped({"Index/Document.iwa": "x"}),
    "an old PowerPoint presentation": b"\xd0\xcf\x11\xe0"
    + b"\0" * 600
    + "PowerPoint Document".encode("utf-16-le"),
    "protected by a password": b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "an Outlook mailbox": b"!BDN" + b"\0" * 100,
    "a TAR archive": b"a.txt" + b"\0" * 252 + b"ustar" + b"\0" * 250,
    "a film": b"\0\0\0\x18ftypmp42" + b"\0" * 100,
    "an MP3 recording": b"ID3\x04" + b"\0" * 100,
    "a GIF picture": b"GIF89a" + b"\0" * 100,
    "an SVG drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "an Access database": b"\0\1\0\0Standard ACE DB\0" + b"\0" * 100,
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_named(what: str) -> None:
    with pytest.raises(ReadError, match=f"this is .*{what}"):
        recognise_kind(Document("/clips/x", "x", UNREADABLE[what]))


@pytest.mark.parametrize(
    "text",
    ["BM is short for ...", "MZ began the war", "ID3 tags are kept", "RIFF raff", "ITSF said", "Obj one"],
)
def test_a_text_that_begins_like_a_program_is_text(text: str) -> None:
    assert recognise_kind(Document("/clips/x.txt", "x.txt", f"{text}\n\n{TEXT}".encode())) == "text"


def test_every_kind_has_a_name_and_a_reader() -> None:
    kinds = {*READERS, *JSON_EXPORTS}
    assert kinds == KIND_NAMES.keys()
    for module, function in [
        *READERS.values(),
        *((module, reads) for module, _, reads in JSON_EXPORTS.values()),
    ]:
        assert callable(getattr(importlib.import_module(f"ingest.read.{module}"), function))
    assert set(SUFFIXES.values()) <= READERS.keys() and SUFFIXES.keys() & SKIPPED.keys() == PICTURES
