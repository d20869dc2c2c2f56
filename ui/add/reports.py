"""Adding documents: what was brought as documents and addresses, and the report of what became of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from ingest.documents.document import Document
from ingest.runs.web import is_address
from ui.add.job_lines import Line
from ui.frame.messages import translate
from ui.frame.render import Html, fill_html, format_headline, join_html
from ui.requests.uploads import UploadLimits
from ui.texts import clock, format_count, say_plural, say_text
from vectorstore.taking_back import TakenBack

SHOWN = 300  # lines on the page
AHEAD = 5  # lines of what waits


def render_headings(limits: UploadLimits, feeds: int = 0, room: int | None = None) -> tuple[str, str, str]:
    """What stands above the files, with the limits for the script, above the addresses and above the text.

    ``feeds``: how many are followed and may be read again; ``room``: how many bytes may still wait to be read.
    """
    files = fill_html(
        '<h2 data-file="{file}" data-together="{together}" data-room="{room}">{heading}</h2><p>{hint} {limits}</p>',
        room=limits.waiting if room is None else room,
        limits=limits.told(),
        file=limits.file,
        together=limits.together,
        heading=say_text("files_heading"),
        hint=say_text("files_hint"),
    )
    again = fill_html(
        '<p><button type="button" class="plain" data-read-feeds>{text}</button></p>',
        text=say_plural("read_feeds", feeds),
    )
    addresses = fill_html(
        "<h2>{heading}</h2><p>{hint}</p>{again}",
        heading=say_text("addresses_heading"),
        hint=say_text("addresses_hint"),
        again=again if feeds else Html(""),
    )
    return str(files), str(addresses), str(fill_html("<h2>{heading}</h2>", heading=say_text("paste_heading")))


def read_pasted(title: str, text: str) -> tuple[str, Document]:
    """A pasted article and its name in the report.

    A given title is taken as it is; else the text is read like a scraped page.
    """
    title, text = " ".join(title.split()), text.strip()
    name = format_headline(title or text.split("\n", 1)[0])[:80]
    key = "pasted:" + hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()[:12]
    if title:
        row = json.dumps({"title": title, "text": text}, ensure_ascii=False)
        return name, Document(key, "pasted.json", row.encode("utf-8", "replace"))
    return name, Document(key, "pasted.txt", text.encode("utf-8", "replace"))


def split_addresses(text: str) -> tuple[list[str], list[str]]:
    """The addresses in a text, apart by space or line, each once; and what is none.

    ``www.paper.example`` is taken for ``https://www.paper.example``.
    """
    good: list[str] = []
    bad: list[str] = []
    for word in text.split():
        if is_address(word):
            good.append(word)
        elif "." in word.split("/")[0].strip("."):
            good.append(f"https://{word}")
        else:
            bad.append(word)
    return list(dict.fromkeys(good)), list(dict.fromkeys(bad))


def render_report(
    lines: Sequence[Line], said: str = "", taken: Mapping[str, TakenBack] = MappingProxyType({})
) -> str:
    """The lines as HTML, batch by batch, with how far everything is above them.

    ``said``: a word on what was just done; ``taken``: the batches that were taken back and can be brought back.
    """
    parts = [fill_html('<p class="notice" role="status">{said}</p>', said=said)] if said else []
    if lines:
        parts.append(_render_summary(lines))
        waiting = [line for line in lines if line.state == "waiting"]
        begun = [line for line in lines if line.state != "waiting"]
        shown: dict[str, list[Line]] = {line.batch: [] for line in lines}
        for line in [*begun[:SHOWN], *waiting[:AHEAD]]:
            shown[line.batch].append(line)
        whole: dict[str, list[Line]] = {}
        for line in lines:
            whole.setdefault(line.batch, []).append(line)
        items = [
            join_html([_batch(whole[batch], taken.get(batch)), *map(_render_report_item, some)])
            for batch, some in shown.items()
            if some
        ]
        parts.append(fill_html('<ul class="report">{items}</ul>', items=join_html(items)))
        more = len(begun[SHOWN:]) + len(waiting[AHEAD:])
        if more:
            parts.append(fill_html('<p class="more">{more}</p>', more=say_plural("more_lines", more)))
    return str(join_html(parts))


def _batch(lines: Sequence[Line], done: TakenBack | None) -> Html:
    """What stands above the lines of a batch: when it was brought, and what takes it back or brings it back."""
    first = lines[0]
    offered = any(line.has_added or line.is_open for line in lines)
    if not first.batch or not (offered or first.taken_back):
        return Html("")
    moment = clock(datetime.fromtimestamp(first.made).astimezone())
    told = say_text(
        "batch", moment=moment, documents=say_plural("documents", sum(not line.entry for line in lines))
    )
    act, attribute = ("undo", "data-bring-back") if first.taken_back else ("take_back", "data-take-back")
    button = fill_html(
        '<button type="button" class="plain" {attribute}="{batch}" aria-label="{act}: {told}">{act}</button>',
        attribute=Html(attribute),
        batch=first.batch,
        act=say_text(act),
        told=told,
    )
    what = say_text("taken_back") + (f": {tell_taken_back(done)}" if done else "")
    return fill_html(
        '<li class="batch"><span>{told}{what}</span> {button}</li>',
        told=told,
        what=f" · {what}" if first.taken_back else "",
        button=button if done or not first.taken_back else Html(""),
    )


def tell_taken_back(done: TakenBack) -> str:
    """A word on a batch that was taken back."""
    parts = [say_plural("articles_deleted", len(done.removal.articles))]
    if done.cancelled:
        parts.append(say_plural("documents_not_read", done.cancelled))
    if done.updated:
        parts.append(say_plural("articles_stay_changed", done.updated))
    if done.shared:
        parts.append(say_plural("articles_stay_shared", done.shared))
    return " ".join(parts)


def _render_summary(lines: Sequence[Line]) -> Html:
    """How far it is: a bar while something is to be done, and what became of the rest."""
    documents = [line for line in lines if not line.entry]
    done = sum(line.state not in ("waiting", "reading") for line in documents)
    states = Counter(line.state for line in documents)
    told = [
        say_text("counted", count=format_count(states[state]), outcome=say_text(f"outcome_{state}"))
        for state in ("added", "updated", "unchanged", "failed", "waiting")
        if states[state]
    ]
    bar = fill_html(
        '<progress max="{all}" value="{done}" aria-label="{label}"></progress>',
        all=len(documents),
        done=done,
        label=say_text("report"),
    )
    clear = fill_html(
        '<button type="button" class="plain" data-clear>{clear}</button>', clear=say_text("clear_report")
    )
    return fill_html(
        '<div class="summary" data-done="{done}" data-all="{all}"><h2>{heading}</h2>{bar}'
        '<p role="status">{progress} · {told}</p>{clear}</div>',
        done=done,
        all=len(documents),
        heading=say_text("report"),
        bar=bar if done < len(documents) else Html(""),
        progress=say_text("documents_done", done=format_count(done), all=format_count(len(documents))),
        told=" · ".join(told),
        clear=clear if done else Html(""),
    )


def _render_report_item(line: Line) -> Html:
    return fill_html(
        '<li class="{state}{entry}"><span class="outcome">{word}</span> <span class="name" dir="auto">{name}</span>'
        ' <span class="detail">{detail}</span>{fetch}</li>',
        state=line.state,
        entry=" entry" if line.entry else "",
        word=say_text(f"outcome_{line.state}"),
        name=line.name,
        detail=_tell_detail(line),
        fetch=_fetch(line),
    )


def _fetch(line: Line) -> Html:
    """A button that fetches the articles whose addresses a document listed."""
    if not line.addresses:
        return Html("")
    return fill_html(
        ' <button type="button" class="plain" data-fetch-list="{key}">{text}</button>',
        key=line.list_key,
        text=say_plural("fetch_list", len(line.addresses)),
    )


def _tell_detail(line: Line) -> str:
    if line.embedding:
        return say_text("embedding", progress=translate(line.embedding))
    counted = [
        say_text("counted", count=format_count(n), outcome=say_text(f"outcome_{state}"))
        for state, n in line.counts
    ]
    nothing = [say_text("no_article")] if line.state == "failed" and not line.reasons else []
    return "; ".join([*([", ".join(counted)] if counted else []), *map(translate, line.reasons), *nothing])
