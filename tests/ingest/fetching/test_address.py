"""Addresses that must not be fetched: all refused, and a listening server sees no connection."""

from __future__ import annotations

import socket

import pytest

from errors import FetchError
from ingest.fetching.address import check_address, is_public
from ingest.fetching.fetch import Fetcher
from tests.ingest.server import Page, Site

PUBLIC = "93.184.215.14"
NAMES = {  # what an attacker's name server would answer
    "rebound.example": ["127.0.0.1"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "home.example": ["192.168.1.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "unique-local.example": ["fd00:ec2::254"],
    "nowhere.example": [],
}


def name_server(host: str, port: int) -> list[str]:
    if host in NAMES:
        return NAMES[host]
    # Real resolvers read many spellings of a number; this one reads them all
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return ["127.0.0.1"]


# PORT stands for the port of the listening server; each is tried as it is, and with the default port
HOSTILE = [
    # this machine
    "http://127.0.0.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.127.127.127:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST:PORT/",
    "http://localhost.:PORT/",
    "http://app.localhost:PORT/",
    "http://localhost.localdomain:PORT/",
    # decimal, octal, hexadecimal, and mixtures
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7f.0x0.0x0.0x1:PORT/",
    "http://0x7f.1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0.0.01:PORT/",
    "http://0o177.0.0.1:PORT/",
    "http://00000177.0.0.1:PORT/",
    "http://o177.0.0.1:PORT/",
    "http://q177.0.0.1:PORT/",
    "http://a.b.0x1:PORT/",
    "http://127.0.0.01:PORT/",
    "http://3232235521:PORT/",
    "http://2852039166:PORT/latest/meta-data/",
    "http://0xa9fea9fe:PORT/latest/meta-data/",
    "http://425.510.425.510:PORT/",
    # other scripts' digits and letters
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/",
    "http://127。0。0。1:PORT/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
    # IPv6, and IPv4 within it
    "http://[::1]:PORT/",
    "http://[0000::1]:PORT/",
    "http://[::]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2001:0:7f00:1::]:PORT/",
    "http://[2606:4700::5efe:127.0.0.1]:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[fe80::1%25eth0]:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fd00:ec2::254]:PORT/",
    "http://[fec0::1]:PORT/",
    "http://[ff02::1]:PORT/",
    "http://[2001:db8::1]:PORT/",
    # private, link-local, shared, reserved, multicast, metadata
    "http://10.0.0.1:PORT/",
    "http://172.16.0.1:PORT/",
    "http://192.168.0.1:PORT/",
    "http://169.254.169.254:PORT/latest/meta-data/",
    "http://100.100.100.200:PORT/",
    "http://168.63.129.16:PORT/",
    "http://192.0.0.192:PORT/",
    "http://198.18.0.1:PORT/",
    "http://224.0.0.1:PORT/",
    "http://240.0.0.1:PORT/",
    "http://255.255.255.255:PORT/",
    "http://metadata.google.internal:PORT/",
    "http://instance-data:PORT/",
    "http://printer.local:PORT/",
    # names that lead there
    "http://rebound.example:PORT/",
    "http://mixed.example:PORT/",
    "http://metadata.example:PORT/",
    "http://home.example:PORT/",
    "http://six.example:PORT/",
    "http://mapped.example:PORT/",
    "http://unique-local.example:PORT/",
    "http://nowhere.example:PORT/",
    "http://127.0.0.1.nip.example:PORT/",
    # confused readers of addresses
    "http://news.example@127.0.0.1:PORT/",
    "http://news.example:80@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT\\@news.example/",
    "http://news.example\\@127.0.0.1:PORT/",
    "http://1.1.1.1 &@127.0.0.1:PORT# @3.3.3.3/",
    "http://127.0.0.1:PORT:80/",
    "http://127.0.0.1%00.news.example:PORT/",
    "http://127.0.0.1\t:PORT/",
    "http://127.0.0.1\r\n:PORT/",
    "http:///127.0.0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "http://[::1:PORT/",
    "http://:PORT/",
    # other schemes
    "file:///etc/passwd",
    "file://127.0.0.1:PORT/etc/passwd",
    "gopher://127.0.0.1:PORT/_GET%20/",
    "dict://127.0.0.1:PORT/info",
    "ftp://127.0.0.1:PORT/",
    "sftp://127.0.0.1:PORT/",
    "ldap://127.0.0.1:PORT/",
    "tftp://127.0.0.1:PORT/x",
    "jar:http://127.0.0.1:PORT/!/",
    "netdoc:///etc/passwd",
    "data:text/html,hello",
    "javascript:alert(1)",
    "ws://127.0.0.1:PORT/",
    "unix:///var/run/docker.sock",
    "view-source:http://127.0.0.1:PORT/",
    "",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_addresses_are_refused_without_a_connection(
    address: str, victim: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The victim's port counts as a web port, so that nothing but the host can be the reason
    monkeypatch.setattr("ingest.fetching.address.PORTS", frozenset({80, victim.port}))
    fetcher = Fetcher(resolver=name_server, pause=0, attempts=1)
    for tried in (address.replace("PORT", str(victim.port)), address.replace(":PORT", "")):
        with pytest.raises(FetchError) as refused:
            fetcher.fetch_address(tried)
        assert "\n" not in str(refused.value)
    assert victim.connections == 0


def test_the_same_server_is_reached_where_it_is_allowed(victim: Site) -> None:
    victim.pages["/"] = victim.pages["/a"] = Page()
    fetcher = Fetcher(private=True, resolver=name_server, pause=0)
    fetcher.fetch_address(f"http://127.0.0.1:{victim.port}/")
    fetcher.fetch_address(f"http://rebound.example:{victim.port}/a")
    assert victim.paths() == ["/", "/a"]


@pytest.mark.parametrize("port", [21, 22, 25, 3306, 6379, 9200, 11211])
def test_ports_that_serve_no_pages_are_refused(port: int) -> None:
    with pytest.raises(FetchError, match="port"):
        check_address(f"http://news.example:{port}/", resolver=lambda host, port: [PUBLIC])


@pytest.mark.parametrize(
    "address", ["https://news.example/a?b=c#d", "http://news.example:8080/", "https://münchen.example/"]
)
def test_ordinary_addresses_are_allowed(address: str) -> None:
    target = check_address(address, resolver=lambda host, port: [PUBLIC, "2606:4700::1111"])
    assert target.numbers == (PUBLIC, "2606:4700::1111")
    assert target.host.isascii() and "#" not in str(target.url)


def test_a_password_is_not_repeated_in_the_message() -> None:
    with pytest.raises(FetchError) as refused:
        check_address("http://ann:sesame@news.example/", resolver=lambda host, port: [PUBLIC])
    assert "sesame" not in str(refused.value)


def test_what_counts_as_public() -> None:
    assert is_public(PUBLIC) and is_public("2606:4700::1111")
    assert not is_public("no number") and not is_public("fe80::1%eth0")
