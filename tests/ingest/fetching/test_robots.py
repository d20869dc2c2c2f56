"""robots.txt: obeyed, read once, and no way around the rules for addresses."""

from __future__ import annotations

import pytest

from errors import FetchError
from ingest.fetching.fetch import AGENT, Fetcher
from tests.ingest.server import PUBLIC, Page, Site, Waits, local


def test_robots_txt_cannot_lead_to_this_machine_either(
    site: Site, victim: Site, internet: list[tuple[str, int]]
) -> None:
    site.pages["/robots.txt"] = Page(b"", 302, {"Location": f"http://127.0.0.1:{victim.port}/robots.txt"})
    with pytest.raises(FetchError):
        Fetcher(resolver=lambda host, port: [PUBLIC], pause=0).fetch_address("http://news.example/")
    assert victim.connections == 0 and site.paths() == []


def test_robots_txt_is_obeyed_and_read_once(site: Site) -> None:
    site.pages["/robots.txt"] = Page(f"User-agent: {AGENT}\nDisallow: /private/\n".encode(), headers={})
    site.pages["/open"] = Page()
    fetcher = local()
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch_address(f"http://news.example:{site.port}/private/story")
    fetcher.fetch_address(f"http://news.example:{site.port}/open")
    assert site.paths() == ["/open"]
    assert [path for path, _ in site.requests].count("/robots.txt") == 1


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = Page(b"", 503)
    with pytest.raises(FetchError, match="503"):
        local().fetch_address(f"http://news.example:{site.port}/")
    assert site.paths() == []


def test_a_delay_that_robots_txt_asks_for_is_kept(site: Site) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 9\n", headers={})
    site.pages["/a"] = Page()
    waits = Waits()
    fetcher = local(pause=1.0, sleep=waits)
    fetcher.fetch_address(f"http://news.example:{site.port}/a")
    fetcher.fetch_address(f"http://news.example:{site.port}/a")
    assert len(waits) == 1 and 1 < waits[0] <= 9
