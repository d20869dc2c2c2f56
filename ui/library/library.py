"""The library: which part of it is looked at, and what is done with the articles there."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from errors import DatelineError
from ui.add.jobs import Jobs
from ui.frame.messages import translate
from ui.frame.render import format_headline
from ui.texts import say_plural, say_text
from vectorstore.catalogue.catalog import Sort
from vectorstore.catalogue.removal import Removal
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

ROWS = 25  # articles on a page
MOST_CHOSEN = 1_000  # articles that are deleted, collected or fetched at once
UNDONE = 20  # deletions that can still be undone, of all people together

Narrowed = Literal["outlet", "tag", "collection"]


@dataclass(frozen=True, slots=True)
class LibraryView:
    """Which part of the library is looked at, and what was just done there."""

    search: str = ""
    outlet: str = ""
    tag: str = ""
    collection: str = ""
    sort: Sort = "published"
    descending: bool = True
    page: int = 0
    said: str = ""  # e.g. that an article was deleted
    undo: str = ""  # names the deletion that can be undone

    @property
    def view_filter(self) -> Filter:
        """The filter of outlet, tag and collection."""
        outlets, tags, collections = (
            (name,) if name else () for name in (self.outlet, self.tag, self.collection)
        )
        return Filter(outlets=outlets, tags=tags, collections=collections)

    @property
    def narrowed_by(self) -> list[tuple[Narrowed, str]]:
        """By what the library is narrowed down."""
        return [(by, name) for by in get_args(Narrowed) if (name := getattr(self, by))]

    def search_for(self, search: str) -> LibraryView:
        """The first page of what matches ``search``."""
        return self.say_done() if search == self.search else replace(self.say_done(), search=search, page=0)

    def narrowed_to(self, by: Any, name: Any) -> LibraryView:
        """Only the articles of one outlet, tag or collection; "" takes that back."""
        if by not in get_args(Narrowed):
            return self
        return replace(self.say_done(), **{by: str(name or "")[:500]}, page=0)  # type: ignore[arg-type]

    def sorted_by(self, column: Any) -> LibraryView:
        """Sorted by another column, or by the same the other way round."""
        if column not in get_args(Sort):
            return self
        turned = not self.descending if column == self.sort else column in ("published", "added", "passages")
        return replace(self.say_done(), sort=column, descending=turned, page=0)

    def turn_page(self, to: Any) -> LibraryView:
        """Another page: ``first``, ``previous``, ``next``, or ``last``."""
        pages = {"first": 0, "previous": max(0, self.page - 1), "next": self.page + 1, "last": 10**9}
        return replace(self.say_done(), page=pages.get(str(to), self.page))

    def say_done(self, said: str = "", undo: str = "") -> LibraryView:
        """The same with another word on what was just done."""
        return replace(self, said=said, undo=undo)


class Library:
    """What people do with the articles of one index; safe from many threads.

    Each method gives the view back, with a word on what was done. What is deleted is kept here for a while, in
    memory, so that it can be undone.
    """

    def __init__(self, index: NewsIndex, jobs: Jobs) -> None:
        self.index = index
        self._jobs = jobs
        self._removals: dict[str, Removal] = {}
        self._lock = threading.Lock()

    def delete_chosen(self, view: LibraryView, ids: Sequence[str]) -> LibraryView:
        """Delete articles everywhere."""
        removal = self.index.remove_articles(ids)
        if not removal.articles:
            return view.say_done(say_text("gone"))
        token = secrets.token_hex(8)
        with self._lock:
            self._removals[token] = removal
            while len(self._removals) > UNDONE:
                self._removals.pop(next(iter(self._removals)))
        first = format_headline(removal.articles[0].entry.article.title)
        return view.say_done(say_plural("deleted", len(removal.articles), headline=first), token)

    def undo_deletion(self, view: LibraryView) -> LibraryView:
        """Bring back what was deleted last."""
        with self._lock:
            removal = self._removals.pop(view.undo, None)
        if removal is None:
            return view.say_done(say_text("undo_gone"))
        return view.say_done(say_plural("restored", self.index.restore_removed(removal)))

    def collect_chosen(
        self, view: LibraryView, name: str, ids: Sequence[str], *, move: bool = False
    ) -> LibraryView:
        """Put articles into a collection; ``move``: and out of the one that is looked at."""
        try:
            self.index.catalog.collections.put_into(name, ids)
        except DatelineError as problem:
            return view.say_done(translate(str(problem)))
        name = " ".join(name.split())
        if move and view.collection and name != view.collection:
            self.index.catalog.collections.take_out(view.collection, ids)
        return view.say_done(say_plural("collected", len(ids), collection=name))

    def take_out(self, view: LibraryView, ids: Sequence[str]) -> LibraryView:
        """Take articles out of the collection that is looked at."""
        taken = self.index.catalog.collections.take_out(view.collection, ids)
        return view.say_done(say_plural("taken_out", taken, collection=view.collection))

    def dissolve_collection(self, view: LibraryView) -> LibraryView:
        """Delete the collection that is looked at; its articles stay."""
        self.index.catalog.collections.delete_collection(view.collection)
        return view.narrowed_to("collection", "").say_done(say_text("dissolved", collection=view.collection))

    def fetch_again(self, view: LibraryView, owner: str, ids: Sequence[str], turn: str = "") -> LibraryView:
        """Have articles read again from where they came from; the report says what became of it."""
        articles = [entry.article for entry in self.index.catalog.get_entries(ids).values()]
        try:
            self._jobs.bring_again(owner, [(each.id, format_headline(each.title)) for each in articles], turn)
        except DatelineError as problem:
            return view.say_done(translate(str(problem)))
        return view.say_done(say_plural("fetching", len(articles)))


def read_chosen(data: Any) -> list[str]:
    """The ids of articles that a script sent, each once."""
    ids = data if isinstance(data, list) else []
    return list(dict.fromkeys(str(each) for each in ids[:MOST_CHOSEN]))
