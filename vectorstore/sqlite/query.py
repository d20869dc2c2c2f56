"""Conditions on articles as SQL."""

from __future__ import annotations

import json
from typing import Any

from vectorstore.types import Filter, fold_name, number_day

_ORDERS = {
    "title": "title_folded {0}, id {0}",
    "outlet": "outlet_folded {0}, published_at {0}, id {0}",
    "published": "published_at {0}, id {0}",
    "added": "added {0}, id {0}",
    "passages": "passages {0}, id {0}",
}


def build_filter_sql(where: Filter) -> tuple[str, list[Any]]:
    """A condition on table ``article`` that lets through what ``where.admits`` does, and its values."""
    conditions: list[str] = []
    values: list[Any] = []
    for column, members in (
        ("outlet_folded IN ({})", [fold_name(outlet) for outlet in where.outlets]),
        ("language IN ({})", [language.casefold() for language in where.languages]),
        ("id IN (SELECT article_id FROM tag WHERE tag IN ({}))", [fold_name(tag) for tag in where.tags]),
        (
            "id IN (SELECT article_id FROM collected JOIN collection AS c ON c.id = collection_id"
            " WHERE name_folded IN ({}))",
            [fold_name(name) for name in where.collections],
        ),
    ):
        if members:
            conditions.append(column.format(", ".join("?" * len(members))))
            values += members
    if where.article_ids:  # may be thousands; json_each would end other strings than ids at a NUL
        conditions.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(where.article_ids))
    for operator, day in ((">=", where.published_from), ("<=", where.published_to)):
        if day is not None:
            conditions.append(f"published_day {operator} ?")
            values.append(number_day(day))
    return " AND ".join(conditions) or "TRUE", values


def build_page_sql(search: str, where: Filter, sort: str, descending: bool) -> tuple[str, str, list[Any]]:
    """Condition, order and values for a page of the library."""
    condition, values = build_filter_sql(where)
    for word in search.casefold().split():
        condition += " AND instr(searched, ?) > 0"
        values.append(word)
    return condition, _ORDERS[sort].format("DESC" if descending else "ASC"), values
