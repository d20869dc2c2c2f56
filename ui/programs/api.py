"""Gradio's API: what ``gradio_client`` sees. The page's own handlers are private."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from errors import DatelineError
from ui.programs.abilities import Programs

AT_ONCE = 4  # calls of one endpoint


def expose_programs(programs: Programs) -> None:
    """Make endpoints of what ``programs`` can do, inside the ``gr.Blocks`` that is being built."""
    from gradio.events import api

    for ability in (
        programs.ask,
        programs.search,
        programs.read_article,
        programs.list_articles,
        programs.add_document,
        programs.add_address,
    ):
        api(_check_arguments(ability), api_name=ability.__name__, concurrency_limit=AT_ONCE)


def _check_arguments(ability: Callable[..., Any]) -> Callable[..., Any]:
    """The ability with its arguments checked, which Gradio does not, and its errors as the client's."""
    import gradio as gr
    from pydantic import ValidationError, validate_call

    checked = validate_call(ability)
    names = list(inspect.signature(ability).parameters)

    @functools.wraps(ability)
    def call_checked(*values: Any) -> Any:
        try:
            return checked(**dict(zip(names, values, strict=False)))
        except ValidationError as wrong:
            first = wrong.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise gr.Error(f"{ability.__name__}: {place}: {first['msg']}", print_exception=False) from None
        except DatelineError as problem:
            raise gr.Error(str(problem), print_exception=False) from None

    return call_checked
