"""The rooms hold: imports point one way, and each engine stands behind its own door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {  # room → rooms it may import from
    "ingest": {"ingest", "vectorstore", "errors"},
    "vectorstore": {"vectorstore", "errors"},
    "assistant": {
        "assistant",
        "vectorstore",
        "ingest.sentences",
        "ingest.language",
        "ingest.article",
        "errors",
    },
    "ui": {"ui", "assistant", "vectorstore", "ingest", "errors"},
}
SETTLED = {"settings", "assembly"}  # what reads the settings, for entry points alone
ENTRY_POINTS = {"app.py", "assembly.py", *(f"{room}/__main__.py" for room in MAY_IMPORT)}
DOORS = {  # library → the files or rooms that may import it
    "chromadb": {"vectorstore/dense.py"},
    "tantivy": {"vectorstore/lexical.py"},
    "gradio": {"ui/", "app.py"},
    "mcp": {"ui/mcp.py"},
    "argon2": {"ui/people.py"},
    "langchain": {"assistant/", "benchmarks/"},
    "langchain_core": {"assistant/", "benchmarks/"},
}
HEAVY = {"torch", "gradio", "chromadb", "tantivy", "sentence_transformers", "transformers", "trafilatura"}


def sources() -> list[Path]:
    rooms = [*MAY_IMPORT, "benchmarks", "training"]
    return [*ROOT.glob("*.py"), *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sources(), ids=name)
def test_imports_point_one_way(path: Path) -> None:
    room = name(path).split("/")[0]
    if room not in MAY_IMPORT:
        return
    ours = {i for i in imports(path) if i.split(".")[0] in {*MAY_IMPORT, "app", "benchmarks"}}
    allowed = MAY_IMPORT[room]
    if room == "vectorstore":
        allowed = allowed | {"ingest.article"}
    if path.name == "__main__.py":
        allowed = allowed | {"vectorstore"}
    strangers = {
        i for i in ours if not any(i == a or i.startswith(a + ".") for a in allowed) and i != "ingest"
    }
    assert not strangers, f"{name(path)} reaches into {sorted(strangers)}"


@pytest.mark.parametrize("path", sources(), ids=name)
def test_only_entry_points_read_the_settings(path: Path) -> None:
    if name(path) not in ENTRY_POINTS:
        assert not {i.split(".")[0] for i in imports(path)} & SETTLED


@pytest.mark.parametrize("path", sources(), ids=name)
def test_each_engine_stands_behind_its_own_door(path: Path) -> None:
    used = {i.split(".")[0] for i in imports(path)}
    for library, doors in DOORS.items():
        if library in used:
            assert any(name(path) == door or name(path).startswith(door) for door in doors if door), (
                f"{name(path)} imports {library}, which belongs to {sorted(doors)}"
            )


@pytest.mark.parametrize(
    "module",
    [
        "app",
        "settings",
        "ingest.pipeline",
        "vectorstore.index",
        "assistant.chat",
        "ui.page",
        "ingest.__main__",
    ],
)
def test_importing_a_room_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
