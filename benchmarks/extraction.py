"""Body text, title, date and author of web pages against a truth file, beside plain trafilatura."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.pages import Page, read_pages
from news.article import Heading

SHINGLE = 4  # tokens; article-extraction-benchmark compares bodies by these
_AND = frozenset(("and", "und", "et", "y", "e"))
FACTS = ("title", "date", "author")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one system says of a page."""

    text: str = ""
    title: str = ""
    date: str = ""  # YYYY-MM-DD
    author: str = ""


Counts = dict[str, float]  # what was counted on a page → how often


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--html", type=Path, required=True, help="the folder of the pages, gzipped or not")
    parser.add_argument("--truth", type=Path, required=True, help="ground-truth.json or evaldata.json")
    parser.add_argument("--limit", type=int, help="use the first N pages only")
    parser.add_argument("--half", choices=("even", "odd"), help="use every second page only")
    parser.add_argument("--processes", type=int, default=2, help="how many pages at a time")
    parser.add_argument("--misses", choices=("body", *FACTS), help="list the pages where Dateline is wrong")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure both systems on each page and print one table; exit code 0."""
    pages = read_pages(arguments.html, arguments.truth)[: arguments.limit]
    if arguments.half:
        pages = pages[arguments.half == "odd" :: 2]
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        judged = list(
            tqdm(pool.imap(_judge_page, pages, chunksize=4), total=len(pages), unit="page", file=sys.stderr)
        )
    if arguments.misses:
        for page, (counts, found) in zip(pages, judged, strict=True):
            _print_miss(page, arguments.misses, counts["Dateline"], found)
    figures = {name: summary([counts[name] for counts, _ in judged]) for name in SYSTEMS}
    print(json.dumps(figures, indent=1) if arguments.json else table(figures, len(pages)))
    return 0


def dateline(page: Page) -> Extracted:
    """The page as Dateline takes it in: the line under the headline, then the body with its headings."""
    from errors import DatelineError
    from ingest.documents.document import Document
    from ingest.read.html import read_html
    from news.article import Article

    document = Document(page.url or page.path.name, page.path.name, page.html(), page.url)
    try:
        article = next((each for each in read_html(document) if isinstance(each, Article)), None)
    except DatelineError:
        article = None
    if article is None:
        return Extracted()
    day = f"{article.published:%Y-%m-%d}" if article.published else ""
    text = "\n\n".join(filter(None, (article.deck, reading_text(article.text, article.headings))))
    return Extracted(text, article.title, day, "; ".join(article.authors))


def reading_text(text: str, headings: Iterable[Heading]) -> str:
    """An article's text with each section heading as a paragraph of its own, as a reader sees it."""
    parts, end = [], 0
    for heading in headings:
        parts += [text[end : heading.start].strip("\n"), heading.text]
        end = heading.start
    return "\n\n".join(part for part in [*parts, text[end:].strip("\n")] if part)


