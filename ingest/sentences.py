"""Where sentences begin and end."""

from __future__ import annotations


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of ``text``, in characters, without the space around them.

    Boundaries come from the library ``sentencex`` (rules for 200 languages, abbreviations and quotes); no
    sentence runs across a line break. Together the spans hold every character that is not white space.
    """
    from sentencex import get_sentence_boundaries

    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for boundary in get_sentence_boundaries(language, line):
            piece = boundary["text"]
            start = at + len(piece) - len(piece.lstrip())
            end = at + len(piece.rstrip())
            at += len(piece)
            if start < end:
                spans.append((start, end))
    return spans
