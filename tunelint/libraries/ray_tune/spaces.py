"""Ray Tune's search spaces: what is declared with ``tune.uniform`` and the like, key by key."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import dotted, is_unbound, named
from tunelint.interpreter.objects import Function, Parameter, Result
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Element,
    Entry,
    Item,
    Mapping,
    Opaque,
    Sequence,
    Term,
    Unbound,
)
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.space_size import listed_size
from tunelint.libraries.ray_tune import tables
from tunelint.model.facts import UNKNOWN, Fact, Known, Unknown
from tunelint.model.space import Hyperparameter


def declared(space: Term) -> tuple[Hyperparameter, ...]:
    """The hyperparameters of a space, in the order of their declarations."""
    found: dict[tuple[int, str | None], Hyperparameter] = {}
    for term, entry in _walk(space, None):
        if isinstance(term, Result):
            function = declaration(term)
            if function is not None:
                each = _hyperparameter(term, function, entry)
                found.setdefault((id(term.event), each.key), each)
    return tuple(sorted(found.values(), key=lambda each: each.event.index))


def declaration(term: Term) -> str | None:
    """Which function of ``tune`` declared the value."""
    if not isinstance(term, Result):
        return None
    callee = term.event.callee
    if is_unbound(callee) and not isinstance(callee, Attribute):
        return None
    return named(callee, tables.PACKAGE, tables.DECLARATIONS)


def draws(space: Term | None) -> bool | None:
    """Whether configurations of the space are drawn at random; None where that is not known."""
    if space is None:
        return False
    functions = {declaration(term) for term, _ in _walk(space, None)} - {None}
    if functions - {tables.GRID, tables.OWN_FUNCTION}:
        return True
    if tables.OWN_FUNCTION in functions or not _whole(space) or _draws_itself(space):
        return None
    return False


def _draws_itself(space: Term) -> bool:
    """Whether a value is drawn by the program, or by a function that Ray calls."""
    for term, _ in _walk(space, None):
        if isinstance(term, Function):
            return True
        if isinstance(term, Result) and any(
            full.startswith(("numpy.random.", "random.")) for full in dotted(term.event.callee)
        ):
            return True
    return False


def _whole(space: Term) -> bool:
    return isinstance(space, Mapping) and not space.open


def grid_size(space: Term | None) -> int | None:
    """How many configurations the grid of a space has; None where it cannot be counted."""
    if space is None:
        return 1
    size = 1
    for term, _ in _walk(space, None):
        if _is_hidden(term):
            return None
        if declaration(term) == tables.GRID:
            listed = options(term)
            if listed is None:
                return None
            size *= len(listed)
        elif isinstance(term, Mapping) and term.get(tables.GRID) is not None:
            entry = term.get(tables.GRID)
            if entry is None or not isinstance(entry.value, Sequence) or entry.value.open:
                return None
            size *= len(entry.value.items)
    return size


def _is_hidden(part: Term) -> bool:
    """Whether a part of a space cannot be read: it may be a grid, or hold one."""
    match part:
        case Mapping(open=True) | Unbound() | Opaque() | Parameter():
            return True
        case Result(event=event):
            return isinstance(event.callee, Unbound | Opaque)
        case Item(base=base) | Element(iterable=base):
            return _is_hidden(base)
    return False


def size(space: Term | None) -> Fact:
    """How many distinct configurations the space holds, where all of it can be read."""
    parts = [term for term, _ in _walk(space, None)] if space is not None else []
    read = all(
        declaration(part) not in (None, tables.OWN_FUNCTION)
        if isinstance(part, Result)
        else isinstance(part, Const | Mapping | Sequence) and not getattr(part, "open", False)
        for part in parts
    )
    return listed_size(declared(space)) if read and space is not None else UNKNOWN


def _walk(term: Term, entry: Entry | None) -> Iterator[tuple[Term, Entry | None]]:
    """Every value that a space is made of, with the entry under which it stands."""
    yield term, entry
    match term:
        case Mapping(entries=entries):
            for each in entries:
                yield from _walk(each.value, each)
        case Sequence(items=items):
            for item in items:
                yield from _walk(item, entry)
        case Choice(options=alternatives):
            for option in alternatives:
                yield from _walk(option, entry)
        case Result() if declaration(term) in tables.LISTED:
            for option in options(term) or ():
                yield from _walk(option, entry)


def _hyperparameter(term: Result, function: str, entry: Entry | None) -> Hyperparameter:
    event = term.event
    call = LibraryCall(event, tables.DECLARATIONS[function])
    name = _name(entry)
    return Hyperparameter(
        event=event,
        function=function,
        kind=_kind(function),
        name=name,
        low=_bound(call, "lower"),
        high=_bound(call, "upper"),
        step=call.fact("q"),
        log=None if function == tables.OWN_FUNCTION else function in tables.LOG_SAMPLED,
        quantised=function in tables.QUANTISED,
        options=options(term),
        half_open=function in tables.HALF_OPEN,
        result=term,
        key=name.value if isinstance(name.value, str) else None,
    )


def _bound(call: LibraryCall, name: str) -> Fact:
    return call.fact(name) if name in call.signature else UNKNOWN


def _name(entry: Entry | None) -> Fact:
    """The key under which the declaration stands: a hyperparameter has no other name."""
    if entry is None or not isinstance(entry.key, Const):
        return Unknown(None, (), "stands under no readable key")
    return Known(entry.place, (), entry.key.value)


def _kind(function: str) -> str:
    if function in tables.LISTED:
        return "choice"
    if function == tables.OWN_FUNCTION:
        return "fixed"
    return "int" if function in tables.INTEGER_DRAWS else "float"


def options(term: Term) -> tuple[Term, ...] | None:
    """The values that a choice or grid lists, None where they cannot be read."""
    function = declaration(term)
    if not isinstance(term, Result) or function not in tables.LISTED:
        return None
    call = LibraryCall(term.event, tables.DECLARATIONS[function])
    listed = call.value(call.signature.order[0])
    return tuple(listed.items) if isinstance(listed, Sequence) and not listed.open else None


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
    """The type of the value that a trial is given for a part of the space, None if not known."""
    match term:
        case Const(value=value):
            return type(value).__name__
        case Result():
            function = declaration(term)
            if function in tables.FLOAT_DRAWS:
                return "float"
            if function in tables.INTEGER_DRAWS:
                return "int"
            types = {drawn_type(option) for option in options(term) or ()}
            return types.pop() if len(types) == 1 else None
    return None
