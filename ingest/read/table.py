"""Exports: JSON, JSON lines, CSV and TSV; every row is an article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from errors import ReadError
from ingest.read.dates import is_day_first
from ingest.read.document import Document, Outcome, Problem
from ingest.read.encoding import decode
from ingest.read.fields import NAMES, article_from_fields

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
_LONGEST_FIELD = 2**31 - 1  # csv's default of 128 KiB is shorter than a long read

Row = tuple[str, Any]  # ("line 3" or "row 3", the row)


def read_json(document: Document) -> Iterator[Outcome]:
    """Read a JSON document: a list of rows, one row, or an object that holds the list."""
    text = decode(document.data)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as broken:
        if "\n{" in text.strip():
            yield from read_jsonl(document)
            return
        raise ReadError(f"not JSON: {broken}") from None
    rows = _rows_in(content)
    yield from _articles(document, ((f"row {number}", row) for number, row in enumerate(rows, 1)))


def read_jsonl(document: Document) -> Iterator[Outcome]:
    """Read one JSON object a line; a broken line is a problem of its own."""
    yield from _articles(document, _json_lines(decode(document.data)))


def read_csv(document: Document) -> Iterator[Outcome]:
    """Read comma-, semicolon-, tab- or bar-separated rows below a line of names."""
    text = decode(document.data)
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = _delimiter(text.split("\n", 1)[0])
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
    if not rows.fieldnames:
        raise ReadError("the table is empty: wanted a first line that names the columns")
    try:
        yield from _articles(document, ((f"line {rows.line_num}", row) for row in rows))
    except csv.Error as broken:
        raise ReadError(f"line {rows.line_num} is not CSV: {broken}") from None


def _delimiter(names: str) -> str:
    return max(",;\t|", key=names.count)


def _rows_in(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        for name in LISTS:
            inner = content.get(name)
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return inner
            if isinstance(inner, dict):
                return _rows_in(inner)
        return [content]
    raise ReadError(f"JSON holds a {type(content).__name__}: wanted an object or a list of objects")


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except (ValueError, RecursionError) as broken:
                yield f"line {number}", ReadError(f"not JSON: {broken}")


def _articles(document: Document, rows: Iterable[Row]) -> Iterator[Outcome]:
    keys: dict[str, int] = {}
    held = list(rows)
    day_first = is_day_first(_written_dates(row for _, row in held))
    for where, row in held:
        try:
            if isinstance(row, ReadError):
                raise row
            if not isinstance(row, dict):
                raise ReadError(f"got {type(row).__name__}, wanted an object with named fields")
            yield from article_from_fields(row, _key(document, where, row, keys), day_first=day_first)
        except ReadError as problem:
            yield Problem(f"{document.key}, {where}", str(problem))


def _written_dates(rows: Iterable[Any]) -> Iterator[str]:
    names = {*NAMES["published"], *NAMES["updated"]}
    for row in rows:
        if isinstance(row, dict):
            yield from (v for k, v in row.items() if isinstance(v, str) and str(k).strip().lower() in names)


def _key(document: Document, where: str, row: dict[str, Any], keys: dict[str, int]) -> str:
    """``path#id``; where rows have no id, ``path#headline``, which holds when rows are put in another order.

    A row with neither goes by its number; a repeated key is told apart by its count.
    """
    given = {str(name).strip().lower(): value for name, value in row.items()}
    named = [given.get(name) for name in (*NAMES["id"], *NAMES["title"])]
    identity = next((each for each in named if each and isinstance(each, str | int)), where)
    key = f"{document.key}#{' '.join(str(identity).split())[:120]}"
    keys[key] = keys.get(key, 0) + 1
    return key if keys[key] == 1 else f"{key}#{keys[key]}"
