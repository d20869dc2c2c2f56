"""Factiva: its page, its RTF and text with codes and without, its XML."""

from __future__ import annotations

import html
import textwrap
from dataclasses import replace

import pytest

from tests.ingest.read.databases.factiva_exports import FACTIVA, factiva_codes, factiva_html, factiva_plain
from tests.ingest.read.databases.stories import STORIES, articles, expected, facts, rtf

BYLINES = [("Tamsin Okoro",), ("Pieter van Aalst", "Ida Holm"), ()]
PLACES = [("NEWS", "3"), ("CULTURE", "A12"), (None, None)]


@pytest.mark.parametrize("code", FACTIVA)
def test_without_codes(code: str) -> None:
    plain = factiva_plain(code=code)
    for data, name in (
        (factiva_html(code=code), "Factiva.html"),
        ("\n".join(plain), "factiva.txt"),
        (rtf(plain), "Factiva.rtf"),
    ):
        found = articles(data, name)
        assert [facts(each) for each in found] == expected()
        assert [each.authors for each in found] == BYLINES
        assert [(each.section, each.page) for each in found] == PLACES
        assert [each.source_id for each in found] == [each.number for each in STORIES]


@pytest.mark.parametrize("separator", ["\n", "\t", "  ", " ", " | "])
@pytest.mark.parametrize("code", FACTIVA)
def test_with_codes(code: str, separator: str) -> None:
    lines = factiva_codes(separator=separator, code=code)
    for data, name in (
        ("\r\n".join(lines), "factiva.txt"),
        (rtf("\n".join(lines).split("\n")), "Factiva.rtf"),
    ):
        found = articles(data, name)
        assert [facts(each) for each in found] == expected()
        assert [each.authors for each in found] == BYLINES
        assert [(each.section, each.page) for each in found] == PLACES
        assert [each.tags for each in found] == [each.tags for each in STORIES]


def test_a_table_of_codes_on_a_page() -> None:
    rows = []
    for line in factiva_codes(separator="\n"):
        pairs = line.split("\n")
        rows += [
            f"<b>{each}</b>"
            if each.isupper() and len(each) < 4
            else f'<p class="articleParagraph enarticleParagraph">{html.escape(each)}</p>'
            for each in pairs
            if each
        ]
    page = (
        "<html><head><title>Factiva</title></head><body>"
        + "".join(f'<div class="article enArticle"><td>{row}</td></div>' for row in rows)
        + "</body></html>"
    )
    assert [facts(each) for each in articles(page, "Factiva.html")] == expected()


def test_sentences_that_begin_like_codes_stay_text() -> None:
    body = ("IN the end nobody came.", "TD Marine built the pier.", "CO 2 is what they measure, she said.")
    for separator in ("\n", "\t"):
        (article,) = articles(
            "\n".join(factiva_codes([replace(STORIES[0], body=body)], separator)), "factiva.txt"
        )
        assert article.text == "\n\n".join(body)


def test_wrapped_lines_are_put_together() -> None:
    lines = [wrapped for line in factiva_plain() for wrapped in (textwrap.wrap(line, 78) or [""])]
    assert [facts(each) for each in articles("\n".join(lines), "factiva.txt")] == expected()


def test_a_page_whose_script_counts_the_headlines_and_a_chinese_interface() -> None:
    counted = factiva_html()
    for number, story in enumerate(STORIES, 85):
        counted = counted.replace(f">{story.headline}<", f">{number}) {story.headline}<")
    chinese = (
        factiva_html().replace(" words<", " 字<").replace("Document ", "文件 ").replace("English", "英文")
    )
    for story in STORIES:
        chinese = chinese.replace(
            f"{story.day:%-d %B %Y}", f"{story.day.year} 年 {story.day.month} 月 {story.day.day} 日"
        )
    for page in (counted, chinese):
        assert [facts(each) for each in articles(page, "Factiva.html")] == expected()


XML = """<?xml version="1.0" encoding="UTF-8"?>
<PerformContentSearchResponse xmlns="http://factiva.example/fcs"><ppsArticleResponse><ppsarticleResultSet count="2">{articles}
</ppsarticleResultSet></ppsArticleResponse></PerformContentSearchResponse>"""
ARTICLE = """<ppsarticleResult><article><copyright>(c) {year}</copyright><headline><paragraph>{headline}</paragraph></headline>
<byline>By {byline}</byline><reference>distdoc:archive/ArchiveDoc::Article/{number}</reference><baseLang>en</baseLang>
<publicationDate><date>{day}</date></publicationDate><sourceName>{outlet}</sourceName><sectionName>{section}</sectionName><pages><page>{page}</page></pages>
<leadParagraph><paragraph>{lead}</paragraph></leadParagraph><tailParagraphs>{tail}</tailParagraphs></article></ppsarticleResult>"""


@pytest.mark.parametrize("day", ["%Y-%m-%d", "%Y%m%d"])
def test_xml(day: str) -> None:
    made = "".join(
        ARTICLE.format(
            year=story.day.year,
            headline=story.headline,
            byline=story.byline,
            number=story.number,
            day=story.day.strftime(day),
            outlet=story.outlet,
            section=story.section,
            page=story.page,
            lead=html.escape(story.body[0]),
            tail="".join(f"<paragraph>{html.escape(each)}</paragraph>" for each in story.body[1:]),
        )
        for story in STORIES
    )
    found = articles(XML.format(articles=made), "factiva.xml")
    assert [facts(each) for each in found] == expected()
    assert (
        found[1].authors == BYLINES[1] and found[1].page == "A12" and found[0].source_id == STORIES[0].number
    )
