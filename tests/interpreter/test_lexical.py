"""Lexical scopes: which scope binds a name, and what has run before a node."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest

from tunelint.interpreter.lexical import Lexical, has_run


def read(text: str) -> Lexical:
    return Lexical(cst.parse_module(textwrap.dedent(text)))


def reading(lexical: Lexical) -> cst.CSTNode:
    """The name `x` in ``read(x)``, the call that each program ends up with."""
    calls = (node for node in lexical.nodes if isinstance(node, cst.Call))
    return next(
        call.args[0].value
        for call in calls
        if isinstance(call.func, cst.Name) and call.func.value == "read"
    )


BOUND = {
    "by the module": ("x = 1\ndef f():\n    read(x)\n", "Module"),
    "by a function": ("x = 1\ndef f():\n    x = 2\n    read(x)\n", "FunctionDef"),
    "by a parameter": ("def f(x):\n    def g():\n        read(x)\n", "FunctionDef"),
    "by an import": ("def f():\n    import x.y\n    read(x)\n", "FunctionDef"),
    "by an import under another name": ("from a import b as x\nread(x)\n", "Module"),
    "by a definition": ("class x:\n    pass\nread(x)\n", "Module"),
    "by a class, in its body": ("class A:\n    x = 1\n    read(x)\n", "ClassDef"),
    "by the module, past a class": (
        "x = 1\nclass A:\n    x = 2\n    def f(self):\n        read(x)\n",
        "Module",
    ),
    "by a comprehension": ("[read(x) for x in y]\n", "ListComp"),
    "by an expression in a comprehension": ("[(x := y) for y in z]\nread(x)\n", "Module"),
    "by the module, from a function": (
        "def f():\n    global x\n    x = 1\n    read(x)\n",
        "Module",
    ),
    "by a loop": ("for a, (*x, b) in y:\n    read(x)\n", "Module"),
    "by with": ("with y as x:\n    read(x)\n", "Module"),
    "by nothing": ("read(x)\n", None),
}


@pytest.mark.parametrize(("text", "scope"), BOUND.values(), ids=BOUND)
def test_a_name_is_bound(text: str, scope: str | None) -> None:
    lexical = read(text)

    binder = lexical.binder("x", reading(lexical))

    assert (type(binder).__name__ if binder is not None else None) == scope


RUN = {
    "in the module": ("import x\nread(x)\n", True),
    "in the module, before a function": ("import x\ndef f():\n    read(x)\n", True),
    "in the block around": ("if a:\n    import x\n    if b:\n        read(x)\n", True),
    "in another block": ("if a:\n    import x\nread(x)\n", False),
    "in the other arm": ("if a:\n    import x\nelse:\n    read(x)\n", False),
    "in what is tried": ("try:\n    import x\nexcept ImportError:\n    raise\nread(x)\n", True),
    "in a handler": ("try:\n    y\nexcept ValueError:\n    import x\nread(x)\n", False),
    "in with": ("with a:\n    import x\nread(x)\n", True),
    "in a loop": ("for a in b:\n    import x\nread(x)\n", False),
    "in the function around": ("def f():\n    import x\n    return lambda: read(x)\n", True),
    "in another function": ("def f():\n    import x\nread(x)\n", False),
    "in a class": ("class A:\n    import x\n    def f(self):\n        read(x)\n", False),
}


@pytest.mark.parametrize(("text", "surely"), RUN.values(), ids=RUN)
def test_what_stands_above_has_run(text: str, surely: bool) -> None:
    lexical = read(text)
    statement = next(node for node in lexical.nodes if isinstance(node, cst.Import))
    node = reading(lexical)

    around = {node, *lexical.around(node)}
    assert has_run(statement, lexical.around(statement), around) is surely
