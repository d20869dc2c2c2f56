"""The benchmark of encodings: folders named after the encoding of their texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.encodings import codecs_of, measure, summary
from errors import ReadError

CZECH = "Přívoz mezi ostrovy v pondělí zastavil provoz, když v přístavu začal hořet motor lodi. Nikdo nebyl zraněn."
GREEK = "Το πλοίο ανάμεσα στα νησιά σταμάτησε τη Δευτέρα, όταν η μηχανή του πήρε φωτιά στο λιμάνι. Κανείς δεν τραυματίστηκε."
KOREAN = "월요일 항구에서 엔진에 불이 나 두 섬 사이의 여객선 운항이 중단되었다. 다친 사람은 없다고 항만 책임자가 말했다."


def write(folder: Path, encoding: str, data: bytes) -> None:
    (folder / encoding).mkdir()
    (folder / encoding / "story.txt").write_bytes(data)


def test_own_texts_come_out_right(tmp_path: Path) -> None:
    for folder, codec, text in (
        ("windows-1250-czech", "cp1250", CZECH), ("iso-8859-7-greek", "iso-8859-7", GREEK), ("EUC-KR", "euc-kr", KOREAN),
        ("utf-8", "utf-8", GREEK), ("UTF-16LE", "utf-16-le", CZECH), ("UTF-32", "utf-32", KOREAN),
    ):  # fmt: skip
        write(tmp_path, folder, (text * 3).encode(codec))
    assert [each.path for each in measure(tmp_path) if not each.right] == []


def test_a_text_read_wrongly_counts_as_wrong(tmp_path: Path) -> None:
    write(tmp_path, "windows-1250-czech", CZECH.encode("cp1250"))
    assert summary(measure(tmp_path, lambda data: data.decode("cp1252", "replace")))["share"] == 0.0


def test_what_cannot_be_judged_counts_as_wrong_and_is_said(tmp_path: Path) -> None:
    write(tmp_path, "EUC-TW", b"\xc4\xe3")
    (judged,) = measure(tmp_path)
    assert judged.right is None
    assert summary([judged]) == {"files": 1, "right": 0, "unknown": 1, "share": 0.0}


def test_a_folder_names_its_codecs() -> None:
    assert codecs_of("windows-1250-czech") == ["windows-1250"]
    assert codecs_of("GB2312") == ["gb2312", "gb18030"]
    assert codecs_of("EUC-TW") == []


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="named after encodings"):
        measure(tmp_path)


def test_97_of_100_real_texts_come_out_right(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["encodings", "--texts", str(shared / "data" / "hostile" / "encodings"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["share"] >= 0.97
