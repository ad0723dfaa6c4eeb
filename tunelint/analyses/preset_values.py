"""Preset values: those that a trial's declaration of the same name does not draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan

from tunelint.interpreter.values import Const, Term, options_of
from tunelint.model.facts import UNKNOWN, Fact, largest, smallest
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter, Preset, PresetEntry

# How far Optuna lets a value be from a step (observed with 5.0.0).
STEP_TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class Misfit:
    """The values of one entry that its declarations do not draw, all for one reason.

    `why` is ``option`` (no such option), ``kind`` (no number), ``log`` (not above zero), ``range``,
    ``fraction`` (no whole number) or ``step``.
    """

    entry: PresetEntry
    why: str
    values: tuple[object, ...]
    declared: Hyperparameter

    @property
    def fails(self) -> bool:
        """Whether such a value raises; else it is used all the same."""
        return self.why in ("option", "kind", "log")


def misfits(search: Search, preset: Preset) -> Iterator[Misfit]:
    """The first kind of misfit of each entry, those that raise before the rest."""
    for entry in preset.entries:
        declared = _declarations(search, entry.name)
        found = [(value, why) for term in entry.values for value, why in _judged(term, declared)]
        for why in ("option", "kind", "log", "range", "fraction", "step"):
            values = tuple(value for value, reason in found if reason == why)
            if values:
                yield Misfit(entry, why, values, declared[0])
                break


def missing_names(search: Search, preset: Preset) -> list[Hyperparameter]:
    """What every trial draws among several values, and the preset does not name; each name once."""
    if not preset.complete:
        return []
    names = {entry.name for entry in preset.entries}
    found: dict[str, Hyperparameter] = {}
    for one in search.hyperparameters or ():
        name = one.name.value
        if not isinstance(name, str) or name in names or not _varies(one):
            continue
        if search.always_reaches(one.event):
            found.setdefault(name, one)
    return list(found.values())


def drawn_names(search: Search) -> list[str] | None:
    """The names that trials can draw, in order; None where one of them cannot be read."""
    declared = search.hyperparameters
    if declared is None or search.draws_unseen or any(not one.name.values for one in declared):
        return None
    return list(dict.fromkeys(name for one in declared for name in one.name.values or ()))


def _declarations(search: Search, name: str) -> list[Hyperparameter]:
    """The declarations of a name; none where others may be, or one draws no more than one value."""
    declared = search.hyperparameters or ()
    own = [one for one in declared if one.name.values == (name,)]
    hidden = search.draws_unseen or any(
        one.name.values is None or (name in one.name.values and one not in own) for one in declared
    )
    always = any(search.always_reaches(one.event) for one in own)
    return own if all(map(_varies, own)) and (always or not hidden) else []


def _varies(one: Hyperparameter) -> bool:
    """Whether it surely has several values: Optuna asks no sampler about a single one."""
    if one.kind == "choice":
        return one.options is not None and len(one.options) > 1
    low, high, step = largest(one.low), smallest(one.high), _step(one)
    return low is not None and high is not None and step is not None and high - low > step


def _step(one: Hyperparameter) -> float | None:
    """The distance of two values, 0 where there is none; None where it cannot be read."""
    none = one.step is UNKNOWN or one.step.always(lambda step: step is None)
    return 0 if none else largest(one.step)


def _judged(term: Term, declared: Iterable[Hyperparameter]) -> Iterator[tuple[object, str]]:
    """The value that misfits, and why, where none of the declarations could draw any option."""
    reasons: set[str] = set()
    options = options_of(term)
    for option in options:
        for one in declared:
            why = _misfit(option.value, one) if isinstance(option, Const) else None
            if why is None:
                return
            reasons.add(why)
    if len(reasons) == 1:
        why = reasons.pop()
        yield from ((option.value, why) for option in options if isinstance(option, Const))


def _misfit(value: object, one: Hyperparameter) -> str | None:
    if one.kind == "choice":
        return None if _is_among(value, one.options) else "option"
    if not isinstance(value, int | float):
        return "kind" if not _is_number(value) else None
    if isnan(value):
        return None
    if one.log and value <= 0:
        return "log"
    low, high = smallest(one.low), largest(one.high)
    if low is None or high is None:
        return None
    if not low <= value <= high:
        return "range"
    if one.kind == "int" and value != int(value):
        return "fraction"
    return "step" if _is_off_step(value, one.low, _step(one)) else None


def _is_off_step(value: float, low: Fact, step: float | None) -> bool:
    if not step or not isinstance(low.value, int | float):
        return False
    steps = (value - low.value) / step
    return abs(steps - round(steps)) >= STEP_TOLERANCE


def _is_number(value: object) -> bool:
    """Whether Optuna can make a number of it."""
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def _is_among(value: object, options: tuple[Term, ...] | None) -> bool:
    """Whether it may be one of the options: what cannot be read can equal anything."""
    known = [one.value for one in options or () if isinstance(one, Const)]
    if len(known) < len(options or ()) or not known:
        return True
    return value != value or value in known
