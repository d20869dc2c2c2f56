"""Whether 03/04/2026 is a day in March or in April, by who writes it."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_GENERIC = frozenset(
    ("ai", "cc", "co", "fm", "gg", "io", "is", "it", "la", "ly", "me", "sh", "so", "to", "tv", "ws")
)  # used everywhere


@lru_cache(maxsize=256)
def names_day_first(language: str, address: str | None = None) -> bool:
    """Whether writers of a language ("en-US") name the day before the month, as ``babel`` knows.

    The country in an address counts for more: templates say "en-US" all over the world. A language without a
    country names the day first.
    """
    said = re.fullmatch(r"([a-z]{2,3})[-_]([A-Za-z]{2})\b.*", language.strip())
    if said is None:
        return True
    host = urlsplit(address or "").hostname or ""
    country = host.rpartition(".")[2]
    if len(country) == 2 and country not in _GENERIC:
        return _is_day_first(said[1], "GB" if country == "uk" else country.upper())
    return _is_day_first(said[1], said[2].upper())


def _is_day_first(language: str, country: str) -> bool:
    from babel import Locale
    from babel.core import UnknownLocaleError

    for name in (f"{language}_{country}", f"und_{country}", language):
        try:
            pattern = str(Locale.parse(name).date_formats["short"].pattern)
        except (UnknownLocaleError, ValueError):
            continue
        return not re.match(r"\W*M", pattern)
    return True
