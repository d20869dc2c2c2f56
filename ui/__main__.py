"""``python -m ui users``: who may log in to the page."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

import settings
from arguments import run_command
from errors import DatelineError, SettingsError
from terminal import guard_terminal


def main(argv: list[str] | None = None) -> int:
    """Run the command; exit code 0, or 2 where it cannot be run."""
    guard_terminal()
    arguments = _build_ui_parser().parse_args(argv)
    try:
        return _manage_users(arguments)
    except DatelineError as error:
        print(f"ui: {error}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):
        return 130


def _build_ui_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui", description="The page and its people.")
    commands = parser.add_subparsers(dest="command", required=True)
    users = commands.add_parser("users", help="who may log in")
    actions = users.add_subparsers(dest="action", required=True)
    for action, does in (
        ("add", "add a person, or give one another password; it is asked for, or read from standard input"),
        ("remove", "remove a person"),
        ("list", "print everyone's name"),
    ):
        command = actions.add_parser(action, help=does, description=does)
        if action != "list":
            command.add_argument("name", metavar="NAME", help="the name to log in with")
        command.add_argument("--file", type=Path, help="the users file (DATELINE_USERS)")
    return parser


def _manage_users(arguments: argparse.Namespace) -> int:
    from ui.access.people import People

    configured = settings.load_settings(users=arguments.file)
    people = People(configured.users or configured.data / "users")
    if arguments.action == "add":
        people.put_person(arguments.name, _read_password())
        print(
            f"{arguments.name} may log in. The page asks everyone to, once DATELINE_USERS={people.path} is set."
        )
    elif arguments.action == "remove":
        if not people.remove_person(arguments.name):
            raise SettingsError(
                f"{people.path} has no {arguments.name!r}; it has: {', '.join(people.list_names())}."
            )
        print(f"{arguments.name} may no longer log in.")
    else:
        print("\n".join(people.list_names()))
    return 0


def _read_password() -> str:
    """Asked for twice on a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise SettingsError("The two passwords are not the same; nothing was changed.")
    return password


if __name__ == "__main__":
    sys.exit(run_command(main))
