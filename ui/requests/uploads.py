"""Limits on what is uploaded: told by the scripts before anything is sent, held by the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.texts import format_decimal, say_text, serve_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/gradio_api/upload"
FORM_BYTES = 4_000  # of a form, around each file; a file's name may be long


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """The largest file, the most of all files that are brought at one time, and of all that wait, in bytes."""

    file: int = 50_000_000
    together: int = 500_000_000
    waiting: int = 2_000_000_000

    def told(self) -> str:
        """The limits in a sentence."""
        sizes = {name: format_megabytes(getattr(self, name)) for name in ("file", "together", "waiting")}
        return say_text("upload_limits", **sizes)

    def too_large(self, size: int) -> str:
        """Why a file of ``size`` bytes is not taken."""
        return say_text("file_too_large", size=format_megabytes(size), limit=format_megabytes(self.file))

    def too_much(self, size: int) -> str:
        """Why files of ``size`` bytes together are not taken."""
        return say_text("files_too_large", size=format_megabytes(size), limit=format_megabytes(self.together))

    def no_room(self, size: int) -> str:
        """Why files of ``size`` bytes are not taken now."""
        return say_text("files_no_room", size=format_megabytes(size), limit=format_megabytes(self.waiting))


def format_megabytes(size: int) -> str:
    """``1.5 MB``, ``50 MB``."""
    return f"{format_decimal(size / 1_000_000).removesuffix('.0').removesuffix(',0')} MB"


class UploadLimit:
    """ASGI middleware that refuses an upload by its announced length, before its first byte is kept."""

    def __init__(self, app: ASGIApp, limits: UploadLimits, room: Callable[[], int]) -> None:
        self._app = app
        self._limits = limits
        self._room = room

    @classmethod
    def middleware(cls, limits: UploadLimits, room: Callable[[], int]) -> list[Any]:
        """For the ``middleware`` argument of FastAPI. ``room``: how many bytes may still wait to be read."""
        from starlette.middleware import Middleware

        return [Middleware(cls, limits=limits, room=room)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but uploads that are too large, or do not say how large they are."""
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].endswith(PATH):
            await self._app(scope, receive, send)
            return
        from starlette.concurrency import run_in_threadpool
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse

        request = Request(scope)
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            refused = PlainTextResponse("An upload says how long it is (Content-Length).", 411)
        elif int(length) > self._limits.together + FORM_BYTES:
            with serve_language(request):
                refused = PlainTextResponse(self._limits.too_much(int(length)), 413)
        elif int(length) > await run_in_threadpool(self._room) + FORM_BYTES:
            with serve_language(request):
                refused = PlainTextResponse(self._limits.no_room(int(length)), 413)
        else:
            await self._app(scope, receive, send)
            return
        await refused(scope, receive, send)
