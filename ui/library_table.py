"""What the library looks like: filters, what was just done, the articles of one page, and its turning."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import get_args

from ui.library import ROWS, View
from ui.render import Html, headline, html, join
from ui.texts import count, plural, say, short_date
from vectorstore.catalog import Catalog, Sort
from vectorstore.passages import fold
from vectorstore.records import ArticlePage, ArticleRow

TAGS = 3  # shown of one article


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the articles of a page beside their own facts, by id."""

    collections: dict[str, tuple[str, ...]]
    others: dict[str, int]  # articles that carry the same story


def table(catalog: Catalog, view: View) -> tuple[View, str]:
    """The view, moved back where it lay behind the last page, and its HTML."""
    found = _find(catalog, view)
    if not found.rows and found.total:
        view = replace(view, page=(found.total - 1) // ROWS)
        found = _find(catalog, view)
    if found.total:
        ids = [row.id for row in found.rows]
        beside = Beside(catalog.collections.of(ids), catalog.stories.others(ids))
        below = join([_toolbar(view), _table(found, view, beside), _pages(found, view)])
    else:
        below = html('<p class="notice">{text}</p>', text=_nothing(view))
    shown = html(
        '<div data-shown="{time}">{narrowing}{said}{below}</div>',
        time=time.monotonic_ns(),  # tells the script that this is another table
        narrowing=_narrowing(catalog, view),
        said=_said(view),
        below=below,
    )
    return view, str(shown)


def _find(catalog: Catalog, view: View) -> ArticlePage:
    return catalog.articles(
        search=view.search,
        where=view.where,
        sort=view.sort,
        descending=view.descending,
        offset=view.page * ROWS,
        limit=ROWS,
    )


def _nothing(view: View) -> str:
    if view.search:
        return say("nothing_found", search=view.search)
    return say("nothing_there") if view.narrowed else say("library_empty")


# ── above the table ──────────────────────────────────────────────────────────────────────────────────────


def _narrowing(catalog: Catalog, view: View) -> Html:
    """The collections to choose from, and what else narrows the library, each to be taken off."""
    collections = catalog.collections.all()
    chips = [
        _chip(
            "collection",
            each.name,
            say("chip_count", value=each.name, count=count(each.articles)),
            on=fold(each.name) == fold(view.collection),
        )
        for each in collections
    ]
    chips += [
        _chip(by, name, say(f"chip_{by}", value=name), on=True)
        for by, name in view.narrowed
        if by != "collection"
    ]
    if view.collection:
        chips.append(
            html(
                '<button type="button" class="plain dissolve" data-dissolve="{question}" data-hint="{hint}">{text}</button>',
                question=say("dissolve_question", collection=view.collection),
                hint=say("dissolve_hint"),
                text=say("dissolve"),
            )
        )
    if not chips:
        return Html("")
    return html(
        '<div class="narrowing" role="group" aria-label="{label}">{chips}</div>',
        label=say("narrowing"),
        chips=join(chips),
    )


def _chip(by: str, name: str, text: str, *, on: bool) -> Html:
    return html(
        '<button type="button" class="narrow" data-narrow="{by}" data-name="{name}" aria-pressed="{pressed}">'
        "<bdi>{text}</bdi>{cross}</button>",
        by=by,
        name="" if on else name,
        pressed="true" if on else "false",
        text=text,
        cross=Html(' <span aria-hidden="true">✕</span>') if on else Html(""),
    )


def _said(view: View) -> Html:
    undo = html('<button type="button" class="plain" data-undo>{undo}</button>', undo=say("undo"))
    return html(
        '<p class="said-done" role="status"><span>{said}</span>{undo}</p>' if view.said else "",
        said=view.said,
        undo=undo if view.undo else Html(""),
    )


def _toolbar(view: View) -> Html:
    """What can be done with the chosen articles; the script shows it when some are."""
    acts = ["again", "collect", *(["take_out"] if view.collection else []), "delete"]
    buttons = [
        html(
            '<button type="button" class="plain" data-act="{act}" {words}>{text}</button>',
            act=act,
            words=_collect_words(view) if act == "collect" else Html(""),
            text=say(f"act_{act}", collection=view.collection),
        )
        for act in acts
    ]
    return html(
        '<div class="toolbar" role="toolbar" aria-label="{label}"><label class="choose-page">'
        '<input type="checkbox" data-choose-page> {page}</label><span class="chosen" hidden>'
        '<span class="chosen-count" role="status" data-one="{one}" data-many="{many}"></span>{buttons}'
        '<button type="button" class="plain" data-act="clear">{clear}</button></span></div>',
        label=say("toolbar"),
        page=say("choose_page"),
        one=say("chosen_one", count="1"),
        many=say("chosen_many", count="{count}"),
        buttons=join(buttons),
        clear=say("act_clear"),
    )


def _collect_words(view: View) -> Html:
    """What the dialog that asks for a collection's name says."""
    return html(
        'data-label="{label}" data-put="{put}" data-cancel="{cancel}" data-move="{move}"',
        label=say("collect_label"),
        put=say("collect_put"),
        cancel=say("cancel"),
        move=say("collect_move", collection=view.collection) if view.collection else "",
    )


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────


def _table(found: ArticlePage, view: View, beside: Beside) -> Html:
    return html(
        '<table class="library" role="table"><thead role="rowgroup"><tr role="row">'
        '<th role="columnheader" scope="col"><span class="unseen">{choose}</span></th>{heads}'
        '<th role="columnheader" scope="col" class="status">{status}</th></tr></thead>'
        '<tbody role="rowgroup">{rows}</tbody></table>',
        choose=say("choose"),
        heads=join(_head(column, view) for column in get_args(Sort)),
        status=say("column_status"),
        rows=join(_row(row, beside) for row in found.rows),
    )


def _head(column: str, view: View) -> Html:
    sort, arrow = "none", ""
    if column == view.sort:
        sort, arrow = ("descending", "↓") if view.descending else ("ascending", "↑")
    return html(
        '<th role="columnheader" scope="col" aria-sort="{sort}" class="{kind}"><button type="button" data-sort="{column}">'
        '{name} <span aria-hidden="true">{arrow}</span></button></th>',
        sort=sort,
        kind={"passages": "count"}.get(column, column),
        column=column,
        name=say(f"column_{column}"),
        arrow=arrow,
    )


def _row(row: ArticleRow, beside: Beside) -> Html:
    title = headline(row.title)
    return html(
        '<tr role="row"><td role="cell" class="choose"><input type="checkbox" data-choose="{id}" aria-label="{choose}"></td>'
        '<td role="cell" class="what"><button type="button" class="headline" data-open="{id}">{title}</button>{marks}</td>'
        '<td role="cell" class="outlet{no_outlet}">{outlet}</td>'
        '<td role="cell" data-label="{published_label}" class="{no_date}">{published}</td>'
        '<td role="cell" data-label="{added_label}" class="added">{added}</td>'
        '<td role="cell" data-label="{passages_label}" class="count">{passages}</td>'
        '<td role="cell" class="status">{status}</td></tr>',
        id=row.id,
        choose=say("choose_named", headline=title),
        title=title,
        marks=_marks(row, beside.collections.get(row.id, ())),
        no_outlet="" if row.outlet else " none",
        outlet=_narrow("outlet", row.outlet) if row.outlet else "–",
        published_label=say("column_published"),
        no_date="" if row.published else "none",
        published=short_date(row.published) if row.published else "–",
        added_label=say("column_added"),
        added=short_date(row.added),
        passages_label=say("column_passages"),
        passages=count(row.passages),
        status=_status(row, beside.others.get(row.id, 0)),
    )


def _marks(row: ArticleRow, collections: tuple[str, ...]) -> Html:
    """The article's collections and tags, each leading to the others that have it."""
    marks = [_narrow("collection", name, "in") for name in collections]
    marks += [_narrow("tag", tag) for tag in row.tags[:TAGS] if tag.strip()]
    return html('<span class="marks">{marks}</span>', marks=join(marks)) if marks else Html("")


def _narrow(by: str, name: str, kind: str = "") -> Html:
    return html(
        '<button type="button" class="mark {kind}" data-narrow="{by}" data-name="{name}" title="{title}">'
        "<bdi>{name}</bdi></button>",
        kind=kind,
        by=by,
        name=name,
        title=say(f"chip_{by}", value=name),
    )


def _status(row: ArticleRow, others: int) -> str:
    told = [] if row.passages else [say("status_empty")]
    if row.changed.date() != row.added.date():
        told.append(say("status_updated", day=short_date(row.changed)))
    if others:
        told.append(plural("status_carried", others))
    return " · ".join(told) or say("status_ready")


def _pages(found: ArticlePage, view: View) -> Html:
    first = view.page * ROWS + 1
    last = first + len(found.rows) - 1
    at_start, at_end = (
        Html("disabled" if view.page == 0 else ""),
        Html("disabled" if last >= found.total else ""),
    )
    return html(
        '<nav class="pages" aria-label="{label}"><span>{first}{previous}</span><span>{range}</span>'
        "<span>{next}{last}</span></nav>",
        label=say("pages"),
        first=_turn("first", at_start),
        previous=_turn("previous", at_start),
        range=say("range", first=count(first), last=count(last), total=count(found.total)),
        next=_turn("next", at_end),
        last=_turn("last", at_end),
    )


def _turn(to: str, disabled: Html) -> Html:
    return html(
        '<button type="button" class="plain" data-page="{to}" {disabled}>{text}</button>',
        to=to,
        disabled=disabled,
        text=say(f"page_{to}"),
    )
