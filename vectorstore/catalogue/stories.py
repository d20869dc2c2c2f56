"""Stories: articles that carry the same text, whoever printed it and however it was disguised."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable
from datetime import datetime

from vectorstore.catalogue.story_sketch import Sketch, compute_bands, is_same_story, make_sketch
from vectorstore.sqlite.database import Database
from vectorstore.types import Carrier

_CANDIDATES = 16  # articles compared in full: those that share most bands
_MEMBERS = "SELECT member FROM story_band WHERE band IN (SELECT value FROM json_each(?)) AND member <> ?"


class Stories:
    """Which articles of one catalogue are one story. ``ArticleRows`` places and removes them as it writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place_article(self, article_id: str, text: str) -> None:
        """Put an article, new or changed, into its story; stories that it joins become one."""
        self.remove_from_story(article_id)
        found = make_sketch(text)
        keys = compute_bands(found)
        with self._database.write_transaction() as connection:
            member = connection.execute(
                "INSERT INTO story_member (article_id, story, bands) VALUES (?, 0, ?)",
                [article_id, struct.pack(f"<{len(keys)}I", *keys)],
            ).lastrowid
            joined = self._find_matching(found, keys, member or 0)
            number = min(joined, default=member)
            connection.execute("UPDATE story_member SET story = ? WHERE member = ?", [number, member])
            connection.executemany(
                "UPDATE story_member SET story = ? WHERE story = ?",
                [(number, other) for other in joined if other != number],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO story_band VALUES (?, ?)", [(key, member) for key in keys]
            )

    def remove_from_story(self, article_id: str) -> None:
        """Take an article out of its story; the others stay one."""
        row = self._database.select_row(
            "SELECT member, bands FROM story_member WHERE article_id = ?", [article_id]
        )
        if row is None:
            return
        member, packed = row
        with self._database.write_transaction() as connection:
            connection.executemany(
                "DELETE FROM story_band WHERE band = ? AND member = ?",
                [(key, member) for (key,) in struct.iter_unpack("<I", packed)],
            )
            connection.execute("DELETE FROM story_member WHERE member = ?", [member])

    def _find_matching(self, found: Sketch, keys: list[int], member: int) -> set[int]:
        """The stories of those articles that carry the same text."""
        rows = self._database.select_rows(
            "SELECT story, text FROM (SELECT member, count(*) AS shared FROM"
            f" ({_MEMBERS}) GROUP BY member ORDER BY shared DESC, member LIMIT {_CANDIDATES})"
            " JOIN story_member USING (member) JOIN body USING (article_id)",
            [json.dumps(keys), member],
        )
        return {story for story, text in rows if is_same_story(found, make_sketch(text))}

    def number_stories(self, article_ids: Iterable[str]) -> dict[str, int]:
        """The number of each article's story; articles with one number are one story."""
        return dict(
            self._database.select_rows(
                "SELECT article_id, story FROM story_member"
                " WHERE article_id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
        )

    def count_others(self, article_ids: Iterable[str]) -> dict[str, int]:
        """How many other articles carry each article's story; those that none does are left out."""
        return dict(
            self._database.select_rows(
                "SELECT mine.article_id, count(*) FROM story_member AS mine JOIN story_member AS other"
                " ON other.story = mine.story AND other.member <> mine.member"
                " WHERE mine.article_id IN (SELECT value FROM json_each(?)) GROUP BY mine.article_id",
                [json.dumps(list(article_ids))],
            )
        )

    def list_carriers(self, article_id: str) -> tuple[Carrier, ...]:
        """The other articles that carry this article's story, the first published first.

        Which of them are earlier or later versions of it, ``newer_versions`` says how.
        """
        rows = self._database.select_rows(
            "SELECT other.id, other.title, other.outlet, other.url, other.published, CASE"
            " WHEN lower(other.title) <> lower(own.title) OR other.outlet IS NOT own.outlet THEN ''"
            " WHEN (ifnull(other.published_at, 0), its.member) < (ifnull(own.published_at, 0), mine.member)"
            " THEN 'earlier' ELSE 'later' END"
            " FROM story_member AS mine JOIN article AS own ON own.id = mine.article_id"
            " JOIN story_member AS its ON its.story = mine.story AND its.member <> mine.member"
            " JOIN article AS other ON other.id = its.article_id WHERE mine.article_id = ?"
            " ORDER BY other.published_at IS NULL, other.published_at, other.id",
            [article_id],
        )
        return tuple(
            Carrier(id_, title, outlet, url, datetime.fromisoformat(day) if day else None, version)
            for id_, title, outlet, url, day, version in rows
        )

    def newer_versions(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Article → the newest version of it: the same story under the same headline in the same outlet.

        The later day counts, then what was stored later, such as a file's second copy with another figure. Articles
        that are the newest themselves are left out.
        """
        rows = self._database.select_rows(
            "SELECT old.id, new.id FROM article AS old JOIN story_member AS mine ON mine.article_id = old.id"
            " JOIN story_member AS other ON other.story = mine.story AND other.member <> mine.member"
            " JOIN article AS new ON new.id = other.article_id"
            " WHERE old.id IN (SELECT value FROM json_each(?)) AND lower(new.title) = lower(old.title)"
            " AND new.outlet IS old.outlet AND (ifnull(new.published_at, 0), other.member)"
            " > (ifnull(old.published_at, 0), mine.member) ORDER BY ifnull(new.published_at, 0), other.member",
            [json.dumps(list(article_ids))],
        )
        return dict(rows)

    def place_missing(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Place the articles of an older Dateline's catalogue; how many there were."""
        missing = self._database.select_rows(
            "SELECT article_id FROM body WHERE article_id NOT IN (SELECT article_id FROM story_member)"
        )
        for done, (article_id,) in enumerate(missing, 1):
            with self._database.write_transaction():
                text = self._database.select_value("SELECT text FROM body WHERE article_id = ?", [article_id])
                if text is not None:  # not deleted meanwhile
                    self.place_article(article_id, text)
            if progress is not None:
                progress(done, len(missing))
        return len(missing)
