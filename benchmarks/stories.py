"""Whether disguised copies of articles are linked to their originals, and unrelated articles are not."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.prepare import SEED
from errors import ReadError
from ingest.facts.fields import join_paragraphs
from news.article import Article
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.vectors import Stamp
from vectorstore.sqlite.records import make_entry

OUTLETS = (("Nordwire", "PARIS, {day} (Nordwire) - "), ("The Post", "LONDON (The Post) — "))
HEADLINES = ("Report: {}", "{}, sources say", "Update: {}", "What we know: {}")
_STAMP = Stamp("none", 1, "none")  # nothing is embedded here
_BATCH = 100  # articles stored at once


@dataclass(frozen=True, slots=True)
class Linked:
    """What was linked; the shares are what counts."""

    articles: int
    copies: int
    copies_linked: float  # share of the copies that are in one story with their original
    unrelated_pairs: int
    unrelated_linked: float  # share of the pairs of unrelated articles that are in one story


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--sample", type=int, default=500, help="articles that are given two copies each")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="which articles are drawn, and how they are disguised"
    )
    parser.add_argument(
        "--all", action="store_true", help="among all articles of the set, not the sample alone"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; exit code 0."""
    found = measure(arguments.data, arguments.sample, arguments.seed, everything=arguments.all)
    if arguments.json:
        print(json.dumps(asdict(found)))
    else:
        print(f"{found.articles:,} articles, {found.copies:,} disguised copies among them")
        print(f"copies linked to their original   {found.copies_linked:8.2%}")
        print(
            f"unrelated pairs linked            {found.unrelated_linked:8.4%}  of {found.unrelated_pairs:,}"
        )
    return 0


def measure(data: Path, sample: int, seed: int, *, everything: bool = False) -> Linked:
    """Give ``sample`` articles of Reuters two disguised copies each, store all in random order, and count.

    A copy has another outlet, dateline and headline, and one paragraph less. Any two articles that do not stem
    from one original count as unrelated. Raises ReadError where ``data`` is not the data folder.
    """
    chance = random.Random(seed)
    originals = [article for article in _reuters(data) if "\n\n" in article.text]
    drawn = chance.sample(originals, sample)
    copies = [(copy, article.id) for article in drawn for copy in _disguised(article, chance)]
    articles = [*(originals if everything else drawn), *(copy for copy, _ in copies)]
    family = {article.id: article.id for article in articles} | {copy.id: origin for copy, origin in copies}
    chance.shuffle(articles)
    stories = _stored(articles)
    linked = sum(stories[copy.id] == stories[origin] for copy, origin in copies)
    related = _pairs(Counter(family.values()))
    wrong = _pairs(Counter(stories.values())) - _pairs(
        Counter((stories[each], family[each]) for each in stories)
    )
    unrelated = len(articles) * (len(articles) - 1) // 2 - related
    return Linked(len(articles), len(copies), linked / len(copies), unrelated, wrong / unrelated)


def _pairs(groups: Counter[Any]) -> int:
    """Pairs within the groups, given the size of each."""
    return sum(size * (size - 1) // 2 for size in groups.values())


def _reuters(data: Path) -> list[Article]:
    path = data / "corpora/reuters21578/articles.jsonl.gz"
    if not path.is_file():
        raise ReadError(f"{path} is not there; --data takes the folder that holds corpora/")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Article(
            key=row["id"],
            title=row["title"],
            text=join_paragraphs(row["text"]),
            outlet="Reuters",
            published=datetime.strptime(row["date"].strip()[:11].strip(), "%d-%b-%Y"),
        )
        for row in rows
    ]


def _disguised(article: Article, chance: random.Random) -> list[Article]:
    """Two copies as other papers would print them."""
    copies = []
    for outlet, dateline in OUTLETS:
        parts = article.text.split("\n\n")
        del parts[chance.randrange(len(parts))]
        day = f"{article.published:%B %-d}" if article.published else ""
        copies.append(
            replace(
                article,
                key=f"{article.key} {outlet}",
                outlet=outlet,
                title=chance.choice(HEADLINES).format(article.title.capitalize()),
                text=dateline.format(day=day) + "\n\n".join(parts),
            )
        )
    return copies


def _stored(articles: list[Article]) -> dict[str, int]:
    """The story that each article was linked to on its way into a catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog(Path(folder) / "catalogue.sqlite3")
        for start in tqdm(range(0, len(articles), _BATCH), desc="store", unit="batch", disable=None):
            catalog.put_entries(
                [make_entry(article, []) for article in articles[start : start + _BATCH]], {}, _STAMP
            )
        found: dict[str, int] = catalog.stories.number_stories(article.id for article in articles)
        catalog.close()
    return found
