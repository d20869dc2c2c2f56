"""IPTC 7901, the text message of news agencies: a header line, keywords, headline, text, and a time at the end.

``SOH header STX text ETX time EOT`` (IPTC Recommendation 7901, fifth edition); files often lack the control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.facts.body import Body
from ingest.facts.fields import join_paragraphs
from ingest.read.wire.item import Item, item_outcomes

_HEAD = (
    r"(?P<source>[a-z]{2,4}) ?(?P<number>\d{2,5})[ \t]+(?P<priority>\d)[ \t]+(?P<category>[a-z]{1,4})[ \t]+"
    r"(?P<words>\d{1,5})(?!\S)(?P<rest>[^\n]{0,200})\n"
)
_FIRST = re.compile(rf"[ \t\r\n\x01]*{_HEAD}", re.I)
_HEADER = re.compile(rf"^{_HEAD}", re.I | re.M)
_TIME = re.compile(
    r"^\s*(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?P<zone>[A-Z]{3,4})?\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d\d(?:\d\d)?)\b",
    re.M,
)
_NOTES = re.compile(r"^(?:#{1,3} ?\S|\*[ \t]?\*[ \t]?\*|-{5,}|_{5,}|The following information is not)", re.M)
_MARKS = re.compile(  # lines above a headline that say which version it is
    r"\(?(?:eil(?:meldung)?|kurz|extra|refile|correct(?:ed|ion)|korr(?:ektur)?|berichtigung|wiederholung|zusammenfassung|"
    r"(?:\d+(?:st|nd|rd|th)|first|second) (?:lead|update)|\d+\. (?:lead|update)|lead|update|overview|roundup|urgent|flash|"
    r"feature|profile|preview|analysis)[\s\d().:-]{0,10}$",
    re.I,
)
_BYLINE = re.compile(r"^(?:by|von|par|por|di)\s+(?P<names>\S.{2,80}?)\s*=?$", re.I)
_REPORTING = re.compile(
    r"^[-* ]*(?:reporting by|autor(?:en|in)?|text|by|rédaction)\s*:\s*(?P<names>\S.{2,120})$", re.I | re.M
)
_AGENCY = re.compile(r"\A.{2,80}?\((?P<agency>[A-Za-zÀ-ÿ-]{2,12})(?:/[\w-]+)?\)\s*[-–—]{0,2}\s", re.S)
_SIGNATURE = re.compile(r"\n\s*[a-zA-Z]{2,4}(?: [a-z]{2,4}){1,7}\s*\Z")
_MONTHS = (
    "jan",
    "feb",
    "mar mär mrz",
    "apr avr",
    "may mai",
    "jun",
    "jul",
    "aug aoû",
    "sep",
    "oct okt",
    "nov",
    "dec dez déc",
)


def looks_like_iptc7901(start: str) -> bool:
    """Whether a text begins with the header of a message."""
    return _FIRST.match(start) is not None


def read_iptc7901(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read every message of a file. Raises ReadError if there is none, LimitError if there are too many."""
    allowance = allowance or ReadingAllowance()
    items = []
    for part in document.data.split(b"\x01"):
        # Control characters part header and text; to a text they are nothing but line ends
        text = decode_text(re.sub(rb"[\x02\x03\x04\x11-\x14\x7f]", b"\n", part))
        heads = list(_HEADER.finditer(text))
        ends = [each.start() for each in heads[1:]] + [len(text)]
        for head, following in zip(heads, ends, strict=False):
            allowance.take_member()
            items.append(_item(head, text[head.end() : following]))
    if not items:
        raise ReadError("no message of IPTC 7901 that can be read: wanted a header such as 'abc123 4 pl 210'")
    for item in items:
        yield from item_outcomes(document, item, alone=len(items) == 1)


def _item(head: re.Match[str], text: str) -> Item:
    sent = next(iter(list(_TIME.finditer(text))[-1:]), None)
    text = text[: sent.start()] if sent else text
    notes = _NOTES.search(text)
    below = text[notes.start() :] if notes else ""
    text = _SIGNATURE.sub("", text[: notes.start()] if notes else text)
    lines, rest = _parted(text)
    keywords, headline, byline = _headline(lines)
    body = Body()
    for paragraph in join_paragraphs(rest.strip()).split("\n\n"):
        body.add_line(paragraph)
    agency = _AGENCY.match(body.text)
    named = re.findall(r"(?<![\w-])([A-Za-z]{2,5})(?=\s|$)", head["rest"])
    outlet = agency["agency"] if agency else next((name for name in named if len(set(name.lower())) > 2), "")
    reporting = _REPORTING.search(below)
    when = _moment(sent) if sent else ""
    return Item(
        f"{head['source']}{head['number']} {when[:10]}".strip(),
        {
            "title": headline,
            "published": when,
            "authors": [byline or (reporting["names"] if reporting else "")],
            "outlet": outlet,
            "tags": keywords,
        },
        body,
        changed=when,
        provider=outlet,
    )


def _parted(text: str) -> tuple[list[str], str]:
    """The lines above the text, of which the last ends with ``=``; else the first lines up to a blank one."""
    marked = re.search(r"=[ \t]*(?:\n|$)", text[:3000])
    if marked:
        return [line.strip() for line in text[: marked.start()].split("\n") if line.strip()], text[
            marked.end() :
        ]
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n"), maxsplit=2)
    keywords = len(blocks) > 2 and blocks[0].strip().endswith("/")
    above, rest = ("\n".join(blocks[:2]), blocks[2]) if keywords else (blocks[0], "\n\n".join(blocks[1:]))
    return [line.strip() for line in above.split("\n") if line.strip()], rest


def _headline(lines: list[str]) -> tuple[list[str], str, str]:
    """Keywords, headline and byline among the lines above the text."""
    keywords: list[str] = []
    kept: list[str] = []
    byline = ""
    for line in lines:
        if (found := _BYLINE.match(line)) and kept:
            byline = found["names"]
        elif not kept and "/" in line and " " not in line.strip("/ "):
            keywords += [word for word in re.split(r"[/]", line) if word.strip()]
        elif not _MARKS.match(line):
            kept.append(line)
    return keywords, " ".join(kept) or " ".join(lines[-1:]), byline


def _moment(sent: re.Match[str]) -> str:
    month = next((n for n, names in enumerate(_MONTHS, 1) if sent["month"].lower()[:3] in names.split()), 0)
    year = int(sent["year"]) if len(sent["year"]) == 4 else 2000 + int(sent["year"])
    year -= 100 if year > datetime.now(UTC).year + 1 else 0
    try:
        moment = datetime(year, month, int(sent["day"]), int(sent["hour"]), int(sent["minute"]))
    except ValueError:
        return ""
    return (moment.replace(tzinfo=UTC) if sent["zone"] in ("GMT", "UTC") else moment).isoformat()
