"""The real model: what it makes of texts, and what it costs to ask about it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from errors import SettingsError
from vectorstore.embedder import DEFAULT_MODEL, PackagedEmbedder, SentenceEmbedder, load_embedder

ROOT = Path(__file__).parents[2]
TEXTS = ["The bridge is closed.", "A " + "very " * 60 + "long sentence about choirs.", "Handball."]


def test_vectors_have_unit_length_and_the_order_of_the_texts(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert float(embedder.embed_query(text) @ vector) == pytest.approx(1.0, abs=1e-4)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_near_in_meaning_is_near(embedder: SentenceEmbedder) -> None:
    near, far = embedder.embed_passages(["The overpass was shut to trucks.", "Forty choirs sang in May."])
    asked = embedder.embed_query("Why is the bridge closed to lorries?")
    assert float(asked @ near) > float(asked @ far) + 0.2


def test_a_query_asked_again_is_not_computed_again_and_cannot_be_changed(embedder: SentenceEmbedder) -> None:
    first = embedder.embed_query("Who won the cup?")
    assert embedder.embed_query("Who won the cup?") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0


def test_many_threads_get_what_one_gets(embedder: SentenceEmbedder) -> None:
    expected = embedder.embed_passages(TEXTS)
    results: list[bool] = []

    def work(number: int) -> None:
        same = np.allclose(embedder.embed_passages(TEXTS), expected, atol=1e-5)
        other = embedder.embed_query(f"{TEXTS[0]}{' ' * number}")
        results.append(bool(same and other @ expected[0] > 0.9999))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 6


@pytest.mark.parametrize("text", ["", "One word.", "Überraschung: 5 % für 東京 🙂", "long " * 400])
def test_word_pieces_are_counted_as_the_model_counts_them(embedder: SentenceEmbedder, text: str) -> None:
    model = embedder._get_model()
    pieces = model.tokenizer(text, truncation=False)["input_ids"]
    assert embedder.count_tokens(text) == len(pieces)
    assert embedder.max_tokens == model.max_seq_length


def test_asking_about_the_default_model_loads_no_torch() -> None:
    script = """
import sys
from vectorstore.embedder import load_embedder
embedder = load_embedder("all-MiniLM-L6-v2")
print(embedder.name, embedder.dimension, embedder.max_tokens, embedder.count_tokens("Two words"))
print(*sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "all-MiniLM-L6-v2 384 256 4\n\n"


def test_weights_that_are_not_the_original_are_refused(tmp_path: Path) -> None:
    class Tampered(PackagedEmbedder):
        model_folder = tmp_path

    (tmp_path / "model.safetensors").write_bytes(b"not the original")
    with pytest.raises(SettingsError, match="not the original"):
        Tampered().warm_up()


def test_a_model_in_a_folder_gives_the_same_vectors_under_its_own_name(embedder: SentenceEmbedder) -> None:
    folder = load_embedder(str(embedder.model_folder))
    assert not isinstance(folder, PackagedEmbedder)
    assert (folder.dimension, folder.max_tokens) == (embedder.dimension, embedder.max_tokens)
    assert np.allclose(folder.embed_passages(TEXTS), embedder.embed_passages(TEXTS), atol=1e-5)
    assert folder.count_tokens(TEXTS[0]) == embedder.count_tokens(TEXTS[0])
    assert len(folder.fingerprint) == 64


def test_the_fingerprint_of_a_folder_changes_with_its_weights_and_its_pooling(tmp_path: Path) -> None:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "1_Pooling" / "config.json").write_text("{}")
    prints = [SentenceEmbedder(str(tmp_path)).fingerprint]
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    prints.append(SentenceEmbedder(str(tmp_path)).fingerprint)
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode": "cls"}')
    prints.append(SentenceEmbedder(str(tmp_path)).fingerprint)
    assert len(set(prints)) == 3
    assert SentenceEmbedder(str(tmp_path)).fingerprint == prints[-1]


def test_a_model_that_cannot_be_had_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SettingsError, match="DATELINE_EMBEDDING_MODEL"):
        load_embedder("nobody/no-such-model").warm_up()
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(SettingsError, match="DATELINE_EMBEDDING_MODEL"):
        load_embedder(str(tmp_path)).warm_up()


def test_the_long_name_of_the_default_is_the_default() -> None:
    assert load_embedder(f"sentence-transformers/{DEFAULT_MODEL}").name == DEFAULT_MODEL
