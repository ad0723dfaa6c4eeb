"""Expressions: what each kind of expression is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.interpreter import (
    attributes,
    branches,
    calls,
    comprehensions,
    dict_methods,
    generators,
    implicit_calls,
    list_methods,
)
from tunelint.interpreter.arguments import evaluate_defaults
from tunelint.interpreter.combining import HARMLESS, combine
from tunelint.interpreter.contents import Entries, Listing, filled
from tunelint.interpreter.frames import Fork
from tunelint.interpreter.literals import concatenated, decimal, formatted, integer, string
from tunelint.interpreter.objects import BUILTINS, Function, ProjectModule
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    Element,
    Entry,
    External,
    Mapping,
    Opaque,
    Operation,
    Sequence,
    Term,
    Unbound,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

KEYWORD_CONSTANTS = {"True": True, "False": False, "None": None}

SYMBOLS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
    cst.And: "and",
    cst.Or: "or",
    cst.Minus: "-",
    cst.Plus: "+",
    cst.Not: "not",
    cst.BitInvert: "~",
    cst.AddAssign: "+",
    cst.SubtractAssign: "-",
    cst.MultiplyAssign: "*",
    cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//",
    cst.ModuloAssign: "%",
    cst.PowerAssign: "**",
    cst.BitOrAssign: "|",
    cst.BitAndAssign: "&",
}


def evaluate(run: Interpreter, node: cst.BaseExpression) -> Term:
    """What the expression is worth in the current scope; its calls become events."""
    kind = type(node)
    handler = HANDLERS.get(kind)
    if handler is None:
        return Opaque(run.place(node), f"{kind.__name__} is not read")
    value = handler(run, node)
    if kind not in HARMLESS:
        run.state.may_raise()
    return value


def _name(run: Interpreter, node: cst.Name) -> Term:
    name = node.value
    if name in KEYWORD_CONSTANTS:
        return Const(run.place(node), KEYWORD_CONSTANTS[name])
    holder = run.scope.holder(name)
    if holder is not None:
        value = holder.names[name]
        if not isinstance(value, Const | External | ProjectModule):
            run.load(value, node)
        return value
    if name in BUILTINS:
        return External(run.place(node), f"builtins.{name}")
    return Unbound(run.place(node), name, tuple(run.scope.module.stars))


def _attribute(run: Interpreter, node: cst.Attribute) -> Term:
    base = evaluate(run, node.value)
    return attributes.read(run, base, node.attr.value, node)


def _binary(run: Interpreter, node: cst.BinaryOperation) -> Term:
    operands = (evaluate(run, node.left), evaluate(run, node.right))
    return combine(run, node, SYMBOLS[type(node.operator)], operands)


def _unary(run: Interpreter, node: cst.UnaryOperation) -> Term:
    return combine(run, node, SYMBOLS[type(node.operator)], (evaluate(run, node.expression),))


def _comparison(run: Interpreter, node: cst.Comparison) -> Term:
    left = evaluate(run, node.left)
    result: Term | None = None
    for target in node.comparisons:
        right = _compared(run, target.comparator, result)
        symbol = SYMBOLS[type(target.operator)]
        if symbol in ("in", "not in"):
            generators.advance(run, right)
        compared = combine(run, node, symbol, (left, right))
        result = compared if result is None else combine(run, node, "and", (result, compared))
        left = right
    return result if result is not None else left


def _compared(run: Interpreter, node: cst.BaseExpression, earlier: Term | None) -> Term:
    """What a comparison goes on with, where those before it hold."""
    if earlier is None:
        return evaluate(run, node)
    fork = Fork(run.place(node), earlier)
    return branches.perhaps(run, fork, 0, lambda: evaluate(run, node))


def _boolean(run: Interpreter, node: cst.BooleanOperation) -> Term:
    symbol = SYMBOLS[type(node.operator)]
    left = evaluate(run, node.left)
    implicit_calls.ask(run, node, left)
    if isinstance(left, Const):
        decided = bool(left.value) if symbol == "or" else not left.value
        return left if decided else evaluate(run, node.right)
    fork = Fork(run.place(node), left)
    arm = 1 if symbol == "or" else 0
    right = branches.perhaps(run, fork, arm, lambda: evaluate(run, node.right))
    if symbol == "or" and isinstance(right, Const):
        return run.join(run.place(node), [left, right])
    return Operation(run.place(node), symbol, (left, right))


def _conditional(run: Interpreter, node: cst.IfExp) -> Term:
    condition = evaluate(run, node.test)
    run.test(condition, node)
    implicit_calls.ask(run, node, condition)
    fork = Fork(run.place(node), condition)
    values = branches.either(
        run, fork, [lambda: evaluate(run, node.body), lambda: evaluate(run, node.orelse)]
    )
    if isinstance(condition, Const) and all(isinstance(value, Const) for value in values):
        return values[0] if condition.value else values[1]
    return run.join(run.place(node), values)


def _sequence(run: Interpreter, node: cst.List | cst.Tuple | cst.Set) -> Term:
    kind = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}[type(node)]
    held = Listing([])
    items: list[Term] = []
    for element in node.elements:
        value = evaluate(run, element.value)
        if not isinstance(element, cst.StarredElement):
            items.append(value)
            continue
        generators.advance(run, value)
        held = list_methods.extended(_together(kind, held, items), value)
        items = []
    held = _together(kind, held, items)
    return filled(Sequence(run.place(node), kind, [], path=run.path), held)


def _together(kind: str, held: Listing, items: list[Term]) -> Listing:
    more = Sequence(None, kind, items)
    if kind == "set":
        return list_methods.united(held, [more])
    return list_methods.extended(held, more) if held.items or held.open else Listing(items)


def _dictionary(run: Interpreter, node: cst.Dict) -> Term:
    held = Entries([])
    written: list[Entry] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            key = evaluate(run, element.key)
            value = evaluate(run, element.value)
            written.append(Entry(key, value, run.place(element)))
            run.trace.put_under(value, getattr(key, "value", None))
            continue
        spread = evaluate(run, element.value)
        held = dict_methods.merged(dict_methods.stored_in_turn(held, written), spread)
        written = []
        if not isinstance(spread, Mapping):
            held = held._replace(spread=(*held.spread, spread))
    held = dict_methods.stored_in_turn(held, written)
    return filled(Mapping(run.place(node), [], path=run.path), held)


def _subscript(run: Interpreter, node: cst.Subscript) -> Term:
    base = evaluate(run, node.value)
    return attributes.item(run, base, key_of(run, node), node)


def key_of(run: Interpreter, node: cst.Subscript) -> Term:
    """What stands in the brackets of a subscript."""
    keys = [_index(run, element.slice) for element in node.slice]
    return keys[0] if len(keys) == 1 else Sequence(run.place(node), "tuple", keys)


def _index(run: Interpreter, node: cst.BaseSlice) -> Term:
    if isinstance(node, cst.Index):
        return evaluate(run, node.value)
    assert isinstance(node, cst.Slice)
    place = run.place(node)
    parts = (node.lower, node.upper, node.step)
    bounds = tuple(evaluate(run, part) if part else Const(place, None) for part in parts)
    return Operation(place, ":", bounds)


def _lambda(run: Interpreter, node: cst.Lambda) -> Term:
    defaults = evaluate_defaults(run, node.params)
    return Function(run.place(node), node, run.scope, "<lambda>", defaults)


def _call(run: Interpreter, node: cst.Call) -> Term:
    return calls.evaluate_call(run, node)


def _comprehension(run: Interpreter, node: cst.ListComp | cst.SetComp) -> Term:
    kind = "list" if isinstance(node, cst.ListComp) else "set"
    return comprehensions.read(run, node, kind, lambda: evaluate(run, node.elt))


def _generator(run: Interpreter, node: cst.GeneratorExp) -> Term:
    return comprehensions.suspended(run, node, lambda: evaluate(run, node.elt))


def _dictionary_comprehension(run: Interpreter, node: cst.DictComp) -> Term:
    def entry() -> Term:
        key, value = evaluate(run, node.key), evaluate(run, node.value)
        return Sequence(run.place(node), "tuple", [key, value])

    return comprehensions.read(run, node, "dict", entry)


def element_of(run: Interpreter, iterable: Term, node: cst.CSTNode) -> Term:
    """Any one element of an iterable, as a loop's target receives it."""
    generators.advance(run, iterable)
    implicit_calls.go_through(run, node, iterable)
    match iterable:
        case Sequence(items=items, open=False) if items:
            return run.join(iterable.place, list(items))
        case Mapping(entries=entries, open=False) if entries:
            return run.join(iterable.place, [entry.key for entry in entries])
        case Comprehension(kind="list" | "set" | "generator", element=element):
            return element
        case Choice(options=options):
            return run.join(iterable.place, [element_of(run, option, node) for option in options])
    return Element(run.place(node), iterable)


