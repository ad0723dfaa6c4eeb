"""Rebuilt winners: where the final model is built in another way than those of the trials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.analyses.estimator_settings import arguments_of, set_again, signature_of
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import DeleteEvent, StoreEvent, Trace
from tunelint.interpreter.unreached import is_unreached
from tunelint.interpreter.values import Argument, Attribute, Const, Item, Term, options_of
from tunelint.libraries.boosting.parameters import is_default, sets
from tunelint.libraries.common.escaping import is_given_away
from tunelint.libraries.scikit_learn.names import BOOSTERS
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Estimator

COPIES = ("copy.copy", "copy.deepcopy", "builtins.dict")
CHANGING = frozenset({"clear", "pop", "popitem", "setdefault", "update", "__setitem__"})
# What may differ: it changes how a training runs or is watched, not what is trained.
ASIDE = frozenset(
    {"callbacks", "early_stopping_rounds", "eval_metric", "oob_score", "probability"}
    | {"n_jobs", "nthread", "random_seed", "random_state", "seed", "silent", "thread_count"}
    | {"verbose", "verbosity"}
    # Libraries choose these themselves, or on other devices.
    | {"device", "enable_categorical", "force_col_wise", "force_row_wise", "importance_type"}
    | {"allow_writing_files", "cat_features", "logging_level", "loss_function", "objective"}
    | {"task_type", "tree_method", "use_label_encoder"}
    | {"device_type", "gpu_device_id", "gpu_id"}
    # Memory and threads.
    | {"cache_size", "copy_X", "histogram_pool_size", "memory", "num_threads"}
)


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """An estimator that is built with ``**spread``, the winner's values by name."""

    search: Search
    final: Estimator
    trial: Estimator
    spread: Argument

    @property
    def written(self) -> str:
        """How the winner's values are handed over."""
        return cst.Module([]).code_for_node(cst.ensure_type(self.spread.place.node, cst.Arg).value)


@dataclass(frozen=True, eq=False)
class Misnamed:
    """A value that trials draw under another name than that of the parameter that it sets.

    `parameter` is None where that is not known; `refused` says that the class raises TypeError.
    """

    declared: Hyperparameter
    name: str
    parameter: str | None
    refused: bool


def rebuilt_winners(program: Program) -> Iterator[Rebuilt]:
    """The estimators that are built from the best values of a search alone, after it."""
    for search in program.searches:
        for final in program.records.estimators if search.run_events else ():
            spread = _winner(program, search, final.event)
            if spread is None or not _is_after(program, search, final.event):
                continue
            trial = [one for one in search.estimators if _kind(one) == _kind(final)]
            again = program.trace.once(set_again)
            if len(trial) == 1 and not {id(trial[0].event), id(final.event)} & again:
                yield Rebuilt(search, final, trial[0], spread)


def _kind(estimator: Estimator) -> tuple[str, str]:
    return estimator.library, estimator.name


def _is_after(program: Program, search: Search, event: Event) -> bool:
    if program.in_trial(event) or is_unreached(event) or is_attempted(event, ("TypeError",)):
        return False
    return perhaps_before(search.run_events[0], event)


# -- the winner's values ---------------------------------------------------------------------------


def _winner(program: Program, search: Search, event: CallEvent) -> Argument | None:
    """The only ``**`` of a call that cannot be resolved, where it is the winner as it was found."""
    arguments = event.arguments
    if len(arguments.spread) != 1 or arguments.open_positional:
        return None
    spread = arguments.spread[0]
    if not isinstance(spread.place.node, cst.Arg) or spread.place.node.star != "**":
        return None
    changed = program.trace.once(_changed)
    parts = list(_parts(spread.value))
    if not any(_is_winner(search, part) for part in parts):
        return None
    if any(is_given_away(program.trace, part) for part in parts):
        return None
    if any(_is_winner(search, one) for one in changed) or {*map(id, parts)} & {*map(id, changed)}:
        return None
    return spread


