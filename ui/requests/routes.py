"""Which addresses the page has, and who may call each: one table, which every request is held against.

An address that is not in the table is not served, whatever the libraries below offer. A new one is one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

READ = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
GRADIO = "/gradio_api"


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses that are treated alike. As a rule: own names only, own pages and programs only, with log-in."""

    path: str  # a pattern for the whole of it
    methods: frozenset[str]
    any_host: bool = False  # answered under every name of this machine, e.g. a look at whether it is alive
    linked: bool = False  # a link elsewhere may lead here: a GET navigation, which changes nothing
    without_log_in: bool = False  # gives nothing away, or asks for a secret of its own
    told: bool = False  # what is sent, and which session it names, is looked into (``ui.access.payloads``)


RULES = (
    Rule(r"/", READ, linked=True),
    Rule(r"/login/?", READ | POST, linked=True, without_log_in=True),
    Rule(r"/logout/?", POST, without_log_in=True),
    Rule(r"/(?:assets|static)/.+", READ),
    Rule(r"/theme\.css|/favicon\.ico|/robots\.txt", READ),
    Rule(r"/config/?", READ),
    Rule(rf"{GRADIO}/(?:info/?|openapi\.json|app_id/?)", READ),
    # Gradio asks itself for this when it starts, under the address that it listens on
    Rule(rf"{GRADIO}/startup-events", READ, any_host=True, without_log_in=True),
    Rule(rf"{GRADIO}/(?:run|api|call|call/v2)/[^/]+/?", POST, told=True),
    Rule(rf"{GRADIO}/call/(?:v2/)?[^/]+/[^/]+", READ, told=True),
    Rule(rf"{GRADIO}/(?:queue/join|cancel|reset/?)", POST, told=True),
    Rule(rf"{GRADIO}/queue/data", READ, told=True),
    Rule(rf"{GRADIO}/heartbeat/[^/]+", READ, told=True),
    Rule(rf"{GRADIO}/upload", POST),
    Rule(rf"{GRADIO}/upload_progress", READ),
    Rule(r"/mcp", frozenset({"GET", "POST", "DELETE"})),
)
_PATTERNS = [(re.compile(rule.path), rule) for rule in RULES]


def find_rule(path: str, method: str) -> Rule | None:
    """The rule for a request; None where nothing is served."""
    return next((rule for each, rule in _PATTERNS if each.fullmatch(path) and method in rule.methods), None)
