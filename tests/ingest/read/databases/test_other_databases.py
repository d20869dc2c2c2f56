"""ProQuest, Europresse, NewsBank, EBSCO, GENIOS, Mediargus, APA: every article of an export by itself."""

from __future__ import annotations

import textwrap
from email.message import EmailMessage

import pytest

from ingest.documents.document import Problem
from tests.ingest.read.databases.other_exports import (
    apa_lines,
    ebsco_txt,
    europresse_html,
    genios_txt,
    mediargus_txt,
    newsbank_new_txt,
    newsbank_txt,
    proquest_html,
    proquest_lines,
)
from tests.ingest.read.databases.stories import STORIES, articles, expected, facts, outcomes, rtf

BYLINES = [("Tamsin Okoro",), ("Pieter van Aalst", "Ida Holm"), ()]
PLACES = [("NEWS", "3"), ("CULTURE", "A12"), (None, None)]


def mail(page: str) -> bytes:
    """A message of a database, with pictures as it sends them."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "noreply@archive.example",
        "j.smith@press.example",
        "Your Research",
    )
    message["Date"] = "Sun, 5 Jul 2020 01:02:03 -0400"
    message.set_content(page, subtype="html")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    return message.as_bytes()


@pytest.mark.parametrize("form", ["text", "wrapped", "rtf", "page", "mail", "mbox"])
def test_proquest(form: str) -> None:
    lines = proquest_lines()
    data, name = {
        "text": ("\n".join(lines).encode(), "ProQuestDocuments.txt"),
        "wrapped": (
            "\r\n".join(w for line in lines for w in (textwrap.wrap(line, 79) or [""])).encode(),
            "ProQuestDocuments.txt",
        ),
        "rtf": (rtf(lines), "ProQuestDocuments.rtf"),
        "page": (proquest_html().encode(), "ProQuestDocuments.html"),
        "mail": (mail(proquest_html()), "research.eml"),
        "mbox": (
            b"From noreply@archive.example Sun Jul 05 01:02:03 2020\n" + mail(proquest_html()),
            "research.mbox",
        ),
    }[form]
    found = articles(data, name)
    assert [facts(each) for each in found] == expected()
    assert [each.authors for each in found] == BYLINES
    assert [(each.section, each.page) for each in found][:2] == PLACES[:2]
    assert [each.source_id for each in found] == ["1426709101", "1426709102", "1426709103"]
    assert found[0].url == "https://www.proquest.com/newspapers/a-b/docview/1426709101/se-2"
    assert found[0].tags == ("BRIDGES", "PORTS")


def test_proquest_with_pages_inside_its_page() -> None:
    page = proquest_html()
    for story in STORIES[:2]:
        page = page.replace(
            f"<p>{story.body[0]}</p>",
            f'<Text WordCount="9">html&gt;<head><title></title></head><body><p>{story.body[0]}</p></body></html></Text>',
        )
    assert [facts(each) for each in articles(mail(page), "research.eml")] == expected()


@pytest.mark.parametrize("code", ["fr", "en", "de", "es"])
def test_europresse(code: str) -> None:
    found = articles(europresse_html(code=code), "europresse.HTML")
    assert [facts(each) for each in found] == expected()
    assert [each.authors for each in found] == BYLINES
    assert [(each.section, each.page) for each in found] == PLACES
    assert found[0].source_id == "news·20130305·CL·050377"


def test_europresse_of_an_older_page() -> None:
    older = (
        europresse_html()
        .replace("DocText clearfix", "x")
        .replace("docOcurrContainer", "y")
        .replace('titreArticle"', 'z"')
    )
    assert [facts(each) for each in articles(older, "europresse.html")] == expected()
    undated = europresse_html().replace("2013 - ", " - ").replace("2014 - ", " - ")
    assert [each.published.date() for each in articles(undated, "europresse.html") if each.published] == [
        each.day for each in STORIES
    ]


@pytest.mark.parametrize(
    ("made", "place"),
    [(newsbank_txt, " (ME)"), (newsbank_new_txt, " (Ormsay, ME)"), (ebsco_txt, ""), (genios_txt, "")],
    ids=["newsbank", "newsbank today", "ebsco", "genios"],
)
def test_databases_that_print_labels(made: object, place: str) -> None:
    text = made()  # type: ignore[operator]
    for data, name in ((text, "export.txt"), (rtf(text.split("\n")), "export.rtf")):
        found = articles(data, name)
        assert [facts(each) for each in found] == [
            (title, f"{outlet}{place}", day, body) for title, outlet, day, body in expected()
        ]
        if made is not genios_txt:
            assert [each.authors for each in found] == BYLINES
            assert [each.section for each in found] == ["NEWS", "CULTURE", None]


def test_mediargus() -> None:
    for text in (mediargus_txt(), "\ufeff" + mediargus_txt().replace("\n", "\r\n")):
        found = articles(text, "mediargus.txt")
        assert [facts(each) for each in found] == expected()
        assert [each.page for each in found] == ["3", "A12", "1"]


@pytest.mark.parametrize("online", [True, False])
def test_apa(online: bool) -> None:
    for data, name in (
        (rtf(apa_lines(online=online)), "apa.rtf"),
        ("\n".join(apa_lines(online=online)), "apa.txt"),
    ):
        found = articles(data, name)
        assert [facts(each) for each in found] == expected()
        assert [each.authors for each in found] == BYLINES
        if not online:
            assert [(each.section, each.page) for each in found] == PLACES


UNKNOWN = (
    "Heading: {n}\nTitle: Bridge shut {n}\nSource: The Calder Ledger\nDate: 5 March 2013\n\n"
    "The bridge is shut, the port said on day {n}.\n\n",
    "Story {n}\n\nThe bridge is shut, the port said.\n\nPress archive ... CALED00020130305e935000{n}v\n\n"
    "CALED00020130305e935000{n}v\n\n",
)


@pytest.mark.parametrize("template", UNKNOWN)
def test_an_export_that_nobody_knows_is_told_and_not_kept(template: str) -> None:
    (told,) = outcomes("".join(template.format(n=number) for number in range(1, 5)), "export.txt")
    assert (
        isinstance(told, Problem)
        and "looks like an export of" in told.reason
        and "another format" in told.reason
    )


@pytest.mark.parametrize(
    "text",
    [
        "Minutes of the council\n\nDate: 5 March 2013\n\nTitle: The budget\n\n"
        "The council met on Tuesday and spoke of the budget for two hours.",
        "Who owns the paper?\n\nEnd of document control, says the editor."
        " Factiva and ProQuest charge more, and Nexis too, he writes.",
    ],
)
def test_other_texts_stay_what_they_are(text: str) -> None:
    (article,) = articles(text, "note.txt")
    assert article.text


def test_an_article_without_text_costs_itself_only() -> None:
    lines = proquest_lines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Bakers"))
    del lines[start : start + 4]
    *found, told = outcomes("\n".join(lines), "export.txt")
    assert len(found) == 2 and isinstance(told, Problem) and "no text in this export" in told.reason


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ("Politique, ", "Politique"),
        ("", None),
        ("Le Monde des livres, Essais, ", "Le Monde des livres, Essais"),
    ],
)
def test_europresse_sections_in_the_line_of_the_day(before: str, section: str | None) -> None:
    page = europresse_html(STORIES[2:]).replace('class="DocHeader">', f'class="DocHeader">{before}')
    (article,) = articles(page, "europresse.html")
    assert facts(article) == expected()[2] and article.section == section
