"""Jobs: kept once they are put, done by one process at a time, in turns, and claimed again where one was killed."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from errors import StoreError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.jobs.job_store import JobStore, NewJob, is_gone, name_claimant
from vectorstore.jobs.spool import Spool
from vectorstore.sqlite import schema

KINDS = ("read", "watch")
LONG = 3_600.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    catalog = Catalog(tmp_path / "catalogue.sqlite3")
    yield catalog.jobs
    catalog.close()


def named(name: str, **changes: object) -> NewJob:
    return replace(NewJob("read", {"name": name}, turn=name[0], batch=name[0]), **changes)  # type: ignore[arg-type]


def claimed(store: JobStore, claimant: str = "me") -> str:
    job = store.claim_job(claimant, KINDS, LONG)
    return str(job.payload["name"]) if job else ""


def test_a_job_goes_from_put_to_done(store: JobStore) -> None:
    (id_,) = store.put_jobs([named("a1", owner="ada", size=7)])
    assert store.count_waiting() == store.count_waiting("ada") == (1, 7) and store.count_waiting("bo") == (
        0,
        0,
    )
    before = store.read_version("ada")
    job = store.claim_job("me", KINDS, LONG)
    assert job is not None and (job.id, job.state, job.attempts, job.claimant) == (id_, "running", 1, "me")
    assert store.claim_job("me", KINDS, LONG) is None
    assert store.finish_job(job, "me", {"state": "added"}) and store.read_version("ada") != before
    (kept,) = store.list_jobs(owner="ada")
    assert (kept.state, kept.result, kept.payload) == ("done", {"state": "added"}, {"name": "a1"})
    assert store.count_waiting() == (0, 0) and store.forget_jobs([id_]) == 1 and store.list_jobs() == []


def test_a_name_may_hold_half_a_character(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalogue.sqlite3")
    catalog.jobs.put_jobs([named("a\udcff")])
    assert claimed(catalog.jobs) == "a\udcff"
    catalog.batches.begin_batch("b", "a\udcff")
    assert catalog.batches.list_batches()[0].name == "a?"
    catalog.close()


def test_turns_alternate_and_each_goes_in_its_order(store: JobStore) -> None:
    store.put_jobs([named(f"a{n}") for n in range(5)])
    store.put_jobs([named(f"b{n}") for n in range(2)])
    order = []
    while (job := store.claim_job("me", KINDS, LONG)) is not None:
        order.append(str(job.payload["name"]))
        store.finish_job(job, "me", {})
    assert order == ["a0", "b0", "a1", "b1", "a2", "a3", "a4"]


def test_jobs_of_one_turn_run_one_after_the_other(store: JobStore) -> None:
    store.put_jobs([named("a0"), named("a1"), named("b0")])
    assert [claimed(store), claimed(store), claimed(store)] == ["a0", "b0", ""]


def test_a_job_waits_until_it_is_due_and_for_who_can_do_it(store: JobStore) -> None:
    store.put_jobs(
        [named("a0", due=time.time() + LONG), named("b0", kind="watch"), named("c0", kind="other")]
    )
    assert [claimed(store), claimed(store)] == ["b0", ""]


def test_what_a_killed_process_held_is_claimed_again(store: JobStore) -> None:
    store.put_jobs([named("a0")])
    held = store.claim_job("dead", KINDS, -1.0)  # its lease has ended
    again = store.claim_job("me", KINDS, LONG)
    assert held is not None and again is not None
    assert (again.id, again.attempts, again.claimant) == (held.id, 2, "me")
    assert not store.finish_job(held, "dead", {}) and not store.give_back_job(held, "dead")
    assert (
        store.list_claimants() == ["me"]
        and store.extend_leases("me", LONG) == 1
        and store.release_jobs("me") == 1
    )
    assert {job.state for job in store.list_jobs()} == {"waiting"}


def test_a_job_that_is_given_back_was_not_tried(store: JobStore) -> None:
    store.put_jobs([named("a0")])
    job = store.claim_job("me", KINDS, LONG)
    assert job is not None and store.give_back_job(job, "me")
    again = store.claim_job("me", KINDS, LONG)
    assert again is not None and again.attempts == 1


def test_what_may_have_ended_the_process_lets_others_go_first(store: JobStore) -> None:
    store.put_jobs([named("a0"), named("a1")])
    tried = [store.claim_job("dead", KINDS, -1.0) for _ in range(3)]
    assert [job and job.payload["name"] for job in tried] == ["a0", "a0", "a0"]
    assert claimed(store) == "a1"


def test_a_batch_is_cancelled_but_for_what_runs(store: JobStore) -> None:
    store.put_jobs([named("a0"), named("a1", file="f")])
    store.put_jobs([named("b0")])
    running = store.claim_job("me", KINDS, LONG)
    assert running is not None
    assert [job.file for job in store.cancel_batch("a", {"state": "failed"})] == ["f"]
    assert [(job.payload["name"], job.state) for job in store.list_jobs(batch="a")] == [
        ("a0", "running"),
        ("a1", "failed"),
    ]
    assert [job.payload["name"] for job in store.list_jobs(states=("waiting",))] == ["b0"]
    assert store.forget_jobs([job.id for job in store.list_jobs()]) == 1  # what is not done is kept


def test_the_newest_batch_comes_first(store: JobStore) -> None:
    store.put_jobs([named("a0"), named("a1")])
    store.put_jobs([named("b0")])
    assert [job.payload["name"] for job in store.list_jobs()] == ["b0", "a0", "a1"]


def test_only_a_process_that_has_ended_is_gone() -> None:
    own = name_claimant()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()
    assert not is_gone(own, own) and is_gone(f"{host}:{os.getpid()}:00000000", own)
    assert is_gone(f"{host}:{ended.pid}:00000000", own)
    assert not is_gone(f"{host}:{os.getppid()}:00000000", own)
    assert not is_gone(f"elsewhere:{ended.pid}:00000000", own) and not is_gone("nonsense", own)


def test_a_catalogue_from_before_gets_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalogue.sqlite3"
    newest = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", newest[:5])
    old = sqlite3.connect(path, isolation_level=None)
    schema.migrate_catalogue(old)
    assert not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'job'").fetchall()
    old.close()
    monkeypatch.setattr(schema, "MIGRATIONS", newest)
    catalog = Catalog(path)
    catalog.jobs.put_jobs([named("a0")])
    assert claimed(catalog.jobs) == "a0" and catalog.batches.list_batches() == []
    catalog.close()


def test_a_file_is_moved_into_the_spool(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    brought = tmp_path / "note.txt"
    brought.write_bytes(b"text")
    name, size = spool.take_file(brought)
    assert not brought.exists() and size == 4 and spool.read_file(name) == b"text"
    other, _ = spool.write_file(b"more")
    spool.drop_files([name, None, "gone"])
    assert [path.name for path in spool.folder.iterdir()] == [other]
    assert spool.sweep_files([]) == 0  # it is new: its job may be about to be put
    with pytest.raises(StoreError, match="cannot be kept"):
        spool.take_file(tmp_path / "not there")


def test_what_no_job_names_is_swept_from_the_spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path / "spool")
    wanted, left = spool.write_file(b"wanted")[0], spool.write_file(b"left")[0]
    monkeypatch.setattr("vectorstore.jobs.spool._GRACE", -1.0)
    assert spool.sweep_files([wanted]) == 1
    assert not (spool.folder / left).exists() and spool.read_file(wanted) == b"wanted"
