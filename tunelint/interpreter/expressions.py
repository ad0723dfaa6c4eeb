"""Expressions: what each kind of expression is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

import libcst as cst

from tunelint.interpreter import (
    attributes,
    branches,
    calls,
    comprehensions,
    constant_folding,
    dict_methods,
    generators,
    implicit_calls,
    list_methods,
)
from tunelint.interpreter.contents import Entries, Listing, filled, listing_of
from tunelint.interpreter.frames import Fork
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
    Text,
    Unbound,
    options_of,
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

# What never raises an exception by itself.
HARMLESS = frozenset(
    {cst.SimpleString, cst.Integer, cst.Float, cst.Lambda, cst.Tuple, cst.List, cst.NamedExpr}
    | {cst.ConcatenatedString, cst.IfExp, cst.BooleanOperation, cst.Await}
)
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"})
MOST_COMBINATIONS = 24


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


def _string(run: Interpreter, node: cst.SimpleString) -> Term:
    text = node.value
    if text[0] in "\"'" and "\\" not in text:
        return Const(run.place(node), node.raw_value)
    try:
        return Const(run.place(node), node.evaluated_value)
    except (SyntaxError, ValueError):
        return Opaque(run.place(node), "a string that cannot be read")


def _concatenated(run: Interpreter, node: cst.ConcatenatedString) -> Term:
    return combine(run, node, "+", (evaluate(run, node.left), evaluate(run, node.right)))


def _integer(run: Interpreter, node: cst.Integer) -> Term:
    try:
        number = node.evaluated_value
    except (SyntaxError, ValueError):
        return Opaque(run.place(node), "a number of too many digits")
    return _number(run, node, number)


def _float(run: Interpreter, node: cst.Float) -> Term:
    return _number(run, node, float(node.value))


def _number(run: Interpreter, node: cst.BaseNumber, number: float) -> Term:
    if not constant_folding.is_reasonable_literal(number):
        return Opaque(run.place(node), "a number that is too large")
    return Const(run.place(node), number)


def _formatted(run: Interpreter, node: cst.FormattedString) -> Term:
    pieces: list[Term] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pieces.append(Const(run.place(part), part.value))
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        pieces.append(_piece(run, part))
    return _text(run, node, pieces)


def _piece(run: Interpreter, part: cst.FormattedStringExpression) -> Term:
    value = evaluate(run, part.expression)
    implicit_calls.call_all(run, part, value, implicit_calls.TEXT)
    specification = _specification(run, part)
    if isinstance(value, Const) and specification is not None and part.equal is None:
        try:
            text = constant_folding.formatted(value.value, specification, part.conversion)
            return Const(value.place, text, (value,))
        except constant_folding.NotConstant:
            pass
    return Operation(run.place(part), "format", (value,))


def _specification(run: Interpreter, part: cst.FormattedStringExpression) -> str | None:
    """How a piece of an f-string is formatted; None where that is computed."""
    written = ""
    for piece in part.format_spec or ():
        if isinstance(piece, cst.FormattedStringText):
            written += piece.value
        else:
            assert isinstance(piece, cst.FormattedStringExpression)
            evaluate(run, piece.expression)
            return None
    return written


def _text(run: Interpreter, node: cst.BaseExpression, pieces: list[Term]) -> Term:
    if all(isinstance(piece, Const) for piece in pieces):
        constants = tuple(piece for piece in pieces if isinstance(piece, Const))
        try:
            value = constant_folding.joined("", [str(piece.value) for piece in constants])
        except constant_folding.NotConstant:
            return Opaque(run.place(node), "a text that is too long")
        return Const(run.place(node), value, constants)
    return Text(run.place(node), tuple(pieces))


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


def combine(run: Interpreter, node: cst.CSTNode, symbol: str, operands: tuple[Term, ...]) -> Term:
    """An operator applied to values: computed where all are constants, kept as written else."""
    implicit_calls.operate(run, node, symbol, operands)
    place = run.place(node)
    alternatives = [options_of(operand) for operand in operands]
    size = 1
    for options in alternatives:
        size *= len(options)
    if size > 1 and size <= MOST_COMBINATIONS and _constant_alternatives(operands):
        results = run.join(place, [_folded(place, symbol, each) for each in product(*alternatives)])
        # An undecided comparison still says what is compared.
        undecided = symbol in COMPARISONS and isinstance(results, Choice)
        return Operation(place, symbol, operands) if undecided else results
    if isinstance(operands[0], Sequence) and len(operands) == 2:
        extended = _extended(run, place, symbol, operands[0], operands[1])
        if extended is not None:
            return extended
    if symbol == "|" and all(isinstance(operand, Mapping) for operand in operands):
        return _merged(run, place, operands)
    return _folded(place, symbol, operands)


def _constant_alternatives(operands: Iterable[Term]) -> bool:
    return all(isinstance(option, Const) for operand in operands for option in options_of(operand))


def _folded(place: Any, symbol: str, operands: tuple[Term, ...]) -> Term:
    if symbol in ("in", "not in") and isinstance(operands[1], Sequence):
        return _member(place, symbol, operands[0], operands[1])
    constants = tuple(operand for operand in operands if isinstance(operand, Const))
    if len(constants) == len(operands):
        values = [constant.value for constant in constants]
        compute = constant_folding.unary if len(values) == 1 else constant_folding.binary
        try:
            return Const(place, compute(symbol, *values), constants)
        except constant_folding.NotConstant:
            pass
    return Operation(place, symbol, operands)


def _member(place: Any, symbol: str, item: Term, sequence: Sequence) -> Term:
    """``kind in ("rf", "svm")``."""
    listed = [one.value for one in sequence.items if isinstance(one, Const)]
    all_known = not sequence.open and len(listed) == len(sequence.items)
    if not isinstance(item, Const) or not all_known or sequence.kind == "generator":
        return Operation(place, symbol, (item, sequence))
    return Const(place, (item.value in listed) == (symbol == "in"), (item, sequence))


def _extended(
    run: Interpreter, place: Any, symbol: str, left: Sequence, right: Term
) -> Term | None:
    held = listing_of(left)
    if symbol == "+" and left.kind in ("list", "tuple"):
        held = list_methods.extended(held, right)
    elif symbol == "*" and isinstance(right, Const) and isinstance(right.value, int):
        repeated = held.items * min(max(right.value, 0), 32)
        cut = held.open or right.value > 32
        placed = held.standing if cut and held.exact else 0 if cut else None
        held = Listing(repeated, cut, held.reordered and not cut, placed, 0, held.hidden)
    else:
        return None
    return filled(Sequence(place, left.kind, [], path=run.path), held)


def _merged(run: Interpreter, place: Any, operands: tuple[Term, ...]) -> Mapping:
    held = Entries([])
    for operand in operands:
        held = dict_methods.merged(held, operand)
    return filled(Mapping(place, [], path=run.path), held)


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
    defaults = calls.evaluate_defaults(run, node.params)
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
    cst.SimpleString: _string,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Integer: _integer,
    cst.Float: _float,
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
