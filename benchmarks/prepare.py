"""Turn the sets of the data folder into articles and questions, in the form that the benchmarks read.

``<name>.articles.jsonl`` goes with ``<name>.questions.jsonl`` and each ``<name>.<kind>.questions.jsonl``. Questions
of squadshifts and squad2 are drawn from the passages that the reader is never trained on (``training.examples``);
all passages stay among the articles, so that they are as hard to tell apart as ever.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.questions import rows
from errors import ReadError
from training.examples import bucket

Row = dict[str, Any]
SEED = 20250904
EXCERPT_WORDS = 12
UNTITLED = 5_000  # articles at most of the sets without headlines: each of them is embedded anew
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'])")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument(
        "--out", type=Path, default=Path(".cache/benchmarks/sets"), help="folder to write the sets to"
    )
    parser.add_argument("--sample", type=int, default=500, help="questions of each kind")


def run(arguments: argparse.Namespace) -> int:
    """Write the sets; exit code 0."""
    prepare(arguments.data, arguments.out, arguments.sample)
    return 0


def prepare(data: Path, out: Path, sample: int) -> None:
    """Write ``<set>.articles.jsonl`` and ``<set>.<kind>.questions.jsonl`` under ``out``.

    ``sample`` is the number of questions of each kind; they are drawn with a fixed seed, so that two machines
    measure the same. Raises ``ReadError`` where ``data`` is not the data folder.
    """
    if not data.is_dir():
        raise ReadError(f"{data} is not a folder; --data takes the folder that holds qa/ and corpora/")
    out.mkdir(parents=True, exist_ok=True)
    steps: list[Callable[[], None]] = [
        *(
            lambda part=part: _passages(
                data / "qa/squadshifts", part, f"squadshifts_{part}", out, sample, held_out=True
            )
            for part in ("new_wiki", "reddit", "amazon_reviews")
        ),
        lambda: _passages(data / "qa/squad2", "dev", "squad2", out, sample, held_out=True),
        *(
            lambda language=language: _passages(data / "qa/xquad", language, f"xquad_{language}", out, sample)
            for language in ("en", "de", "es")
        ),
        lambda: news("bbc", list(_bbc(data)), out, sample),
        lambda: news("reuters", list(_reuters(data)), out, sample),
        lambda: _cross_language(out),
    ]
    for step in tqdm(steps, desc="prepare", unit="set"):
        step()


def _write(path: Path, objects: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for each in objects:
            file.write(json.dumps(each, ensure_ascii=False) + "\n")


def _draw(objects: list[Row], sample: int) -> list[Row]:
    chosen = random.Random(SEED).sample(range(len(objects)), min(sample, len(objects)))
    return [objects[number] for number in sorted(chosen)]


def _passages(folder: Path, part: str, name: str, out: Path, sample: int, *, held_out: bool = False) -> None:
    """Passages as articles; with ``held_out`` only questions whose passage no reader is trained on."""
    asked = [row for row in rows(folder / f"{part}.questions.jsonl") if not row["is_impossible"]]
    titles = {row["passage_id"]: row.get("title", "").replace("_", " ") for row in asked}
    passages = list(rows(folder / f"{part}.passages.jsonl"))
    if held_out:
        kept = {row["id"] for row in passages if bucket(row["text"]) == 0}
        asked = [row for row in asked if row["passage_id"] in kept]
    _write(
        out / f"{name}.articles.jsonl",
        ({"id": row["id"], "title": titles.get(row["id"], ""), "text": row["text"]} for row in passages),
    )
    questions = (
        {
            "id": row["id"],
            "question": row["question"],
            "articles": [row["passage_id"]],
            "answers": sorted(set(row["answers"])),
        }
        for row in _draw(asked, sample)
    )
    _write(out / f"{name}.questions.jsonl", questions)


def _bbc(data: Path) -> Iterator[Row]:
    for row in rows(data / "corpora/bbc_news/articles.jsonl"):
        yield {"id": row["id"], "title": row["title"], "text": row["text"]}


def _reuters(data: Path) -> Iterator[Row]:
    with gzip.open(data / "corpora/reuters21578/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = datetime.strptime(row["date"].strip()[:11].strip(), "%d-%b-%Y")
            yield {
                "id": row["id"],
                "title": row["title"],
                "text": row["text"],
                "source": "Reuters",
                "published": f"{day:%Y-%m-%d}",
            }


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _wording(text: str) -> str:
    """The words alone: an article that prints a quote with other punctuation holds it as well."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])


