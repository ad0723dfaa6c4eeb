"""Calls some of whose arguments arrive as whole numbers, whatever the script hands over."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tunelint.lab.questions import Cast, ScriptSpan


def by_call(casts: Iterable[Cast]) -> Mapping[ScriptSpan, frozenset[str]]:
    """The names of the arguments of each call."""
    found: dict[ScriptSpan, set[str]] = {}
    for cast in casts:
        found.setdefault(cast.call, set()).add(cast.argument)
    return {call: frozenset(names) for call, names in found.items()}


def casting(
    names: frozenset[str],
) -> Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]:
    """Makes a call with the named arguments as whole numbers."""

    def call(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return function(
            *_cast_by_position(function, args, names),
            **{name: _whole(each) if name in names else each for name, each in kwargs.items()},
        )

    return call


def _cast_by_position(
    function: Callable[..., Any], args: tuple[Any, ...], names: frozenset[str]
) -> tuple[Any, ...]:
    try:
        listed = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return args
    known = [*listed, *[""] * len(args)]
    return tuple(
        _whole(value) if name in names else value for name, value in zip(known, args, strict=False)
    )


def _whole(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return value
