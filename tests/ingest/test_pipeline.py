"""Documents in, and what the catalogue and the report say of them."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from ingest.documents.document import Document
from ingest.pipeline import ingest_documents, ingest_sources
from ingest.runs.report import Progress, Report
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

TEXT = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said. "
    "Tickets for all crossings until the end of the month are refunded at the quay."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    return clips


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.failed


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def rows(count: int) -> list[dict[str, object]]:
    return [
        {"id": f"n{n}", "title": f"Ferry {n}", "text": f"{TEXT} Crossing number {n}."} for n in range(count)
    ]


def test_same_again_changed_and_gone_wrong(index: NewsIndex, folder: Path) -> None:
    (folder / "a.txt").write_text(f"Ferry stopped\n\n{TEXT}")
    (folder / "b.txt").write_text(f"Bridge opens\n\n{TEXT} The bridge is open.")
    (folder / "empty.txt").write_text("")
    (folder / ".hidden.txt").write_text("nothing")
    (folder / "picture.gif").write_bytes(b"GIF89a")
    first = ingest_sources([str(folder)], index)
    assert counts(first) == (2, 0, 0, 1)
    assert first.failures[0].key.endswith("empty.txt") and "empty" in first.failures[0].reason
    assert counts(ingest_sources([str(folder)], index)) == (0, 0, 2, 1)
    (folder / "a.txt").write_text(f"Ferry stopped\n\n{TEXT} It sails again.")
    assert counts(ingest_sources([str(folder)], index)) == (0, 1, 1, 1)
    assert index.catalog.count_all()[0] == 2
    assert index.verify_agreement().ok


def test_a_touched_file_is_unchanged_and_an_edited_row_is_one_update(index: NewsIndex, folder: Path) -> None:
    path = folder / "rows.jsonl"
    write_rows(path, rows(30))
    assert counts(ingest_sources([str(path)], index)) == (30, 0, 0, 0)
    os.utime(path, (1, 1))
    assert counts(ingest_sources([str(path)], index)) == (0, 0, 30, 0)
    edited = rows(30)[::-1]
    edited[3]["text"] = f"{edited[3]['text']} Corrected."
    write_rows(path, edited)
    assert counts(ingest_sources([str(path)], index)) == (0, 1, 29, 0)
    assert index.verify_agreement().ok


def test_a_copied_export_with_one_edited_row_updates_that_article(index: NewsIndex, folder: Path) -> None:
    write_rows(folder / "rows.jsonl", rows(8))
    ingest_sources([str(folder / "rows.jsonl")], index)
    edited = rows(8)
    edited[2]["text"] = f"{edited[2]['text']} Corrected."
    (folder / "moved").mkdir()
    write_rows(folder / "moved" / "rows.jsonl", edited)
    assert counts(ingest_sources([str(folder / "moved")], index)) == (0, 1, 7, 0)
    assert index.catalog.count_all()[0] == 8
    assert counts(ingest_sources([str(folder / "moved")], index)) == (0, 0, 8, 0)
    assert counts(ingest_sources([str(folder / "rows.jsonl")], index)) == (
        0,
        0,
        8,
        0,
    )  # not read, so not put back
    edited[2]["text"] = f"{edited[2]['text']} Corrected twice."
    write_rows(folder / "moved" / "rows.jsonl", edited)
    assert counts(ingest_sources([str(folder / "moved")], index)) == (0, 1, 7, 0)
    assert index.catalog.count_all()[0] == 8 and index.verify_agreement().ok


def test_unrelated_articles_may_share_an_id(index: NewsIndex, folder: Path) -> None:
    write_rows(folder / "a.jsonl", [{"id": 1, "title": "Ferry", "text": TEXT}])
    write_rows(
        folder / "b.jsonl",
        [{"id": 1, "title": "Budget", "text": "The council passed its budget by two votes."}],
    )
    assert counts(ingest_sources([str(folder)], index)) == (2, 0, 0, 0)


def test_the_same_content_under_two_names_is_one_article(index: NewsIndex, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"Ferry stopped\n\n{TEXT}")
    assert counts(ingest_sources([str(folder)], index)) == (1, 0, 1, 0)


def test_an_address_that_stands_twice_is_stable(index: NewsIndex, folder: Path) -> None:
    row = {"title": "Ferry", "url": "https://post.example/a"}
    write_rows(folder / "r.jsonl", [{**row, "text": TEXT}, {**row, "text": f"{TEXT} Later."}])
    assert counts(ingest_sources([str(folder)], index)) == (1, 0, 0, 0)
    os.utime(folder / "r.jsonl", (1, 1))
    again = ingest_sources([str(folder)], index)
    assert (again.added, again.updated) == (0, 0)
    (stored,) = index.catalog.list_articles().rows
    assert index.catalog.get_article(stored.id).text.endswith("Later.")  # type: ignore[union-attr]


def test_one_bad_document_does_not_stop_the_others(index: NewsIndex) -> None:
    documents = [
        Document("pasted:1", "a.txt", f"Ferry stopped\n\n{TEXT}".encode()),
        Document("pasted:2", "b.json", b"[[[["),
        Document("pasted:3", "c.json", b"[" * 200_000),
        Document("pasted:4", "d.json", b'{"title": "Odd \\ud800", "text": "A lone \\ud800 surrogate and a \\u0000 NUL."}'),
        Document("pasted:5", "e.txt", f"Bridge opens\n\n{TEXT} And more.".encode()),
    ]  # fmt: skip
    report = ingest_documents(documents, index)
    assert counts(report) == (3, 0, 0, 2)
    assert {failure.key for failure in report.failures} == {"pasted:2", "pasted:3"}


def test_what_is_not_there_is_a_failure(index: NewsIndex, folder: Path) -> None:
    report = ingest_sources([str(folder / "none.txt"), str(folder)], index)
    assert counts(report) == (0, 0, 0, 1)


def test_patterns_and_a_file_named_outright(index: NewsIndex, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text(f"Ferry stopped\n\n{TEXT}")
    (folder / ".named").write_text(f"Bridge opens\n\n{TEXT} Open.")
    report = ingest_sources([str(folder / "**" / "*.txt"), str(folder / ".named")], index)
    assert counts(report) == (2, 0, 0, 0)


def test_an_interrupted_run_keeps_what_it_stored(index: NewsIndex, folder: Path) -> None:
    words = random.Random(4)
    for n in range(4):
        texts = [" ".join(f"word{words.randrange(5000)}" for _ in range(30)) for _ in range(150)]
        write_rows(
            folder / f"{n}.jsonl",
            [{"id": f"{n}-{m}", "title": "Ferry", "text": t} for m, t in enumerate(texts)],
        )

    def stop(progress: Progress) -> None:
        if progress.done == 2 and not progress.outcome.startswith("emb"):
            raise KeyboardInterrupt

    stopped = ingest_sources([str(folder)], index, progress=stop)
    assert stopped.interrupted and "run the same command" in stopped.summarise()
    kept = index.catalog.count_all()[0]
    assert 0 < kept == stopped.added < 600
    finished = ingest_sources([str(folder)], index)
    assert finished.added == 600 - kept and finished.failed == 0
    assert index.verify_agreement().ok


def test_progress_counts_documents(index: NewsIndex, folder: Path) -> None:
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"Ferry {n}\n\n{TEXT} {n}")
    seen: list[Progress] = []
    ingest_sources([str(folder)], index, progress=seen.append)
    done = [each.done for each in seen]
    assert done == sorted(done) and done[-1] == 3 and {each.total for each in seen} == {3}


def test_progress_within_one_export_counts_its_articles(index: NewsIndex, tmp_path: Path) -> None:
    rows = [
        {"id": n, "title": f"Story {n}", "text": f"The council met in room {n} on Monday."}
        for n in range(300)
    ]
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    seen: list[Progress] = []
    ingest_sources([str(export)], index, progress=seen.append)
    embedding = [each.articles for each in seen if each.outcome.startswith("embedding")]
    assert embedding == sorted(embedding)
    assert embedding[0] == 0 and embedding[-1] >= 128


def test_a_thousand_files_of_which_six_changed(index: NewsIndex, folder: Path) -> None:
    for n in range(1000):  # all but alike, as notices written to one form are
        (folder / f"{n:04}.txt").write_text(f"Ferry {n} stopped\n\nFerry number {n} stopped at quay {n * 7}.")
    assert counts(ingest_sources([str(folder)], index)) == (1000, 0, 0, 0)
    for n in (5, 500, 999):
        (folder / f"{n:04}.txt").write_text(f"Ferry {n} stopped\n\nFerry number {n} sails again from today.")
    for n in (1, 2):
        (folder / f"{n:04}.txt").unlink()
    (folder / "new.txt").write_text("Bridge opens\n\nThe bridge opens today.")
    unread = folder / "0700.txt"  # other bytes, but of the size and time that are known: not even opened
    status = unread.stat()
    unread.write_bytes(b"x" * status.st_size)
    os.utime(unread, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = ingest_sources([str(folder)], index, prune_missing=True)
    assert counts(again) == (1, 3, 995, 0) and (again.read, again.removed) == (4, 2)
    assert again.summarise() == "added 1 / updated 3 / unchanged 995 / failed 0 / removed 2"
    assert index.catalog.count_all()[0] == 999
    assert index.verify_agreement().ok


def test_only_prune_removes_and_only_what_is_gone(index: NewsIndex, folder: Path) -> None:
    (folder / "deep").mkdir()
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (folder / name).write_text(f"Ferry {name}\n\n{TEXT} Crossing {name[-5]}.")
    beside = folder.parent / "clips-of-others"
    beside.mkdir()
    (beside / "d.txt").write_text(f"Ferry d\n\n{TEXT} Crossing d.")
    ingest_sources([str(folder), str(beside)], index)
    (folder / "deep" / "c.txt").unlink()
    (beside / "d.txt").unlink()
    assert ingest_sources([str(folder)], index).removed == 0
    assert ingest_sources([str(folder / "a.txt")], index, prune_missing=True).removed == 0
    assert ingest_sources([str(folder)], index, prune_missing=True).removed == 1
    assert {row.title for row in index.catalog.list_articles().rows} == {
        "Ferry a.txt",
        "Ferry b.txt",
        "Ferry d",
    }


def test_an_empty_folder_prunes_nothing(index: NewsIndex, folder: Path) -> None:
    (folder / "a.txt").write_text(f"Ferry stopped\n\n{TEXT}")
    ingest_sources([str(folder)], index)
    (folder / "a.txt").unlink()
    report = ingest_sources([str(folder)], index, prune_missing=True)
    assert report.removed == 0 and "mounted" in report.notes[0].text
    assert index.catalog.count_all()[0] == 1


def test_rows_that_left_an_export_are_pruned(index: NewsIndex, folder: Path) -> None:
    write_rows(folder / "rows.jsonl", rows(5))
    ingest_sources([str(folder)], index)
    write_rows(folder / "rows.jsonl", rows(3))
    assert ingest_sources([str(folder)], index, prune_missing=True).removed == 2
    assert index.catalog.count_all()[0] == 3 and index.verify_agreement().ok


def test_what_was_asked_for_is_remembered(index: NewsIndex, folder: Path) -> None:
    (folder / "a.txt").write_text(f"Ferry stopped\n\n{TEXT}")
    ingest_sources(
        [str(folder), str(folder / "*.txt"), str(folder / "a.txt"), str(folder / "none.txt")], index
    )
    kinds = {origin.name: origin.kind for origin in index.catalog.sources.list_origins()}
    assert kinds == {
        str(folder): "folder",
        str(folder / "*.txt"): "pattern",
        str(folder / "a.txt"): "file",
    }
    first = index.catalog.sources.get_origin(str(folder))
    ingest_sources([str(folder)], index)
    second = index.catalog.sources.get_origin(str(folder))
    assert first and second and first.first_read == second.first_read and first.last_read < second.last_read
    assert index.catalog.count_all()[0] == 1


def test_what_dateline_stores_is_not_taken_in(index: NewsIndex, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(f"Ferry stopped\n\n{TEXT}\n", "utf-8")
    ingest_sources([str(tmp_path / "story.txt")], index)  # the index lies in the folder that is named next
    assert any(path.suffix == ".json" for path in index.folder.rglob("*"))
    assert counts(ingest_sources([str(tmp_path)], index)) == (0, 0, 1, 0)


def test_facts_without_end_are_cut_and_the_text_is_not(index: NewsIndex) -> None:
    row = {
        "title": "T" * 10**6,
        "source": "S" * 10**6,
        "author": ["A" * 10**4] * 500,
        "tags": ["x" * 900] * 500,
    }
    text = " ".join(f"Sentence {n} of a long read is here." for n in range(2_000))
    data = json.dumps({**row, "text": text}).encode()
    assert counts(ingest_documents([Document("pasted:9", "a.json", data)], index)) == (1, 0, 0, 0)
    (stored,) = index.catalog.list_articles().rows
    assert (len(stored.title), len(stored.outlet or "")) == (1_000, 200)
    assert len(stored.authors) <= 100 and len(stored.tags) <= 100
    article = index.catalog.get_article(stored.id)
    assert article is not None and article.text == text


def test_what_is_stored_can_be_searched_by_its_language(index: NewsIndex, folder: Path) -> None:
    german = (
        "Die Fähre nach Ormsay fährt seit Montag nicht mehr, weil in ihrem Rumpf ein Riss gefunden wurde. "
        "Fahrkarten werden am Kai erstattet, teilte der Hafen mit."
    )
    (folder / "a.txt").write_text(f"Ferry stopped\n\n{TEXT}", encoding="utf-8")
    (folder / "b.html").write_text(
        f"<html lang='en'><head><title>Fähre steht</title></head><body><article><h1>Fähre steht</h1><p>{german}</p>"
        f"<p>{german}</p></article></body></html>",
        encoding="utf-8",
    )
    assert ingest_sources([str(folder)], index).added == 2
    found = index.search_passages("Ormsay", 10, Filter(languages=("de",)))
    assert {each.article.title for each in found} == {"Fähre steht"}
    assert {each.article.language for each in index.search_passages("Ormsay", 10)} == {"en", "de"}
