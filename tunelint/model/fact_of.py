"""Worth: what a term or an argument is worth, as a fact of the model."""

from __future__ import annotations

from typing import Any

from tunelint.files.place import Place
from tunelint.interpreter.objects import Arguments
from tunelint.interpreter.values import Argument, Choice, Const, Opaque, Sequence, Term
from tunelint.model.facts import Default, Fact, Known, OneOf, Unknown


def worth(term: Term, place: Place | None = None) -> Fact:
    """The fact that a term states; lists and tuples of constants are tuples of values."""
    anchor = place or term.place
    values = _values(term)
    if values is None:
        why = term.why if isinstance(term, Opaque) else "cannot be read from the source"
        return Unknown(anchor, (), why)
    origins = _origins(term)
    if len(values) == 1:
        return Known(anchor, origins, values[0])
    return OneOf(anchor, origins, values)


def argument_worth(argument: Argument | None, default: Any = None) -> Fact:
    """The fact that an argument states; the library's default where it is not given."""
    if argument is None:
        return Default(None, (), default)
    return worth(argument.value, argument.anchor)


def parameter_worth(
    arguments: Arguments, name: str, order: tuple[str, ...] = (), default: Any = None
) -> Fact:
    """The fact about the parameter `name` of a call; unknown behind an unresolved ``**``."""
    argument = arguments.get(name, order)
    if argument is None and arguments.may_have(name, order):
        return Unknown(None, (), "perhaps given by * or **")
    return argument_worth(argument, default)


def _values(term: Term, around: tuple[Term, ...] = ()) -> tuple[Any, ...] | None:
    if term in around:
        return None
    match term:
        case Const(value=value):
            return (value,)
        case Choice(options=options):
            found = [_values(option, around) for option in options]
            if any(values is None for values in found):
                return None
            return tuple(value for values in found for value in values or ())
        case Sequence(items=items, open=False, reordered=False):
            inner = [_values(item, (*around, term)) for item in items]
            if any(values is None or len(values) != 1 for values in inner):
                return None
            return (tuple(values[0] for values in inner if values),)
    return None


def _origins(term: Term) -> tuple[Place, ...]:
    """The literals that a value was computed from."""
    match term:
        case Const(parts=parts) if parts:
            return tuple(place for part in parts for place in _origins(part))
        case Choice(options=options):
            return tuple(place for option in options for place in _origins(option))
    return (term.place,) if term.place is not None else ()
