"""The catalogue's tables, and how an older catalogue becomes a newer one."""

from __future__ import annotations

import sqlite3
import uuid

from errors import StoreError

_V1 = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE article (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    url TEXT,
    title TEXT NOT NULL,
    outlet TEXT,
    authors TEXT NOT NULL,          -- JSON list
    published TEXT,                 -- ISO 8601 as printed, with its zone if it had one
    updated TEXT,
    language TEXT,
    section TEXT,
    tags TEXT NOT NULL,             -- JSON list
    deck TEXT,
    headings TEXT NOT NULL,         -- JSON list of [start, text]
    source_id TEXT,
    content_hash TEXT NOT NULL,     -- Article.content_hash
    version TEXT NOT NULL,          -- changes with the content and with how it is cut into passages
    passages INTEGER NOT NULL,
    title_folded TEXT NOT NULL,     -- casefolded, for sorting
    outlet_folded TEXT NOT NULL,
    published_day INTEGER,          -- yyyymmdd as printed, for filters
    published_at REAL,              -- seconds since 1970, a time without zone read as UTC, for sorting
    searched TEXT NOT NULL,         -- what the library's search box looks through, casefolded
    added TEXT NOT NULL,            -- ISO 8601, UTC
    changed TEXT NOT NULL
);
CREATE INDEX article_by_content ON article (content_hash);
CREATE INDEX article_by_title ON article (title_folded, id);
CREATE INDEX article_by_outlet ON article (outlet_folded, published_at, id);
CREATE INDEX article_by_published ON article (published_at, id);
CREATE INDEX article_by_added ON article (added, id);
CREATE INDEX article_by_day ON article (published_day);
CREATE INDEX article_by_source_id ON article (source_id) WHERE source_id IS NOT NULL;

-- Apart from the facts, so that listing 20,000 articles does not read their texts.
CREATE TABLE body (
    article_id TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);

CREATE TABLE tag (
    tag TEXT NOT NULL,              -- casefolded
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, article_id)
) WITHOUT ROWID;
CREATE INDEX tag_by_article ON tag (article_id);

CREATE TABLE passage (
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    heading TEXT,
    text_hash TEXT NOT NULL,        -- of the text that is embedded, header included
    PRIMARY KEY (article_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX passage_by_text ON passage (text_hash);

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    UNIQUE (name, dimension, fingerprint)
);

CREATE TABLE vector (
    text_hash TEXT NOT NULL,
    model_id INTEGER NOT NULL REFERENCES model (id),
    data BLOB NOT NULL,             -- float16, little-endian
    PRIMARY KEY (text_hash, model_id)
) WITHOUT ROWID;

-- The change log: one row per article, the newest; a later change takes a later seq.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('put', 'delete'))
);

-- A file or address that was read; it may hold many articles.
CREATE TABLE document (
    key TEXT PRIMARY KEY,
    size INTEGER,                   -- bytes
    mtime_ns INTEGER,
    sha256 TEXT,
    etag TEXT,
    last_modified TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
);

-- Where an article came from; the same content under two keys is one article with two sources.
CREATE TABLE source (
    key TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    document TEXT REFERENCES document (key) ON DELETE SET NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
);
CREATE INDEX source_by_article ON source (article_id);
CREATE INDEX source_by_document ON source (document);
"""

_COLLECTIONS = """
CREATE TABLE collection (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    made TEXT NOT NULL
);

CREATE TABLE collected (
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, article_id)
) WITHOUT ROWID;
CREATE INDEX collected_by_article ON collected (article_id);
"""

_ORIGINS = """
-- What a person asked for: a file, a folder, a pattern, an address; "again" means each of these.
CREATE TABLE origin (
    name TEXT PRIMARY KEY,          -- absolute path or pattern, or an address
    kind TEXT NOT NULL,             -- file, folder, pattern, page, feed, sitemap
    title TEXT,                     -- of a feed
    since TEXT,                     -- YYYY-MM-DD; older pages are left out
    first_read TEXT NOT NULL,       -- ISO 8601, UTC
    last_read TEXT NOT NULL
);
ALTER TABLE document ADD COLUMN parent TEXT;  -- the feed or sitemap that led to it
ALTER TABLE document ADD COLUMN entry TEXT;   -- what that said of it, as a hash
CREATE INDEX document_by_parent ON document (parent) WHERE parent IS NOT NULL;
"""

_STORIES = """
-- Articles that carry the same text have the same story; its number is that of its first member.
CREATE TABLE story_member (
    member INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL UNIQUE REFERENCES article (id) ON DELETE CASCADE,
    story INTEGER NOT NULL,
    bands BLOB NOT NULL             -- its keys in story_band, 32 bits each, little-endian
);
CREATE INDEX story_member_by_story ON story_member (story);

