"""The library: all articles, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, get_args

from ui.render import Html, headline, html, join
from ui.texts import count, say, short_date
from vectorstore.catalog import Catalog, Sort
from vectorstore.index import NewsIndex
from vectorstore.records import ArticlePage, ArticleRow

ROWS = 25  # articles on a page


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the library is looked at, and what was just done there."""

    search: str = ""
    sort: Sort = "published"
    descending: bool = True
    page: int = 0
    said: str = ""  # e.g. that an article was deleted

    def searching(self, search: str) -> View:
        """The first page of what matches ``search``."""
        return replace(self, search=search, page=0, said="")

    def sorted_by(self, column: Any) -> View:
        """Sorted by another column, or by the same the other way round."""
        if column not in get_args(Sort):
            return self
        if column == self.sort:
            return replace(self, descending=not self.descending, page=0, said="")
        return replace(self, sort=column, descending=column in ("published", "added"), page=0, said="")

    def turned(self, pages: Any) -> View:
        """Some pages on, or back where ``pages`` is negative."""
        step = 1 if pages == "next" else -1
        return replace(self, page=max(0, self.page + step), said="")


def table(catalog: Catalog, view: View) -> tuple[View, str]:
    """The view, moved back where it lay behind the last page, and its HTML."""
    found = _find(catalog, view)
    if not found.rows and found.total:
        view = replace(view, page=(found.total - 1) // ROWS)
        found = _find(catalog, view)
    said = html('<p class="said-done" role="status">{said}</p>', said=view.said)
    if not found.total:
        text = say("nothing_found", search=view.search) if view.search else say("library_empty")
        return view, str(join([said, html('<p class="notice">{text}</p>', text=text)]))
    return view, str(join([said, _table(found, view), _pages(found, view)]))


def _find(catalog: Catalog, view: View) -> ArticlePage:
    return catalog.articles(
        search=view.search,
        sort=view.sort,
        descending=view.descending,
        offset=view.page * ROWS,
        limit=ROWS,
    )


def _table(found: ArticlePage, view: View) -> Html:
    heads = [_head(column, view) for column in get_args(Sort)]
    return html(
        '<table class="library" role="table"><thead role="rowgroup"><tr role="row">{heads}'
        '<th role="columnheader" scope="col" class="count">{passages}</th>'
        '<th role="columnheader" scope="col"><span class="unseen">{delete}</span></th></tr></thead>'
        '<tbody role="rowgroup">{rows}</tbody></table>',
        heads=join(heads),
        passages=say("passages"),
        delete=say("delete"),
        rows=join(map(_row, found.rows)),
    )


def _head(column: str, view: View) -> Html:
    sort, arrow = "none", ""
    if column == view.sort:
        sort, arrow = ("descending", "↓") if view.descending else ("ascending", "↑")
    return html(
        '<th role="columnheader" scope="col" aria-sort="{sort}"><button type="button" data-sort="{column}">'
        '{name} <span aria-hidden="true">{arrow}</span></button></th>',
        sort=sort,
        column=column,
        name=say(f"column_{column}"),
        arrow=arrow,
    )


def _row(row: ArticleRow) -> Html:
    title = headline(row.title)
    return html(
        '<tr role="row"><td role="cell"><button type="button" class="headline" data-open="{id}">{title}</button></td>'
        '<td role="cell" data-label="{outlet_label}" class="{no_outlet}">{outlet}</td>'
        '<td role="cell" data-label="{published_label}" class="{no_date}">{published}</td>'
        '<td role="cell" data-label="{added_label}">{added}</td>'
        '<td role="cell" data-label="{passages_label}" class="count">{passages}</td>'
        '<td role="cell"><button type="button" class="delete" data-delete="{id}" data-ask-first="{question}"'
        ' aria-label="{delete_named}">{delete}</button></td></tr>',
        id=row.id,
        title=title,
        outlet_label=say("column_outlet"),
        no_outlet="" if row.outlet else "none",
        outlet=row.outlet or "–",
        published_label=say("column_published"),
        no_date="" if row.published else "none",
        published=short_date(row.published) if row.published else "–",
        added_label=say("column_added"),
        added=short_date(row.added),
        passages_label=say("passages"),
        passages=row.passages,
        question=say("delete_question", headline=title),
        delete_named=say("delete_named", headline=title),
        delete=say("delete"),
    )


def _pages(found: ArticlePage, view: View) -> Html:
    first = view.page * ROWS + 1
    last = first + len(found.rows) - 1
    return html(
        '<nav class="pages" aria-label="{label}"><button type="button" class="plain" data-page="previous" {no_previous}>'
        "{previous}</button><span>{range}</span>"
        '<button type="button" class="plain" data-page="next" {no_next}>{next}</button></nav>',
        label=say("tab_library"),
        no_previous=Html("disabled" if view.page == 0 else ""),
        previous=say("previous"),
        range=say("range", first=count(first), last=count(last), total=count(found.total)),
        no_next=Html("disabled" if last >= found.total else ""),
        next=say("next"),
    )


def delete(index: NewsIndex, view: View, article_id: str) -> View:
    """Delete one article everywhere; the view says so."""
    article = index.catalog.article(article_id)
    if article is None or not index.delete([article_id]):
        return replace(view, said=say("gone"))
    return replace(view, said=say("deleted", headline=headline(article.title)))
