"""What all tests share: no network beyond this machine, and one embedder for all."""

from __future__ import annotations

import ipaddress
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import settings
from vectorstore.embedder import DEFAULT_MODEL, Embedder, load_embedder

SHARED = Path(__file__).parents[2] / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def pytest_configure() -> None:
    """Turn telemetry off before any library looks."""
    settings.silence_telemetry()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how to run the tests in the same order again."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None and not config.getoption("collectonly"):
        terminalreporter.write_line(f"The order of the tests: --randomly-seed={seed}")


class NetworkBlockedError(OSError):
    """A test reached for an address outside this machine."""


def _refuse_other_machines(connection: socket.socket, address: Any) -> None:
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0]
    try:
        local = ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        raise NetworkBlockedError(f"tests use loopback only, not {address!r}")


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Every connection that leaves this machine is an error in tests."""

    def connect(connection: socket.socket, address: Any) -> None:
        _refuse_other_machines(connection, address)
        _connect(connection, address)

    def connect_ex(connection: socket.socket, address: Any) -> int:
        _refuse_other_machines(connection, address)
        return _connect_ex(connection, address)

    socket.socket.connect = connect  # type: ignore[assignment, method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[assignment, method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Programs that tests start can be interrupted, also where a shell runs the tests in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own DATELINE_ variables must not decide a test."""
    for name in os.environ:
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real all-MiniLM-L6-v2, loaded once."""
    return load_embedder(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the checkout, where there is one."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the folder {SHARED.name}/ beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the test is skipped, and in CI it fails."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium found, and CI must have one: apt-get install chromium")
        pytest.skip("no Chromium found: apt-get install chromium")
    return CHROMIUM
