"""The language that articles are stored with."""

from __future__ import annotations

import pytest

from news.article import Article
from news.language import recognise_language

ENGLISH = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said. "
    "Tickets for all crossings are refunded at the quay."
)
GERMAN = (
    "Die Fähre nach Ormsay fährt seit Montag nicht mehr, weil in ihrem Rumpf ein Riss gefunden wurde. "
    "Fahrkarten werden am Kai erstattet, teilte der Hafen mit."
)
FINNISH = (
    "Ormsayn lautta seisoo maanantaista lähtien, koska sen rungosta löytyi halkeama. "
    "Liput hyvitetään laiturilla, satama kertoi tiistaina Helsingissä."
)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (FINNISH, "fi")])
@pytest.mark.parametrize("stated", [None, "en"])
def test_the_text_tells_its_language(text: str, language: str, stated: str | None) -> None:
    assert recognise_language(Article("a.txt", "Ormsay", text, language=stated)).language == language


@pytest.mark.parametrize("text", ["Fähre steht", "x 1 2 3 4 5 " * 20])
def test_in_doubt_what_is_stated_counts(text: str) -> None:
    assert recognise_language(Article("a.txt", "Ormsay", text, language="da")).language == "da"
    assert recognise_language(Article("a.txt", "Ormsay", text)).language is None
