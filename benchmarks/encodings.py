"""Files whose encoding is known by their folder: how many come out as they were written."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from errors import ReadError
from ingest.documents.encoding import decode_text

NOTES = {"SOURCE.txt", "LICENSE", "README.md"}  # beside the folders, no texts
# What the web reads some names as (WHATWG Encoding Standard). They hold more letters, and give a few signs, such as
# the wave dash, another code point than Python's codec of that name: both readings are right.
_SUPERSETS = {
    "ascii": "cp1252",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "maccyrillic": "mac_cyrillic",
    "macroman": "mac_roman",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One file, and whether it came out right; None where nothing says what is right."""

    path: str
    encoding: str
    right: bool | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--texts", type=Path, required=True, help="a folder of folders named after encodings")
    parser.add_argument("--misses", action="store_true", help="list the files that come out wrong")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Decode every file and print the share that comes out right; exit code 0."""
    judged = measure(arguments.texts)
    figures = summary(judged)
    if arguments.json:
        print(json.dumps({**figures, "files": [asdict(each) for each in judged]}, indent=1))
        return 0
    for each in judged if arguments.misses else []:
        if not each.right:
            print(f"{each.path}\t{'wrong' if each.right is False else 'nothing tells what is right'}")
    print(f"{figures['right']:.0f} of {figures['files']:.0f} files right ({figures['share']:.3f})")
    print(
        f"{figures['unknown']:.0f} cannot be judged (Python lacks the codec, or the file breaks it); they count as wrong"
    )
    return 0


def measure(folder: Path, decoded: Callable[[bytes], str] = decode_text) -> list[Judged]:
    """Every file below ``folder``, decoded without being told its encoding.

    Raises ReadError if there are no files in folders.
    """
    paths = sorted(path for path in folder.glob("*/**/*") if path.is_file() and path.name not in NOTES)
    if not paths:
        raise ReadError(f"{folder} holds no folders with texts: wanted folders named after encodings")
    return [
        _judge(path, path.relative_to(folder), decoded) for path in tqdm(paths, unit="file", file=sys.stderr)
    ]


def _judge(path: Path, name: Path, decoded: Callable[[bytes], str]) -> Judged:
    data = path.read_bytes()
    true = [text for codec in codecs_of(name.parts[0]) if (text := _decoded(data, codec)) is not None]
    return Judged(str(name), name.parts[0], seen(decoded(data)) in map(seen, true) if true else None)


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except ValueError:
        return None


def codecs_of(folder: str) -> list[str]:
    """The codecs by which a folder such as ``windows-1250-czech`` may be read; none where Python has none."""
    name = folder.lower()
    while name:
        found = [each for each in (name, _SUPERSETS.get(name, "")) if each and _is_codec(each)]
        if found:
            return found
        name = name.rpartition("-")[0]
    return []


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def seen(text: str) -> str:
    """What a reader sees of a text: its printed characters, without spaces and marks of order."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def summary(judged: list[Judged]) -> dict[str, float]:
    """How many files there are, come out right, and cannot be judged; ``share`` is right of all."""
    right = sum(each.right is True for each in judged)
    unknown = sum(each.right is None for each in judged)
    return {"files": len(judged), "right": right, "unknown": unknown, "share": right / len(judged)}
