"""The page that asks for name and password: plain HTML, as nothing else is served before."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from ui.frame.render import Html, fill_html
from ui.texts import current_language, say_text

NAME = "Dateline"
_PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>{name}: {title}</title>
<style>{style}</style></head><body><main><h1>{name}</h1><p>{tagline}</p>
<form method="post" action="/login?next={onward}">{said}
<label>{user}<input name="username" autocomplete="username" autocapitalize="none" required autofocus maxlength="64"></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" required maxlength="1024"></label>
<button>{title}</button></form></main></body></html>"""


def render_login_page(onward: str, said: str = "") -> str:
    """The page as HTML. ``onward``: the path to go to afterwards; ``said``: why the last try failed."""
    return fill_html(
        _PAGE,
        name=NAME,
        language=current_language(),
        title=say_text("login"),
        tagline=say_text("tagline"),
        style=Html((Path(__file__).with_name("login.css")).read_text("utf-8")),
        onward=quote(onward, safe=""),
        said=fill_html('<p class="wrong" role="alert">{said}</p>', said=said) if said else Html(""),
        user=say_text("login_name"),
        password=say_text("login_password"),
    )
