"""Which addresses may be fetched: decided on the numbers that a name resolves to, once, before any byte is sent."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from errors import FetchError

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443, 8888})  # where web pages are; the rest is not for us
LONGEST = 2_048  # characters of an address

Resolve = Callable[[str, int], list[str]]  # host and port → addresses in numbers

_LOCAL_NAMES = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|invalid|onion|home\.arpa"
    r"|ip6-localhost|ip6-loopback)$"
)
# What some resolver or other takes for a number: decimal, octal, hexadecimal, with fewer than four parts
_NUMERIC = re.compile(r"^(?:0x[0-9a-f]*|0o?[0-7]+|[0-9]+)(?:\.(?:0x[0-9a-f]*|0o?[0-7]+|[0-9]*))*\.?$", re.I)
# ``ipaddress`` calls these global, or did in some version of Python
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata at 100.100.100.200
            "168.63.129.16/32",  # Azure's host
            "192.0.0.0/24",  # a cloud's metadata at 192.0.0.192
            "192.88.99.0/24",  # relays of 6to4
            "198.18.0.0/15",
            "::/96",  # IPv4 in IPv6, the old way
            "::ffff:0:0/96",  # IPv4 in IPv6
            "::ffff:0:0:0/96",  # IPv4 in IPv6, translated
            "64:ff9b::/96",  # NAT64
            "64:ff9b:1::/48",  # NAT64, local
            "100::/64",
            "2001::/23",  # Teredo and others
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be fetched, and the only numbers that may be connected to for it."""

    url: httpx.URL
    host: str
    port: int
    numbers: tuple[str, ...]


def resolve_host(host: str, port: int) -> list[str]:
    """The numbers of a host, from this machine's resolver. Raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_address(address: str, *, private: bool = False, resolver: Resolve = resolve_host) -> Target:
    """Decide whether an address may be fetched; its name is resolved here, once, and nowhere else.

    With ``private``, addresses of this machine and its network are allowed, and any port.
    Raises FetchError; the message says what is wrong with the address and what to do.
    """
    url = _parse_address(address)
    host = url.raw_host.decode("ascii").rstrip(".").lower()
    port = url.port or (443 if url.scheme == "https" else 80)
    if not private:
        if port not in PORTS:
            raise _refuse_address(address, f"port {port} is not one where web pages are")
        if _LOCAL_NAMES.search(host) or ("." not in host and ":" not in host):
            raise _refuse_address(address, f"{host} is a name of a private network")
    numbers = [host] if _is_number(host) else _resolve_address(address, host, port, resolver)
    if not private:
        for number in numbers:
            if not is_public(number):
                raise _refuse_address(
                    address, f"{host} leads to {number}, which is not on the public internet"
                )
    return Target(url, host, port, tuple(numbers))


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet, and not another one in disguise."""
    try:
        ip = ipaddress.ip_address(number)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or (int(ip) >> 32) & 0xFDFFFFFF == 0x5EFE):
        return False  # bound to an interface; or ISATAP, which holds an IPv4 address
    return not any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)


def _parse_address(address: str) -> httpx.URL:
    if len(address) > LONGEST:
        raise FetchError(f"{address[:60]}…: longer than {LONGEST:,} characters: check the address")
    if re.search(r"[\x00-\x20\x7f\\]", address):
        raise FetchError(f"{address!r}: holds a space, a backslash or a control character: check the address")
    try:
        url = httpx.URL(address)
        host = url.host
    except (httpx.InvalidURL, ValueError, TypeError) as wrong:
        raise FetchError(f"{address}: not an address ({wrong}): check it") from None
    if url.scheme not in ("http", "https"):
        raise FetchError(f"{address}: only http:// and https:// addresses are fetched")
    if url.userinfo:
        raise FetchError(f"{url.copy_with(userinfo=b'')}: holds a user name or password: leave it out")
    if not host or "%" in host:
        raise FetchError(f"{address}: names no host that can be looked up: check the address")
    last = host.rstrip(".").rpartition(".")[2]  # the web's own rule: a host that ends in a number is one
    if (_NUMERIC.match(host) or _NUMERIC.match(last)) and not _is_number(host.rstrip(".")):
        raise FetchError(f"{address}: the host is a number in disguise: write it as a name")
    if url.port is not None and not 0 < url.port < 65_536:
        raise FetchError(f"{address}: port {url.port} does not exist: check the address")
    return url.copy_with(fragment=None)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve_address(address: str, host: str, port: int, resolver: Resolve) -> list[str]:
    try:
        numbers = resolver(host, port)
    except (OSError, UnicodeError) as unknown:
        said = getattr(unknown, "strerror", None) or unknown
        raise FetchError(f"{address}: no host {host} was found ({said}): check the address") from None
    if not numbers:
        raise FetchError(f"{address}: no host {host} was found: check the address")
    return numbers


def _refuse_address(address: str, why: str) -> FetchError:
    return FetchError(f"{address}: {why}, so it is not fetched; set DATELINE_FETCH_PRIVATE=1 if you trust it")
