"""Text from pictures of pages: the words that a recogniser sees, where they stand, and how sure it is of each.

``tesseract`` is used where it is installed, else ``rapidocr``, whose wheel carries its models. Either needs no
network. A page takes about ten seconds of one processor.
"""

from __future__ import annotations

import csv
import importlib.util
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from errors import ReadError
from ingest.read.columns import PrintedLine
from ingest.read.reading_order import order_lines

if TYPE_CHECKING:
    from PIL.Image import Image

PAGE_SECONDS = 10  # of one processor, for a page of a newspaper; told before it begins
DOTS = 200  # per inch of a page that is rendered: a capital of newsprint is then 20 pixels high
LONGEST_SIDE = 5000  # pixels
_SET_IN = 10.0  # points, to which recognised lines are scaled
UNSURE = (
    0.8  # confidence of a word; of those below it, two in five are wrong (python -m benchmarks recognition)
)
MARK = "\ue000"  # stands before a word that is not sure, until its place in the article is known
INSTALL = "install tesseract (apt, brew), or rapidocr (make ocr), so that it is read"

_LINE_HEIGHT = 20.0  # pixels

Engine = Literal["tesseract", "rapidocr"]


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word as recognised; lengths in pixels from the top left of the picture."""

    text: str
    confidence: float  # in [0, 1]
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The words of one page, line by line, and the height of its picture in pixels."""

    lines: tuple[tuple[RecognisedWord, ...], ...]
    height: int

    @property
    def words(self) -> list[RecognisedWord]:
        """All its words."""
        return [word for line in self.lines for word in line]


def find_engine() -> Engine | None:
    """The recogniser that is installed on this machine; tesseract first, as it is the quicker one."""
    if shutil.which("tesseract"):
        return "tesseract"
    return "rapidocr" if importlib.util.find_spec("rapidocr") else None


def recognise_page(picture: Image) -> RecognisedPage:
    """What stands on the picture of a page.

    Raises ReadError if no recogniser is installed, or it fails.
    """
    engine = find_engine()
    if engine is None:
        raise ReadError(f"a picture of text: {INSTALL}")
    recognise = _ask_tesseract if engine == "tesseract" else _ask_rapidocr
    return RecognisedPage(tuple(recognise(picture)), picture.height)


def render_pages(pdf: bytes) -> Iterator[Image]:
    """The pages of a PDF as pictures, one after the other."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            longest = max(page.get_width(), page.get_height(), 1)
            scale = min(DOTS / 72, LONGEST_SIDE / longest)  # a PDF point is 1/72 inch
            yield page.render(scale=scale, grayscale=True).to_pil()
            page.close()


def placed_lines(page: RecognisedPage, number: int) -> list[PrintedLine]:
    """The lines of page ``number`` (from 0) in reading order; words that are not sure bear ``MARK``.

    Lengths are as if the text were set in ten points. Lines that are about as high as most are of one size: a
    line without tall letters is lower than its neighbours.
    """
    if not page.lines:
        return []
    heights = [median(word.bottom - word.top for word in words) for words in page.lines]
    usual = max(median(heights), 1.0)
    scale = _SET_IN / usual
    placed = []
    for words, height in zip(page.lines, heights, strict=True):
        text = " ".join(f"{MARK if word.confidence < UNSURE else ''}{word.text}" for word in words)
        left, right = min(word.left for word in words), max(word.right for word in words)
        top, bottom = median(word.top for word in words), median(word.bottom for word in words)
        size = usual if 0.7 * usual < height < 1.35 * usual else height
        low, high = page.height - bottom, page.height - top
        placed.append(
            PrintedLine(text, number, left * scale, right * scale, low * scale, high * scale, size * scale)
        )
    return order_lines(placed)


def mean_confidence(pages: Sequence[RecognisedPage]) -> float:
    """How sure the recogniser is of a word, in the mean over all, in [0, 1]."""
    words = [word for page in pages for word in page.words]
    return sum(word.confidence for word in words) / len(words) if words else 0.0


def _ask_tesseract(picture: Image) -> Iterator[tuple[RecognisedWord, ...]]:
    held = BytesIO()
    picture.save(held, "PNG")
    command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "--dpi", str(DOTS), "tsv"]
    done = subprocess.run(command, input=held.getvalue(), capture_output=True, check=False)
    if done.returncode:
        said = (done.stderr.decode("utf-8", "replace").strip().split("\n")[-1])[:200]
        raise ReadError(f"a picture of text, and tesseract could not recognise it: {said}")
    rows = csv.DictReader(
        StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    line: list[RecognisedWord] = []
    place = None
    for row in rows:
        if row.get("level") != "5" or not (row["text"] or "").strip():
            continue
        if place != (here := (row["block_num"], row["par_num"], row["line_num"])):
            if line:
                yield tuple(line)
            line, place = [], here
        left, top = float(row["left"]), float(row["top"])
        right, bottom = left + float(row["width"]), top + float(row["height"])
        line.append(RecognisedWord(row["text"].strip(), float(row["conf"]) / 100, left, top, right, bottom))
    if line:
        yield tuple(line)


def _ask_rapidocr(picture: Image) -> Iterator[tuple[RecognisedWord, ...]]:
    import numpy as np

    shown = picture.convert("RGB")
    try:
        scale = _best_scale(shown)
        fitted = shown.resize((max(1, round(shown.width * scale)), max(1, round(shown.height * scale))))
        found = _rapidocr()(np.asarray(fitted), use_rec=True, use_cls=True, return_word_box=True)
    except (ValueError, RuntimeError, OSError) as problem:
        raise ReadError(f"a picture of text, and rapidocr could not recognise it: {problem}") from problem
    for words in found.word_results or ():
        line = [_placed_word(word, scale) for word in words if word[0].strip()]
        if line:
            yield tuple(line)


def _best_scale(picture: Image) -> float:
    """By how much to shrink a picture so that its lines are ``_LINE_HEIGHT`` high.

    In larger type rapidocr misses the spaces between words (``python -m benchmarks recognition``).
    """
    import numpy as np

    boxes = _rapidocr()(np.asarray(picture), use_rec=False, use_cls=False).boxes
    if boxes is None or not len(boxes):
        return 1.0
    height = median(float(max(box[:, 1]) - min(box[:, 1])) for box in boxes)
    return min(1.0, _LINE_HEIGHT / max(height, 1.0))


def _placed_word(word: tuple[str, float, Any], scale: float) -> RecognisedWord:
    text, confidence, corners = word
    across, down = [corner[0] / scale for corner in corners], [corner[1] / scale for corner in corners]
    return RecognisedWord(text.strip(), float(confidence), min(across), min(down), max(across), max(down))


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    )
