"""Seeds handed to project code that cannot be read: it is taken to seed everything with them."""

from __future__ import annotations

import re

from tunelint.interpreter.library_names import canonical
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, External, Opaque, Term, Unbound
from tunelint.libraries.common.packages import is_library

SEED = re.compile(r"seed|random_?state", re.IGNORECASE)


def handed_seed(trace: Trace, event: CallEvent) -> tuple[str, Argument] | None:
    """The unreadable function that is called, and the seed that it is given."""
    name = _name(event.callee)
    if not _unreadable(event.callee, trace.once(_told)) or _makes_an_object(event.callee, name):
        return None
    for argument in event.arguments:
        if argument.is_none:
            continue
        spoken = (argument.keyword or "", *trace.names_of(argument.value))
        if any(SEED.search(word) for word in (name, *spoken)):
            return name, argument
    return None


def _told(trace: Trace) -> dict[int, bool]:
    """Of which calls, by their ids, it is known whether what they call is unread code."""
    return {}


def _unreadable(callee: Term, told: dict[int, bool]) -> bool:
    """Whether the callee is code of the project, or of no library that we know, unread."""
    match callee:
        case External(name=name):
            return not is_library(canonical(name))
        case Opaque(why=why):
            return "is not found in" in why
        case Unbound(name=name, modules=()):
            return SEED.search(name) is not None
        case Attribute(base=base):
            return _unreadable(base, told)
        case Result(event=event):
            if id(event) not in told:
                told[id(event)] = _unreadable(event.callee, told)
            return told[id(event)]
    return False


def _makes_an_object(callee: Term, name: str) -> bool:
    """Whether it builds an object of some library, which keeps its seed to itself."""
    return isinstance(callee, External) and name[:1].isupper()


def _name(callee: Term) -> str:
    match callee:
        case External(name=name) | Unbound(name=name) | Attribute(name=name):
            return name.rpartition(".")[2]
        case Opaque(why=why):
            return why.partition(" ")[0]
    return ""
