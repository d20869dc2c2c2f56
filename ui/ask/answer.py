"""A question and its answer as HTML: verdicts in words, citations as chips, timelines, sides by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.types import Answer, Citation, Sentence, Verdict
from ui.frame.messages import translate, translate_day
from ui.frame.render import Html, describe_source, fill_html, format_headline, join_html, shorten_quote
from ui.texts import format_decimal, say_text

SHAPES: dict[Verdict, str] = {"quoted": "❞", "supported": "✓", "unsupported": "✕"}


def render_turn(
    number: int,
    question: str,
    answer: Answer | None,
    status: str = "",
    *,
    asking: int = 0,
    busy: bool = False,
    good: bool | None = None,
    conversation: str = "",
) -> Html:
    """One question and its answer; without an answer, ``status`` says what is going on.

    ``number`` is the place of the turn in its conversation, from 1; ``conversation`` where that is saved.
    ``asking`` is another each time the question is asked, by which the scripts see that it was asked anew.
    ``busy``: more is to come. ``good``: what a person thought of it, None if nothing was said.
    """
    body = _render_answer(answer, number, busy) if answer else Html("")
    state = fill_html('<p class="status">{status}</p>', status=status) if status else Html("")
    return fill_html(
        '<section class="turn" data-turn="{number}" data-asking="{asking}" data-busy="{busy}"'
        ' data-conversation="{conversation}">'
        '<h2 class="question" tabindex="-1" dir="auto">{question}</h2>{body}{state}{actions}</section>',
        number=number,
        asking=asking,
        busy="yes" if busy else "no",
        question=question,
        body=body,
        state=state,
        actions=Html("") if busy else _render_actions(number, answer, good),
        conversation=conversation,
    )


def _render_actions(number: int, answer: Answer | None, good: bool | None) -> Html:
    """What may be done with a question and its answer."""
    buttons = [
        fill_html(
            '<button type="button" class="link" data-again="{n}">{text}</button>',
            n=number,
            text=say_text("again"),
        ),
        fill_html(
            '<button type="button" class="link" data-edit="{n}">{text}</button>',
            n=number,
            text=say_text("edit"),
        ),
    ]
    if answer is not None:
        buttons += [
            fill_html(
                '<button type="button" class="link thumb" data-thumb="{n}" data-good="{value}" aria-pressed="{on}">'
                '<span aria-hidden="true">{shape}</span> {text}</button>',
                n=number,
                value="yes" if value else "no",
                on="true" if good is value else "false",
                shape="▲" if value else "▼",
                text=say_text("good" if value else "bad"),
            )
            for value in (True, False)
        ]
    return fill_html(
        '<div class="turn-actions">{buttons}<form class="note" data-note="{n}" hidden><label>{label}'
        '<textarea rows="2" maxlength="2000"></textarea></label>'
        '<button type="submit" class="plain">{send}</button></form>'
        '<p class="thanks" role="status"></p></div>',
        buttons=Html(" ").join(buttons),
        n=number,
        label=say_text("note"),
        send=say_text("send"),
    )


def _render_answer(answer: Answer, number: int, busy: bool) -> Html:
    parts = [fill_html('<p class="notice">{text}</p>', text=translate(notice)) for notice in answer.notices]
    if answer.searched and answer.searched != answer.question:
        searched = say_text("searched", searched=answer.searched)
        alone = fill_html(
            '<button type="button" class="link" data-alone="{n}">{text}</button>',
            n=number,
            text=say_text("ask_alone"),
        )
        parts.append(
            fill_html(
                '<p class="notice">{text} {alone}</p>',
                text=searched,
                alone=alone if number > 1 and not busy else "",
            )
        )
    if answer.abstained:
        return join_html([*parts, _render_abstention(answer)])
    if answer.disagreement_notice:
        parts.append(
            fill_html(
                '<p class="differ"><span aria-hidden="true">⇄</span> {text}</p>',
                text=translate(answer.disagreement_notice),
            )
        )
    parts.append(_render_sentences(answer))
    if answer.partial_notice:
        parts.append(
            fill_html(
                '<p class="partly"><span aria-hidden="true">◐</span> {text}</p>',
                text=translate(answer.partial_notice),
            )
        )
    if answer.complete:
        parts += [_render_sources(answer), _render_mode(answer)]
    return join_html(parts)


def _render_abstention(answer: Answer) -> Html:
    said = fill_html('<p class="abstains">{text}</p>', text=say_text("abstains"))
    if not answer.nearest:
        return said
    items = [
        fill_html(
            '<li><button type="button" class="headline" data-open="{id}">{title}</button>'
            '<span class="about">{about}</span></li>',
            id=article.id,
            title=format_headline(article.title),
            about=describe_source(article),
        )
        for article in answer.nearest
    ]
    lead = fill_html('<p class="lead">{text}</p>', text=say_text("nearest"))
    return join_html([said, lead, fill_html('<ul class="nearest">{items}</ul>', items=join_html(items))])


def _render_sentences(answer: Answer) -> Html:
    cited = {citation.number: citation for citation in answer.citations}
    groups = [(label, list(group)) for label, group in groupby(answer.sentences, lambda each: each.label)]
    if answer.disagreement_notice and answer.shape == "fact":
        shown = _render_sides(_group_by_article(answer.sentences, cited), cited, answer)
    elif answer.shape == "account" or not any(label for label, _ in groups):
        shown = _render_run(answer.sentences, cited, answer)
    elif answer.shape == "timeline":
        shown = _render_timeline(groups, cited, answer)
    else:
        shown = _render_sides(groups, cited, answer)
    return fill_html(
        '<div class="answer {mode} {shape}">{shown}</div>', mode=answer.mode, shape=answer.shape, shown=shown
    )


def _render_run(sentences: Sequence[Sentence], cited: dict[int, Citation], answer: Answer) -> Html:
    """Sentences one after the other: a paragraph each where they are the articles' own, else running text."""
    tag = "p" if answer.mode == "extractive" else "span"
    return Html(" ").join(_render_sentence(sentence, cited, answer, tag) for sentence in sentences)


