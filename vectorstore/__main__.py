"""``python -m vectorstore``: look into the index, search it, delete from it, verify, rebuild, back up, restore it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import settings
from arguments import add_data_argument, parse_day_argument, run_command
from assembly import open_index
from errors import DatelineError, StoreError
from terminal import guard_terminal
from vectorstore.backup import restore_backup, write_backup
from vectorstore.index import NewsIndex
from vectorstore.indexes.following import Progress
from vectorstore.types import Filter, FusedPassage

FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130  # exit codes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0, 1 where something is not as it should be, 2 where it cannot run."""
    guard_terminal()
    options = _build_vectorstore_parser().parse_args(arguments)
    try:
        return _run_command(options)
    except DatelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("\nStopped; what was done is kept.", file=sys.stderr)
        return INTERRUPTED


def _build_vectorstore_parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    add_data_argument(shared)
    shared.add_argument("--json", action="store_true", help="print JSON")
    parser = argparse.ArgumentParser(prog="python -m vectorstore", description=__doc__.partition(": ")[2])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add_command(name: str, does: str, run: Callable[[NewsIndex, argparse.Namespace], int]) -> Any:
        added = commands.add_parser(name, help=does, description=does, parents=[shared])
        added.set_defaults(run=run)
        return added

    add_command("stats", "what the index holds and how current it is", _print_stats)
    search = add_command("search", "the passages that match a question best", _print_search)
    search.add_argument("words", nargs="+", help="the question; in quotation marks: word for word")
    search.add_argument("--outlet", action="append", default=[], help="only from this outlet (repeatable)")
    search.add_argument(
        "--language", action="append", default=[], help="only in this language, e.g. de (repeatable)"
    )
    search.add_argument("--tag", action="append", default=[], help="only with this tag (repeatable)")
    search.add_argument(
        "--since", type=parse_day_argument, metavar="DAY", help="published since this day, YYYY-MM-DD"
    )
    search.add_argument(
        "--until", type=parse_day_argument, metavar="DAY", help="published until this day, included"
    )
    search.add_argument("-k", type=_parse_positive, default=10, help="how many passages (default: 10)")
    delete = add_command("delete", "delete articles by id or by where they came from", _delete_articles)
    delete.add_argument("articles", nargs="+", metavar="ID|KEY")
    add_command("verify", "compare catalogue, Chroma and tantivy; exit code 1 if they differ", _verify_index)
    add_command("rebuild", "make Chroma and tantivy anew for the configured embedding model", _rebuild_index)
    backup = add_command("backup", "write everything into one file; the page may run meanwhile", _no_index)
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = add_command("restore", "put a backup into the data folder, and verify it", _no_index)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="put an index that is there already aside")
    return parser


def _run_command(options: argparse.Namespace) -> int:
    chosen = settings.load_settings(data=options.data)
    if options.command == "restore":
        return _restore(chosen, options)
    if not NewsIndex.exists(chosen.data):
        raise StoreError(
            f"There is no index in {chosen.data} yet: run python -m ingest PATH, or name another folder with"
            " --data or DATELINE_DATA."
        )
    if options.command == "backup":
        return _backup(chosen, options)
    with open_index(chosen, any_model=options.command != "search") as index:
        if options.command not in ("rebuild", "verify"):
            with _IndexBar("following", "article") as progress:
                index.follow_changes(progress=progress)
        code: int = options.run(index, options)
        return code


def _print_stats(index: NewsIndex, options: argparse.Namespace) -> int:
    stats = index.measure_stats()
    if options.json:
        _print_json(asdict(stats))
        return 0
    print(f"articles      {stats.articles:,}")
    print(f"passages      {stats.passages:,}")
    print(f"outlets       {stats.outlets:,}")
    print(f"newest        {stats.newest:%Y-%m-%d %H:%M}" if stats.newest else "newest        no dates")
    print(f"model         {stats.model}")
    for name, seq in stats.followed.items():
        behind = f"{stats.last_change - (seq or 0):,} changes behind"
        standing = "in use by another program" if seq is None else behind
        print(f"{name:<13} {'up to date' if seq == stats.last_change else standing}")
    for name, size in stats.bytes.items():
        print(f"{name + ', disk':<16} {size / 1e6:,.1f} MB")
    return 0


