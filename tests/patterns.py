"""Every regular expression in the tree, found by its syntax, and texts that make a bad one slow."""

from __future__ import annotations

import ast
import importlib
import re
import re._parser as parser  # type: ignore[import-not-found]  # the parse tree of a pattern has no public door
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
ROOMS = ("ingest", "vectorstore", "assistant", "ui", "benchmarks", "training")
METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
WHOLE = ("sub", "subn", "split", "findall", "finditer")  # these go through the whole text: one check for all

Pattern = re.Pattern[Any]


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and how it is used."""

    place: str  # "ingest/read/kinds.py:68"
    pattern: Pattern
    methods: frozenset[str]  # of match, fullmatch, search and finditer


@dataclass(frozen=True)
class Built:
    """A pattern that is put together while the program runs, by the function that does so."""

    place: str  # "ui/frame/messages.py: known"


def sources() -> list[Path]:
    """The files of Dateline itself."""
    return sorted([*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])


@lru_cache(maxsize=1)
def find_patterns() -> tuple[list[Used], list[Built]]:
    """All patterns of the tree: those whose text is known, and the places that build others."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sources()}
    uses = _uses(trees)
    found: dict[tuple[str, int, frozenset[str]], Used] = {}
    built = []
    for path, tree in trees.items():
        name = path.relative_to(ROOT).as_posix()
        for function, call in _calls(tree):
            method = call.func.attr  # type: ignore[attr-defined]
            pattern = _evaluated(_module(path), call)
            if pattern is None:
                built.append(Built(f"{name}: {function}"))
                continue
            methods = uses.get(id(pattern), _ways(METHODS)) if method == "compile" else _ways([method])
            key = (pattern.pattern, pattern.flags, methods)
            found.setdefault(key, Used(f"{name}:{call.lineno}", pattern, methods))
    return list(found.values()), built


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Calls of functions of ``re`` that take a pattern, with the name of the function around them."""

    def within(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("re", "regex")
            and node.func.attr in ("compile", *METHODS)
        ):
            yield function, node
        for child in ast.iter_child_nodes(node):
            yield from within(child, function)

    return within(tree, "")


def _module(path: Path) -> ModuleType:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return importlib.import_module(name.removesuffix(".__init__"))


def _evaluated(module: ModuleType, call: ast.Call) -> Pattern | None:
    """The pattern of a call, where its text depends on nothing but names of the module."""
    given = call.args[0]
    if isinstance(given, ast.Name) and not isinstance(getattr(module, given.id, None), str):
        return None
    place = {"sub": 4, "subn": 4, "split": 3}.get(call.func.attr, 2 if call.func.attr != "compile" else 1)  # type: ignore[attr-defined]
    flags = next((each.value for each in call.keywords if each.arg == "flags"), None)
    if flags is None and len(call.args) > place:
        flags = call.args[place]
    try:
        text, what = (
            eval(compile(ast.Expression(each), "pattern", "eval"), dict(vars(module))) if each else 0
            for each in (given, flags)
        )
    except NameError:
        return None
    return re.compile(text, what)


def _uses(trees: dict[Path, ast.Module]) -> dict[int, frozenset[str]]:
    """How the patterns that have a name are used, by the identity of the compiled pattern."""
    found: dict[int, set[str]] = {}
    for path, tree in trees.items():
        names = {name: each for name, each in vars(_module(path)).items() if isinstance(each, re.Pattern)}
        called = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
                method = called.get(id(node), "")
                if method not in ("pattern", "flags"):  # handed on: it may be used in any way
                    found.setdefault(id(names[node.id]), set()).update(
                        _ways([method] if method in METHODS else METHODS)
                    )
    return {pattern: frozenset(ways) for pattern, ways in found.items()}


def _ways(methods: Any) -> frozenset[str]:
    return frozenset("finditer" if method in WHOLE else method for method in methods)


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────

RUNS = (
    "a", "A", "1", " ", "\n", "\t", '"', "'", "“", "”", "(", "[", "{", "<", ")", "]", ">", "-", "_", ".", ",", ";",
    ":", "/", "&", "#", "*", "|", "=", "@", "\\", "é", "\xa0", "一", "a ", "A ", "Aa ", "a.", "a. ", "A.", "A. ",
    "a, ", "a-", "1 ", "1.", "1,", "1:", "1/", " \n", "\n ", "a\n", "A\n", "\r\n", "<!--", "<!-- -->", "<a>", "</a>",
    "<p ", "[a](", "[[a]", "![", "**a", "{\\", '"a" ', "“a” ", "3 May 2025 ", "2025-05-03 ", "12:30 ", "3.5.25 ",
    "May ", "Mr. ", "https://", "www.a.", "a@b.", "a@b.c ", "http://a.b/c ", "Anna Lee ", "Anna Lee, ", "ANNA ",
    "of the ", "and ", "the ", "said ", "said that ", "by ", "&amp;", "&#", "%20", "a: b\n", "> ", "# ", "- a\n",
    "\n\n", "A B and ", "A, B and C ", "$1 ", "1 million ", "1 per cent ", "did not ", "a (b) ", "’s ", "a’s ", "…",
    "——",
)  # fmt: skip
ENDS = ("", "\0!a", "\n", " 1")  # what may keep a pattern from matching at last
_MANY = 12  # repetitions from which on a part may grow with the text
_ALPHABET = "aA1 \n\t\"'([<>)].,;:-_/&#*|=@!?\\ézZ9"


Shape = tuple[str, str, str]


def make_text(shape: Shape, size: int) -> str:
    """A text of about ``size`` characters: the beginning, the unit again and again, the end."""
    before, unit, after = shape
    return before + unit * (size // len(unit)) + after


def shapes_for(pattern: Pattern) -> list[Shape]:
    """Beginnings, units to repeat and ends: runs of what news is made of, and what this pattern itself repeats."""
    return list(dict.fromkeys(shape for shape in _shapes(pattern) if shape[1]))


def _shapes(pattern: Pattern) -> Iterator[Shape]:
    for unit in RUNS:
        yield "", unit, "\0!a"
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(
        text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    for prefix, bodies in _repeats(list(tree), ""):
        for body in bodies:
            for end in ENDS:
                yield prefix, body, end
            if prefix:
                yield "", prefix + body, "\0!a"
                yield "", prefix + body + " ", "\0!a"
    if whole := _example(list(tree)):
        yield "", whole, "\0!a"
        yield "", whole[:-1] or whole, "\0!a"
        yield "", whole + " ", "\0!a"


def _repeats(items: list[Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    """What may be repeated without end, with a text that leads to it."""
    for kind, given in items:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = given
            body = list(body)
            if most > _MANY:
                yield prefix, _examples(body)
                yield prefix + _example(body) * max(1, least), _examples(body)
            yield from _repeats(body, prefix)
        elif name == "SUBPATTERN":
            yield from _repeats(list(given[3]), prefix)
        elif name == "ATOMIC_GROUP":
            yield from _repeats(list(given), prefix)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(list(given[1]), prefix)
        elif name == "BRANCH":
            for branch in given[1]:
                yield from _repeats(list(branch), prefix)
        prefix += _example([(kind, given)])


def _examples(items: list[Any]) -> list[str]:
    """Several texts that a part of a pattern matches."""
    if len(items) == 1 and str(items[0][0]) in ("IN", "ANY", "NOT_LITERAL", "CATEGORY"):
        return _members(items[0])[:8]
    if len(items) == 1 and str(items[0][0]) == "BRANCH":
        return [text for branch in items[0][1][1] for text in _examples(list(branch))][:12]
    if len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        return _examples(list(items[0][1][3]))
    return [_example(items)]


def _example(items: list[Any]) -> str:
    """A text that a part of a pattern matches, as far as can be told simply."""
    text = ""
    for kind, given in items:
        name = str(kind)
        if name == "LITERAL":
            text += chr(given)
        elif name in ("IN", "ANY", "NOT_LITERAL"):
            text += (_members((kind, given)) or [""])[0]
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            text += _example(list(given[2])) * min(max(given[0], 1), 8)
        elif name == "SUBPATTERN":
            text += _example(list(given[3]))
        elif name == "ATOMIC_GROUP":
            text += _example(list(given))
        elif name == "BRANCH":
            text += _example(list(given[1][0]))
    return text


def _members(item: Any) -> list[str]:
    """Characters that a set of a pattern holds: what stands in it, then whatever else is common."""
    kind, given = item
    if str(kind) == "ANY":
        return list(_ALPHABET)
    if str(kind) == "NOT_LITERAL":
        return [each for each in _ALPHABET if each != chr(given)]
    inside = [chr(each[1]) for each in given if str(each[0]) == "LITERAL"]
    inside += [chr(each[1][0]) for each in given if str(each[0]) == "RANGE"]
    matcher = re.compile(_set_text(given))
    return [each for each in dict.fromkeys([*_ALPHABET, *inside]) if matcher.fullmatch(each)]


def _set_text(given: Any) -> str:
    """A set of a parse tree, written as a pattern again."""
    categories = {
        "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
        "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D",
    }  # fmt: skip
    text = ""
    for kind, value in given:
        name = str(kind)
        if name == "NEGATE":
            text += "^"
        elif name == "LITERAL":
            text += re.escape(chr(value))
        elif name == "RANGE":
            text += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif name == "CATEGORY":
            text += categories[str(value)]
    return f"[{text}]"


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────


class TooLongError(Exception):
    """A pattern took more processor time than any may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooLongError after so much processor time; ``re`` looks for signals while it works."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def use_pattern(pattern: Pattern, method: str, text: str) -> None:
    """Use a pattern on a text as the tree does."""
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    if method == "finditer":
        for _ in pattern.finditer(given):
            pass
    else:
        getattr(pattern, method)(given)


def processor_seconds(call: Callable[[], object], limit: float) -> float:
    """Processor time of a call, ``limit`` where it was stopped there."""
    started = time.process_time()
    try:
        with within(limit):
            call()
    except TooLongError:
        return max(limit, time.process_time() - started)
    return time.process_time() - started
