"""The door: every address that the application has, asked for under every name and from everywhere."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import pytest

from tests.ui.conftest import Serve, Site
from ui.access.people import People

PASSWORD = "a long enough secret"
OURS = (
    "127.0.0.1:{port}",
    "localhost:{port}",
    "LocalHost",
    "[::1]:{port}",
    "news.example",
    "news.example:8443",
)
OTHERS = (
    "rebound.example:{port}",
    "127.0.0.1.rebound.example:{port}",
    "192.168.0.7:{port}",
    "localhost.",
    "ada@localhost",
    "",
)
FROM: dict[str, dict[str, str]] = {  # what a request says of the page that sent it
    "a program": {},
    "our page": {"Origin": "http://{host}", "Sec-Fetch-Site": "same-origin"},
    "an address that was typed": {
        "Sec-Fetch-Site": "none",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    },
    "another page": {"Origin": "https://rebound.example", "Sec-Fetch-Site": "cross-site"},
    "a page without a name": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
    "an image elsewhere": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "image",
    },
    "a frame elsewhere": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
    "a form elsewhere": {
        "Origin": "https://rebound.example",
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    },
    "a link elsewhere": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    },
}
OWN = ("a program", "our page", "an address that was typed")
LINKED = {("GET", "/"), ("HEAD", "/"), ("GET", "/login")}
FREE = {("GET", "/login"), ("POST", "/login"), ("POST", "/login/"), ("POST", "/logout")}  # without log-in
STARTS = ("GET", "/gradio_api/startup-events")  # what Gradio asks itself: under any name, without log-in
SERVED = {  # every other route that the page and programs use; what a new Gradio brings stays closed
    *LINKED,
    *FREE,
    STARTS,
    ("GET", "/assets/{path:path}"),
    ("GET", "/static/{path:path}"),
    ("GET", "/theme.css"),
    ("GET", "/favicon.ico"),
    ("GET", "/robots.txt"),
    ("GET", "/config"),
    ("GET", "/config/"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/info/"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/app_id"),
    ("GET", "/gradio_api/app_id/"),
    ("POST", "/gradio_api/run/{api_name}"),
    ("POST", "/gradio_api/run/{api_name}/"),
    ("POST", "/gradio_api/api/{api_name}"),
    ("POST", "/gradio_api/api/{api_name}/"),
    ("POST", "/gradio_api/call/{api_name}"),
    ("POST", "/gradio_api/call/{api_name}/"),
    ("POST", "/gradio_api/call/v2/{api_name}"),
    ("POST", "/gradio_api/call/v2/{api_name}/"),
    ("GET", "/gradio_api/call/{api_name}/{event_id}"),
    ("GET", "/gradio_api/call/v2/{api_name}/{event_id}"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/cancel"),
    ("POST", "/gradio_api/reset"),
    ("POST", "/gradio_api/reset/"),
    ("GET", "/gradio_api/queue/data"),
    ("GET", "/gradio_api/heartbeat/{session_hash}"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/upload_progress"),
    ("GET", "/mcp"),
    ("POST", "/mcp"),
    ("DELETE", "/mcp"),
}
Visitor = Literal["nobody has to log in", "logged in", "not logged in"]


@dataclass(frozen=True)
class Asked:
    """One request, and what came back."""

    method: str
    route: str
    host: str
    sender: str
    status: int
    detail: str
    headers: tuple[str, ...]


def list_routes(routes: Sequence[Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route, also of those in mounts and routers within."""
    for route in routes:
        path = above + getattr(route, "path", "")
        inner = getattr(route, "original_router", route)
        if within := getattr(inner, "routes", None):
            yield from list_routes(within, path)
        else:
            for method in getattr(route, "methods", None) or ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
                yield method, path


def all_routes(site: Site) -> list[tuple[str, str]]:
    """Every route of the page that is up, what the door itself answers, and an address that nobody has."""
    assert site.page is not None
    own = [*FREE, *SERVED, ("GET", "/healthz"), ("OPTIONS", "/gradio_api/upload"), ("OPTIONS", "/mcp")]
    found = list(list_routes(site.page.blocks.app.routes))
    assert len(found) > 80
    return sorted({*found, *own})


