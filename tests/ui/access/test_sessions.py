"""Several people ask at the same time: nothing fails, and everyone reads their own conversation."""

from __future__ import annotations

import pytest

from benchmarks.sessions import Asked, ask_at_once
from tests.ui.actions import run
from tests.ui.conftest import Serve

FACTS = {
    "How many passengers does the Kestrel carry?": "310 passengers",
    "When was the bridge at Oster closed?": "on Friday night after a storm",
    "How much of the apple harvest was lost?": "18 million crowns",
}


@pytest.mark.browser
def test_conversations_of_several_sessions_stay_apart(serve: Serve) -> None:
    site = serve()
    seen: list[Asked] = []

    async def talk() -> None:
        seen.append(await ask_at_once(site.address, 3, list(FACTS), rounds=len(FACTS)))

    run(talk)
    (asked,) = seen
    assert asked.errors == asked.mixed == asked.twofold == []
    assert sorted(question for question, _ in asked.said) == sorted(3 * list(FACTS))
    assert [answer for question, answer in asked.said if FACTS[question] not in answer] == []
