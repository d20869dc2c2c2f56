"""The door, before everything else: which names the page answers to, and to requests from where.

A web page elsewhere can make a browser send requests here, under a name of its own that it has led to this machine,
or under ours with its own as ``Origin``. Neither is answered; programs, which send no ``Origin``, are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ui.requests.headers import SafeHeaders
from ui.requests.routes import READ, Rule, find_rule
from ui.texts import say_text, serve_language

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

OWN_NAMES = (
    "localhost",
    "127.0.0.1",
    "[::1]",
)  # of this machine for itself: nobody else can lead them elsewhere
EVERYWHERE = ("0.0.0.0", "::")  # to listen on, no name
PORTS = {"http": 80, "https": 443}
# What proxies say of a request. uvicorn has taken from it what a trusted one said (DATELINE_TRUSTED_PROXIES); Gradio
# would believe it of everyone.
SAID_BY_PROXIES = re.compile(rb"x-forwarded-.*|forwarded|x-real-ip|x-gradio-server")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?")

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class Door:
    """ASGI middleware that answers what ``ui.requests.routes`` has under our names and from our own pages, nothing else.

    The rule that let a request in is ``scope["rule"]`` for what comes after.
    """

    def __init__(
        self, app: ASGIApp, host: str, allowed_hosts: Sequence[str] = (), proxied: bool = False
    ) -> None:
        """``host``: what the page listens on; ``allowed_hosts``: other names that it answers to;
        ``proxied``: whether a proxy is trusted."""
        self._app = app
        own = () if host in EVERYWHERE else (_bracketed(host),)
        self._names = {name.lower() for name in (*OWN_NAMES, *own, *allowed_hosts)}
        self._proxied = proxied

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is let in, refuse the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._let_in(scope, receive, send)
        else:  # the page has no web sockets
            await send({"type": "websocket.close", "code": 1008})

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request
        from starlette.responses import JSONResponse

        request = Request(scope)
        rule = find_rule(scope["path"], scope["method"])
        with serve_language(request):
            refused = self._refuse(request, rule)
        if rule is None or refused:
            status, detail = refused or (404, "Not Found")
            await JSONResponse({"detail": detail}, status)(scope, receive, send)
            return
        self._notice_proxy(request)
        headers = [each for each in scope["headers"] if not SAID_BY_PROXIES.fullmatch(each[0])]
        await self._app({**scope, "headers": headers, "rule": rule}, receive, send)

    def _refuse(self, request: Any, rule: Rule | None) -> tuple[int, str] | None:
        """Status and reason, where a request is not let in."""
        hosts = [each.lower() for each in request.headers.getlist("host")]
        named = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if not (rule and rule.any_host):
            if named is None:
                return 400, say_text("host_unreadable")
            if named[1] not in self._names:
                return 421, say_text("host_refused", host=named[1])
        host = hosts[0] if hosts else ""
        if _is_foreign(request.headers, request.scope.get("scheme", "http"), host) and not _is_followed(
            request, rule
        ):
            return 403, say_text("origin_refused")
        return None

    def _notice_proxy(self, request: Any) -> None:
        if not self._proxied and "x-forwarded-for" in request.headers:
            self._proxied = True  # said once
            log.warning(
                "A proxy seems to stand before the page: name it in DATELINE_TRUSTED_PROXIES, else all who come"
                " through it count as one address at log-in."
            )


def warn_of_names(host: str, allowed_hosts: Sequence[str]) -> None:
    """Say where the page is open to other machines and answers to no name that they could use."""
    if host in EVERYWHERE and not allowed_hosts:
        log.warning(
            "The page listens everywhere, and answers to localhost alone: put the names that others reach it by into"
            " DATELINE_ALLOWED_HOSTS."
        )


def hang_door(host: str, allowed_hosts: Sequence[str], proxied: bool, inner: Lifespan | None) -> Lifespan:
    """A lifespan that puts the door before all of an application, ``inner`` within it.

    Middleware that FastAPI is given stands behind what Gradio adds, which answers foreign pages by itself. When the
    lifespan begins the stack is built, and nothing is listened to yet.
    """

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        app.middleware_stack = SafeHeaders(Door(app.middleware_stack, host, allowed_hosts, proxied))
        async with AsyncExitStack() as stack:
            if inner is not None:
                await stack.enter_async_context(inner(app))
            yield

    return lifespan


def is_from_browser(headers: Headers) -> bool:
    """Whether a page in a browser sent this, ours or another's; programs say nothing of it."""
    return "origin" in headers or "sec-fetch-site" in headers


def _is_foreign(headers: Headers, scheme: str, host: str) -> bool:
    """Whether a page of others sent this."""
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    return any(not _is_same(origin, scheme, host) for origin in headers.getlist("origin"))


def _is_same(origin: str, scheme: str, host: str) -> bool:
    """Whether an origin is this page. It may be under https where a proxy speaks that for us."""
    try:
        parts = urlsplit(origin.lower())
        own = urlsplit(f"//{host}")
        ours, theirs = own.port or PORTS[parts.scheme], parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):  # "null", or no address at all
        return False
    return parts.scheme in (scheme, "https") and (parts.hostname, theirs) == (own.hostname, ours)


def _is_followed(request: Any, rule: Rule | None) -> bool:
    """Whether a person followed a link from elsewhere to a page that only shows something."""
    headers = request.headers
    return (
        rule is not None
        and rule.linked
        and request.method in READ
        and "origin" not in headers
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
