"""Exports in JSON, told apart by their keys; what none of these is goes by the names of its rows (``table.py``)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome

JSON_EXPORTS = {  # kind → module, what recognises parsed JSON, what reads it
    "HAR": ("capture.har", "holds_har", "read_har"),
    "NYT": ("wire.nytimes", "holds_nytimes", "read_nytimes"),
    "WordPress": ("cms.wordpress", "holds_posts", "read_posts"),
    "Ghost": ("cms.ghost", "holds_ghost", "read_ghost"),
    "Telegram": ("chat.telegram", "holds_telegram", "read_telegram"),
    "Slack": ("chat.slack", "holds_slack", "read_slack_day"),
    "CSL": ("library.csl", "holds_csl", "read_csl"),
    "ninjs": ("wire.ninjs", "holds_ninjs", "read_ninjs"),
}
_LOOKED_AT = 50  # rows of a list that are looked at; the others are taken to be alike

Reader = Callable[[Document, Any, ReadingAllowance], Iterator[Outcome]]


def json_export(content: Any) -> str | None:
    """The kind of an export in parsed JSON, or None where it is none that is known."""
    some = content[:_LOOKED_AT] if isinstance(content, list) else content
    for kind, (module, recognises, _) in JSON_EXPORTS.items():
        if _function(module, recognises)(some):
            return kind
    return None


def reader_of(content: Any) -> Reader | None:
    """What reads parsed JSON of a known kind: a function of the document, the JSON and an Allowance."""
    kind = json_export(content)
    if kind is None:
        return None
    module, _, reads = JSON_EXPORTS[kind]
    reader: Reader = _function(module, reads)
    return reader


def _function(module: str, name: str) -> Any:
    return getattr(importlib.import_module(f"ingest.read.{module}"), name)
