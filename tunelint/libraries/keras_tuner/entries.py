"""Entries of a space that Keras Tuner refuses: names that may not be new, values that are no value.

Observed with Keras Tuner 1.4.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, Mapping, Sequence, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.registered import names_held
from tunelint.libraries.keras_tuner.signatures import DECLARATIONS
from tunelint.libraries.keras_tuner.space import fewest_passes, is_built_by_the_code
from tunelint.model.library_errors import Rejection
from tunelint.model.space import Hyperparameter

SPACE = "hyperparameters"
ALLOW = "allow_new_entries"
CLOSING = (ALLOW, "tune_new_entries")
MOST_NAMES = 2


def refused_entries(
    trace: Trace,
    built: Built,
    declared: Iterable[Hyperparameter],
    trial_events: tuple[CallEvent, ...],
) -> Iterator[Rejection]:
    """What the tuner refuses of its space and of what its trials declare."""
    every = tuple(declared)
    yield from _without_space(built)
    yield from _new_entries(trace, built, every, trial_events)
    for one in every:
        if one.function == "Fixed" and isinstance(one.event, CallEvent):
            yield from _no_value(one.event)


def _without_space(built: Built) -> Iterator[Rejection]:
    """``tune_new_entries=False`` without a space of one's own."""
    given = built.given(SPACE)
    missing = given.is_none if given is not None else not _may_have(built, SPACE)
    for name in CLOSING:
        closing = built.given(name)
        if missing and closing is not None and _is_off(closing.value):
            yield Rejection(
                event=built.event,
                place=closing.anchor,
                taker=built.kind,
                written=f"{name}=False without {SPACE}=",
                error="ValueError",
                instead=f"{SPACE}= with it",
            )
            return


def _may_have(built: Built, name: str) -> bool:
    of_oracle = built.oracle is not None and built.oracle.may_have(name)
    unread = built.oracle is None and built.may_have("oracle")
    return built.may_have(name) or of_oracle or unread


def _is_off(value: Term) -> bool:
    return isinstance(value, Const) and value.value is False


def _new_entries(
    trace: Trace,
    built: Built,
    declared: tuple[Hyperparameter, ...],
    trial_events: tuple[CallEvent, ...],
) -> Iterator[Rejection]:
    """``allow_new_entries=False`` although every trial declares names that the space lacks."""
    space, closing = built.given(SPACE), built.given(ALLOW)
    if space is None or closing is None or not _is_off(closing.value):
        return
    known = names_held(trace, built, space.value) if is_built_by_the_code(space.value) else None
    if known is None:
        return
    new = {
        str(one.name.value)
        for one in declared
        if one.name.value not in (None, *known) and fewest_passes(one.event, trial_events)
    }
    if new:
        yield Rejection(
            event=built.event,
            place=closing.anchor,
            taker=built.kind,
            written=f"{ALLOW}=False, since {SPACE}= lacks {_listed(sorted(new))}",
            error="RuntimeError",
            instead=f"a space that declares {_listed(sorted(new))}",
        )


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:MOST_NAMES]))
    left = len(names) - MOST_NAMES
    return f"{shown} and {left} more" if left > 0 else shown.replace(", ", " and ")


def _no_value(event: CallEvent) -> Iterator[Rejection]:
    """``hp.Fixed(name, None)``."""
    call = LibraryCall(event, DECLARATIONS["Fixed"])
    value = call.given("value")
    if value is None:
        return
    kinds = {_refused(option) for option in options_of(value.value)}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is not None:
        yield Rejection(
            event=event,
            place=value.anchor,
            taker="hp.Fixed",
            written=kind,
            error="ValueError",
            instead="an int, a float, a string or a boolean",
        )


def _refused(value: Term) -> str | None:
    match value:
        case Const(value=None):
            return "None"
        case Sequence(kind="tuple" | "list" as kind):
            return f"a {kind}"
        case Mapping():
            return "a dictionary"
    return None
