"""A language model by its name, and what its failures mean to a person."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

RETRIES = 2  # of a request that failed before it said anything; the libraries wait as Retry-After says


def load_chat_model(
    name: str, *, base_url: str | None = None, api_key: str | None = None, seconds: float = 60.0
) -> BaseChatModel:
    """The model called ``provider:model``, through LangChain's ``init_chat_model``; nothing is sent yet.

    ``seconds`` is how long one request may stay silent. Raises SettingsError if the provider is unknown, its
    package is missing, or it refuses what it is given.
    """
    for variable in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ.setdefault(variable, "false")
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0, "timeout": seconds, "max_retries": RETRIES}
    if name.startswith("ollama:"):
        options = {"temperature": 0, "client_kwargs": {"timeout": seconds}}
    if base_url:
        options["base_url"] = base_url
    if api_key:
        options["api_key"] = api_key
    elif base_url and name.startswith("openai:") and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # servers of one's own ask for no key, the library does
    try:
        model = init_chat_model(name, **options)
    except Exception as error:  # providers raise what they like: missing package, missing key, unknown name
        raise SettingsError(
            f"DATELINE_CHAT_MODEL={name} cannot be used: {shorten_error(error)}."
            " Check the name, DATELINE_CHAT_BASE_URL and DATELINE_CHAT_API_KEY."
        ) from error
    return cast("BaseChatModel", model)


def explain_model_failure(error: BaseException, *, begun: bool = False) -> str:
    """One plain clause on why a model did not answer, for a person who can do something about it.

    ``begun``: it had said something already.
    """
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    name = type(error).__name__
    if status in (401, 403) or "Authentication" in name:
        return "its server refused the key; check DATELINE_CHAT_API_KEY"
    if status == 404:
        return "its server does not know the model; check DATELINE_CHAT_MODEL"
    if status == 429:
        return "its server has had too many requests; try again in a minute"
    if isinstance(status, int) and status >= 500:
        return f"its server has a fault of its own (HTTP {status}); try again later"
    if isinstance(status, int) and status >= 400:
        return f"its server refused the request ({shorten_error(error)})"
    if "Timeout" in name or isinstance(error, TimeoutError):
        return "it took too long; DATELINE_CHAT_SECONDS says how long it may"
    if not begun and ("Connect" in name or isinstance(error, ConnectionError)):
        return "its server cannot be reached; check that it runs, and DATELINE_CHAT_BASE_URL"
    return f"its answer broke off ({shorten_error(error)})"


def shorten_error(error: BaseException) -> str:
    """The message of an error on one line, without a full stop, at most 200 characters."""
    return (" ".join(str(error).split()) or type(error).__name__)[:200].rstrip(".")
