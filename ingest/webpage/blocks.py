"""A page's blocks, put so that an extractor keeps them: layout tables, quotes with their speaker, bold headings."""

from __future__ import annotations

import re
from typing import Any

from ingest.facts.page_layout import BLOCKS
from ingest.webpage.furniture import HEADINGS, text_of
from ingest.webpage.grid import has_header, join_cells, name_cells

_HELD = (
    "p",
    "ul",
    "ol",
    "blockquote",
    "article",
    "section",
    "pre",
    "dl",
    *HEADINGS,
)  # what no table of data holds
_CELLS = ("td", "th")
_CELL = 160  # characters; a longer cell holds text laid out by a table
_LONG = 1_000  # characters of a cell that is a text without a block in it
_WIDEST = 40  # columns
_MOST = 3_000  # rows whose cells are named
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_SENTENCE = re.compile(r"\w\W?\s+\w.*[.!?…]", re.S)
_LABEL = 100  # characters of a heading in bold


def reshape_blocks(tree: Any) -> None:
    """Change a page (an lxml tree, in place) so that ``trafilatura`` keeps what readers see of its article."""
    _unwrap_ruby(tree)
    _open_asides(tree)
    for table in list(tree.iter("table")):
        if is_layout(table):
            _unwrap_table(table)
    for quote in tree.iter("blockquote"):
        _keep_speaker(quote)
    for paragraph in list(tree.iter("p", "div")):
        _part_heading(paragraph)


def _unwrap_ruby(tree: Any) -> None:
    """Words with their reading above them: the words stay, the reading goes."""
    for each in list(tree.iter("rt", "rp", "rtc")):
        each.drop_tree()
    for each in list(tree.iter("ruby", "rb")):
        each.drop_tag()


def _open_asides(tree: Any) -> None:
    """An ``aside`` that holds the headline holds the article, whatever its name and class say."""
    if any(True for _ in tree.iter("article")):
        return
    for each in list(tree.iter("aside")):
        holds = each.find(".//h1") is not None
        alone = not holds and len("".join(map(text_of, each.iter("p")))) * 2 > len(text_of(tree))
        if holds or alone:
            each.tag = "article"
            for name in ("class", "id", "role", "hidden"):
                each.attrib.pop(name, None)


def is_layout(table: Any) -> bool:
    """Whether a table lays out a page: it holds headings, lists, other tables or long texts."""
    if table.get("role") == "presentation" or any(True for _ in table.iterdescendants("table", "h1", "h2")):
        return True
    named = table.find(".//th") is not None or table.find(".//thead") is not None
    cells = list(table.iter("td", "th"))
    widths = {sum(1 for cell in row if cell.tag in _CELLS) for row in table.iter("tr")}
    if max(widths, default=0) < 2:
        return not named
    long = sum(len(text_of(cell)) > _CELL for cell in cells)
    if named:
        return False
    blocks = any(len(list(cell.iter(*_HELD))) > 1 for cell in cells)
    return blocks or long > 0


def _unwrap_table(table: Any) -> None:
    """The parts of a layout's table as plain blocks; tables inside it are looked at by themselves."""
    parts = [
        each for each in table.iter("tbody", "thead", "tfoot", "tr", "td", "th") if _table_of(each) is table
    ]
    for each in [table, *parts]:
        holds = each.tag in _CELLS and each.find(".//h1") is not None and each.find(".//table") is None
        plain = each.tag in _CELLS and len(text_of(each)) > _LONG and not _has_block(each)
        each.tag = "article" if holds else "p" if plain else "div"


def _has_block(cell: Any) -> bool:
    return any(inner.tag in BLOCKS and inner.tag != "br" for inner in cell.iterdescendants())


def _table_of(part: Any) -> Any:
    return next(part.iterancestors("table"), None)