def send(site: Site, method: str, path: str, host: str, sender: str, cookie: str) -> Asked:
    """Ask for an address, reading no more than how the answer begins."""
    port = urlsplit(site.address).port
    host = host.format(port=port)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(
        method, re.sub(r"{[^}]*}", "1", path.replace("{api_name}", "search")), skip_host=True
    )
    if host:
        connection.putheader("Host", host)
    for name, value in FROM[sender].items():
        connection.putheader(name, value.format(host=host))
    if cookie and path != "/logout":
        connection.putheader("Cookie", cookie)
    body = b"{}" if method == "POST" else b""
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    names = tuple(name.lower() for name, _ in answer.getheaders())
    refused = answer.status in (400, 403, 421)
    detail = answer.read().decode() if refused and method != "HEAD" else ""
    connection.close()
    return Asked(method, path, host, sender, answer.status, detail, names)


def is_right(asked: Asked, visitor: Visitor) -> bool:
    """Whether a request was answered as it must be."""
    call, silent = (asked.method, asked.route), asked.method == "HEAD"
    name = re.sub(r":\d+$", "", asked.host.lower())
    if call != STARTS and name not in ("127.0.0.1", "localhost", "[::1]", "news.example"):
        readable = re.fullmatch(r"[a-z0-9.-]+", name)
        told = silent or not readable or "DATELINE_ALLOWED_HOSTS" in asked.detail
        return told and asked.status == (421 if readable else 400)
    if asked.sender not in OWN and not (asked.sender == "a link elsewhere" and call in LINKED):
        return asked.status == 403 and (silent or "Another web page" in asked.detail)
    if call not in SERVED:
        return asked.status == 404
    if visitor == "not logged in" and call not in FREE and call != STARTS:
        return asked.status == 401
    if visitor != "nobody has to log in" and call in {("POST", "/login"), ("POST", "/login/")}:
        return asked.status in (401, 429)  # there is no password in it
    return asked.status not in (401, 403, 421)


@pytest.fixture(params=["nobody has to log in", "logged in", "not logged in"])
def visited(request: pytest.FixtureRequest, serve: Serve, tmp_path: Path) -> tuple[Site, Visitor, str]:
    """A page that is up, and the cookie of who asks."""
    visitor: Visitor = request.param
    people = None
    if visitor != "nobody has to log in":
        people = People(tmp_path / "users")
        people.put_person("ada", PASSWORD)
    site = serve(people=people, mcp=True, allowed_hosts=["news.example"])
    if visitor != "logged in":
        return site, visitor, ""
    opened = httpx.post(site.address + "login", data={"username": "ada", "password": PASSWORD})
    return site, visitor, opened.headers["set-cookie"].partition(";")[0]


def ask_all(visited: tuple[Site, Visitor, str], hosts: Sequence[str], senders: Sequence[str]) -> list[Asked]:
    """Every route under each name from each sender; those that were not answered as they must be are shown."""
    site, visitor, cookie = visited
    calls = [(m, p, host, sender) for m, p in all_routes(site) for host in hosts for sender in senders]

    def call(one: tuple[str, str, str, str]) -> Asked:
        return send(site, *one, cookie=cookie)

    with ThreadPoolExecutor(24) as pool:
        asked = list(pool.map(call, calls))
    let_in = sum(each.status not in (400, 401, 403, 404, 421) for each in asked)
    print(f"{visitor}: {len(asked):,} requests, {let_in:,} let in")
    assert [each for each in asked if not is_right(each, visitor)] == []
    assert not any(name.startswith("access-control-") for each in asked for name in each.headers)
    return asked


def test_every_route_from_some_places(visited: tuple[Site, Visitor, str]) -> None:
    ask_all(visited, [OURS[0], OTHERS[0]], ["a program", "another page"])


@pytest.mark.slow
def test_every_route_under_every_name_from_everywhere(visited: tuple[Site, Visitor, str]) -> None:
    ask_all(visited, [*OURS, *OTHERS], list(FROM))


def test_there_are_no_web_sockets(serve: Serve) -> None:
    parts = urlsplit(serve().address)
    for path in ("/", "/gradio_api/queue/join", "/mcp"):
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
        connection.request(
            "GET",
            path,
            headers={
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            },
        )
        answer = connection.getresponse()
        assert answer.status != 101
        connection.close()


def test_a_link_elsewhere_opens_the_page_and_nothing_more(serve: Serve) -> None:
    address = serve().address
    assert httpx.get(address + "?conversation=7", headers=FROM["a link elsewhere"]).status_code == 200
    for path in ("config", "gradio_api/info", "gradio_api/queue/data?session_hash=x"):
        assert httpx.get(address + path, headers=FROM["a link elsewhere"]).status_code == 403


def test_two_names_at_once_are_none(serve: Serve) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(serve().address).port, timeout=30)
    connection.putrequest("GET", "/config", skip_host=True)
    for _ in "12":
        connection.putheader("Host", "localhost")
    connection.endheaders()
    assert connection.getresponse().status == 400
    connection.close()


