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
    loaded = settings.load_settings()
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
        ("DATELINE_ALLOWED_HOSTS", "https://news.example"),
        ("DATELINE_ALLOWED_HOSTS", "news.example:8443"),
        ("DATELINE_TRUSTED_PROXIES", "*"),
        ("DATELINE_TRUSTED_PROXIES", "proxy.example"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        settings.load_settings()
    message = str(refused.value)
    field = settings.Settings.model_fields[variable.removeprefix(settings.PREFIX).lower()]
    assert variable in message and value in message and str(field.description) in message


def test_a_key_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CHAT_API_KEY", "a-secret")
    assert "a-secret" not in repr(settings.load_settings())


def test_several_wrong_values_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PORT", "0")
    monkeypatch.setenv("DATELINE_TOP_K", "many")
    with pytest.raises(SettingsError, match=r"(?s)DATELINE_TOP_K.*DATELINE_PORT"):
        settings.load_settings()


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CHAT_MODEL", "")
    assert settings.load_settings().chat_model is None


def test_a_variable_that_is_no_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("DATELINE_TOPK=9\nPATHS=x\n", "utf-8")
    monkeypatch.setenv("DATELINE_PROT", "8000")
    monkeypatch.setenv("dateline_port", "8001")
    monkeypatch.setenv("DATELINE_XYZ", "1")
    assert settings.load_settings().port == 8001
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert said[0] == "DATELINE_PROT is no setting of Dateline and changes nothing. Is DATELINE_PORT meant?"
    assert "DATELINE_TOPK" in said[1] and "DATELINE_TOP_K" in said[1]
    assert "DATELINE_XYZ" in said[2] and ".env.example" in said[2]


def test_lists_of_names_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ALLOWED_HOSTS", "news.example, archive.example [fd00::1]")
    monkeypatch.setenv("DATELINE_TRUSTED_PROXIES", "10.0.0.2,192.168.7.9/24,::1")
    loaded = settings.load_settings()
    assert loaded.allowed_hosts == ("news.example", "archive.example", "[fd00::1]")
    assert loaded.trusted_proxies == ("10.0.0.2/32", "192.168.7.0/24", "::1/128")
