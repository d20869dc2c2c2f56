"""A disk that is full while documents are added: told in words, nothing lost, and it goes on once there is space."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from errors import DatelineError
from ingest.documents.document import Document
from tests.fakes import HashingEmbedder
from ui.add.job_lines import Line
from ui.add.jobs import Jobs
from vectorstore.index import NewsIndex

ROOT = Path(__file__).parents[3]
DISK = "16m"  # an index of a few articles takes less than 1 MB, and a transaction's log up to 4
LEFT = 400_000  # bytes
INTO_A_SMALL_DISK = (
    f'mount -t tmpfs -o size={DISK} tmpfs "$1" && exec "$2" -m tests.ui.add.test_full_disk "$1"'
)


def fill_up(disk: Path) -> None:
    """Add until the disk is full, free it, go on; print what was seen. Run on a file system of its own."""
    with NewsIndex.open(disk / "data", HashingEmbedder()) as index:
        jobs = Jobs(index, workers=1)
        before = added(jobs, 0)
        filler = disk / "filler"
        free = os.statvfs(disk)
        filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - LEFT))
        full: list[Line] = []
        while sum(line.state == "failed" for line in full) < 3 and len(full) < 60:
            full += added(jobs, len(full) + 1)
        stored = index.catalog.count_all()[0]
        damage = index.catalog.check_damage()
        filler.unlink()
        jobs.clear_done("")
        after = [line for number in range(len(full) + 1) for line in added(jobs, number)]
        seen = {
            "before": [line.state for line in before],
            "full": [(line.state, line.reasons) for line in full],
            "stored": stored,
            "damage": damage,
            "after": [line.state for line in after],
            "articles": index.catalog.count_all()[0],
            "sound": index.verify_agreement().ok,
        }
        jobs.close()
    print(json.dumps(seen))


def added(jobs: Jobs, number: int) -> list[Line]:
    """Bring a long article, and wait until it is done."""
    words = " ".join(f"word{number}x{n}" for n in range(60))
    text = f"Harbour note {number}\n\n" + "\n\n".join(f"Part {part} {words}" for part in range(40))
    try:
        jobs.bring_text("", f"note {number}", Document(f"pasted:{number}", "pasted.txt", text.encode()))
    except DatelineError as refused:  # there is no room to keep it until it is read
        return [Line(f"note {number}", "failed", reasons=(str(refused),))]
    while jobs.is_busy(""):
        time.sleep(0.02)
    return jobs.list_lines("")[:1]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    apart = ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--mount"]
    try:
        subprocess.run(
            [*apart, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a file system of its own: mounting one is not allowed here")
    command = [*apart, "sh", "-c", INTO_A_SMALL_DISK, "sh", str(tmp_path), sys.executable]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout.splitlines()[-1])
    assert seen["before"] == ["added"] and seen["damage"] == []
    failed = [reasons for state, reasons in seen["full"] if state == "failed"]
    assert failed
    assert all("Free some" in reasons[0] and "Traceback" not in reasons[0] for reasons in failed)
    kept = sum(state == "added" for state, _ in seen["full"])
    assert 1 + kept <= seen["stored"] <= 1 + kept + len(failed)  # one may be stored and not yet be found
    assert set(seen["after"]) <= {"added", "unchanged"}
    assert seen["articles"] == 1 + len(seen["full"])
    assert seen["sound"]


if __name__ == "__main__":
    fill_up(Path(sys.argv[1]))