def test_what_proxies_say_reaches_nobody_behind_the_door(serve: Serve) -> None:
    address = serve().address
    said = {"X-Forwarded-Host": "rebound.example", "X-Gradio-Server": "https://rebound.example"}
    for path in ("", "config"):
        assert "rebound.example" not in httpx.get(address + path, headers=said).text


ADDRESS = "http://127.0.0.1:9/secret"
META = {"_type": "gradio.FileData"}
FILES: list[Any] = [
    {"path": ADDRESS, "meta": META},
    {"path": ADDRESS},
    {"path": "HTTPS://news.example/x", "meta": META},
    {"path": "ftp://news.example/x", "meta": META},
    {"path": "x.txt", "url": ADDRESS, "meta": META},
    {"path": "x.txt", "url": "http://news.example/gradio_api/file=x", "meta": META},
    [{"deep": [{"path": ADDRESS, "meta": META}]}],
]


WAYS = ("run/predict", "api/search", "queue/join", "call/search", "call/v2/search", "cancel")


def test_gradio_is_told_no_address(serve: Serve) -> None:
    bodies = [body for told in FILES for body in ({"data": [told]}, {"data": [], "event_data": told})]
    asked = [
        *product(["queue/join"], bodies),
        *product(WAYS, bodies[:1]),
        ("call/v2/search", {"query": FILES[0]}),
    ]
    with httpx.Client(base_url=serve().address) as client:
        for way, body in asked:
            answer = client.post(f"/gradio_api/{way}", json=body)
            assert answer.status_code == 403 and "never fetched" in answer.json()["detail"], (way, body)


def test_gradio_fetches_nothing_that_is_asked_for_by_address(serve: Serve) -> None:
    with httpx.Client(base_url=serve().address) as client:
        for way in ("file=", "file/", "proxy="):
            for whole in (
                f"gradio_api/{way}{ADDRESS}",
                f"{way}{ADDRESS}",
                f"gradio_api/{way}%68ttp://127.0.0.1:9/",
            ):
                assert client.get("/" + whole).status_code == 404
                assert client.head("/" + whole).status_code == 404


def test_what_cannot_be_read_is_not_passed_on(serve: Serve) -> None:
    address = serve().address + "gradio_api/queue/join"
    for body in (b"{", b"[" * 100_000, b"\xff\xfe"):
        assert httpx.post(address, content=body).status_code == 400


@pytest.fixture
def two(serve: Serve, tmp_path: Path) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two people who are logged in."""
    people = People(tmp_path / "users")
    for name in ("ada", "bo"):
        people.put_person(name, PASSWORD)
    address = serve(people=people).address
    with httpx.Client(base_url=address) as ada, httpx.Client(base_url=address) as bo:
        for name, client in (("ada", ada), ("bo", bo)):
            assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 200
        yield ada, bo


def test_a_session_of_gradio_is_of_one_person(two: tuple[httpx.Client, httpx.Client]) -> None:
    ada, bo = two
    listing = {"data": ["ferry"], "session_hash": "of-ada", "fn_index": 3}
    assert ada.post("/gradio_api/queue/join", json=listing).status_code == 200
    refused = [
        bo.get("/gradio_api/queue/data?session_hash=of-ada"),
        bo.get("/gradio_api/heartbeat/of-ada"),
        bo.post("/gradio_api/queue/join", json=listing),
        bo.post("/gradio_api/run/predict", json=listing),
        bo.post("/gradio_api/cancel", json={"session_hash": "of-ada", "fn_index": 3, "event_id": "x"}),
    ]
    assert [each.status_code for each in refused] == [403] * len(refused)
    assert "somebody else" in refused[0].json()["detail"]
    with ada.stream("GET", "/gradio_api/queue/data?session_hash=of-ada") as stream:
        assert any("process_completed" in line for line in stream.iter_lines())


def test_an_answer_is_fetched_by_who_asked(two: tuple[httpx.Client, httpx.Client]) -> None:
    ada, bo = two
    begun = ada.post("/gradio_api/call/read_article", json={"data": ["none"]}).json()["event_id"]
    assert bo.get(f"/gradio_api/call/read_article/{begun}").status_code == 403
    taken = {"session_hash": "of-bo", "fn_index": 2, "event_id": begun}
    assert bo.post("/gradio_api/cancel", json=taken).status_code == 403
    assert "There is no article" in ada.get(f"/gradio_api/call/read_article/{begun}").text
