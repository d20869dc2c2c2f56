"""The days that a question names, in the many ways that people write them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.language.dates import find_period

TODAY = date(2026, 11, 24)  # a Tuesday
NEWEST = date(2025, 9, 26)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What was reported on 4 September 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on Thursday, 4th of September 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on September 4, 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on 2025-09-04?", "2025-09-04", "2025-09-04"),
        ("What was reported in September 2025?", "2025-09-01", "2025-09-30"),
        ("What was reported in February 2024?", "2024-02-01", "2024-02-29"),
        ("What was reported in late February 2024?", "2024-02-20", "2024-02-29"),
        ("What was reported in December 2025?", "2025-12-01", "2025-12-31"),
        ("What was reported in 2025?", "2025-01-01", "2025-12-31"),
        (
            "What was reported in August?",
            "2025-08-01",
            "2025-08-31",
        ),  # the last August before the newest article
        ("What was reported in October?", "2024-10-01", "2024-10-31"),
        ("What was reported between 3 March and 5 April 2025?", "2025-03-03", "2025-04-05"),
        ("What was reported since May 2025?", "2025-05-01", None),
        ("What was reported before 3 May 2025?", None, "2025-05-02"),
        ("What was reported after 3 May 2025?", "2025-05-04", None),
        ("What was reported until June 2025?", None, "2025-06-30"),
        ("What was reported today?", "2026-11-24", "2026-11-24"),
        ("What was reported yesterday?", "2026-11-23", "2026-11-23"),
        ("What was reported last week?", "2026-11-16", "2026-11-22"),
        ("What was reported this week?", "2026-11-23", "2026-11-24"),
        ("What was reported last month?", "2026-10-01", "2026-10-31"),
        ("What was reported this year?", "2026-01-01", "2026-11-24"),
        ("What was reported last Thursday?", "2026-11-19", "2026-11-19"),
        ("What was reported last Tuesday?", "2026-11-17", "2026-11-17"),
        ("What was reported on Thursday?", "2026-11-19", "2026-11-19"),
        ("What was reported on 4 Sept 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on September 4th, 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on Sept. 4?", "2025-09-04", "2025-09-04"),
        ("What was reported on 4.9.2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on 9/24/2025?", "2025-09-24", "2025-09-24"),
        ("Was wurde am 4. September 2025 berichtet?", "2025-09-04", "2025-09-04"),
        ("Was wurde seit Mai 2025 berichtet?", "2025-05-01", None),
        ("4 September 2025, reports on the bridge", "2025-09-04", "2025-09-04"),
        ("What was reported on 4 May 2025 about exports last year?", "2025-05-04", "2025-05-04"),
        ("What was reported on 4 May 2025 about the best quarter since 1983?", "2025-05-04", "2025-05-04"),
        ("What was reported on 4 May about a bill due before June?", "2025-05-04", "2025-05-04"),
        ("What did the wire print on 4 May 2025, after talks last week?", "2025-05-04", "2025-05-04"),
        ("What was reported in March 2025 about jobs lost this year?", "2025-03-01", "2025-03-31"),
        ("What was reported last week about plans for 3 May 2027?", "2026-11-16", "2026-11-22"),
        ("What was reported about exports last year?", "2025-01-01", "2025-12-31"),
        ("What was reported in mid-August?", "2025-08-10", "2025-08-20"),
        ("What was reported in early September 2025?", "2025-09-01", "2025-09-10"),
        ("What was reported at the end of March 2025?", "2025-03-20", "2025-03-31"),
        ("What was reported between 3 and 7 May?", "2025-05-03", "2025-05-07"),
        ("What was reported between May 3 and 7, 2024?", "2024-05-03", "2024-05-07"),
        ("What was reported from 3-7 May 2024?", "2024-05-03", "2024-05-07"),
        ("What was reported between 20 December and 5 January 2025?", "2024-12-20", "2025-01-05"),
        ("What was reported in Q3 2024?", "2024-07-01", "2024-09-30"),
        ("What was reported in the second quarter of 2024?", "2024-04-01", "2024-06-30"),
        ("What was reported in the first half of 2025?", "2025-01-01", "2025-06-30"),
        ("What was reported in summer 2025?", "2025-06-01", "2025-08-31"),
        ("What was reported in the 1980s?", "1980-01-01", "1989-12-31"),
        ("What was reported in the '90s?", "1990-01-01", "1999-12-31"),
        ("What was reported in the last three days?", "2026-11-21", "2026-11-24"),
        ("What was reported over the past week?", "2026-11-17", "2026-11-24"),
        ("What was reported in the last 24 hours?", "2026-11-23", "2026-11-24"),
        ("What was reported the day before yesterday?", "2026-11-22", "2026-11-22"),
        ("What was reported three days ago?", "2026-11-21", "2026-11-21"),
        ("What was reported two months ago?", "2026-09-09", "2026-10-09"),
        ("What was reported last night?", "2026-11-23", "2026-11-24"),
        ("What was reported last quarter?", "2026-07-01", "2026-09-30"),
        ("What was reported last weekend?", "2026-11-21", "2026-11-22"),
        ("What was reported since Monday?", "2026-11-23", None),
        ("What was reported before last week?", None, "2026-11-15"),
    ],
)
def test_periods_are_recognised(question: str, first: str | None, last: str | None) -> None:
    period = find_period(question, TODAY, NEWEST)
    assert period is not None
    assert [str(day) if day else None for day in (period.first, period.last)] == [first, last]


@pytest.mark.parametrize(
    "question",
    [
        "Who won?",
        "What was reported on 31 February 2025?",
        "May I ask who won?",
        "Who had 2000 followers?",
        "Did the march end?",
        "What did they do the second time?",
        "Did it fall after the spring tide?",
    ],
)
def test_what_is_no_period_is_none(question: str) -> None:
    assert find_period(question, TODAY, NEWEST) is None
