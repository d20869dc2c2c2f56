"""What may answer: chips for outlets, days, tags and collections above the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from ui.render import Html, html, join
from ui.texts import count, say, short_date
from vectorstore.catalog import Catalog
from vectorstore.passages import Filter

CHOICES = 300  # entries of a list
MANY = ("outlets", "tags", "collections")  # fields that hold several values
DAYS = ("published_from", "published_to")


def changed(where: Filter, event: Mapping[str, object]) -> Filter:
    """``where`` with one value put in or taken out, as a script says; unchanged where that makes no sense."""
    field, value = str(event.get("field", "")), str(event.get("value", ""))[:200]
    if field in DAYS:
        day: date | None = None
        if value and not event.get("drop"):
            with suppress(ValueError):
                day = date.fromisoformat(value)
            if day is None:
                return where
        return _in_order(_with(where, field, day))
    if field not in MANY or not value:
        return where
    kept = tuple(each for each in getattr(where, field) if each != value)
    return _with(where, field, kept if event.get("drop") else (*kept, value))


def _in_order(where: Filter) -> Filter:
    """With the earlier day first."""
    first, last = where.published_from, where.published_to
    if first and last and first > last:
        return replace(where, published_from=last, published_to=first)
    return where


def together(where: Filter, read: Filter) -> Filter:
    """``where`` with all that was read in a question."""
    for field in MANY:
        both = dict.fromkeys((*getattr(where, field), *getattr(read, field)))
        where = _with(where, field, tuple(both))
    for field in DAYS:
        where = _with(where, field, getattr(read, field) or getattr(where, field))
    return where


def chips(where: Filter, read: Filter = Filter(), editing: int = 0) -> str:  # noqa: B008  # frozen
    """A chip for each thing that is set, and for each that was only read in the last question.

    ``editing``: the number of the question that is being written anew, 0 for none.
    """
    parts = [_chip(field, value, "set") for field, value in _values(where)]
    known = set(_values(where))
    only_read = [pair for pair in _values(read) if pair not in known]
    if only_read:
        parts.append(html('<span class="read-lead">{lead}</span>', lead=say("scope_read")))
        parts += [_chip(field, value, "read") for field, value in only_read]
        parts.append(
            html('<button type="button" class="link" data-keep>{keep}</button>', keep=say("scope_keep"))
        )
    if editing:
        parts.append(
            html(
                '<button type="button" class="scope-chip set" data-unedit>{text} <span aria-hidden="true">✕</span>'
                '<span class="unseen">{cancel}</span></button>',
                text=say("editing", number=editing),
                cancel=say("cancel"),
            )
        )
    return str(html('<div class="chips">{parts}</div>', parts=Html(" ").join(parts))) if parts else ""


def form(catalog: Catalog) -> str:
    """Where filters are chosen."""
    outlets = [(name, articles) for name, articles in catalog.outlets()[:CHOICES]]
    collections = [(each.name, each.articles) for each in catalog.collections.all()[:CHOICES]]
    return str(
        html(
            '<details class="scope"><summary>{title}</summary><div class="fields">{fields}</div></details>',
            title=say("scope"),
            fields=join(
                [
                    _day("published_from"),
                    _day("published_to"),
                    _choice("outlets", outlets),
                    _choice("tags", catalog.tags(CHOICES)),
                    _choice("collections", collections) if collections else Html(""),
                ]
            ),
        )
    )


def _with(where: Filter, field: str, value: Any) -> Filter:
    fields: dict[str, Any] = {field: value}
    return replace(where, **fields)


def _values(where: Filter) -> list[tuple[str, str]]:
    found = [(field, value) for field in MANY for value in getattr(where, field)]
    return found + [(field, day.isoformat()) for field in DAYS if (day := getattr(where, field))]


def _chip(field: str, value: str, kind: str) -> Html:
    shown = short_date(date.fromisoformat(value)) if field in DAYS else value
    text = html("<b>{name}</b> {value}", name=say(f"scope_{field}"), value=shown)
    return html(
        '<button type="button" class="scope-chip {kind}" data-{drops}="{field}" data-value="{value}">{text}'
        ' <span aria-hidden="true">✕</span><span class="unseen">{drop}</span></button>',
        kind=kind,
        drops="unscope" if kind == "set" else "unread",
        field=field,
        value=value,
        text=text,
        drop=say("scope_drop" if kind == "set" else "scope_unread"),
    )


def _day(field: str) -> Html:
    return html(
        '<label>{name} <input type="date" data-scope="{field}"></label>',
        name=say(f"scope_{field}"),
        field=field,
    )


def _choice(field: str, choices: Iterable[tuple[str, int]]) -> Html:
    options = [
        html('<option value="{name}">{name} ({articles})</option>', name=name, articles=count(articles))
        for name, articles in choices
    ]
    return html(
        '<label>{name} <select data-scope="{field}"><option value="">{any}</option>{options}</select></label>',
        name=say(f"scope_{field}"),
        field=field,
        any=say("scope_any"),
        options=join(options),
    )
