"""The door of the page: with a users file nothing behind it is served to anyone who has not logged in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

from ui.login_page import login_page
from ui.people import People
from ui.texts import say, serving

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "dateline-session"
OPEN = {"/gradio_api/startup-events"}  # Gradio asks itself for this at start; it gives nothing away
IDLE = 7 * 24 * 3600  # seconds after which a session that is not used ends
LARGEST_FORM = 8_192  # bytes
LIMITS = {
    "pair": "5 per 15 minutes",
    "address": "30 per 15 minutes",
    "name": "100 per hour",
}  # failed log-ins


@dataclass
class _Session:
    name: str
    stamp: str  # of the password it was opened with
    used: float  # seconds, monotonic


class Sessions:
    """Who is logged in, kept in memory by a keyed hash of what each browser or program shows."""

    def __init__(self, people: People) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._people = people
        self._key = os.urandom(32)
        self._open: dict[bytes, _Session] = {}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {kind: parse(limit) for kind, limit in LIMITS.items()}

    def name(self, token: str) -> str | None:
        """Whose session this is; None where it has ended, or the person or the password has."""
        session = self._open.get(self._hash(token))
        if session is None:
            return None
        now = time.monotonic()
        if now - session.used > IDLE or self._people.stamp(session.name) != session.stamp:
            self.close(token)
            return None
        session.used = now
        return session.name

    def open(self, name: str, password: str, address: str, token: str) -> bool | None:
        """Log in, from then on known by ``token``; False for a wrong password, None after too many of them."""
        keys = {"pair": (name, address), "address": (address,), "name": (name,)}
        if not all(self._limiter.test(self._limits[kind], kind, *key) for kind, key in keys.items()):
            return None
        stamp = self._people.stamp(name)
        if not self._people.knows(name, password) or stamp is None:
            for kind, key in keys.items():
                self._limiter.hit(self._limits[kind], kind, *key)
            return False
        now = time.monotonic()
        self._open = {key: each for key, each in self._open.items() if now - each.used <= IDLE}
        self._open[self._hash(token)] = _Session(name, stamp, now)
        return True

    def close(self, token: str) -> None:
        """Log out."""
        self._open.pop(self._hash(token), None)

    def _hash(self, token: str) -> bytes:
        return hmac.digest(self._key, token.encode("utf-8", "replace"), hashlib.sha256)


class LogIn:
    """ASGI middleware: everything but the log-in page asks for a session.

    A browser shows a cookie; a program the same (``gradio_client`` with ``auth=(name, password)``) or HTTP Basic
    (MCP). The person's name is ``scope["person"]`` for what comes after.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    @classmethod
    def middleware(cls, people: People) -> list[Any]:
        """For the ``middleware`` argument of FastAPI."""
        from starlette.middleware import Middleware

        return [Middleware(cls, sessions=Sessions(people))]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes with a session, answer the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the page uses no web sockets
            return
        from starlette.requests import Request

        request = Request(scope, receive)
        path = scope["path"].rstrip("/")
        if path == "/login":
            with serving(request):
                response = await self._log_in(request)
        elif path == "/logout" and request.method == "POST":
            response = self._log_out(request)
        elif path in OPEN:
            await self._app(scope, receive, send)
            return
        elif (name := await self._person(request)) is not None:
            scope["person"] = name
            await self._app(scope, receive, send)
            return
        else:
            with serving(request):
                response = _refusal(request)
        await response(scope, receive, send)

    async def _person(self, request: Request) -> str | None:
        """Who asks, by cookie or by HTTP Basic."""
        if (token := _cookie(request)) and (name := self._sessions.name(token)):
            return name
        header = request.headers.get("authorization", "")
        if not header.lower().startswith("basic "):
            return None
        if name := self._sessions.name(header):
            return name
        try:
            name, _, password = base64.b64decode(header[6:], validate=True).decode("utf-8").partition(":")
        except ValueError:
            return None
        return name if await self._try(request, name, password, header) else None

    async def _try(self, request: Request, name: str, password: str, token: str) -> bool | None:
        from starlette.concurrency import run_in_threadpool

        address = request.client.host if request.client else ""
        return await run_in_threadpool(self._sessions.open, name, password, address, token)

    async def _log_in(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

        onward = _onward(request.query_params.get("next", ""))
        if request.method != "POST":
            return HTMLResponse(login_page(onward))
        form = await _form(request)
        token = os.urandom(32).hex()
        opened = await self._try(request, form.get("username", "").strip(), form.get("password", ""), token)
        status = {True: 200, False: 401, None: 429}[opened]
        said = {True: "", False: say("login_wrong"), None: say("login_too_often")}[opened]
        response: Response
        if not _is_browser(request):
            response = JSONResponse({"success": True} if opened else {"detail": said}, status)
        elif opened:
            response = RedirectResponse(onward, 303)
        else:
            response = HTMLResponse(login_page(onward, said))
        if opened:
            secure = request.url.scheme == "https"
            response.set_cookie(COOKIE, token, max_age=IDLE, httponly=True, samesite="lax", secure=secure)
        return response

    def _log_out(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        self._sessions.close(_cookie(request))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE)
        return response


def person() -> str:
    """Whom the running handler serves; "" where nobody has to log in."""
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    scope = getattr(getattr(request, "request", None), "scope", None) or {}
    return str(scope.get("person", ""))


def _cookie(request: Request) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _onward(path: str) -> str:
    """Where to go after the log-in: a path of this page, never another's address."""
    parts = urlsplit(path)
    own = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    )
    return path if own and "\\" not in path else "/"


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _refusal(request: Request) -> Response:
    from starlette.responses import JSONResponse, RedirectResponse

    if request.method == "GET" and _is_browser(request):
        query = f"?{request.url.query}" if request.url.query else ""
        onward = "" if request.url.path == "/" and not query else "?next=" + quote(request.url.path + query)
        return RedirectResponse(f"/login{onward}", 303)
    return JSONResponse({"detail": say("login_first")}, 401, {"WWW-Authenticate": 'Basic realm="Dateline"'})
