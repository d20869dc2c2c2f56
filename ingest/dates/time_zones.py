"""Names of time zones after a clock's time, and clocks written with a dot: "14.05 CET"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

# Hours from UTC of names that mean one zone in the news; IST, AST and the like mean several and are left alone
_HOURS = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "TRT": 3, "EAT": 3, "SAST": 2, "CAT": 2, "WAT": 1, "PKT": 5, "NPT": 5.75, "ICT": 7, "WIB": 7, "WITA": 8,
    "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "CLT": -4, "COT": -5, "PET": -5, "NDT": -2.5,
}  # fmt: skip
_NAMED = re.compile(
    rf"(?P<clock>\d[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[apAP]\.?[mM]\.?)?)\s*\(?(?P<zone>{'|'.join(_HOURS)})\b\)?"
)
_DOTTED = re.compile(  # after a year; with two more numbers it would be a day
    r"(?:(?<=\d{4})|(?<=\d{4}-\d\d-\d\d))(?P<gap>[,|\s–-]*\s(?:at\s|um\s|klo?\.?\s|à\s)?|T)(?P<hour>[01]?\d|2[0-3])[.h](?P<minute>[0-5]\d)"
    r"(?:\.(?P<second>[0-5]\d))?(?![\d/-]|\.\d)"
)


def part_zone(text: str) -> tuple[str, timezone | None]:
    """``text`` without the name of its time zone, and the zone; None where a time is followed by none that is known."""
    found = _NAMED.search(text)
    if found is None:
        return text, None
    rest = f"{text[: found.end('clock')]} {text[found.end() :]}".strip()
    return rest, timezone(timedelta(hours=_HOURS[found["zone"]]))


def place_in_zone(found: datetime | None, zone: timezone | None) -> datetime | None:
    """A moment in the zone that its text names, unless it has one already."""
    return (
        found.replace(tzinfo=zone)
        if found is not None and zone is not None and found.tzinfo is None
        else found
    )


def spell_clock(text: str) -> str:
    """``text`` with a colon in a time that follows a year: "4 Mar 2025 14.05.00" is 14:05:00."""

    def spelt(found: re.Match[str]) -> str:
        gap = found["gap"] if found["gap"] == "T" else " "
        second = f":{found['second']}" if found["second"] else ""
        return f"{gap}{found['hour']:0>2}:{found['minute']}{second}"

    return _DOTTED.sub(spelt, text)
