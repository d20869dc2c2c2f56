"""Who somebody is: whose identity is asked for, and what a sentence tells of it."""

from __future__ import annotations

import pytest

from assistant.chat import Assistant
from assistant.selection.biography import find_asked_name, find_introductions, names_only_namesakes


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Edda Morn?", "Edda Morn"),
        ("who is edda morn", "edda morn"),
        ("Who’s Mayor Edda Morn?", "Edda Morn"),
        ("Who was Pell?", "Pell"),
        ("Who is the mayor?", ""),
        ("Who is finance minister?", ""),
        ("Who is the mayor of Holm?", ""),
        ("Who said that?", ""),
    ],
)
def test_whose_identity_is_asked_for(question: str, name: str) -> None:
    assert find_asked_name(question) == name


@pytest.mark.parametrize(
    ("name", "sentence", "told"),
    [
        (
            "Edda Morn",
            "Edda Morn, who heads the harbour of Holm, said so.",
            ["who heads the harbour of Holm"],
        ),
        ("Edda Morn", "Morn, a 58-year-old former pilot, was fined.", ["a 58-year-old former pilot"]),
        ("edda morn", "The quay is full, chief engineer Edda Morn said.", ["chief engineer"]),
        ("Edda Morn", "It is full, said its chairwoman, Edda Morn.", ["its chairwoman"]),
        ("Edda Morn", "Edda Morn was elected mayor of Holm on Sunday.", ["mayor of Holm on Sunday"]),
        ("Edda Morn", "Edda Morn steps down as head of the port at the end of July.", ["head of the port"]),
        ("Edda Morn", "Edda Morn coaches Holm United.", ["coaches Holm United"]),
        ("Edda Morn", "It purrs, said Edda Morn of the University of Holm.", ["of the University of Holm"]),
        ("Edda Morn", "Harbour director Edda Morn left.", ["Harbour director"]),
        ("Edda Morn", "Mr Morn is in Holm, and Morn is leaving.", []),
        ("Edda Morn", "Jonas Morn, who sells boats, said so.", []),  # a namesake
        ("Edda Morn", "Edda Morn's brother, a pilot, said so.", []),
    ],
)
def test_what_a_sentence_tells_of_somebody(name: str, sentence: str, told: list[str]) -> None:
    assert [sentence[start:end] for start, end in find_introductions(name, sentence)] == told


def test_a_long_text_full_of_a_name_is_read_as_any() -> None:
    """Each mention is looked at by itself: with all that stands before it, this would take minutes."""
    text = ("Edda Morn, who heads the harbour of Holm, left. " * 6_000).strip()
    assert names_only_namesakes("Ida Morn", text) and not names_only_namesakes("Edda Morn", text)
    assert len(list(find_introductions("Edda Morn", text))) == 6_000


def test_who_somebody_is_is_answered_with_what_is_told_of_them(assistant: Assistant) -> None:
    tamm = assistant.ask("Who is Liisa Tamm?")
    assert (
        tamm.short_answer == "Chief executive"
        and tamm.answerability > assistant.ask("Where is Liisa Tamm?").answerability
    )
    assert "Marek Dahl" in assistant.ask("Who is Marek Dahl?").sentences[0].text
    assert assistant.ask("Who is Marek Tamm?").abstained  # there is a Marek and a Tamm


def test_the_words_of_a_namesake_are_not_shown(assistant: Assistant) -> None:
    assert not assistant.ask("What did Hanna Brandt say about the bridge?").abstained
    assert assistant.ask("What did Otto Brandt say about the bridge?").abstained
