"""What is said of the packages that are pinned: their hashes, and what advisories report."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PINS = ("requirements.txt", "requirements-torch.txt", "requirements-torch-cpu.txt", "requirements-dev.txt")


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(*advisories: str, skipped: bool = False) -> list[dict[str, Any]]:
    vulns = [{"id": "PYSEC-1", "aliases": [each], "fix_versions": []} for each in advisories]
    found: list[dict[str, Any]] = [{"name": "chromadb", "version": "1.5.9", "vulns": vulns}]
    return found + ([{"name": "torch", "skip_reason": "not found"}] if skipped else [])


@pytest.mark.parametrize(
    ("found", "code", "told"),
    [
        (report(), 0, "GHSA-a is excepted and no longer reported"),
        (report("GHSA-a"), 0, "excepted: no server is run"),
        (report("GHSA-a", "GHSA-b"), 1, "NOT EXCEPTED"),
        (report("GHSA-a", skipped=True), 3, "1 of 2 packages asked about"),
        (report("GHSA-b", skipped=True), 1, "1 weaknesses"),
        ([{"name": "torch", "skip_reason": "not found"}], 3, "0 of 1 packages asked about"),
    ],
)
def test_the_code_says_what_is_known(
    audit: ModuleType,
    capsys: pytest.CaptureFixture[str],
    found: list[dict[str, Any]],
    code: int,
    told: str,
) -> None:
    assert audit.tell_report(found, {"GHSA-a": "no server is run"}) == code
    printed = capsys.readouterr()
    assert told in printed.out and ("could not be had" in printed.err) == (
        found[-1].get("skip_reason") is not None
    )


def test_each_exception_has_a_reason(audit: ModuleType) -> None:
    assert audit.read_exceptions((ROOT / ".ci" / "audit-exceptions.txt").read_text("utf-8"))
    with pytest.raises(ValueError, match="GHSA-a has no reason"):
        audit.read_exceptions("# why\nGHSA-a\n")


@pytest.mark.parametrize("name", PINS)
def test_every_package_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[\w.-]+==[\w.+!]+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_what_is_used_is_pinned() -> None:
    pinned = {
        _plain(name)
        for pins in PINS
        for name in re.findall(r"^([\w.-]+)==", (ROOT / pins).read_text("utf-8"), re.M)
    }
    for needs in ("requirements.in", "requirements-dev.in"):
        lines = [
            line
            for line in (ROOT / needs).read_text("utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        assert {_plain(re.split(r"[=<>[ ;]", line)[0]) for line in lines} <= pinned


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
