"""Lines of a scraped page that are no part of its article: share buttons, cookie notices, captions."""

from __future__ import annotations

import re

_LONGEST = 100  # characters; what is longer, or ends like a sentence, is text
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")

_WHOLE_LINES = (
    r"share(?: this| on \w+| article| this article| this story)?",
    r"tweet|facebook|twitter|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|print|save|copy link|link copied",
    r"listen(?: to this article)?|follow us(?: on .*)?|subscribe(?: now| to .*)?|sign up(?: now| to .*| for .*)?",
    r"log in|sign in|menu|home|search|advertisement|advertising|sponsored(?: content)?|promoted",
    r"comments?(?: \(\d+\))?|\d+ comments?|leave a comment|read (?:more|also|next|full story|the full story)(?: ?[:»>].*)?",
    r"more on this story|related(?: articles?| stories| topics| content)?:?.{0,60}|see also:?.{0,60}",
    r"most read|trending(?: now)?|recommended(?: for you)?|editor'?s picks|you may also like|skip to (?:main )?content",
    r"\d+\s*min(?:ute)?s?(?: read)?|(?:updated |published )?(?:about )?\d+ (?:hours?|minutes?|days?|mins?) ago",
    r"add as .* on google|loading|back to top|next article|previous article|all rights reserved|copyright .*|© .*",
    r"accept(?: all)?(?: cookies)?|reject(?: all)?|cookie (?:settings|policy|preferences)|privacy policy|terms of use",
)
_BOILERPLATE = re.compile(rf"^(?=(?s:.{{0,{_LONGEST}}})\Z)\W*(?:{'|'.join(_WHOLE_LINES)})\W*$", re.I)
_COOKIES = re.compile(r"^.{0,40}\b(?:we|this (?:site|website)) (?:and our partners )?uses? cookies\b", re.I)
_CAPTION = re.compile(
    r"^(?=(?s:.{0,300})\Z)\W*(?:(?:file|handout|stock|archive)\s+(?:photo|image|picture|footage)\b.{0,100}"
    r"|(?:photo|image|picture|credit|caption|graphic|foto|bild)s?\s*(?:by|courtesy|credit)?\s*[:/©|(].*|©.*|getty images.*)$",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:(?:file|handout|stock|archive)\s+)?(?:photo|image|picture|caption|foto|bild)s?\s?:\s", re.I
)
_CREDIT = re.compile(
    r"[\[(/](?:photo|image|picture|file|getty|ap photo|afp|reuters/)[^\])]{0,300}[\])]\W*$", re.I
)


def is_boilerplate(line: str) -> bool:
    """Whether a line is furniture of the page."""
    line = line.strip()
    if _COOKIES.match(line):
        return True
    ends = bool(_SENTENCE_END.search(line)) and len(line.split()) > 3
    return len(line) <= _LONGEST and not ends and bool(_BOILERPLATE.match(line))


def is_caption(line: str) -> bool:
    """Whether a line is a picture's caption or credit."""
    line = line.strip()
    if len(line) > 3 * _LONGEST:
        return False
    if _LABEL.match(line) or _CREDIT.search(line):
        return True
    return not _SENTENCE_END.search(line) and bool(_CAPTION.match(line))
