"""The rooms hold: imports point the way that the table in docs/architecture.md says, and no other.

Imports under ``TYPE_CHECKING`` and inside functions count: whoever reads a file follows them as well.
"""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("news", "ingest", "vectorstore", "assistant", "ui")
GROUND = {"errors", "news", "terminal"}  # what every room may import
SETTLED = {"settings", "assembly"}  # what reads the settings, for entry points alone
ENTRY_POINTS = {"app.py", "assembly.py", *(f"{package}/__main__.py" for package in PACKAGES)}
COMMAND_LINES = {"ingest/command_line.py"}  # beside entry points, for what does not fit into them
DOORS = {  # library → the files or rooms that may import it
    "chromadb": {"vectorstore/indexes/dense.py"},
    "tantivy": {"vectorstore/indexes/lexical.py"},
    "gradio": {"ui/", "app.py"},
    "mcp": {"ui/programs/mcp.py"},
    "argon2": {"ui/access/people.py"},
    "langchain": {"assistant/", "benchmarks/"},
    "langchain_core": {"assistant/", "benchmarks/"},
}
HEAVY = {"torch", "gradio", "chromadb", "tantivy", "sentence_transformers", "transformers", "trafilatura"}
MOST_MODULES = 10  # in one folder, beside __init__.py
ONE_FILE_PER_FORMAT = "ingest/read"  # … but there, where each format has its file, and in the rooms within


def sources() -> list[Path]:
    rooms = [*PACKAGES, "benchmarks", "training"]
    return [*ROOT.glob("*.py"), *(path for room in rooms for path in sorted((ROOT / room).rglob("*.py")))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in sources()}


def imports(path: Path) -> set[str]:
    """Every module that a file imports; of ``from package import module`` the module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (named & MODULES.keys()) or {node.module}
    return found


def arrows() -> dict[str, set[str]]:
    """The table of the architecture page: room → the rooms that it imports from."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = re.search(r"```arrows\n(.*?)```", page, re.S)
    assert table is not None
    rows = (line.partition("→") for line in table[1].splitlines() if line.strip())
    return {
        room.strip(): {each.strip() for each in below.split(",") if each.strip()} for room, _, below in rows
    }


ARROWS = arrows()


def room_of(module: str) -> str:
    """The room that a module belongs to: itself, where the table names it, else its package."""
    if module.endswith("_texts"):
        return "*_texts"
    path = MODULES[module]
    if module in ARROWS:
        return module
    package = module if path.name == "__init__.py" else module.rpartition(".")[0] or module
    while "." in package and package not in ARROWS:  # a room within a room, such as one of several formats
        package = package.rpartition(".")[0]
    return package


@pytest.mark.parametrize("module", [m for m in MODULES if m.split(".")[0] in PACKAGES])
def test_imports_follow_the_table(module: str) -> None:
    if name(MODULES[module]) in ENTRY_POINTS | COMMAND_LINES:
        return
    room = room_of(module)
    ours = {room_of(each) for each in imports(MODULES[module]) if each in MODULES} - {room}
    allowed = ARROWS.get(room, set()) | (GROUND if room not in GROUND else set())
    assert ours <= allowed, f"{module} ({room}) imports from {sorted(ours - allowed)}"


def test_no_room_and_no_file_imports_itself_by_a_detour() -> None:
    tuple(graphlib.TopologicalSorter(ARROWS).static_order())
    files = {module: imports(path) & MODULES.keys() - {module} for module, path in MODULES.items()}
    tuple(graphlib.TopologicalSorter(files).static_order())


def test_the_table_names_rooms_that_exist_and_no_arrow_in_vain() -> None:
    assert set(ARROWS) <= {room_of(module) for module in MODULES} | GROUND
    drawn = {(room_of(m), room_of(i)) for m, path in MODULES.items() for i in imports(path) if i in MODULES}
    assert {(room, below) for room, rooms in ARROWS.items() for below in rooms} <= drawn


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_holds_more_than_can_be_looked_over(package: str) -> None:
    for folder in {path.parent for path in (ROOT / package).rglob("*.py")}:
        modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= MOST_MODULES or name(folder).startswith(ONE_FILE_PER_FORMAT), (folder, modules)
        said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
        assert said and said.strip(), f"{name(folder)}/__init__.py says what the room is for"


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
