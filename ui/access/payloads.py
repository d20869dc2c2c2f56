"""What Gradio is told is looked into before Gradio sees it: no addresses that it would fetch, no session of others.

Gradio fetches a file whose ``path`` is an address, past the rules and limits of ``ingest.fetching.fetch``; and whoever knows the
name of a session may go on with it.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ui.access.visitor import owner_of
from ui.requests.uploads import FORM_BYTES, UploadLimits
from ui.texts import say_text, serve_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REMEMBERED = 100_000  # sessions and events, those used last
LONGEST_REPLY = 10_000  # bytes of one that names an event
NAMES = ("session_hash", "event_id")  # of sessions, and of what was begun in one
_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_IN_PATH = re.compile(r"/gradio_api/(?:heartbeat|call(?:/v2)?/[^/]+)/([^/]+)")  # a session, an event
_BEGINS = re.compile(r"/gradio_api/(?:queue/join|call/.+)")  # replies with the name of an event


class Holders:
    """Whose a session or an event is: theirs who named it first. Safe from many threads."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._held: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def claim(self, name: str, owner: str) -> bool:
        """Whether ``name`` is this owner's; from now on it is where it was nobody's."""
        with self._lock:
            holder = self._held.setdefault(name, owner)
            self._held.move_to_end(name)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return holder == owner


class Payloads:
    """ASGI middleware that refuses what names an address as a file, or a session that is another's."""

    def __init__(self, app: ASGIApp, limits: UploadLimits) -> None:
        self._app = app
        self._limits = limits
        self._holders = Holders()

    @classmethod
    def middleware(cls, limits: UploadLimits) -> list[Any]:
        """For the ``middleware`` argument of FastAPI."""
        from starlette.middleware import Middleware

        return [Middleware(cls, limits=limits)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but what is refused."""
        rule = scope.get("rule")
        if scope["type"] != "http" or rule is None or not rule.told:
            await self._app(scope, receive, send)
            return
        from starlette.requests import ClientDisconnect, Request
        from starlette.responses import JSONResponse

        request, body, owner = Request(scope, receive), None, owner_of(scope)
        with serve_language(request):
            if request.method == "POST":
                try:
                    body = await self._read(request)
                except ClientDisconnect:
                    return
            refused = self._refuse(scope, body, owner)
        if refused:
            await JSONResponse({"detail": refused[1]}, refused[0])(scope, receive, send)
            return
        told = receive if body is None else _replay(body, receive)
        heard = self._hear_event(send, owner) if _BEGINS.fullmatch(scope["path"]) else send
        await self._app(scope, told, heard)

    async def _read(self, request: Any) -> bytes:
        """What was sent, at most a little more than may be."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > self._limits.together + FORM_BYTES:
                break
        return bytes(body)

    def _refuse(self, scope: Scope, body: bytes | None, owner: str) -> tuple[int, str] | None:
        """Status and reason, where a request is not passed on."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        named = [value for name in NAMES for value in query.get(name, [])]
        if found := _IN_PATH.fullmatch(scope["path"].rstrip("/")):
            named.append(found[1])
        if body is not None:
            if len(body) > self._limits.together + FORM_BYTES:
                return 413, self._limits.too_much(len(body))
            from starlette.datastructures import Headers

            try:
                told = json.loads(body or b"{}")
            except (ValueError, RecursionError):
                return 400, say_text("not_readable")
            own = Headers(scope=scope).get("host", "")
            if any(_is_address(each, own) for each in _objects(told)):
                return 403, say_text("address_refused")
            if isinstance(told, dict):
                named += [told[name] for name in NAMES if isinstance(told.get(name), str)]
        if not all(self._holders.claim(name, owner) for name in named):
            return 403, say_text("session_refused")
        return None

    def _hear_event(self, send: Send, owner: str) -> Send:
        """Note the event that a reply names as the owner's."""
        heard = bytearray()

        async def send_and_note(message: Message) -> None:
            if message["type"] == "http.response.body" and len(heard) < LONGEST_REPLY:
                heard.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._note(bytes(heard), owner)
            await send(message)

        return send_and_note

    def _note(self, reply: bytes, owner: str) -> None:
        try:
            event = json.loads(reply).get("event_id")
        except (ValueError, AttributeError):
            return
        if isinstance(event, str):
            self._holders.claim(event, owner)


def _replay(body: bytes, receive: Receive) -> Receive:
    """What gives the body once more, then what comes after it."""
    left = [body]

    async def receive_again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return receive_again


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    """Every object in what was told, however deep."""
    left = [told]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            yield value
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)


def _is_address(value: dict[str, Any], own: str) -> bool:
    """Whether an object stands for a file that lies at an address.

    Browsers send along with an uploaded file's path the address that it has at ``own``, our host.
    """
    path, url = value.get("path"), value.get("url")
    if isinstance(path, str) and _ADDRESS.match(path):
        return True
    is_file = isinstance(path, str) or "meta" in value
    ours = tuple(f"{scheme}://{own}/gradio_api/file=" for scheme in ("http", "https"))
    return is_file and isinstance(url, str) and bool(_ADDRESS.match(url)) and not url.startswith(ours)
