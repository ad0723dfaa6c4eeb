"""Keys: which of the values that a loop records is the score that is compared."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Function, Parameter, Result
from tunelint.interpreter.trace import ReturnEvent, Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    External,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
    options_of,
)


@dataclass(frozen=True)
class Key:
    """The key of the score in a record; `turned` where its sign is, None where it is all of it."""

    value: object = None
    turned: bool = False
    readable: bool = True


def score_key(event: CallEvent, looked_at: Term, trace: Trace) -> Key:
    """By which part of the collected records a call picks or orders."""
    handed = _handed(event)
    if isinstance(looked_at, Item) and isinstance(looked_at.key, Const):
        return Key(looked_at.key.value)
    if handed is None:
        return Key()
    match handed.value:
        case Const(value=value):
            return Key(value)
        case Function() as function:
            return _returned_key(event, function, trace)
        case Attribute(name="get"):
            return Key()
        case Result(event=CallEvent(callee=External(name="operator.itemgetter")) as getter):
            given = getter.arguments.positional
            if len(given) == 1 and isinstance(given[0].value, Const):
                return Key(given[0].value.value)
    return Key(readable=False)


def _handed(event: CallEvent) -> Argument | None:
    """``key=``, ``by=`` or the name of a column."""
    keywords = event.arguments.keywords
    named = keywords.get("key") or keywords.get("by") or keywords.get("columns")
    if named is not None:
        return named
    for argument in event.arguments.positional:
        if isinstance(argument.value, Const) and isinstance(argument.value.value, str):
            return argument
    return None


def _returned_key(event: CallEvent, function: Function, trace: Trace) -> Key:
    """The key in ``lambda record: record["score"]``, ``lambda name: records[name]["score"]``."""
    for later in trace.events_since(event.index):
        if not isinstance(later, ReturnEvent) or later.function is None:
            continue
        if later.function.node is function.node:
            return _part(later.value)
    return Key(readable=False)


def _part(returned: Term) -> Key:
    match returned:
        case Item(base=Parameter(), key=Const(value=key)):
            return Key(key)
        case Attribute(base=Parameter(), name=name):
            return Key(name)
        case Item(base=Item(key=Parameter()), key=Const(value=key)):
            return Key(key)
        case Item(base=Item(base=Parameter(), key=Const(value=1)), key=Const(value=key)):
            return Key(key)
        case Item(key=Parameter()):
            return Key()
        case Operation(operator="-", operands=(inner,)):
            part = _part(inner)
            return Key(part.value, not part.turned, part.readable)
    return Key(readable=False)


def under_key(values: tuple[Term, ...], key: object) -> tuple[Term, ...]:
    """The scores in the collected records; without a key the records, or what stands first."""
    found: list[Term] = []
    for value in values:
        for option in options_of(value):
            match option:
                case Mapping() if key is not None:
                    entry = option.get(key)
                    found.extend([entry.value] if entry is not None else [])
                case Sequence(items=items) if isinstance(key, int) and len(items) > key:
                    found.append(items[key])
                case Sequence(items=items) if key is None and items:
                    found.append(items[0])
                case _:
                    found.append(option)
    return tuple(found)
