"""``python -m ingest``: exit codes and what it prints."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ingest.__main__ import main
from tests.ingest.server import Page, serving

ROOT = Path(__file__).parents[2]

TEXT = "Ferry stopped\n\nThe ferry to Ormsay stopped on Monday after a crack was found in its hull."


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def test_a_run_prints_its_summary(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert main(["--data", data, "--quiet", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out == "added 1 / updated 0 / unchanged 0 / failed 0\n"


def test_a_failure_is_one_line_and_exit_code_1(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert main(["--data", data, "--quiet", str(tmp_path / "empty.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out.endswith("failed 1\n")
    assert [line for line in printed.err.splitlines() if "empty.txt" in line and "Traceback" not in line]


def test_the_report_as_json(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", data, "--json", str(tmp_path / "none.txt")]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["failed"] == 1 and report["failures"][0]["key"].endswith("none.txt")


def test_standard_input_addresses_and_refresh(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = "<rss version='2.0'><channel><title>Post</title><item><title>Bridge</title><link>/bridge</link></item></channel></rss>"
    (tmp_path / "a.txt").write_text(TEXT)
    with serving() as site:
        site.pages["/feed"] = Page(feed.encode(), headers={"Content-Type": "application/rss+xml"})
        site.pages["/bridge"] = Page(
            b"<html><body><article><h1>Bridge opens</h1><p>The bridge to Port Ellery opened to lorries today, a"
            b" year late and for four euros each, the county said.</p></article></body></html>"
        )
        address = f"http://127.0.0.1:{site.port}/feed"
        piped = io.TextIOWrapper(io.BytesIO(TEXT.replace("Ormsay", "Dunmore").encode()))
        monkeypatch.setattr(sys, "stdin", piped)
        assert main(["--data", data, "--quiet", address]) == 1  # this machine may not be asked
        assert site.connections == 0 and "DATELINE_FETCH_PRIVATE" in capsys.readouterr().err
        monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "1")
        assert main(["--data", data, "--json", str(tmp_path / "a.txt"), address, "-"]) == 0
        assert json.loads(capsys.readouterr().out)["added"] == 3
        (tmp_path / "a.txt").write_text(TEXT + " It sails again.")
        assert main(["--data", data, "--quiet", "--refresh"]) == 0
        assert capsys.readouterr().out == "added 0 / updated 1 / unchanged 1 / failed 0\n"


def test_what_has_not_changed_is_read_again_where_asked(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    reads = []
    for options in ([], [], ["--again"]):
        assert main(["--data", data, "--json", *options, str(tmp_path / "a.txt")]) == 0
        reads.append(json.loads(capsys.readouterr().out)["read"])
    assert reads == [1, 0, 1]


def test_a_source_can_be_forgotten(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(f"{path.name} {TEXT}")
    assert main(["--data", data, "--quiet", *map(str, paths)]) == 0
    assert main(["--data", data, "--forget", str(paths[0])]) == 0
    capsys.readouterr()
    assert main(["--data", data, "--remembered"]) == 0
    (listed,) = capsys.readouterr().out.splitlines()
    assert listed.startswith("file ") and listed.endswith(str(paths[1]))
    assert main(["--data", data, "--forget", str(paths[0])]) == 2
    assert "a.txt is not remembered: --remembered lists" in capsys.readouterr().err
    assert main(["--data", data, "--quiet", "--refresh"]) == 0
    assert "unchanged 1" in capsys.readouterr().out


def test_an_import_is_taken_back(tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    paths[0].write_text(TEXT)
    assert main(["--data", data, "--quiet", str(paths[0])]) == 0
    paths[0].write_text(TEXT + " It sails again.")
    paths[1].write_text(TEXT.replace("Ormsay", "Dunmore"))
    assert main(["--data", data, "--json", *map(str, paths)]) == 0
    batch = json.loads(capsys.readouterr().out.splitlines()[-1])["batch"]
    assert main(["--data", data, "--take-back", batch]) == 0
    assert "deleted 1; stay as they are: 1 that it changed, 0 that another" in capsys.readouterr().out
    assert main(["--data", data, "--imports"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.startswith(batch) and "taken back" in newest and "b.txt" in newest
    assert "added 1 / updated 0" in oldest and oldest.endswith(str(paths[0]))
    assert main(["--data", data, "--take-back", "nothing"]) == 2
    assert "--imports lists" in capsys.readouterr().err
    assert main(["--data", data, "--quiet", *map(str, paths)]) == 0
    assert "added 1" in capsys.readouterr().out  # it can be brought again


def test_nothing_to_refresh_says_so(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", data, "--refresh"]) == 2
    assert "nothing is remembered" in capsys.readouterr().err


def test_watching_goes_on_until_it_is_stopped(tmp_path: Path, data: str) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / "a.txt").write_text(TEXT)
    command = [sys.executable, "-m", "ingest", "--data", data, "--quiet", "--watch", "--prune", str(clips)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        too_long = threading.Timer(600, running.kill)  # however busy the machine is
        too_long.start()
        rounds = iter(running.stdout.readline, "")  # one that finds nothing new may come between
        try:
            assert next(rounds) == "added 1 / updated 0 / unchanged 0 / failed 0\n"
            (clips / "b.txt").write_text(TEXT.replace("Ormsay", "Dunmore"))
            assert any(line.startswith("added 1 / updated 0 / unchanged 1") for line in rounds)
            (clips / "a.txt").unlink()
            assert any(line.endswith("removed 1\n") for line in rounds)
            running.send_signal(signal.SIGINT)
            assert running.wait() == 130
            assert "Traceback" not in running.stderr.read()
        finally:
            too_long.cancel()
            running.kill()


def test_no_arguments_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2 and "usage:" in capsys.readouterr().err
