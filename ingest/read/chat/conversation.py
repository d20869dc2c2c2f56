"""What messengers' exports share: messages with sender and time become an article for each day of a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from news.article import Article


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    sender: str
    sent: datetime
    text: str
    identity: str = ""


def conversation_articles(key: str, name: str, messages: Iterable[Message]) -> Iterator[Article]:
    """An article for each day: its paragraphs are the messages, each with its sender before it."""
    days: dict[date, list[Message]] = {}
    for message in messages:
        if message.text.strip():
            days.setdefault(message.sent.date(), []).append(message)
    for day, said in sorted(days.items()):
        text = "\n\n".join(
            f"{each.sender}: {one_paragraph(each.text)}" if each.sender else one_paragraph(each.text)
            for each in said
        )
        yield Article(
            f"{key}#{name}#{day.isoformat()}",
            f"{name}, {day:%-d %B %Y}",
            text,
            outlet=name,
            authors=tuple(dict.fromkeys(each.sender for each in said if each.sender)),
            published=datetime(day.year, day.month, day.day),
        )


def channel_articles(key: str, name: str, messages: Iterable[Message]) -> Iterator[Article]:
    """An article for each message of a channel, where one speaks to many; its first line is the headline."""
    for message in messages:
        lines = [line.strip() for line in message.text.split("\n") if line.strip()]
        if not lines:
            continue
        first = lines[0] if len(lines[0]) <= 120 else lines[0][:110].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
        headed = len(lines) > 1 and len(lines[0]) <= 120 and lines[0][-1:] not in ".,;:"
        yield Article(
            f"{key}#{name}#{message.identity or message.sent.isoformat()}",
            first,
            "\n\n".join(lines[1:] if headed else lines),
            outlet=name,
            authors=(message.sender,) if message.sender and message.sender != name else (),
            published=message.sent,
        )


def one_paragraph(text: str) -> str:
    """A message on one line."""
    return " ".join(text.split())
