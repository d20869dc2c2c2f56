#!/usr/bin/env bash
# ProQuest mails a page in which the full text of each article is a page of its own, and the tag that opens it is
# damaged ("html&gt;<head>…</body></html>"), so that the first inner </html> seems to end the outer page. Saved pages
# that were put one after the other have the same shape. A browser reads on. lxml.html.document_fromstring (libxml2)
# stops at that </html> without a word or an error: every article but the first is gone, and with it from
# trafilatura, whose load_html parses so. BeautifulSoup(…, "lxml") parses with the same library and keeps all of it.
# What helps: take </body> and </html> out before the page is parsed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lxml==6.1.3 lxml_html_clean==0.4.6 beautifulsoup4==4.15.0 trafilatura==2.3.1

cat >"$folder/pages.py" <<'PYTHON'
import re

from bs4 import BeautifulSoup
from lxml import etree, html
from trafilatura import load_html

MAILED = (
    "<html><body><p>First article</p><div>html&gt;<head><title></title></head><body><p>The ferry is late.</p></body></html></div>"
    "<p>Second article</p><div><p>The bridge is shut.</p></div></body></html>"
)
SAVED = "<html><body><p>The ferry is late.</p></body></html>\n<html><body><p>The bridge is shut.</p></body></html>"
print("libxml2", ".".join(map(str, etree.LIBXML_VERSION)))
for name, page in (("mailed", MAILED), ("saved", SAVED)):
    readers = {
        "lxml": lambda text: html.document_fromstring(text).itertext(),
        "trafilatura": lambda text: load_html(text).itertext(),
        "BeautifulSoup with lxml": lambda text: BeautifulSoup(text, "lxml").strings,
        "lxml without the ends": lambda text: html.document_fromstring(re.sub("</(?:body|html)>", "", text)).itertext(),
    }
    for reader, read in readers.items():
        print(f"{name}, {reader}: {' '.join(' '.join(read(page)).split())}")
PYTHON

said=$("$folder/venv/bin/python" "$folder/pages.py")
echo "$said"
for page in mailed saved; do
    for reader in "lxml" "trafilatura"; do
        [[ $(grep -c "^$page, $reader: .*bridge" <<<"$said" || true) == 0 ]]
    done
    for reader in "BeautifulSoup with lxml" "lxml without the ends"; do
        [[ $(grep -c "^$page, $reader: .*ferry.*bridge" <<<"$said" || true) == 1 ]]
    done
done
echo "as described"
