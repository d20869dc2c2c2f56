"""Nothing is served but the page: no file of the data folder, of the program or of the machine."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.ui.conftest import Serve, Site

ROOT = Path(__file__).parents[2]
SECRET = b"nobody may read this"
WAYS = (
    "", "gradio_api/file=", "file=", "gradio_api/file/", "gradio_api/proxy=file://", "gradio_api/stream/x/", "static/",
    "assets/", "svelte/", "gradio_api/static/", "custom_component/x/component/", "theme.css/",
)  # fmt: skip


@pytest.fixture
def site(serve: Serve) -> Site:
    site = serve(mcp=True)
    (site.folder / "data" / "users").write_bytes(SECRET)
    (site.folder / "beside").write_bytes(SECRET)
    return site


class Raw:
    """Paths as they are: other clients tidy them before they send them."""

    def __init__(self, site: Site) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=60)

    def get(self, path: str) -> bytes:
        self._connection.putrequest("GET", path.encode("ascii", "ignore").decode(), skip_accept_encoding=True)
        self._connection.endheaders()
        return self._connection.getresponse().read()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def raw(site: Site) -> Iterator[Raw]:
    opened = Raw(site)
    yield opened
    opened.close()


def spelled(path: Path) -> Iterator[str]:
    """A path, plain and in the disguises that get through careless checks."""
    up = "../" * 12
    for text in (str(path), f"{up}{path}", f"./{path}", f"{path.parent}/./{path.name}"):
        yield quote(text)
        yield quote(text, safe="")
        yield quote(quote(text, safe=""), safe="")
        yield quote(text.replace("/", "\\"), safe="")
        yield text.replace("../", "%2e%2e/").replace(" ", "%20")
        yield text.replace("../", "..;/").replace(" ", "%20")
        yield f"{quote(text)}%00.css"


def test_no_file_is_served(site: Site, raw: Raw) -> None:
    data = site.folder / "data"
    kept = [data / "users", data / "catalogue.sqlite3", site.folder / "beside", ROOT / "settings.py"]
    assert all(path.is_file() for path in kept)
    found = []
    for path in kept:
        held = path.read_bytes()[:16]
        for way in WAYS:
            for spelling in dict.fromkeys(spelled(path)):
                if held in raw.get(f"/{way}{spelling}"):
                    found.append(f"/{way}{spelling}")
    assert found == []
    assert b"Dateline" in raw.get("/")


@pytest.mark.shared
@pytest.mark.parametrize(
    "part", [pytest.param(20, id="some"), pytest.param(1, marks=pytest.mark.slow, id="all")]
)
def test_no_known_traversal_leads_out(raw: Raw, shared: Path, part: int) -> None:
    folder = shared / "data" / "hostile" / "payloads" / "Directory Traversal" / "Intruder"
    lines = [
        line
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text("utf-8", "replace").split("\n")
    ]
    assert len(lines) > 1_000
    for line in lines[::part]:
        path = "".join(
            letter for letter in line.replace("{FILE}", "etc/passwd") if letter.isprintable()
        ).replace(" ", "%20")
        for way in ("", "gradio_api/file=", "gradio_api/file=/"):
            assert b"root:" not in raw.get(f"/{way}{path}"), way + path