def _group_by_article(
    sentences: Sequence[Sentence], cited: dict[int, Citation]
) -> list[tuple[str, list[Sentence]]]:
    """The sentences of each article under its outlet and date; what cites none stands under ""."""
    found: dict[str, tuple[str, list[Sentence]]] = {}
    for sentence in sentences:
        article = next((cited[number].article for number in sentence.citations if number in cited), None)
        key, label = (article.id, describe_source(article)) if article else ("", "")
        found.setdefault(key, (label, []))[1].append(sentence)
    return list(found.values())


def _render_timeline(
    groups: Sequence[tuple[str, list[Sentence]]], cited: dict[int, Citation], answer: Answer
) -> Html:
    items = [
        fill_html(
            '<li class="{newest}"><h3>{day}{mark}</h3>{run}</li>' if day else "<li>{run}</li>",
            newest="newest" if sentences[0].newest else "",
            day=translate_day(day),
            mark=fill_html(' <span class="mark">{word}</span>', word=say_text("newest_day"))
            if sentences[0].newest
            else "",
            run=_render_run(sentences, cited, answer),
        )
        for day, sentences in groups
    ]
    return fill_html('<ol class="timeline">{items}</ol>', items=join_html(items))


def _render_sides(
    groups: Sequence[tuple[str, list[Sentence]]], cited: dict[int, Citation], answer: Answer
) -> Html:
    """What each says, side by side; sentences of nobody above them."""
    common = join_html(_render_run(sentences, cited, answer) for label, sentences in groups if not label)
    sides = [
        fill_html(
            '<section class="side"><h3>{label}</h3>{run}</section>',
            label=label,
            run=_render_run(said, cited, answer),
        )
        for label, said in groups
        if label
    ]
    return fill_html('{common}<div class="sides">{sides}</div>', common=common, sides=join_html(sides))


