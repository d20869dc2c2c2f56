"""A backup taken at any moment is whole, and comes back as it was."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from errors import StoreError
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, CUP, item, many
from vectorstore import __main__ as command
from vectorstore.backup import restore_backup, write_backup
from vectorstore.index import NewsIndex
from vectorstore.jobs.job_store import NewJob
from vectorstore.jobs.spool import SPOOL, Spool


def test_everything_comes_back(tmp_path: Path, hashing: HashingEmbedder) -> None:
    data, file, other = tmp_path / "data", tmp_path / "kept.backup", tmp_path / "other"
    with NewsIndex.open(data, hashing) as index:
        index.add_articles([item(BRIDGE), item(CUP)])
        index.catalog.collections.put_into("Sport", [CUP.id])
        name, size = Spool(data / SPOOL).write_file(b"waits")
        index.catalog.jobs.put_jobs([NewJob("read", {}, file=name, size=size), NewJob("read", {}, file=None)])
        index.catalog.jobs.claim_job("somebody", ["read"], 60)
        contents = write_backup(data, file)  # while the index is open
    assert (contents.articles, contents.waiting) == (2, 1)
    assert (
        stat.S_IMODE(file.stat().st_mode) == 0o600 and [path.name for path in tmp_path.glob("*.part")] == []
    )
    assert not list(data.glob("backup-*"))
    assert restore_backup(file, other) == contents
    before = hashing.embedded
    with NewsIndex.open(other, hashing) as index:
        index.follow_changes()
        assert index.verify_agreement().ok and hashing.embedded == before  # the vectors were in it
        assert index.catalog.collections.list_of([CUP.id]) == {CUP.id: ("Sport",)}
        assert index.search_passages("bridge Oster", 1)[0].article.id == BRIDGE.id
        assert [job.state for job in index.catalog.jobs.list_jobs()] == ["waiting", "waiting"]
        assert Spool(other / SPOOL).read_file(name) == b"waits"


def test_a_backup_in_the_middle_of_an_ingest_verifies(tmp_path: Path, hashing: HashingEmbedder) -> None:
    data, stop = tmp_path / "data", threading.Event()
    spool = Spool(data / SPOOL)

    def bring() -> None:
        first = 0
        while not stop.is_set():
            name, size = spool.write_file(str(first).encode())
            index.catalog.jobs.put_jobs([NewJob("read", {"first": first}, file=name, size=size)])
            job = index.catalog.jobs.claim_job("me", ["read"], 60)
            assert job is not None
            index.add_articles(many(5, first))
            if first % 3 == 0:
                index.delete_articles([many(1, first)[0][0].id])
            index.catalog.jobs.finish_job(job, "me", {})
            spool.drop_files([job.file])
            first += 5

    with NewsIndex.open(data, hashing) as index:
        index.follow_changes()
        bringing = threading.Thread(target=bring)
        bringing.start()
        kept = []
        for number in range(4):
            stop.wait(0.3)
            kept.append((tmp_path / f"{number}.backup", write_backup(data, tmp_path / f"{number}.backup")))
        stop.set()
        bringing.join()
    assert kept[-1][1].articles > kept[0][1].articles
    for file, contents in kept:
        restored = tmp_path / file.stem
        restore_backup(file, restored)
        with NewsIndex.open(restored, hashing) as index:
            index.follow_changes()
            agreement = index.verify_agreement()
            assert agreement.ok, agreement
            assert agreement.articles == contents.articles
            for job in index.catalog.jobs.list_jobs(
                states=("waiting",)
            ):  # what was not in yet waits with its file
                assert (
                    job.file
                    and Spool(restored / SPOOL).read_file(job.file) == str(job.payload["first"]).encode()
                )


def test_nothing_is_overwritten_unasked(tmp_path: Path, hashing: HashingEmbedder) -> None:
    data, file = tmp_path / "data", tmp_path / "kept.backup"
    with NewsIndex.open(data, hashing) as index:
        index.add_articles([item(BRIDGE)])
        write_backup(data, file)
        with pytest.raises(StoreError, match="there already"):
            write_backup(data, file)
        index.add_articles([item(CUP)])
        with pytest.raises(StoreError, match="Another program"):
            restore_backup(file, data, replace=True)
    with pytest.raises(StoreError, match="--replace"):
        restore_backup(file, data)
    with NewsIndex.open(data, hashing) as index:
        assert index.catalog.count_all()[0] == 2
    restore_backup(file, data, replace=True)
    with NewsIndex.open(data, hashing) as index:
        index.follow_changes()
        assert index.catalog.count_all()[0] == 1 and index.verify_agreement().ok
    (aside,) = data.glob("replaced-*")
    with NewsIndex.open(aside, hashing) as index:
        index.follow_changes()
        assert index.catalog.count_all()[0] == 2 and index.verify_agreement().ok


@pytest.mark.parametrize("damage", ["no zip", "cut", "no catalogue", "newer"])
def test_what_is_no_backup_changes_nothing(tmp_path: Path, hashing: HashingEmbedder, damage: str) -> None:
    data, file, other = tmp_path / "data", tmp_path / "kept.backup", tmp_path / "other"
    with NewsIndex.open(data, hashing) as index:
        index.add_articles(many(3))
        write_backup(data, file)
    whole = file.read_bytes()
    if damage == "no zip":
        file.write_bytes(b"text")
    elif damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        about = {
            "made": "",
            "articles": 0,
            "conversations": 0,
            "waiting": 0,
            "format": 1 + (damage == "newer"),
        }
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("about.json", json.dumps(about))
    with pytest.raises(StoreError, match=r"no backup|newer"):
        restore_backup(file, other)
    assert not any(path.is_file() for path in other.rglob("*"))


def test_only_what_jobs_name_is_unpacked(tmp_path: Path, hashing: HashingEmbedder) -> None:
    data, file, other = tmp_path / "data", tmp_path / "kept.backup", tmp_path / "other"
    with NewsIndex.open(data, hashing) as index:
        index.add_articles([item(BRIDGE)])
        write_backup(data, file)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("spool/stranger", b"x")
        packed.writestr("elsewhere", b"x")
    restore_backup(file, other)
    assert sorted(path.name for path in other.rglob("*") if path.is_file()) == [
        "catalogue.sqlite3",
        "index.lock",
    ]


def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        command, "open_index", lambda chosen, **_: NewsIndex.open(chosen.data, HashingEmbedder())
    )
    data, file = tmp_path / "data", tmp_path / "kept.backup"
    with NewsIndex.open(data, HashingEmbedder()) as index:
        index.add_articles([item(BRIDGE)])
    assert command.main(["backup", "--data", str(data), str(file)]) == 0
    assert "1 articles" in capsys.readouterr().out
    assert command.main(["restore", "--data", str(data), str(file)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert command.main(["restore", "--data", str(tmp_path / "new"), str(file)]) == 0
    assert "agree" in capsys.readouterr().out
    assert command.main(["backup", "--data", str(tmp_path / "none"), str(file)]) == 2
