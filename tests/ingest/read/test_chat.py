"""What messengers export: Telegram, WhatsApp, Slack, with sender and day."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import json
from datetime import datetime

import pytest

from errors import ReadError
from tests.ingest.made import articles_of, outcomes_of, zipped


def telegram(kind: str, **more: object) -> dict[str, object]:
    messages = [
        {"id": 1, "type": "service", "date": "2026-03-04T09:00:00", "actor": "Ines", "action": "create_group", "text": ""},
        {"id": 2, "type": "message", "date": "2026-03-04T10:00:00", "from": "Ines Calloway", "text": "The ferry stopped."},
        {"id": 3, "type": "message", "date": "2026-03-04T11:00:00", "from": "Tom Reyes",
         "text": ["See ", {"type": "link", "text": "https://courier.example"}, " for more."]},
        {"id": 4, "type": "message", "date": "2026-03-05T08:00:00", "from": "Ines Calloway", "text": "Divers came."},
        {"id": 5, "type": "message", "date": "2026-03-05T09:00:00", "from": "Ines Calloway", "text": "", "photo": "a.jpg"},
    ]  # fmt: skip
    return {"name": "Harbour", "type": kind, "id": 7, "messages": messages, **more}


def test_a_group_of_telegram_is_an_article_a_day() -> None:
    first, second = articles_of("result.json", telegram("private_group"))
    assert (
        first.text == "Ines Calloway: The ferry stopped.\n\nTom Reyes: See https://courier.example for more."
    )
    assert (first.title, first.outlet, first.published) == (
        "Harbour, 4 March 2026",
        "Harbour",
        datetime(2026, 3, 4),
    )
    assert first.authors == ("Ines Calloway", "Tom Reyes") and second.published == datetime(2026, 3, 5)


def test_a_channel_of_telegram_is_an_article_a_message() -> None:
    channel = telegram("public_channel")
    whole = {"about": "all", "chats": {"list": [channel, telegram("personal_chat", name="Tom")]}}
    assert [each.text for each in articles_of("result.json", channel)] == [
        "The ferry stopped.", "See https://courier.example for more.", "Divers came.",
    ]  # fmt: skip
    assert len(articles_of("result.json", whole)) == 5
    with pytest.raises(ReadError, match="without a written message"):
        outcomes_of("result.json", {**channel, "messages": channel["messages"][:1]})  # type: ignore[index]


WHATSAPP = {
    "Android, 24 hours": "04/03/2026, 10:00 - Messages are encrypted.\n04/03/2026, 10:00 - Ines: The ferry stopped.\nIt has a crack.\n"
    "04/03/2026, 11:00 - Tom: <Media omitted>\n13/03/2026, 08:00 - Tom: Divers came.\n",
    "Android, American": "3/4/26, 9:59 AM - Messages are encrypted.\n3/4/26, 10:00 AM - Ines: The ferry stopped.\nIt has a crack.\n"
    "3/13/26, 8:00 AM - Tom: Divers came.\n",
    "iPhone": "[04/03/2026, 10:00:00] Harbour: \u200eMessages are encrypted.\n[04/03/2026, 10:00:05] Ines: The ferry stopped.\nIt has a crack.\n"
    "\u200e[04/03/2026, 11:00:00] Tom: \u200eimage omitted\n[13/03/2026, 08:00:00] Tom: Divers came.\n",
    "German": "04.03.26, 10:00 - Nachrichten sind verschlüsselt.\n04.03.26, 10:00 - Ines: The ferry stopped.\nIt has a crack.\n"
    "04.03.26, 11:00 - Tom: <Medien ausgeschlossen>\n13.03.26, 08:00 - Tom: Divers came.\n",
}


@pytest.mark.parametrize("form", WHATSAPP)
def test_a_chat_of_whatsapp(form: str) -> None:
    first, second = articles_of("WhatsApp Chat with Harbour.txt", WHATSAPP[form])
    assert first.text.endswith("Ines: The ferry stopped. It has a crack.")
    assert (first.title, second.text) == ("Harbour, 4 March 2026", "Tom: Divers came.")
    assert (first.published, second.published) == (datetime(2026, 3, 4), datetime(2026, 3, 13))


def test_a_zipped_chat_has_the_name_of_its_archive() -> None:
    first, _ = articles_of("WhatsApp Chat - Harbour.zip", zipped({"_chat.txt": WHATSAPP["iPhone"]}))
    assert first.outlet == "Harbour"


def test_an_export_of_slack() -> None:
    day = [
        {
            "type": "message",
            "user": "U1",
            "ts": "1772618400.000100",
            "text": "The ferry stopped, <@U2> &amp; all. <https://courier.example|More>",
        },
        {
            "type": "message",
            "subtype": "channel_join",
            "user": "U2",
            "ts": "1772618401.000100",
            "text": "<@U2> has joined",
        },
        {"type": "message", "user": "U2", "ts": "1772618402.000100", "text": "Divers will come."},
    ]
    users = [
        {"id": "U1", "name": "ines", "profile": {"real_name": "Ines Calloway"}},
        {"id": "U2", "name": "tom", "profile": {}},
    ]
    members: dict[str, bytes | str] = {
        "users.json": json.dumps(users),
        "channels.json": "[]",
        "harbour/2026-03-04.json": json.dumps(day),
    }
    (article,) = articles_of("export.zip", zipped(members))
    assert article.text == "Ines Calloway: The ferry stopped, @tom & all. More\n\ntom: Divers will come."
    assert (article.outlet, article.published) == ("#harbour", datetime(2026, 3, 4))
    (alone,) = articles_of("2026-03-04.json", day)
    assert alone.text.startswith("U1: The ferry stopped")
