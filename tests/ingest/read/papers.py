"""Small PDFs, written by hand so that tests need no library to make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """A line of text at a place (points from the bottom left) in Helvetica of a size."""

    x: float
    y: float
    text: str
    size: float = 10


def column(x: float, top: float, lines: Sequence[str], size: float = 10, step: float = 12) -> list[Ink]:
    """Lines below one another."""
    return [Ink(x, top - number * step, line, size) for number, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[Ink]],
    info: dict[str, str] | None = None,
    *,
    picture: bool = False,
    locked: bool = False,
    crop: tuple[int, int, int, int] | None = None,
) -> bytes:
    """A PDF with these pages; ``picture`` puts an image on each, ``locked`` asks for a password.

    ``crop``: the part of each page that is shown, as left, bottom, right, top.
    """
    shown = f" /CropBox [{' '.join(map(str, crop))}]" if crop else ""
    objects = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    objects.append(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\nx\nendstream"
    )
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F1 {ink.size} Tf 1 0 0 1 {ink.x} {ink.y} Tm ({_escaped(ink.text)}) Tj ET" for ink in page
        )
        drawn += "\nq 400 0 0 600 50 50 cm /I1 Do Q" if picture else ""
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]{shown} /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects, info or {}, locked)


def _file(objects: list[str], info: dict[str, str], locked: bool) -> bytes:
    objects.append("<< " + " ".join(f"/{name} ({_escaped(value)})" for name, value in info.items()) + " >>")
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    if locked:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
