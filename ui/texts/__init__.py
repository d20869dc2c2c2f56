"""Every word that the page says, in English and German, in one place: one file per room.

``say_text`` gives a text in the language of whoever is served, ``make_label`` the same for Gradio's own components.
Gradio's I18n translates in the browser and reaches only its components' labels; most of the page is HTML made
here, with numbers and dates in it. So both take their words from these files and their language from the
browser: Gradio from ``navigator.language``, ``say_text`` from the first language that the browser's requests name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from ui import page_texts
from ui.access import people_texts
from ui.add import adding_texts
from ui.article import article_texts
from ui.ask import answer_texts, asking_texts
from ui.conversations import conversations_texts
from ui.library import library_texts

if TYPE_CHECKING:
    from gradio.i18n import I18n, I18nData

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")  # in the order of each entry's texts
TEXTS: dict[str, tuple[str, str]] = {
    **page_texts.TEXTS,
    **asking_texts.TEXTS,
    **answer_texts.TEXTS,
    **article_texts.TEXTS,
    **conversations_texts.TEXTS,
    **library_texts.TEXTS,
    **adding_texts.TEXTS,
    **people_texts.TEXTS,
}


def say_text(name: str, **values: object) -> str:
    """The text called ``name``, with ``values`` in its braces."""
    text = TEXTS[name][LANGUAGES.index(current_language())]
    return text.format(**values) if values else text


def make_label(name: str) -> I18nData:
    """The text called ``name`` for a label, a placeholder or a button of Gradio, translated in the browser."""
    from gradio.i18n import I18nData

    assert name in TEXTS
    return I18nData(name)


def list_translations() -> I18n:
    """All texts as Gradio's ``launch`` takes them."""
    from gradio.i18n import I18n

    return I18n(
        **{code: {name: pair[at] for name, pair in TEXTS.items()} for at, code in enumerate(LANGUAGES)}
    )


def current_language() -> Language:
    """The language of whom the running handler serves; English outside of one."""
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    accepted = ""
    with suppress(AttributeError):  # a call from within Python has no headers
        accepted = str(request.headers.get("accept-language", ""))  # type: ignore[union-attr]
    return "de" if accepted.lower().lstrip().startswith("de") else "en"


@contextmanager
def serve_language(request: Any) -> Iterator[None]:
    """Have texts in the language of this request, outside of Gradio's handlers."""
    from gradio.context import LocalContext

    before = LocalContext.request.set(request)
    try:
        yield
    finally:
        LocalContext.request.reset(before)


def format_count(number: int) -> str:
    """A number as it is written: ``1,234``, or ``1.234`` in German."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=current_language()))


def format_decimal(number: float) -> str:
    """A number with one decimal: ``0.4``, or ``0,4`` in German."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, "0.0", locale=current_language()))


def language_name(code: str) -> str:
    """``German``, or ``Deutsch`` in German, for ``de``; the code itself where nobody has a name for it."""
    from babel import Locale

    return str(Locale(current_language()).languages.get(code, code))


def long_date(day: date) -> str:
    """``4 September 2025``, or ``4. September 2025`` in German."""
    return _format_date(day, {"en": "d MMMM y", "de": "d. MMMM y"})


def short_date(day: date) -> str:
    """``4 Sep 2025``, or ``4. Sep. 2025`` in German."""
    return _format_date(day, {"en": "d MMM y", "de": "d. MMM y"})


def clock(moment: datetime) -> str:
    """``4 Sep 2025, 14:05``; today's without the day."""
    time = f"{moment:%H:%M}"
    return time if moment.date() == datetime.now().date() else f"{short_date(moment)}, {time}"


def _format_date(day: date, patterns: dict[Language, str]) -> str:
    from babel.dates import format_date

    return str(format_date(day, patterns[current_language()], locale=current_language()))


def say_plural(name: str, number: int, **values: Any) -> str:
    """The text ``name_one`` or ``name_many``, with ``{count}`` for the number."""
    return say_text(f"{name}_one" if number == 1 else f"{name}_many", count=format_count(number), **values)
