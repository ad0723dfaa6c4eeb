"""Rebuilt winners: where the final model is built in another way than those of the trials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.analyses.estimator_settings import arguments_of, set_again, signature_of
from tunelint.analyses.winner_values import Held, held, is_one, is_winner, parts
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import DeleteEvent, StoreEvent, Trace
from tunelint.interpreter.unreached import is_unreached
from tunelint.interpreter.values import Argument, Attribute, Const, Term, options_of
from tunelint.libraries.boosting.parameters import is_default, sets
from tunelint.libraries.common.escaping import is_given_away
from tunelint.libraries.scikit_learn.names import BOOSTERS
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Estimator

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
    """An estimator that is built with ``**spread``, the winner's values by name.

    `spread` is None where they are handed over one by one.
    """

    search: Search
    final: Estimator
    trial: Estimator
    spread: Argument | None
    held: Held

    @property
    def written(self) -> str:
        """How the winner's values are handed over."""
        assert self.spread is not None
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
    finals, again = program.once(_by_kind), program.trace.once(set_again)
    for search in program.searches if finals else ():
        kinds = Counter(map(_kind, search.estimators))
        for trial in search.estimators if search.is_run else ():
            if kinds[_kind(trial)] > 1 or id(trial.event) in again:
                continue
            for final in finals.get(_kind(trial), ()):
                if id(final.event) not in again and _is_after(search, final.event):
                    yield from _rebuilt(program.trace, search, final, trial)


def _by_kind(program: Program) -> Mapping[tuple[str, str], list[Estimator]]:
    """The estimators that are built in no trial, by their class."""
    found: dict[tuple[str, str], list[Estimator]] = {}
    for one in program.records.estimators:
        if not program.in_trial(one.event):
            found.setdefault(_kind(one), []).append(one)
    return found


def _kind(estimator: Estimator) -> tuple[str, str]:
    return estimator.library, estimator.name


def _is_after(search: Search, event: Event) -> bool:
    if is_unreached(event) or is_attempted(event, ("TypeError",)):
        return False
    return perhaps_before(search.run_events[0] if search.run_events else search.built, event)


def _rebuilt(trace: Trace, search: Search, final: Estimator, trial: Estimator) -> Iterator[Rebuilt]:
    spread = _spread(final.event)
    if spread is None:
        if _is_by_hand(search, final, trial):
            yield Rebuilt(search, final, trial, None, Held({}, frozenset()))
        return
    found = held(search, spread.value)
    if found is not None and not _may_change(trace, search, spread.value):
        yield Rebuilt(search, final, trial, spread, found)


# -- the winner's values ---------------------------------------------------------------------------


def _spread(event: CallEvent) -> Argument | None:
    """The only ``**`` of a call that cannot be resolved."""
    arguments = event.arguments
    if len(arguments.spread) != 1 or arguments.open_positional:
        return None
    spread = arguments.spread[0]
    is_written = isinstance(spread.place.node, cst.Arg) and spread.place.node.star == "**"
    return spread if is_written else None


def _may_change(trace: Trace, search: Search, term: Term) -> bool:
    """Whether something may have been changed in a dictionary of the best values."""
    changed, copies = trace.once(_changed), list(parts(term))
    if any(is_given_away(trace, part) for part in copies):
        return True
    inside = {id(option) for part in copies for option in options_of(part)}
    return any(id(one) in inside or is_winner(search, one) for one in changed)


def _is_by_hand(search: Search, final: Estimator, trial: Estimator) -> bool:
    """Whether best values are handed over one by one, and all that the trials do not fix is set."""
    arguments = final.event.arguments
    if arguments.spread or arguments.open_positional or arguments.open_keywords:
        return False
    given = dict(arguments_of(final))
    varied = {name for name, one in arguments_of(trial) if not isinstance(one.value, Const)}
    return varied <= given.keys() and any(is_one(search, one.value) for one in given.values())


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
    final, held = rebuilt.final, rebuilt.held
    given, signature = final.event.arguments.keywords, signature_of(final)
    others = (held.names or frozenset()) | held.drawn.keys()
    for name, one in held.drawn.items():
        fed = _parameter(rebuilt, one)
        if name == fed or name in given:
            continue
        if not signature.open and name not in signature:
            return Misnamed(one, name, fed, refused=True)
        if fed is None or fed in others or fed in given:
            continue
        if not signature.open or sets(final.library, final.name, name, fed) is False:
            return Misnamed(one, name, fed, refused=False)
    return None


def _parameter(rebuilt: Rebuilt, declared: Hyperparameter) -> str | None:
    """The parameter of the trials' estimator that the drawn value sets."""
    trial = rebuilt.trial
    if declared.estimator is trial.event:
        return declared.parameter
    fed = {
        name
        for name, argument in arguments_of(trial)
        if declared.result is not None and argument.value is declared.result
    }
    fed |= {
        use.parameter
        for use in rebuilt.search.uses
        if use.event is trial.event and use.hyperparameter is declared and not use.from_result
    }
    return fed.pop() if len(fed) == 1 else None


def left_out(rebuilt: Rebuilt) -> list[tuple[str, Const]]:
    """The constants that the trials' estimator is built with, and the final one is not."""
    final, names = rebuilt.final, _handed(rebuilt)
    known = final.library in BOOSTERS or not signature_of(final).open
    if not known or names is None:
        return []
    given = {name for name, _ in arguments_of(final)}
    defaults = signature_of(final).defaults
    return [
        (name, argument.value)
        for name, argument in arguments_of(rebuilt.trial)
        if name not in ASIDE | given | names
        and isinstance(argument.value, Const)
        and argument.value.value is not None
        and defaults.get(name, ...) != argument.value.value
        and not is_default(final.library, name, argument.value.value)
    ]


def _handed(rebuilt: Rebuilt) -> frozenset[str] | None:
    """What is surely not left out: what the winner's values name, and what the space sets."""
    search, names = rebuilt.search, rebuilt.held.names
    if names is None:
        # What the trials spread, too, can hold nothing that they are given beside it.
        own = [argument.value for argument in rebuilt.trial.event.arguments.spread]
        sampled = any(one is two.result for one in own for two in search.hyperparameters or ())
        return frozenset() if sampled and search.loop is not None else None
    declared = search.hyperparameters or ()
    return names | {
        one.parameter for one in declared if one.estimator is not None and one.parameter
    }
