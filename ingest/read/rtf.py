"""RTF files. What they link to is never fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.document import Document, Outcome
from ingest.facts.fields import BETWEEN_NAMES, read_authors
from ingest.read.layout import Block, Properties, build_article_from_layout

_START = b"{\\rtf"
_LINKED = re.compile(
    r'\("(?:https?|mailto|ftp):[^"\n]{0,2000}"\)'
)  # how striprtf writes where a word leads to
_TITLE = re.compile(r"\{\\title ([^{}]{1,2000})\}")
_AUTHOR = re.compile(r"\{\\author ([^{}]{1,2000})\}")
_PAGE = re.compile(r"\\ansicpg\d{1,5}")
_BINARY = re.compile(rb"\\bin(\d{1,10}) ?")
_RAW = re.compile(rb"[\x80-\xff]")
_TOKEN = re.compile(
    r"(?P<unicode>\\\*[\r\n]*\\ud(?![a-z])[ ]?)|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    r"|\\'[0-9a-fA-F]{2}|\\[^a-z]|(?P<brace>[{}])|[^\\{}]+",
    re.I | re.S,
)
_BREAK = "\f"  # of a column or page, until it is known whether a sentence runs over it
_RUNS_OVER = re.compile(rf"(?<=[\w,;–—-])[ ]*{_BREAK}[ {_BREAK}]*(?=[^\W\d_])")
_CHARACTERS = (  # control words that stand for characters
    "par line tab page sect column emdash endash emspace enspace qmspace bullet lquote rquote ldblquote rdblquote u"
)
_SHOWN = frozenset(_CHARACTERS.split())
_BREAKS = frozenset({"page", "column"})
_GONE = frozenset({"deleted", "v"})


def is_rtf(data: bytes) -> bool:
    """Whether ``data`` begins as RTF does, if need be after a byte-order mark or blank lines."""
    return data[:64].removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n\0").startswith(_START)


def read_rtf(document: Document) -> Iterator[Outcome]:
    """Read an RTF file as one article. Raises ReadError if it is broken or has no text."""
    source = _readable_source(document.data)
    text = _plain_text(source)
    about = source.partition("{\\info")[2]
    made = re.search(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", source)
    known = Properties(
        title=_property(_TITLE.search(about), source),
        authors=read_authors(BETWEEN_NAMES.split(_property(_AUTHOR.search(about), source) or "")),
        published=parse_date(f"{made[1]}-{int(made[2]):02}-{int(made[3]):02}") if made else None,
    )
    blocks = [Block(" ".join(line.split())) for line in text.split("\n") if line.strip()]
    yield from build_article_from_layout(document, _short_first_line(blocks), blocks, known)


def rtf_text(data: bytes) -> str:
    """The text of an RTF file as a reader sees it: tracked changes accepted, hidden text left out.

    Raises ReadError if it is broken.
    """
    return _plain_text(_readable_source(data))


def _plain_text(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # escapes come in pairs
    except (ValueError, IndexError, KeyError, LookupError) as broken:
        raise ReadError(f"not a whole RTF file ({str(broken)[:150]}): save it again") from None
    return _join_over_breaks(_LINKED.sub("", text))


def _join_over_breaks(text: str) -> str:
    """A break of a column or page is a blank where a sentence runs over it, else the end of a paragraph."""

    def joined(found: re.Match[str]) -> str:
        return " " if text[found.end()].islower() else "\n"

    return _RUNS_OVER.sub(joined, text).replace(_BREAK, "\n")


def _property(stated: re.Match[str] | None, source: str) -> str | None:
    """A property such as the title, with its escapes read; None where it is not stated."""
    if stated is None:
        return None
    page = _PAGE.search(source[:2000])
    return _plain_text(f"{{\\rtf1\\ansi{page[0] if page else ''} {stated[1]}}}").strip() or None


def _readable_source(data: bytes) -> str:
    """The source with what nobody sees taken out, and with the bytes made characters.

    RTF is seven-bit, yet some programs write UTF-8 into it and others the bytes of the stated code page; striprtf
    takes each byte for a character of Latin-1. Binary pictures are left out first: any byte may stand in them.
    """
    data = _without_binary(data[data.index(_START) :] if is_rtf(data) else data)
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError:
        source = _RAW.sub(lambda byte: b"\\'%02x" % byte[0][0], data).decode("ascii")
    return _seen_source(source)


def _without_binary(data: bytes) -> bytes:
    parts: list[bytes] = []
    end = 0
    while found := _BINARY.search(data, end):
        parts.append(data[end : found.start()])
        end = found.end() + int(found[1])
    return b"".join((*parts, data[end:]))


@dataclass(slots=True)
class _Group:
    """What holds in a group of the source, from the opening to the closing brace."""

    gone: frozenset[str] = field(default_factory=frozenset)  # of ``_GONE``, what is on
    is_choice: bool = False  # \upr: the same text twice, for old readers and then in Unicode
    first: int = -1  # of a choice: where its first text begins among the parts that are kept


def _seen_source(source: str) -> str:
    """The source without deleted and hidden text, with the Unicode text of each ``\\upr`` and marked breaks."""
    kept: list[str] = []
    outer: list[_Group] = []
    group = _Group()
    for token in _TOKEN.finditer(source):
        word, text = (token["word"] or "").lower(), token[0]
        if token["brace"] == "{":
            if group.is_choice:
                if group.first >= 0:
                    del kept[group.first :]
                group.first = len(kept)
            outer.append(group)
            group = _Group(group.gone)
        elif token["brace"]:
            group = outer.pop() if outer else _Group()
        elif token["unicode"]:
            continue
        elif word == "upr":
            group.is_choice = True
            continue
        elif word in _GONE:
            group.gone = group.gone - {word} if token["number"] == "0" else group.gone | {word}
        elif word == "plain":
            group.gone = frozenset()
        elif word in _SHOWN or not word:
            if group.gone or group.is_choice:
                continue
            text = f"{{}}{_BREAK}" if word in _BREAKS else text
        kept.append(text)
    return "".join(kept)


def _short_first_line(blocks: list[Block]) -> str | None:
    """The first line where it looks like a headline: short, above other lines, no sentence."""
    first = blocks[0].text if blocks else ""
    return first if len(blocks) > 1 and 3 < len(first) <= 160 and not re.search(r"[.;,]$", first) else None
