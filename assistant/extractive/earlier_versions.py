"""What an earlier version of a cited article said, where the newer one has another figure or day in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.extractive.extract import ExtractedAnswer
from assistant.language.quantities import find_amounts, find_days
from assistant.language.words import fold_text, split_words
from assistant.question.query import Query
from assistant.types import Citation, Sentence
from news.article import Article, Passage
from news.sentences import split_sentences
from vectorstore.catalogue.catalog import Catalog

EARLIER = "an earlier version"  # stands in brackets before such a sentence
MOST = 2  # earlier versions that are told of one sentence
ALIKE = 0.6  # share of common words from which two sentences are one sentence in two versions


def add_earlier_versions(query: Query, made: ExtractedAnswer, catalog: Catalog) -> ExtractedAnswer:
    """``made`` with what earlier versions of its articles say otherwise, each behind the sentence that replaced it.

    Only sentences that differ in a number or a day are told, cited and named as what they are; where that is so and
    nothing else is noticed, the notice names the earlier version. The question's filter must admit it; what is listed
    for a question without a topic stays as it is.
    """
    if query.everything:
        return made
    settled = catalog.settle_filter(query.where)
    cited = {citation.number: citation for citation in made.citations}
    shown = {citation.article.id for citation in made.citations}
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    told: list[Article] = []
    for sentence in made.sentences:
        own = [cited[number] for number in sentence.citations]
        numbers = tuple(range(len(citations) + 1, len(citations) + 1 + len(own)))
        citations += [replace(each, number=number) for number, each in zip(numbers, own, strict=True)]
        sentences.append(replace(sentence, citations=numbers))
        for each in own:
            for earlier in _list_replaced(catalog, each, sentence.short_answer):
                if earlier.article.id in shown or settled is None or not settled.admits(earlier.article):
                    continue
                number = len(citations) + 1
                citations.append(replace(earlier, number=number))
                text = " ".join(earlier.quote.split())
                sentences.append(Sentence(text, (number,), "quoted", about=EARLIER, label=sentence.label))
                told.append(earlier.article)
    if not told:
        return made
    notice = made.disagreement_notice or f"An earlier version says otherwise: {_describe_article(told[0])}."
    return replace(made, sentences=tuple(sentences), citations=tuple(citations), disagreement_notice=notice)


def _list_replaced(catalog: Catalog, newer: Citation, short: str) -> list[Citation]:
    """The sentences of earlier versions in whose place a cited one stands, the latest version first, each value once."""
    carriers = catalog.stories.list_carriers(newer.article.id)
    ids = [each.article_id for each in reversed(carriers) if each.version == "earlier"]
    entries = catalog.get_entries(ids)
    found: list[Citation] = []
    known = [_list_values(newer.quote)]
    for entry in (entries[id_] for id_ in ids if id_ in entries):
        for sentence in _order_sentences(newer, short):
            replaced = _find_replaced(sentence, entry.article, entry.passages)
            if replaced and not any(_list_values(replaced.quote) <= each for each in known):
                known.append(_list_values(replaced.quote))
                found.append(replaced)
                break
    return found[:MOST]


def _order_sentences(citation: Citation, short: str) -> list[str]:
    """The sentences of a quote, those with the short answer first."""
    spans = split_sentences(citation.quote, citation.article.language or "en")
    return sorted((citation.quote[start:end] for start, end in spans), key=lambda each: short not in each)


def _find_replaced(sentence: str, article: Article, passages: tuple[Passage, ...]) -> Citation | None:
    """The sentence of an article that is most like another, where it is alike and has other numbers or days."""
    words, values = split_words(sentence), _list_values(sentence)
    best, most = None, ALIKE
    for passage, start, end in _cut_sentences(article, passages):
        quote = article.text[start:end]
        alike = SequenceMatcher(None, words, split_words(quote), autojunk=False).ratio()
        if alike >= most:
            best, most = Citation(0, passage, article, quote, start, end), alike
    return best if best and _list_values(best.quote) != values else None


def _cut_sentences(article: Article, passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, int, int]]:
    for passage in passages:
        for start, end in split_sentences(passage.text, article.language or "en"):
            yield passage, passage.start + start, passage.start + end


def _list_values(text: str) -> set[tuple[str, ...]]:
    """The numbers with their units and the days of a text, comparable."""
    folded = fold_text(text)
    amounts = {(str(each.value), each.unit) for each in find_amounts(folded)}
    return amounts | {(str(each.day), str(each.month), str(each.year)) for each in find_days(folded)}


def _describe_article(article: Article) -> str:
    published = article.published
    day = f"{published.day} {published:%B %Y}" if published else "undated"
    return f"{article.outlet or 'one article'} ({day})"
