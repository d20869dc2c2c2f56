"""Log-in: nobody gets past the door without it, people and programs alike."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import httpx2
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from mcp.client.client import Client as McpClient
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import Page, expect

from errors import SettingsError
from tests.ui.actions import run
from tests.ui.conftest import PATIENCE, Serve
from ui.__main__ import main
from ui.access.login import _safe_onward
from ui.access.people import People, require_log_in
from ui.access.sessions import Sessions
from ui.access.visitor import owner_of

expect.set_options(timeout=PATIENCE)
ROOT = Path(__file__).parents[3]
PASSWORD = "a long enough secret"


@pytest.fixture
def people(tmp_path: Path) -> People:
    made = People(tmp_path / "users")
    made.put_person("ada", PASSWORD)
    return made


def test_the_command_keeps_hashes_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "folder" / "users"
    for name in ("ada", "bo"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
        assert main(["users", "add", name, "--file", str(path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text() and "$argon2id$" in path.read_text()
    assert f"DATELINE_USERS={path}" in capsys.readouterr().out
    assert main(["users", "remove", "bo", "--file", str(path)]) == 0
    assert main(["users", "list", "--file", str(path)]) == 0
    assert capsys.readouterr().out.split("\n")[-2:] == ["ada", ""]
    people = People(path)
    assert people.knows_password("ada", PASSWORD)
    assert not people.knows_password("ada", PASSWORD + "x") and not people.knows_password("bo", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert main(["users", "add", "bo", "--file", str(path)]) == 2
    assert "5 characters" in capsys.readouterr().err
    assert people.list_names() == ["ada"]


@pytest.mark.parametrize("name", ["", "a:b", "a b", "x" * 65, "a\nb"])
def test_a_name_that_cannot_be(people: People, name: str) -> None:
    with pytest.raises(SettingsError, match="no name to log in with"):
        people.put_person(name, PASSWORD)


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="python -m ui users add"):
        People(tmp_path / "none").list_names()
    (tmp_path / "users").write_text("ada:plain password\n")
    with pytest.raises(SettingsError, match="line 1 is not NAME:HASH:MARK"):
        People(tmp_path / "users").list_names()


def test_other_addresses_than_loopback_need_log_in_or_two_words(people: People, tmp_path: Path) -> None:
    for host in ("127.0.0.1", "::1", "localhost", "127.0.0.53"):
        require_log_in(host, None, open_to_all=False)
    for host in ("0.0.0.0", "::", "192.168.1.4", "news.example"):
        require_log_in(host, people, open_to_all=False)
        require_log_in(host, None, open_to_all=True)
        with pytest.raises(SettingsError, match="DATELINE_OPEN_TO_ALL"):
            require_log_in(host, None, open_to_all=False)
    (tmp_path / "empty").touch()
    with pytest.raises(SettingsError, match="names nobody"):
        require_log_in("127.0.0.1", People(tmp_path / "empty"), open_to_all=True)


def test_the_app_refuses_to_be_open_unawares(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "DATELINE_DATA": str(tmp_path), "DATELINE_HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "DATELINE_USERS" in done.stderr and "DATELINE_OPEN_TO_ALL=true" in done.stderr


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", "x"]
)
def test_the_way_onward_stays_here(path: str) -> None:
    assert _safe_onward(path) == "/"


def test_nothing_is_served_before(serve: Serve, people: People) -> None:
    address = serve(people=people, mcp=True).address
    for method, path in (
        ("GET", "config"),
        ("GET", "gradio_api/info"),
        ("GET", "gradio_api/openapi.json"),
        ("GET", "theme.css"),
        ("GET", "login/../config"),
        ("POST", "gradio_api/upload"),
        ("POST", "gradio_api/queue/join"),
        ("GET", "gradio_api/queue/data?session_hash=x"),
        ("POST", "mcp"),
    ):
        answer = httpx.request(method, address + path)
        assert answer.status_code == 401, path
        assert answer.json()["detail"].startswith("Log in first")
    assert httpx.get(address + "gradio_api/file=/etc/passwd").status_code == 404
    page = httpx.get(address + "?conversation=7", headers={"Accept": "text/html"})
    assert page.status_code == 303 and page.headers["location"] == "/login?next=/%3Fconversation%3D7"
    login = httpx.get(address + "login?next=" + "%22%3E%3Cscript%3E")
    assert "<script>" not in login.text and "default-src 'self'" in login.headers["content-security-policy"]


def test_programs_log_in(serve: Serve, people: People) -> None:
    site = serve(people=people, mcp=True)
    with pytest.raises(AuthenticationError):
        Client(site.address, auth=("ada", "wrong"), verbose=False)
    client = Client(site.address, auth=("ada", PASSWORD), verbose=False)
    assert client.predict("ferry", api_name="/list_articles")["total"] == 1
    client.close()

    async def talk() -> None:
        async with (
            httpx2.AsyncClient(auth=("ada", PASSWORD)) as http,
            McpClient(streamable_http_client(f"{site.address}mcp", http_client=http)) as agent,
        ):
            found = await agent.call_tool("search", {"query": "frost", "limit": 1})
            assert "Frost takes half" in str(found.structured_content)

    run(talk)
    answer = httpx.post(f"{site.address}mcp", json={}, auth=("ada", "wrong"))
    assert answer.status_code == 401 and "Basic" in answer.headers["www-authenticate"]


def test_tries_are_limited(serve: Serve, people: People) -> None:
    address = serve(people=people).address + "login"
    tries = [httpx.post(address, data={"username": "ada", "password": str(n)}).status_code for n in range(6)]
    assert tries == [401] * 5 + [429]
    right = httpx.post(address, data={"username": "ada", "password": PASSWORD})
    assert right.status_code == 429 and right.headers["retry-after"] == "900"
    assert httpx.post(address, content=b"password=" + b"x" * 20_000).status_code == 401


class Quick(People):
    """People whose passwords are compared in no time."""

    def knows_password(self, name: str, password: str) -> bool:
        return name in self.list_names() and password == PASSWORD


def test_a_browser_is_told_by_status_and_on_a_page(serve: Serve, people: People) -> None:
    address = serve(people=Quick(people.path)).address + "login"
    wrong, browser = {"username": "ada", "password": "wrong"}, {"Accept": "text/html"}
    answers = [httpx.post(address, data=wrong, headers=browser) for _ in range(6)]
    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert "is not right" in answers[0].text and "Too many tries" in answers[5].text
    assert all("<form" in each.text for each in answers)


class Counting(People):
    """People that count how many passwords were looked at."""

    looked = 0

    def knows_password(self, name: str, password: str) -> bool:
        self.looked += 1
        return super().knows_password(name, password)


def test_of_a_hundred_wrong_passwords_at_once_five_are_looked_at(serve: Serve, people: People) -> None:
    counting = Counting(people.path)
    address = serve(people=counting, mcp=True).address

    def log_in(number: int) -> int:
        if number % 2:
            return client.post("/mcp", json={}, auth=("ada", f"wrong {number}")).status_code
        return client.post("/login", data={"username": "ada", "password": str(number)}).status_code

    with httpx.Client(base_url=address, timeout=60) as client, ThreadPoolExecutor(100) as pool:
        statuses = Counter(pool.map(log_in, range(100)))
    print(f"{counting.looked} of 100 looked at")
    assert counting.looked <= 5
    assert statuses == {401: counting.looked, 429: 100 - counting.looked}


def test_right_passwords_use_up_no_tries(people: People) -> None:
    sessions = Sessions(Quick(people.path))
    for number in range(12):
        assert sessions.open("ada", PASSWORD, "192.0.2.1", str(number))
    assert [sessions.open("ada", "wrong", "192.0.2.1", "") for _ in range(6)] == [False] * 5 + [None]


def test_nobody_is_locked_out_by_tries_elsewhere(people: People) -> None:
    sessions = Sessions(Quick(people.path))
    assert sessions.open("ada", PASSWORD, "192.0.2.1", "first")
    for number in range(30):  # the office's own address, under other names
        sessions.open(f"nobody {number}", "wrong", "192.0.2.1", "")
    assert sessions.open("bo", "wrong", "192.0.2.1", "") is None
    for number in range(100):
        sessions.open("ada", "wrong", f"198.51.100.{number}", "")
    assert sessions.open("ada", "wrong", "203.0.113.9", "") is None
    assert sessions.open("ada", PASSWORD, "192.0.2.1", "second")


def test_ipv6_counts_by_its_network(people: People) -> None:
    sessions = Sessions(Quick(people.path))
    tries = [sessions.open("ada", "wrong", f"2001:db8::{number:x}", "") for number in range(6)]
    assert tries == [False] * 5 + [None]
    assert sessions.open("ada", "wrong", "2001:db8:0:1::1", "") is False
    mapped = [sessions.open("ada", "wrong", f"::ffff:192.0.2.{number}", "") for number in (1, 2, 1)]
    assert mapped == [False, False, False]


def test_proxies_are_believed_where_they_are_named(serve: Serve, people: People) -> None:
    def log_in(address: str, number: int) -> int:
        wrong = {"username": "ada", "password": "wrong"}
        return httpx.post(
            address + "login", data=wrong, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        ).status_code

    address = serve(people=Quick(people.path)).address
    assert [log_in(address, number) for number in range(6)] == [401] * 5 + [429]
    address = serve(people=Quick(people.path), trusted_proxies=["127.0.0.0/8"]).address
    assert [log_in(address, number) for number in range(6)] == [401] * 6


def test_sessions_end(people: People) -> None:
    now = 1_000_000.0
    sessions = Sessions(Quick(people.path), lambda: now)
    sessions.open("ada", PASSWORD, "192.0.2.1", "used")
    sessions.open("ada", PASSWORD, "192.0.2.1", "forgotten")
    for _ in range(30):
        assert sessions.person("used")
        now += 24 * 3600
    assert sessions.person("forgotten") is None
    now += 1
    assert sessions.person("used") is None  # though it was used every day


def test_a_name_that_is_given_anew_inherits_nothing(people: People) -> None:
    sessions = Sessions(people)
    sessions.open("ada", PASSWORD, "192.0.2.1", "token")
    before = sessions.person("token")
    people.put_person("ada", "another long secret")
    after = people.find("ada")
    assert before and after and after.key == before.key  # the same person with another password
    people.remove_person("ada")
    people.put_person("ada", PASSWORD)
    anew = people.find("ada")
    assert anew and anew.key != before.key
    assert owner_of({"person": anew}) != owner_of({"person": before})  # of conversations and feedback
    assert sessions.person("token") is None


def test_an_earlier_file_of_users_goes_on(people: People) -> None:
    name, hashed, _ = people.path.read_text().strip().split(":")
    people.path.write_text(f"{name}:{hashed}\n")
    old = people.find("ada")
    assert people.knows_password("ada", PASSWORD) and old and old.key == "ada"


def test_basic_is_for_programs(serve: Serve, people: People) -> None:
    address = serve(people=people).address
    right = ("ada", PASSWORD)
    assert httpx.get(address + "config", auth=right).status_code == 200
    for headers in ({"Origin": address.rstrip("/")}, {"Sec-Fetch-Site": "same-origin"}):
        answer = httpx.get(address + "config", auth=right, headers=headers)
        assert answer.status_code == 401 and "www-authenticate" not in answer.headers


def test_a_session_ends_with_its_person_or_password(serve: Serve, people: People) -> None:
    address = serve(people=people).address
    with httpx.Client(base_url=address) as browser:
        assert browser.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 200
        cookie = browser.cookies.jar.__iter__().__next__()
        assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "lax"
        assert browser.get("/config").status_code == 200
        people.put_person("ada", "another long secret")
        assert browser.get("/config").status_code == 401


@pytest.mark.browser
def test_a_person_logs_in_and_out(serve: Serve, people: People, tab: Page) -> None:
    tab.goto(serve(people=people).address)
    expect(tab).to_have_title("Dateline: Log in")
    tab.fill("[name=username]", "ada")
    tab.fill("[name=password]", "not the password")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_have_text("Name or password is not right.")
    tab.fill("[name=username]", "ada")
    tab.fill("[name=password]", PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.locator(".person")).to_contain_text("ada")
    tab.click(".person button")
    expect(tab).to_have_title("Dateline: Log in")
