"""The arguments of ``python -m ingest``."""

from __future__ import annotations

import argparse

from arguments import add_data_argument, parse_day_argument

PIPE = "-"  # standard input
MIN_MINUTES, MAX_MINUTES = 0.01, 10_080  # between two questions to an address


def make_parser() -> argparse.ArgumentParser:
    """The arguments that the command takes."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Bring articles into the index: text, Markdown, HTML, PDF, Word, OpenDocument, RTF, EPUB, mail,"
        " feeds, agencies' XML and JSON, exports of publishing systems, web archives, references, notes, transcripts,"
        " sheets, chats, JSON, CSV, also zipped; from files, folders and addresses.",
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="a file, a folder, a pattern such as 'clips/*.html', the address of a page, a feed or a sitemap,"
        " or - for standard input",
    )
    add_data_argument(parser)
    parser.add_argument(
        "--addresses-in",
        action="append",
        default=[],
        metavar="FILE",
        help="fetch the addresses that FILE lists: an export of Pocket, Instapaper, Omnivore, Raindrop, Media Cloud,"
        " GDELT or a feed reader, a browser's bookmarks, rows with addresses, or one address a line",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would become of each document (kind, headlines, outlets, days), and store nothing",
    )
    parser.add_argument(
        "--since",
        type=parse_day_argument,
        metavar="DAY",
        help="of sitemaps and feeds, only what is this new, YYYY-MM-DD",
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove articles whose files are gone from the folders named"
    )
    parser.add_argument(
        "--refresh", action="store_true", help="everything that was ever asked for, once more"
    )
    parser.add_argument("--remembered", action="store_true", help="list what --refresh asks for, and end")
    parser.add_argument(
        "--forget",
        action="store_true",
        help="ask for these SOURCEs no more with --refresh; their articles stay",
    )
    parser.add_argument("--imports", action="store_true", help="list what was brought, the newest first")
    parser.add_argument(
        "--take-back",
        metavar="IMPORT",
        help="delete the articles that an import added, by its name in --imports; what it changed stays",
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="read also what has not changed since: what an older Dateline read may be read better now",
    )
    parser.add_argument(
        "--watch", action="store_true", help="go on: follow folders as they change, ask addresses again"
    )
    parser.add_argument(
        "--every",
        type=_minutes,
        default=15.0,
        metavar="MINUTES",
        help="with --watch: how often addresses are asked (default: 15)",
    )
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if the index holds articles already"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of minutes, {MIN_MINUTES:g} to {MAX_MINUTES:,}"
        )
    return minutes