def _print_search(index: NewsIndex, options: argparse.Namespace) -> int:
    where = Filter(
        outlets=tuple(options.outlet),
        languages=tuple(options.language),
        tags=tuple(options.tag),
        published_from=options.since,
        published_to=options.until,
    )
    found = index.search_passages(" ".join(options.words), options.k, where)
    if options.json:
        _print_json([_describe_found(passage) for passage in found])
        return 0
    for passage in found:
        article = passage.article
        facts = [article.outlet, f"{article.published:%Y-%m-%d}" if article.published else None, article.id]
        words = "no word in common" if passage.lexical is None else f"words {passage.lexical:.2f}"
        print(f"{passage.rank}. {article.title}")
        print(f"   {' · '.join(filter(None, facts))}  (similarity {passage.similarity:.3f}, {words})")
        print(f"   {' '.join(passage.passage.text.split())}\n")
    if not found:
        print("Nothing found.")
    return 0


def _delete_articles(index: NewsIndex, options: argparse.Namespace) -> int:
    ids, unknown = [], []
    for name in options.articles:
        source = index.catalog.sources.get_source(name)
        if index.catalog.get_article(name) is not None:
            ids.append(name)
        elif source is not None:
            ids.append(source.article_id)
        else:
            unknown.append(name)
    deleted = index.delete_articles(ids)
    if options.json:
        _print_json({"deleted": deleted, "unknown": unknown})
    else:
        print(f"{deleted} deleted")
    for name in unknown:
        print(
            f"No article has the id or key {name!r}; python -m vectorstore search shows ids.",
            file=sys.stderr,
        )
    return FAILED if unknown else 0


def _verify_index(index: NewsIndex, options: argparse.Namespace) -> int:
    agreement = index.verify_agreement()
    if options.json:
        _print_json({**asdict(agreement), "ok": agreement.ok})
        return 0 if agreement.ok else FAILED
    names = ", ".join(["the catalogue", *agreement.compared[:-1]]) + f" and {agreement.compared[-1]}"
    if agreement.ok:
        print(f"{agreement.articles:,} articles, {agreement.passages:,} passages: {names} agree.")
    else:
        for difference in agreement.differences:
            print(difference)
        print(f"{agreement.total:,} differences between {names}: {agreement.advice}.")
    if not index.holds_lock:
        print("Another program has the index open, so Chroma was not compared; close it to compare all.")
    return 0 if agreement.ok else FAILED


def _rebuild_index(index: NewsIndex, options: argparse.Namespace) -> int:
    with _IndexBar("rebuilding", "article") as progress:
        articles = index.rebuild_indexes(progress=progress)
    long = index.count_too_long()
    if options.json:
        _print_json(
            {"articles": articles, "model": str(index.catalog.vectors.read_stamp()), "too_long": long}
        )
        return 0
    print(f"{articles:,} articles rebuilt for {index.catalog.vectors.read_stamp()}")
    if long:
        print(
            f"{long:,} passages are longer than the {index.embedder.max_tokens} word pieces that this model"
            " takes and are cut when embedded: ingest the articles again to split them anew.",
            file=sys.stderr,
        )
    return 0


def _backup(chosen: settings.Settings, options: argparse.Namespace) -> int:
    contents = write_backup(chosen.data, options.file)
    if options.json:
        _print_json(asdict(contents))
        return 0
    size = options.file.stat().st_size
    print(
        f"{options.file}: {contents.articles:,} articles, {contents.conversations:,} conversations, {contents.waiting:,}"
        f" files that wait to be read; {size / 1e6:,.1f} MB. Not in it: .env and the users file."
    )
    return 0


def _restore(chosen: settings.Settings, options: argparse.Namespace) -> int:
    contents = restore_backup(options.file, chosen.data, replace=options.replace)
    if not options.json:
        print(f"Restored into {chosen.data} as of {contents.made}: {contents.conversations:,} conversations.")
    with open_index(chosen, any_model=True) as index:
        with _IndexBar("indexing", "article") as progress:
            index.follow_changes(progress=progress)
        return _verify_index(index, options)


def _no_index(*_: object) -> int:
    raise AssertionError("done without an open index")


class _IndexBar:
    """A progress bar on stderr that appears with the first report."""

    def __init__(self, does: str, unit: str) -> None:
        self._does, self._unit = does, unit
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self._report_progress

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _report_progress(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(desc=self._does, unit=self._unit, disable=None)
        self._bar.total = total
        self._bar.n = done
        self._bar.refresh()


def _describe_found(found: FusedPassage) -> dict[str, Any]:
    article, passage = found.article, found.passage
    return {
        "rank": found.rank,
        "passage_id": passage.id,
        "article_id": article.id,
        "key": article.key,
        "title": article.title,
        "outlet": article.outlet,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "fused": found.fused,
        "similarity": found.similarity,
        "lexical": found.lexical,
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


def _parse_positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(run_command(main))
