"""Key lookups: names that trials look up in the logs of Keras trainings, and that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.log_lookups import LogLookup, is_changed, log_lookups, logged_by
from tunelint.files.place import Place
from tunelint.findings.finding import Fix, safe_fix
from tunelint.findings.fixes.changes import Replace
from tunelint.findings.fixes.literals import string_like
from tunelint.findings.listing import joined
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import Parameter
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.values import Item, options_of
from tunelint.libraries.keras.evaluations import compilations_of
from tunelint.libraries.keras.logs import (
    VALIDATION,
    logged_names,
    logs_besides,
    spelled_otherwise,
)
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Callback, Compilation, Evaluation, Fit

NO_VALIDATION = "fit gets no validation data"
# Callbacks put these into the logs.
RATES = frozenset({"lr", "learning_rate"})
# Libraries whose callbacks leave the logs as they are.
LEAVING = frozenset({"keras", "optuna", "optuna_integration", "ray", "keras_tuner", "mlflow"})


@dataclass(frozen=True, eq=False)
class KeyLookup:
    """A lookup of `name` in the logs of a training, which every trial of a search makes."""

    search: Search
    name: str
    place: Place
    # Why it raises KeyError: ``the model logs 'val_accuracy'``; empty where the name may be there.
    why: str
    # The names that are logged for the same metric.
    fitting: frozenset[str]
    # Where the name is written, if that is in the lookup itself.
    key: Place | None


def key_lookups(program: Program, search: Search) -> Iterator[KeyLookup]:
    """The lookups in Keras' logs that every trial makes, each place once."""
    found: dict[int, KeyLookup] = {}
    for lookup in log_lookups(program, search):
        if lookup.name in RATES or not search.always_reaches(lookup.event):
            continue
        place = lookup.place
        why, fitting = _missing(lookup, program, search) or ("", ())
        key = _written_in(lookup.item, place)
        one = KeyLookup(search, lookup.name, place, why, frozenset(fitting), key)
        if why or id(place.node) not in found:
            found[id(place.node)] = one
    yield from found.values()


def key_fix(missing: KeyLookup) -> Fix | None:
    """The logged name in place of the one that is not, where exactly one fits."""
    if missing.key is None or len(missing.fitting) != 1:
        return None
    (fitting,) = missing.fitting
    return safe_fix(
        f"look up {fitting!r}", Replace(missing.key, (string_like(missing.key, fitting),))
    )


def _written_in(item: Item, place: Place) -> Place | None:
    """The key, where it is a string that the lookup itself is written with."""
    match place.node:
        case cst.Subscript(
            slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as node))]
        ) if node.evaluated_value == getattr(item.key, "value", None):
            return Place(place.source, node)
    return None


# -- what is logged -------------------------------------------------------------------------------


def _missing(
    lookup: LogLookup, program: Program, search: Search
) -> tuple[str, tuple[str, ...]] | None:
    """Why the name is not in the logs, and what is; None where it may be there."""
    reasons: list[tuple[str, tuple[str, ...]]] = []
    for logs in options_of(lookup.item.base):
        trainings = logged_by(logs, search)
        if not trainings or is_changed(logs, program.trace):
            return None
        for training in trainings:
            if not perhaps_before(training.event, lookup.event) and (
                training.event is not lookup.event
            ):
                return None
            reason = _not_logged(lookup.name, training, program, search)
            if reason is None:
                return None
            reasons.append(reason)
    why = reasons[0][0]
    return why, tuple(fitting for _, names in reasons for fitting in names)


def _not_logged(
    name: str, training: Fit | Evaluation, program: Program, search: Search
) -> tuple[str, tuple[str, ...]] | None:
    """Why one training does not log the name, and how it spells the metric."""
    if training.model is None or not _leaves_logs_alone(training):
        return None
    holding = compilations_of(training.model, training.event, program.records.compilations)
    if isinstance(training.model, Parameter):  # the library hands over what the builder compiled
        holding = search.compilations
    if not holding:
        return None
    reasons = [_not_compiled(name, compilation, training) for compilation in holding]
    if all(reasons):
        fitting = {one for each in holding for one in _spellings(name, each, training)}
        return str(reasons[0]), tuple(fitting)
    return None


def _not_compiled(name: str, compilation: Compilation, training: Fit | Evaluation) -> str | None:
    """Why the name is not logged; None where it may be."""
    logged = logged_names(compilation)
    if logged is None or logs_besides(name, compilation) or name in logged:
        return None
    of_validation = name.startswith(VALIDATION)
    if isinstance(training, Evaluation) and of_validation:
        return "evaluate logs no validation names"
    metric = name.removeprefix(VALIDATION)
    if of_validation and metric in logged:
        return NO_VALIDATION if _is_unvalidated(training) else None
    if _may_be_numbered(metric, compilation):
        return None
    front = VALIDATION if of_validation else ""
    own = [repr(front + one) for one in logged if one != "loss"]
    return f"the model logs {joined(own)}" if own else "the model is compiled without metrics"


def _is_unvalidated(training: Fit | Evaluation) -> bool:
    return isinstance(training, Fit) and training.validated is False


def _may_be_numbered(name: str, compilation: Compilation) -> bool:
    """Whether Keras may have logged an unnamed metric so: ``auc_1``."""
    front, _, number = name.rpartition("_")
    return number.isdigit() and any(
        metric.numbered and metric.logged == front for metric in compilation.metrics or ()
    )


def _spellings(name: str, compilation: Compilation, training: Fit | Evaluation) -> Iterator[str]:
    """The names that are surely logged for the metric."""
    if name.startswith(VALIDATION):
        if isinstance(training, Evaluation):
            if name.removeprefix(VALIDATION) in (logged_names(compilation) or ()):
                yield name.removeprefix(VALIDATION)
            return
        if training.validated is not True:
            return
    yield from spelled_otherwise(name, compilation)


def _leaves_logs_alone(training: Fit | Evaluation) -> bool:
    """Whether no callback that cannot be read may write into the logs."""
    if isinstance(training, Evaluation):
        return not training.event.arguments.may_have("callbacks")
    if training.callbacks is None or training.callbacks_open:
        return False
    return all(map(_leaves, training.callbacks))


def _leaves(callback: Callback) -> bool:
    """Whether a callback is the project's own, which is read, or a library's that is known."""
    roots = {name.partition(".")[0] for name in dotted(callback.event.callee)}
    return roots <= LEAVING
