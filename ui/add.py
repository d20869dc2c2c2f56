"""Adding documents: one readable line for each, growing while it is read."""

from __future__ import annotations

import hashlib
import json
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from errors import DatelineError
from ingest.pipeline import ingest_documents
from ingest.read.document import Document
from ingest.report import Progress, Report
from ui.render import Html, headline, html, join
from ui.texts import say
from vectorstore.index import NewsIndex

REMEMBERED = 200  # lines that stay on the page
OUTCOMES = ("added", "updated", "unchanged", "failed")


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one document."""

    name: str
    outcome: str  # waiting, reading, or one of OUTCOMES
    detail: str = ""


Lines = tuple[Line, ...]


def headings() -> tuple[str, str]:
    """What stands above the files and above the text."""
    files = html("<h3>{heading}</h3><p>{hint}</p>", heading=say("files_heading"), hint=say("files_hint"))
    return str(files), str(html("<h3>{heading}</h3>", heading=say("paste_heading")))


def uploaded(paths: Sequence[str]) -> list[Document]:
    """Uploaded files, read into memory and removed from where they were put."""
    documents = []
    for path in map(Path, paths):
        documents.append(Document(key=f"upload:{path.name}", name=path.name, data=path.read_bytes()))
        path.unlink(missing_ok=True)
    return documents


def pasted(title: str, text: str) -> Document:
    """A pasted article. A given title is taken as it is; else the text is read like a scraped page."""
    title, text = " ".join(title.split()), text.strip()
    key = "pasted:" + hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()[:12]
    if title:
        row = json.dumps({"title": title, "text": text}, ensure_ascii=False)
        return Document(key, "pasted.json", row.encode("utf-8", "replace"))
    return Document(key, "pasted.txt", text.encode("utf-8", "replace"))


def add(documents: Sequence[Document], index: NewsIndex, before: Lines, max_bytes: int) -> Iterator[Lines]:
    """Bring each document into the index; yields all lines, the newest run first, as they change."""
    run = [Line(_name(document), "waiting") for document in documents]
    yield (*run, *before)[:REMEMBERED]
    for number, document in enumerate(documents):
        for line in _one(document, index, run[number], max_bytes):
            run[number] = line
            yield (*run, *before)[:REMEMBERED]


def _one(document: Document, index: NewsIndex, line: Line, max_bytes: int) -> Iterator[Line]:
    yield replace(line, outcome="reading")
    heard: queue.SimpleQueue[Progress] = queue.SimpleQueue()
    with ThreadPoolExecutor(1) as worker:
        done = worker.submit(ingest_documents, [document], index, progress=heard.put, max_bytes=max_bytes)
        while not done.done():
            try:
                progress = heard.get(timeout=0.2)
            except queue.Empty:
                continue
            if progress.outcome.startswith("embedding "):
                detail = say("embedding", progress=progress.outcome.removeprefix("embedding "))
                yield replace(line, outcome="reading", detail=detail)
        try:
            yield replace(line, **_outcome(done.result()))
        except DatelineError as problem:
            yield replace(line, outcome="failed", detail=str(problem))


def _outcome(report: Report) -> dict[str, str]:
    counts = {name: getattr(report, name) for name in OUTCOMES}
    happened = [name for name, count in counts.items() if count]
    notes = [note.text for note in report.notes]
    reasons = [failure.reason for failure in report.failures]
    if not happened:
        return {"outcome": "failed", "detail": "; ".join([say("no_article"), *notes])}
    counted = [say("counted", count=counts[n], outcome=say(f"outcome_{n}")) for n in happened]
    many = [", ".join(counted)] if sum(counts.values()) > 1 else []
    return {"outcome": happened[0], "detail": "; ".join([*many, *reasons[:5], *notes[:5]])}


def _name(document: Document) -> str:
    if not document.key.startswith("pasted:"):
        return document.name
    text = document.data.decode("utf-8", "replace")
    first = json.loads(text)["title"] if document.name == "pasted.json" else text.split("\n", 1)[0]
    return headline(first)[:80] or say("pasted")


def report(lines: Lines, said: str = "") -> str:
    """The lines as HTML."""
    parts = [html('<p class="notice" role="status">{said}</p>', said=said)] if said else []
    if lines:
        items = join(map(_item, lines))
        parts.append(
            html(
                '<h3>{heading}</h3><ul class="report" aria-live="polite">{items}</ul>',
                heading=say("report"),
                items=items,
            )
        )
    return str(join(parts))


def _item(line: Line) -> Html:
    return html(
        '<li class="{outcome}"><span class="outcome">{word}</span> <span class="name">{name}</span>'
        ' <span class="detail">{detail}</span></li>',
        outcome=line.outcome,
        word=say(f"outcome_{line.outcome}"),
        name=line.name,
        detail=line.detail,
    )