def _parts(term: Term) -> Iterator[Term]:
    """The dictionary, and what it is a copy of."""
    while True:
        yield term
        match term:
            case Result(event=event) if is_function(event.callee, *COPIES):
                if len(event.arguments.positional) != 1 or event.arguments.keywords:
                    return
                term = event.arguments.positional[0].value
            case Result(event=CallEvent(callee=Attribute(base=base, name="copy"))):
                term = base
            case _:
                return


def _is_winner(search: Search, term: Term) -> bool:
    """Whether the value is what the search's tuner calls the best values by name."""
    return any(_is_read(search, term, path) for path in search.dialect.winner)


def _is_read(search: Search, term: Term, path: str) -> bool:
    for name in reversed(path.split(".")):
        match term:
            case Attribute(base=base, name=read) if read == name:
                term = base
            case Item(base=base, key=Const(value=key)) if key == name:
                term = base
            case _:
                return False
    options = options_of(term)
    runs = [event.result for event in search.run_events]
    return all(any(option is one for one in (search.result, *runs)) for option in options)


def _changed(trace: Trace) -> list[Term]:
    """What something is stored in, or what is changed by a method."""
    found: list[Term] = []
    for event in trace.events:
        match event:
            case StoreEvent(base=base, attribute=False) | DeleteEvent(base=base):
                found.extend(options_of(base))
            case CallEvent(callee=Attribute(base=base, name=name)) if name in CHANGING:
                found.extend(options_of(base))
    return found


# -- what differs ----------------------------------------------------------------------------------


def misnamed(rebuilt: Rebuilt) -> Misnamed | None:
    """The first value that is handed over under a name that does not set what it set in trials."""
    search = rebuilt.search
    declared = search.hyperparameters or ()
    for one in declared:
        name = one.name.value
        if not isinstance(name, str) or not _is_always_drawn(search, one):
            continue
        fed = _parameter(rebuilt.trial, one)
        if name == fed or name in rebuilt.final.event.arguments.keywords:
            continue
        signature = signature_of(rebuilt.final)
        if not signature.open and name not in signature:
            return Misnamed(one, name, fed, refused=True)
        others = {two.name.value for two in declared}
        if fed is None or fed in others or fed in rebuilt.final.event.arguments.keywords:
            continue
        final = rebuilt.final
        if not signature.open or sets(final.library, final.name, name, fed) is False:
            return Misnamed(one, name, fed, refused=False)
    return None


def _is_always_drawn(search: Search, declared: Hyperparameter) -> bool:
    """Whether the best values surely hold it."""
    if declared.estimator is not None or declared.owner is not None or declared.place is not None:
        return len({one.part for one in search.hyperparameters or ()}) == 1
    return search.always_reaches(declared.event)


def _parameter(trial: Estimator, declared: Hyperparameter) -> str | None:
    """The parameter of the trials' estimator that is exactly the drawn value."""
    if declared.estimator is trial.event:
        return declared.parameter
    fed = [
        name
        for name, argument in arguments_of(trial)
        if declared.result is not None and argument.value is declared.result
    ]
    return fed[0] if len(fed) == 1 else None


def left_out(rebuilt: Rebuilt) -> list[tuple[str, Const]]:
    """The constants that the trials' estimator is built with, and the final one is not."""
    search, final = rebuilt.search, rebuilt.final
    drawn = {one.name.value for one in search.hyperparameters or ()}
    drawn |= {one.parameter for one in search.hyperparameters or () if one.estimator is not None}
    known = final.library in BOOSTERS or not signature_of(final).open
    if not known or search.hyperparameters is None or search.draws_unseen or None in drawn:
        return []
    given = {name for name, _ in arguments_of(final)}
    defaults = signature_of(final).defaults
    return [
        (name, argument.value)
        for name, argument in arguments_of(rebuilt.trial)
        if name not in ASIDE | given | drawn
        and isinstance(argument.value, Const)
        and argument.value.value is not None
        and defaults.get(name, ...) != argument.value.value
        and not is_default(final.library, name, argument.value.value)
    ]
