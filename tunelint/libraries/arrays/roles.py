"""Roles: whether the code itself calls an array training, validation or test data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tunelint.interpreter.objects import Parameter
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Item,
    Sequence,
    Term,
    Unbound,
    options_of,
)
from tunelint.libraries.arrays.lineage import Lineage

TEST = "test"
VALIDATION = "validation"
TRAIN = "train"

DEEPEST_NESTING = 4

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TEST = re.compile(r"(test(s|ing|set|data|ds|x|y|gen|loader|dl)?|[dxy]te(st)?|te|tst)$")
_VALIDATION = re.compile(
    r"(val(s|id|idation|idate|idset|set|data|ds|x|y|gen|loader|dl|idloader)?|[dxy]val(id)?"
    r"|validx|validy|validationloader|dev|devset|devloader|development"
    r"|cv|xcv|ycv|eval)$"
)
_TRAIN = re.compile(r"(train(s|ing|set|data|ds|x|y|gen|loader|dl)?|[dxy]tr(ain)?|tr|trn)$")


def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: ``xTest_scaled`` has x, test and scaled."""
    return tuple(word.lower() for word in _WORDS.findall(name))


@lru_cache(maxsize=4096)
def named_role(name: str) -> str | None:
    """The role that a name states: validation wins where it states several."""
    spoken = words(name)
    for role, pattern in ((VALIDATION, _VALIDATION), (TEST, _TEST), (TRAIN, _TRAIN)):
        if any(pattern.match(word) for word in spoken):
            return role
    return None


def role(trace: Trace, lineage: Lineage, term: Term) -> tuple[str, str] | None:
    """The role of an array and the name that states it: its own, else that of where it is from.

    None where no name says anything, or where the alternatives differ.
    """
    found = {_role(trace, lineage, option) for option in options_of(term)}
    return found.pop() if len(found) == 1 else _agreed(found)


def _agreed(found: set[tuple[str, str] | None]) -> tuple[str, str] | None:
    known = [one for one in found if one is not None]
    if len(known) == len(found) and len({stated for stated, _ in known}) == 1:
        return min(known)
    return None


def _role(trace: Trace, lineage: Lineage, term: Term) -> tuple[str, str] | None:
    for names in _levels(trace, lineage, term):
        stated = {name: named_role(name) for name in names}
        for wanted in (VALIDATION, TEST, TRAIN):
            for name, one in stated.items():
                if one == wanted:
                    return wanted, name
    return None


def _levels(trace: Trace, lineage: Lineage, term: Term) -> Iterator[tuple[str, ...]]:
    """The names of an array, then those of the array that it is made from, and so on."""
    yield _names(trace, term)
    yield tuple(trace.keys.get(id(term), ()))
    for _ in range(DEEPEST_NESTING):
        inner = _entered(term)
        if inner is None:
            break
        term = inner
        yield _names(trace, term)
        yield tuple(trace.keys.get(id(term), ()))
    yield _names_of_key(trace, term)
    for step in lineage.steps(term):
        if step.kind == "part" or isinstance(step.base, Choice):
            return
        yield _names(trace, step.base)
        yield _names_of_key(trace, step.base)


def _entered(term: Term) -> Term | None:
    """The first array of a tuple; the tuple that an array is a part of: ``test[0]``."""
    match term:
        case Sequence(items=[first, *_]):
            return first
        case Item(base=base, key=Const(value=int())):
            return base
    return None


def _names_of_key(trace: Trace, term: Term) -> tuple[str, ...]:
    """The names of the indices that select an array's rows: ``x[test_index]``."""
    match term:
        case Item(key=Sequence(kind="tuple", items=[key, *_])) | Item(key=key):
            return trace.names_of(key)
    return ()


def _names(trace: Trace, term: Term) -> tuple[str, ...]:
    own: tuple[str, ...] = ()
    match term:
        case Unbound(name=name) | Parameter(name=name) | Attribute(name=name):
            own = (name,)
        case Item(key=Const(value=str() as name)):
            own = (name,)
    return (*own, *trace.names_of(term))
