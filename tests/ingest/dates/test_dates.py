"""Dates as papers and exports write them."""

from __future__ import annotations

import pytest

from ingest.dates.dates import find_date, is_date_line, is_day_first, parse_date

WRITTEN = [
    ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.790000"),
    ("14:054/09/2025, Thursday", "2025-09-04T14:05:00"),
    ("14:05 09/04/2025 Thursday", "2025-09-04T14:05:00"),
    ("Thu, 04 Sep 2025 14:05:00 GMT", "2025-09-04T14:05:00+00:00"),
    ("2025-09-04T14:05:00Z", "2025-09-04T14:05:00+00:00"),
    ("2025-09-04T14:05:00+0200", "2025-09-04T14:05:00+02:00"),
    ("4 Sep 2025", "2025-09-04T00:00:00"),
    ("Sept. 4, 2025", "2025-09-04T00:00:00"),
    ("Sep 4, 2025 2:05 p.m. ET", "2025-09-04T14:05:00-04:00"),
    ("Jan 4, 2025 2:05 p.m. ET", "2025-01-04T14:05:00-05:00"),
    ("4 September 2025, 14:05 CET", "2025-09-04T14:05:00+01:00"),
    ("04.09.2025 14:05", "2025-09-04T14:05:00"),
    ("4 de septiembre de 2025", "2025-09-04T00:00:00"),
    ("2025年9月4日", "2025-09-04T00:00:00"),
    ("2025. 9. 4", "2025-09-04T00:00:00"),
    ("2025/9/4 14:05", "2025-09-04T14:05:00"),
    ("4. 9. 2025", "2025-09-04T00:00:00"),
    ("04.09.25", "2025-09-04T00:00:00"),
    ("9/14/87", "1987-09-14T00:00:00"),
    ("4. syyskuuta 2025", "2025-09-04T00:00:00"),
    ("4 września 2025, 14:05", "2025-09-04T14:05:00"),
    ("2025. szeptember 4.", "2025-09-04T00:00:00"),
    ("sábado 06 de septiembre del 2025", "2025-09-06T00:00:00"),
    ("1757000000", "2025-09-04T15:33:20+00:00"),
    ("09/14/2025", "2025-09-14T00:00:00"),
    ("4 Mar 2025 14.05.00", "2025-03-04T14:05:00"),
    ("4 March 2025, 14.05", "2025-03-04T14:05:00"),
    ("2025-03-04 14.05.00", "2025-03-04T14:05:00"),
    ("12 มีนาคม 2569", "2026-03-12T00:00:00"),
    ("12 มี.ค. 2569 14:05", "2026-03-12T14:05:00"),
    ("12 ਮਾਰਚ 2026", "2026-03-12T00:00:00"),
    ("੧੨ ਮਾਰਚ ੨੦੨੬", "2026-03-12T00:00:00"),
    ("၁၂ မတ် ၂၀၂၆", "2026-03-12T00:00:00"),
    ("၂၀၂၆ မတ် ၁၂", "2026-03-12T00:00:00"),
    ("12 मार्च 2026", "2026-03-12T00:00:00"),
    ("۱۲ مارس ۲۰۲۶", "2026-03-12T00:00:00"),
    ("12 tháng 3, 2026", "2026-03-12T00:00:00"),
    ("2025-063", "2025-03-04T00:00:00"),
    ("2024-366T06:30:00Z", "2024-12-31T06:30:00+00:00"),
    ("Tue, 01 Jul 2025 09:00:00 BST", "2025-07-01T09:00:00+01:00"),
    ("4 March 2025 09:00 CEST", "2025-03-04T09:00:00+02:00"),
    ("4 March 2025 9:00 am JST", "2025-03-04T09:00:00+09:00"),
    ("4 de març de 2026", "2026-03-04T00:00:00"),
]
IMPOSSIBLE = [
    "", "31/02/2025", "yesterday", "3 hours ago", "2025", "September 2025", "0000-00-00", "2999-01-01",
    "99/99/9999", "2025-13-45", "31-FEB-1987 10:00:00", "no date", "9" * 200,
    "30 years 2020", "3 days ago 2022", "10.12.19.4", "12 people 2020",
    "2025-366", "2025-000",
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), WRITTEN)
def test_dates_are_read(written: str, expected: str) -> None:
    found = parse_date(written)
    assert found is not None and found.isoformat() == expected


@pytest.mark.parametrize("written", IMPOSSIBLE)
def test_what_cannot_be_is_no_date(written: str) -> None:
    assert parse_date(written) is None


def test_the_document_s_other_dates_tell_the_order() -> None:
    assert is_day_first(["04/09/2025"])
    assert not is_day_first(["04/09/2025", "09/14/2025"])
    assert is_day_first(["04/09/2025", "14/09/2025"])
    assert not is_day_first(["Thursday 09/04/2025"])
    assert parse_date("04/09/2025", day_first=False) == parse_date("9 April 2025")


def test_a_date_is_found_in_its_line() -> None:
    assert find_date("Published: Thursday 4 September 2025, 14:05") == parse_date("2025-09-04 14:05:00")
    assert is_date_line("Updated 4 September 2025 14:05 CET")
    assert all(
        map(is_date_line, ("Posted 05.03.26 14:20", "27/11/2025 at 10:19h", "12 มีนาคม 2569", "੧੨ ਮਾਰਚ ੨੦੨੬"))
    )
    assert not is_date_line("The ferry sank on 4 September 2025 with all hands")
