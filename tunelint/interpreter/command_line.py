"""Command lines: what an option of ``argparse`` is worth where the user does not give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunelint.interpreter.objects import PARSERS, CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Item, Option, Sequence, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

KNOWN_ARGUMENTS = "parse_known_args"


def default_of(run: Interpreter, base: Term, name: str) -> Term | None:
    """The literal default of the option `name`, where `base` is what a parser gave back.

    None where it is no literal: an option without a default, or whose default is None, can be
    anything.
    """
    parser = _parser(base)
    if parser is None:
        return None
    for event in run.trace.calls():
        match event.callee:
            case Attribute(base=owner, name="add_argument") if owner is parser:
                if destination(event) == name:
                    return _literal(event)
    return None


def _parser(base: Term) -> Term | None:
    """What parsed the command line into `base`."""
    match base:
        case Item(base=Result(event=event), key=Const(value=0)):
            known = isinstance(event.callee, Attribute) and event.callee.name == KNOWN_ARGUMENTS
            return parser_of(event) if known else None
        case Result(event=event):
            return parser_of(event)
    return None


def parser_of(event: CallEvent) -> Term | None:
    """What parsed the command line, where the call does."""
    match event.callee:
        case Attribute(base=parser, name=name) if name in PARSERS:
            return parser
    return None


def destination(event: CallEvent) -> str | None:
    """The attribute that ``add_argument`` fills: ``n_trials`` for ``"-n", "--n-trials"``."""
    given = event.arguments.get("dest")
    if given is not None:
        return given.value.value if isinstance(given.value, Const) else None
    names = [one.value.value for one in event.arguments.positional if isinstance(one.value, Const)]
    words = [name for name in names if isinstance(name, str)]
    long = [name for name in words if name.startswith("--")]
    return (long or words or [""])[0].lstrip("-").replace("-", "_") or None


def _literal(event: CallEvent) -> Term | None:
    given = event.arguments.get("default")
    match given.value if given is not None else None:
        case Const(value=None):
            return None
        case Const(place=place, value=value):
            return Option(place, value)
        case Sequence() as listed:
            return listed
    return None
