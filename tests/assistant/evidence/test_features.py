"""How probable it is that a passage answers, without reading it."""

from __future__ import annotations

from assistant.evidence.features import compute_features, estimate_chance
from ingest.preparation.split import split_passages
from news.article import Article
from vectorstore.types import FusedPassage

FERRY = (
    "The ferry to Lowmere sails again from Monday, after its engine was replaced in the dry dock at Ashby."
)
HARBOUR = "Harbour, ferry, engine and dry dock: what Lowmere and Ashby replaced, and when the ferry sails on Monday."


def candidate(text: str, similarity: float) -> FusedPassage:
    article = Article(key=text, title="", text=text)
    passage = split_passages(article, lambda words: len(words.split()) + 2, 200)[0]
    return FusedPassage(passage, article, 0.0, 1, similarity, None)


def chances(question: str, *candidates: FusedPassage) -> list[float]:
    return [estimate_chance(known) for known in compute_features(question, candidates)]


def test_a_quote_wins_over_the_same_words_and_a_nearer_meaning() -> None:
    quote = " ".join(FERRY.split()[3:15])
    right, other = chances(quote, candidate(FERRY, 0.4), candidate(HARBOUR, 0.8))
    assert right > max(other, 0.9)


def test_a_quote_with_two_words_changed_still_wins() -> None:
    words = FERRY.split()[3:15]
    words[3], words[9] = "perhaps", "another"
    right, other = chances(" ".join(words), candidate(FERRY, 0.4), candidate(HARBOUR, 0.5))
    assert right > other


def test_a_question_is_answered_by_what_is_near_and_names_the_same() -> None:
    right, other = chances(
        "When does the ferry to Lowmere sail again?",
        candidate(FERRY, 0.7),
        candidate("The bus to Thornwick runs again from Monday.", 0.4),
    )
    assert right > 0.5 > other
