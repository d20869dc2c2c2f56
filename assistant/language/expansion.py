"""The words of a question and of what may answer it, one stem for all that are asked and answered for each other.

Looser than ``synonyms``, which claims are held to: a sale answers a question about a purchase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.language.synonyms import ROWS
from assistant.language.words import fold_text, list_stems, stem_word

_LOOSE = """
succeed successor replace replacement
expensive dear dearer costly pricey
delay postpone late later
begin start commence launch
sell sale seller buy purchase buyer acquire acquisition takeover
pay salary wage earn paid payment
find discover discovery
enter entry entrance
thief thieves theft steal robber robbery burglar burglary
vote ballot election elect elector
poll survey
build construct construction erect builder
worker employ employee employer staff
ban forbid prohibit outlaw
permit allow licence license permission approval
kill die dead death
arrest detain custody detention
win victory winner champion
coach trainer
ceo boss
lead leader head
money cash
cost price bill fee
car vehicle
hospital clinic
reject refuse decline
insure insurance insurer
resign resignation quit
marry marriage wedding wife husband
close closure shut
open opening
attack attacker
own owner ownership
invent inventor invention
strike walkout
fast speed quick quickly
weigh weight heavy
tall height high
deep depth
wide width
long length
grow growth
arrive arrival
depart departure
lose loss
choose choice select selection
travel trip journey
fly flight
protest demonstration demonstrate protester
decide decision
agree agreement accord deal
announce announcement
explode explosion blast
collapse
rescue save
move relocate
teach teacher
write author writer
compete competition contest
""".strip().splitlines()
_PHRASES = tuple(  # of a question or a text, and the word or words that they mean
    (re.compile(rf"\b(?:{pattern})\b", re.I), word)
    for pattern, word in (
        (r"(?:take|takes|took|taken|taking) over (?:from|as)", "succeeded"),
        (r"(?:take|takes|took|taken|taking) over", "bought"),
        (r"(?:step|steps|stepped) down", "resigned"),
        (r"(?:put|puts|putting|pushed) (?:off|back)", "postponed"),
        (r"(?:(?:get|gets|got|broke|break) in(?:to)?|gain(?:ed)? (?:access|entry)(?: to)?)", "enter"),
        (r"chief executive(?: officer)?", "ceo"),
        (r"(?:pay|pays|paid|paying)\b(?=[^.;]{0,20}\d[^.;]{0,40}\bfor)", "paid price"),  # pay 9 crowns for it
        (r"(?:call|calls|called) off", "cancelled"),
        (r"(?:set|sets) up", "founded"),
        (r"(?:shut|shuts) down", "closed"),
        (r"(?:turn|turns|turned) down", "rejected"),
        (r"(?:go|goes|went|gone) up", "rose"),
        (r"(?:go|goes|went|gone) down", "fell"),
    )
)


def list_meanings(text: str) -> tuple[str, ...]:
    """Like ``words.stems``, one stem for all words of a row."""
    text = fold_text(text)
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return map_to_meanings(list_stems(text))


def map_to_meanings(own: Iterable[str]) -> tuple[str, ...]:
    """Stems, each as the one that stands for its row."""
    single = _load_meaning_rows()
    return tuple(single.get(each, each) for each in own)


@lru_cache(maxsize=1)
def _load_meaning_rows() -> dict[str, str]:
    """stem → the stem that stands for it; rows that share a word are one."""
    found: dict[str, str] = {}
    for row in (*ROWS, *_LOOSE):
        own = [stem_word(word) for word in row.split()]
        first = next((found[each] for each in own if each in found), own[0])
        others = {found[each] for each in own if each in found} - {first}
        found = {key: first if value in others else value for key, value in found.items()}
        found |= dict.fromkeys(own, first)
    return found
