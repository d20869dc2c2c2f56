"""Text from pictures of pages, with whichever recogniser is installed on this machine."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

from errors import ReadError

_SCALE = 300 / 72  # 300 dots per inch, what tesseract's makers advise; a PDF point is 1/72 inch
_LONGEST_SIDE = 5000  # pixels


def recognise(pdf: bytes, pages: int) -> list[str] | None:
    """The text of each page, or None where neither ``tesseract`` nor ``ocrmypdf`` is installed.

    Raises ReadError if the recogniser fails.
    """
    if tesseract := shutil.which("tesseract"):
        return [_page(tesseract, pdf, number) for number in range(pages)]
    if ocrmypdf := shutil.which("ocrmypdf"):
        return _whole(ocrmypdf, pdf)
    return None


def _page(tesseract: str, pdf: bytes, number: int) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[number]
        scale = min(_SCALE, _LONGEST_SIDE / max(page.get_width(), page.get_height(), 1))
        picture = page.render(scale=scale, grayscale=True).to_pil()
    held = BytesIO()
    picture.save(held, "PNG")
    return _run([tesseract, "stdin", "stdout"], held.getvalue()).decode("utf-8", "replace")


def _whole(ocrmypdf: str, pdf: bytes) -> list[str]:
    import pypdfium2

    made = _run([ocrmypdf, "--quiet", "--force-ocr", "--output-type", "pdf", "-", "-"], pdf)
    with pypdfium2.PdfDocument(made) as opened:
        texts = [opened[number].get_textpage().get_text_range() for number in range(len(opened))]
    return [text.replace("\r\n", "\n") for text in texts]


def _run(command: list[str], given: bytes) -> bytes:
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:200]
        raise ReadError(f"a scan, and {command[0].rsplit('/', 1)[-1]} could not recognise its text: {said}")
    return done.stdout
