"""What may answer: chips for outlets, days, tags and collections above the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from ui.frame.render import Html, fill_html, join_html
from ui.texts import format_count, say_text, short_date
from vectorstore.catalogue.catalog import Catalog
from vectorstore.types import Filter

CHOICES = 300  # entries of a list
MANY = ("outlets", "tags", "collections")  # fields that hold several values
DAYS = ("published_from", "published_to")


def change_filter(where: Filter, event: Mapping[str, object]) -> Filter:
    """``where`` with one value put in or taken out, as a script says; unchanged where that makes no sense."""
    field, value = str(event.get("field", "")), str(event.get("value", ""))[:200]
    if field in DAYS:
        day: date | None = None
        if value and not event.get("drop"):
            with suppress(ValueError):
                day = date.fromisoformat(value)
            if day is None:
                return where
        return _order_days(_with_value(where, field, day))
    if field not in MANY or not value:
        return where
    kept = tuple(each for each in getattr(where, field) if each != value)
    return _with_value(where, field, kept if event.get("drop") else (*kept, value))


def _order_days(where: Filter) -> Filter:
    """With the earlier day first."""
    first, last = where.published_from, where.published_to
    if first and last and first > last:
        return replace(where, published_from=last, published_to=first)
    return where


def join_filters(where: Filter, read: Filter) -> Filter:
    """``where`` with all that was read in a question."""
    for field in MANY:
        both = dict.fromkeys((*getattr(where, field), *getattr(read, field)))
        where = _with_value(where, field, tuple(both))
    for field in DAYS:
        where = _with_value(where, field, getattr(read, field) or getattr(where, field))
    return where


def render_chips(where: Filter, read: Filter = Filter(), editing: int = 0) -> str:  # noqa: B008  # frozen
    """A chip for each thing that is set, and for each that was only read in the last question.

    ``editing``: the number of the question that is being written anew, 0 for none.
    """
    parts = [_render_filter_chip(field, value, "set") for field, value in _list_filter_values(where)]
    known = set(_list_filter_values(where))
    only_read = [pair for pair in _list_filter_values(read) if pair not in known]
    if only_read:
        parts.append(fill_html('<span class="read-lead">{lead}</span>', lead=say_text("scope_read")))
        parts += [_render_filter_chip(field, value, "read") for field, value in only_read]
        parts.append(
            fill_html(
                '<button type="button" class="link" data-keep>{keep}</button>', keep=say_text("scope_keep")
            )
        )
    if editing:
        parts.append(
            fill_html(
                '<button type="button" class="scope-chip set" data-unedit>{text} <span aria-hidden="true">✕</span>'
                '<span class="unseen">{cancel}</span></button>',
                text=say_text("editing", number=editing),
                cancel=say_text("cancel"),
            )
        )
    return str(fill_html('<div class="chips">{parts}</div>', parts=Html(" ").join(parts))) if parts else ""


def render_form(catalog: Catalog) -> str:
    """Where filters are chosen."""
    outlets = [(name, articles) for name, articles in catalog.list_outlets()[:CHOICES]]
    collections = [(each.name, each.articles) for each in catalog.collections.list_all()[:CHOICES]]
    return str(
        fill_html(
            '<details class="scope"><summary>{title}</summary><div class="fields">{fields}</div></details>',
            title=say_text("scope"),
            fields=join_html(
                [
                    _render_day_field("published_from"),
                    _render_day_field("published_to"),
                    _render_choice("outlets", outlets),
                    _render_choice("tags", catalog.list_tags(CHOICES)),
                    _render_choice("collections", collections) if collections else Html(""),
                ]
            ),
        )
    )


def _with_value(where: Filter, field: str, value: Any) -> Filter:
    fields: dict[str, Any] = {field: value}
    return replace(where, **fields)


def _list_filter_values(where: Filter) -> list[tuple[str, str]]:
    found = [(field, value) for field in MANY for value in getattr(where, field)]
    return found + [(field, day.isoformat()) for field in DAYS if (day := getattr(where, field))]


def _render_filter_chip(field: str, value: str, kind: str) -> Html:
    shown = short_date(date.fromisoformat(value)) if field in DAYS else value
    text = fill_html("<b>{name}</b> {value}", name=say_text(f"scope_{field}"), value=shown)
    return fill_html(
        '<button type="button" class="scope-chip {kind}" data-{drops}="{field}" data-value="{value}">{text}'
        ' <span aria-hidden="true">✕</span><span class="unseen">{drop}</span></button>',
        kind=kind,
        drops="unscope" if kind == "set" else "unread",
        field=field,
        value=value,
        text=text,
        drop=say_text("scope_drop" if kind == "set" else "scope_unread"),
    )


def _render_day_field(field: str) -> Html:
    return fill_html(
        '<label>{name} <input type="date" data-scope="{field}"></label>',
        name=say_text(f"scope_{field}"),
        field=field,
    )


def _render_choice(field: str, choices: Iterable[tuple[str, int]]) -> Html:
    options = [
        fill_html(
            '<option value="{name}">{name} ({articles})</option>', name=name, articles=format_count(articles)
        )
        for name, articles in choices
    ]
    return fill_html(
        '<label>{name} <select data-scope="{field}"><option value="">{any}</option>{options}</select></label>',
        name=say_text(f"scope_{field}"),
        field=field,
        any=say_text("scope_any"),
        options=join_html(options),
    )
