"""``python -m vectorstore``, as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, item
from vectorstore.__main__ import main
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path, embedder: Embedder) -> Path:
    """A data folder with three articles, closed."""
    with NewsIndex.open(tmp_path, embedder) as index:
        index.add_articles([item(BRIDGE), item(CUP), item(FESTIVAL)])
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    code = main([*words, "--data", str(data)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_stats(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, data, "stats")
    assert code == 0
    assert "all-MiniLM-L6-v2 (384 dims, 53aa5117)" in out and "2025-04-12" in out
    _, out, _ = run(capsys, data, "stats", "--json")
    stats = json.loads(out)
    assert (stats["articles"], stats["passages"], stats["outlets"]) == (3, 5, 2)


def test_search_prints_passages_and_takes_filters(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, data, "search", "which", "team", "won", "-k", "1")
    assert code == 0 and out.startswith(f"1. {CUP.title}") and CUP.id in out
    _, out, _ = run(
        capsys, data, "search", "bridge", "--outlet", "harbour news", "--since", "2025-01-01", "--json"
    )
    assert [found["title"] for found in json.loads(out)] == [CUP.title]
    _, out, _ = run(capsys, data, "search", "bridge", "--until", "1999-01-01")
    assert out == "Nothing found.\n"


def test_delete_takes_ids_and_keys_and_names_what_it_does_not_know(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, data, "delete", BRIDGE.id, CUP.key, "/no/such.txt")
    assert (code, out) == (1, "2 deleted\n") and "'/no/such.txt'" in err
    _, out, _ = run(capsys, data, "verify")
    assert out == "1 articles, 2 passages: the catalogue, tantivy and Chroma agree.\n"


def test_verify_tells_differences_and_rebuild_ends_them(
    data: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    with NewsIndex.open(data, embedder) as index:
        index._dense._get_collection().delete(where={"article_id": CUP.id})
    code, out, _ = run(capsys, data, "verify")
    assert code == 1
    assert f"Chroma: passage {CUP.id}:0 is missing" in out and "python -m vectorstore rebuild" in out
    _, out, _ = run(capsys, data, "verify", "--json")
    assert (json.loads(out)["ok"], json.loads(out)["total"]) == (False, 1)
    code, out, _ = run(capsys, data, "rebuild")
    assert code == 0 and out.startswith("3 articles rebuilt")
    assert run(capsys, data, "verify")[0] == 0


def test_while_another_program_has_the_index(
    data: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    with NewsIndex.open(data, embedder):
        assert run(capsys, data, "search", "bridge")[0] == 0
        code, out, _ = run(capsys, data, "verify")
        assert code == 0 and "Another program" in out
        code, _, err = run(capsys, data, "rebuild")
        assert code == 2 and "close it" in err
        assert "in use by another program" in run(capsys, data, "stats")[1]


def test_another_model_is_refused_in_one_line(
    data: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = embedder.model_folder  # type: ignore[attr-defined]
    monkeypatch.setenv("DATELINE_EMBEDDING_MODEL", str(folder))
    code, _, err = run(capsys, data, "search", "bridge")
    assert code == 2
    assert err.count("\n") == 1 and "python -m vectorstore rebuild" in err and str(folder) in err
    assert run(capsys, data, "stats")[0] == 0


def test_where_there_is_no_index_it_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path, "stats")
    assert (code, out) == (2, "") and "python -m ingest" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [["search", "x", "--since", "2025-13-01"], ["search", "x", "-k", "0"], [], ["fly"]]
)
def test_wrong_arguments_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vectorstore", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    for command in ("stats", "search", "delete", "verify", "rebuild"):
        assert command in done.stdout
