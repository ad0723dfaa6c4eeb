"""What the code calls an array, for messages."""

from __future__ import annotations

from tunelint.interpreter.objects import Parameter
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Const, Item, Term, Unbound


def spoken(trace: Trace, term: Term, otherwise: str) -> str:
    """The name of an array in the code, or `otherwise` where it has none."""
    bound = trace.names_of(term)
    if bound:
        return bound[-1]
    match term:
        case Unbound(name=name) | Parameter(name=name) | Attribute(name=name):
            return name
        case Item(base=base, key=Const(value=str() as key)):
            return f"{spoken(trace, base, 'data')}[{key!r}]"
        case Item(base=base):
            return spoken(trace, base, otherwise)
    return otherwise
