"""Snippets for the parsers: statements and expressions put together, with spaces left out."""

from __future__ import annotations

import ast
import io
import itertools
import random
import tokenize
from collections.abc import Callable, Mapping, Sequence

from tunelint.files.python_parser import python_tree

_ATOMS = (
    "x",
    "y",
    "1",
    "0x1f",
    ".5",
    "1.",
    "1j",
    "'a'",
    'b"a"',
    "f'{x!r:>{y}}'",
    "None",
    "...",
    "()",
)
_EXPRESSIONS: dict[str, int] = {
    "{} if {} else {}": 3,
    "{} in {}": 2,
    "{} not in {}": 2,
    "{} is {}": 2,
    "{} is not {}": 2,
    "{} and {}": 2,
    "{} or {}": 2,
    "not {}": 1,
    "-{}": 1,
    "{} + {}": 2,
    "{} ** {}": 2,
    "{} < {} <= {}": 3,
    "lambda: {}": 1,
    "lambda x, *y, z={}, **w: {}": 2,
    "({})": 1,
    "({},)": 1,
    "[{}, {}]": 2,
    "{{{}: {}}}": 2,
    "{{{}}}": 1,
    "[x for x in {} if {}]": 2,
    "(x async for x in {})": 1,
    "{{x: {} for x in {}}}": 2,
    "f({}, *{}, k={}, **{})": 4,
    "{}({})": 2,
    "{}[{}:{}, {}]": 4,
    "{}.x": 1,
    "(x := {})": 1,
    "(yield {})": 1,
    "(yield from {})": 1,
    "await {}": 1,
    "f'{{{}}}'": 1,
    "*{}, {}": 2,
    "{} 'b'": 1,
}
_STATEMENTS: dict[str, int] = {
    "{}": 1,
    "x = {}": 1,
    "x: {} = {}": 2,
    "(x): {} = {}": 2,
    "x.y[{}] += {}": 2,
    "return {}": 1,
    "raise {} from {}": 2,
    "assert {}, {}": 2,
    "del x, y[{}]": 1,
    "if {}: pass\nelif {}: x\nelse: y": 2,
    "while {}: break\nelse: x": 1,
    "for x, *y in {}: continue": 1,
    "async for x in {}: pass": 1,
    "with {} as x, {}: pass": 2,
    "with ({} as x, {} as y,): pass": 2,
    "try: {}\nexcept {} as e: x\nelse: y\nfinally: z": 2,
    "try: {}\nexcept* {}: x": 2,
    "match {}:\n case [x, *_] | {{'a': y, **z}} if {}: pass\n case A(b=1) as c: x\n case -1j: y": 2,
    "def f(a, /, b: {} = {}, *c, d, **e) -> {}: pass": 3,
    "class A({}, metaclass={}): x = {}": 3,
    "@{}\nasync def f(): return {}": 2,
    "import a.b as c; from . import (d as e, f,); x = {}": 1,
    "global x; {}": 1,
}


def snippet(chance: random.Random) -> str:
    """A few statements, most of which Python accepts."""
    lines = [_filled(_pick(_STATEMENTS, chance), chance, 3) for _ in range(chance.randrange(1, 4))]
    body = "\n".join(lines)
    text = f"async def g():\n{''.join(f'  {line}' + chr(10) for line in body.splitlines())}"
    while chance.random() < 0.7:
        text = chance.choice(_CHANGES)(text, chance)
    return f"import optuna\n{text}"


def _pick(choices: Mapping[str, int], chance: random.Random) -> str:
    return chance.choice(list(choices))


def _filled(template: str, chance: random.Random, depth: int) -> str:
    holes = (_STATEMENTS | _EXPRESSIONS)[template]
    return template.format(*(_expression(chance, depth - 1) for _ in range(holes)))


def _expression(chance: random.Random, depth: int) -> str:
    if depth <= 0 or chance.random() < 0.3:
        return chance.choice(_ATOMS)
    return _filled(_pick(_EXPRESSIONS, chance), chance, depth)


def _without_spaces(text: str, chance: random.Random) -> str:
    """Spaces between two tokens that Python does not need, left out."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        tree = ast.dump(python_tree(text))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return text
    lines = text.splitlines(keepends=True)
    for one, other in reversed([*itertools.pairwise(tokens)]):
        row, column = one.end
        if one.end[0] != other.start[0] or other.start[1] <= column or chance.random() < 0.3:
            continue
        before = lines[row - 1]
        lines[row - 1] = before[:column] + before[other.start[1] :]
        try:
            if ast.dump(python_tree("".join(lines))) == tree:
                continue
        except (SyntaxError, ValueError):
            pass
        lines[row - 1] = before
    return "".join(lines)


def _with_tabs(text: str, chance: random.Random) -> str:
    return text.replace("\n  ", chance.choice(("\n\t", "\n \t", "\n\f  ", "\n   ")))


def _with_backslashes(text: str, chance: random.Random) -> str:
    parts = text.split(" ")
    at = chance.randrange(len(parts))
    return " ".join(parts[:at]) + " \\\n" + " ".join(parts[at:])


def _with_comment(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines.insert(at, chance.choice(("# c", "    # c", "\t# c", "", "  ", "\f")))
    return "\n".join(lines)


_CHANGES: Sequence[Callable[[str, random.Random], str]] = (
    *(_without_spaces, _without_spaces, _with_tabs, _with_backslashes, _with_comment),
)