def news(name: str, articles: list[Row], out: Path, sample: int) -> None:
    """Quote → article, headline → article, a question about it and, where there are dates, dated look-ups."""
    _write(out / f"{name}.articles.jsonl", articles)
    everything = {row["id"]: _plain(row["text"]) for row in articles}
    wordings = {identity: _wording(text) for identity, text in everything.items()}
    chance = random.Random(SEED)
    drawn = [row for row in _draw(articles, sample * 2) if _sentences(everything[row["id"]])][:sample]
    kinds: dict[str, list[Row]] = {"verbatim": [], "excerpt": [], "changed": [], "headline": [], "asked": []}
    for row in drawn:
        text = everything[row["id"]]
        sentence = chance.choice(_sentences(text))
        words = sentence.split()
        start = chance.randrange(len(words) - EXCERPT_WORDS + 1)
        excerpt = words[start : start + EXCERPT_WORDS]
        asked = {"verbatim": sentence, "excerpt": " ".join(excerpt), "changed": _changed(excerpt, chance)}
        for kind, question in asked.items():
            source = " ".join(excerpt) if kind == "changed" else question
            wanted = _wording(source)
            right = [identity for identity, other in wordings.items() if wanted in other]
            kinds[kind].append({"id": f"{row['id']}-{kind}", "question": question, "articles": right})
        same = [
            other["id"]
            for other in articles
            if other["title"] == row["title"] or everything[other["id"]] == text
        ]
        kinds["headline"].append({"id": f"{row['id']}-headline", "question": row["title"], "articles": same})
        about = _plain(row["title"])
        if about:
            question = f"What is known about {about.title() if about.isupper() else about}?"
            kinds["asked"].append({"id": f"{row['id']}-asked", "question": question, "articles": same})
    for kind, questions in kinds.items():
        _write(out / f"{name}.{kind}.questions.jsonl", questions)
    _untitled(name, articles, kinds["headline"], out)
    if "published" in articles[0]:
        _write(out / f"{name}.dated.questions.jsonl", _dated(articles, drawn))


def _untitled(name: str, articles: list[Row], questions: list[Row], out: Path) -> None:
    """The articles without their headlines, and the headlines as questions; at most ``UNTITLED`` articles.

    Those that answer are all among them.
    """
    right = {identity for question in questions for identity in question["articles"]}
    others = [row for row in articles if row["id"] not in right]
    kept = {row["id"] for row in _draw(others, max(0, UNTITLED - len(right)))} | right
    _write(
        out / f"{name}_untitled.articles.jsonl",
        ({**row, "title": ""} for row in articles if row["id"] in kept),
    )
    _write(out / f"{name}_untitled.headline.questions.jsonl", questions)


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if EXCERPT_WORDS <= len(part.split()) <= 60]


def _changed(excerpt: list[str], chance: random.Random) -> str:
    """The excerpt with two of its words replaced, as a person who quotes from memory would."""
    words = list(excerpt)
    for position in chance.sample(range(len(words)), 2):
        words[position] = chance.choice(["really", "certain", "perhaps", "another", "reported", "several"])
    return " ".join(words)


def _dated(articles: list[Row], drawn: list[Row]) -> Iterator[Row]:
    """``What did Reuters report on 26 February 1987 about …``: the day as a person writes it."""
    same_day: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in articles:
        same_day[row["published"], row["title"]].append(row["id"])
    for row in drawn:
        if not row["title"]:
            continue
        day = datetime.fromisoformat(row["published"])
        about = _plain(row["title"].title())
        yield {
            "id": f"{row['id']}-dated",
            "question": f"What did Reuters report on {day.day} {day:%B %Y} about {about}?",
            "articles": same_day[row["published"], row["title"]],
            "published": row["published"],
            "source": row["source"],
        }


def _cross_language(out: Path) -> None:
    """German and Spanish questions over the English articles of the same set."""
    for language in ("de", "es"):
        questions = list(rows(out / f"xquad_{language}.questions.jsonl"))
        for question in questions:
            del question["answers"]  # they are in the question's language
            question["articles"] = [re.sub(r"^\D+", "xq", name) for name in question["articles"]]
        _write(out / f"xquad_en.from_{language}.questions.jsonl", questions)
