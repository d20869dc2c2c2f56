"""The library: all articles, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, get_args

from ui import texts
from ui.render import Html, headline, html, join
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
        text = texts.NOTHING_FOUND.format(search=view.search) if view.search else texts.LIBRARY_EMPTY
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
    heads = [_head(column, name, view) for column, name in texts.COLUMNS.items()]
    return html(
        '<table class="library" role="table"><thead role="rowgroup"><tr role="row">{heads}'
        '<th role="columnheader" scope="col" class="count">{passages}</th>'
        '<th role="columnheader" scope="col"><span class="unseen">{delete}</span></th></tr></thead>'
        '<tbody role="rowgroup">{rows}</tbody></table>',
        heads=join(heads),
        passages=texts.PASSAGES,
        delete=texts.DELETE,
        rows=join(map(_row, found.rows)),
    )


def _head(column: str, name: str, view: View) -> Html:
    sort, arrow = "none", ""
    if column == view.sort:
        sort, arrow = ("descending", "↓") if view.descending else ("ascending", "↑")
    return html(
        '<th role="columnheader" scope="col" aria-sort="{sort}"><button type="button" data-sort="{column}">'
        '{name} <span aria-hidden="true">{arrow}</span></button></th>',
        sort=sort,
        column=column,
        name=name,
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
        outlet_label=texts.COLUMNS["outlet"],
        no_outlet="" if row.outlet else "none",
        outlet=row.outlet or "–",
        published_label=texts.COLUMNS["published"],
        no_date="" if row.published else "none",
        published=f"{row.published.day} {row.published:%b %Y}" if row.published else "–",
        added_label=texts.COLUMNS["added"],
        added=f"{row.added.day} {row.added:%b %Y}",
        passages_label=texts.PASSAGES,
        passages=row.passages,
        question=texts.DELETE_QUESTION.format(headline=title),
        delete_named=texts.DELETE_NAMED.format(headline=title),
        delete=texts.DELETE,
    )


def _pages(found: ArticlePage, view: View) -> Html:
    first = view.page * ROWS + 1
    last = first + len(found.rows) - 1
    return html(
        '<nav class="pages" aria-label="{label}"><button type="button" class="plain" data-page="previous" {no_previous}>'
        "{previous}</button><span>{range}</span>"
        '<button type="button" class="plain" data-page="next" {no_next}>{next}</button></nav>',
        label=texts.LIBRARY,
        no_previous=Html("disabled" if view.page == 0 else ""),
        previous=texts.PREVIOUS,
        range=texts.RANGE.format(first=f"{first:,}", last=f"{last:,}", total=f"{found.total:,}"),
        no_next=Html("disabled" if last >= found.total else ""),
        next=texts.NEXT,
    )


def delete(index: NewsIndex, view: View, article_id: str) -> View:
    """Delete one article everywhere; the view says so."""
    article = index.catalog.article(article_id)
    if article is None or not index.delete([article_id]):
        return replace(view, said=texts.GONE)
    return replace(view, said=texts.DELETED.format(headline=headline(article.title)))
