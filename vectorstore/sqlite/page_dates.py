"""How outlets write a day in figures, by the pages that tell: whether 03/04/2026 is a day in March or in April."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vectorstore.sqlite.database import Database
from vectorstore.types import fold_name

_COLUMNS = "key, outlet, site, day_first, read_day_first, read_month_first"


@dataclass(frozen=True, slots=True)
class PageDate:
    """What one page shows of the order of day and month, and what its own date would be in either order."""

    key: str  # the source that the page's article came under
    outlet: str  # "" where it is not known
    site: str  # registered domain, "" where it is not known
    day_first: bool | None = None  # None: nothing on the page tells
    readings: tuple[datetime, datetime] | None = None  # day first and month first; None: does not rest on it


class PageDates:
    """The pages of one catalogue that have days in figures; each goes with its source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_pages(self, pages: Iterable[PageDate]) -> None:
        """Remember what pages show; those that are no source of an article are left out."""
        rows = [
            (each.key, fold_name(each.outlet), each.site, each.day_first)
            + (tuple(map(datetime.isoformat, each.readings)) if each.readings else (None, None))
            for each in pages
        ]
        with self._database.write_transaction() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO page_date ({_COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                " WHERE EXISTS (SELECT 1 FROM source WHERE key = ?1)",
                rows,
            )

    def find_order(self, outlet: str, site: str) -> bool | None:
        """Whether most of the outlet's or the site's pages that tell name the day first; None where that is open."""
        votes = self._database.select_value(
            "SELECT sum(2 * day_first - 1) FROM page_date"
            " WHERE (outlet <> '' AND outlet = ?) OR (site <> '' AND site = ?)",
            [fold_name(outlet), site],
        )
        return votes > 0 if votes else None

    def list_open_pages(self, outlet: str, site: str) -> list[PageDate]:
        """The outlet's and the site's pages whose own date rests on the order."""
        rows = self._database.select_rows(
            f"SELECT {_COLUMNS} FROM page_date WHERE read_day_first IS NOT NULL"
            " AND ((outlet <> '' AND outlet = ?) OR (site <> '' AND site = ?)) ORDER BY key",
            [fold_name(outlet), site],
        )
        return [
            PageDate(
                key,
                outlet,
                site,
                None if order is None else bool(order),
                (datetime.fromisoformat(day), datetime.fromisoformat(month)),
            )
            for key, outlet, site, order, day, month in rows
        ]
