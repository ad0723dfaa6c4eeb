"""Histories: which logged name a value was read from, and how the epochs became one number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Item, Operation, Term, options_of
from tunelint.libraries.keras.logs import VALIDATION
from tunelint.libraries.keras.models import constant_string
from tunelint.model.training import Fit

# How a list of epochs becomes one number, by the function's or the method's name.
REDUCTIONS = {
    "max": "max",
    "nanmax": "max",
    "amax": "max",
    "min": "min",
    "nanmin": "min",
    "amin": "min",
    "mean": "mean",
    "nanmean": "mean",
    "average": "mean",
    "median": "median",
    "fmean": "mean",
}
CONVERSIONS = frozenset({"list", "array", "asarray", "Series", "DataFrame", "sorted", "flatten"})


@dataclass(frozen=True, eq=False, slots=True)
class Logged:
    """A look-up in a history: `name` as logged; `how` is ``max``, ``min``, ``mean``, ``last``, …

    `how` is ``all`` where the epochs are still a list; `fit` is the training where it is known.
    """

    name: str
    how: str
    fit: Fit | None

    @property
    def of_validation(self) -> bool:
        """Whether it was measured on the validation data."""
        return self.name.startswith(VALIDATION)

    @property
    def data(self) -> tuple[Term, ...]:
        """The arrays that it was measured on, where they are written."""
        if self.fit is None:
            return ()
        if self.of_validation:
            return self.fit.validation or ()
        given = (self.fit.features, self.fit.labels)
        return tuple(term for term in given if term is not None)


def logged_name(term: Term, fits: Iterable[Fit]) -> Logged | None:
    """The look-up in a training's history that a value is, possibly reduced over the epochs."""
    match term:
        case Item(base=base, key=Const(value=int() as position)):
            return _reduced(base, fits, "last" if position == -1 else "one")
        case Item(base=base, key=Operation(operator=":")):
            return logged_name(base, fits)
        case Item(base=base, key=key):
            return _looked_up(base, key, fits)
        case Result(event=event):
            return _called(event, fits)
    return None


def _reduced(base: Term, fits: Iterable[Fit], how: str) -> Logged | None:
    inner = logged_name(base, fits)
    if inner is None:
        return None
    return Logged(inner.name, how if inner.how == "all" else inner.how, inner.fit)


def _called(event: CallEvent, fits: Iterable[Fit]) -> Logged | None:
    arguments = event.arguments.positional
    match event.callee:
        case Attribute(base=base, name="get") if arguments:
            return _looked_up(base, arguments[0].value, fits)
        case Attribute(base=base, name=name) if not dotted(event.callee):
            return _through(name, base, fits)
    names = dotted(event.callee)
    if names and arguments:
        return _through(names[0].rpartition(".")[2], arguments[0].value, fits)
    return None


def _through(name: str, inner: Term, fits: Iterable[Fit]) -> Logged | None:
    if name in REDUCTIONS:
        return _reduced(inner, fits, REDUCTIONS[name])
    return logged_name(inner, fits) if name in CONVERSIONS else None


def _looked_up(base: Term, key: Term, fits: Iterable[Fit]) -> Logged | None:
    name = constant_string(key)
    if name is None:
        return None
    for option in options_of(base):
        match option:
            case Attribute(base=history, name="history"):
                return Logged(name, "all", _fit_of(history, fits))
            case Result(event=event) if _last_name(event) == "DataFrame":
                for argument in event.arguments.positional[:1]:
                    return _looked_up(argument.value, key, fits)
    return None


def _last_name(event: CallEvent) -> str:
    names = dotted(event.callee)
    return names[0].rpartition(".")[2] if names else ""


def _fit_of(history: Term, fits: Iterable[Fit]) -> Fit | None:
    ids = {id(option) for option in options_of(history)}
    for fit in fits:
        if id(fit.event.result) in ids:
            return fit
        if isinstance(history, Attribute) and history.base is fit.model:
            return fit
    return None
