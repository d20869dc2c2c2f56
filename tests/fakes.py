"""Small real parts that stand in for heavy ones."""

from __future__ import annotations

import hashlib
import json
import select
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray


class HashingEmbedder:
    """Vectors from words alone, in microseconds: texts that share words are near each other."""

    def __init__(self, name: str = "hashing", dimension: int = 64, max_tokens: int = 256) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.fingerprint = hashlib.sha256(f"{name}{dimension}".encode()).hexdigest()
        self.embedded = 0  # passages, so that a test can tell what was embedded again

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        self.embedded += len(texts)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector, shape ``(dimension,)``."""
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            digest = hashlib.sha256(f"{self.name}{word.strip('.,?!')}".encode("utf-8", "replace")).digest()
            vector[digest[0] % self.dimension] += 1.0 if digest[1] % 2 else -1.0
        return vector / np.linalg.norm(vector)

    def count_tokens(self, text: str) -> int:
        """Words, and two special ones."""
        return len(text.split()) + 2

    def warm_up(self) -> None:
        """Nothing has to be loaded."""


@dataclass(frozen=True)
class Reply:
    """What the scripted language model does with one request."""

    text: str = ""  # streamed in pieces of a few characters
    status: int = 200  # anything else is an error reply
    headers: tuple[tuple[str, str], ...] = ()
    hang_up_after: int | None = None  # pieces, then the connection is cut
    garbage_after: int | None = None  # pieces, then what is no event of the protocol
    silent_after: int | None = None  # pieces, then nothing more comes until the test lets it go on
    silent: bool = False  # nothing is sent until the test lets it go on
    endless: bool = False  # the text over and over, until the client has gone
    usage: tuple[int, int] | None = None  # tokens read and written, as the server counts them


class ScriptedModel:
    """An OpenAI-protocol chat server on loopback that answers as it is told, in order; the last reply stays.

    ``with ScriptedModel(Reply("…")) as model: model.url``; ``model.requests`` holds the bodies that came in, and
    ``model.asked`` is set once one has, ``model.left`` once a client has closed its connection before it had the whole reply.
    No clock decides what it does: silences end when ``model.go`` is set, or the server is closed.
    """

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.asked, self.left, self.go = threading.Event(), threading.Event(), threading.Event()
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ScriptedModel:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go.set()
        self._server.shutdown()
        self._server.server_close()

    def prompt(self, number: int = -1) -> str:
        """All that a request said to the model."""
        return "\n".join(message["content"] for message in self.requests[number]["messages"])

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self._lock:
            self.requests.append(body)
            self.asked.set()
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        try:
            if reply.silent:
                self._wait(handler)
            if reply.status != 200:
                error = {"error": {"message": "scripted", "type": "scripted", "code": reply.status}}
                self._send(handler, reply, "application/json", json.dumps(error))
            elif not body.get("stream"):
                whole = {
                    "index": 0,
                    "message": {"role": "assistant", "content": reply.text},
                    "finish_reason": "stop",
                }
                self._send(handler, reply, "application/json", json.dumps(_chat("chat.completion", whole)))
            else:
                self._stream(handler, reply)
        except OSError:
            self.left.set()

    def _wait(self, handler: BaseHTTPRequestHandler) -> None:
        """Sit still until ``go`` is set; OSError if the client goes meanwhile."""
        while not self.go.wait(0.01):
            self._require_client(handler)

    def _require_client(self, handler: BaseHTTPRequestHandler) -> None:
        readable, _, _ = select.select([handler.connection], [], [], 0)
        if readable and not handler.connection.recv(1, socket.MSG_PEEK):
            raise ConnectionAbortedError("the client has gone")

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply, kind: str, text: str) -> None:
        data = text.encode()
        handler.send_response(reply.status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))), *reply.headers):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    def _stream(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        pieces = [reply.text[start : start + 5] for start in range(0, len(reply.text), 5)]
        for number, piece in enumerate(cycle(pieces) if reply.endless else pieces):
            if reply.endless:
                self._require_client(handler)
                if self.go.wait(0.02):  # no faster than anyone can read
                    return
            if number == reply.hang_up_after:
                handler.connection.shutdown(socket.SHUT_RDWR)
                return
            if number == reply.garbage_after:
                self._event(handler, "{this is no JSON")
            if number == reply.silent_after:
                self._wait(handler)
            self._event(handler, json.dumps(_chat("chat.completion.chunk", _delta({"content": piece}, None))))
        self._event(handler, json.dumps(_chat("chat.completion.chunk", _delta({}, "stop"))))
        if reply.usage:
            read, written = reply.usage
            counted = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
            last = {**_chat("chat.completion.chunk", _delta({}, None)), "choices": [], "usage": counted}
            self._event(handler, json.dumps(last))
        self._event(handler, "[DONE]")
        handler.wfile.write(b"0\r\n\r\n")

    def _event(self, handler: BaseHTTPRequestHandler, data: str) -> None:
        event = f"data: {data}\n\n".encode()
        handler.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        handler.wfile.flush()


def _delta(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _chat(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "scripted", "object": kind, "created": 0, "model": "scripted", "choices": [choice]}
