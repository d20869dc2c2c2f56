"""The library: which part of it is looked at, and what is done with the articles there."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from errors import DatelineError
from ui.jobs import Jobs
from ui.messages import tell
from ui.render import headline
from ui.texts import plural, say
from vectorstore.catalog import Sort
from vectorstore.index import NewsIndex
from vectorstore.passages import Filter
from vectorstore.removal import Removal

ROWS = 25  # articles on a page
MOST_CHOSEN = 1_000  # articles that are deleted, collected or fetched at once
UNDONE = 20  # deletions that can still be undone, of all people together

Narrowed = Literal["outlet", "tag", "collection"]


@dataclass(frozen=True, slots=True)
class View:
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
    def where(self) -> Filter:
        """The filter of outlet, tag and collection."""
        outlets, tags, collections = (
            (name,) if name else () for name in (self.outlet, self.tag, self.collection)
        )
        return Filter(outlets=outlets, tags=tags, collections=collections)

    @property
    def narrowed(self) -> list[tuple[Narrowed, str]]:
        """By what the library is narrowed down."""
        return [(by, name) for by in get_args(Narrowed) if (name := getattr(self, by))]

    def searching(self, search: str) -> View:
        """The first page of what matches ``search``."""
        return self.saying() if search == self.search else replace(self.saying(), search=search, page=0)

    def narrowed_to(self, by: Any, name: Any) -> View:
        """Only the articles of one outlet, tag or collection; "" takes that back."""
        if by not in get_args(Narrowed):
            return self
        return replace(self.saying(), **{by: str(name or "")[:500]}, page=0)  # type: ignore[arg-type]

    def sorted_by(self, column: Any) -> View:
        """Sorted by another column, or by the same the other way round."""
        if column not in get_args(Sort):
            return self
        turned = not self.descending if column == self.sort else column in ("published", "added", "passages")
        return replace(self.saying(), sort=column, descending=turned, page=0)

    def turned(self, to: Any) -> View:
        """Another page: ``first``, ``previous``, ``next``, or ``last``."""
        pages = {"first": 0, "previous": max(0, self.page - 1), "next": self.page + 1, "last": 10**9}
        return replace(self.saying(), page=pages.get(str(to), self.page))

    def saying(self, said: str = "", undo: str = "") -> View:
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

    def delete(self, view: View, ids: Sequence[str]) -> View:
        """Delete articles everywhere."""
        removal = self.index.remove(ids)
        if not removal.articles:
            return view.saying(say("gone"))
        token = secrets.token_hex(8)
        with self._lock:
            self._removals[token] = removal
            while len(self._removals) > UNDONE:
                self._removals.pop(next(iter(self._removals)))
        first = headline(removal.articles[0].entry.article.title)
        return view.saying(plural("deleted", len(removal.articles), headline=first), token)

    def undo(self, view: View) -> View:
        """Bring back what was deleted last."""
        with self._lock:
            removal = self._removals.pop(view.undo, None)
        if removal is None:
            return view.saying(say("undo_gone"))
        return view.saying(plural("restored", self.index.restore(removal)))

    def collect(self, view: View, name: str, ids: Sequence[str], *, move: bool = False) -> View:
        """Put articles into a collection; ``move``: and out of the one that is looked at."""
        try:
            self.index.catalog.collections.put(name, ids)
        except DatelineError as problem:
            return view.saying(tell(str(problem)))
        name = " ".join(name.split())
        if move and view.collection and name != view.collection:
            self.index.catalog.collections.take_out(view.collection, ids)
        return view.saying(plural("collected", len(ids), collection=name))

    def take_out(self, view: View, ids: Sequence[str]) -> View:
        """Take articles out of the collection that is looked at."""
        taken = self.index.catalog.collections.take_out(view.collection, ids)
        return view.saying(plural("taken_out", taken, collection=view.collection))

    def dissolve(self, view: View) -> View:
        """Delete the collection that is looked at; its articles stay."""
        self.index.catalog.collections.delete(view.collection)
        return view.narrowed_to("collection", "").saying(say("dissolved", collection=view.collection))

    def fetch_again(self, view: View, owner: str, ids: Sequence[str], turn: str = "") -> View:
        """Have articles read again from where they came from; the report says what became of it."""
        articles = [entry.article for entry in self.index.catalog.entries(ids).values()]
        try:
            self._jobs.bring_again(owner, [(each.id, headline(each.title)) for each in articles], turn)
        except DatelineError as problem:
            return view.saying(tell(str(problem)))
        return view.saying(plural("fetching", len(articles)))


def chosen(data: Any) -> list[str]:
    """The ids of articles that a script sent, each once."""
    ids = data if isinstance(data, list) else []
    return list(dict.fromkeys(str(each) for each in ids[:MOST_CHOSEN]))
