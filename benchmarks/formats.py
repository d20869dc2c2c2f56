"""Files of press databases, agencies, archives: the articles in each, and their facts against a truth file."""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from errors import DatelineError, ReadError
from ingest.documents.document import Document, Problem
from news.article import Article

FACTS = ("headline", "day", "outlet", "byline")
COUNTS = "truth.tsv"  # in the folder: file, articles
EXPECTED = ".expected.csv"  # beside a file: what each of its articles holds, bodies included
_NOTES = frozenset({COUNTS, "SOURCES.tsv", "README.md", "LICENSE"})
_NONE = frozenset({"", "nan", "none"})


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one article; an empty fact is one that its file does not state."""

    headline: str = ""
    day: str = ""  # YYYY-MM-DD
    outlet: str = ""
    byline: str = ""
    words: int = 0  # of its body; 0 where nobody counted them
    body: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One file: how many articles it holds and gives, and what of them is right."""

    format: str
    file: str
    expected: int | None  # articles; None where nobody counted
    found: int
    right: dict[str, int]  # fact → articles in which it is right
    stated: dict[str, int]  # fact → articles that state it
    body: float | None  # share of the true bodies' words that was found
    junk: float | None  # share of the words found that are no part of a body
    said: str = ""  # the first thing that went wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--dir",
        type=Path,
        required=True,
        help=f"a folder with a folder a format, and {COUNTS} if there is one",
    )
    parser.add_argument(
        "--truth",
        type=Path,
        help="TSV: file, index, headline, day, outlet, byline, words (default: formats_truth.tsv)",
    )
    parser.add_argument("--misses", action="store_true", help="list every fact that is wrong")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read every file and print one table; exit code 0."""
    judged = measure(arguments.dir, arguments.truth, misses=arguments.misses)
    print(json.dumps([asdict(each) for each in judged], indent=1) if arguments.json else table(judged))
    return 0


def measure(folder: Path, truth: Path | None = None, *, misses: bool = False) -> list[Judged]:
    """Every file in the folders below ``folder``, read as Dateline reads it.

    Raises ReadError if there are none.
    """
    counts = _read_counts(folder / COUNTS)
    known = _read_truth(truth or Path(__file__).with_name("formats_truth.tsv"))
    paths = sorted(path for path in folder.glob("*/*") if path.is_file() and path.name not in _NOTES)
    paths = [path for path in paths if not path.name.endswith(EXPECTED)]
    if not paths:
        raise ReadError(f"{folder} holds no folders with files: wanted a folder for each format")
    return [_judge(path, folder, counts, known, misses) for path in paths]


def _judge(
    path: Path, folder: Path, counts: dict[str, int], known: dict[str, list[Truth]], misses: bool
) -> Judged:
    name = path.relative_to(folder).as_posix()
    found, said = read_articles(path)
    true = _read_expected(path) or known.get(name, [])
    right, stated = Counter[str](), Counter[str]()
    words = Counter[str]()
    for article, each in match_articles(found, true):
        for fact in FACTS:
            if getattr(each, fact):
                stated[fact] += 1
                right[fact] += (ok := article is not None and is_right(fact, article, each))
                if misses and not ok:
                    print(f"{name}\t{fact}\t{getattr(each, fact)}\t{_shown(fact, article)}")
        words += _words_right(article, each)
    return Judged(
        format=path.parent.name,
        file=path.name,
        expected=counts.get(name, len(true) or None),
        found=len(found),
        right=dict(right),
        stated=dict(stated),
        body=words["both"] / words["true"] if words["true"] else None,
        junk=1 - words["both"] / words["found"] if words["found"] else None,
        said=said,
    )


def read_articles(path: Path) -> tuple[list[Article], str]:
    """The articles of a file, and the first thing that went wrong."""
    from ingest.read.kinds import read_document

    articles: list[Article] = []
    said = ""
    try:
        for outcome in read_document(Document(str(path), path.name, path.read_bytes())):
            if isinstance(outcome, Article):
                articles.append(outcome)
            elif isinstance(outcome, Problem):
                said = said or outcome.reason
    except DatelineError as problem:
        said = said or str(problem)
    return articles, said


def match_articles(found: Sequence[Article], true: Sequence[Truth]) -> list[tuple[Article | None, Truth]]:
    """Each true article with the one that was found for it: in order where there are as many, else by headline."""
    if len(found) == len(true):
        return list(zip(found, true, strict=True))
    left = {_folded(article.title): article for article in reversed(found)}
    return [(left.get(_folded(each.headline)), each) for each in true]


def is_right(fact: str, article: Article, true: Truth) -> bool:
    """Whether an article has the true headline, day, outlet or byline; case and punctuation do not count."""
    if fact == "day":
        return article.published is not None and f"{article.published:%Y-%m-%d}" == true.day
    if fact == "byline":
        said = _folded(" ".join(article.authors))
        return bool(said) and all(_folded(name) in said for name in re.split(r"\s*;\s*", true.byline))
    ours, theirs = (
        _folded(article.title if fact == "headline" else article.outlet or ""),
        _folded(getattr(true, fact)),
    )
    return ours == theirs or (fact == "outlet" and bool(ours) and (ours in theirs or theirs in ours))


def _shown(fact: str, article: Article | None) -> str:
    if article is None:
        return "no article"
    values = {
        "headline": article.title,
        "day": article.published,
        "outlet": article.outlet,
        "byline": article.authors,
    }
    return str(values[fact])


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _words_right(article: Article | None, true: Truth) -> Counter[str]:
    """How many words the true body has, the one that was found has, and both have."""
    if not true.body and not true.words:
        return Counter()
    ours = re.findall(r"\w+", reading_text(article)) if article else []
    if not true.body:
        return Counter({"true": true.words, "found": len(ours), "both": min(true.words, len(ours))})
    theirs = re.findall(r"\w+", true.body)
    both = (Counter(ours) & Counter(theirs)).total()
    return Counter({"true": len(theirs), "found": len(ours), "both": both})


def reading_text(article: Article) -> str:
    """Body and headings, which a reader sees as one."""
    return "\n".join([article.text, *(heading.text for heading in article.headings)])


def _read_counts(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: int(row["articles"]) for row in csv.DictReader(file, delimiter="\t")}


def _read_truth(path: Path) -> dict[str, list[Truth]]:
    known: dict[str, list[Truth]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                facts = {fact: row.get(fact) or "" for fact in FACTS}
                known.setdefault(row["file"], []).append(Truth(**facts, words=int(row.get("words") or 0)))
    return known


def _read_expected(path: Path) -> list[Truth]:
    """What a table beside a file says of its articles: title, publisher, publish_date, byline, body."""
    beside = path.with_name(path.stem + EXPECTED)
    if not beside.exists():
        return []
    with beside.open(encoding="utf-8", newline="") as file:
        return [
            Truth(
                _given(row, "title"),
                _day(_given(row, "publish_date")),
                _given(row, "publisher"),
                _given(row, "byline"),
                body=row["body"],
            )
            for row in csv.DictReader(file)
        ]


def _given(row: dict[str, str], name: str) -> str:
    value = (row.get(name) or "").strip()
    return "" if value.casefold() in _NONE else value


def _day(stated: str) -> str:
    found = re.fullmatch(r"(\d{4})\D(\d\d?)\D(\d\d?)", stated)
    return date(*map(int, found.groups())).isoformat() if found else ""


def table(judged: Iterable[Judged]) -> str:
    """The figures as a Markdown table, a row a file, and one for all together."""
    judged = list(judged)
    lines = [
        "| format | file | articles | found | headline | day | outlet | byline | body | junk | |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for each in judged:
        facts = " | ".join(_share(each.right.get(fact, 0), each.stated.get(fact, 0)) for fact in FACTS)
        lines.append(
            f"| {each.format} | {each.file} | {'?' if each.expected is None else each.expected} | {each.found} | {facts}"
            f" | {_percent(each.body)} | {_percent(each.junk)} | {each.said[:60]} |"
        )
    totals = " | ".join(
        _share(sum(j.right.get(f, 0) for j in judged), sum(j.stated.get(f, 0) for j in judged)) for f in FACTS
    )
    counted = [each for each in judged if each.expected is not None]
    same = sum(each.expected == each.found for each in counted)
    lines.append(f"| all | {same} of {len(counted)} counts right | | | {totals} | | | |")
    return "\n".join(lines)


def _share(right: int, stated: int) -> str:
    return f"{right}/{stated}" if stated else ""


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
