"""Plain text: scraped news pages, notes, and Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from errors import ReadError
from ingest.dates.dates import find_date, is_date_line, is_day_first
from ingest.documents.document import Document, Note, Outcome
from ingest.documents.encoding import decode_text
from ingest.facts.body import BYLINE, SENTENCE_END, TAGS, Body
from ingest.facts.boilerplate import is_boilerplate, is_caption
from ingest.facts.byline import read_names
from ingest.facts.fields import build_article_from_fields, join_paragraphs
from ingest.facts.labels import split_labels
from ingest.preparation.merge import fill_from_entry
from news.article import Article

HEADLINE = 220  # characters; a longer first line is a paragraph
# fmt: off
AGENCIES = frozenset(
    {
        "AA", "AFP", "ANI", "ANP", "ANSA", "AP", "APA", "BELGA", "BNS", "CNA", "CTK", "DPA", "EFE",
        "IANS", "INTERFAX", "KYODO", "LUSA", "MTI", "NTB", "PA", "PAP", "PTI", "REUTERS", "RITZAU",
        "SDA", "TASS", "TT", "UPI", "XINHUA", "YONHAP",
    }
)
# fmt: on

_REPORTING = re.compile(r"^\(?(?:additional )?reporting by (?P<names>[^;.()]+)", re.I)
_SECTION = re.compile(r"^(?:[-–—•*]\s+|#{2,6}\s+)(?P<text>\S.{1,140})$")
_MARK = re.compile(r"(?:(?<!\s)\s++)?+[|·•]\s*+|(?<!\s)\s++[-–—]\s++")
_MARKED_TIME = re.compile(r"(?<=\d)\s*[|·•]\s*(?=\d\d?[:.]\d\d\b)")  # it belongs to the day before it
_PAPER = re.compile(
    r"\b(?:Age|Argus|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner|Express|Gazette|Globe|Guardian|Herald|Independent"
    r"|Inquirer|Journal|Ledger|Magazine|Mail|Mercury|Mirror|Monitor|News|Observer|Post|Press|Record|Register|Review|Sentinel"
    r"|Authority|Agency|Association|Bank|Commission|Council|Department|Foundation|Institute|Ministry|Office|Police|University"
    r"|Standard|Telegraph|Times|Today|Tribune|Weekly|Wire|World)$"
)
_DATELINE = re.compile(r"^[A-Z][\w .,'/-]{1,50}\((?P<agency>[A-Z][A-Za-z]{1,11})\)\s*(?:-{1,2}|–|—)\s")


def read_text(document: Document) -> Iterator[Outcome]:
    """Read a ``.txt`` or ``.md``: front matter, a scraped page or plain notes, whichever it is."""
    text = decode_text(document.data, None)
    if not text.strip():
        raise ReadError("the file is empty: wanted the text of an article")
    markdown = document.name.lower().endswith((".md", ".markdown"))
    if re.match(r"\A---[^\S\n]*+\n.*?\n---[^\S\n]*+(?:\n|\Z)", text, re.S):
        yield from _read_with_front_matter(document, text)
    elif markdown:
        yield from _read_markdown(document, {}, text)
    else:
        fields, rest = split_labels(text)
        yield from _read_with_labels(document, fields, rest) if fields else _read_text_page(document, text)


def _read_with_labels(document: Document, fields: dict[str, str], text: str) -> Iterator[Outcome]:
    """A page of text with what the labels above it say, which counts before what its layout says."""
    for outcome in _read_text_page(document, text):
        if not isinstance(outcome, Article):
            yield outcome
            continue
        for made in build_article_from_fields(fields, document.key, text=outcome.text, title=outcome.title):
            yield (
                fill_from_entry(replace(made, headings=outcome.headings), outcome)
                if isinstance(made, Article)
                else made
            )


def _read_with_front_matter(document: Document, text: str) -> Iterator[Outcome]:
    import frontmatter  # reads YAML with the safe loader
    import yaml

    try:
        parsed = frontmatter.loads(text)
    except (yaml.YAMLError, ValueError, TypeError) as broken:
        reason = str(broken).split("\n")[0]
        raise ReadError(f"front matter is not YAML ({reason}): mend it or take the --- lines out") from None
    yield from _read_markdown(document, dict(parsed.metadata), parsed.content)


def _read_markdown(document: Document, fields: dict[str, Any], text: str) -> Iterator[Outcome]:
    body = Body()
    title = ""
    for block in re.split(r"\n\s*\n|\n(?=#{1,6}\s)", text):
        mark = re.match(r"\s*+(#{1,6})\s++(.*)(?:\n|$)", block)
        if mark:
            said = _strip_markdown(mark[2].rstrip().rstrip("#").rstrip())
            if len(mark[1]) == 1 and not title:
                title = said
            else:
                body.add_heading(said)
            block = block[mark.end() :]
        for paragraph in join_paragraphs(_strip_markdown(block)).split("\n\n"):
            body.add_line(paragraph)
    named = {"title": title, **{k: v for k, v in fields.items() if v is not None}}
    for outcome in build_article_from_fields(
        named, document.key, text=body.text, title=title_from_file_name(document)
    ):
        yield body.dress_article(outcome) if isinstance(outcome, Article) else outcome


def _strip_markdown(text: str) -> str:
    """Markdown's marks taken off; the words stay as they are."""
    text = re.sub(r"!\[[^\[\]]*\]\([^)\[]*\)", "", text)
    text = re.sub(r"\[([^\[\]]+)\]\([^)\[]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_`])(?=\S)([^*_`\n]+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"^>\s?", "", text, flags=re.M)


def title_from_file_name(document: Document) -> str:
    """A title for a document that has none: its file name, made readable."""
    return re.sub(r"[-_]+", " ", PurePath(document.name).stem).strip() or document.name


@dataclass
class _Top:
    """What stands between the headline and the first paragraph."""

    published: datetime | None = None
    updated: datetime | None = None
    outlet: str | None = None
    deck: str | None = None
    authors: tuple[str, ...] = ()
    note: str | None = None


def _read_text_page(document: Document, text: str) -> Iterator[Outcome]:
    lines = text.strip().split("\n")
    headline = lines[0].strip().lstrip("# ").strip()
    if len(headline) > HEADLINE or len(lines) == 1 or _looks_like_prose(headline, lines):
        body = Body()
        for paragraph in join_paragraphs(text).split("\n\n"):
            body.add_line(paragraph)
        yield _require_text(
            body.dress_article(Article(document.key, title_from_file_name(document), body.text))
        )
        return
    top, rest = _read_top(lines[1:])
    body = _build_body(rest)
    if not body.text and top.deck:  # nothing stands below it: it is the text
        body.add_line(top.deck)
        top.deck = None
    article = Article(
        key=document.key,
        title=headline,
        text=body.text,
        outlet=top.outlet or _find_dateline_agency(body.text),
        authors=top.authors or _find_reporters(body.parts),
        published=top.published,
        updated=top.updated,
        deck=top.deck,
    )
    yield _require_text(body.dress_article(article))
    if top.note:
        yield Note(document.key, top.note)


def _looks_like_prose(first: str, lines: list[str]) -> bool:
    """Whether the first line begins a paragraph: a sentence, or one wrapped onto the next line."""
    wrapped = len(lines) > 1 and len(first) > 50 and lines[1].strip()[:1].islower()
    return wrapped or (bool(re.search(r"[.;,]$", first)) and len(first.split()) > 12)


def _require_text(article: Article) -> Article:
    if not article.text.strip():
        raise ReadError("nothing but a headline: wanted the text of an article")
    return article


def _find_dateline_agency(text: str) -> str | None:
    match = _DATELINE.match(text)
    return match["agency"] if match else None


def _find_reporters(paragraphs: list[str]) -> tuple[str, ...]:
    """Whom an agency names below its report: ``(Reporting by Jo Doe; Editing by …)``."""
    found = (_REPORTING.match(paragraph) for paragraph in paragraphs[-3:])
    return read_names([match["names"] for match in found if match])


def _read_top(lines: list[str]) -> tuple[_Top, list[str]]:
    """Read stamps, bylines, agency, captions and deck; give the lines from the first paragraph on."""
    top = _Top()
    day_first = is_day_first(line for line in lines if len(line) < 200)
    for number, raw in enumerate(lines):
        line = " ".join(raw.split())
        if not line or is_boilerplate(line) or is_caption(line):
            continue
        if all(_take_fact(top, part, day_first) for part in _split_facts(line)):
            continue
        if top.deck is None and _is_deck(line, lines[number + 1 :]):
            top.deck = line
        else:
            return top, lines[number:]
    return top, []


def _split_facts(line: str) -> list[str]:
    """A line of several facts taken apart: ``Harbour Post | By Jo Doe | 3 December 2025``; else the line alone.

    Of ``Port Ellery, 3 December 2025`` only the day is one: before a comma a place may stand as well as a paper, which
    is known by its last word.
    """
    line = _MARKED_TIME.sub(", ", line)
    parts = [part for part in _MARK.split(line) if part]
    days = [part for part in parts if is_date_line(part)]
    others = [part for part in parts if part not in days and not _is_byline(part)]
    if days and len(others) <= 1 and all(map(_is_outlet, others)):
        return parts
    place, _, day = line.partition(", ")
    if _is_byline(place) and is_date_line(day):
        return [place, day]
    if not _is_outlet(place) or not is_date_line(day):
        return [line]
    return [place, day] if _PAPER.search(place) or place.upper() in AGENCIES else [day]


def _take_fact(top: _Top, line: str, day_first: bool) -> bool:
    """Keep the day, the byline or the outlet that ``line`` is; False if it is none of them."""
    if is_date_line(line):
        _read_stamp(top, line, day_first)
    elif _is_byline(line):
        top.authors = read_names([line])
    elif top.outlet is None and _is_outlet(line):
        top.outlet = line.strip(" |-–—")
    else:
        return False
    return True


def _is_byline(line: str) -> bool:
    return bool(BYLINE.match(line)) and not SENTENCE_END.search(line)


def _read_stamp(top: _Top, line: str, day_first: bool) -> None:
    found = find_date(line, day_first=day_first)
    if found is None:
        top.note = f"date {line[:60]!r} cannot be; left out"
    elif re.match(r"\s*(?:last\s+)?(?:updated|modified)", line, re.I):
        top.updated = found
    elif top.published is None:
        top.published = found
    elif top.updated is None and found > top.published.replace(tzinfo=found.tzinfo):
        top.updated = found


def _is_outlet(line: str) -> bool:
    if line.upper() in AGENCIES:
        return True
    words = line.split()
    named = all(word[:1].isupper() or word.lower() in {"of", "the", "and", "&", "|"} for word in words)
    return len(words) <= 4 and len(line) <= 40 and named and not re.search(r"[.,:;!?\"'#\d]", line)


def _is_deck(line: str, following: list[str]) -> bool:
    """A line of words without a full stop, parted from the paragraph below it by a blank line."""
    stands_alone = not following or not following[0].strip()
    return stands_alone and 4 <= len(line.split()) <= 60 and not re.search(r"[.!?…]$", line)


def _build_body(lines: list[str]) -> Body:
    body = Body()
    block: list[str] = []
    for raw in [*lines, ""]:
        line = raw.rstrip()
        section = _SECTION.match(line.strip())
        alone = bool(section) and not SENTENCE_END.search(line.strip())
        if line.strip() and not alone and not TAGS.match(line.strip()):
            block.append(line)
            continue
        if block:
            for paragraph in join_paragraphs("\n".join(block)).split("\n\n"):
                body.add_line(paragraph)
            block = []
        if section and alone:
            body.add_heading(section["text"])
        elif line.strip():
            body.add_line(line.strip())
    return body
