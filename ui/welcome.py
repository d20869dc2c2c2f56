"""What stands where no question has been asked."""

from __future__ import annotations

from ui.render import headline, html, join
from ui.texts import say
from vectorstore.catalog import Catalog

EXAMPLES = 4


def welcome(catalog: Catalog) -> str:
    """Examples from the index, or the invitation to add."""
    if not catalog.counts()[0]:
        return str(
            html(
                '<div class="welcome"><p class="invite">{invite}</p><p>{hint}</p>'
                '<button type="button" class="plain" data-tab="add">{button}</button></div>',
                invite=say("invite"),
                hint=say("invite_hint"),
                button=say("invite_button"),
            )
        )
    asks = [
        html('<li><button type="button" class="example" data-ask="{q}">{q}</button></li>', q=question)
        for question in examples(catalog)
    ]
    return str(
        html(
            '<div class="welcome"><p class="invite">{tagline}</p><p class="lead">{lead}</p><ul>{asks}</ul></div>',
            tagline=say("tagline"),
            lead=say("examples"),
            asks=join(asks),
        )
    )


def hint() -> str:
    """Which keys do what."""
    return str(html('<p class="hint">{hint}</p>', hint=say("question_hint")))


def examples(catalog: Catalog) -> list[str]:
    """Questions that the newest articles answer, one per article."""
    found: list[str] = []
    for row in catalog.articles(limit=3 * EXAMPLES).rows:
        tag = next((tag for tag in row.tags if 3 < len(tag) < 40), None)
        about_headline = say("example_headline", headline=headline(row.title)[:120])
        question = say("example_tag", tag=tag) if tag else about_headline
        if question not in found:
            found.append(question)
    return found[:EXAMPLES]
