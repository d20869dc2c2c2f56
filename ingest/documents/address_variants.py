"""One page, many addresses: tracking parameters, http and https, with www and without."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|format|ptr_\w+)|ns_(?:source|mchannel"
    r"|campaign|linkname|fee)|hsa_\w+|_hs\w+|hsctatracking|guce?_?\w*|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|fb_\w+|igshid|igsh|msclkid"
    r"|y?s?yclid|twclid|ttclid|li_fat_id|mc_[ce]id|mkt_tok|vero_(?:id|conv)|oly_(?:anon|enc)_id|__s|_openstat|wickedid|s_cid|icid|ncid"
    r"|cmpid?|cmp_\w+|ito|xtor|wt[._]\w+|smid|smtyp|spm|ref_(?:src|url)|_ga|_gl|ftcamp|soc_(?:src|trk)|mbid|cndid|ocid|taid|esrc"
    r"|trk\w*|sc_(?:campaign|channel|content|country|geo|medium|outcome|src)|dm_i|hss_channel|intcid|cid_source|sr_share|share_\w+"
    r"|traffic_source|campaign_?id|rss|feed)$",
    re.I,
)  # fmt: skip
_PORTS = {"http": 80, "https": 443}


def plain_address(address: str) -> str:
    """An address without tracking parameters, fragment and default port; as it is where it is no web address.

    A fragment that begins with an exclamation mark names a page and stays.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return address
    if parts.scheme.lower() not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return address
    scheme = parts.scheme.lower()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    kept = [each for each in parts.query.split("&") if each and not _TRACKING.match(each.partition("=")[0])]
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, netloc, parts.path, "&".join(kept), fragment))


def address_variants(address: str) -> list[str]:
    """The addresses under which a page may also be known: http and https, with www and without, itself first."""
    parts = urlsplit(address)
    bare = parts.netloc.removeprefix("www.")
    hosts = [parts.netloc, bare if parts.netloc != bare else f"www.{bare}"]
    schemes = [parts.scheme, *(each for each in _PORTS if each != parts.scheme)]
    return [urlunsplit(parts._replace(scheme=scheme, netloc=host)) for scheme in schemes for host in hosts]


def bare_address(address: str) -> str:
    """What all variants of an address have in common."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(scheme="", netloc=parts.netloc.removeprefix("www.")))
