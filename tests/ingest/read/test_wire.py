"""What news agencies send: ninjs of each generation, dpa's, AP's and the Times' JSON, NewsML 1 and G2, NITF, IPTC 7901."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from errors import ReadError
from ingest.documents.document import AddressList, Problem, Withdrawal
from tests.ingest.made import articles_of, notes_of, outcomes_of

FERRY = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."
DIVERS = "Divers will look at it on Friday, the harbour office said."
SECOND = {"headline": "Well runs dry", "byline": "By Jo Alder", "source": "Larkmoor Wire"}

NINJS_1 = {
    "uri": "urn:newsml:larkmoor.example:20260304:ferry",
    "type": "text",
    "versioncreated": "2026-03-04T10:37:00Z",
    "firstcreated": "2026-03-03T08:00:00Z",
    "headline": "Ferry to Ormsay stops",
    "byline": "By Ines Calloway and Tom Reyes",
    "copyrightnotice": "Copyright 2026 Larkmoor Wire. All rights reserved.",
    "language": "en",
    "service": [{"code": "f", "name": "Transport"}],
    "subject": [{"code": "1", "name": "shipping"}, {"code": "s", "name": "s"}],
    "body_xhtml": f"<p>{FERRY}</p><h2>What is next</h2><p>{DIVERS}</p><figure><figcaption>The ferry.</figcaption></figure>",
    "body_text": "another form",
    "associations": {
        "photo": {"type": "picture", "headline": "The ferry", "body_text": "A ferry at the quay"}
    },
}
NINJS_3 = {
    "uri": "http://larkmoor.example/items/ferry",
    "type": "text",
    "versionCreated": "2026-03-04T10:37:00+02:00",
    "by": "Ines Calloway",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry to Ormsay stops"}],
    "infoSources": [{"name": "Larkmoor Wire", "role": "provider"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": f"{FERRY} {DIVERS}"},
        {"role": "richtext", "contentType": "text/html", "value": f"<p>{FERRY}</p><p>{DIVERS}</p>"},
    ],
}
DPA = {
    "urn": "urn:newsml:wire.example:20260304:99-1",
    "version": 2,
    "version_created": "2026-03-04T11:00:00+01:00",
    "headline": "Fähre nach Ormsay steht still",
    "byline": "Von Ines Calloway, dpa",
    "copyrightHolder": "dpa",
    "rubrics": ["Verkehr"],
    "article_html": f"<header><h1>Fähre</h1></header><section class='main'><p>{FERRY}</p><p>{DIVERS}</p></section>"
    "<section class='notepad'><p>Nur für die Redaktion.</p></section>",
}
AP = {
    "api_version": "1.1",
    "data": {
        "item": {
            "altids": {"itemid": "abc123"},
            "type": "text",
            "versioncreated": "2026-03-04T10:37:00Z",
            "firstcreated": "2026-03-04T10:00:00Z",
            "pubstatus": "usable",
            "headline": "Ferry to Ormsay stops",
            "bylines": [{"by": "By INES CALLOWAY"}],
            "provider": "AP",
            "body_nitf": f"<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head><body.content><block><p>{FERRY}</p>"
            f"<p>{DIVERS}</p></block></body.content></body></nitf>",
        }
    },
}


@pytest.mark.parametrize("content", [NINJS_1, NINJS_3, DPA, AP], ids=["ninjs 1", "ninjs 3", "dpa", "AP"])
def test_an_item_in_json_is_an_article(content: dict[str, object]) -> None:
    (article,) = articles_of("item.json", content)
    assert article.title in ("Ferry to Ormsay stops", "Fähre nach Ormsay steht still")
    assert article.text == f"{FERRY}\n\n{DIVERS}"
    assert article.authors[0].title() == "Ines Calloway"
    assert article.outlet in ("Larkmoor Wire", "dpa", "AP")
    assert article.published is not None and article.published.month == 3


def test_what_an_item_says_of_itself_is_kept_as_data() -> None:
    (article,) = articles_of("item.json", NINJS_1)
    assert article.key == "urn:newsml:larkmoor.example:20260304:ferry"
    assert article.published == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert article.updated == datetime(2026, 3, 4, 10, 37, tzinfo=UTC)
    assert article.section == "Transport" and article.tags == ("shipping",) and article.language == "en"
    assert [heading.text for heading in article.headings] == ["What is next"]
    assert article.authors == ("Ines Calloway", "Tom Reyes")


def test_many_items_in_one_file_pictures_left_out() -> None:
    picture = {
        "uri": "urn:x:picture",
        "type": "picture",
        "versioncreated": "2026-03-04T10:37:00Z",
        "headline": "Ferry",
    }
    second = {**NINJS_1, **SECOND, "uri": "urn:x:well"}
    content = {"_items": [NINJS_1, second, picture]}
    assert [each.title for each in articles_of("items.json", content)] == [
        "Ferry to Ormsay stops",
        "Well runs dry",
    ]
    assert notes_of("items.json", content) == ["left out: 1 of the type picture"]
    with pytest.raises(ReadError, match="no item of text, but 1 of the type picture"):
        outcomes_of("picture.json", picture)


def test_an_item_without_text_says_so() -> None:
    bare = {name: value for name, value in AP["data"]["item"].items() if name != "body_nitf"}  # type: ignore[index]
    (problem,) = outcomes_of("bare.json", {"data": {"item": bare}})
    assert isinstance(problem, Problem) and "has no text" in problem.reason


@pytest.mark.parametrize(("status", "said"), [("canceled", "canceled"), ("stat:withheld", "withheld")])
def test_an_item_that_was_withdrawn_is_none(status: str, said: str) -> None:
    (outcome,) = outcomes_of("item.json", {**NINJS_1, "pubStatus": status})
    assert isinstance(outcome, Withdrawal) and outcome.status == said and outcome.key == NINJS_1["uri"]


def test_an_embargo_counts_while_it_lasts() -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    (outcome,) = outcomes_of("item.json", {**NINJS_1, "embargoed": soon.isoformat()})
    assert isinstance(outcome, Withdrawal) and outcome.until == soon
    assert len(articles_of("item.json", {**NINJS_1, "embargoed": "2026-03-04T12:00:00Z"})) == 1


def test_the_times_gives_first_paragraphs_and_addresses() -> None:
    row = {
        "web_url": "https://times.example/ferry",
        "_id": "nyt://article/1",
        "headline": {"main": "Ferry to Ormsay stops"},
        "abstract": "A crack in the hull.",
        "lead_paragraph": FERRY,
        "pub_date": "2026-03-04T10:37:00+0000",
        "byline": {"original": "By Ines Calloway"},
        "section_name": "World",
        "source": "The New York Times",
        "keywords": [{"name": "subject", "value": "Ferries"}],
    }
    for content in ({"status": "OK", "response": {"docs": [row]}}, [row]):
        outcomes = outcomes_of("answer.json", content)
        article, told, listed = outcomes[0], outcomes[1], outcomes[2]
        assert (article.text, article.section, article.tags) == (FERRY, "World", ("Ferries",))  # type: ignore[union-attr]
        assert "first paragraph alone" in told.text  # type: ignore[union-attr]
        assert isinstance(listed, AddressList) and listed.urls == ("https://times.example/ferry",)


G2 = """<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:larkmoor.example:20260304:1" version="1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<provider qcode="nprov:LW"><name>Larkmoor Wire</name></provider><versionCreated>2026-03-04T10:37:00Z</versionCreated>
<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><contentCreated>2026-03-04T09:00:00Z</contentCreated>
<headline>Ferry to Ormsay stops</headline><headline role="hld:subHeadline">A crack in the hull</headline>
<by>By Ines Calloway</by><subject type="cpnat:abstract" qcode="dep:1"><name>Shipping</name></subject></contentMeta>
<contentSet>{content}</contentSet></newsItem>
<newsItem guid="urn:newsml:larkmoor.example:20260304:2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentMeta><headline>The ferry</headline></contentMeta></newsItem></itemSet></newsMessage>"""
XHTML = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{FERRY}</p><h3>Next</h3><ul><li>{DIVERS}</li></ul></body></html></inlineXML>'
INNER = f'<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><byline>By Nobody</byline></body.head><body.content><p>{FERRY}</p><hl2>Next</hl2><p>{DIVERS}</p><media><media-caption>The ferry.</media-caption></media></body.content></body></nitf></inlineXML>'
PLAIN = f'<inlineData contenttype="text/plain"><![CDATA[<p>{FERRY}</p><p>{DIVERS}</p>]]></inlineData>'


