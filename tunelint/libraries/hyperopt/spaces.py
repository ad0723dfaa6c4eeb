"""Hyperopt's search spaces: what is declared with ``hp``, and the items of a configuration."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    External,
    Mapping,
    Operation,
    Sequence,
    Term,
    Unbound,
)
from tunelint.libraries.hyperopt import tables
from tunelint.libraries.hyperopt.fmin_call import PACKAGE
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Default, Fact
from tunelint.model.space import Hyperparameter


def declared(space: Term) -> tuple[Hyperparameter, ...]:
    """The hyperparameters of a space, in the order of their declarations."""
    found: dict[int, Hyperparameter] = {}
    for term, key in _walk(space, None, set()):
        if isinstance(term, Result) and id(term.event) not in found:
            function = declaration(term)
            if function is not None:
                found[id(term.event)] = _hyperparameter(term, function, key)
    return tuple(sorted(found.values(), key=lambda each: each.event.index))


def declaration(term: Term) -> str | None:
    """Which function of ``hp`` declared the value."""
    if not isinstance(term, Result):
        return None
    callee = term.event.callee
    if isinstance(callee, Attribute) and isinstance(callee.base, Unbound):
        known = callee.base.name == "hp" and callee.name in tables.DECLARATIONS
        return callee.name if known else None
    if isinstance(callee, Unbound):
        return None
    return named(callee, PACKAGE, tables.DECLARATIONS)


def whole(term: Term) -> bool:
    """Whether the value is cast to an integer inside the space: ``scope.int(…)``."""
    if not isinstance(term, Result):
        return False
    match term.event.callee:
        case External(name=name):
            package, _, rest = name.partition(".")
            module, _, last = rest.rpartition(".")
            scoped = module.endswith("scope")
            return package == PACKAGE and scoped and last in tables.INTEGER_CASTS
        case Attribute(base=Unbound(name="scope"), name=name):
            return name in tables.INTEGER_CASTS
    return False


def _walk(term: Term, key: str | None, seen: set[int]) -> Iterator[tuple[Term, str | None]]:
    """Every value that a space is made of, once, with the key under which it stands first."""
    if id(term) in seen:
        return
    seen.add(id(term))
    yield term, key
    match term:
        case Mapping(entries=entries):
            for entry in entries:
                name = entry.key.value if isinstance(entry.key, Const) else None
                yield from _walk(entry.value, name if isinstance(name, str) else None, seen)
        case Sequence(items=items):
            for item in items:
                yield from _walk(item, key, seen)
        case Operation(operands=operands):
            for operand in operands:
                yield from _walk(operand, key, seen)
        case Choice(options=options):
            for option in options:
                yield from _walk(option, key, seen)
        case Comprehension(element=element):
            yield from _walk(element, key, seen)
        case Result(event=event):
            for argument in event.arguments:
                yield from _walk(argument.value, key, seen)


def _hyperparameter(term: Result, function: str, key: str | None) -> Hyperparameter:
    event = term.event
    low, high = _bounds(event, function)
    order = tables.DECLARATIONS[function]
    return Hyperparameter(
        event=event,
        function=function,
        kind=_kind(function),
        name=parameter_worth(event.arguments, "label", order),
        low=low,
        high=high,
        step=parameter_worth(event.arguments, "q", order),
        log=function in tables.LOG_SAMPLED,
        quantised=function in tables.QUANTISED,
        options=options(term),
        raw_bounds=function in tables.LOG_BOUNDS and not _as_logarithm(event, order),
        result=term,
        key=key,
    )


def _kind(function: str) -> str:
    if function in tables.CHOICES:
        return "choice"
    return "int" if function in tables.INTEGER_DRAWS else "float"


def _bounds(event: CallEvent, function: str) -> tuple[Fact, Fact]:
    """The lowest and highest value as written; ``hp.randint(label, n)`` counts from 0."""
    order = tables.DECLARATIONS[function]
    low = parameter_worth(event.arguments, "low", order)
    high = parameter_worth(event.arguments, "high", order)
    if function == "randint" and event.arguments.get("high", order) is None:
        upper = parameter_worth(event.arguments, "upper", ())
        return Default(None, (), 0), low if event.arguments.get("low", order) else upper
    return low, high


def _as_logarithm(event: CallEvent, order: tuple[str, ...]) -> bool:
    """Whether a bound is the value of a call, as in ``np.log(0.1)``."""
    for name in ("low", "high"):
        argument = event.arguments.get(name, order)
        place = argument.value.place if argument is not None else None
        if place is not None and isinstance(place.node, cst.Call):
            return True
    return False


def options(term: Term) -> tuple[Term, ...] | None:
    """The options of a choice, None where they cannot be listed."""
    function = declaration(term)
    if not isinstance(term, Result) or function not in tables.CHOICES:
        return None
    order = tables.DECLARATIONS[function]
    argument = term.event.arguments.get(order[1], order)
    if argument is None or not isinstance(argument.value, Sequence) or argument.value.open:
        return None
    if function == "choice":
        return tuple(argument.value.items)
    pairs = [item.items for item in argument.value.items if isinstance(item, Sequence)]
    return tuple(pair[1] for pair in pairs if len(pair) == 2)


def entry(space: Term, key: object) -> list[Term]:
    """What a configuration drawn from `space` holds under `key`: one for each option that does."""
    match space:
        case Mapping():
            found = space.get(key)
            return [found.value] if found is not None else []
        case Sequence(items=items) if isinstance(key, int) and not isinstance(key, bool):
            return [items[key]] if -len(items) <= key < len(items) else []
        case Choice(options=alternatives):
            return [value for option in alternatives for value in entry(option, key)]
        case Result():
            return [value for option in options(space) or () for value in entry(option, key)]
    return []


def drawn_type(term: Term) -> str | None:
    """The type of the value that a trial is given for a declaration, None where not known."""
    match term:
        case Const(value=value):
            return type(value).__name__
        case Operation(operands=operands):
            types = {drawn_type(operand) for operand in operands}
            return "float" if "float" in types and None not in types else None
        case Result():
            return "int" if whole(term) else _type_of_declaration(term)
    return None


def _type_of_declaration(term: Result) -> str | None:
    function = declaration(term)
    if function in tables.FLOAT_DRAWS:
        return "float"
    if function in tables.INTEGER_DRAWS:
        return "int"
    types = {drawn_type(option) for option in options(term) or ()}
    return types.pop() if len(types) == 1 else None
