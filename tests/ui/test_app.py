"""``python app.py``: the address it prints, and what it says when it cannot serve."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import app
from tests.ui.conftest import free_port

ROOT = Path(__file__).parents[2]


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "DATELINE_DATA": str(folder), "DATELINE_PORT": str(port)},
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
        assert running.wait(300) == 0  # it may be warming up on a busy machine


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