def trafilatura(page: Page) -> Extracted:
    """The page as trafilatura alone reads it, as its documentation sets it up for text and metadata."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page.html(), url=page.url, with_metadata=True, include_comments=False)
    if found is None:
        return Extracted()
    return Extracted(found.text or "", found.title or "", found.date or "", found.author or "")


SYSTEMS: dict[str, Callable[[Page], Extracted]] = {"Dateline": dateline, "trafilatura": trafilatura}


def _judge_page(page: Page) -> tuple[dict[str, Counts], Extracted]:
    found = {name: extract(page) for name, extract in SYSTEMS.items()}
    return {name: judge(page, each) for name, each in found.items()}, found["Dateline"]


def judge(page: Page, found: Extracted) -> Counts:
    """What one system got right on a page; only what the truth file knows of the page is counted."""
    counts: Counts = {}
    if page.body:
        counts |= _shingled(page.body, found.text)
    if page.inside or page.outside:
        text = _spaced(found.text)
        counts["inside"] = len(page.inside)
        counts["inside found"] = sum(_spaced(snippet) in text for snippet in page.inside)
        counts["outside"] = len(page.outside)
        counts["outside found"] = sum(_spaced(snippet) in text for snippet in page.outside)
    if page.title:
        counts["title"] = _overlaps(page.title, found.title)
    if page.author:
        counts["author"] = _overlaps(page.author, found.author)
    if page.date:
        counts["date"] = page.date == found.date
    return counts


def _shingled(true: str, found: str) -> Counts:
    """Shingles in both, only found, only true, as shares of their sum; and whether all tokens agree.

    As in ``evaluate.py`` of article-extraction-benchmark.
    """
    wanted, got = (re.findall(r"\w+", text) for text in (true, found))
    ours, theirs = _shingles(got), _shingles(wanted)
    both = sum((ours & theirs).values())
    shares = (both, sum(ours.values()) - both, sum(theirs.values()) - both)
    total = sum(shares) or 1
    return {
        "both": shares[0] / total,
        "only found": shares[1] / total,
        "only true": shares[2] / total,
        "exact": float(wanted == got),
    }


def _shingles(tokens: list[str]) -> Counter[tuple[str, ...]]:
    if not tokens:
        return Counter()
    last = max(1, len(tokens) - SHINGLE + 1)
    return Counter(tuple(tokens[start : start + SHINGLE]) for start in range(last))


def _spaced(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def _overlaps(true: str, found: str) -> bool:
    """Whether one holds the other, without case, punctuation and the "and" between names."""
    ours, theirs = (
        " ".join(word for word in re.findall(r"\w+", text.casefold().replace("\xad", "")) if word not in _AND)
        for text in (found, true)
    )
    return bool(ours) and (ours in theirs or theirs in ours)


def summary(counts: list[Counts]) -> dict[str, float]:
    """Figures between 0 and 1 over pages.

    Precision and recall of the body are averages over pages; of snippets, over all snippets together.
    """
    figures: dict[str, float] = {}
    bodies = [each for each in counts if "both" in each]
    if bodies:
        precision = _mean(
            [
                _ratio(each["both"], each["only found"])
                for each in bodies
                if each["both"] or each["only found"]
            ]
        )
        recall = _mean(
            [_ratio(each["both"], each["only true"]) for each in bodies if each["both"] or each["only true"]]
        )
        figures |= _f1("body", precision, recall)
        figures["body exact"] = _mean([each["exact"] for each in bodies])
    total = {
        name: sum(each.get(name, 0) for each in counts)
        for name in ("inside", "inside found", "outside found")
    }
    if total["inside"]:
        precision = total["inside found"] / max(1, total["inside found"] + total["outside found"])
        figures |= _f1("snippets", precision, total["inside found"] / total["inside"])
    for fact in FACTS:
        right = [each[fact] for each in counts if fact in each]
        if right:
            figures[fact] = _mean(right)
    return figures


def _ratio(right: float, wrong: float) -> float:
    return right / (right + wrong)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(name: str, precision: float, recall: float) -> dict[str, float]:
    both = precision + recall
    return {
        f"{name} F1": 2 * precision * recall / both if both else 0.0,
        f"{name} precision": precision,
        f"{name} recall": recall,
    }


def table(figures: dict[str, dict[str, float]], pages: int) -> str:
    """The figures as a Markdown table: a row a figure, a column a system."""
    systems = list(figures)
    lines = [f"| {pages} pages | {' | '.join(systems)} |", "|---" * (len(systems) + 1) + "|"]
    for figure in figures[systems[0]]:
        lines.append(f"| {figure} | " + " | ".join(f"{figures[name][figure]:.3f}" for name in systems) + " |")
    return "\n".join(lines)


def _print_miss(page: Page, what: str, counts: Counts, found: Extracted) -> None:
    if what in FACTS and not counts.get(what, True):
        print(f"{page.path.name}\t{getattr(page, what)!r}\t{getattr(found, what)!r}\t{page.url}")
    elif what == "body" and page.body and counts["both"] < 0.95:
        print(
            f"{page.path.name}\tonly found {counts['only found']:.2f}, only true {counts['only true']:.2f}\t{page.url}"
        )
    elif what == "body":
        text = _spaced(found.text)
        lost = [snippet for snippet in page.inside if _spaced(snippet) not in text]
        kept = [snippet for snippet in page.outside if _spaced(snippet) in text]
        if lost or kept:
            print(f"{page.path.name}\tlost {lost}\tkept {kept}\t{page.url}")
