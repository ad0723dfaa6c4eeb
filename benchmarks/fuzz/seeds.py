"""What inputs are made from: the programs of the fixtures, and small hostile pieces of Python."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"

HOSTILE_EXPRESSIONS = (
    *("1e999", "-1e999", "1e-320", "0.0", "-0.0", "10**400", "2**1000", "1j", "0x" + "f" * 400),
    *("9" * 4301, "9" * 400, "True", "None", "...", "()", "[]", "{}", "''", "b''", "'\\ud800'"),
    *("'a' * 10**9", "[0] * 10**9", "range(10**19)", "range(0)", "pow(10, 10**9)"),
    *("round(5, -10**9)", "'{:>4000000000}'.format(1)", "'%2147483647d' % 5", "1 / 0", "0 ** -1"),
    *(
        "f'{x!r:>{10**9}}'",
        "f'{x:{y}}'",
        "lambda: lambda: x",
        "(lambda q: q + q)(x)",
        "x if x else.5",
    ),
    *("*x", "**x", "(yield)", "await x", "(x := x)", "[*x, *x]", "{**x, **x}", "x[x][x]", "x[::x]"),
    *(
        "x.x.x(x)(x)",
        "[x for x in x for x in x if x]",
        "{x: x for x in x}",
        "not not x",
        "-x ** -x",
    ),
    *("x < x < x", "x and x or x", "super().x", "__name__", "x @ x", "(x, x)[x]", "'a' 'b' f'{x}'"),
    *("float('nan')", "float('inf')", "int('1' * 5000)", "list(x)", "dict(x, **x)", "sorted(x)"),
    *("zip(x, x)", "enumerate(x)", "max(x)", "min([])", "len(x)", "iter(x)", "map(x, x)", "set(x)"),
)

HOSTILE_STATEMENTS = (
    *(
        "return",
        "return x",
        "yield x",
        "break",
        "continue",
        "pass",
        "del x",
        "global x",
        "nonlocal x",
    ),
    *("raise", "raise(lambda: 1)", "raise x from x", "assert x, x", "import x", "from x import *"),
    *("from . import x", "from .. import x", "from .x import x as y", "import x.y.z as x"),
    *("from __future__ import annotations", "exec('x')", "x: int", "x: x = x", "x = y = x = x"),
    *(
        "x, *y = y, *x",
        "[x, (y, z)] = x",
        "x.x = x",
        "x[x] = x",
        "x[0], x.y = x",
        "x += x",
        "x @= x",
    ),
    *("x = []\nx.append(x)", "x = {}\nx['me'] = x", "x = [x, x]", "x = x + x", "x = {**x, **x}"),
    *("x = [1]\nx.extend(x)", "x = x * 32", "x = (x, x)", "x = {'a': x, 'b': x}", "x = f'{x}{x}'"),
    *("x.extend(x)", "x.update(x)", "x.insert(10**19, x)", "x.pop()", "x.clear()", "x.sort(key=x)"),
    *("x = lambda x=x: x", "x = (lambda q: q + q)(x)", "x = x()", "x = x(x, *x, **x)", "x = x.x"),
    "def x(x=x, *args, y=x, **kwargs):\n    return x(x, *args, y=y, **kwargs)",
    "def x():\n    return x()",
    "def x():\n    yield from x()",
    "async def x():\n    async with x as y:\n        async for z in y:\n            await z",
    "class x(x):\n    x = x\n    def x(self):\n        return self.x.x",
    "class x(x, x, metaclass=x):\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)",
    "class x:\n    @property\n    def x(self):\n        return self.x",
    "@x\ndef x(self, hp, trial, params):\n    return hp.Int(x, 1, 2)",
    "while True:\n    x = x",
    "while x:\n    x -= 1\nelse:\n    x = 0",
    "for x in x:\n    x.append(x)",
    "for x in range(10**19):\n    pass",
    "for i in range(3):\n    for j in range(3):\n        for k in range(3):\n            x = x + [x]",
    "try:\n    x\nexcept x as x:\n    raise\nelse:\n    x\nfinally:\n    return",
    "with x as y, y as x:\n    x",
    "match x:\n    case [x, *y] | {'a': x, **y}:\n        x\n    case x.y(x, y=1) if x:\n        y\n    case _:\n        pass",
    "if x:\n    x = 1\nelif y:\n    x = 2\nelse:\n    del x",
    "\n".join(["x = [x, x]"] * 40),
    "\n".join(["x = x + x"] * 40),
    "x = 'a'\n" + "\n".join(["x = x + x"] * 40),
    "x = [1]\n" + "\n".join(["x = x + x"] * 40),
    "x = {'k': 1}\n" + "\n".join(["x = {**x, **x}"] * 40),
    "\n".join(["x = (lambda q: q + q)(x)"] * 30),
    "\n".join(f"def f{i}(x): return f{i + 1}(x) + f{i + 1}(x)" for i in range(20)) + "\nf0(x)",
    "class A0: pass\n" + "\n".join(f"class A{i}(A{i - 1}, A{i - 1}): pass" for i in range(1, 20)),
    "\n".join(f"if x{i}:\n    x = {i}" for i in range(30)),
)

NAMES = ("x", "y", "hp", "trial", "model", "study", "tuner", "search", "params", "self", "args")


@cache
def programs() -> tuple[str, ...]:
    """The text of every program of the fixtures; of a notebook that of its cells."""
    return tuple(_programs())


def _programs() -> Iterator[str]:
    for path in sorted(FIXTURES.rglob("*")):
        if path.suffix == ".py":
            yield path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
            yield "\n".join(code)


def parsed(text: str) -> ast.Module | None:
    """The tree of a program, None where Python does not accept it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@cache
def pieces() -> tuple[ast.stmt, ...]:
    """The hostile statements, as trees."""
    trees = (parsed(f"async def f():\n{_indented(text)}") for text in HOSTILE_STATEMENTS)
    return tuple(
        statement
        for tree in trees
        if tree is not None and isinstance(tree.body[0], ast.AsyncFunctionDef)
        for statement in tree.body[0].body
    )


@cache
def values() -> tuple[ast.expr, ...]:
    """The hostile expressions, as trees."""
    trees = (parsed(f"async def f():\n    g({text})") for text in HOSTILE_EXPRESSIONS)
    found = []
    for tree in trees:
        call = tree.body[0].body[0].value if tree is not None else None  # type: ignore[attr-defined]
        if isinstance(call, ast.Call):
            found += [*call.args, *(keyword.value for keyword in call.keywords)]
    return tuple(found)


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))
