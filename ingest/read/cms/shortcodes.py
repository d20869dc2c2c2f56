"""WordPress's shortcodes: instructions in square brackets, which a reader of the site never sees."""

from __future__ import annotations

import re

_MEDIA = r"caption|wp_caption|gallery|audio|video|playlist|embed|youtube|vimeo|instagram|twitter|tweet|soundcloud|googlemaps"
_WITH_CONTENT = re.compile(
    rf"\[({_MEDIA})\b[^\[\]]{{0,2000}}\](?:(?!\[\1\b).){{0,5000}}?\[/\1\]", re.I | re.S
)
_CLOSING = re.compile(r"\[/([a-z][\w-]{1,40})\]", re.I)
_OPENING = re.compile(r"\[([a-z][\w-]{1,40})((?:\s[^\[\]<>]{0,2000})?)/?\]", re.I)
_ATTRIBUTE = re.compile(r"\s[\w-]+\s*=\s*(?:[\"'“”″]|&(?:quot|#8220|#8221|#8243);|\S)")
_KNOWN = re.compile(
    rf"(?:{_MEDIA}|more|nextpage|contact-form(?:-7)?|newsletter\w*|subscribe\w*|ad|ads|adsense|adrotate|social\w*|share\w*|"
    r"(?:vc|et_pb|fusion|su|av|tm_pb|mk|td|wpv|elementor|jnews|penci|cs)[_-][\w-]+)$",
    re.I,
)


def drop_shortcodes(text: str) -> str:
    """``text`` without shortcodes; what stands between the two of a pair stays, but not captions and addresses.

    Brackets of an author's, such as ``[sic]``, stay: a shortcode has attributes, a closing half or a name that is known.
    """
    text = text.replace("[[", "\ue0f2").replace("]]", "\ue0f3")  # so WordPress writes brackets that are meant
    text = _WITH_CONTENT.sub(" ", text)
    closed = {match[1].lower() for match in _CLOSING.finditer(text)}

    def replaced(match: re.Match[str]) -> str:
        name, rest = match[1], match[2]
        is_code = (
            name.lower() in closed or _ATTRIBUTE.search(rest) or (_KNOWN.match(name) and not rest.strip(" /"))
        )
        return " " if is_code else match[0]

    text = _CLOSING.sub(" ", _OPENING.sub(replaced, text))
    return text.replace("\ue0f2", "[").replace("\ue0f3", "]")
