"""Settings refuse what they cannot use, and ``.env.example`` tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import settings
from errors import SettingsError

ROOT = Path(__file__).parents[1]


def documented() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text("utf-8")
    return dict(re.findall(r"^# (DATELINE_[A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_env_example_lists_every_setting_and_nothing_else() -> None:
    fields = {settings.PREFIX + name.upper() for name in settings.Settings.model_fields}
    assert set(documented()) == fields


def test_env_example_shows_each_meaning_and_the_real_default(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    for variable, value in documented().items():
        monkeypatch.setenv(variable, value)
    loaded = settings.load()
    for name, field in settings.Settings.model_fields.items():
        assert field.description and f"# {field.description}\n" in text
        if field.default is not None:
            assert getattr(loaded, name) == field.default, name


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATELINE_PORT", "70000"),
        ("DATELINE_PORT", "seventy"),
        ("DATELINE_TOP_K", "0"),
        ("DATELINE_CHAT_MODEL", "gpt-without-provider"),
        ("DATELINE_CHAT_BASE_URL", "localhost:11434"),
        ("DATELINE_CHROMA_URL", "ftp://example.org"),
        ("DATELINE_UNSUPPORTED", "hide"),
        ("DATELINE_FETCH_PRIVATE", "perhaps"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    message = str(refused.value)
    field = settings.Settings.model_fields[variable.removeprefix(settings.PREFIX).lower()]
    assert variable in message and value in message and str(field.description) in message


def test_a_key_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CHAT_API_KEY", "a-secret")
    assert "a-secret" not in repr(settings.load())


def test_several_wrong_values_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PORT", "0")
    monkeypatch.setenv("DATELINE_TOP_K", "many")
    with pytest.raises(SettingsError, match=r"(?s)DATELINE_TOP_K.*DATELINE_PORT"):
        settings.load()


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CHAT_MODEL", "")
    assert settings.load().chat_model is None
