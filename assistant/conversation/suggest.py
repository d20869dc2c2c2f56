"""Questions worth asking: made from what articles say, kept only where the articles answer them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from assistant.language.entities import find_names
from assistant.language.words import list_names, list_stems
from assistant.types import Answer
from news.article import Article
from news.sentences import split_sentences

READ = 4_000  # characters of an article that are looked at
TRIED = 8  # candidates that are tried at most

_NAME = r"[A-Z][\w'’-]{1,40}(?: (?:van|von|de|al|bin|der|[A-Z][\w'’-]{1,40})){1,5}"
_SPOKE = re.compile(
    rf"(?P<the>\b[Tt]he )?(?P<name>{_NAME})(?:, [^,.]{{3,60}},)? (?:said|told|warned|announced|promised)\b"
    rf"|\b(?:said|warned) (?:[a-z][^,.]{{3,60}}, )?(?P<said>{_NAME})"
)
_DONE = re.compile(
    r"^(?P<what>The [\w' -]{3,40}?|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}) (?P<was>was|were|will be)"
    r" (?P<done>closed|opened|reopened|sold|bought|stolen|found|killed|elected|built|delayed|restored|copied|"
    r"ended|lifted|approved|rejected|cancelled|arrested|charged|launched|signed|destroyed|evacuated)\b"
    r".*\b(?:on|in|at) (?:\d|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)"
)
_COSTS = re.compile(rf"^(?P<what>The [\w' -]{{3,40}}?|{_NAME}) (?P<verb>will cost|costs|cost) [^.]*\d")
_ABOUT = {  # what is asked of articles in other languages than English
    "de": "Was wird über {name} berichtet?",
    "es": "¿Qué se sabe de {name}?",
    "fr": "Que sait-on de {name} ?",
}
_RELATIVE = re.compile(r"\b(?:who|which|that|whose|where)\b")


def make_questions(article: Article) -> Iterator[str]:
    """Questions that the article itself answers, the most telling first, in its own language."""
    if (article.language or "en") != "en":
        named = (name for name in list_names(article.title) if " " in name and len(name) < 40)
        yield from (_ABOUT[article.language].format(name=n) for n in named if article.language in _ABOUT)
        return
    topic = _choose_topic(article)
    lines = [article.text[start:end] for start, end in split_sentences(article.text[:READ])]
    for line in lines:
        if (found := _COSTS.match(line)) and _is_clear(found["what"]):
            do = "do" if found["verb"] == "cost" or _is_plural(found["what"]) else "does"
            yield f"How much {do} {_write_inside(found['what'])} cost?"
        if (found := _DONE.match(line)) and _is_clear(found["what"]):
            be = "will" if found["was"] == "will be" else found["was"]
            done = f"be {found['done']}" if be == "will" else found["done"]
            yield f"When {be} {_write_inside(found['what'])} {done}?"
    for name in _list_speakers(lines):
        if name != topic:
            yield f"What did {name} say about {topic}?" if topic else f"What did {name} say?"
    if topic:
        yield f"What happened with {topic}?"


def suggest_questions(
    articles: Iterable[Article],
    answers: Callable[[str], bool],
    most: int,
    asked: Iterable[str] = (),
    *,
    each: int = 1,
) -> list[str]:
    """Up to ``most`` questions over these articles, up to ``each`` of one, that ``answers`` says can be answered.

    ``asked``: questions that are not to be suggested again, nor any in the same words.
    """
    seen = {frozenset(list_stems(question)) for question in asked}
    found: list[str] = []
    tried = 0
    for article in articles:
        taken = 0
        for question in make_questions(article):
            words = frozenset(list_stems(question))
            if taken == each or len(found) == most or tried == TRIED:
                break
            if words in seen:
                continue
            seen.add(words)
            tried += 1
            if answers(question):
                found.append(question)
                taken += 1
    return found


def suggest_follow_ups(
    answer: Answer,
    articles: Iterable[Article],
    answers: Callable[[str], bool],
    *,
    asked: Iterable[str] = (),
    most: int = 3,
) -> list[str]:
    """Questions that lead on from an answer, over the whole of the articles that it cites, none asked before."""
    return (
        []
        if answer.abstained
        else suggest_questions(articles, answers, most, [answer.question, *asked], each=2)
    )


def _list_speakers(lines: Iterable[str]) -> list[str]:
    """Who speaks in these sentences, each once and without office; who is known by surname alone is left out."""
    spoke: dict[str, None] = {}
    for found in (found for line in lines for found in _SPOKE.finditer(line)):
        name = found["name"] or found["said"]
        bare = [name[start:end] for start, end in find_names(name)]  # "But Umaga", "Labour's Paul Flynn"
        spoke |= {f"the {name}": None} if found["the"] else dict.fromkeys(bare[-1:])
    return [name for name in spoke if " " in name]


def _choose_topic(article: Article) -> str:
    """What the article is about in a few words: its first tag that can stand in a question, or a name."""
    for tag in article.tags:
        if 3 < len(tag) < 40 and (written := _find_written_tag(tag, article)):
            return written
    return next((name for name in list_names(article.title) if " " in name and len(name) < 40), "")


def _find_written_tag(tag: str, article: Article) -> str:
    """A tag as it stands inside a sentence: "Port Calder", "the cyber attack"; "" where the article lacks it."""
    found = re.search(rf"(?<=\w )(the )?({re.escape(tag)})\b", article.text, re.I)
    if found is None:
        if tag.istitle() and tag in article.title:
            return tag
        first, _, rest = tag.partition(" ")  # "Velmar ferry", where the text names Velmar
        is_named = re.search(rf"\w {re.escape(first)}\b", article.text) is not None
        return f"the {tag}" if first.istitle() and rest and is_named and tag in article.title else ""
    the, written = found[1] or "", found[2]
    if written.istitle() and " " not in written:
        return written  # "the Halvern" is the beginning of "the Halvern reservoir"
    return f"{the.lower()}{written}" if the or written.istitle() else ""


def _is_clear(subject: str) -> bool:
    """Whether a subject says by itself what is meant: "the road bridge at Oster", not "the repair"."""
    return not _RELATIVE.search(subject) and (len(subject.split()) > 2 or not subject.startswith("The "))


def _is_plural(subject: str) -> bool:
    return re.match(r"The \d+ ", subject) is not None


def _write_inside(subject: str) -> str:
    """A subject as it stands inside a sentence: "the bridge", "Calder General"."""
    first, _, rest = subject.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "A", "An") else subject
