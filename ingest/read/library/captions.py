"""Transcripts: captions as SubRip (SRT), WebVTT or TTML, put together into paragraphs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from errors import ReadError
from ingest.dates.dates import find_date
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.body import Body
from ingest.read.text import title_from_file_name
from news.article import Article

SRT = re.compile(r"\d+\s*\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d")
VTT = re.compile(r"WEBVTT(?:[ \t\n]|$)")
_TIMING = re.compile(
    r"^\s*(?P<from>(?:\d+:)?\d{1,2}:\d\d[,.]\d{1,3})\s*-->\s*(?P<to>(?:\d+:)?\d{1,2}:\d\d[,.]\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,100}\}|<\d\d:\d\d[:.\d]{0,12}>")
_SPEAKER = re.compile(
    r"^(?:>{2,3}\s*)?(?P<name>[A-ZÀ-Ý][A-ZÀ-Ý0-9 .'’-]{1,40}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}):\s*(?P<rest>.*)$",
    re.S,
)
_SOUND = re.compile(r"^\s*(?:[\[(][^\])]{1,80}[\])]|[♪♫#*\s].{0,200}[♪♫]|[♪♫\s]+)\s*$", re.S)
_END = re.compile(r"[.!?…][\"'”’»)]*$")
_PAUSE = 4.0  # seconds of silence that part paragraphs
_LONG = 500  # characters after which a paragraph ends with its sentence


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at one time."""

    start: float  # seconds
    end: float
    text: str
    speaker: str = ""


def read_captions(document: Document) -> Iterator[Outcome]:
    """Read SRT or WebVTT as one transcript. Raises ReadError if nothing is said."""
    text = decode_text(document.data).lstrip("\ufeff")
    title = next((line[6:].strip(" -\t") for line in text.split("\n", 1)[:1] if VTT.match(line)), "")
    yield _transcript(document, document.key, list(_cues(text)), title)


def read_ttml(document: Document) -> Iterator[Outcome]:
    """Read TTML (also DFXP, EBU-TT, IMSC), a transcript for each language. Raises ReadError if nothing is said."""
    refuse_entities(decode_text(document.data[:1_000_000]))
    root = parse_xml(document.data)
    title = next(
        (" ".join("".join(e.itertext()).split()) for e in root.iter() if local_name(e) == "title"), ""
    )
    names = {
        _attribute(e, "id"): " ".join("".join(e.itertext()).split())
        for e in root.iter()
        if local_name(e) == "agent"
    }
    by_language: dict[str, list[Cue]] = {}
    language = _attribute(root, "lang")
    for block in _divisions(root) or [root]:
        cues = [_ttml_cue(e, names) for e in block.iter() if local_name(e) == "p" and _nearest_div(e, block)]
        by_language.setdefault(_attribute(block, "lang") or language, []).extend(cues)
    spoken = {tag: cues for tag, cues in by_language.items() if cues}
    if not spoken:
        raise ReadError("captions without a word: wanted a transcript")
    for tag, cues in spoken.items():
        key = document.key if len(spoken) == 1 else f"{document.key}#{tag}"
        yield _transcript(document, key, cues, title, tag)


def _transcript(document: Document, key: str, cues: list[Cue], title: str, language: str = "") -> Article:
    body = Body()
    for paragraph in _paragraphs(cues):
        body.length += len(paragraph) + (2 if body.parts else 0)
        body.parts.append(paragraph)
    if not body.text.strip():
        raise ReadError("captions without a word: wanted a transcript")
    name = title_from_file_name(document)
    day = find_date(name) if re.search(r"\d{4}-\d\d-\d\d|\d{4} \d\d \d\d", name) else None
    code = language[:2].lower() if re.match(r"[A-Za-z]{2}(?:-|$)", language) else None
    return Article(key, title or name, body.text, published=day, language=code)


def _paragraphs(cues: Iterable[Cue]) -> Iterator[str]:
    """Sentences put together; a new paragraph at another speaker, a pause, or after some sentences."""
    held, speaker, end, last = "", "", 0.0, ""
    for cue in cues:
        text = " ".join(cue.text.split())
        if not text or _SOUND.match(text) or text == last:
            continue
        fresh = _new_words(last, text)
        last = text
        said = _SPEAKER.match(fresh)
        name = cue.speaker or (said["name"].strip() if said else "")
        turned = (bool(name) and name != speaker) or fresh.startswith((">>", "- ", "– "))
        done = _END.search(held) and (cue.start - end > _PAUSE or len(held) > _LONG)
        if held and (turned or done):
            yield held
            held = ""
        if cue.speaker and turned:
            fresh = f"{cue.speaker}: {fresh}"
        speaker = name or ("" if turned else speaker)
        held = f"{held} {fresh.lstrip('>- –').strip()}".strip()
        end = cue.end
    if held:
        yield held


def _new_words(last: str, text: str) -> str:
    """What a caption that rolls up adds to the one before it."""
    if last and text.startswith(last):
        return text[len(last) :].strip()
    for size in range(min(len(last), len(text), 200), 12, -1):
        if last.endswith(text[:size]):
            return text[size:].strip()
    return text


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text.strip()):
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
        timing = _TIMING.match(lines[at]) if at is not None else None
        if at is None or timing is None:
            continue
        raw = "\n".join(lines[at + 1 :])
        voice = _VOICE.search(raw)
        words = html.unescape(_TAG.sub("", raw))
        yield Cue(_seconds(timing["from"]), _seconds(timing["to"]), words, voice[1].strip() if voice else "")


def _seconds(stamp: str) -> float:
    seconds = 0.0
    for part in stamp.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _divisions(root: Any) -> list[Any]:
    """The divisions that hold paragraphs of their own."""
    return [e for e in root.iter() if local_name(e) == "div" and any(local_name(c) == "p" for c in e)]


def _nearest_div(paragraph: Any, block: Any) -> bool:
    """Whether ``block`` is the innermost division that the paragraph stands in."""
    return next((e for e in paragraph.iterancestors() if local_name(e) == "div"), block) is block


def _ttml_cue(element: Any, names: dict[str, str]) -> Cue:
    parts: list[str] = []
    for each in element.iter():
        if local_name(each) == "br":
            parts.append("\n")
        elif local_name(each) not in ("metadata", "title", "desc"):
            parts.append(each.text or "")
        if each is not element:
            parts.append(each.tail or "")
    start, end = _clock(_attribute(element, "begin")), _clock(_attribute(element, "end"))
    agent = _attribute(element, "agent")
    return Cue(start, end or start, "".join(parts), names.get(agent, ""))


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _clock(stamp: str) -> float:
    """Seconds of a time of TTML: ``00:01:02.5``, ``62.5s``; frames and ticks count as nothing."""
    if found := re.match(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)", stamp):
        return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
    scale = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    found = re.match(r"(\d+(?:\.\d+)?)(h|ms|m|s)$", stamp)
    return float(found[1]) * scale[found[2]] if found else 0.0
