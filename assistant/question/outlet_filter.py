"""The outlets that a question names: by their name, a short form, their initials or their address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from assistant.language.words import fold_text
from vectorstore.catalogue.catalog import Catalog
from vectorstore.types import fold_name as same

# Names of one agency that do not follow from each other; initials ("AFP") and addresses do. Add to it freely.
ALSO_CALLED = (
    ("AA", "Anadolu", "Anadolu Agency", "Anadolu Ajansı"),
    ("BBC", "BBC News", "The Beeb"),
    ("PA", "PA Media", "Press Association"),
    ("TASS", "ITAR-TASS"),
    ("The New York Times", "NY Times"),
    ("The Washington Post", "WaPo"),
    ("dpa", "Deutsche Presse-Agentur"),
    ("Süddeutsche Zeitung", "Süddeutsche", "SZ"),
    ("Frankfurter Allgemeine Zeitung", "FAZ", "Frankfurter Allgemeine"),
)
_COMMON = frozenset(  # last words of many outlets' names, and parts of addresses: alone they name none
    word
    for line in (
        "agency daily english group international magazine media network news online press radio report service",
        "television today tv world blog com info net org web",
    )
    for word in line.split()
)
_SHORT = 4  # letters up to which a name must stand in the case that it is known in: "AA", "Time"
_LONGEST = 8  # words of a name

_HOST = re.compile(r"(?<![\w.-])(?:https?://)?(?:www\.)?(?P<host>(?:[\w-]++\.)+[a-z]{2,})(?:/\S*)?", re.I)
_WORD = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*")
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "net", "org"])

_N = "[\ue000-\uf8ff]"  # a name, replaced by one character of the private use area
_SURE = "[\uf000-\uf8ff]"  # one that can mean nothing else
_AND = r"(?:\s*+,\s*+(?:and\s++|or\s++)?|\s++(?:and|or|versus|vs\.?|with|from|than)\s++)"
_SAYS = (
    r"(?:report(?!s?\s+(?:say|said|find|found|conclude|show|state|recommend))|say\b|writ|publish|cover|carr(?:y|ied)"
    r"|agree|differ|disagree|describe|claim|print|note\b|mention|quote|tell\b|each\b|both\b)"
)
_SAID = r"(?:report(?:ed|s)|said|says|wrote|writes|publishe[ds]|carrie[ds]|cover(?:ed|s)|printed|claim(?:ed|s)|quote[ds]|noted)\b"
_PIECE = (
    r"(?:articles?|reports?|reporting|story|stories|news|coverage|pieces?|accounts?|versions?|headlines?|dispatch(?:es)?"
    r"|interviews?|editorials?|columns?)\b"
)
_COMPARES = re.compile(
    r"\b(?:compare|contrast|agree|differ|disagree|contradict|difference|between|versus|vs|side by side)", re.I
)


_NAMES = rf"{_N}(?:{_AND}{_N}){{0,9}}"
_ASKED = re.compile(
    rf"\b(?:according to|as (?:reported|told) by)\s+{_NAMES}"
    rf"|\b(?:did|do|does|has|have|had|would|will)\s+(?:both\s+)?{_NAMES}\s+(?:\w+\s+){{0,2}}?{_SAYS}"
    rf"|{_NAMES}\s+(?:(?:has|have|had|both|each|\w+ly)\s+){{0,4}}{_SAID}"
    rf"|\b(?:reported|published|written|carried|covered|printed|quoted|appeared|{_PIECE})"
    rf"\s+(?:\w+\s+){{0,3}}?(?:by|in|from|of|on)\s+{_NAMES}"
    rf"|{_NAMES}(?:'s?)?\s+{_PIECE}"
    rf"|\b(?:via|per|source:?)\s+{_NAMES}|^\W*{_NAMES}\s*(?::|-\s|\b(?:on|about)\s)"
    rf"|\b(?:in|on|from|by)\s+{_SURE}(?:{_AND}{_SURE}){{0,9}}|[-(|]\s*{_SURE}(?:\s*+\))?\W*+$",
    re.I,
)
_LEFT_OUT = re.compile(
    rf"\b(?:other than|except(?:\s+for)?|apart from|besides|excluding|not\s+(?:from|by|in))\s+{_NAMES}", re.I
)
_TOGETHER = re.compile(rf"{_N}(?:{_AND}{_N})+", re.I)


class KnownOutlet(NamedTuple):
    """An outlet of the catalogue and the hosts that its articles come from, e.g. ``bbc.co.uk``."""

    name: str
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedOutlets:
    """What a question says of outlets, in their names as the catalogue writes them."""

    asked: tuple[str, ...] = ()  # whose reporting it asks for
    left_out: tuple[str, ...] = ()  # whose it does not want


class _Mention(NamedTuple):
    start: int
    end: int
    outlets: tuple[str, ...]  # one, or all that go by this short form
    sure: bool  # whether it can mean nothing else


def list_known_outlets(catalog: Catalog) -> tuple[KnownOutlet, ...]:
    """The outlets of a catalogue, the largest first. A host counts for an outlet that has most of its articles."""
    hosts = catalog.list_hosts()
    articles: dict[str, int] = {}
    for of_outlet in hosts.values():
        for host, count in of_outlet:
            articles[host] = articles.get(host, 0) + count
    return tuple(
        KnownOutlet(
            name, tuple(host for host, count in hosts.get(same(name), ()) if 2 * count > articles[host])
        )
        for name, _ in catalog.list_outlets()
    )


def find_named_outlets(question: str, outlets: tuple[KnownOutlet, ...]) -> NamedOutlets:
    """The outlets whose reporting a question asks for, and those that it leaves out.

    Only explicit wording counts ("did AA report", "according to the Herald", "on bbc.com"): an outlet may be called
    Time or Metro. A name that is merely mentioned is searched like any other word, and passages know their outlet.
    """
    question = re.sub(_N, " ", fold_text(question))
    mentions = list(_find_mentions(question, outlets))
    if not mentions:
        return NamedOutlets()
    text, at = "", 0
    letters = [chr((0xF000 if mention.sure else 0xE000) + n) for n, mention in enumerate(mentions)]
    for letter, mention in zip(letters, mentions, strict=True):
        text += question[at : mention.start] + letter
        at = mention.end
    text += question[at:]
    left_out = {letter for match in _LEFT_OUT.finditer(text) for letter in re.findall(_N, match.group())}
    asked = [letter for match in _ASKED.finditer(text) for letter in re.findall(_N, match.group())]
    if _COMPARES.search(text):
        asked += [letter for match in _TOGETHER.finditer(text) for letter in re.findall(_N, match.group())]
    asked += [
        letter
        for letter, mention in zip(letters, mentions, strict=True)
        if _HOST.fullmatch(question, *mention[:2])
    ]
    return NamedOutlets(
        _list_outlets_of(mentions, (letter for letter in asked if letter not in left_out), text),
        _list_outlets_of(mentions, left_out, text),
    )


def strip_outlets(question: str, outlets: tuple[KnownOutlet, ...], named: Iterable[str]) -> str:
    """The question with "the articles" in place of each mention of one of the outlets ``named``."""
    question, wanted = re.sub(_N, " ", fold_text(question)), set(named)
    for mention in reversed(_find_mentions(question, outlets)):
        if not wanted.isdisjoint(mention.outlets):
            question = f"{question[: mention.start]}the articles{question[mention.end :]}"
    return question


def _list_outlets_of(mentions: list[_Mention], letters: Iterable[str], text: str) -> tuple[str, ...]:
    """The outlets behind the letters, in the order of the question."""
    numbers = [(ord(letter) - 0xE000) % 0x1000 for letter in sorted(set(letters), key=text.index)]
    return tuple(dict.fromkeys(outlet for number in numbers for outlet in mentions[number].outlets))


def _find_mentions(question: str, outlets: tuple[KnownOutlet, ...]) -> list[_Mention]:
    """Names of outlets in the question, in its order, each as long as can be."""
    names, labels = _build_aliases(outlets)
    found = [
        _Mention(*match.span(), tuple(labels[label]), sure=True)
        for match in _HOST.finditer(question)
        if (label := _find_host_label(match["host"])) in labels
    ]
    tokens = [m for m in _WORD.finditer(question) if not any(f.start <= m.start() < f.end for f in found)]
    at = 0
    while at < len(tokens):
        for count in range(min(_LONGEST, len(tokens) - at), 0, -1):
            start, end = tokens[at].start(), tokens[at + count - 1].end()
            if mention := _read_mention(question, start, end, names):
                found.append(mention)
                at += count - 1
                break
        at += 1
    return sorted(found)


def _read_mention(question: str, start: int, end: int, names: Mapping[str, list[_Alias]]) -> _Mention | None:
    """What the words from ``start`` to ``end`` name, "The" before them taken along."""
    written = question[start:end].removesuffix("'s")
    meant = [
        alias
        for alias in names.get(_make_alias_key(written), ())
        if alias.fits_question(written, question, start)
    ]
    if not meant and (initials := _write_initials(written)) and len(initials) > 2:
        meant = [alias for alias in names.get(_make_alias_key(initials), ()) if alias.written == initials]
    if not meant:
        return None
    before, after = question[:start], question[end:]
    article = re.search(r"(?:\bthe\s+)?$", before, re.I)
    assert article is not None
    named = article.group().startswith("The") and article.start() > 0
    meant = [
        alias._replace(sure=alias.sure or (named and alias.outlet.startswith("The "))) for alias in meant
    ]
    sure = any(alias.sure for alias in meant)
    if not sure and (re.match(r" [A-Z]\w", after) or re.search(r"\w [A-Z]\w* $", before)):
        return None  # part of a longer name: "Sun Valley"
    outlets = tuple(dict.fromkeys(alias.outlet for alias in meant if alias.sure or not sure))
    return _Mention(article.start(), start + len(written), outlets, sure)


def _write_initials(written: str) -> str:
    """The initials of a name of several words, "" where they are not all capitals."""
    words = [word for word in _words(written) if word not in ("of", "and", "for", "the", "de")]
    return "".join(word[0] for word in words) if len(words) > 1 and all(w[0].isupper() for w in words) else ""


def _words(name: str) -> list[str]:
    """The words of a name, none of them empty: "Sky-" is one word, "-" has none."""
    return re.findall(r"[^\s-]+", name)


class _Alias(NamedTuple):
    outlet: str
    written: str  # the alias as it is written, without "The"
    the: bool  # needs a definite article before it: "the Herald"
    sure: bool

    def fits_question(self, written: str, question: str, start: int) -> bool:
        """Whether the words ``written`` at ``start`` of the question may be this name.

        A short name or initials must stand in their own case; where a question has no capitals at all, long
        names need none.
        """
        careless = question == question.lower()
        if self.the and not re.search(r"\bthe\s+$", question[:start], re.I):
            return False
        if len(self.written) <= _SHORT or self.written.isupper():
            lower = careless and self.written.isupper() and len(self.written) > 2
            return written == self.written or lower or (written.isupper() and self.written.islower())
        return written[:1].isupper() or (not self.the and (careless or " " in self.written))


@lru_cache(maxsize=4)
def _build_aliases(
    outlets: tuple[KnownOutlet, ...],
) -> tuple[Mapping[str, list[_Alias]], Mapping[str, list[str]]]:
    """What each name, folded, may mean; and the outlets behind each label of an address."""
    names: dict[str, list[_Alias]] = {}
    labels: dict[str, list[str]] = {}
    for outlet in outlets:
        own_labels = {_find_host_label(host) for host in (*outlet.hosts, outlet.name) if "." in host} - {""}
        for alias in _list_aliases(outlet.name, own_labels):
            for key in {_make_alias_key(alias.written), _make_alias_key(alias.written, umlauts=True)}:
                if all(alias.outlet != other.outlet for other in names.setdefault(key, [])):
                    names[key].append(alias)
        for label in {*own_labels, _make_alias_key(_strip_the(outlet.name)).replace(" ", "")} - _COMMON:
            labels.setdefault(label, []).append(outlet.name)
    return names, labels


def _list_aliases(name: str, labels: Iterable[str]) -> Iterator[_Alias]:
    """The names that an outlet goes by, the surest first."""
    called = {name: None} | {
        other: None
        for group in ALSO_CALLED
        if _make_alias_key(_strip_the(name)) in {_make_alias_key(_strip_the(g)) for g in group}
        for other in group
    }
    for each in called:
        bare = _strip_the(each)
        yield _Alias(name, bare, the=False, sure=" " in bare or bare.isupper())
    for each in called:
        words = _words(_strip_the(each))
        if len(words) > 1:
            if initials := _write_initials(_strip_the(each)):
                yield _Alias(name, initials, the=False, sure=len(initials) > 2)
            if words[0].isupper() or words[0].casefold() in labels:
                yield _Alias(name, words[0], the=False, sure=words[0].isupper())
            for first in range(1, len(words)):
                if words[first].casefold() not in _COMMON and words[-1].casefold() not in _COMMON:
                    yield _Alias(name, " ".join(words[first:]), the=True, sure=False)
    for label in labels:
        if label not in _COMMON:
            yield _Alias(name, label if len(label) > _SHORT else label.upper(), the=False, sure=False)


def _strip_the(name: str) -> str:
    return re.sub(r"^the\s+", "", fold_text(name), flags=re.I)


def _make_alias_key(name: str, *, umlauts: bool = False) -> str:
    """A name as it is compared: without case, diacritics, full stops and apostrophes."""
    name = fold_text(name).casefold().removesuffix("'s").replace("&", " and ")
    if umlauts:
        name = name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", re.sub(r"[.']", "", plain.replace("ı", "i"))))


def _find_host_label(host: str) -> str:
    """What names the owner in a host: ``bbc`` of ``news.bbc.co.uk``."""
    parts = [part for part in host.casefold().split(".") if part]
    if len(parts) < 2:
        return ""
    return parts[-3] if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else parts[-2]
