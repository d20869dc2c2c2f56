"""``python -m assistant ask "question"``: a cited answer on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import settings
from assistant.answer import Answer, Turn
from errors import DatelineError, ReadError
from vectorstore.passages import Filter

if TYPE_CHECKING:
    from assistant.chat import Assistant

ABSTAINS = "Your articles don't say."


def main(argv: list[str] | None = None) -> int:
    """Run the command; exit code 0, or 2 where it cannot be run at all."""
    arguments = _parser().parse_args(argv)
    try:
        return _ask(arguments)
    except DatelineError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask your articles.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer a question with citations")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="answer each line of a JSON-lines file (id, question, history)",
    )
    ask.add_argument(
        "--outlet", action="append", default=[], help="only articles of this outlet; may be repeated"
    )
    ask.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only articles published on or after"
    )
    ask.add_argument(
        "--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only articles published on or before"
    )
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--data", type=Path, help="the folder that holds everything stored (DATELINE_DATA)")
    return parser


def _ask(arguments: argparse.Namespace) -> int:
    if bool(arguments.question) == bool(arguments.questions):
        raise ReadError("give one question, or --questions FILE with many")
    rows = list(_rows(arguments.questions)) if arguments.questions else []
    where = Filter(tuple(arguments.outlet), arguments.since, arguments.until)
    with _assistant(arguments.data) as assistant:
        if not arguments.questions:
            answer = assistant.ask(arguments.question, (), where)
            print(
                json.dumps(as_json(answer), ensure_ascii=False, indent=1)
                if arguments.json
                else as_text(answer)
            )
            return 0
        from tqdm import tqdm

        for row in tqdm(rows, unit="question", file=sys.stderr):
            answer = assistant.ask(str(row["question"]), _history(row), where)
            print(json.dumps({"id": row.get("id"), **as_json(answer)}, ensure_ascii=False), flush=True)
    return 0


class _assistant:  # noqa: N801  # reads as the function it is used as
    """The configured assistant, its index opened and brought up to date."""

    def __init__(self, data: Path | None) -> None:
        self._data = data

    def __enter__(self) -> Assistant:
        configured = settings.load(data=self._data)
        from assistant.build import build
        from vectorstore.embed import load_embedder
        from vectorstore.index import NewsIndex

        embedder = load_embedder(configured.embedding_model)
        self._index = NewsIndex.open(configured.data, embedder, chroma_url=configured.chroma_url)
        self._index.follow()
        key = configured.chat_api_key
        return build(
            self._index,
            top_k=configured.top_k,
            chat_model=configured.chat_model,
            chat_base_url=configured.chat_base_url,
            chat_api_key=key.get_secret_value() if key else None,
            chat_seconds=configured.chat_seconds,
            unsupported=configured.unsupported,
        )

    def __exit__(self, *_: object) -> None:
        self._index.close()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as broken:
            raise ReadError(f"{path}, line {number} is not JSON: {broken}") from None
        if not isinstance(row, dict) or "question" not in row:
            raise ReadError(f'{path}, line {number}: wanted an object with "id" and "question"')
        yield row


def _history(row: dict[str, Any]) -> list[Turn]:
    turns = []
    for turn in row.get("history") or ():
        question, answer = (
            (turn.get("question", ""), turn.get("answer", "")) if isinstance(turn, dict) else turn
        )
        turns.append(Turn(str(question), str(answer)))
    return turns


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    return {
        "question": answer.question,
        "answer": answer.text or ABSTAINS,
        "abstained": answer.abstained,
        "mode": answer.mode,
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations), "verdict": sentence.verdict}
            for sentence in answer.sentences
        ],
        "citations": [
            {
                "number": citation.number,
                "article_id": citation.article.id,
                "title": citation.article.title,
                "outlet": citation.article.outlet,
                "published": citation.article.published.isoformat() if citation.article.published else None,
                "url": citation.article.url,
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "nearest": [article.title for article in answer.nearest],
        "searched": answer.searched,
        "notices": list(answer.notices),
        "seconds": round(answer.seconds, 3),
    }


def as_text(answer: Answer) -> str:
    """The answer for a person at a terminal."""
    lines = list(answer.notices)
    if answer.abstained:
        lines.append(ABSTAINS)
        if answer.nearest:
            lines += ["", "The nearest headlines:", *(f"  - {article.title}" for article in answer.nearest)]
        return "\n".join(lines)
    lines += [answer.text, ""]
    for citation in answer.citations:
        article = citation.article
        day = f"{article.published:%-d %B %Y}" if article.published else "undated"
        lines.append(f"[{citation.number}] {article.title} ({article.outlet or 'unknown outlet'}, {day})")
        lines.append(f"    “{' '.join(citation.quote.split())}”")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
