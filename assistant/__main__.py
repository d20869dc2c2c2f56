"""``python -m assistant ask "question"``: a cited answer on the command line; ``feedback``: what people thought."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import settings
from arguments import add_data_argument, parse_day_argument, run_command
from assembly import build_assistant_over, open_index
from assistant.conversation.plain import describe_answer, print_answer
from assistant.types import Turn
from errors import DatelineError, ReadError, StoreError
from terminal import guard_terminal, print_styled
from vectorstore.types import Filter, fold_name

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from assistant.conversation.feedback import GivenFeedback


def main(argv: list[str] | None = None) -> int:
    """Run the command; exit code 0, also where the articles do not say.

    1 where one of many questions failed, 2 where the command cannot be run.
    """
    guard_terminal()
    arguments = _build_assistant_parser().parse_args(argv)
    try:
        return _print_feedback(arguments) if arguments.command == "feedback" else _answer_question(arguments)
    except DatelineError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _build_assistant_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask your articles.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer a question with citations")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help='answer each line of a JSON-lines file: {"id", "question"} and, if you like, "history"; one that fails'
        ' has "error" in place of an answer',
    )
    ask.add_argument(
        "--outlet", action="append", default=[], help="only articles of this outlet; may be repeated"
    )
    ask.add_argument(
        "--since", type=parse_day_argument, metavar="YYYY-MM-DD", help="only articles published on or after"
    )
    ask.add_argument(
        "--until", type=parse_day_argument, metavar="YYYY-MM-DD", help="only articles published on or before"
    )
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    add_data_argument(ask)
    feedback = commands.add_parser("feedback", help="list what people thought of answers")
    feedback.add_argument(
        "--json", action="store_true", help="one JSON object a line, with answer and evidence"
    )
    add_data_argument(feedback)
    return parser


def _answer_question(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.questions is None):
        raise ReadError('give one question, as in ask "Who won?", or --questions FILE with many')
    rows = list(_read_question_rows(arguments.questions)) if arguments.questions else []
    where = Filter(tuple(arguments.outlet), arguments.since, arguments.until)
    with _open_assistant(arguments.data) as assistant:
        _require_outlets(assistant, where)
        if arguments.questions:
            return _answer_all(assistant, rows, where)
        answer = assistant.ask(arguments.question, (), where)
        if arguments.json:
            print(json.dumps(describe_answer(answer), ensure_ascii=False, indent=1))
        else:
            print_styled(print_answer(answer, bold=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    return 0


def _print_feedback(arguments: argparse.Namespace) -> int:
    """List the feedback, the newest first."""
    configured = settings.load_settings(data=arguments.data)
    from assistant.conversation.feedback import Feedback
    from vectorstore.catalogue.catalog import Catalog
    from vectorstore.index import NewsIndex
    from vectorstore.stats import CATALOGUE

    if not NewsIndex.exists(configured.data):
        raise StoreError(f"There is nothing in {configured.data} yet, and so no feedback.")
    catalog = Catalog(configured.data / CATALOGUE)
    try:
        for given in Feedback(catalog.database).list_all():
            print(
                json.dumps(asdict(given), ensure_ascii=False)
                if arguments.json
                else _format_feedback_line(given)
            )
    finally:
        catalog.close()
    return 0


def _format_feedback_line(given: GivenFeedback) -> str:
    thumb = "good" if given.good else "bad"
    parts = [f"{given.given[:16]}  {thumb:4}  {given.question}", f"    {given.answer['answer']}"]
    return "\n".join([*parts, f"    Note: {given.note}"] if given.note else parts)


def _answer_all(assistant: Assistant, rows: list[dict[str, Any]], where: Filter) -> int:
    """Print an object a line; what goes wrong over a question costs that one, and the exit code is 1."""
    from tqdm import tqdm

    failed = 0
    for row in tqdm(rows, unit="question", file=sys.stderr, disable=None):
        question = str(row["question"])
        try:
            answered = describe_answer(assistant.ask(question, _read_history(row), where))
        except Exception as wrong:
            failed += 1
            told = str(wrong) if isinstance(wrong, DatelineError) else f"{type(wrong).__name__}: {wrong}"
            answered = {"question": question, "error": told}
        print(json.dumps({"id": row.get("id"), **answered}, ensure_ascii=False), flush=True)
    return 1 if failed else 0


@contextmanager
def _open_assistant(data: Path | None) -> Iterator[Assistant]:
    """The configured assistant, its index opened and brought up to date, its models loaded."""
    configured = settings.load_settings(data=data)
    from assistant.build import load_reader
    from vectorstore.index import NewsIndex

    nothing = StoreError(
        f"There are no articles in {configured.data} yet. Add some with python -m ingest PATH, then ask again."
    )
    if not NewsIndex.exists(configured.data):
        raise nothing
    with open_index(configured) as index:
        index.follow_changes()
        if not index.catalog.count_all()[0]:
            raise nothing
        assistant = build_assistant_over(index, configured, load_reader(configured.reranker))
        index.embedder.warm_up()
        yield assistant


def _require_outlets(assistant: Assistant, where: Filter) -> None:
    known = [name for name, _ in assistant.index.catalog.list_outlets()]
    for outlet in where.outlets:
        if fold_name(outlet) not in map(fold_name, known):
            raise ReadError(
                f"No article is from {outlet!r}. There are: {', '.join(known[:20]) or 'no outlets'}."
            )


def _read_question_rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ReadError(f"{path} is not UTF-8 text; give JSON lines with a question on each") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as broken:
            raise ReadError(f"{path}, line {number} is not JSON: {broken}") from None
        if not isinstance(row, dict) or "question" not in row:
            raise ReadError(f'{path}, line {number}: wanted an object with "id" and "question"')
        try:
            _read_history(row)
        except (TypeError, ValueError, AttributeError):
            raise ReadError(
                f'{path}, line {number}: wanted "history" as a list of [question, answer] pairs or of objects'
            ) from None
        yield row


def _read_history(row: dict[str, Any]) -> list[Turn]:
    turns = []
    for turn in row.get("history") or ():
        if isinstance(turn, dict):
            question, answer = turn.get("question", ""), turn.get("answer", "")
        else:
            question, answer = turn
        turns.append(Turn(str(question), str(answer)))
    return turns


if __name__ == "__main__":
    sys.exit(run_command(main))
