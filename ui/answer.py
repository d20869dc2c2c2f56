"""A question and its answer as HTML: verdicts in words, citations as chips, timelines, sides by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answer import Answer, Citation, Sentence, Verdict
from ui.messages import tell, tell_day
from ui.render import Html, about, headline, html, join, shortened
from ui.texts import decimal, say

SHAPES: dict[Verdict, str] = {"quoted": "❞", "supported": "✓", "unsupported": "✕"}


def turn(
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
    body = _answer(answer, number, busy) if answer else Html("")
    state = html('<p class="status">{status}</p>', status=status) if status else Html("")
    return html(
        '<section class="turn" data-turn="{number}" data-asking="{asking}" data-busy="{busy}"'
        ' data-conversation="{conversation}">'
        '<h2 class="question" tabindex="-1" dir="auto">{question}</h2>{body}{state}{actions}</section>',
        number=number,
        asking=asking,
        busy="yes" if busy else "no",
        question=question,
        body=body,
        state=state,
        actions=Html("") if busy else _actions(number, answer, good),
        conversation=conversation,
    )


def _actions(number: int, answer: Answer | None, good: bool | None) -> Html:
    """What may be done with a question and its answer."""
    buttons = [
        html(
            '<button type="button" class="link" data-again="{n}">{text}</button>', n=number, text=say("again")
        ),
        html(
            '<button type="button" class="link" data-edit="{n}">{text}</button>', n=number, text=say("edit")
        ),
    ]
    if answer is not None:
        buttons += [
            html(
                '<button type="button" class="link thumb" data-thumb="{n}" data-good="{value}" aria-pressed="{on}">'
                '<span aria-hidden="true">{shape}</span> {text}</button>',
                n=number,
                value="yes" if value else "no",
                on="true" if good is value else "false",
                shape="▲" if value else "▼",
                text=say("good" if value else "bad"),
            )
            for value in (True, False)
        ]
    return html(
        '<div class="turn-actions">{buttons}<form class="note" data-note="{n}" hidden><label>{label}'
        '<textarea rows="2" maxlength="2000"></textarea></label>'
        '<button type="submit" class="plain">{send}</button></form>'
        '<p class="thanks" role="status"></p></div>',
        buttons=Html(" ").join(buttons),
        n=number,
        label=say("note"),
        send=say("send"),
    )


def _answer(answer: Answer, number: int, busy: bool) -> Html:
    parts = [html('<p class="notice">{text}</p>', text=tell(notice)) for notice in answer.notices]
    if answer.searched and answer.searched != answer.question:
        searched = say("searched", searched=answer.searched)
        alone = html(
            '<button type="button" class="link" data-alone="{n}">{text}</button>',
            n=number,
            text=say("ask_alone"),
        )
        parts.append(
            html(
                '<p class="notice">{text} {alone}</p>',
                text=searched,
                alone=alone if number > 1 and not busy else "",
            )
        )
    if answer.abstained:
        return join([*parts, _abstention(answer)])
    if answer.differ:
        parts.append(
            html('<p class="differ"><span aria-hidden="true">⇄</span> {text}</p>', text=tell(answer.differ))
        )
    parts.append(_sentences(answer))
    if answer.partly:
        parts.append(
            html('<p class="partly"><span aria-hidden="true">◐</span> {text}</p>', text=tell(answer.partly))
        )
    if answer.complete:
        parts += [_sources(answer), _mode(answer)]
    return join(parts)


def _abstention(answer: Answer) -> Html:
    said = html('<p class="abstains">{text}</p>', text=say("abstains"))
    if not answer.nearest:
        return said
    items = [
        html(
            '<li><button type="button" class="headline" data-open="{id}">{title}</button>'
            '<span class="about">{about}</span></li>',
            id=article.id,
            title=headline(article.title),
            about=about(article),
        )
        for article in answer.nearest
    ]
    lead = html('<p class="lead">{text}</p>', text=say("nearest"))
    return join([said, lead, html('<ul class="nearest">{items}</ul>', items=join(items))])


def _sentences(answer: Answer) -> Html:
    cited = {citation.number: citation for citation in answer.citations}
    groups = [(label, list(group)) for label, group in groupby(answer.sentences, lambda each: each.label)]
    if answer.differ and answer.shape == "fact":
        shown = _sides(_by_article(answer.sentences, cited), cited, answer)
    elif answer.shape == "account" or not any(label for label, _ in groups):
        shown = _run(answer.sentences, cited, answer)
    elif answer.shape == "timeline":
        shown = _timeline(groups, cited, answer)
    else:
        shown = _sides(groups, cited, answer)
    return html(
        '<div class="answer {mode} {shape}">{shown}</div>', mode=answer.mode, shape=answer.shape, shown=shown
    )


def _run(sentences: Sequence[Sentence], cited: dict[int, Citation], answer: Answer) -> Html:
    """Sentences one after the other: a paragraph each where they are the articles' own, else running text."""
    tag = "p" if answer.mode == "extractive" else "span"
    return Html(" ").join(_sentence(sentence, cited, answer, tag) for sentence in sentences)


def _by_article(
    sentences: Sequence[Sentence], cited: dict[int, Citation]
) -> list[tuple[str, list[Sentence]]]:
    """The sentences of each article under its outlet and date; what cites none stands under ""."""
    found: dict[str, tuple[str, list[Sentence]]] = {}
    for sentence in sentences:
        article = next((cited[number].article for number in sentence.citations if number in cited), None)
        key, label = (article.id, about(article)) if article else ("", "")
        found.setdefault(key, (label, []))[1].append(sentence)
    return list(found.values())


