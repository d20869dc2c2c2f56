"""Other programs: real clients of the API and of the MCP server, over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp.client.client import Client as McpClient

from assistant.build import build_assistant
from ingest.fetching.fetch import Fetcher
from ingest.processes.reading import Limits
from tests.ingest.server import Page as WebPage
from tests.ingest.server import serving
from tests.ui.actions import run
from tests.ui.conftest import Serve, Site
from tests.ui.samples import ARTICLES, FERRY
from ui.programs.abilities import Programs

FERRY_ID = ARTICLES[0].id


@pytest.fixture
def site(serve: Serve) -> Site:
    return serve(mcp=True)


@pytest.fixture
def client(site: Site) -> Iterator[Client]:
    opened = Client(site.address, verbose=False)
    yield opened
    opened.close()


def test_only_what_is_meant_for_programs_is_offered(client: Client) -> None:
    info: Any = client.view_api(return_format="dict", print_info=False)
    assert set(info["named_endpoints"]) == {
        "/ask",
        "/search",
        "/read_article",
        "/list_articles",
        "/add_document",
        "/add_address",
    }
    assert info["unnamed_endpoints"] == {}
    ask = info["named_endpoints"]["/ask"]
    assert [each["parameter_name"] for each in ask["parameters"]][:3] == ["question", "history", "outlets"]
    assert "citation for every sentence" in ask["description"]


def test_ask_search_read_and_add(client: Client, site: Site) -> None:
    answer = client.predict("How many passengers does the Kestrel carry?", api_name="/ask")
    assert "310 passengers" in answer["answer"] and not answer["abstained"]
    cited = answer["citations"][0]
    assert cited["article_id"] == FERRY_ID and cited["outlet"] == "Harbour Post"
    assert FERRY[cited["start"] : cited["end"]] == cited["quote"]
    assert client.predict("Who won the 2018 World Cup?", api_name="/ask")["abstained"]

    found = client.predict("storm damage to a bridge", limit=1, api_name="/search")
    assert [each["title"] for each in found] == ["Bridge at Oster closed after storm"]
    only = client.predict("storm damage to a bridge", outlets=["valley courier"], api_name="/search")
    assert {each["outlet"] for each in only} == {"Valley Courier"}
    assert client.predict(cited["article_id"], api_name="/read_article")["text"] == FERRY

    row = ("Two barn owls nest in Mill Wood again.", "Owls return", "Wood Weekly", "2025-06-01")
    assert client.predict(*row, api_name="/add_document")["added"] == 1
    assert client.predict(*row, api_name="/add_document")["unchanged"] == 1
    listed = client.predict("owls", api_name="/list_articles")
    assert listed["total"] == 1 and listed["articles"][0]["published"] == "2025-06-01T00:00:00"
    assert site.index.catalog.count_all()[0] == 4

    private = client.predict("http://127.0.0.1:9/", api_name="/add_address")
    assert private["failed"] == 1 and "DATELINE_FETCH_PRIVATE" in private["failures"][0]["reason"]


def test_an_address_is_fetched(site: Site) -> None:
    text = "".join(f"<p>The old mill by the river burned down on Monday, part {n}.</p>" for n in range(6))
    with serving() as web:
        web.pages["/mill"] = WebPage(f"<article><h1>Mill burns down</h1>{text}</article>".encode())
        programs = Programs(site.index, build_assistant(site.index), 10**6, Fetcher(private=True, pause=0))
        address = f"http://127.0.0.1:{web.port}/mill"
        assert programs.add_address(address)["added"] == 1
        assert programs.add_address(address)["unchanged"] == 1


def test_reading_has_its_limits_for_programs_too(site: Site) -> None:
    programs = Programs(site.index, build_assistant(site.index), 10**6, limits=Limits(max_characters=100))
    report = programs.add_document("A very long report about the mill. " * 10, title="Mill")
    assert report["failed"] == 1 and "DATELINE_MAX_CHARACTERS" in report["failures"][0]["reason"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("/ask", {"question": "  "}, "question is empty"),
    ("/ask", {"question": "Why?", "outlets": ["The Nowhere"]}, "no outlet 'The Nowhere'.*Harbour Post"),
    ("/ask", {"question": "Why?", "collections": ["x"]}, "no collection 'x'"),
    ("/ask", {"question": "Why?", "history": ["x"]}, "history.0.*dictionary"),
    ("/search", {"query": "x", "since": "yesterday"}, "since is 'yesterday'.*2025-09-04"),
    ("/search", {"query": "x", "limit": "many"}, "limit.*integer"),
    ("/search", {"query": {"a": 1}}, "query.*string"),
    ("/read_article", {"article_id": "no"}, "no article 'no'"),
    ("/add_document", {"text": " "}, "text is empty"),
    ("/add_address", {"address": "file:///etc/passwd"}, "begins with http"),
    ("/add_document", {"text": "x" * 5_000_001}, "DATELINE_MAX_UPLOAD_MB"),
]


def test_what_cannot_be_done_is_said(client: Client) -> None:
    for endpoint, arguments, said in REFUSED:
        with pytest.raises(AppError, match=said):
            client.predict(**arguments, api_name=endpoint)


def test_an_agent_uses_the_tools(site: Site) -> None:
    async def talk() -> None:
        async with McpClient(f"{site.address}mcp") as agent:
            tools = {tool.name: tool for tool in (await agent.list_tools()).tools}
            assert set(tools) == {"ask", "search", "read_article", "add_document"}
            assert "citation for every sentence" in (tools["ask"].description or "")
            assert tools["ask"].input_schema["required"] == ["question"]
            asked = await agent.call_tool("ask", {"question": "How many passengers does the Kestrel carry?"})
            answer: Any = asked.structured_content
            assert not asked.is_error and "310 passengers" in answer["answer"]
            read = await agent.call_tool("read_article", {"article_id": answer["citations"][0]["article_id"]})
            whole: Any = read.structured_content
            assert whole["text"] == FERRY
            found = await agent.call_tool("search", {"query": "frost in the orchards", "limit": 1})
            assert "Frost takes half" in str(found.structured_content)
            added = await agent.call_tool("add_document", {"text": "The mill burned.", "title": "Mill burns"})
            assert not added.is_error
            refused = await agent.call_tool("read_article", {"article_id": "no"})
            assert refused.is_error and "no article 'no'" in str(refused.content)

    run(talk)
    assert site.index.catalog.count_all()[0] == 4


def test_a_web_page_cannot_reach_the_tools_by_another_name(site: Site) -> None:
    for headers in ({"Host": "rebound.example"}, {"Origin": "https://evil.example"}):
        answer = httpx.post(f"{site.address}mcp", json={}, headers=headers)
        assert answer.status_code in (403, 421)


def test_without_the_setting_there_is_no_mcp(serve: Serve) -> None:
    assert httpx.post(f"{serve().address}mcp", json={}).status_code in (404, 405)