-- MinHash bands: articles that share one are compared.
CREATE TABLE story_band (
    band INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (band, member)
) WITHOUT ROWID;
"""

_CONVERSATIONS = """
CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX conversation_by_owner ON conversation (owner, changed);
CREATE TABLE turn (
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    question TEXT NOT NULL,
    said TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (conversation_id, ordinal)
) WITHOUT ROWID;
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    given TEXT NOT NULL,
    owner TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    good INTEGER NOT NULL,
    note TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    evidence TEXT NOT NULL,
    UNIQUE (owner, conversation_id, ordinal)
);
"""

_SHARING = """
ALTER TABLE conversation ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;  -- whether whoever has its id may read it
"""

_JOBS = """
-- What is to be done, now or at a time, by whichever process claims it.
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,             -- what is to be done; who claims says which kinds it can do
    owner TEXT NOT NULL,            -- whose it is
    turn TEXT NOT NULL,             -- jobs of one turn run one after the other; turns alternate
    batch TEXT NOT NULL,            -- what was brought together
    payload TEXT NOT NULL,          -- JSON
    file TEXT,                      -- name in the spool
    size INTEGER NOT NULL,          -- bytes of that file
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    claimant TEXT,                  -- the process that does it
    lease REAL,                     -- seconds since 1970 until which it is that process's
    made REAL NOT NULL,             -- seconds since 1970, as all that follow
    due REAL NOT NULL,              -- not before
    started REAL,
    finished REAL,
    changed REAL NOT NULL,
    result TEXT                     -- JSON
);
CREATE INDEX job_by_state ON job (state, due);
CREATE INDEX job_by_owner ON job (owner, batch, id);
CREATE INDEX job_by_turn ON job (turn, started);
CREATE INDEX job_by_batch ON job (batch);

-- What one import did to which articles, written together with the articles, so that it can be taken back.
CREATE TABLE batch (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,             -- what was asked for
    made TEXT NOT NULL,             -- ISO 8601, UTC
    taken_back TEXT
);
CREATE TABLE batch_article (
    batch TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    change TEXT NOT NULL,           -- the first that the batch made: added, updated or unchanged
    PRIMARY KEY (batch, article_id)
) WITHOUT ROWID;
CREATE INDEX batch_article_by_article ON batch_article (article_id);
"""

_PAGES = """
-- Where an article stood in the printed paper.
ALTER TABLE article ADD COLUMN page TEXT;
"""

_RECOGNISED = """
-- Text that was recognised from a picture: how sure the recogniser is, and what it may have misread.
ALTER TABLE article ADD COLUMN confidence REAL;
ALTER TABLE article ADD COLUMN unsure TEXT NOT NULL DEFAULT '[]';  -- JSON list of [start, end]
"""

_WITHDRAWALS = """
-- Articles that their agency withdrew: an earlier version that is met later must not come in.
CREATE TABLE withdrawal (
    key TEXT PRIMARY KEY,           -- of the article
    said_at TEXT,                   -- ISO 8601; a version that is newer than this may come in
    status TEXT NOT NULL            -- canceled, withheld
);
"""

_DATE_ORDERS = """
-- Pages with days in figures: which order of day and month they show, and what their own date is in either order.
CREATE TABLE page_date (
    key TEXT PRIMARY KEY REFERENCES source (key) ON DELETE CASCADE,
    outlet TEXT NOT NULL,           -- casefolded, '' where it is not known
    site TEXT NOT NULL,             -- registered domain, '' where it is not known
    day_first INTEGER,              -- NULL: nothing on the page tells
    read_day_first TEXT,            -- ISO 8601; NULL: the date does not rest on the order
    read_month_first TEXT
);
CREATE INDEX page_date_by_outlet ON page_date (outlet);
CREATE INDEX page_date_by_site ON page_date (site);
"""

MIGRATIONS: tuple[str, ...] = (
    _V1,
    _COLLECTIONS,
    _ORIGINS,
    _STORIES,
    _CONVERSATIONS,
    _SHARING,
    _JOBS,
    _PAGES,
    _RECOGNISED,
    _WITHDRAWALS,
    _DATE_ORDERS,
)  # entry n leads from version n to n + 1; append, never edit


def migrate_catalogue(connection: sqlite3.Connection) -> None:
    """Bring the catalogue to the newest version; each step is one transaction.

    Raises StoreError if the catalogue was made by a newer Dateline.
    """
    if _read_version(connection) == len(MIGRATIONS):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _read_version(connection)  # again, as another program may have migrated meanwhile
        if version > len(MIGRATIONS):
            raise StoreError(
                f"The catalogue has version {version}, this Dateline knows {len(MIGRATIONS)}:"
                " it was made by a newer Dateline. Update Dateline, or set DATELINE_DATA to another folder."
            )
        for step in MIGRATIONS[version:]:
            for statement in _split_statements(step):
                connection.execute(statement)
        if version == 0:
            connection.execute("INSERT INTO setting VALUES ('catalogue', ?)", (uuid.uuid4().hex,))
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _read_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _split_statements(script: str) -> list[str]:
    # Not executescript: it would commit the transaction around it.
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
