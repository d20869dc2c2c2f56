"""ZIP archives: nested documents, names that would climb out, and bombs."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Problem
from ingest.documents.zip_package import make_safe_name
from ingest.read.archive import read_archive
from ingest.read.kinds import read_document
from news.article import Article

STORY = b"Ferry stopped\n\nThe ferry to Ormsay stopped on Monday after a crack was found in its hull.\n"


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def document(data: bytes) -> Document:
    return Document("/clips/a.zip", "a.zip", data)


def test_every_member_is_a_document_of_its_own() -> None:
    inner = packed({"deep.txt": STORY})
    members = {
        "one.txt": STORY,
        "more/two.html": b"<html><body><article><p>" + STORY[15:] + b"</p></article></body></html>",
        "inner.zip": inner,
        "rows.csv": b"title,text\nFerry,It stopped on Monday.\nBridge,It opened on Tuesday.\n",
        "empty.txt": b"",
        "clip.mp4": b"\0\0\0\x18ftypmp42",
        ".hidden.txt": STORY,
        "__MACOSX/one.txt": STORY,
    }
    outcomes = list(read_document(document(packed(members))))
    keys = [outcome.key for outcome in outcomes if isinstance(outcome, Article)]
    assert keys == [
        "/clips/a.zip!one.txt",
        "/clips/a.zip!more/two.html",
        "/clips/a.zip!inner.zip!deep.txt",
        "/clips/a.zip!rows.csv#Ferry",
        "/clips/a.zip!rows.csv#Bridge",
    ]
    (problem,) = (outcome for outcome in outcomes if isinstance(outcome, Problem))
    assert problem.key == "/clips/a.zip!empty.txt" and "empty" in problem.reason


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/cron.d/x.txt", "etc/cron.d/x.txt"),
        ("..\\..\\windows\\x.txt", "windows/x.txt"),
        ("C:\\x.txt", "x.txt"),
        ("a/./b//../c.txt", "a/b/c.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", "unnamed"),
    ],
)
def test_names_do_not_climb_out(name: str, safe: str) -> None:
    assert make_safe_name(name) == safe


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    (article,) = read_archive(document(packed({"../../evil.txt": STORY})))
    assert article.key == "/clips/a.zip!evil.txt"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_members_whose_safe_names_are_the_same_keep_apart() -> None:
    outcomes = list(read_archive(document(packed({"../a.txt": STORY, "a.txt": STORY}))))
    assert [outcome.key for outcome in outcomes] == ["/clips/a.zip!a.txt", "/clips/a.zip!a.txt#2"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(LimitError, match="times its size"):
        list(read_archive(document(packed({"bomb.txt": bytes(40_000_000)}))))


def test_a_directory_that_promises_too_much_is_refused() -> None:
    data = packed({f"{number}.txt": os.urandom(1000) * 9 for number in range(20)})
    with pytest.raises(LimitError, match="DATELINE_MAX_BYTES=100,000"):
        list(read_archive(document(data), ReadingAllowance(max_bytes=100_000)))


def test_archives_in_archives_share_one_allowance() -> None:
    inner = packed({"a.txt": os.urandom(300).hex().encode() * 100})
    data = packed({f"{number}.zip": inner for number in range(10)}, zipfile.ZIP_STORED)
    with pytest.raises(LimitError, match="DATELINE_MAX_BYTES"):
        list(read_archive(document(data), ReadingAllowance(max_bytes=250_000)))


def test_archives_nested_too_deeply_are_refused() -> None:
    data = packed({"a.txt": STORY})
    for _ in range(5):
        data = packed({"a.zip": data})
    with pytest.raises(LimitError, match="levels deep"):
        list(read_archive(document(data)))


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_said() -> None:
    data = bytearray(packed({"a.txt": b"x" * 500_000}))
    for at in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = struct.pack("<I", 10)
    (problem,) = read_archive(document(bytes(data)))
    assert isinstance(problem, Problem) and "broken in the archive" in problem.reason


def test_overlapping_members_count_each() -> None:
    """All directory entries point at one packed member, as in the bombs that need no nesting."""
    data = b"y" * 200_000
    body = zlib.compress(data, 9)[2:-4]
    crc = zlib.crc32(data)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), len(data), 5, 0) + b"a.txt"
    entries = b""
    for number in range(100):
        name = f"{number:03}.t".encode()
        entries += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), len(data), 5, 0, 0, 0, 0, 0, 0
        )
        entries += name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(entries), len(head) + len(body), 0)
    with pytest.raises(LimitError):
        list(read_archive(document(head + body + entries + end)))


def test_too_many_members_are_refused() -> None:
    data = packed({f"{number}.txt": STORY for number in range(12)})
    with pytest.raises(LimitError, match="more than 10 documents"):
        list(read_archive(document(data), ReadingAllowance(max_members=10)))


def test_protected_and_broken_members_cost_a_line_each() -> None:
    data = bytearray(packed({"locked.txt": STORY, "good.txt": STORY, "cut.txt": STORY}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1  # encrypted, says the directory
    start = data.index(b"cut.txt") + len("cut.txt")
    data[start : start + 20] = bytes(20)
    outcomes = list(read_archive(document(bytes(data))))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Problem", "Article", "Problem"]
    assert isinstance(outcomes[0], Problem) and "password" in outcomes[0].reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({"a.txt": STORY})[:-30], "not a whole ZIP"),
        (packed({"a.exe": b"MZ"}), "no document"),
        (
            packed({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}),
            "a PowerPoint presentation",
        ),
    ],
)
def test_archives_that_give_nothing_say_why(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        list(read_document(document(data)))
