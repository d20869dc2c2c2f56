"""Questions and names of outlets as nobody would think of them: for hypothesis, seldom right and never too much."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.types import Turn

ODD_OUTLETS = (  # whole names, and what scraping leaves of them
    "", "-", " - ", "The", "the -", "Sky-", "-Kurier", "Harbour -", "A - B", "Ost-West-", "of", "The Of", "'s", "&", "A&B",
    "...", "!?", "24", "7 Days", "L'Écho", "O'Hara's", "The O'Hara’s", "News.", "news.example", "www.", ".example", "a.b",
    "Harbour News", "The Valley Post", "AA", "Time", "Which", "What", "New York Times", "Agence France-Presse", "U.S. Report",
    "日本新聞", "Новости", "الجزيرة", "הארץ", "Æ Ø", "İSTANBUL", "ǅ Dnevnik", "ß", "ﬁrst ﬂoor", "e\u0301cho", "\u200bHidden",
    "\ue000", "\uf000 Post", "Tab\tName", "Line\nName", "🗞", "🗞 Daily", "١٢٣", "½ Past", "(Bracket", "[x]", "a\\b", "x" * 300,
    "The The", "the the the", "One Two Three Four Five Six Seven Eight Nine Ten", "A" * 40, "A-B-C-D-E-F-G-H-I-J",
)  # fmt: skip
_ASKING = """
    What did|When did|Who|Which|How many|How much|Why|Where|Compare|What is the difference between|according to|Did|Tell me
    about|and what about|Who is|Who was|What happened|What happened with|as reported by|since|until|before|after|between|and
    in|in the|on|from|by|not from|except|other than|report|reported|say|said|write|agree|differ|last week|yesterday|this
    year|in the last 3 days|since the summit|after the final|the latest news|articles|story|news|timeline of|summarise|it
    he|she|they|there|the bridge|Elmford|Ravenna|Ines Moreau|Hanna Brandt|Annika Dahl|Norvik|the mayor|the repairs|cost|euros
    1.9 million|120|41,000|3-1|45%|2025|September 2025|4 September|2025-09-04|30 February 2025|99/99/9999|March|Monday|the 32nd
    week’s|World Cup semi-final|half-time|mother-in-law|O'Hara's|rock ’n’ roll|e.g.|U.S.|bbc.co.uk|https://news.example/a?b=c
    www.x|.com|a..b|“|”|"|'|’|‘|-|–|—|--|- -|…|...|?|!|;|:|,|.|(|)|[|]|{|}|/|\\|&|%|$|€|#|@|*|+|=|<|>|~|^|_|`||
    日本|東京では何が起きましたか|Что сказал мэр|ماذا قال العمدة|מה אמר ראש העיר|Ελλάδα|ประเทศไทย|हिन्दी|한국|Straße
    İ|ı|ŉ|ﬁ|e\u0301|\u200b
    \ufeff|\u202e|\u00ad|\ue000|\uf000|\uf8ff|\x00|\x1b|\t|\n|🗞|👩‍👩‍👧|½|²|١٢٣|Ⅻ|𝟙|NULL|None|OR 1|NEAR|AND|NOT|title:x|"a
"""
_PIECES = tuple(
    dict.fromkeys(piece for line in _ASKING.splitlines() for piece in line.removeprefix("    ").split("|"))
)

pieces = st.one_of(
    st.sampled_from(_PIECES),
    st.sampled_from(ODD_OUTLETS),
    st.text(max_size=6),
    st.text(st.characters(categories=["Cs", "Cc", "Co", "Mn"]), max_size=4),  # halves of characters, too
    st.text(alphabet="aAbBzZ'’-–. ,0123456789", max_size=12),
    st.integers(-(10**12), 10**12).map(str),
    st.dates().map(lambda day: f"{day:%d %B} {day.year}"),
)
questions = st.one_of(
    st.lists(pieces, max_size=14).map(" ".join),
    st.lists(pieces, max_size=14).map("".join),
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map(lambda words: " ".join(words) + "?"),
    st.tuples(pieces, st.integers(1, 400)).map(lambda two: (two[0] * two[1])[:1200]),
    st.text(max_size=200),
)
outlets = st.one_of(
    st.sampled_from(ODD_OUTLETS), st.text(max_size=20), st.lists(pieces, max_size=5).map(" ".join)
)
ODD_TURNS = (
    Turn("What did Dahl say about Norway?", "Dahl praised Norway."),
    Turn("Who is it?", ""),
    Turn("", "?"),
    Turn("Where was it found?", "It was found in - there, by Ines Moreau’s."),
    Turn("What did the Sky- report on 30 February?", "The articles don’t say."),
)
