"""How much memory the page takes after a few questions and after many, each conversation in a browser of its own."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.prepare import SEED
from benchmarks.served import FLAGS, PATIENCE, chromium, headlines, running
from benchmarks.sessions import QUESTIONS, TURNS, Asked, converse, open_session, questions
from errors import ReadError

MOST_GROWTH = 0.15  # of what it takes after the first questions
PAUSE = 3.0  # seconds until what the last answer needed is let go


@dataclass(frozen=True, slots=True)
class Grown:
    """Proportional memory of the page and its children, in megabytes, after so many questions."""

    articles: int
    megabytes: dict[int, float]  # by the number of questions asked until then
    errors: int

    @property
    def growth(self) -> float:
        """By how much it grew between the first and the last measurement, as a part of the first."""
        first, *_, last = (self.megabytes[number] for number in sorted(self.megabytes))
        return last / first - 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with an index; conversations are saved there, give a copy",
    )
    parser.add_argument(
        "--at",
        type=int,
        nargs="+",
        default=[10, 100, 200, 300],
        metavar="N",
        help="after how many questions it is measured (default: 10 100 200 300)",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="which articles are asked for")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; exit code 1 if it grew by more than it may, or an answer failed."""
    if len(set(arguments.at)) < 2:
        raise ReadError(f"--at {arguments.at}: growth needs two measurements, e.g. --at 10 300")
    found = measure_memory(arguments.data, sorted(set(arguments.at)), arguments.seed)
    if arguments.json:
        print(json.dumps({**asdict(found), "growth": round(found.growth, 4)}))
    else:
        print(f"{found.articles:,} articles")
        for number, megabytes in sorted(found.megabytes.items()):
            print(f"after {number:4} questions {megabytes:8,.0f} MB")
        print(f"grown by {found.growth:.1%}, errors {found.errors}")
    return 1 if found.errors or found.growth > MOST_GROWTH else 0


def measure_memory(folder: Path, at: list[int], seed: int) -> Grown:
    """Serve the index in ``folder``, ask, and measure after each number of questions in ``at``.

    Raises ReadError where there is no Chromium, no index with enough articles, or no /proc.
    """
    articles, titles = headlines(folder, QUESTIONS, seed)
    megabytes: dict[int, float] = {}
    errors = 0
    with running(folder) as (address, process):
        asked = asyncio.run(_ask_in_turn(address, questions(titles), at, process.pid, megabytes))
        errors = len(asked.errors) + len(asked.mixed)
    return Grown(articles, megabytes, errors)


async def _ask_in_turn(
    address: str, asking: list[str], at: list[int], pid: int, megabytes: dict[int, float]
) -> Asked:
    """Ask one after the other, a few questions in each browser session, and note the memory on the way."""
    from playwright.async_api import async_playwright

    asked, done = Asked(), 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        while done < at[-1]:
            tab = await open_session(browser, address, asked)
            await tab.wait_for_function("!document.querySelector('.warming')", timeout=PATIENCE)
            rounds = min(TURNS, next(number for number in at if number > done) - done)
            start = done % len(asking)
            await converse(tab, asking[start:] + asking[:start], asked, rounds=rounds)
            await tab.context.close()
            done += rounds
            if done in at:
                await asyncio.sleep(PAUSE)
                megabytes[done] = sum(map(proportional_memory, list_family(pid)))
        await browser.close()
    return asked


def proportional_memory(pid: int) -> float:
    """Megabytes of a process, what it shares with others counted in part (PSS). Raises ReadError without /proc."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError as error:
        raise ReadError(f"the memory of a process is read from /proc, which Linux has: {error}") from None
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def list_family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text("ascii").split():
            yield from list_family(int(child))
