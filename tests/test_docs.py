"""The documents tell the truth: their commands run, their links lead somewhere, their settings exist."""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
SHELL = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
INI = re.compile(r"^```ini\n(.*?)^```", re.M | re.S)
PYTHON = re.compile(r"^(?:\.venv/bin/)?python3? ")
PAGE = (
    "Harbour bridge closed for a week\n\nThe Calder Ledger\n4 September 2025\n\n"
    "The harbour bridge will be closed for a week from Monday, the port authority said on Thursday. "
    "Two cables have to be replaced, which costs 80,000 euros.\n"
)


def lines(name: str) -> list[str]:
    """The commands in the shell blocks of a document."""
    return [
        line.strip()
        for block in SHELL.findall((ROOT / name).read_text("utf-8"))
        for line in block.splitlines()
        if line.strip()
    ]


COMMANDS = list(dict.fromkeys(lines("README.md") + lines("CONTRIBUTING.md")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder as the README assumes it: the sample articles, and some clippings of one's own."""
    folder = tmp_path_factory.mktemp("working")
    shutil.copytree(ROOT / "articles", folder / "articles")
    (folder / "clippings").mkdir()
    (folder / "clippings" / "bridge.txt").write_text(PAGE, "utf-8")
    row = '{"id": 1, "title": "Market moves", "date": "2025-09-05", "text": "The fish market moves to Quay Street."}\n'
    (folder / "clippings" / "export.jsonl").write_text(row, "utf-8")
    # Whichever test runs first, there is something to ask
    assert _run("ingest", ["--data", str(folder / "data"), "--quiet", str(folder / "articles")]) == 0
    return folder


def test_there_are_commands_to_try() -> None:
    programs = {match for command in COMMANDS for match in re.findall(r"-m (\w+)", command)}
    assert {"ingest", "assistant", "vectorstore", "pip", "venv"} <= programs
    assert {"make run", "make test"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_it_says(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(PYTHON.sub("python ", command))
    if words[0] == "make":
        subprocess.run([*words, "-n"], cwd=ROOT, check=True, capture_output=True)
    elif "https://" in command:  # tests have no network, so that only what it takes is checked
        assert words[:3] == ["python", "-m", "ingest"]
        importlib.import_module("ingest.command_line").make_parser().parse_args(words[3:])
    elif words[:2] == ["python", "-m"] and words[2] in {"ingest", "assistant", "vectorstore"}:
        monkeypatch.chdir(folder)
        assert _run(words[2], words[3:]) == 0, capsys.readouterr()
        assert capsys.readouterr().out or "--if-empty" in words
    else:
        _names_what_exists(words)


def _run(room: str, arguments: list[str]) -> int:
    code: int = importlib.import_module(f"{room}.__main__").main(arguments)
    return code


def _names_what_exists(words: list[str]) -> None:
    """A command that is not run (it installs, or serves) names files that are there."""
    assert words[0] in {"python", ".venv/bin/pytest"}, words
    files = [word for word in words[1:] if re.search(r"\.(?:py|txt)$", word)]
    assert all((ROOT / file).exists() for file in files), words
    assert files or words[1:] == ["-m", "venv", ".venv"], words


def test_the_first_question_of_the_readme_is_answered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    first = next(command for command in COMMANDS if " ask " in command)
    assert _run("assistant", shlex.split(first)[3:]) == 0
    printed = capsys.readouterr().out
    assert "Rotterdam" in printed and "[1]" in printed and "Tidewire" in printed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    for link in links:
        if link and not re.match(r"https?:", link):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_settings_that_are_named_exist(document: Path) -> None:
    known = {settings.PREFIX + name.upper() for name in settings.Settings.model_fields}
    named = set(re.findall(rf"{settings.PREFIX}[A-Z_]+\b", document.read_text("utf-8")))
    assert named <= known, f"{document.name} names {sorted(named - known)}"


def test_the_settings_shown_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = INI.findall((ROOT / "README.md").read_text("utf-8"))
    assert blocks
    for block in blocks:
        for name, value in re.findall(r"^(\w+)=(.*)$", block, re.M):
            monkeypatch.setenv(name, value)
        assert settings.load_settings().chat_model in block


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_in_the_table_of_the_architecture_exist(document: Path) -> None:
    rooms = "ingest|vectorstore|assistant|ui|tests|benchmarks|docs|training"
    for path in re.findall(rf"`((?:{rooms})/[\w./-]+)`", document.read_text("utf-8")):
        assert (ROOT / path).exists(), f"{document.name} names {path}"
