"""The colours of the page can be read: WCAG 2.2 AA, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLE = "\n".join(
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[2] / "ui").rglob("*.css"), reverse=True)
)
READ = [  # ink on paper: at least 4.5 : 1
    *((ink, paper) for ink in ("ink", "soft", "accent", "warn") for paper in ("paper", "sheet")),
    *((ink, "tint") for ink in ("ink", "accent")),
    ("on-accent", "accent"),
    ("ink", "mark"),
    ("ink", "mark-soft"),
]
SEEN = [("edge", "paper"), ("edge", "sheet"), ("accent", "paper")]  # borders and focus: at least 3 : 1


def colours(scheme: str) -> dict[str, str]:
    block = STYLE.split(f"{scheme} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [":root", "\n.dark"])
def test_contrast(scheme: str) -> None:
    held = colours(scheme)
    weak = [
        (pair, round(contrast(*(held[name] for name in pair)), 2))
        for pair in READ
        if contrast(*(held[n] for n in pair)) < 4.5
    ]
    weak += [
        (pair, round(contrast(*(held[name] for name in pair)), 2))
        for pair in SEEN
        if contrast(*(held[n] for n in pair)) < 3
    ]
    assert weak == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"@import|@font-face|url\(", STYLE)
