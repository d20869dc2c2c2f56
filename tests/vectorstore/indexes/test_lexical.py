"""Full text: words, stems, names, phrases, and whatever a person may type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import StoreError
from news.article import Article
from tests.vectorstore.samples import BRIDGE, CUP, FESTIVAL, cut
from vectorstore.indexes.lexical import LexicalIndex, list_word_runs
from vectorstore.sqlite.records import make_entry
from vectorstore.types import Filter

HOUSING = Article(
    key="h", title="Flats", text="Mr. Houser wants houses housed: O'Brien-Łukasz (F-16) said “5%”."
)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LexicalIndex]:
    index = LexicalIndex(tmp_path_factory.mktemp("lexical") / "tantivy")
    index.reset_to_empty("one")
    index.apply_changes(
        [], [make_entry(article, cut(article)) for article in (BRIDGE, CUP, FESTIVAL, HOUSING)], {}, 4
    )
    yield index
    index.close()


def found(lexical: LexicalIndex, question: str, where: Filter = Filter()) -> list[str]:  # noqa: B008
    return [hit.passage_id for hit in lexical.search_words(question, 10, where)]


def test_words_are_found_by_their_stems_in_text_and_header(lexical: LexicalIndex) -> None:
    assert found(lexical, "crack pier") == [cut(BRIDGE)[1].id]
    assert found(lexical, "Was the BRIDGES closing?")[0] == cut(BRIDGE)[0].id  # text and headline
    assert set(found(lexical, "harbour")) == {cut(CUP)[0].id, *(p.id for p in cut(FESTIVAL))}  # the outlet


def test_an_article_is_found_by_its_tags_which_are_no_part_of_its_words(lexical: LexicalIndex) -> None:
    assert set(found(lexical, "any roads")) == {passage.id for passage in cut(BRIDGE)}
    assert [hit.passage_id for hit in lexical.search_quoted("lorries Roads Elmford", 10, Filter())] == []


def test_a_page_with_a_hundred_tags_is_found_by_the_first_few(tmp_path: Path) -> None:
    stuffed = Article(key="s", title="Flats", text="Rents rose.", tags=tuple(f"topic{n}" for n in range(100)))
    index = LexicalIndex(tmp_path / "tantivy")
    index.reset_to_empty("one")
    index.apply_changes([], [make_entry(stuffed, cut(stuffed))], {}, 1)
    assert found(index, "topic11") and not found(index, "topic12")
    index.close()


def test_a_name_as_asked_beats_its_stem(lexical: LexicalIndex, tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "tantivy")
    index.reset_to_empty("one")
    same = [
        Article(key=key, title="Report", text=f"A word from {key} today.") for key in ("Houses", "Housing")
    ]
    index.apply_changes([], [make_entry(article, cut(article)) for article in same], {}, 2)
    for article in same:
        hits = index.search_words(article.key, 2, Filter())
        assert hits[0].passage_id.split(":")[0] == article.id
        assert len(hits) == 2
    index.close()


def test_quoted_words_must_stand_together_unless_they_stand_nowhere(lexical: LexicalIndex) -> None:
    assert found(lexical, 'Who said "cracks in two of its piers"?') == [cut(BRIDGE)[1].id]
    assert found(lexical, "“the festival in May”") == [cut(FESTIVAL)[0].id]
    assert cut(BRIDGE)[1].id in found(lexical, '"piers cracks its"')
    assert found(lexical, '"tickets"') == [cut(FESTIVAL)[1].id]


def test_a_quote_is_found_by_its_runs_of_words_also_with_words_changed(lexical: LexicalIndex) -> None:
    quote = cut(BRIDGE)[1].text
    hits = lexical.search_quoted(quote, 5, Filter())
    assert hits[0].passage_id == cut(BRIDGE)[1].id
    assert hits[0].score == pytest.approx(1.0)
    words = quote.split()
    words[3] = "perhaps"
    changed = lexical.search_quoted(" ".join(words), 5, Filter())
    assert changed[0].passage_id == cut(BRIDGE)[1].id
    assert 0 < changed[0].score < 1
    assert lexical.search_quoted("two words", 5, Filter()) == []
    assert lexical.search_quoted(quote, 5, Filter(outlets=("Nobody",))) == []


def test_a_long_quote_is_looked_for_in_parts_spread_over_it() -> None:
    found = list_word_runs(" ".join(f"w{number}" for number in range(200)))
    assert len(found) == 24
    assert found[0] == ("w0", "w1", "w2")
    assert int(found[-1][0][1:]) > 180


def test_accents_and_punctuation_do_not_matter(lexical: LexicalIndex) -> None:
    assert found(lexical, "o'brien")[0] == cut(HOUSING)[0].id
    assert found(lexical, "LUKASZ")[0] == cut(HOUSING)[0].id
    assert found(lexical, "f-16: 5%?")[0] == cut(HOUSING)[0].id


def test_stop_words_alone_still_find(lexical: LexicalIndex) -> None:
    assert found(lexical, "the of") != []


@pytest.mark.parametrize(
    "question",
    [
        '"',
        '""',
        "AND OR NOT",
        "title:bridge",
        "+bridge -cup",
        "bridge^9 ~ * ?",
        "(((",
        "[a TO b]",
        "\\",
        "/a.*/",
        "«»",
    ],
)
def test_query_syntax_is_only_words(lexical: LexicalIndex, question: str) -> None:
    found(lexical, question)
    if "bridge" in question:
        assert cut(BRIDGE)[0].id in found(lexical, question)


@settings(max_examples=200, deadline=None)
@given(question=st.text(max_size=200))
def test_no_question_breaks_the_search(lexical: LexicalIndex, question: str) -> None:
    assert len(lexical.search_words(question, 3, Filter(outlets=(question,), tags=(question,)))) == 0
    assert len(lexical.search_words(question, 3, Filter())) <= 3


def test_the_filter_adds_nothing_to_the_score(lexical: LexicalIndex) -> None:
    where = Filter(outlets=("Valley Post",), published_to=date(2025, 12, 31), tags=("Roads",))
    plain = {hit.passage_id: hit.score for hit in lexical.search_words("bridge cracks", 10, Filter())}
    filtered = {hit.passage_id: hit.score for hit in lexical.search_words("bridge cracks", 10, where)}
    assert filtered and filtered.items() <= plain.items()


def test_applying_twice_is_applying_once(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "tantivy")
    with pytest.raises(StoreError, match="rebuild"):
        index.apply_changes([], [], {}, 1)
    index.reset_to_empty("one")
    for _ in range(2):
        index.apply_changes([BRIDGE.id], [make_entry(BRIDGE, cut(BRIDGE))], {}, 7)
    assert sorted(id_ for id_, _ in index.list_contents()) == [passage.id for passage in cut(BRIDGE)]
    position = index.read_position()
    assert position is not None and (position.generation, position.seq) == ("one", 7)
    index.apply_changes([BRIDGE.id], [], {}, 8)
    assert list(index.list_contents()) == []
    assert index.is_sound(0) and not index.is_sound(1)
    index.close()
