"""What recognised text of scans is kept in: ALTO and PAGE, a file for each page, and METS, which says what stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from errors import LimitError, ReadError
from ingest.dates.dates import find_date, is_date_line
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.documents.zip_package import make_safe_name, open_zip, read_member
from ingest.facts.body import Body
from ingest.facts.fields import build_article_from_fields
from ingest.read.text import title_from_file_name
from news.article import Article

_LABEL_DAY = 40  # lines at the top of a page among which its day is printed


@dataclass
class Block:
    """A block of text on a page, line by line."""

    id: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one paragraph; a word that was divided at the end of a line is whole again."""
        parts: list[str] = []
        for line in self.lines:
            if parts and re.search(r"[^\W\d_]{2}[-¬\xad]$", parts[-1][-3:]) and line[:1].islower():
                parts[-1] = parts[-1][:-1]
                parts.append(line)
            else:
                parts += [" ", line]
        return " ".join("".join(parts).split())


def read_alto(document: Document) -> Iterator[Outcome]:
    """Read a page as one article. Raises ReadError if no word is on it."""
    blocks = page_blocks(document.data)
    body = _body(blocks)
    if not body.text:
        raise ReadError("a page of recognised text without a word: wanted text")
    lines = [line for block in blocks for line in block.lines][:_LABEL_DAY]
    day = next(
        (found for line in lines if len(line) < 90 and is_date_line(line) and (found := find_date(line))),
        None,
    )
    yield Article(document.key, title_from_file_name(document), body.text, published=day)


def page_blocks(data: bytes) -> list[Block]:
    """The blocks of a page in ALTO or PAGE, in their order. Raises ReadError if it is no XML."""
    refuse_entities(decode_text(data[:200_000]))
    root = parse_xml(data)
    if local_name(root) == "pcgts":
        return [_region(e) for e in root.iter() if local_name(e) == "textregion"]
    return [_block(e) for e in root.iter() if local_name(e) == "textblock"]


def _block(element: Any) -> Block:
    """A block of ALTO: a divided word is told whole by ``SUBS_CONTENT`` with its first part."""
    block = Block(str(element.get("ID") or ""))
    for line in element.iter():
        if local_name(line) != "textline":
            continue
        words = []
        for word in line:
            if local_name(word) != "string" or word.get("SUBS_TYPE") == "HypPart2":
                continue
            whole = word.get("SUBS_CONTENT") if word.get("SUBS_TYPE") == "HypPart1" else None
            words.append(str(whole or word.get("CONTENT") or ""))
        if text := " ".join(" ".join(words).split()):
            block.lines.append(text)
    return block


def _region(element: Any) -> Block:
    """A region of PAGE: each line has its text in ``TextEquiv/Unicode``."""
    block = Block(str(element.get("id") or ""))
    for line in element:
        if local_name(line) != "textline":
            continue
        for equivalent in line:
            if local_name(equivalent) == "textequiv":
                text = next((e.text or "" for e in equivalent if local_name(e) == "unicode"), "")
                block.lines += [text] if text.strip() else []
                break
    return block


def _body(blocks: list[Block]) -> Body:
    body = Body()
    for block in blocks:
        if text := block.text:
            body.length += len(text) + (2 if body.parts else 0)
            body.parts.append(text)
    return body


# ── METS ─────────────────────────────────────────────────────────────────────────────────────────────────────


def refuse_mets(document: Document) -> Iterator[Outcome]:
    """Raises ReadError: METS alone holds no text."""
    raise ReadError(
        f"{document.name} is METS, which says where text stands and holds none: pack it with its ALTO files as one .zip"
    )


