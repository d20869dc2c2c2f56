"""Which files a path names: links stay within the folder that was named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.document import Note
from ingest.pipeline import ingest_sources
from ingest.runs.find import find_files, order_copies
from tests.fakes import HashingEmbedder
from vectorstore.index import NewsIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, a link within it, and links that lead out of it, to a file and a folder."""
    outside, folder = tmp_path / "outside", tmp_path / "clippings"
    for each in (outside, folder / "old"):
        each.mkdir(parents=True)
    (outside / "secret.txt").write_text("Secret\n\nNobody but Ada Ferrant may read this.", "utf-8")
    (folder / "mill.txt").write_text("Mill burns\n\nThe old mill burned down on Monday.", "utf-8")
    (folder / "old" / "again.txt").symlink_to(folder / "mill.txt")
    (folder / "leads-out.txt").symlink_to(outside / "secret.txt")
    (folder / "leads-far.txt").symlink_to("../outside/secret.txt")
    (folder / "elsewhere").symlink_to(outside)
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    return folder


@pytest.mark.parametrize("pattern", ["", "**/*.txt"])
def test_links_that_lead_out_of_a_folder_are_skipped_with_a_note(folder: Path, pattern: str) -> None:
    found = list(find_files([str(folder / pattern)]))
    notes = {Path(each.key).name for each in found if isinstance(each, Note)}
    paths = {each for each in found if isinstance(each, Path)}
    assert {"leads-out.txt", "leads-far.txt"} < notes
    assert folder / "mill.txt" in paths
    assert all(each.resolve().is_relative_to(folder) for each in paths if each.name != "itself.txt")


def test_a_file_that_is_named_outright_is_read(folder: Path) -> None:
    assert list(find_files([str(folder / "leads-out.txt")])) == [folder.parent / "outside" / "secret.txt"]


def test_the_report_says_so(folder: Path, tmp_path: Path) -> None:
    (folder / "itself.txt").unlink()
    with NewsIndex.open(tmp_path / "data", HashingEmbedder()) as index:
        report = ingest_sources([str(folder)], index)
        assert report.added == 1 and not report.failures
        assert {Path(note.key).name for note in report.notes} == {
            "leads-out.txt",
            "leads-far.txt",
            "elsewhere",
        }
        assert all("leads out of the folder" in note.text for note in report.notes)
        assert "Ferrant" not in "".join(row.title for row in index.catalog.list_articles().rows)


@pytest.mark.parametrize("ending", [".txt", ""])
def test_later_downloads_of_one_file_come_behind_it(ending: str) -> None:
    names = [f"{name}{ending}" for name in ("a (10)", "b", "a (2)", "a", "a(1)")]
    wanted = ["a", "a(1)", "a (2)", "a (10)", "b"]
    assert sorted(names, key=order_copies) == [f"{name}{ending}" for name in wanted]
