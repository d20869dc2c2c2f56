"""The list of saved conversations, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from assistant.conversation import export
from assistant.conversation.history import History, SavedConversation
from ui.frame.messages import translate_day
from ui.frame.render import Html, fill_html, format_day, format_headline, join_html
from ui.texts import say_plural, say_text

LISTED = 100  # conversations shown; older ones are found by searching


def render_list(history: History, owner: str, search: str = "") -> str:
    """An owner's conversations that hold every word of ``search``, under the day they last changed."""
    found = history.list_conversations(owner, search, LISTED + 1)
    if not found:
        text = (
            say_text("no_conversation_found", search=search)
            if search.strip()
            else say_text("no_conversations")
        )
        return str(fill_html('<p class="notice">{text}</p>', text=text))
    days = groupby(found[:LISTED], lambda each: _to_local_time(each.changed).date())
    more = fill_html('<p class="notice">{text}</p>', text=say_text("conversations_older", count=LISTED))
    return str(
        join_html(
            fill_html(
                '<section class="day"><h2>{day}</h2><ul>{items}</ul></section>',
                day=format_day(_to_local_time(first.changed)),
                items=join_html(map(_render_conversation_item, (first, *others))),
            )
            for _, (first, *others) in ((date, list(group)) for date, group in days)
        )
        + (more if len(found) > LISTED else "")
    )


def export_conversation(history: History, id_: str, kind: str, owner: str) -> str:
    """A conversation as a document for a script to save; "" if there is none that ``owner`` may read."""
    title = history.find_title(id_)
    if title is None or not history.may_read(id_, owner):
        return ""
    answers = history.list_answers(id_)
    is_json = kind == "json"
    text = (
        export.export_json(title, answers)
        if is_json
        else export.export_markdown(title, answers, translate_day)
    )
    return str(
        fill_html(
            '<span data-file="{name}" data-type="{type}" data-text="{text}" data-at="{at}"></span>',
            name=f"{_make_file_name(title)}.{'json' if is_json else 'md'}",
            type="application/json" if is_json else "text/markdown",
            text=text,
            at=datetime.now().timestamp(),
        )
    )


def _render_conversation_item(conversation: SavedConversation) -> Html:
    title = format_headline(conversation.title)
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
        fill_html(
            '<button type="button" class="link" data-{name}="{id}" data-title="{title}"'
            ' aria-label="{text}: {title}">{text}</button>',
            name=name,
            id=conversation.id,
            title=title,
            text=say_text(text),
        )
        for name, text in buttons
    ]
    return fill_html(
        '<li><button type="button" class="headline" data-resume="{id}" dir="auto">{title}</button>'
        '<span class="about">{time} · {turns}</span><span class="actions">{actions}</span></li>',
        id=conversation.id,
        title=title,
        time=f"{_to_local_time(conversation.changed):%H:%M}",
        turns=say_plural("turns", conversation.turns),
        actions=Html(" ").join(actions),
    )


def _to_local_time(moment: datetime) -> datetime:
    return moment.astimezone()


def _make_file_name(title: str) -> str:
    """A file name that every system takes."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title)
    return "-".join(filter(None, kept.split("-")))[:60] or "conversation"
