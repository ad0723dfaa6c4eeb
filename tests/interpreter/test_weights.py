"""Values that are put into each other again and again stay small enough to be looked at."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.interpreter.probing import UNKNOWN, calls_of, probed, traced
from tunelint.interpreter.values import HEAVIEST, Entry, Term

TIMES = 17  # as often as this is enough to be too much: 2 ** 17 > HEAVIEST
DOUBLED = {
    "lists": "a = [a, a]",
    "tuples": "a = (a, a)",
    "dictionaries": "a = {'x': a, 'y': a}",
    "keys": "a = {a: a}",
    "spread": "a = [a, 1]\na = [*a, *a]",
    "merged": "a = {b: 1, **a}\na = {**a, **a}",
    "sums": "a = a + a",
    "comparisons": "a = a < a",
    "texts": "a = f'{a}-{a}'",
    "items": "a = a[a]",
    "constants": "a = 1 if a is None else a\na = a + a - a",
    "comprehensions": "a = [a for b in a]",
    "calls": "a = pair(a)",
    "attributes": "a = [a, a].x",
    "appended": "a = [a]\na.append(a[0])",
    "inserted": "a = [a]\na.insert(0, a[0])",
    "put": "a = {'x': a}\na['y'] = a['x']",
}
HEAD = "def pair(x):\n    return [x, x]\n"


def size(term: Term) -> int:
    """How much there is to look at in a value, each as often as it is there."""
    known: dict[int, int] = {}

    def inside(value: Any) -> int:
        match value:
            case Term() | Entry():
                return of(value)
            case tuple() | list():
                return sum(inside(one) for one in value)
        return 0

    def of(value: Any) -> int:
        if id(value) not in known:
            assert is_dataclass(value)
            names = [one.name for one in fields(value) if one.name != "argument"]
            known[id(value)] = 1 + sum(inside(getattr(value, name)) for name in names)
        return known[id(value)]

    return of(term)


@pytest.mark.parametrize("name", DOUBLED)
def test_there_is_never_too_much_to_look_at(name: str, tmp_path: Path) -> None:
    lines = f"{DOUBLED[name]}\n" * TIMES
    for start in ("a = b\n", "a = None\n"):
        (call,) = calls_of(traced(f"{HEAD}{start}{lines}probe(a)\n", tmp_path), "probe")
        (argument,) = call.arguments
        assert size(argument.value) <= 3 * HEAVIEST


@pytest.mark.parametrize("line", ["a = a + a", "a.extend(a)", "a = [*a, *a]", "a = a * 2"])
def test_long_lists_hold_what_nobody_knows(line: str, tmp_path: Path) -> None:
    lines = f"{line}\n" * TIMES
    assert probed(f"a = [7]\n{lines}probe(a, a[0], 3)\n", tmp_path) == [UNKNOWN, UNKNOWN, 3]


def test_what_people_write_is_not_too_much(tmp_path: Path) -> None:
    rows = ", ".join(f"[{number}, 'a', None]" for number in range(2_000))
    text = f"a = [{rows}]\nb = {{'rows': a}}\nb['more'] = 5\nprobe(a[1999][0], b['rows'][0][1])\n"

    assert probed(f"{text}probe(b['more'])\n", tmp_path) == [1999, "a", 5]


HOLDING_ITSELF = {
    "appended": "a = [1]\na.append(a)",
    "inserted": "a = [1]\na.insert(0, a)",
    "extended": "a = [1]\na.extend([a])",
    "stored in a list": "a = [1]\na[0] = a",
    "put": "a = {}\na['me'] = a",
    "updated": "a = {}\na.update(me=a)",
    "with another one between": "a = [1]\nb = {'a': a}\na.append(b)",
    "by a function": "a = []\ndef f(x=a):\n    a.append(x)\nf()",
    "by an attribute": "class C:\n    pass\na = C()\na.me = [a]",
}


@pytest.mark.parametrize("name", HOLDING_ITSELF)
def test_what_holds_itself_is_read(name: str, tmp_path: Path) -> None:
    """What is handed over is looked into for functions; what follows is read as ever."""
    text = f"{HOLDING_ITSELF[name]}\nprint(a)\nstudy.optimize(a, callbacks=a)\nprobe(a, a, 3)\n"

    assert probed(text, tmp_path) == [UNKNOWN, UNKNOWN, 3]
