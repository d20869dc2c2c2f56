"""Pages that are no article, and articles that look as if they were none."""

from __future__ import annotations

import pytest

from tests.ingest.pages import LAKE, MAYOR, QUARRY, WORKERS, page, read_page, refusal

ENGLISH = (
    "<p>We and our 391 partners store and access information on a device, such as cookies, and process personal data"
    " for personalised ads and content.</p><p>You can withdraw your consent or manage your choices at any time in our"
    " privacy policy.</p>"
)
GERMAN = (
    "<p>Wir und unsere 128 Partner speichern Informationen auf einem Gerät, etwa Cookies, und verarbeiten"
    " personenbezogene Daten für personalisierte Anzeigen.</p><p>Mit Werbung und Tracking weiterlesen oder Pur-Abo"
    " abschließen? Sie können die Einwilligung jederzeit widerrufen.</p>"
)
FRENCH = (
    "<p>Nous et nos 204 partenaires stockons des informations sur un appareil, comme les cookies, et traitons des données"
    " personnelles pour des publicités personnalisées.</p><p>Vous pouvez retirer votre consentement à tout moment dans"
    " notre politique de confidentialité.</p>"
)


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH], ids=["English", "German", "French"])
def test_a_consent_page_is_said_to_be_one(text: str) -> None:
    said = refusal(page(f"<main><h1>Before you go on</h1>{text}<button>Accept</button></main>"))
    assert "no article on the page" in said and "a consent page" in said


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH], ids=["English", "German", "French"])
@pytest.mark.parametrize("holder", ["div", "section", "dialog"])
def test_an_article_beside_a_consent_text_is_found(text: str, holder: str) -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in (QUARRY, WORKERS, MAYOR, LAKE))
    article = read_page(
        page(f"<{holder}><h2>Your privacy</h2>{text}</{holder}><div><h1>Quarry closes</h1>{paragraphs}</div>")
    )
    assert article.text == "\n\n".join((QUARRY, WORKERS, MAYOR, LAKE))


@pytest.mark.parametrize("name", ["aside class='sidebar-right'", "aside id='content'"])
def test_an_article_in_an_aside_is_found(name: str) -> None:
    paragraphs = "".join(f"<p>{each}</p>" for each in (QUARRY, WORKERS, MAYOR, LAKE))
    article = read_page(
        page(f"<nav><a href='/'>Home</a></nav><{name}><h1>Quarry closes</h1>{paragraphs}</aside>")
    )
    assert article.text == "\n\n".join((QUARRY, WORKERS, MAYOR, LAKE))


def test_an_article_about_consent_is_one() -> None:
    about = (
        "The regulator fined the shop because its banner said “we and our partners” and hid how to refuse cookies.",
        "Under the ruling a site must let its readers withdraw consent as easily as they gave it, the court said.",
        QUARRY,
    )
    article = read_page(
        page("<article><h1>Shop fined over its banner</h1>" + "".join(f"<p>{p}</p>" for p in about))
    )
    assert article.text == "\n\n".join(about)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (
            "Page not found",
            "The page you are looking for may have been moved. Try the search, or go to the front page.",
        ),
        ("Sorry, we can't find that story", "It has been removed. Here is what others read today."),
        ("404", "Oh no! Nothing is to be seen here. Perhaps the link was old or the address was mistyped."),
        ("Seite nicht gefunden", "Die gewünschte Seite gibt es nicht mehr. Bitte nutzen Sie die Suche."),
        (
            "Página no encontrada",
            "La página que busca ya no está disponible en este sitio web. Puede volver al inicio.",
        ),
    ],
)
def test_a_page_that_says_it_is_missing_is_no_article(heading: str, text: str) -> None:
    said = refusal(page(f"<main><h1>{heading}</h1><p>{text}</p></main>", title=heading))
    assert "no article on the page" in said and "not found" in said


def test_an_article_about_missing_pages_is_one() -> None:
    more = "".join(f"<p>{each}</p>" for each in (QUARRY, WORKERS, MAYOR, LAKE))
    article = read_page(
        page(f"<article><h1>Page not found: how an error became a joke</h1><p>{QUARRY}</p>{more}</article>")
    )
    assert article.title.startswith("Page not found")


TEASERS = [
    ("Heron returns to the mill pond", "It had not been seen there since the sluice was rebuilt."),
    ("Why the bakers of Ostrand rise at two", "A new oven was meant to let them sleep for longer."),
    ("Third bridge gets a name", "The council took eleven rounds of votes to agree on it."),
    ("Ice holds from Thursday", "Skaters are asked to keep away from the inlet all the same."),
    ("Library lends out sewing machines", "There is a queue for all four of them already."),
]


def card(number: int, title: str, text: str, how: str) -> str:
    """A teaser, as three sites write it."""
    link = f"/news/{number}"
    if how == "headline in a link":
        return f"<div class='card'><a href='{link}'><h2>{title}</h2></a><p>{text}</p><span>7 Mar 2026</span></div>"
    if how == "link in a headline":
        return f"<article><h3><a href='{link}'>{title}</a></h3><div class='teaser'>{text}</div></article>"
    return f"<li><a href='{link}'><h3>{title}</h3><p>{text}</p></a></li>"


@pytest.mark.parametrize("how", ["headline in a link", "link in a headline", "all in one link"])
def test_a_section_front_is_no_article(how: str) -> None:
    cards = "".join(card(number, *teaser, how) for number, teaser in enumerate(TEASERS))
    said = refusal(
        page(f"<main><h1>Local news</h1>{cards}</main>", title="Local news"), "https://post.example/local"
    )
    assert "no article on the page" in said and "section front" in said


@pytest.mark.parametrize("how", ["headline in a link", "link in a headline", "all in one link"])
def test_an_article_above_many_teasers_is_one(how: str) -> None:
    cards = "".join(card(number, *teaser, how) for number, teaser in enumerate(TEASERS))
    article = read_page(
        page(
            f"<main><h1>Quarry closes</h1><p>{QUARRY}</p><p>{WORKERS}</p><p>{LAKE}</p></main><div>{cards}</div>"
        ),
        "https://post.example/news/quarry",
    )
    assert article.text.startswith(f"{QUARRY}\n\n{WORKERS}\n\n{LAKE}")