def _named(run: Interpreter, node: cst.NamedExpr) -> Term:
    value = evaluate(run, node.value)
    with run.resumed(run.scope.naming):
        run.assign(node.target, value)
    return value


def _await(run: Interpreter, node: cst.Await) -> Term:
    return evaluate(run, node.expression)


def _yield(run: Interpreter, node: cst.Yield) -> Term:
    if isinstance(node.value, cst.From):
        run.yielded(element_of(run, evaluate(run, node.value.item), node))
    elif node.value is not None:
        run.yielded(evaluate(run, node.value))
    return Opaque(run.place(node), "sent into a generator")


def _starred(run: Interpreter, node: cst.StarredElement) -> Term:
    return evaluate(run, node.value)


HANDLERS: dict[type[cst.CSTNode], Callable[[Interpreter, Any], Term]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.SimpleString: string,
    cst.ConcatenatedString: concatenated,
    cst.FormattedString: formatted,
    cst.Integer: integer,
    cst.Float: decimal,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.BooleanOperation: _boolean,
    cst.IfExp: _conditional,
    cst.List: _sequence,
    cst.Tuple: _sequence,
    cst.Set: _sequence,
    cst.Dict: _dictionary,
    cst.Subscript: _subscript,
    cst.Lambda: _lambda,
    cst.Call: _call,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _generator,
    cst.DictComp: _dictionary_comprehension,
    cst.NamedExpr: _named,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.StarredElement: _starred,
}
