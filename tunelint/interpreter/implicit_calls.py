"""Implicit calls: the special methods of the project's classes that Python calls by itself.

Operators, tests, loops, texts and built-in functions call them. What they do is followed, and what
they give back is not, but for items and attributes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter import generators, loops
from tunelint.interpreter.frames import PartFrame
from tunelint.interpreter.objects import Arguments, Function, Instance
from tunelint.interpreter.values import Const, Opaque, Sequence, Term, Text, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

ITERATION = ("__iter__", "__next__", "__len__", "__getitem__")
ORDER = ("__lt__", "__gt__")
EQUALITY = ("__eq__", "__hash__")
TEXT = ("__str__", "__repr__", "__format__")
NUMBER = ("__float__", "__int__", "__index__", "__trunc__")
TRUTH = ("__bool__", "__len__")
# The methods of lists that compare their items.
COMPARING = frozenset({"count", "index", "remove", "sort"})
# By the symbol of an operator: the method of its left operand, and that of its right one.
OPERATORS = MappingProxyType(
    {
        "+": ("__add__", "__radd__"),
        "-": ("__sub__", "__rsub__"),
        "*": ("__mul__", "__rmul__"),
        "/": ("__truediv__", "__rtruediv__"),
        "//": ("__floordiv__", "__rfloordiv__"),
        "%": ("__mod__", "__rmod__"),
        "**": ("__pow__", "__rpow__"),
        "@": ("__matmul__", "__rmatmul__"),
        "<<": ("__lshift__", "__rlshift__"),
        ">>": ("__rshift__", "__rrshift__"),
        "&": ("__and__", "__rand__"),
        "|": ("__or__", "__ror__"),
        "^": ("__xor__", "__rxor__"),
        "==": ("__eq__", "__eq__"),
        "!=": ("__ne__", "__ne__"),
        "<": ("__lt__", "__gt__"),
        "<=": ("__le__", "__ge__"),
        ">": ("__gt__", "__lt__"),
        ">=": ("__ge__", "__le__"),
    }
)
IN_PLACE = MappingProxyType({symbol: f"__i{left[2:]}" for symbol, (left, _) in OPERATORS.items()})
UNARY = MappingProxyType({"-": ("__neg__",), "+": ("__pos__",), "~": ("__invert__",)})
# What built-in functions call of what they are given, or of the items in it.
FUNCTIONS = MappingProxyType(
    {
        "abs": ("__abs__",),
        "all": (*ITERATION, *TRUTH),
        "any": (*ITERATION, *TRUTH),
        "bool": TRUTH,
        "complex": ("__complex__", *NUMBER),
        "dict": (*ITERATION, "keys"),
        "divmod": ("__divmod__", "__rdivmod__"),
        "enumerate": ITERATION,
        "filter": (*ITERATION, *TRUTH),
        "float": NUMBER,
        "format": TEXT,
        "frozenset": (*ITERATION, *EQUALITY),
        "hash": ("__hash__",),
        "int": NUMBER,
        "iter": ITERATION,
        "len": ("__len__",),
        "list": ITERATION,
        "map": ITERATION,
        "max": (*ITERATION, *ORDER),
        "min": (*ITERATION, *ORDER),
        "next": ("__next__",),
        "pow": ("__pow__", "__rpow__"),
        "print": TEXT,
        "range": ("__index__",),
        "repr": TEXT,
        "reversed": ("__reversed__", *ITERATION),
        "round": ("__round__",),
        "set": (*ITERATION, *EQUALITY),
        "sorted": (*ITERATION, *ORDER),
        "str": TEXT,
        "sum": (*ITERATION, "__add__", "__radd__"),
        "tuple": ITERATION,
        "zip": ITERATION,
    }
)


def method_of(term: Term, name: str) -> Function | None:
    """The special method of an object of the project's."""
    return term.method(name) if isinstance(term, Instance) else None


def call_method(
    run: Interpreter, node: cst.CSTNode, term: Term, name: str, values: list[Term]
) -> None:
    """Python may call a special method of a value, as often as it likes."""
    for option in options_of(term):
        method = method_of(option, name)
        if method is not None:
            _call_any_number(run, node, method, values)


def _call_any_number(
    run: Interpreter, node: cst.CSTNode, method: Function, values: list[Term]
) -> None:
    part = PartFrame(run.place(node), [None])

    def once() -> None:
        with run.inside(part):
            generators.advance(run, run.call_with(node, method, values))

    loops.read_any_number(run, run.place(node), lambda path: part in path, once)


def operate(run: Interpreter, node: cst.CSTNode, symbol: str, operands: tuple[Term, ...]) -> None:
    """What an operator calls of its operands."""
    if not any(map(_has_objects, operands)):
        return
    if len(operands) == 1:
        for name in TRUTH if symbol == "not" else UNARY.get(symbol, ()):
            call_method(run, node, operands[0], name, [])
        return
    left, right = operands
    if symbol in ("in", "not in"):
        call_method(run, node, right, "__contains__", [left])
        go_through(run, node, right)
        call_all(run, node, right, EQUALITY)
        call_all(run, node, left, EQUALITY)
    elif symbol == "%":
        call_all(run, node, right, TEXT)
    own, reflected = OPERATORS.get(symbol, ("", ""))
    call_method(run, node, left, own, [right])
    call_method(run, node, right, reflected, [left])
    if symbol == "!=":
        operate(run, node, "==", operands)


def operate_in_place(
    run: Interpreter, node: cst.CSTNode, symbol: str, before: Term, value: Term
) -> None:
    """What ``before += value``, and the like, calls beside what the operator calls."""
    call_method(run, node, before, IN_PLACE.get(symbol, ""), [value])


def _has_objects(term: Term) -> bool:
    """Whether a value, or an item in it, may be an object of the project's."""
    found = list(options_of(term))
    items = [item for one in found if isinstance(one, Sequence) for item in one.items]
    return any(
        isinstance(option, Instance) for one in (*found, *items) for option in options_of(one)
    )


def ask(run: Interpreter, node: cst.CSTNode, term: Term) -> None:
    """Python asks whether a value counts as true."""
    for name in TRUTH:
        call_method(run, node, term, name, [])


def go_through(run: Interpreter, node: cst.CSTNode, term: Term) -> None:
    """Python goes through the items of a value."""
    for name in ITERATION:
        call_method(run, node, term, name, [Opaque(term.place, "an index")])


def call_function(run: Interpreter, node: cst.CSTNode, name: str, arguments: Arguments) -> None:
    """What a built-in function calls of what it is given."""
    methods = FUNCTIONS.get(name.removeprefix("builtins."), ())
    for argument in arguments:
        call_all(run, node, argument.value, methods)


def call_for(
    run: Interpreter, node: cst.CSTNode, base: Term, name: str, arguments: Arguments
) -> None:
    """What a method of a text or list calls of what it is given, or holds."""
    if isinstance(base, Const | Text) and name == "format":
        for argument in arguments:
            call_all(run, node, argument.value, TEXT)
    elif isinstance(base, Sequence) and name in COMPARING:
        call_all(run, node, base, (*ORDER, *EQUALITY))
        for argument in arguments:
            call_all(run, node, argument.value, EQUALITY)


def call_all(run: Interpreter, node: cst.CSTNode, term: Term, methods: tuple[str, ...]) -> None:
    """Call some special methods of a value, and of the items in it."""
    if not methods or not _has_objects(term):
        return
    for option in options_of(term):
        items = option.items if isinstance(option, Sequence) else [option]
        for item in items:
            for name in methods:
                call_method(run, node, item, name, [Opaque(term.place, "given by Python")])