@pytest.mark.parametrize("content", [XHTML, INNER, PLAIN], ids=["XHTML", "NITF", "data"])
def test_newsml_g2_with_each_kind_of_content(content: str) -> None:
    data = G2.replace("{status}", "usable").replace("{content}", content)
    (article,) = articles_of("item.xml", data)
    assert (article.title, article.deck) == ("Ferry to Ormsay stops", "A crack in the hull")
    assert article.text == f"{FERRY}\n\n{DIVERS}"
    assert (article.outlet, article.authors, article.language) == ("Larkmoor Wire", ("Ines Calloway",), "en")
    assert article.tags == ("Shipping",) and article.key == "urn:newsml:larkmoor.example:20260304:1"
    assert notes_of("item.xml", data) == ["left out: 1 news items of pictures, films or other media"]


def test_a_canceled_item_of_newsml_g2() -> None:
    (_, outcome) = outcomes_of("item.xml", G2.replace("{status}", "canceled").replace("{content}", ""))
    assert isinstance(outcome, Withdrawal) and outcome.key == "urn:newsml:larkmoor.example:20260304:1"


NEWSML_1 = """<?xml version="1.0" encoding="utf-8"?><NewsML Version="1.2"><NewsItem xml:lang="en"><Identification><NewsIdentifier>
<ProviderId>larkmoor.example</ProviderId><DateId>20260304</DateId><NewsItemId>FERRY</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId>
<PublicIdentifier>urn:newsml:larkmoor.example:20260304:FERRY:{revision}</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20260304T090000Z</FirstCreated><ThisRevisionCreated>20260304T103700Z</ThisRevisionCreated>
<Status FormalName="{status}"/></NewsManagement><NewsComponent><NewsLines><HeadLine>Ferry to Ormsay stops</HeadLine>
<ByLine>Ines Calloway</ByLine><CreditLine>Larkmoor Wire</CreditLine></NewsLines>
<DescriptiveMetadata><Language FormalName="en"/><Property FormalName="Keyword" Value="ferry"/></DescriptiveMetadata>
<NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/><DataContent>{content}</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/><DataContent><p>The ferry at the quay.</p></DataContent></ContentItem></NewsComponent>
</NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize(
    "content",
    [
        f"<nitf><body><body.content><p>{FERRY}</p><p>{DIVERS}</p><p>ic/tr/ab</p></body.content></body></nitf>",
        f"<![CDATA[<P>{FERRY}</P><P>{DIVERS}</P><P>© Larkmoor Wire. For subscribers alone.</P>]]>",
        f"<html><body><p>{FERRY}</p><p>{DIVERS}</p></body></html>",
    ],
    ids=["NITF", "HTML in CDATA", "XHTML"],
)
def test_newsml_1_with_each_kind_of_content(content: str) -> None:
    made = NEWSML_1.replace("{revision}", "2").replace("{status}", "Usable").replace("{content}", content)
    (article,) = articles_of("item.xml", made)
    assert (article.title, article.text) == ("Ferry to Ormsay stops", f"{FERRY}\n\n{DIVERS}")
    assert (article.outlet, article.authors, article.tags) == (
        "Larkmoor Wire",
        ("Ines Calloway",),
        ("ferry",),
    )
    assert article.key == "urn:newsml:larkmoor.example:20260304:FERRY"  # the same for every revision
    assert article.published == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_canceled_revision_of_newsml_1_without_content() -> None:
    made = NEWSML_1.replace("{revision}", "3").replace("{status}", "Canceled").replace("{content}", "")
    (outcome,) = outcomes_of("item.xml", made)
    assert isinstance(outcome, Withdrawal) and outcome.key == "urn:newsml:larkmoor.example:20260304:FERRY"


def test_nitf_alone_has_its_facts() -> None:
    nitf = (
        '<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="urn:x:7"/><date.issue norm="20260304T090000Z"/>'
        '<key-list><keyword key="ferry"/></key-list></docdata><pubdata name="Larkmoor Courier" date.publication="20260304T000000"'
        ' position.section="Harbour"/></head><body><body.head><hedline><hl1>Ferry stops</hl1><hl2>A crack</hl2></hedline>'
        f'<byline>By <person>Ines Calloway</person>, Shipping Editor</byline></body.head><body.content><block class="lead_paragraph"><p>{FERRY}</p>'
        f'</block><block class="full_text"><p>{FERRY}</p><p>{DIVERS}</p></block></body.content></body></nitf>'
    )
    (article,) = articles_of("story.nitf", nitf)
    assert article.text == f"{FERRY}\n\n{DIVERS}" and article.deck == "A crack"
    assert (article.outlet, article.section, article.authors) == (
        "Larkmoor Courier",
        "Harbour",
        ("Ines Calloway",),
    )


def test_nitf_dated_by_its_dateline() -> None:
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Ferry stops</hl1></hedline><distributor><org>Larkmoor Wire</org></distributor>"
        '<dateline><story.date norm="20260304">4 March</story.date></dateline></body.head><body.content>'
        f"<p>{FERRY}</p><ul><li>{DIVERS}</li></ul></body.content></body></nitf>"
    )
    (article,) = articles_of("story.xml", nitf)
    assert (article.outlet, article.text) == ("Larkmoor Wire", f"{FERRY}\n\n{DIVERS}")
    assert article.published == datetime(2026, 3, 4)


MESSAGES = [
    "\x01lwa042 4 i 211 lwwww   lw 061\r\n\r\nHarbour/ferry/\r\n\x02Ferry to Ormsay stops: crack found in hull =\r\n\r\n"
    "   Ormsay (lw) - The ferry to Ormsay stopped on Monday\r\nafter a crack was found in its hull.\r\n\r\n   Divers will look at"
    " it on Friday, the\r\nharbour office said.\r\n\r\n# lw NOTEBOOK\r\n\r\n## Contacts\r\n- Reporting by: Ines Calloway\r\n\r\n"
    "lw ic tr ab\r\n\x03041037 GMT Mar 26\r\n\x04",
    "lwd0007 3 pl 120  lw 0045\n\nHafen/Verkehr/\nEILMELDUNG\nFerry to Ormsay stops: crack found in hull\nVon Ines Calloway =\n\n"
    "Ormsay (lw) - The ferry to Ormsay stopped on Monday after a crack was\nfound in its hull.\n\n"
    "Divers will look at it on Friday, the harbour office said.\n\n* * * *\nNicht zur Veröffentlichung\n\nlw ic tr\n\n041137 Mär 26\n",
]


@pytest.mark.parametrize("message", MESSAGES, ids=["with control characters", "without, and a byline"])
def test_a_message_of_iptc_7901(message: str) -> None:
    (article,) = articles_of("message.txt", message)
    assert article.title == "Ferry to Ormsay stops: crack found in hull"
    assert article.text.startswith("Ormsay (lw) - The ferry to Ormsay stopped on Monday after a crack")
    assert article.text.endswith("Divers will look at it on Friday, the harbour office said.")
    assert article.outlet == "lw" and article.authors == ("Ines Calloway",)
    assert article.published is not None and article.published.date().isoformat() == "2026-03-04"


def test_messages_of_iptc_7901_in_one_file_are_parted() -> None:
    articles = articles_of(
        "wire.txt", MESSAGES[0] + MESSAGES[0].replace("lwa042", "lwa043").replace("Ormsay", "Dunmore")
    )
    assert [each.title.split(":")[0] for each in articles] == [
        "Ferry to Ormsay stops",
        "Ferry to Dunmore stops",
    ]
