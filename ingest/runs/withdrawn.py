"""What agencies take back: articles that are canceled or withheld go and stay out, those under embargo wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from ingest.documents.document import Note, Outcome, Withdrawal
from ingest.runs.report import Report
from news.article import Article, Passage
from vectorstore.index import NewsIndex


class Run(Protocol):
    """What withdrawals need of the run that they were met in."""

    index: NewsIndex
    report: Report
    waiting: list[tuple[Article, list[Passage]]]

    def find_held(self, key: str) -> Article | None:
        """What is stored under a key, or waits to be."""
        ...


class Withdrawn:
    """The withdrawals of one run, and those that the catalogue remembers."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def hear(self, document: str, outcomes: Iterable[Outcome]) -> None:
        """Do what the withdrawals among ``outcomes`` say, and tell it; ``document``: where they stand."""
        for outcome in outcomes:
            if isinstance(outcome, Withdrawal) and outcome.until is not None:
                self._wait(document, outcome, outcome.until)
            elif isinstance(outcome, Withdrawal):
                self._take_out(outcome)

    def keeps_out(self, article: Article) -> bool:
        """Whether an article was withdrawn and is no newer version; told where it is."""
        known = self._run.index.catalog.withdrawals.get(article.key)
        if known is None:
            return False
        said_at, status = known
        changed = article.updated or article.published
        if said_at is not None and changed is not None and _utc(changed) > _utc(said_at):
            self._run.index.catalog.withdrawals.forget(article.key)
            return False
        self._run.report.withdrawn += 1
        self._note(article.key, f"{status} by its agency: {article.title!r} was not taken in")
        return True

    def _take_out(self, withdrawal: Withdrawal) -> None:
        run, key = self._run, withdrawal.key
        held = run.find_held(key)
        changed = held and (held.updated or held.published)
        if withdrawal.at is not None and changed and _utc(changed) > _utc(withdrawal.at):
            self._note(key, "a newer version than the one that was withdrawn is stored; it is kept")
            return
        run.index.catalog.withdrawals.record(key, withdrawal.at, withdrawal.status)
        run.report.withdrawn += 1
        run.waiting = [(article, passages) for article, passages in run.waiting if article.key != key]
        run.report.removed += run.index.forget_sources([key])
        done = "was taken out" if held else "was not taken in"
        self._note(key, f"{withdrawal.status} by its agency: {withdrawal.title!r} {done}")

    def _wait(self, document: str, withdrawal: Withdrawal, until: datetime) -> None:
        waits = self._run.report.embargoed
        waits[document] = min(until, waits.get(document, until))
        self._note(
            withdrawal.key,
            f"embargoed until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {withdrawal.title!r} was not taken in;"
            " read it again then",
        )

    def _note(self, key: str, text: str) -> None:
        self._run.report.notes.append(Note(key, text))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