def read_mets(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read an archive with one METS and its ALTO pages: an article for each that METS names, else for each page.

    Raises ReadError if it is broken or holds no text, LimitError if it takes more than it may.
    """
    allowance = allowance or ReadingAllowance()
    with open_zip(document.data, allowance) as archive, allowance.step_inside():
        members = [info.filename for info in archive.infolist() if info.filename.lower().endswith(".xml")]
        root: Any = None
        pages: dict[str, list[Block]] = {}
        for name in members:
            allowance.take_member()
            data = read_member(archive, name, allowance)
            if re.search(rb"<(?:\w+:)?mets\b", data[:4096]):
                refuse_entities(decode_text(data[:1_000_000]))
                root = parse_xml(data) if root is None else root
                continue
            try:
                pages[PurePosixPath(name).name] = page_blocks(data)
            except LimitError:
                raise
            except ReadError as problem:
                yield Problem(f"{document.key}!{make_safe_name(name)}", str(problem))
    taken = 0
    for outcome in _mets_articles(document, root, pages) if root is not None else ():
        taken += 1
        yield outcome
    if not taken:
        for name, blocks in pages.items():
            if (body := _body(blocks)).text:
                taken += 1
                yield Article(
                    f"{document.key}!{make_safe_name(name)}",
                    f"{title_from_file_name(document)}, {PurePosixPath(name).stem}",
                    body.text,
                )
    if not taken:
        raise ReadError("no page in it holds recognised text: wanted ALTO")


def _mets_articles(document: Document, root: Any, pages: dict[str, list[Block]]) -> Iterator[Outcome]:
    files = {e.get("ID"): PurePosixPath(_href(e)).name for e in root.iter() if local_name(e) == "file"}
    blocks = {(name, block.id): block for name, each in pages.items() for block in each}
    described = {e.get("ID"): e for e in root.iter() if local_name(e) == "dmdsec"}
    paper = next(iter(described.values()), None)
    whole = _mods(paper) if paper is not None else {}
    for number, division in enumerate((e for e in root.iter() if _is_article(e)), 1):
        parts = [
            (files.get(a.get("FILEID"), ""), a.get("BEGIN") or "")
            for a in division.iter()
            if local_name(a) == "area"
        ]
        body = _body([blocks[part] for part in dict.fromkeys(parts) if part in blocks])
        if not body.text:
            continue
        identity = str(division.get("ID") or number)
        own = described.get((division.get("DMDID") or "").split(" ")[0])
        known = _mods(own) if own is not None and own is not paper else {}
        title = known.get("title") or str(division.get("LABEL") or "")
        if title and body.parts and body.parts[0].casefold() == title.casefold() and len(body.parts) > 1:
            body.parts.pop(0)
        fields = {
            "title": title,
            "outlet": whole.get("title"),
            "published": known.get("day") or whole.get("day"),
            "authors": known.get("names") or [],
            "language": str(whole.get("language") or "")[:2],
            "id": identity,
        }
        for outcome in build_article_from_fields(fields, f"{document.key}#{identity}", text=body.text):
            yield (
                replace(outcome, key=f"{document.key}#{identity}")
                if isinstance(outcome, Article)
                else outcome
            )


def _is_article(element: Any) -> bool:
    return local_name(element) == "div" and (element.get("TYPE") or "").lower() in (
        "article",
        "contribution",
        "news",
    )


def _href(element: Any) -> str:
    for each in element.iter():
        for name, value in each.attrib.items():
            if name.rsplit("}", 1)[-1] == "href":
                return str(value).removeprefix("file://")
    return ""


def _mods(section: Any) -> dict[str, Any]:
    """Title, day and names in a description (MODS or Dublin Core)."""
    found: dict[str, Any] = {"names": []}
    for element in section.iter():
        name, text = local_name(element), " ".join((element.text or "").split())
        if not text:
            continue
        if name == "title":
            found.setdefault("title", text)
        elif name in ("dateissued", "date", "issued"):
            found.setdefault("day", text)
        elif name == "languageterm":
            found.setdefault("language", text)
        elif name in ("displayform", "creator") or (name == "namepart" and not element.get("type")):
            found["names"].append(text)
    return found
