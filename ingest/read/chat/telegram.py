"""Telegram Desktop's export in JSON (``result.json``): one conversation, or all of an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.chat.conversation import Message, channel_articles, conversation_articles


def holds_telegram(content: Any) -> bool:
    """Whether parsed JSON is such an export."""
    return any(_is_chat(chat) for chat in _chats(content)[:5])


def read_telegram(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read each channel message by message, each other conversation day by day. Raises ReadError if nobody wrote."""
    taken = 0
    for chat in _chats(content):
        if not _is_chat(chat):
            continue
        allowance.take_member()
        name = str(chat.get("name") or "Saved messages")
        messages = [made for each in chat["messages"] if (made := _message(each)) is not None]
        articles = channel_articles if "channel" in str(chat.get("type")) else conversation_articles
        for article in articles(document.key, name, messages):
            taken += 1
            yield article
    if not taken:
        raise ReadError("an export of Telegram without a written message: wanted text")


def _chats(content: Any) -> list[Any]:
    if not isinstance(content, dict):
        return []
    held = [content.get(name) for name in ("chats", "left_chats")]
    lists = [each["list"] for each in held if isinstance(each, dict) and isinstance(each.get("list"), list)]
    return [chat for each in lists for chat in each] or [content]


def _is_chat(chat: Any) -> bool:
    if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list) or "type" not in chat:
        return False
    return any(isinstance(each, dict) and "date" in each and "text" in each for each in chat["messages"][:20])


def _message(each: Any) -> Message | None:
    if not isinstance(each, dict) or each.get("type", "message") != "message":
        return None
    try:
        sent = datetime.fromisoformat(str(each["date"]))
    except (KeyError, ValueError):
        return None
    return Message(str(each.get("from") or ""), sent, _text(each.get("text")), str(each.get("id") or ""))


def _text(value: Any) -> str:
    """A text is a string, or a list of strings and of objects (links, names) with one."""
    if isinstance(value, list):
        return "".join(_text(part) for part in value)
    return str(value.get("text") or "") if isinstance(value, dict) else str(value or "")
