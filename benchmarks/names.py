"""How the code names its functions: the share of one-word names, and names that several modules define.

A function called by a single word ("share", "told") does not say what it does to what; a name that several modules
define has to be looked up each time. Methods and inner functions count, dunder methods and tests do not. Properties
and the functions of a protocol that a library calls count as well, so that nobody has to judge.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("news", "ingest", "vectorstore", "assistant", "ui")
ENTRY = {"main"}  # each command line has one; its name is the convention's


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--worst", type=int, default=25, metavar="N", help="how many of each to print (25)")


def run(arguments: argparse.Namespace) -> int:
    """Print both shares and the worst of each."""
    functions = list(list_functions())
    single = [(module, name) for module, name in functions if is_single_word(name)]
    defined = collect_definitions()
    shared = {name: modules for name, modules in defined.items() if len(modules) > 1}
    print(f"{len(functions)} functions, {len(single) / len(functions):.1%} of them named by one word")
    print(
        f"{len(defined)} names of functions and classes, {len(shared) / len(defined):.1%} in several modules"
    )
    print("\nNamed by one word, most in one module:")
    for module, count in Counter(module for module, _ in single).most_common(arguments.worst):
        print(f"  {count:3}  {module}: {' '.join(sorted(name for at, name in single if at == module))}")
    print("\nDefined in several modules:")
    for name, modules in sorted(shared.items(), key=lambda each: -len(each[1]))[: arguments.worst]:
        print(f"  {len(modules):3}  {name}: {' '.join(sorted(modules))}")
    return 0


def list_functions() -> Iterator[tuple[str, str]]:
    """Yield the module and the name of every function, methods and inner functions among them."""
    for module, tree in parse_modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_given(node.name):
                yield module, node.name


def collect_definitions() -> dict[str, set[str]]:
    """Map each name of a function or class of a module's top level to the modules that define it."""
    defined: defaultdict[str, set[str]] = defaultdict(set)
    for module, tree in parse_modules():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not is_given(
                node.name
            ):
                defined[node.name].add(module)
    return dict(defined)


def parse_modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module of the rooms and its syntax tree."""
    paths = [*ROOT.glob("*.py"), *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]
    for path in paths:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield module, ast.parse(path.read_text("utf-8"))


def is_given(name: str) -> bool:
    """Whether a name is given by Python or by convention rather than chosen."""
    return (name.startswith("__") and name.endswith("__")) or name in ENTRY


def is_single_word(name: str) -> bool:
    """Whether a name consists of one word."""
    return "_" not in name.strip("_")
