"""The list of saved conversations, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from assistant import export
from assistant.history import Conversation, History
from ui.messages import tell_day
from ui.render import Html, day, headline, html, join
from ui.texts import plural, say

LISTED = 100  # conversations shown; older ones are found by searching


def listed(history: History, owner: str, search: str = "") -> str:
    """An owner's conversations that hold every word of ``search``, under the day they last changed."""
    found = history.conversations(owner, search, LISTED + 1)
    if not found:
        text = say("no_conversation_found", search=search) if search.strip() else say("no_conversations")
        return str(html('<p class="notice">{text}</p>', text=text))
    days = groupby(found[:LISTED], lambda each: _local(each.changed).date())
    more = html('<p class="notice">{text}</p>', text=say("conversations_older", count=LISTED))
    return str(
        join(
            html(
                '<section class="day"><h2>{day}</h2><ul>{items}</ul></section>',
                day=day(_local(first.changed)),
                items=join(map(_item, (first, *others))),
            )
            for _, (first, *others) in ((date, list(group)) for date, group in days)
        )
        + (more if len(found) > LISTED else "")
    )


def exported(history: History, id_: str, kind: str, owner: str) -> str:
    """A conversation as a document for a script to save; "" if there is none that ``owner`` may read."""
    title = history.title(id_)
    if title is None or not history.may_read(id_, owner):
        return ""
    answers = history.answers(id_)
    is_json = kind == "json"
    text = export.as_json(title, answers) if is_json else export.as_markdown(title, answers, tell_day)
    return str(
        html(
            '<span data-file="{name}" data-type="{type}" data-text="{text}" data-at="{at}"></span>',
            name=f"{_name(title)}.{'json' if is_json else 'md'}",
            type="application/json" if is_json else "text/markdown",
            text=text,
            at=datetime.now().timestamp(),
        )
    )


def _item(conversation: Conversation) -> Html:
    title = headline(conversation.title)
    sharing: Sequence[tuple[str, str]] = [("share", "conversation_share")]
    if conversation.shared:
        sharing = [("link", "conversation_link"), ("unshare", "conversation_unshare")]
    buttons: Sequence[tuple[str, str]] = (
        ("rename", "conversation_rename"),
        *sharing,
        ("markdown", "conversation_markdown"),
        ("json", "conversation_json"),
        ("forget", "delete"),
    )
    actions = [
        html(
            '<button type="button" class="link" data-{name}="{id}" data-title="{title}"'
            ' aria-label="{text}: {title}">{text}</button>',
            name=name,
            id=conversation.id,
            title=title,
            text=say(text),
        )
        for name, text in buttons
    ]
    return html(
        '<li><button type="button" class="headline" data-resume="{id}" dir="auto">{title}</button>'
        '<span class="about">{time} · {turns}</span><span class="actions">{actions}</span></li>',
        id=conversation.id,
        title=title,
        time=f"{_local(conversation.changed):%H:%M}",
        turns=plural("turns", conversation.turns),
        actions=Html(" ").join(actions),
    )


def _local(moment: datetime) -> datetime:
    return moment.astimezone()


def _name(title: str) -> str:
    """A file name that every system takes."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title)
    return "-".join(filter(None, kept.split("-")))[:60] or "conversation"
