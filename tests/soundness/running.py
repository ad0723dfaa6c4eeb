"""Runs a program in CPython with random outcomes of its unknown calls, and notes what it computes.

A program may call, beside what it defines itself and harmless built-ins:

- ``probe(number, value)``: the value is noted under the number, as it is then;
- ``unknown(…)``: gives back anything, a new object each time, or raises an exception;
- ``hand(function)``: calls the function any number of times, as a library does;
- ``mark(number)``: stands at the beginning of every body that may run several times or never.
"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

MOST_MARKS = 80


class Unlucky(Exception):
    """What an unknown call raises."""


class TooLong(BaseException):
    """The run goes on for too long."""


@dataclass(frozen=True)
class Frozen:
    """What a value was at some moment: of which kind, and what it held."""

    kind: str
    parts: tuple[Any, ...] = ()


@dataclass
class Run:
    """What happened in one run: the values at probes, and the order of probes and marks."""

    values: list[tuple[int, Frozen]] = field(default_factory=list)
    order: list[tuple[str, int]] = field(default_factory=list)
    ended: str = "completed"


def run(code: CodeType, seed: int) -> Run:
    """Run a compiled program; `seed` decides what its unknown calls do."""
    found = Run()
    chance = random.Random(seed)
    luck = chance.choice([0.0, 0.03, 0.1, 0.3])

    def step() -> None:
        if len(found.order) > 20 * MOST_MARKS:
            raise TooLong

    def probe(number: int, value: Any = None) -> Any:
        step()
        found.values.append((number, frozen(value)))
        found.order.append(("probe", number))
        return value

    def mark(number: int) -> None:
        found.order.append(("mark", number))
        if sum(kind == "mark" for kind, _ in found.order) > MOST_MARKS:
            raise TooLong

    def unknown(*given: object, **named: object) -> Any:
        step()
        if chance.random() < luck:
            raise Unlucky
        return outcome(chance)

    def hand(function: Callable[..., Any]) -> Any:
        step()
        for _ in range(chance.choice([0, 1, 1, 2])):
            function(*(outcome(chance) for _ in range(required(function))))
        return outcome(chance)

    names = {
        "__name__": "__main__",
        "probe": probe,
        "mark": mark,
        "unknown": unknown,
        "hand": hand,
        "contextlib": contextlib,
        "dataclasses": dataclasses,
    }
    try:
        exec(code, names)
    except TooLong:
        found.ended = "too long"
    except Exception as error:
        found.ended = f"{type(error).__name__}: {error}"
    return found


def outcome(chance: random.Random) -> Any:
    """What an unknown call may give back."""
    return chance.choice(
        [
            lambda: chance.randrange(-1, 4),
            lambda: chance.randrange(-1, 4),
            lambda: chance.random() < 0.5,
            lambda: chance.random() < 0.5,
            lambda: chance.random() < 0.5,
            lambda: chance.choice(["a", "b", ""]),
            lambda: None,
            lambda: [chance.randrange(3) for _ in range(chance.randrange(3))],
            lambda: {"a": 1, "z": 0},
            lambda: 0.5,
        ]
    )()


def required(function: Callable[..., Any]) -> int:
    """How many arguments a function cannot do without."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(
        parameter.kind in kinds and parameter.default is inspect.Parameter.empty
        for parameter in inspect.signature(function).parameters.values()
    )


def frozen(value: Any, around: tuple[int, ...] = ()) -> Frozen:
    """What a value is now, all that it holds included."""
    kind = type(value).__name__
    if value is None or isinstance(value, bool | int | float | str):
        return Frozen(kind, (value,))
    if id(value) in around:
        return Frozen("itself")
    around = (*around, id(value))
    match value:
        case list() | tuple() | range():
            return Frozen(kind, tuple(frozen(each, around) for each in value))
        case set() | frozenset():
            return Frozen(kind, tuple(frozen(each, around) for each in value))
        case dict():
            return Frozen(
                kind,
                tuple((frozen(key, around), frozen(each, around)) for key, each in value.items()),
            )
    if inspect.isroutine(value) or isinstance(value, type):
        return Frozen(kind, (value.__name__,))
    return Frozen(kind)
