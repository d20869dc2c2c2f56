"""The assistant put together from plain values; the page and the command line use the same."""

from __future__ import annotations

from assistant.chat import Assistant
from assistant.evidence.cross_encoder import CrossEncoderReader
from assistant.evidence.reader import Reader
from assistant.evidence.retriever import NewsRetriever, PassageReader
from assistant.finder import ANSWERS
from assistant.generative.cite import Unsupported
from assistant.generative.generate import Generator
from assistant.generative.model import load_chat_model
from vectorstore.index import NewsIndex


def build_assistant(
    index: NewsIndex,
    *,
    top_k: int = 8,
    chat_model: str | None = None,
    chat_base_url: str | None = None,
    chat_api_key: str | None = None,
    chat_seconds: float = 60.0,
    chat_tokens: int = 6000,
    chat_repair: bool = True,
    unsupported: Unsupported = "strike",
    reader: PassageReader | None = None,
    caution: float = ANSWERS,
) -> Assistant:
    """An assistant over ``index``; with ``chat_model`` a language model writes its answers.

    ``top_k``: passages that an answer may rest on. ``chat_seconds``: for one answer of the model.
    ``chat_tokens``: for its rules, passages and question. ``chat_repair``: ask it again for what nothing bears out.
    ``reader``: reads the passages, where there is one. ``caution``: how probable it must be, in [0, 1], that the
    articles answer.

    Raises SettingsError if the model cannot be used.
    """
    generator = None
    if chat_model:
        model = load_chat_model(
            chat_model, base_url=chat_base_url, api_key=chat_api_key, seconds=chat_seconds
        )
        generator = Generator(model, unsupported, chat_seconds, tokens=chat_tokens, repair=chat_repair)
    return Assistant(NewsRetriever(index=index, top_k=top_k, reader=reader), generator, answers_from=caution)


OWN_READER = "reader"


def load_reader(name: str) -> Reader | CrossEncoderReader | None:
    """What reads the passages: Dateline's own ``reader``, ``none``, or a cross-encoder by name or folder.

    Returns at once; the weights load at the first reading or with ``warm_up()``.
    """
    if name == "none":
        return None
    return Reader() if name == OWN_READER else CrossEncoderReader(name, Reader())
