"""Every setting: its default, its environment variable, its meaning.

Values come from the environment, then from a file ``.env`` in the working folder, then from here. Only entry
points (``app.py`` and each ``__main__.py``) read them, through ``assembly.py`` where more than one needs the same
part; everything else takes plain arguments.
"""

from __future__ import annotations

import ipaddress
import os
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from errors import SettingsError

PREFIX = "DATELINE_"


def _check_http_address(value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise ValueError("an address begins with http:// or https://")
    return value


def _check_provider_and_model(value: str | None) -> str | None:
    if value is not None and ":" not in value.strip(":"):
        raise ValueError("it is written provider:model, e.g. ollama:llama3.2")
    return value


def _listed(value: object) -> object:
    return tuple(filter(None, re.split(r"[\s,]+", value))) if isinstance(value, str) else value


def _host_names(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not re.fullmatch(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]", name, re.IGNORECASE):
            raise ValueError(
                f"{name!r} is no name of a host; it is written news.example, without http:// and port"
            )
    return names


def _networks(addresses: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(each, strict=False)) for each in addresses)
    except ValueError as wrong:
        raise ValueError(f"{wrong}; it is written 10.0.0.2 or 10.0.0.0/24") from None


HostNames = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_host_names)]
Networks = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_networks)]
HttpAddress = Annotated[str, AfterValidator(_check_http_address)]
ChatModel = Annotated[str, AfterValidator(_check_provider_and_model)]


class Settings(BaseSettings):
    """What a person can set; ``.env.example`` shows the same list with comments."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    # Where things are
    data: Path = Field(
        Path("data"), description="Folder that holds everything stored: articles, indexes, conversations."
    )
    chroma_url: HttpAddress | None = Field(
        None,
        description="Address of a Chroma server of your own (never another's); without it Chroma runs inside Dateline.",
    )

    # How passages are found
    embedding_model: str = Field(
        "all-MiniLM-L6-v2",
        min_length=1,
        description="The packaged all-MiniLM-L6-v2, or a sentence-transformers model by name or folder.",
    )
    reranker: str = Field(
        "none",
        min_length=1,
        description="What judges passages: reader (Dateline's own), none, or a cross-encoder by name or folder.",
    )
    top_k: int = Field(8, ge=1, le=50, description="Passages that an answer may rest on, 1 to 50.")

    caution: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How sure it must be that the articles answer, 0 to 1; below, it says that they don't say.",
    )

    # Who writes the answer
    chat_model: ChatModel | None = Field(
        None,
        description="provider:model of a language model; without it answers are the articles' own sentences.",
    )
    chat_base_url: HttpAddress | None = Field(
        None, description="Address of the model's server, for Ollama, vLLM, LM Studio and the like."
    )
    chat_api_key: SecretStr | None = Field(
        None, description="Key for the model's server; the provider's own variable works as well."
    )
    chat_seconds: float = Field(60.0, gt=0, le=3600, description="Seconds that a language model may take.")
    chat_tokens: int = Field(
        6000, ge=1000, description="Tokens of the model's window that rules, passages and question may take."
    )
    chat_repair: bool = Field(
        True, description="Ask the model once more for sentences that the articles do not bear out."
    )
    unsupported: Literal["strike", "mark", "keep"] = Field(
        "strike",
        description="A model's sentence that its citation does not bear out: strike, mark or keep.",
    )

    # The page
    host: str = Field("127.0.0.1", min_length=1, description="Address that the page listens on.")
    port: int = Field(7860, ge=1, le=65535, description="Port of the page, 1 to 65535.")
    allowed_hosts: HostNames | None = Field(
        None,
        description="Names that the page answers to, apart by commas, beside localhost and DATELINE_HOST.",
    )
    trusted_proxies: Networks | None = Field(
        None,
        description="Addresses of proxies that are believed in X-Forwarded-For, apart by commas; none by default.",
    )
    open_browser: bool = Field(False, description="Open the page in a browser at start: true or false.")
    max_upload_mb: int = Field(
        50, ge=1, le=4096, description="Largest file that the page takes, in megabytes."
    )
    max_together_mb: int = Field(
        500, ge=1, le=65_536, description="Most that the page takes at one time, in megabytes of all files."
    )
    max_waiting_mb: int = Field(
        2_000,
        ge=1,
        le=1_000_000,
        description="Most that files waiting to be read may take, in megabytes of all people's files.",
    )
    users: Path | None = Field(
        None, description="File of who may log in (python -m ui users add NAME); without it nobody has to."
    )
    open_to_all: bool = Field(
        False, description="Listen on other addresses than loopback without log-in: true or false."
    )
    mcp: bool = Field(
        False, description="Serve MCP tools for agents under /mcp of the page's address: true or false."
    )

    # Reading documents
    max_bytes: int = Field(
        200_000_000, ge=1_000, description="Largest document that is read, in bytes, also after unpacking."
    )
    max_pages: int = Field(2_000, ge=1, description="Most pages of a document that are read.")
    max_characters: int = Field(
        3_000_000, ge=1_000, description="Longest article that is taken, in characters."
    )
    parse_seconds: float = Field(60.0, gt=0, description="Seconds that reading one document may take.")
    parse_memory_mb: int = Field(
        2_048, ge=256, description="Memory that reading one document may take, in megabytes."
    )
    workers: int = Field(0, ge=0, le=64, description="Processes that read documents; 0 for one per core.")
    fetch_private: bool = Field(
        False, description="Allow fetching from private and loopback addresses: true or false."
    )

    # Telemetry
    telemetry: bool = Field(False, description="Let the libraries send usage data: true or false.")


def load_settings(**overrides: object) -> Settings:
    """Read the settings and turn telemetry off before a library can look.

    A variable that is no setting is named on standard error. What this program makes from now on is for its owner
    alone to read.

    Raises:
        SettingsError: a value is refused; the message names each variable, what it holds and what it takes.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as refused:
        raise SettingsError("; ".join(map(_explain_refusal, refused.errors()))) from None
    if not settings.telemetry:
        silence_telemetry()
    for name in find_unknown():
        print(_unknown(name), file=sys.stderr)
    os.umask(0o077)
    return settings


def find_unknown() -> list[str]:
    """Variables of the environment and of ``.env`` that begin like a setting and are none."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    named = [*os.environ, *dotenv_values(".env")]
    return sorted({name for name in named if name.upper().startswith(PREFIX) and name.upper() not in known})


def _unknown(name: str) -> str:
    near = get_close_matches(
        name.upper(), [f"{PREFIX}{field}".upper() for field in Settings.model_fields], 1, 0.8
    )
    meant = f" Is {near[0]} meant?" if near else " .env.example lists them."
    return f"{name} is no setting of Dateline and changes nothing.{meant}"


def _explain_refusal(problem: object) -> str:
    assert isinstance(problem, dict)
    name = str(problem["loc"][0])
    meaning = Settings.model_fields[name].description
    wanted = str(problem["msg"]).removeprefix("Value error, ")
    secret = "key" in name
    got = "a value" if secret else repr(problem["input"])
    return f"{PREFIX}{name.upper()} is {got}: {wanted}. It takes: {meaning}"


def silence_telemetry() -> None:
    """Tell every library that might report home not to, unless the environment already decides."""
    for variable, value in {
        "ANONYMIZED_TELEMETRY": "False",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "LANGSMITH_TRACING": "false",
        "LANGCHAIN_TRACING_V2": "false",
    }.items():
        os.environ.setdefault(variable, value)