def _timeline(
    groups: Sequence[tuple[str, list[Sentence]]], cited: dict[int, Citation], answer: Answer
) -> Html:
    items = [
        html(
            '<li class="{newest}"><h3>{day}{mark}</h3>{run}</li>' if day else "<li>{run}</li>",
            newest="newest" if sentences[0].newest else "",
            day=tell_day(day),
            mark=html(' <span class="mark">{word}</span>', word=say("newest_day"))
            if sentences[0].newest
            else "",
            run=_run(sentences, cited, answer),
        )
        for day, sentences in groups
    ]
    return html('<ol class="timeline">{items}</ol>', items=join(items))


def _sides(groups: Sequence[tuple[str, list[Sentence]]], cited: dict[int, Citation], answer: Answer) -> Html:
    """What each says, side by side; sentences of nobody above them."""
    common = join(_run(sentences, cited, answer) for label, sentences in groups if not label)
    sides = [
        html(
            '<section class="side"><h3>{label}</h3>{run}</section>',
            label=label,
            run=_run(said, cited, answer),
        )
        for label, said in groups
        if label
    ]
    return html('{common}<div class="sides">{sides}</div>', common=common, sides=join(sides))


def _sentence(sentence: Sentence, cited: dict[int, Citation], answer: Answer, tag: str) -> Html:
    shape, word = SHAPES[sentence.verdict], say(f"verdict_{sentence.verdict}")
    chips = [_chip(cited[number], answer) for number in sentence.citations if number in cited]
    return html(
        '<{tag} class="sentence {verdict}">{about}<span class="said" dir="auto">{text}</span> {chips}'
        '<span class="last">{chip} <span class="verdict" title="{reason}"><span aria-hidden="true">{shape}</span>'
        " {word}</span></span></{tag}>",
        tag=tag,
        verdict=sentence.verdict,
        about=html('<span class="whose" dir="auto">[{about}]</span> ', about=sentence.about)
        if sentence.about
        else "",
        text=_emphasised(sentence),
        chips=Html("").join(html("{chip} ", chip=chip) for chip in chips[:-1]),
        chip=chips[-1] if chips else "",
        reason=tell(sentence.reason) or word,
        shape=shape,
        word=word,
    )


def _emphasised(sentence: Sentence) -> Html:
    """The sentence with its short answer in bold."""
    if not sentence.emphasis:
        return Html.escape(sentence.text)
    start, end = sentence.emphasis
    return html(
        "{before}<strong>{short}</strong>{after}",
        before=sentence.text[:start],
        short=sentence.text[start:end],
        after=sentence.text[end:],
    )


def _opens(citation: Citation, answer: Answer) -> Html:
    """The attributes that make a button open the article at the citation."""
    also = [
        f"{other.start}-{other.end}"
        for other in answer.citations
        if other.article.id == citation.article.id and other.number != citation.number
    ]
    return html(
        'data-open="{id}" data-start="{start}" data-end="{end}" data-also="{also}" data-quote="{quote}"'
        ' data-headline="{headline}" data-about="{about}"',
        id=citation.article.id,
        start=citation.start,
        end=citation.end,
        also=" ".join(also),
        quote=shortened(citation.quote),
        headline=headline(citation.article.title),
        about=about(citation.article),
    )


def _chip(citation: Citation, answer: Answer) -> Html:
    label = say(
        "chip",
        number=citation.number,
        headline=headline(citation.article.title),
        about=about(citation.article),
    )
    return html(
        '<button type="button" class="chip" {opens} aria-label="{label}">[{number}]</button>',
        opens=_opens(citation, answer),
        label=label,
        number=citation.number,
    )


def _sources(answer: Answer) -> Html:
    """The cited articles, each with its quotes."""
    if not answer.citations:
        return Html("")
    of_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        of_article.setdefault(citation.article.id, []).append(citation)
    items = [
        html(
            '<li><button type="button" class="headline" {opens}>{title}</button>'
            '<span class="about">{about}</span>{places}</li>',
            opens=_opens(citations[0], answer),
            title=headline(citations[0].article.title),
            about=about(citations[0].article),
            places=join(_place(citation, answer) for citation in citations),
        )
        for citations in of_article.values()
    ]
    return html(
        '<div class="sources"><h3>{heading}</h3><ol>{items}</ol></div>',
        heading=say("sources"),
        items=join(items),
    )


def _place(citation: Citation, answer: Answer) -> Html:
    """One quote below its article; it opens the article there."""
    return html(
        '<button type="button" class="place" {opens}><span class="number">{number}</span>'
        '<q class="quote" dir="auto">{quote}</q></button>{doubt}',
        number=citation.number,
        opens=_opens(citation, answer),
        quote=shortened(citation.quote),
        doubt=_doubt(citation),
    )


def _doubt(citation: Citation) -> Html:
    """Which words of a quote from a picture may be misread."""
    if not citation.unsure:
        return Html("")
    words = " · ".join(citation.unsure)
    return html('<p class="doubt">{text}</p>', text=say("may_be_misread", words=shortened(words)))


def _mode(answer: Answer) -> Html:
    seconds = say("seconds", seconds=decimal(answer.seconds))
    return html('<p class="mode">{mode} · {seconds}</p>', mode=say(f"mode_{answer.mode}"), seconds=seconds)
