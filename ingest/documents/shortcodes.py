"""What content systems and news interfaces leave in texts: "[gallery ids=…]", "[+1843 chars]"."""

from __future__ import annotations

import re

_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\]]{0,500}\][^\[]{0,2000}\[/(?:wp_)?caption\]", re.I)
_WITH_VALUES = re.compile(
    r"\[/?[a-z][a-z0-9_-]*(?:\s+[a-z][\w-]*\s*=\s*(?:\"[^\"\]]*\"|'[^'\]]*'|“[^”\]]*”|[^\s\]\"']+))+\s*/?\]",
    re.I,
)
_NAMED = re.compile(
    r"\[/?(?:caption|wp_caption|gallery|embed|video|audio|playlist|youtube|vimeo|soundcloud|tweet|twitter|instagram|contact-form(?:-7)?"
    r"|vc_\w+|et_pb_\w+|fusion_\w+|su_\w+|elementor-\w+|tribe_\w+|gravityform|newsletter\w*|subscribe\w*|adrotate|ad|pullquote"
    r"|button|spacer|divider|toc|dropcap|shortcode|more|nextpage|sc\w*)\s*/?\]",
    re.I,
)  # fmt: skip
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\s?[\d.,]+\s?(?:chars?|characters|words|zeichen)\]", re.I)


def remove_shortcodes(text: str) -> str:
    """``text`` without shortcodes (their attributes are no words; what stands between two of them is text, a caption not).

    Of a text that was cut, "[+1843 chars]" goes too.
    """
    if "[" not in text:
        return text
    text = _CAPTION.sub("", text)
    for pattern in (_WITH_VALUES, _NAMED):
        text = pattern.sub("", text)
    return _CUT.sub("", text)
