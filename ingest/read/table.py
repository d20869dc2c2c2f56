"""Exports: JSON, JSON lines, CSV and TSV; every row is an article."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from errors import ReadError
from ingest.dates.dates import is_day_first
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.facts.fields import NAMES, build_article_from_fields, fold_field_name
from ingest.read.addresses import listed_addresses
from ingest.read.json_exports import reader_of

LISTS = (
    "articles",
    "items",
    "data",
    "results",
    "documents",
    "rows",
    "docs",
    "entries",
    "response",
    "hits",
    "stories",
)
_SEPARATOR = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.I)  # what Excel writes above the names
_BEYOND = "\0"  # the name of fields that have none
_LONGEST_FIELD = 2**31 - 1  # csv's default of 128 KiB is shorter than a long read

Row = tuple[str, Any]  # ("line 3" or "row 3", the row)


def read_json(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read a JSON document: an export that is known by its keys, a list of rows, one row, or an object that holds it."""
    text = decode_text(document.data)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as broken:
        if "\n{" in text.strip():
            yield from read_jsonl(document, allowance)
            return
        raise ReadError(f"not JSON: {broken}") from None
    if (known := reader_of(content)) is not None:
        yield from known(document, content, allowance or ReadingAllowance())
        return
    rows = _find_rows(content)
    yield from read_rows(document, ((f"row {number}", row) for number, row in enumerate(rows, 1)))


def read_jsonl(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read one JSON object a line; a broken line is a problem of its own."""
    rows = list(_parse_json_lines(decode_text(document.data)))
    whole = [row for _, row in rows if not isinstance(row, ReadError)]
    if whole and len(whole) == len(rows) and (known := reader_of(whole)) is not None:
        yield from known(document, whole, allowance or ReadingAllowance())
        return
    yield from read_rows(document, rows)


def read_csv(document: Document) -> Iterator[Outcome]:
    """Read rows below a line of names, parted by commas, semicolons, tabs, bars or what the names are parted by."""
    text = decode_text(document.data)
    csv.field_size_limit(_LONGEST_FIELD)
    if stated := _SEPARATOR.match(text):
        text = text[stated.end() :]
    delimiter = stated[1] if stated else find_delimiter(text.split("\n", 1)[0])
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey=_BEYOND)
    if not rows.fieldnames:
        raise ReadError("the table is empty: wanted a first line that names the columns")
    try:
        yield from read_rows(document, ((f"line {rows.line_num}", _require_whole_row(row)) for row in rows))
    except csv.Error as broken:
        raise ReadError(f"line {rows.line_num} is not CSV: {broken}") from None


def find_delimiter(names: str) -> str:
    """What parts the names of a table's columns: what finds most names that are known, then what is there most."""
    known = {name for each in NAMES.values() for name in each}

    def rate_delimiter(delimiter: str) -> tuple[int, int]:
        found = {fold_field_name(name.strip("\"' \r")) for name in names.split(delimiter)}
        return len(found & known), names.count(delimiter)

    return max(",;\t|^~", key=rate_delimiter)


def _require_whole_row(row: dict[str, Any]) -> dict[str, Any] | ReadError:
    """The row, unless it has more fields than there are names: the text would be cut short in silence."""
    if any(row.pop(_BEYOND, None) or ()):
        return ReadError("more fields than columns are named: fields that hold the delimiter need quotes")
    return row


def _find_rows(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        for name in LISTS:
            inner = content.get(name)
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return inner
            if isinstance(inner, dict):
                return _find_rows(inner)
        held = list(content.values())
        if len(held) > 1 and all(isinstance(each, dict) and _has_text(each) for each in held):
            return [{"id": name, **row} for name, row in content.items()]
        return [content]
    raise ReadError(f"JSON holds a {type(content).__name__}: wanted an object or a list of objects")


def _has_text(row: dict[str, Any]) -> bool:
    return not {fold_field_name(name) for name in row}.isdisjoint(NAMES["text"])


def _parse_json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except (ValueError, RecursionError) as broken:
                yield f"line {number}", ReadError(f"not JSON: {getattr(broken, 'msg', broken)}")


def read_rows(document: Document, rows: Iterable[Row], within: str = "") -> Iterator[Outcome]:
    """The article of each row; rows that hold addresses and no text are a list of addresses.

    ``within`` stands before what tells where a row is, e.g. the name of its sheet.
    """
    keys: dict[str, int] = {}
    held = [(within + where, row) for where, row in rows]
    if (listed := listed_addresses(document, [row for _, row in held])) is not None:
        yield listed
        return
    day_first = is_day_first(_collect_written_dates(row for _, row in held))
    unread: dict[str, list[str]] = {}  # what is wrong → where
    for where, row in held:
        try:
            if isinstance(row, ReadError):
                raise row
            if not isinstance(row, dict):
                raise ReadError(f"got {type(row).__name__}, wanted an object with named fields")
            yield from build_article_from_fields(
                row, _make_row_key(document, where, row, keys), day_first=day_first
            )
        except ReadError as problem:
            unread.setdefault(str(problem), []).append(where)
    for reason, places in unread.items():
        more = f" and {len(places) - 1:,} more rows" if len(places) > 1 else ""
        yield Problem(f"{document.key}, {places[0]}{more}", reason)


def _collect_written_dates(rows: Iterable[Any]) -> Iterator[str]:
    names = {*NAMES["published"], *NAMES["updated"]}
    for row in rows:
        if isinstance(row, dict):
            yield from (v for k, v in row.items() if isinstance(v, str) and fold_field_name(k) in names)


def _make_row_key(document: Document, where: str, row: dict[str, Any], keys: dict[str, int]) -> str:
    """``path#id``; where rows have no id, ``path#headline``, which holds when rows are put in another order.

    A row with neither goes by its number; a repeated key is told apart by its count.
    """
    given = {fold_field_name(name): value for name, value in row.items()}
    named = [given.get(name) for name in (*NAMES["id"], *NAMES["title"])]
    identity = next((each for each in named if each and isinstance(each, str | int)), where)
    key = f"{document.key}#{' '.join(str(identity).split())[:120]}"
    keys[key] = keys.get(key, 0) + 1
    return key if keys[key] == 1 else f"{key}#{keys[key]}"
