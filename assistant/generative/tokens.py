"""How many tokens a language model makes of a text."""

from __future__ import annotations

import math

_CAUTIOUS = (
    3.0  # bytes of UTF-8 a token, where nothing is known: English takes about four, other languages fewer
)
_MARGIN = 0.9  # of what was measured, since the next text is another
_MOST = 5.0  # bytes a token, however few tokens a server says it read


class TokenCount:
    """Counts as one model does, as near as can be told. Safe from many threads.

    An estimate at first. Most servers say how many tokens they read of a request; from then on that is the measure.
    The libraries' own counters fetch their tables from a third party, and know no tokenizers but their own.
    """

    def __init__(self) -> None:
        self._bytes_a_token = _CAUTIOUS

    def __call__(self, text: str) -> int:
        """Tokens of ``text``, rather too many than too few."""
        return math.ceil(len(text.encode("utf-8", "replace")) / self._bytes_a_token)

    def learn_count(self, text: str, tokens: int) -> None:
        """Take the server's word for it that ``text`` is so many ``tokens``; nothing is learnt from none."""
        if tokens > 0:
            measured = len(text.encode("utf-8", "replace")) / tokens
            self._bytes_a_token = min(max(1.0, _MARGIN * measured), _MOST)
