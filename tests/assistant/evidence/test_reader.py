"""The reader: which words answer, whether any do, and what bears out a claim."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence.cross_encoder import CrossEncoderReader
from assistant.evidence.reader import LONGEST_ANSWER, Reader, find_best_span
from errors import SettingsError

FERRY = (
    "The ferry Halden Star ran aground outside Molde on Tuesday evening. All 214 passengers were taken off by two"
    " lifeboats before midnight. Captain Ingrid Solberg said the rudder had failed minutes earlier."
)
BUDGET = (
    "The city council passed a budget of 1.3 billion kroner on Thursday, with three members against."
    " Schools receive a tenth more than last year."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Where did the ferry run aground?", "Molde"),
        ("How many passengers were taken off?", "214"),
        ("Who is the captain of the Halden Star?", "Ingrid Solberg"),
    ],
)
def test_the_words_that_answer_are_a_slice_of_the_passage(reader: Reader, question: str, wanted: str) -> None:
    found = reader.read_passages(question, [("Ferry aground · Coast Post · 3 June 2025", FERRY)])[0]
    assert wanted in found.answer
    assert FERRY[found.start : found.end] == found.answer


def test_a_passage_that_answers_is_more_probable_than_one_that_does_not(reader: Reader) -> None:
    ferry, budget = reader.read_passages("How large is the city's budget?", [("", FERRY), ("", BUDGET)])
    assert budget.relevance > 0.5 > ferry.relevance
    assert budget.margin > ferry.margin


def test_what_a_passage_does_not_say_is_improbable(reader: Reader) -> None:
    told, untold = (
        reader.read_passages(question, [("", FERRY)])[0]
        for question in ("How many passengers were taken off?", "How much will the repair of the ferry cost?")
    )
    assert told.relevance > untold.relevance
    assert told.margin > untold.margin


def test_readings_do_not_depend_on_what_is_read_beside_them(reader: Reader) -> None:
    alone = reader.read_passages("Who is the captain?", [("Ferry", FERRY)])[0]
    beside = reader.read_passages(
        "Who is the captain?", [("", BUDGET * 4), ("Ferry", FERRY), ("", "Short.")]
    )[1]
    assert beside.answer == alone.answer
    assert beside.relevance == pytest.approx(alone.relevance, abs=0.05)


def test_odd_input_is_read_without_fault(reader: Reader) -> None:
    assert reader.read_passages("Who?", []) == []
    assert reader.score_entailment([]) == []
    empty, endless = reader.read_passages("Who " * 500 + "?", [("", ""), ("h " * 400, "word " * 3000)])
    assert (empty.answer, empty.relevance) == ("", 0.0)
    assert 0 <= endless.relevance <= 1


def test_evidence_bears_out_what_it_says_and_not_the_contrary(reader: Reader) -> None:
    says, contrary, other = reader.score_entailment(
        [
            ("All the passengers were rescued.", FERRY),
            ("None of the passengers were rescued.", FERRY),
            ("The budget was rejected by the council.", FERRY),
        ]
    )
    assert says > contrary
    assert says > other


def test_the_best_span_has_the_largest_sum_and_never_ends_before_it_begins() -> None:
    start = np.array([1.0, 0.0, 5.0, 0.0, 9.0], dtype=np.float32)
    end = np.array([1.0, 0.0, 0.0, 4.0, -9.0], dtype=np.float32)
    assert find_best_span(start, end, 1, 5) == (2, 3, 7.0)  # 5 + 4 − (1 + 1)
    assert find_best_span(start, end, 3, 3)[2] == -math.inf


def test_no_answer_is_longer_than_the_longest() -> None:
    start, end = np.zeros(100, dtype=np.float32), np.zeros(100, dtype=np.float32)
    start[5], end[90] = 9.0, 9.0
    first, last, _ = find_best_span(start, end, 1, 99)
    assert last - first < LONGEST_ANSWER


def test_weights_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="weights are not at"):
        Reader(tmp_path / "weights.safetensors").warm_up()


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"span.weight": np.zeros((2, 384), dtype=np.float16)}, str(tmp_path / "weights.safetensors"))
    with pytest.raises(SettingsError, match="does not fit"):
        Reader(tmp_path / "weights.safetensors").warm_up()


def test_a_cross_encoder_decides_relevance_and_the_reader_the_words(tmp_path: Path, reader: Reader) -> None:
    found = CrossEncoderReader(str(_cross_encoder(tmp_path, labels=1)), reader).read_passages(
        "Who is the captain?", [("", FERRY), ("", BUDGET)]
    )
    assert "Ingrid Solberg" in found[0].answer
    assert found[0].relevance == pytest.approx(1 / (1 + math.exp(-found[0].logit)))


def test_a_model_that_is_no_reranker_is_refused(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(SettingsError, match="gives 3 scores"):
        CrossEncoderReader(str(_cross_encoder(tmp_path, labels=3)), reader).warm_up()
    with pytest.raises(SettingsError, match="DATELINE_RERANKER"):
        CrossEncoderReader(str(tmp_path / "nothing"), reader).warm_up()


def _cross_encoder(folder: Path, labels: int) -> Path:
    """A tiny cross-encoder with random weights, saved as the library saves one."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    from vectorstore.embedder import PackagedEmbedder

    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(PackagedEmbedder().model_folder / "tokenizer.json"),
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        unk_token="[UNK]",
        mask_token="[MASK]",
        model_max_length=128,
    )
    tokenizer.save_pretrained(folder)
    return folder
