"""``python app.py``: the address it prints, and what it says when it cannot serve."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import httpx

import app
from tests.ui.conftest import free_port

ROOT = Path(__file__).parents[2]


def start(folder: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "DATELINE_DATA": str(folder), "DATELINE_PORT": str(port), **environment},
        umask=0o022,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_serves_on_loopback_and_keeps_its_folder_to_itself(tmp_path: Path) -> None:
    port = free_port()
    running = start(tmp_path, port)
    try:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line, running.stderr and running.stderr.read()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            page = answer.read().decode()
        if sys.platform == "linux":
            environment = Path(f"/proc/{running.pid}/environ").read_bytes().split(b"\0")
            assert {f"{name}={value}".encode() for name, value in app.BOUNDS.items()} <= set(environment)
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page)
        for path in (tmp_path / "catalogue.sqlite3", ROOT / "app.py"):
            assert path.is_file()
            for way in ("gradio_api/file=", "file="):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{way}{path}") as served:
                        status = served.status
                except urllib.error.HTTPError as refused:
                    status = refused.code
                assert status in (403, 404)
    finally:
        running.send_signal(signal.SIGTERM)  # as a service manager stops it, and like Ctrl-C
        running.communicate(timeout=300)  # it may be warming up on a busy machine
    assert running.returncode == 0


def modes(folder: Path) -> dict[str, str]:
    """Everything below a folder, and the folder itself, with who may read it."""
    return {str(path): stat.filemode(path.lstat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_all_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    data, elsewhere, port = tmp_path / "data", tmp_path / "temp", free_port()
    for folder in (data, data / "tantivy", elsewhere):
        folder.mkdir(mode=0o755)
    (data / "catalogue.sqlite3").touch(0o644)  # as an earlier Dateline left it
    running = start(data, port, TMPDIR=str(elsewhere))
    try:
        assert running.stdout is not None and "http://" in running.stdout.readline()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
            files = {"files": ("mill.txt", b"The old mill burned down on Monday.")}
            assert client.post("/gradio_api/upload", files=files).status_code == 200
            given = ["The mill burned.", "Mill burns", "Harbour Post", "2025-06-01", ""]
            begun = client.post("/gradio_api/call/add_document", json={"data": given}).json()["event_id"]
            report = client.get(f"/gradio_api/call/add_document/{begun}").text
            assert '"added": 1' in report, report
        made = modes(data)
        made.update((path, mode) for path, mode in modes(elsewhere).items() if path != str(elsewhere))
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=300)
    assert running.returncode == 0
    made.update(modes(data))
    print(f"{len(made)} files and folders")
    assert {path: mode for path, mode in made.items() if not mode.endswith("------")} == {}
    for name in ("catalogue.sqlite3", "chroma", "tantivy", "uploads", "mill.txt"):
        assert any(Path(path).name == name for path in made), name


def test_a_busy_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(tmp_path, port)
        out, problem = running.communicate(timeout=300)
    assert running.returncode == 2
    assert not out
    assert problem.count("\n") == 1
    assert f"127.0.0.1:{port}" in problem and "DATELINE_PORT" in problem
