"""Configured: which estimators the keywords of a call set parameters of, and which parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.scikit_learn.composites import named_inside
from tunelint.libraries.scikit_learn.names import estimator_class


@dataclass(frozen=True, slots=True)
class Configured:
    """An estimator whose parameters a call sets; `prefix` stands before each of their names."""

    library: str
    name: str
    prefix: str = ""


def configured(event: CallEvent) -> tuple[Configured, ...]:
    """The estimators whose parameters the call's keywords are; none where it sets none.

    A constructor sets those of its class, ``set_params`` those of an estimator that is there, and
    of each step inside of it: ``pipeline.set_params(svc__C=1)``.
    """
    match event.callee:
        case Attribute(base=base, name="set_params"):
            return tuple(_inside(base))
    found = estimator_class(event.callee)
    return (Configured(*found),) if found is not None else ()


def parameter_of(estimators: tuple[Configured, ...], keyword: str) -> tuple[Configured, str] | None:
    """The estimator whose parameter a keyword of the call sets, and the parameter's name."""
    prefix, separator, parameter = keyword.rpartition("__")
    for one in estimators:
        if one.prefix == prefix + separator:
            return one, parameter
    return None


def _inside(term: Term) -> Iterator[Configured]:
    """Those of an estimator by their paths; a path on which one of several stands has none."""
    found: dict[str, tuple[str, str] | None] = {}
    for path, member in named_inside(term):
        made = estimator_class(member.event.callee) if isinstance(member, Result) else None
        found[path] = made if found.get(path, made) == made else None
    for path, known in found.items():
        if known is not None:
            yield Configured(*known, f"{path}__" if path else "")
