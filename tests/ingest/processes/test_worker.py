"""Reading in processes of their own: order, limits, deaths, and no network."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from errors import DatelineError
from ingest.documents.document import Document, Outcome, Problem
from ingest.preparation.split import split_passages
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from news.article import Article
from tests.ingest.server import serving
from vectorstore.embedder import Embedder

STORY = b"Ferry stopped\n\nThe ferry to Ormsay stopped on Monday after a crack was found in its hull.\n"
# striprtf looks for a hyperlink from each of these to the end of the line: hours
ENDLESS = Document("endless.rtf", "endless.rtf", b"{\\rtf1 " + b"{\\field{\\*\\fldinst{" * 200_000)
GREEDY = Document("greedy.json", "greedy.json", b"[" + b"[]," * 12_000_000 + b"[]]")  # 0.8 GB of lists


def story(number: int) -> Document:
    return Document(f"{number}.txt", f"{number}.txt", STORY)


def reason(outcomes: list[Outcome]) -> str:
    (problem,) = outcomes
    assert isinstance(problem, Problem)
    return problem.reason


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as pool:
        yield pool


def test_results_come_in_the_order_of_the_documents(workers: Workers) -> None:
    documents = [story(number) for number in range(50)]
    read = list(workers.read_documents(documents))
    assert [document.key for document, _ in read] == [document.key for document in documents]
    assert all(isinstance(outcomes[0], Article) for _, outcomes in read)
    assert list(workers.read_documents([])) == []


def test_documents_are_taken_as_they_are_needed(workers: Workers) -> None:
    taken = []

    def endless() -> Iterator[Document]:
        for number in range(10_000):
            taken.append(number)
            yield story(number)

    reading = workers.read_documents(endless())
    next(reading)
    assert len(taken) < 20
    reading.close()
    assert len(list(workers.read_documents([story(0)]))) == 1  # the pool can be used again


def test_what_cannot_be_read_costs_one_line(workers: Workers) -> None:
    bad = [
        Document("empty.txt", "empty.txt", b""),
        Document("nul.txt", "nul.txt", b"\0" * 5000),
        Document("cut.pdf", "cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type"),
        Document("lie.pdf", "lie.pdf", b"PK\x03\x04 not a zip"),
        Document("lie.docx", "lie.docx", b"\x89PNG\r\n\x1a\n"),
        Document("deep.json", "deep.json", b"[" * 200_000),
        Document("deep.html", "deep.html", b"<html><body>" + b"<div>" * 100_000),
        Document("cut.gz", "cut.gz", b"\x1f\x8b\x08\x00"),
        Document("cut.rtf", "cut.rtf", b"{\\rtf1\\ansi{\\fonttbl"),
        Document("cut.eml", "cut.eml", b"From: a@b.example\nTo: c@d.example\nDate: x\nMIME-Version: 1.0\n\n"),
    ]
    for document, outcomes in workers.read_documents(bad):
        said = reason(outcomes)
        assert said and "\n" not in said and "Traceback" not in said, document.key
    assert isinstance(next(workers.read_documents([story(1)]))[1][0], Article)


def test_a_document_that_takes_too_long_is_given_up_and_the_others_go_on() -> None:
    with Workers(2, Limits(seconds=6)) as pool:  # the others are read in that time on a busy machine, too
        read = list(pool.read_documents([story(1), ENDLESS, *(story(number) for number in range(2, 12))]))
    assert "DATELINE_PARSE_SECONDS=6" in reason(read[1][1])
    assert all(isinstance(outcomes[0], Article) for document, outcomes in read if document is not ENDLESS)


@pytest.mark.skipif(os.name == "nt", reason="memory limits need a POSIX system")
def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    with Workers(1, Limits(memory_mb=300)) as pool:
        read = list(pool.read_documents([GREEDY, story(1)]))
    assert "DATELINE_PARSE_MEMORY_MB=300" in reason(read[0][1])
    assert isinstance(read[1][1][0], Article)


def test_limits_on_bytes_and_pages_are_named() -> None:
    with Workers(1, Limits(max_bytes=1_000)) as pool:
        ((_, outcomes),) = pool.read_documents([Document("big.txt", "big.txt", b"word " * 1_000)])
    assert "DATELINE_MAX_BYTES=1,000" in reason(outcomes)


def test_a_worker_that_is_killed_is_replaced() -> None:
    def kill() -> None:
        for _ in range(600):
            time.sleep(0.05)
            if started.is_set():
                for child in multiprocessing.active_children():
                    if child not in others:
                        child.kill()
                return

    others = multiprocessing.active_children()
    started = threading.Event()

    def documents() -> Iterator[Document]:
        yield story(0)
        yield ENDLESS
        yield story(1)

    killer = threading.Thread(target=kill)
    killer.start()
    read = []
    with Workers(1, Limits(seconds=120)) as pool:
        for result in pool.read_documents(documents()):
            read.append(result)
            started.set()  # the next document is with the worker now
    killer.join()
    assert isinstance(read[0][1][0], Article) and isinstance(read[2][1][0], Article)
    assert "SIGKILL" in reason(read[1][1])


def never_done(text: str) -> int:
    """A measure of a text that takes for ever."""
    while True:
        time.sleep(1)


def test_articles_are_cut_between_documents_and_under_the_clock(embedder: Embedder) -> None:
    article = Article("k", "Ferry", "The ferry stopped. It was old.\n\n" * 60)
    expected = split_passages(article, embedder.count_tokens, embedder.max_tokens)
    with Workers(1, Limits(seconds=20)) as pool:
        for document, _ in pool.read_documents([story(1), story(2)]):
            assert document.key in ("1.txt", "2.txt")
            assert pool.split(article, embedder.count_tokens, embedder.max_tokens) == expected
    with Workers(1, Limits(seconds=1)) as pool:
        problem = pool.split(article, never_done, 256)
        assert isinstance(problem, Problem) and "DATELINE_PARSE_SECONDS=1" in problem.reason
        assert pool.split(article, embedder.count_tokens, embedder.max_tokens) == expected


def test_nothing_is_left_running() -> None:
    others = multiprocessing.active_children()
    with Workers(2) as pool:
        reading = pool.read_documents([story(0), ENDLESS, ENDLESS])
        next(reading)
        children = [each for each in multiprocessing.active_children() if each not in others]
        assert children
    assert not any(child.is_alive() for child in children)


def test_workers_have_no_network(workers: Workers) -> None:
    """Addresses in a document are never asked for: a reader that tries gets an error, and a server sees nobody."""
    with serving() as site:
        where = f"http://127.0.0.1:{site.port}"
        xml = (
            f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{where}/dtd" [<!ENTITY x SYSTEM "{where}/entity">]>'
            "<rss version='2.0'><channel><title>T</title><item><title>Ferry</title>"
            "<description>The ferry stopped. &x;</description></item></channel></rss>"
        )
        page = f'<html><head><link rel="stylesheet" href="{where}/css"></head><body><img src="{where}/img">'
        list(
            workers.read_documents(
                [
                    Document("f.xml", "f.xml", xml.encode()),
                    Document("n.xml", "n.xml", xml.replace("rss", "nitf").encode()),
                    Document("p.html", "p.html", (page + "<p>The ferry stopped today.</p>").encode()),
                    Document("u.xml", "u.xml", where.encode()),
                ]
            )
        )
        assert site.connections == 0


def test_the_network_is_refused_to_every_library() -> None:
    script = (
        "import socket\nfrom ingest.processes.reading import Limits, confine_process\nconfine_process(Limits())\n"
        "try: socket.create_connection(('127.0.0.1', 9))\n"
        "except OSError as refused: raise SystemExit(0 if 'without a network' in str(refused) else 1)\n"
        "raise SystemExit(2)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_an_article_without_end_is_refused_with_the_limit() -> None:
    rows = (
        b'{"title": "Short", "text": "The ferry stopped."}\n{"title": "Long", "text": "'
        + b"x" * 5_000
        + b'"}'
    )
    with Workers(1, Limits(max_characters=4_000)) as pool:
        ((_, outcomes),) = pool.read_documents([Document("rows.jsonl", "rows.jsonl", rows)])
    short, long = outcomes
    assert isinstance(short, Article) and isinstance(long, Problem)
    assert "5,000 characters, more than DATELINE_MAX_CHARACTERS=4,000" in long.reason


def test_reading_is_stopped_from_another_thread_and_begins_again() -> None:
    with Workers(1, Limits(60)) as pool:
        list(pool.read_documents([story(0)]))
        found: list[list[Outcome]] = []

        def read() -> None:
            with pytest.raises(DatelineError, match="stopped"):
                found.extend(outcomes for _, outcomes in pool.read_documents([ENDLESS, story(1)]))

        reader = threading.Thread(target=read)
        reader.start()
        time.sleep(0.2)
        pool.stop()
        reader.join(30)
        assert not reader.is_alive() and not any(isinstance(each[0], Article) for each in found)
        pool.close_workers()
        assert isinstance(next(pool.read_documents([story(2)]))[1][0], Article)
