"""Words of news that say the same: one of each row stands for all, so that paraphrases can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.dates import MONTHS
from assistant.language.words import NUMBER_WORDS, ORDINALS, stem_word

# The first of a row stands for the others, in whatever form they are written. Only words that can be exchanged in
# a report without changing what it claims; where a word has an opposite in claims.py, the first of its row is there.
ROWS = """
buy purchase acquire
company firm enterprise corporation
rise increase climb jump soar surge grow
fall drop decline decrease slip slide sink plunge tumble slump shrink dip recede
lower cut reduce slash trim
raise hike boost
approve endorse ratify
reject rebuff
begin start commence
end finish conclude
help aid assist
injure hurt wound
hire recruit
say tell add explain declare announce stress insist argue
show reveal indicate
arrest detain
jail imprison
attack assault
build construct erect
home house
car automobile
ship vessel
child kid
doctor physician
lawyer attorney solicitor
film movie
game match
big large
about around roughly approximately circa
nearly almost virtually
resign quit
plan intend aim
wish want
allow permit
ban prohibit forbid outlaw
need require
receive get obtain
award grant
happen occur
try attempt
stop halt cease
delay postpone
cancel scrap
quake earthquake
fire blaze
flat apartment
lorry truck
petrol gasoline
football soccer
shop store
worker employee
wage salary
deal agreement pact
talks negotiation
soldier troop
country nation
area region
whole entire
likely probably
crash collision
use utilise
choose select
keep retain
repair fix mend
warn caution
praise commend laud applaud
criticise criticize slam lambast
beat defeat
launch introduce unveil
investigation inquiry probe
gun firearm
blast explosion
illness disease sickness
drug medicine medication
scientist researcher
student pupil
lawmaker legislator parliamentarian
law legislation
customer client
profit earnings
owner proprietor
quickly rapidly swiftly
often frequently
rarely seldom
huge enormous massive
expensive costly pricey
rich wealthy
famous renowned
dangerous hazardous
easy simple
empty vacant
old elderly
cause trigger prompt
inhabitant resident
enough sufficient
former ex
close shut
""".strip().splitlines()
_PHRASES = (  # what more than one word says, as one
    (r"chief executive(?: officer)?", "ceo"),
    (r"(?:turn|turned|turns) down", "rejected"),
    (r"(?:go|goes|went|gone) up", "rose"),
    (r"(?:go|goes|went|gone) down", "fell"),
    (r"(?:take|takes|took|taken) place", "happened"),
    (r"(?:step|steps|stepped) down", "resigned"),
    (r"(?:take|takes|took|taken) over", "bought"),
    (r"(?:put|puts) off", "postponed"),
    (r"(?:call|calls|called) off", "cancelled"),
    (r"(?:pull|pulls|pulled) out", "withdrew"),
    (r"(?:come|comes|came) back", "returned"),
    (r"passed away|lost (?:his|her) life|lost their lives", "died"),
    (r"(?:stat|not|remark)ed(?= that\b)", "said"),
    (r"close to", "near"),
    (r"(?:come|comes|came) to an end", "ended"),
    (r"vot(?:e|es|ed) (?:for|in favou?r of)(?= (?:the|an?|it|its|this|that)\b)", "supported"),
    (r"vot(?:e|es|ed) against", "opposed"),
    (r"(?:throw|throws|threw|thrown) out", "rejected"),
    (r"backed", "supported"),
    (
        r"(?:is|are|was|were) due to(?! (?:the|an?|its|his|her|their|\w+(?:s|ing|ion|age|ure|ment|ness|ity))\b)",
        "will",
    ),
    (r"(?:is|are|was|were) in (?:\w+ )?(?:talks|negotiations) (?:to|on|over|about)", "considers to"),
    (r"(?:has|have|had|is|are) yet to", "has not yet"),
    (r"(?:would|will) not(?= (?:comment|say)\b)|(?:refused|declined) to(?= (?:comment|say)\b)", "did not"),
    (
        r"(?:due|owing|thanks) to(?= (?:the|an?|its|his|her|their|[a-z]+(?:s|ing)?)\b)|as a result of|on account of",
        "because of",
    ),
    (r"no(?:t)? more than", "at most"),
    (r"no(?:t)? (?:fewer|less) than", "at least"),
    (r"in spite of", "despite"),
    (r"(?:is|are|was|were|be|been) unable to|(?:can|could) not|can't|couldn't|cannot", "cannot"),
    (r"(?:is|are|was|were) able to", "can"),
    (
        r"(?:is|are|was|were) (?:going|due|set|scheduled|slated|about|poised|to) to|(?:is|are) to(?= [a-z]+\b(?! the))",
        "will",
    ),
    (r"aims? (?:to|for)", "plans to"),
    (r"ex-(?=\w)", "former "),
    (r"minus (?=\d)", "-"),
    (r"(\d+(?:\.\d+)?) (degrees?(?: Celsius| Fahrenheit)?) below (?:zero|freezing)", r"-\1 \2"),
    (r"US(?=\$)", ""),
    (r"aged? (\d+)(?!\s?(?:to|-|or|and)\s?\d)", r"\1-year-old"),
)
_MONTH = rf"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?"
_ORDINAL = re.compile(
    rf"(?<![\d.,])(?<!\w-)(\d{{1,2}})(?:st|nd|rd|th)\b(?P<day>\s+(?:of\s+)?{_MONTH})?", re.I
)
_MONTH_ENDS = re.compile(rf"\b{_MONTH}\s*$", re.I)
_SHORT_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?=,?\s+\d)")
_ISO_DAY = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PART = re.compile(
    r"\b(?P<how_many>an?|one|two|three|four|five|six|seven|eight|nine|\d)[\s-]"
    r"(?P<part>halve|third|quarter|fifth|sixth|eighth|tenth)(?:s\b|(?=\s+of\b|[,.;]|$))"
    r"|(?P<half>\bhalf)(?=\s+(?:of|the|its|his|her|their|all|my|our)\b)(?!\s+of\s+(?:the\s+)?(?:\d{4}|year|season|match|game)\b)"
    r"(?<!first half)(?<!second half)",
    re.I,
)
_TOKEN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_OPENS = re.compile(r'(?:^|[.!?:]["\')]*\s+|")$')


def replace_synonyms(text: str) -> str:
    """The folded text with one word for all that say the same; names stay as they are.

    "3rd" is "third", "three quarters" are "75%", and "2025-03-03" is "3 March 2025".
    """
    text = _ORDINAL.sub(_spell_ordinal, text)
    text = _PART.sub(_write_percentage, text)
    text = _SHORT_MONTH.sub(
        lambda match: next(m for m in MONTHS if m[:3] == match[1][:3].lower()).capitalize(), text
    )
    text = _ISO_DAY.sub(lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1].capitalize()} {m[1]}", text)
    for pattern, single in _load_phrases():
        text = pattern.sub(single, text)
    return _TOKEN.sub(_exchange_word, text)


def _spell_ordinal(match: re.Match[str]) -> str:
    """ "3rd" as "third", or as "3" where it is the day of a month."""
    number = int(match[1])
    if match["day"] or _MONTH_ENDS.search(match.string[: match.start()]):
        return match[1] + (match["day"] or "")
    if not 1 <= number <= len(ORDINALS):
        return match.group()
    return ORDINALS[number - 1]


def _write_percentage(match: re.Match[str]) -> str:
    """A part of a whole as a percentage with at most two decimals."""
    if match["half"]:
        return "50%"
    word = match["how_many"].casefold()
    many = 1 if word in ("a", "an") else NUMBER_WORDS.get(word) or int(word)
    return f"{100 * many / _PARTS[match['part'].casefold()]:.2f}".rstrip("0").rstrip(".") + "%"


def _exchange_word(match: re.Match[str]) -> str:
    word = match.group()
    if word[0].isupper() and not _OPENS.search(match.string[: match.start()]):
        return word  # a name
    single = _load_synonym_rows().get(stem_word(word.casefold()))
    if (
        single is None
        or stem_word(single) == stem_word(word.casefold())
        or (word.isupper() and len(word) > 1)
    ):
        return word
    if word.endswith("ly") != single.endswith("ly") and word.casefold() not in " ".join(ROWS).split():
        return word  # "large" and "largely", "near" and "nearly"
    return single.capitalize() if word[0].isupper() else single


@lru_cache(maxsize=1)
def _load_synonym_rows() -> dict[str, str]:
    """stem → the word that stands for it."""
    rows = [row.split() for row in ROWS]
    return {stem_word(word): row[0] for row in rows for word in row}


@lru_cache(maxsize=1)
def _load_phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b", re.I), single) for pattern, single in _PHRASES)
