"""Sheets: Excel's XLSX and OpenDocument's ODS; below a row of names each row is an article, as in CSV."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.documents.zip_package import open_zip, read_member
from ingest.facts.fields import NAMES, fold_field_name
from ingest.read.table import read_rows

_TOP = 30  # rows among which the names stand; a title and a date of the export may stand above them
_WIDEST = 1_000  # columns
_MOST_REPEATED = 100  # times that an ODS repeats a row or a cell which holds something
_KNOWN = {name for names in NAMES.values() for name in names}

Row = list[Any]


def read_sheet(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the rows of all sheets that name their columns.

    Raises ReadError if none does, LimitError if the file takes more than it may.
    """
    allowance = allowance or ReadingAllowance()
    with open_zip(document.data, allowance) as archive:
        is_ods = "content.xml" in archive.namelist()
        _refuse_entities_in(archive)
        sheets = _ods(archive, allowance) if is_ods else _xlsx(document, archive, allowance)
        found = [(name, rows) for name, rows in sheets if rows]
    if not found:
        raise ReadError(
            "no sheet has a row that names a headline and a text column: wanted such a row at the top"
        )
    for name, rows in found:
        yield from read_rows(document, rows, f"{name}, " if len(found) > 1 else "")


def _refuse_entities_in(archive: zipfile.ZipFile) -> None:
    """Raises ReadError where a part declares entities; no program that writes sheets does."""
    for info in archive.infolist():
        if info.filename.endswith(".xml") and info.file_size:
            with archive.open(info) as part:
                refuse_entities(decode_text(part.read(4096)))


def _xlsx(
    document: Document, archive: zipfile.ZipFile, allowance: ReadingAllowance
) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    allowance.take_bytes(sum(info.file_size for info in archive.infolist()))
    try:
        workbook = load_workbook(BytesIO(document.data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as broken:
        raise ReadError(
            f"a workbook that cannot be read ({str(broken)[:120]}): save it again or as CSV"
        ) from None
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # what a file says of its size is often wrong, and rows beyond it would be lost
        yield sheet.title, _named(list(row[:_WIDEST]) for row in sheet.iter_rows(values_only=True))


def _ods(
    archive: zipfile.ZipFile, allowance: ReadingAllowance
) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    root = parse_xml(read_member(archive, "content.xml", allowance))
    for table in root.iter():
        if local_name(table) == "table" and table.getparent() is not None:
            name = next((str(v) for k, v in table.attrib.items() if k.endswith("}name")), "sheet")
            yield name, _named(_ods_rows(table))


def _ods_rows(table: Any) -> Iterator[Row]:
    for element in table.iter():
        if local_name(element) != "table-row":
            continue
        row: Row = []
        for cell in element:
            if local_name(cell) in ("table-cell", "covered-table-cell") and len(row) < _WIDEST:
                value = _ods_value(cell)
                row += [value] * (_repeated(cell, "number-columns-repeated") if value else
                                  min(_WIDEST, int(_attribute(cell, "number-columns-repeated") or 1)))  # fmt: skip
        while row and not row[-1]:
            row.pop()
        for _ in range(_repeated(element, "number-rows-repeated") if row else 1):
            yield row


def _repeated(element: Any, name: str) -> int:
    stated = _attribute(element, name)
    return min(_MOST_REPEATED, int(stated)) if stated.isdigit() else 1


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _ods_value(cell: Any) -> str:
    """What a cell shows; a date in the form that is stored, which no language changes."""
    if day := _attribute(cell, "date-value"):
        return day
    parts = ["".join(_ods_text(part)) for part in cell if local_name(part) == "p"]
    return "\n\n".join(part for part in parts if part.strip())


def _ods_text(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph; notes on it stay out, and repeated spaces and line breaks are elements."""
    yield paragraph.text or ""
    for child in paragraph:
        kind = local_name(child)
        if kind in ("s", "tab"):
            yield " "
        elif kind == "line-break":
            yield "\n"
        elif kind != "annotation":
            yield from _ods_text(child)
        yield child.tail or ""


def _named(rows: Iterable[Row]) -> list[tuple[str, dict[str, Any]]]:
    """The rows below the one that names the columns, each by its names; none where no row does."""
    names: list[str] = []
    found: list[tuple[str, dict[str, Any]]] = []
    for number, row in enumerate(rows, 1):
        if names:
            given = {name: _plain(value) for name, value in zip(names, row, strict=False) if name}
            if any(given.values()):
                found.append((f"row {number}", given))
        elif number > _TOP:
            return []
        elif _is_header(row):
            names = [str(value or "").strip() for value in row]
    return found


def _is_header(row: Row) -> bool:
    named = {fold_field_name(value) for value in row if isinstance(value, str)}
    return len(named & _KNOWN) > 1 and not (
        named.isdisjoint(NAMES["text"]) and named.isdisjoint(NAMES["url"])
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if (value.hour, value.minute, value.second) == (0, 0, 0)
            else value.isoformat()
        )
    return value.isoformat() if isinstance(value, date) else value
