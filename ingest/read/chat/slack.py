"""Slack's export: an archive with a folder for each channel and in it a file for each day."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.zip_package import make_safe_name, open_zip, read_member
from ingest.read.chat.conversation import Message, conversation_articles

LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_MARK = re.compile(r"<([@#!]?)([^<>|]{1,500})(?:\|([^<>]{0,500}))?>")
_SYSTEM = {
    "channel_join",
    "channel_leave",
    "channel_topic",
    "channel_purpose",
    "channel_name",
    "bot_add",
    "group_join",
}


def holds_slack(content: Any) -> bool:
    """Whether parsed JSON is the list of one day's messages."""
    rows = content if isinstance(content, list) else []
    return bool(rows) and all(
        isinstance(row, dict) and row.get("type") == "message" and "ts" in row for row in rows
    )


def is_slack(names: list[str]) -> bool:
    """Whether an archive with these members is an export."""
    held = {PurePosixPath(name).name for name in names}
    return "users.json" in held and not held.isdisjoint(LISTS)


def read_slack_day(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read one day of a channel; its folder names the channel. Raises ReadError if nobody wrote."""
    allowance.take_member()
    folder = PurePosixPath(document.key.replace("\\", "/")).parent.name or "Slack"
    articles = list(conversation_articles(document.key, f"#{folder}", _messages(content, {})))
    if not articles:
        raise ReadError("a day of Slack on which nobody wrote: wanted text")
    yield from articles


def read_slack(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read an export, each channel day by day. Raises ReadError if broken or empty, LimitError if it takes too much."""
    allowance = allowance or ReadingAllowance()
    taken = 0
    with open_zip(document.data, allowance) as archive, allowance.step_inside():
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        users_file = next(name for name in names if PurePosixPath(name).name == "users.json")
        users = _users(_parsed(read_member(archive, users_file, allowance)))
        for name in names:
            path = PurePosixPath(make_safe_name(name))
            if path.suffix != ".json" or not re.fullmatch(r"\d{4}-\d\d-\d\d", path.stem):
                continue
            allowance.take_member()
            try:
                content = _parsed(read_member(archive, name, allowance))
            except LimitError:
                raise
            except ReadError as problem:
                yield Problem(f"{document.key}!{path}", str(problem))
                continue
            for article in conversation_articles(
                document.key, f"#{path.parent.name}", _messages(content, users)
            ):
                taken += 1
                yield article
    if not taken:
        raise ReadError("an export of Slack without a written message: wanted text")


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(decode_text(data))
    except (ValueError, RecursionError) as broken:
        raise ReadError(f"not JSON: {broken}") from None


def _users(content: Any) -> dict[str, str]:
    rows = content if isinstance(content, list) else []
    return {str(row.get("id")): _name(row.get("profile"), row) for row in rows if isinstance(row, dict)}


def _name(profile: Any, user: dict[str, Any]) -> str:
    known = profile if isinstance(profile, dict) else {}
    stated = (known.get("real_name"), user.get("real_name"), known.get("display_name"), user.get("name"))
    return next((str(name) for name in stated if name), "")


def _messages(content: Any, users: dict[str, str]) -> Iterator[Message]:
    for row in content if isinstance(content, list) else []:
        if not isinstance(row, dict) or row.get("type") != "message" or row.get("subtype") in _SYSTEM:
            continue
        try:
            sent = datetime.fromtimestamp(float(row["ts"]), UTC)
        except (KeyError, ValueError, TypeError, OverflowError, OSError):
            continue
        sender = _name(row.get("user_profile"), {}) or users.get(str(row.get("user")), "")
        sender = sender or str(row.get("username") or row.get("user") or "")
        yield Message(sender, sent, _plain(str(row.get("text") or ""), users), str(row.get("ts")))


def _plain(text: str, users: dict[str, str]) -> str:
    """A message without Slack's marks: ``<@U12>`` is a person, ``<https://…|words>`` a link."""

    def replaced(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@":
            return "@" + (label or users.get(target, target))
        return f"{'#' if kind == '#' else ''}{label or target}"

    return html.unescape(_MARK.sub(replaced, text))
