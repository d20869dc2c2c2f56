#!/usr/bin/env bash
# RSS 2.0 has an author as "address (Name)". feedparser finds the address in it with a pattern whose last part is two to
# four letters long and not bound to the end of a word, and takes what it found out of the text: the rest is the name. So
# of a domain such as .media, .online or .newspaper, and also .museum and .travel, the letters behind the fourth stay in
# front of the name with the bracket: "l (Ines Calloway". The same happens to "Name <address>". Nothing is told as bozo.
#
# What helps: entry["author"] is as it was written; email.utils.parseaddr reads the name out of both forms.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "feedparser==6.0.14"
"$folder/venv/bin/python" -W error::UserWarning - <<'PYTHON'
from email.utils import parseaddr

import feedparser

print("feedparser", feedparser.__version__)
FEED = "<rss version='2.0'><channel><title>C</title><item><title>Ferry</title><author>{}</author></item></channel></rss>"
EXPECTED = {
    "ines@courier.com (Ines Calloway)": ("Ines Calloway", "ines@courier.com"),
    "ines@courier.news (Ines Calloway)": ("Ines Calloway", "ines@courier.news"),
    "ines@courier.media (Ines Calloway)": ("a (Ines Calloway", "ines@courier.medi"),
    "ines@courier.travel (Ines Calloway)": ("el (Ines Calloway", "ines@courier.trav"),
    "Ines Calloway &lt;ines@courier.media&gt;": ("Ines Calloway <a>", "ines@courier.medi"),
}
for written, expected in EXPECTED.items():
    feed = feedparser.parse(FEED.format(written))
    entry = feed.entries[0]
    detail = entry.author_detail
    plain = written.replace("&lt;", "<").replace("&gt;", ">")
    print(f"{plain!r}: name {detail.get('name')!r}, email {detail.get('email')!r}, author {entry.author!r}")
    assert (detail.get("name"), detail.get("email")) == expected and entry.author == plain and not feed.bozo
    assert parseaddr(plain)[0] == "Ines Calloway"
PYTHON
echo "as described"
