"""How well scans are read, and how much a recogniser's own confidence says: pages printed and spoiled here.

Texts are the articles of a JSONL file, printed in Pillow's own typeface, then blurred and strewn with noise.
"""

from __future__ import annotations

import argparse
import json
import random
import textwrap
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from ingest.read.recognition import UNSURE, RecognisedPage, find_engine, recognise_page

if TYPE_CHECKING:
    from PIL.Image import Image

SPOILED = (
    (0.0, 4.0),
    (1.1, 10.0),
    (1.5, 18.0),
    (1.9, 26.0),
)  # radius of blur in pixels, deviation of noise of 255
BOUNDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)  # of confidence
LETTERS = 1_000  # of a text on its page


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A recognised word: how sure the recogniser was, and whether it is right."""

    confidence: float
    right: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--articles`` and ``--limit``."""
    parser.add_argument("--articles", type=Path, required=True, help="JSONL with a field text in each row")
    parser.add_argument("--limit", type=int, default=8, help="articles, each printed four times (default 8)")


def run(arguments: argparse.Namespace) -> int:
    """Print words right by page, and the share of wrong words by confidence."""
    texts = load_texts(arguments.articles, arguments.limit)
    read: list[ReadWord] = []
    print(f"recogniser: {find_engine()}; {len(texts)} articles")
    for blur, noise in SPOILED:
        began = process_time()
        pages = [(text, recognise_page(print_page(text, blur, noise))) for text in texts]
        seconds = (process_time() - began) / max(1, len(texts))
        words = [list(judge_words(text, page)) for text, page in pages]
        right = sum(word.right for page in words for word in page) / sum(len(text.split()) for text in texts)
        read += [word for page in words for word in page]
        print(
            f"blur {blur:.1f}, noise {noise:4.0f}: words right {right:.3f}; {seconds:.1f} processor seconds a page"
        )
    for line in tabulate_confidence(read):
        print(line)
    return 0


def load_texts(path: Path, limit: int) -> list[str]:
    """The beginnings of ``limit`` articles, drawn with a fixed seed."""
    rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    random.Random(3).shuffle(rows)
    return [" ".join(text.split())[:LETTERS] for text in rows[:limit]]


def print_page(text: str, blur: float, noise: float) -> Image:
    """A page with this text, spoiled."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    page = Image.new("L", (1300, 1000), 245)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(textwrap.wrap(text, 70, break_on_hyphens=False)):
        draw.text((80, 80 + 42 * number), line, font=ImageFont.load_default(28), fill=25)
    blurred = np.asarray(page.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
    strewn = blurred + np.random.default_rng(3).normal(0, noise, blurred.shape)
    return Image.fromarray(np.clip(strewn, 0, 255).astype(np.uint8))


def judge_words(text: str, page: RecognisedPage) -> Iterator[ReadWord]:
    """Each recognised word, right where it stands in the longest common run with the text."""
    words = [(part, word.confidence) for word in page.words for part in word.text.split()]
    matcher = SequenceMatcher(None, text.split(), [part for part, _ in words], autojunk=False)
    right = {at for _, start, size in matcher.get_matching_blocks() for at in range(start, start + size)}
    for at, (_, confidence) in enumerate(words):
        yield ReadWord(confidence, at in right)


def tabulate_confidence(read: Sequence[ReadWord]) -> Iterator[str]:
    """The share of wrong words between each two bounds of confidence, then below and above ``UNSURE``."""
    groups: dict[int, list[ReadWord]] = {}
    for word in read:
        groups.setdefault(bisect_right(BOUNDS, word.confidence), []).append(word)
    for place, group in sorted(groups.items()):
        low, high = (0.0, *BOUNDS)[place], (*BOUNDS, 1.0)[place]
        yield f"confidence {low:.2f} to {high:.2f}: {len(group):5} words, wrong {_wrong(group):.2f}"
    for name, group in (
        ("below", [word for word in read if word.confidence < UNSURE]),
        ("from", [word for word in read if word.confidence >= UNSURE]),
    ):
        yield f"{name} {UNSURE}: {len(group)} words, wrong {_wrong(group):.2f}"


def _wrong(group: Sequence[ReadWord]) -> float:
    return sum(not word.right for word in group) / len(group) if group else 0.0
