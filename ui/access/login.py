"""The door of the page: with a users file nothing behind it is served to anyone who has not logged in."""

from __future__ import annotations

import base64
import os
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

from ui.access.login_page import render_login_page
from ui.access.people import People, Person
from ui.access.sessions import LONGEST, Sessions
from ui.requests.door import is_from_browser
from ui.texts import say_text, serve_language

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "dateline-session"
LARGEST_FORM = 8_192  # bytes
QUARTER = "900"  # seconds, of an hour: when to try again


class LogIn:
    """ASGI middleware: everything but the log-in page asks for a session.

    A browser shows a cookie; a program the same (``gradio_client`` with ``auth=(name, password)``) or HTTP Basic
    (MCP). The person is ``scope["person"]`` for what comes after.
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
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.requests import Request

        request = Request(scope, receive)
        path = scope["path"].rstrip("/")
        with serve_language(request):
            if path == "/login":
                response = await self._log_in(request)
            elif path == "/logout":
                response = self._log_out(request)
            elif scope["rule"].without_log_in:
                response = None
            else:
                response = await self._refuse(request)
        await (response or self._app)(scope, receive, send)

    async def _refuse(self, request: Request) -> Response | None:
        """An answer to who is not logged in; else None, and the person stands in the scope."""
        person = self._sessions.person(_read_cookie(request))
        header = request.headers.get("authorization", "")
        if person is None and header.lower().startswith("basic ") and not is_from_browser(request.headers):
            person = self._sessions.person(header)
            if person is None:
                tried = await self._try_log_in(request, *_basic(header), header)
                if tried is None:
                    return _too_often()
                person = self._sessions.person(header) if tried else None
        if person is None:
            return _refuse_request(request)
        request.scope["person"] = person
        return None

    async def _try_log_in(self, request: Request, name: str, password: str, token: str) -> bool | None:
        from starlette.concurrency import run_in_threadpool

        address = request.client.host if request.client else ""
        return await run_in_threadpool(self._sessions.open, name, password, address, token)

    async def _log_in(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

        onward = _safe_onward(request.query_params.get("next", ""))
        if request.method != "POST":
            return HTMLResponse(render_login_page(onward))
        form = await _read_form(request)
        token = os.urandom(32).hex()
        opened = await self._try_log_in(
            request, form.get("username", "").strip(), form.get("password", ""), token
        )
        if opened is None:
            return _too_often(onward if _is_browser(request) else None)
        status, said = (200, "") if opened else (401, say_text("login_wrong"))
        response: Response
        if not _is_browser(request):
            response = JSONResponse({"success": True} if opened else {"detail": said}, status)
        elif opened:
            response = RedirectResponse(onward, 303)
        else:
            response = HTMLResponse(render_login_page(onward, said), status)
        if opened:
            secure = request.url.scheme == "https"
            response.set_cookie(COOKIE, token, max_age=LONGEST, httponly=True, samesite="lax", secure=secure)
        return response

    def _log_out(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        self._sessions.close(_read_cookie(request))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE)
        return response


def current_person() -> str:
    """Under which is kept what belongs to whom the running handler serves; "" where nobody has to log in."""
    found = _served()
    return found.key if found else ""


def person_name() -> str:
    """The name of whom the running handler serves; "" where nobody has to log in."""
    found = _served()
    return found.name if found else ""


def _served() -> Person | None:
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    scope = getattr(getattr(request, "request", None), "scope", None) or {}
    found = scope.get("person")
    return found if isinstance(found, Person) else None


def _basic(header: str) -> tuple[str, str]:
    """Name and password of HTTP Basic; empty where there are none."""
    try:
        name, _, password = base64.b64decode(header[6:], validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return name, password


def _too_often(onward: str | None = None) -> Response:
    """The answer after too many tries; a page for a browser that wants to go ``onward``."""
    from starlette.responses import HTMLResponse, JSONResponse

    said, wait = say_text("login_too_often"), {"Retry-After": QUARTER}
    if onward is None:
        return JSONResponse({"detail": said}, 429, wait)
    return HTMLResponse(render_login_page(onward, said), 429, wait)


def _read_cookie(request: Request) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _safe_onward(path: str) -> str:
    """Where to go after the log-in: a path of this page, never another's address."""
    parts = urlsplit(path)
    own = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    )
    return path if own and "\\" not in path else "/"


async def _read_form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _refuse_request(request: Request) -> Response:
    from starlette.responses import JSONResponse, RedirectResponse

    if request.method == "GET" and _is_browser(request):
        query = f"?{request.url.query}" if request.url.query else ""
        onward = "" if request.url.path == "/" and not query else "?next=" + quote(request.url.path + query)
        return RedirectResponse(f"/login{onward}", 303)
    asks = {} if is_from_browser(request.headers) else {"WWW-Authenticate": 'Basic realm="Dateline"'}
    return JSONResponse({"detail": say_text("login_first")}, 401, asks)
