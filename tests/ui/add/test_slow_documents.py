"""The page answers at once whatever is being read. Needs a quiet machine: ``make slow``."""

from __future__ import annotations

import json
import threading
import time
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.build import build_assistant
from ingest.documents.document import Document
from ingest.preparation.split import split_passages
from ingest.processes.reading import Limits
from news.article import Article
from tests.patterns import processor_seconds
from tests.ui.conftest import Serve
from ui.add.jobs import Jobs
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

CHARACTERS = 200_000
UNITS = (
    " ",
    "a",
    "A. ",
    "[",
    "“a ",
    "<!-- -->",
    "a\n",
    "word ",
    "12:30 3 May 2025 ",
    "Anna Lee, ",
    "一。",
    "http://a.example/b ",
)
LINE = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."
KINDS = {  # ending → what stands around the text
    "txt": "Ferry stops\n\n{line}\n\n{text}\n",
    "md": "# Ferry stops\n\n{line}\n\n{text}\n",
    "html": "<title>Ferry stops</title><article><h1>Ferry stops</h1><p>{line}</p><p>{text}</p></article>",
    "json": "",
    "jsonl": "",
    "csv": 'title,text\n"Ferry stops","{line} {quoted}"\n',
    "rss": "<rss version='2.0'><channel><item><description>{line} {escaped}</description></item></channel></rss>",
    "eml": "From: Jo <jo@post.example>\nTo: a@b.example\nSubject: Ferry stops\nMIME-Version: 1.0\n\n{line}\n\n{text}\n",
    "rtf": "{{\\rtf1 {line}\\par {bare}}}",
}  # fmt: skip


def document(kind: str, unit: str) -> bytes:
    text = unit * (CHARACTERS // len(unit))
    row = {"title": "Ferry stops", "text": f"{LINE} {text}"}
    if kind == "json":
        return json.dumps([row]).encode()
    if kind == "jsonl":
        return json.dumps(row).encode() + b"\n"
    filled = KINDS[kind].format(
        line=LINE,
        text=text,
        quoted=text.replace('"', '""'),
        escaped=text.replace("&", "&amp;").replace("<", "&lt;"),
        bare=text.encode("ascii", "ignore").decode(),
    )
    return filled.encode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_answers_while_a_document_is_added(kind: str, serve: Serve) -> None:
    kept: list[Jobs] = []

    def jobs(index: NewsIndex) -> Jobs:
        kept.append(Jobs(index, Limits(seconds=30), workers=1))
        return kept[0]

    site = serve(jobs=jobs)
    stop, waits = threading.Event(), [0.0]

    def look() -> None:
        while not stop.is_set():
            started = time.monotonic()
            with urlopen(f"{site.address.rstrip('/')}/robots.txt", timeout=60) as answer:
                answer.read()
            waits.append(time.monotonic() - started)
            time.sleep(0.02)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for unit in UNITS:
            name = f"{UNITS.index(unit)}.{kind}"
            kept[0].bring_text("", name, Document(f"upload:{name}", name, document(kind, unit)))
            started = time.monotonic()
            while kept[0].is_busy(""):
                assert time.monotonic() - started < 120, unit
                time.sleep(0.05)
            assert max(waits) < 1.0, (kind, unit, max(waits))
    finally:
        stop.set()
        watcher.join()


@pytest.mark.slow
def test_a_long_article_is_asked_about_in_little_time(tmp_path: Path, embedder: Embedder) -> None:
    said = [
        f"He told reporters on {n % 28 + 1} May 2025 that the ferry to Ormsay would cost {n} crowns after “delays”, he said."
        for n in range(3_600)
    ]
    text = "Anna Holt runs the ferry.\n\n" + "\n\n".join(
        " ".join(said[at : at + 6]) for at in range(0, 3_600, 6)
    )
    assert len(text) > 360_000
    index = NewsIndex.open(tmp_path, embedder)
    article = Article("k", "Ferry to Ormsay: a year of trouble", text, outlet="Harbour Post")
    index.add_articles([(article, split_passages(article, embedder.count_tokens, embedder.max_tokens))])
    assistant = build_assistant(index)
    assistant.ask("Where does the ferry go?")
    for question in ("What does the ferry to Ormsay cost?", "What did Anna Holt say about the ferry?"):
        assert processor_seconds(partial(assistant.ask, question), 30) < 1.5
    index.close()
