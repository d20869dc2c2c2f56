"""The words of a text that carry its meaning, as stems, and the names and numbers in it."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|%|[^\W\d_]+(?:['’][^\W\d_]+)?|\w+")
_TOKEN = re.compile(r"[\w&][\w&'.-]*[\w&]|\w")
_WITHIN_NAMES = frozenset(["of", "the", "de", "van", "von", "bin", "al", "der", "du", "da"])

# Words of a question that say what is asked, not what about; and those that are everywhere
_STOP = (
    "a about above after again all also am an and any are as at be because been before being below "
    "between both but by can could did do does doing down during each few for from further had has have "
    "having he her here hers him his how i if in into is it its itself just know let me more most my no "
    "nor not now of off on once only or other our out over own please said same say says shall she should "
    "so some such tell than that the their them then there these they this those through to too under "
    "until up very was we were what when where which while who whom whose why will with would you your "
    "article articles report reported reports news happen happened happening latest ever many much long "
    "far often else according explain describe think mean make made still one ones speak speaks spoke spoken "
)
STOP = frozenset(_STOP.split())

_PLAIN = str.maketrans(
    dict.fromkeys("’‘‚`´", "'")
    | dict.fromkeys("“”„‟«»「」『』", '"')
    | dict.fromkeys("–—‑‐−", "-")
    | {"½": ".5", "¼": ".25", "¾": ".75"}  # so that "2½" is "2.5"
)
UNSEEN = (
    dict.fromkeys(  # marks that turn the direction of writing round, soft hyphens, joiners: nobody sees them
        [
            0x00AD,
            0x061C,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            0xFEFF,
        ]
    )
)
_LOOKALIKES = str.maketrans("аеорсухіѕјАВЕКМНОРСТХІЅЈ", "aeopcyxisjABEKMHOPCTXISJ")  # Cyrillic
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RUN = re.compile(r"\w+")
_MIXED = re.compile(r"[a-z][а-яіѕј]|[а-яіѕј][a-z]", re.I)  # where a word goes over into another alphabet
_UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())}
NUMBER_WORDS |= {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

ORDINALS = tuple(  # from the first on
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth""".split()  # noqa: SIM905
)

# Past forms that no stemmer brings back, for the verbs of news
_IRREGULAR = {
    form: base
    for base, forms in {
        "win": "won", "lose": "lost", "rise": "rose risen", "fall": "fell fallen", "buy": "bought", "sell": "sold",
        "begin": "began begun", "become": "became", "break": "broke broken", "bring": "brought", "build": "built",
        "choose": "chose chosen", "come": "came", "cut": "cuts", "draw": "drew drawn", "fight": "fought",
        "find": "found", "fly": "flew flown", "forget": "forgot", "freeze": "froze frozen", "get": "got",
        "give": "gave given", "go": "went gone", "grow": "grew grown", "hold": "held", "keep": "kept",
        "know": "knew known", "lead": "led", "leave": "left", "meet": "met", "pay": "paid", "run": "ran",
        "see": "saw seen", "send": "sent", "shoot": "shot", "sink": "sank sunk", "speak": "spoke spoken",
        "spend": "spent", "stand": "stood", "steal": "stole stolen", "strike": "struck", "swim": "swam",
        "take": "took taken", "teach": "taught", "tell": "told", "think": "thought", "throw": "threw thrown",
        "withdraw": "withdrew withdrawn", "shake": "shook shaken", "hit": "hits", "hurt": "hurts", "drive": "drove driven",
        "eat": "ate eaten", "feel": "felt", "flee": "fled", "hear": "heard", "hide": "hid hidden", "lay": "laid",
        "ride": "rode ridden", "seek": "sought", "shrink": "shrank shrunk", "sing": "sang sung", "sleep": "slept",
        "slide": "slid", "spread": "spreads", "spring": "sprang sprung", "sweep": "swept",
        "swear": "swore sworn", "tear": "tore torn",
        "understand": "understood", "wear": "wore worn", "catch": "caught", "deal": "dealt", "dig": "dug", "drink": "drank drunk",
        "forbid": "forbade forbidden", "lend": "lent", "shut": "shuts",
        "overthrow": "overthrew overthrown", "write": "wrote written", "die": "dead death died dies",
        "defense": "defence", "color": "colour", "labor": "labour", "center": "centre", "program": "programme",
    }.items()
    for form in forms.split()
}  # fmt: skip


def fold_text(text: str) -> str:
    """Unicode compatibility form, plain quotes and dashes, one space where there was any white space.

    What nobody sees is left out, and Cyrillic letters in a Latin word are what they look like.
    """
    if text.isascii():  # most are; many times faster
        return " ".join(text.replace("`", "'").split())
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN).translate(UNSEEN)
    if _CYRILLIC.search(text):
        text = _RUN.sub(lambda match: _unmixed(match.group()), text)
    return re.sub(r"\s+", " ", text).strip()


def _unmixed(word: str) -> str:
    return word.translate(_LOOKALIKES) if _MIXED.search(word) else word


def split_words(text: str) -> list[str]:
    """The words and numbers of a text in order, folded and without case; "per cent" and "%" are one."""
    plain = re.sub(r"\bper ?cent\b", "%", fold_text(text).casefold())
    return [word.removesuffix("'s") for word in _WORD.findall(plain)]


def list_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order; small numbers in words are written as digits."""
    return [stem_word(word) for word in split_words(text) if word not in STOP and word != "%"]


def list_names(text: str) -> list[str]:
    """Runs of capitalised words, e.g. "Bank of England"; a word that only opens a sentence is none."""
    text = fold_text(text)
    found: list[list[str]] = []
    run: list[str] = []
    end, opens = 0, True
    for match in _TOKEN.finditer(text):
        token = match.group().removesuffix("'s").rstrip(".")
        gap = text[end : match.start()]
        opens = opens or bool(re.search(r"[.!?:;]", gap))
        end = match.end()
        if gap.strip():  # punctuation ends a name
            run = _keep_run(found, run)
        acronym = token.isupper() and len(token) > 1
        named = token[:1].isupper() and (acronym or token.casefold() not in STOP or bool(run and not opens))
        if named or (run and token in _WITHIN_NAMES):
            run.append(token)
        else:
            run = _keep_run(found, run)
        opens = False
    _keep_run(found, run)
    return list(dict.fromkeys(" ".join(name) for name in found))


def _keep_run(found: list[list[str]], run: list[str]) -> list[str]:
    while run and not run[-1][:1].isupper():
        run.pop()
    if run and (len(run) > 1 or len(run[0]) > 1):
        found.append(run)
    return []


def is_past_form(word: str) -> bool:
    """Whether a folded word looks like the past form of a verb: in -ed, or irregular."""
    return (word.endswith("ed") and not word.endswith("eed")) or word in _IRREGULAR


_stemming = threading.Lock()  # the stemmer keeps the word that it works on in itself


@lru_cache(maxsize=65536)
def stem_word(word: str) -> str:
    """The stem of one folded word, irregular past forms brought back to their verb."""
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    with _stemming:
        return str(_load_stemmer().stemWord(_IRREGULAR.get(word, word)))


@lru_cache(maxsize=1)
def _load_stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