def _render_sentence(sentence: Sentence, cited: dict[int, Citation], answer: Answer, tag: str) -> Html:
    shape, word = SHAPES[sentence.verdict], say_text(f"verdict_{sentence.verdict}")
    chips = [_render_citation_chip(cited[number], answer) for number in sentence.citations if number in cited]
    return fill_html(
        '<{tag} class="sentence {verdict}">{about}<span class="said" dir="auto">{text}</span> {chips}'
        '<span class="last">{chip} <span class="verdict" title="{reason}"><span aria-hidden="true">{shape}</span>'
        " {word}</span></span></{tag}>",
        tag=tag,
        verdict=sentence.verdict,
        about=fill_html('<span class="whose" dir="auto">[{about}]</span> ', about=translate(sentence.about))
        if sentence.about
        else "",
        text=_emphasise_short_answer(sentence),
        chips=Html("").join(fill_html("{chip} ", chip=chip) for chip in chips[:-1]),
        chip=chips[-1] if chips else "",
        reason=translate(sentence.reason) or word,
        shape=shape,
        word=word,
    )


def _emphasise_short_answer(sentence: Sentence) -> Html:
    """The sentence with its short answer in bold."""
    if not sentence.emphasis:
        return Html.escape(sentence.text)
    start, end = sentence.emphasis
    return fill_html(
        "{before}<strong>{short}</strong>{after}",
        before=sentence.text[:start],
        short=sentence.text[start:end],
        after=sentence.text[end:],
    )


def _attributes_to_open(citation: Citation, answer: Answer) -> Html:
    """The attributes that make a button open the article at the citation."""
    also = [
        f"{other.start}-{other.end}"
        for other in answer.citations
        if other.article.id == citation.article.id and other.number != citation.number
    ]
    return fill_html(
        'data-open="{id}" data-start="{start}" data-end="{end}" data-also="{also}" data-quote="{quote}"'
        ' data-headline="{headline}" data-about="{about}"',
        id=citation.article.id,
        start=citation.start,
        end=citation.end,
        also=" ".join(also),
        quote=shorten_quote(citation.quote),
        headline=format_headline(citation.article.title),
        about=describe_source(citation.article),
    )


def _render_citation_chip(citation: Citation, answer: Answer) -> Html:
    label = say_text(
        "chip",
        number=citation.number,
        headline=format_headline(citation.article.title),
        about=describe_source(citation.article),
    )
    return fill_html(
        '<button type="button" class="chip" {opens} aria-label="{label}">[{number}]</button>',
        opens=_attributes_to_open(citation, answer),
        label=label,
        number=citation.number,
    )


def _render_sources(answer: Answer) -> Html:
    """The cited articles, each with its quotes."""
    if not answer.citations:
        return Html("")
    of_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        of_article.setdefault(citation.article.id, []).append(citation)
    items = [
        fill_html(
            '<li><button type="button" class="headline" {opens}>{title}</button>'
            '<span class="about">{about}</span>{places}</li>',
            opens=_attributes_to_open(citations[0], answer),
            title=format_headline(citations[0].article.title),
            about=describe_source(citations[0].article),
            places=join_html(_render_place(citation, answer) for citation in citations),
        )
        for citations in of_article.values()
    ]
    return fill_html(
        '<div class="sources"><h3>{heading}</h3><ol>{items}</ol></div>',
        heading=say_text("sources"),
        items=join_html(items),
    )


def _render_place(citation: Citation, answer: Answer) -> Html:
    """One quote below its article; it opens the article there."""
    return fill_html(
        '<button type="button" class="place" {opens}><span class="number">{number}</span>'
        '<q class="quote" dir="auto">{quote}</q></button>{doubt}',
        number=citation.number,
        opens=_attributes_to_open(citation, answer),
        quote=shorten_quote(citation.quote),
        doubt=_doubt(citation),
    )


def _doubt(citation: Citation) -> Html:
    """Which words of a quote from a picture may be misread."""
    if not citation.unsure:
        return Html("")
    words = " · ".join(citation.unsure)
    return fill_html(
        '<p class="doubt">{text}</p>', text=say_text("may_be_misread", words=shorten_quote(words))
    )


def _render_mode(answer: Answer) -> Html:
    seconds = say_text("seconds", seconds=format_decimal(answer.seconds))
    return fill_html(
        '<p class="mode">{mode} · {seconds}</p>', mode=say_text(f"mode_{answer.mode}"), seconds=seconds
    )
