"""What stands around an article's text, or in it, and is no part of it."""

from __future__ import annotations

import pytest

from tests.ingest.pages import LAKE, MAYOR, QUARRY, WORKERS, page, read_notes, read_page, story

WHOLE = "\n\n".join((QUARRY, WORKERS, MAYOR, LAKE))
OTHERS = (
    "<li><a href='/1'>Tram runs again after nine days</a></li><li><a href='/2'>Mayor opens new slide</a></li>"
)
TEASERS = (
    "<div><a href='/3'>Goose blocks the ring road</a><p>Traffic stood for two hours on Friday until a warden came.</p></div>"
    "<div><a href='/4'>Ferry fares to rise</a><p>Travellers pay a tenth more from May, the board decided.</p></div>"
)
WRITTEN = (
    "<li><b>Moss</b> My uncle worked there for thirty years and never had a day off in all that time.</li>"
    "<li><b>Fern</b> About time, the lorries shook the whole street every morning before seven.</li>"
)


@pytest.mark.parametrize(
    "box",
    [
        f"<section><h3>Comments (2)</h3><ul>{WRITTEN}</ul></section>",
        f"<section><h2>2 Kommentare</h2><ol>{WRITTEN}</ol></section>",
        f"<h3>Join the conversation</h3><ul>{WRITTEN}</ul>",
        f"<div><h3>You might also like</h3>{TEASERS}</div>",
        f"<h3>You may also enjoy</h3><div>{TEASERS}</div>",
        f"<p><b>Related stories</b></p><ul>{OTHERS}</ul>",
        f"<aside><h4>Das könnte Sie auch interessieren</h4>{TEASERS}</aside>",
        f"<p>More on this story</p><ul>{OTHERS}</ul>",
        "<div class='offer'><h3>This article is for subscribers</h3><p>To continue reading, subscribe now.</p>"
        "<p>Already have an account? Sign in</p></div>",
        "<div class='paywall-box'><p>Get the whole story</p><p>Subscribe from 2 crowns a week.</p></div>",
        "<template><p>A paragraph that a script would show one day, with all that belongs to it.</p></template>",
        "<!-- <p>An old paragraph that was taken out by the desk because it was not true at all.</p> -->",
    ],
)
@pytest.mark.parametrize("where", ["amid", "below"])
def test_what_is_beside_the_article_stays_out(box: str, where: str) -> None:
    article = read_page(story(**{where: box}))
    assert article.text == WHOLE
    assert not article.headings


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Nora Lind</p>",
        "<div>by Nora Lind,</div>",
        "<p>4 March 2026</p>",
        "<p>Posted 04.03.26 14:20</p>",
        "<p>04/03/2026 at 10:19h</p>",
        "<p>Last updated 4 March 2026 18:40 GMT</p>",
        "<time>4 March 2026</time>",
    ],
)
def test_byline_and_date_are_no_text(line: str) -> None:
    head = "<meta name='author' content='Nora Lind'><meta property='article:published_time' content='2026-03-04T14:20:00Z'>"
    assert read_page(story(above=line, head=head)).text == WHOLE


def test_a_sentence_that_names_its_day_is_text() -> None:
    opening = "On 4 March 2026 the last lorry left."
    assert read_page(story(above=f"<p>{opening}</p>")).text == f"{opening}\n\n{WHOLE}"


def test_a_page_of_which_subscribers_see_more_says_so() -> None:
    head = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": %s}</script>'
    assert any("subscribers" in note for note in read_notes(story(head=head % "false")))
    assert any("subscribers" in note for note in read_notes(story(head=head % '"False"')))
    assert not read_notes(story(head=head % "true"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<ruby>石<rt>いし</rt></ruby>", "石"),
        ("<ruby><rb>slate</rb><rp>(</rp><rt>sleyt</rt><rp>)</rp></ruby>", "slate"),
    ],
)
def test_a_paragraph_with_readings_above_its_words_is_kept(written: str, read: str) -> None:
    text = (
        "The stone is called {} in the old trade, and it was shipped as far as the Cape for roofs of chapels."
    )
    article = read_page(story(amid=f"<p>{text.format(written)}</p>"))
    assert text.format(read) in article.text.split("\n\n")


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Quarry closes</h1><time datetime='2026-03-04'>4 March 2026</time><p>{QUARRY}</p></article>",
        f"<h1>Quarry closes</h1><div><span>4 March 2026</span></div><div>{QUARRY}</div>",
    ],
)
def test_the_lines_of_a_short_page_stay_apart(body: str) -> None:
    article = read_page(page(body, title="Quarry closes"))
    assert article.text == QUARRY
    assert f"{article.published:%Y-%m-%d}" == "2026-03-04"


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        (f"<div><a href='/1'>A link that stands by itself</a><p>{LAKE}</p></div>", [LAKE]),
        ("<p><b>What comes next</b><br>Divers will look at the pit in May. The county pays.</p>",
         ["Divers will look at the pit in May. The county pays."]),
        ("<p><strong>Money</strong><br><br>The lake costs 2.4 million crowns<br>and is paid for by the county.</p>",
         ["The lake costs 2.4 million crowns and is paid for by the county."]),
        ("<dl><dt>Depth</dt><dd>61 metres</dd><dt>Hectares</dt><dd>nine</dd></dl>", ["Depth: 61 metres", "Hectares: nine"]),
    ],
)  # fmt: skip
def test_words_of_two_blocks_do_not_run_together(block: str, parts: list[str]) -> None:
    text = read_page(story(amid=block)).text.split("\n\n")
    assert set(parts) <= set(text)
    assert all(
        each in {QUARRY, WORKERS, MAYOR, LAKE, "A link that stands by itself", *parts} for each in text
    )


@pytest.mark.parametrize("tag", ["footer", "cite"])
@pytest.mark.parametrize("inner", ["<p>The hill has waited for us.</p>", "The hill has waited for us."])
def test_the_speaker_of_a_quotation_is_kept(tag: str, inner: str) -> None:
    quote = f"<blockquote>{inner}<{tag}>Gerda Vik, geologist</{tag}></blockquote>"
    assert "The hill has waited for us. — Gerda Vik, geologist" in read_page(story(amid=quote)).text


@pytest.mark.parametrize("cell", ["td class='content'", "td"])
def test_a_page_laid_out_by_a_table_keeps_its_lists(cell: str) -> None:
    items = "<ul><li>The pit is 61 metres deep.</li><li>It closes on 1 October.</li></ul>"
    body = (
        "<table><tr><td class='menu'><a href='/'>Home</a> <a href='/old'>Archive</a></td>"
        f"<{cell}><h1>Quarry closes</h1><p>{QUARRY}<p>{WORKERS}{items}<p>{MAYOR}<p>{LAKE}</td></tr></table>"
    )
    text = read_page(page(body)).text.split("\n\n")
    assert text == [QUARRY, WORKERS, "The pit is 61 metres deep.", "It closes on 1 October.", MAYOR, LAKE]
