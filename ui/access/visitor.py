"""Who is being served: the name of whoever logged in, or a cookie that stands for the browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dateline-browser"
YEAR = 365 * 24 * 3600  # seconds


def current_owner() -> str:
    """The owner of what the running handler keeps; "" outside of one, or without a cookie."""
    from gradio.context import LocalContext

    request: Any = LocalContext.request.get(None)
    if request is None:
        return ""
    scope = (
        getattr(getattr(request, "request", None), "scope", None) or {}
    )  # none in a call from within Python
    return owner_of(scope) or f"session:{request.session_hash}"


def owner_of(scope: Mapping[str, Any]) -> str:
    """Who sent a request; "" where nobody logged in and there is no cookie."""
    if person := scope.get("person"):
        return f"user:{person.key}"
    headers = b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")
    with suppress(CookieError):
        cookies = SimpleCookie(headers.decode("latin-1"))
        if COOKIE in cookies:
            return f"browser:{cookies[COOKIE].value}"
    return ""


class BrowserCookie:
    """ASGI middleware that gives each browser a cookie, so that its conversations are found again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    @classmethod
    def middleware(cls) -> list[Any]:
        """For the ``middleware`` argument of FastAPI."""
        from starlette.middleware import Middleware

        return [Middleware(cls)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, with a cookie on the page itself."""
        is_page = scope["type"] == "http" and scope["path"] == "/"
        known = any(
            name == b"cookie" and COOKIE.encode() in value for name, value in scope.get("headers", ())
        )

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{COOKIE}={secrets.token_hex(16)}; Max-Age={YEAR}; Path=/; HttpOnly; SameSite=Lax"
                message = {
                    **message,
                    "headers": [*message.get("headers", ()), (b"set-cookie", cookie.encode())],
                }
            await send(message)

        await self._app(scope, receive, send_with_cookie if is_page and not known else send)
