"""What the library looks like: filters, what was just done, the articles of one page, and its turning."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import get_args

from ui.frame.render import Html, fill_html, format_headline, join_html
from ui.library.library import ROWS, LibraryView
from ui.texts import format_count, say_plural, say_text, short_date
from vectorstore.catalogue.catalog import Catalog, Sort
from vectorstore.sqlite.records import ArticlePage, ArticleRow
from vectorstore.types import fold_name

TAGS = 3  # shown of one article


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the articles of a page beside their own facts, by id."""

    collections: dict[str, tuple[str, ...]]
    others: dict[str, int]  # articles that carry the same story


def render_table(catalog: Catalog, view: LibraryView) -> tuple[LibraryView, str]:
    """The view, moved back where it lay behind the last page, and its HTML."""
    found = _find_page(catalog, view)
    if not found.rows and found.total:
        view = replace(view, page=(found.total - 1) // ROWS)
        found = _find_page(catalog, view)
    if found.total:
        ids = [row.id for row in found.rows]
        beside = Beside(catalog.collections.list_of(ids), catalog.stories.count_others(ids))
        below = join_html(
            [_render_toolbar(view), _render_rows(found, view, beside), _render_paging(found, view)]
        )
    else:
        below = fill_html('<p class="notice">{text}</p>', text=_render_nothing(view))
    shown = fill_html(
        '<div data-shown="{time}">{narrowing}{said}{below}</div>',
        time=time.monotonic_ns(),  # tells the script that this is another table
        narrowing=_render_narrowing(catalog, view),
        said=_render_done(view),
        below=below,
    )
    return view, str(shown)


def _find_page(catalog: Catalog, view: LibraryView) -> ArticlePage:
    return catalog.list_articles(
        search=view.search,
        where=view.view_filter,
        sort=view.sort,
        descending=view.descending,
        offset=view.page * ROWS,
        limit=ROWS,
    )


def _render_nothing(view: LibraryView) -> str:
    if view.search:
        return say_text("nothing_found", search=view.search)
    return say_text("nothing_there") if view.narrowed_by else say_text("library_empty")


# ── above the table ──────────────────────────────────────────────────────────────────────────────────────


def _render_narrowing(catalog: Catalog, view: LibraryView) -> Html:
    """The collections to choose from, and what else narrows the library, each to be taken off."""
    collections = catalog.collections.list_all()
    chips = [
        _render_narrowing_chip(
            "collection",
            each.name,
            say_text("chip_count", value=each.name, count=format_count(each.articles)),
            on=fold_name(each.name) == fold_name(view.collection),
        )
        for each in collections
    ]
    chips += [
        _render_narrowing_chip(by, name, say_text(f"chip_{by}", value=name), on=True)
        for by, name in view.narrowed_by
        if by != "collection"
    ]
    if view.collection:
        chips.append(
            fill_html(
                '<button type="button" class="plain dissolve" data-dissolve="{question}" data-hint="{hint}">{text}</button>',
                question=say_text("dissolve_question", collection=view.collection),
                hint=say_text("dissolve_hint"),
                text=say_text("dissolve"),
            )
        )
    if not chips:
        return Html("")
    return fill_html(
        '<div class="narrowing" role="group" aria-label="{label}">{chips}</div>',
        label=say_text("narrowing"),
        chips=join_html(chips),
    )


def _render_narrowing_chip(by: str, name: str, text: str, *, on: bool) -> Html:
    return fill_html(
        '<button type="button" class="narrow" data-narrow="{by}" data-name="{name}" aria-pressed="{pressed}">'
        "<bdi>{text}</bdi>{cross}</button>",
        by=by,
        name="" if on else name,
        pressed="true" if on else "false",
        text=text,
        cross=Html(' <span aria-hidden="true">✕</span>') if on else Html(""),
    )


def _render_done(view: LibraryView) -> Html:
    undo = fill_html('<button type="button" class="plain" data-undo>{undo}</button>', undo=say_text("undo"))
    return fill_html(
        '<p class="said-done" role="status"><span>{said}</span>{undo}</p>' if view.said else "",
        said=view.said,
        undo=undo if view.undo else Html(""),
    )


def _render_toolbar(view: LibraryView) -> Html:
    """What can be done with the chosen articles; the script shows it when some are."""
    acts = ["again", "collect", *(["take_out"] if view.collection else []), "delete"]
    buttons = [
        fill_html(
            '<button type="button" class="plain" data-act="{act}" {words}>{text}</button>',
            act=act,
            words=_render_collect_words(view) if act == "collect" else Html(""),
            text=say_text(f"act_{act}", collection=view.collection),
        )
        for act in acts
    ]
    return fill_html(
        '<div class="toolbar" role="toolbar" aria-label="{label}"><label class="choose-page">'
        '<input type="checkbox" data-choose-page> {page}</label><span class="chosen" hidden>'
        '<span class="chosen-count" role="status" data-one="{one}" data-many="{many}"></span>{buttons}'
        '<button type="button" class="plain" data-act="clear">{clear}</button></span></div>',
        label=say_text("toolbar"),
        page=say_text("choose_page"),
        one=say_text("chosen_one", count="1"),
        many=say_text("chosen_many", count="{count}"),
        buttons=join_html(buttons),
        clear=say_text("act_clear"),
    )


def _render_collect_words(view: LibraryView) -> Html:
    """What the dialog that asks for a collection's name says."""
    return fill_html(
        'data-label="{label}" data-put="{put}" data-cancel="{cancel}" data-move="{move}"',
        label=say_text("collect_label"),
        put=say_text("collect_put"),
        cancel=say_text("cancel"),
        move=say_text("collect_move", collection=view.collection) if view.collection else "",
    )


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────


def _render_rows(found: ArticlePage, view: LibraryView, beside: Beside) -> Html:
    return fill_html(
        '<table class="library" role="table"><thead role="rowgroup"><tr role="row">'
        '<th role="columnheader" scope="col"><span class="unseen">{choose}</span></th>{heads}'
        '<th role="columnheader" scope="col" class="status">{status}</th></tr></thead>'
        '<tbody role="rowgroup">{rows}</tbody></table>',
        choose=say_text("choose"),
        heads=join_html(_render_head(column, view) for column in get_args(Sort)),
        status=say_text("column_status"),
        rows=join_html(_render_row(row, beside) for row in found.rows),
    )


def _render_head(column: str, view: LibraryView) -> Html:
    sort, arrow = "none", ""
    if column == view.sort:
        sort, arrow = ("descending", "↓") if view.descending else ("ascending", "↑")
    return fill_html(
        '<th role="columnheader" scope="col" aria-sort="{sort}" class="{kind}"><button type="button" data-sort="{column}">'
        '{name} <span aria-hidden="true">{arrow}</span></button></th>',
        sort=sort,
        kind={"passages": "count"}.get(column, column),
        column=column,
        name=say_text(f"column_{column}"),
        arrow=arrow,
    )


def _render_row(row: ArticleRow, beside: Beside) -> Html:
    title = format_headline(row.title)
    return fill_html(
        '<tr role="row"><td role="cell" class="choose"><input type="checkbox" data-choose="{id}" aria-label="{choose}"></td>'
        '<td role="cell" class="what"><button type="button" class="headline" data-open="{id}">{title}</button>{marks}</td>'
        '<td role="cell" class="outlet{no_outlet}">{outlet}</td>'
        '<td role="cell" data-label="{published_label}" class="{no_date}">{published}</td>'
        '<td role="cell" data-label="{added_label}" class="added">{added}</td>'
        '<td role="cell" data-label="{passages_label}" class="count">{passages}</td>'
        '<td role="cell" class="status">{status}</td></tr>',
        id=row.id,
        choose=say_text("choose_named", headline=title),
        title=title,
        marks=_render_marks(row, beside.collections.get(row.id, ())),
        no_outlet="" if row.outlet else " none",
        outlet=_attributes_to_narrow("outlet", row.outlet) if row.outlet else "–",
        published_label=say_text("column_published"),
        no_date="" if row.published else "none",
        published=short_date(row.published) if row.published else "–",
        added_label=say_text("column_added"),
        added=short_date(row.added),
        passages_label=say_text("column_passages"),
        passages=format_count(row.passages),
        status=_render_status(row, beside.others.get(row.id, 0)),
    )


def _render_marks(row: ArticleRow, collections: tuple[str, ...]) -> Html:
    """The article's collections and tags, each leading to the others that have it."""
    marks = [_attributes_to_narrow("collection", name, "in") for name in collections]
    marks += [_attributes_to_narrow("tag", tag) for tag in row.tags[:TAGS] if tag.strip()]
    return fill_html('<span class="marks">{marks}</span>', marks=join_html(marks)) if marks else Html("")


def _attributes_to_narrow(by: str, name: str, kind: str = "") -> Html:
    return fill_html(
        '<button type="button" class="mark {kind}" data-narrow="{by}" data-name="{name}" title="{title}">'
        "<bdi>{name}</bdi></button>",
        kind=kind,
        by=by,
        name=name,
        title=say_text(f"chip_{by}", value=name),
    )


def _render_status(row: ArticleRow, others: int) -> str:
    told = [] if row.passages else [say_text("status_empty")]
    if row.changed.date() != row.added.date():
        told.append(say_text("status_updated", day=short_date(row.changed)))
    if others:
        told.append(say_plural("status_carried", others))
    return " · ".join(told) or say_text("status_ready")


def _render_paging(found: ArticlePage, view: LibraryView) -> Html:
    first = view.page * ROWS + 1
    last = first + len(found.rows) - 1
    at_start, at_end = (
        Html("disabled" if view.page == 0 else ""),
        Html("disabled" if last >= found.total else ""),
    )
    return fill_html(
        '<nav class="pages" aria-label="{label}"><span>{first}{previous}</span><span>{range}</span>'
        "<span>{next}{last}</span></nav>",
        label=say_text("pages"),
        first=_render_turn_button("first", at_start),
        previous=_render_turn_button("previous", at_start),
        range=say_text(
            "range", first=format_count(first), last=format_count(last), total=format_count(found.total)
        ),
        next=_render_turn_button("next", at_end),
        last=_render_turn_button("last", at_end),
    )


def _render_turn_button(to: str, disabled: Html) -> Html:
    return fill_html(
        '<button type="button" class="plain" data-page="{to}" {disabled}>{text}</button>',
        to=to,
        disabled=disabled,
        text=say_text(f"page_{to}"),
    )