def table_lines(table: Any) -> list[tuple[str, str]]:
    """Each row of a table of data, as the page has it and as a line that names its columns.

    The line is empty for rows that only hold the names.
    """
    rows = [row for row in table.iter("tr") if any(cell.tag in _CELLS for cell in row)][:_MOST]
    words = [[text_of(cell) for cell in row] for row in _spread(rows)]
    raw = [text_of(row) for row in rows]
    above = next((at for at, row in enumerate(rows) if not _is_head(row)), 0)
    if above == 0 and len(words) > 1 and has_header(words):
        above = 1
    names = [_column_name([row[at] for row in words[:above] if at < len(row)]) for at in range(_WIDEST)]
    names = names[: max(map(len, words), default=0)]
    written = [
        join_cells(name_cells(cells, names) if above else cells) if any(cells) else "" for cells in words
    ]
    return list(zip(raw, [""] * above + written[above:], strict=True))


def _is_head(row: Any) -> bool:
    parent = row.getparent()
    return (parent is not None and parent.tag == "thead") or all(
        cell.tag == "th" for cell in row if cell.tag in _CELLS
    )


def _column_name(stacked: list[str]) -> str:
    """The name of a column under several rows of headers: ``2025 Coal``."""
    return " ".join(dict.fromkeys(filter(None, stacked)))


def _spread(rows: list[Any]) -> list[list[Any]]:
    """The cells of each row at their columns: one that spans several stands in each."""
    grid: list[list[Any]] = [[] for _ in rows]
    hanging: dict[int, tuple[Any, int]] = {}  # column → cell from above, rows that it still covers
    for number, row in enumerate(rows):
        cells = [cell for cell in row if cell.tag in _CELLS]
        column = 0
        while (cells or column in hanging) and column < _WIDEST:
            if column in hanging:
                cell, left = hanging.pop(column)
                grid[number].append(cell)
                if left > 1:
                    hanging[column] = (cell, left - 1)
                column += 1
                continue
            cell = cells.pop(0)
            for _ in range(_span(cell, "colspan")):
                grid[number].append(cell)
                if (tall := _span(cell, "rowspan")) > 1:
                    hanging[column] = (cell, tall - 1)
                column += 1
    return grid


def _span(cell: Any, name: str) -> int:
    said = str(cell.get(name) or "1").strip()
    return min(max(1, int(said)), _WIDEST) if said.isdecimal() and len(said) < 4 else 1


def _keep_speaker(quote: Any) -> None:
    """The ``footer`` or ``cite`` of a quotation, which says whose it is, goes to the end of its last paragraph."""
    for each in list(quote.iter("footer", "cite", "figcaption")):
        said = text_of(each).strip(" -–—")
        if not said or each.getparent() is None or (each.tag == "cite" and (each.tail or "").strip()):
            continue
        each.drop_tree()
        paragraphs = [p for p in quote.iter("p") if text_of(p)]
        _append(paragraphs[-1] if paragraphs else quote, f" — {said}")


def _append(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = f"{(element[-1].tail or '').rstrip()}{text}"
    else:
        element.text = f"{(element.text or '').rstrip()}{text}"


def _part_heading(paragraph: Any) -> None:
    """``<b>Budget</b><br>The programme costs …``: the bold line is a heading of its own."""
    from lxml import html

    if (paragraph.text or "").strip() or not len(paragraph) or paragraph[0].tag not in ("b", "strong"):
        return
    bold, after = paragraph[0], paragraph[0].getnext()
    said = text_of(bold)
    if (bold.tail or "").strip() or after is None or after.tag != "br" or not 2 < len(said) <= _LABEL:
        return
    if (
        _ENDS.search(said)
        or not _SENTENCE.search(text_of(paragraph)[len(said) :])
        or paragraph.getparent() is None
    ):
        return
    paragraph.remove(bold)
    while len(paragraph) and paragraph[0].tag == "br" and not (paragraph.text or "").strip():
        paragraph.text = paragraph[0].tail
        tailless = paragraph[0]
        tailless.tail = None
        paragraph.remove(tailless)
    heading = html.Element("h4")
    heading.text = said
    paragraph.addprevious(heading)
