"""Bytes to text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.encoding import decode_text

GERMAN = "Der Bürgermeister öffnete gestern die neue Straße über die Brücke, für die größte Fähre der Küste."
RUSSIAN = "Паром в Ормси остановили в понедельник после того, как в корпусе нашли трещину, сообщил порт."
JAPANESE = "月曜日、船体に亀裂が見つかり、オルムジー行きのフェリーは運航を停止した。港湾局が発表した。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"), (GERMAN, "utf-8-sig"), (GERMAN, "utf-16"), (GERMAN, "utf-32"), (GERMAN, "cp1252"),
        (GERMAN, "utf-16-le"), (GERMAN, "utf-16-be"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (JAPANESE, "iso-2022-jp"),
    ],
)  # fmt: skip
def test_encodings_are_told(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_what_is_declared_counts_where_it_fits() -> None:
    assert decode_text("100 €".encode("iso-8859-15"), "iso-8859-15") == "100 €"
    assert decode_text(b'<?xml version="1.0" encoding="koi8-r"?>' + "да".encode("koi8-r")).endswith("да")
    assert decode_text("für".encode(), "utf-16-nonsense") == "für"
    assert decode_text(b"\x93quoted\x94", "iso-8859-1") == "“quoted”"
    assert decode_text(b"caf\xe9 is good", "hex") and decode_text(b"caf\xe9 is good", "a\0b")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("“เรือเฟอร์รี่หยุดให้บริการ”", "cp874"), ("“Feribot seferleri durduruldu”", "cp1254")],
)
def test_quotes_survive_where_the_declared_encoding_has_none(text: str, encoding: str) -> None:
    named = {"cp874": "tis-620", "cp1254": "iso-8859-9"}[encoding]
    page = f'<?xml version="1.0" encoding="{named}"?>'.encode() + text.encode(encoding)
    assert decode_text(page).endswith(text)


def test_line_ends_and_control_characters() -> None:
    assert (
        decode_text(b"The ferry\r\nstopped\rfor\x07 good,\x00 said\tAda.")
        == "The ferry\nstopped\nfor good, said\tAda."
    )


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x80\x81\xfe\xff" * 40, bytes(range(256)) * 4])
def test_decoding_never_fails(data: bytes) -> None:
    assert isinstance(decode_text(data), str)


_NAMES = {"CP932": "cp932", "CP949": "cp949", "IBM855": "cp855", "IBM866": "cp866", "MacCyrillic": "mac-cyrillic",
          "MacRoman": "mac-roman"}  # fmt: skip


@pytest.mark.shared
def test_the_encodings_folder(shared: Path) -> None:
    files = [path for path in (shared / "data/hostile/encodings").glob("*/*") if path.is_file()]
    right = 0
    for path in files:
        folder = path.parent.name
        languages = ("croatian", "czech", "hungarian", "polish", "slovak", "slovene", "bulgarian", "russian", "arabic",
                     "greek", "turkish", "hebrew", "romanian")  # fmt: skip
        name = folder.rsplit("-", 1)[0] if folder.endswith(languages) else _NAMES.get(folder, folder)
        try:
            truth = path.read_bytes().decode(name, "replace")
        except LookupError:  # EUC-TW: Python has no such codec
            continue
        right += decode_text(path.read_bytes()) == decode_text(truth.encode("utf-8", "replace"))
    assert right >= 0.97 * len(files)
