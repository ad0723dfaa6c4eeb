"""Estimator settings: what the parameters of an estimator are set to in the trials of a search.

Those that a trial draws independently of each other can meet in any combination; what a decision
in the trial looks at may be kept from meeting, so that it is not listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tunelint.analyses.unused.configurations import spaces
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, LoopFrame
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import StoreEvent, TestEvent, Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Comprehension,
    Const,
    Item,
    Sequence,
    Term,
)
from tunelint.interpreter.values import (
    Mapping as Dictionary,
)
from tunelint.libraries.common.changes import changed_names
from tunelint.libraries.common.signatures import Signature
from tunelint.libraries.common.taken_parameters import (
    is_closed,
    named_arguments,
    optional_names,
    spread_arguments,
    training_function,
    uncast,
)
from tunelint.libraries.scikit_learn.composites import inside
from tunelint.libraries.scikit_learn.tables import ESTIMATORS
from tunelint.model.facts import UNKNOWN, largest, smallest
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Estimator

# How drawn values arrive at what takes them.
TAKEN = frozenset({"option", "value", "cast"})


@dataclass(frozen=True, eq=False)
class Setting:
    """What one parameter of an estimator is set to."""

    parameter: str
    # Some of the values that it takes, as constants: all that can be read.
    values: tuple[object, ...]
    place: Place | None
    # It takes no others.
    complete: bool = False
    # What draws it, None where every trial has the same.
    declared: Hyperparameter | None = None
    # What the trial hands over, where it does.
    handed: Term | None = None


@dataclass(frozen=True, eq=False)
class Configured:
    """One estimator as the trials of a search train it."""

    search: Search
    estimator: Estimator
    # By parameter; None where nobody can tell what it is set to.
    settings: Mapping[str, Setting | None]
    # No other parameter is set.
    whole: bool
    # Those that may be missing.
    optional: frozenset[str] = frozenset()

    def values(self, parameter: str) -> tuple[object, ...]:
        """Values that it surely takes, its default where it is not set; () where not known."""
        if parameter in self.settings:
            setting = self.settings[parameter]
            return setting.values if setting is not None else ()
        defaults = signature_of(self.estimator).defaults if self.whole else {}
        default = defaults.get(parameter, ...)
        return () if default is ... else (default,)


def configured_in_trials(program: Program) -> tuple[Configured, ...]:
    """The estimators of every search, each with its settings in one part of the space."""
    return tuple(_configured(program))


def _configured(program: Program) -> Iterator[Configured]:
    for search in program.searches:
        for estimator in search.estimators:
            if id(estimator.event) in program.trace.once(set_again):
                continue
            if any(one.estimator is estimator.event for one in search.hyperparameters or ()):
                yield from _set_by_space(search, estimator)
            elif search.in_trial(estimator.event) and not _is_searched(program, estimator):
                yield _set_in_trial(program.trace, search, estimator)
        for event in search.calls(program.trace):
            training = training_function(event)
            if training is not None:
                yield _set_in_trial(program.trace, search, _by_dictionary(event, training))


def _by_dictionary(event: CallEvent, training: str) -> Estimator:
    """What ``xgboost.train(params, …)`` trains, as if it were an estimator of that name."""
    library = training.partition(".")[0]
    return Estimator(
        event=event, name=training, library=library, uses_randomness=None, random_state=UNKNOWN
    )


def _is_searched(program: Program, estimator: Estimator) -> bool:
    """Whether a search in the trial varies what the estimator is built with."""
    return id(estimator.event) in program.trace.once(_searched)


def _searched(trace: Trace) -> set[int]:
    """The calls that built what is handed to a search of its own."""
    return {
        id(one.event)
        for event in trace.calls()
        if called_name(event).endswith("SearchCV")
        for argument in event.arguments
        for one in inside(argument.value)
        if isinstance(one, Result)
    }


# -- by the space of a cross-validated search ------------------------------------------------------


def _set_by_space(search: Search, estimator: Estimator) -> Iterator[Configured]:
    """What each dictionary of the space sets of the estimator, if it sets anything."""
    parts: dict[int, dict[str, Setting | None]] = {}
    whole = search.whole_space and all(one.parameter for one in search.hyperparameters or ())
    for one in search.hyperparameters or ():
        if one.estimator is estimator.event and one.parameter is not None:
            parts.setdefault(one.part, {})[one.parameter] = _drawn(one.parameter, one)
    given = _written(estimator)
    for settings in parts.values():
        known = given | settings if whole else dict(settings)
        yield Configured(search, estimator, known, whole and is_closed(estimator.event))


def _written(estimator: Estimator) -> dict[str, Setting | None]:
    """What the estimator is built with, as constants."""
    return {
        name: Setting(name, (argument.value.value,), argument.anchor, complete=True)
        if isinstance(argument.value, Const)
        else None
        for name, argument in arguments_of(estimator)
    }


def arguments_of(estimator: Estimator) -> Iterator[tuple[str, Argument]]:
    """The arguments that the estimator is built with, by their parameters."""
    given = estimator.event.arguments
    yield from zip(signature_of(estimator).order, given.positional, strict=False)
    yield from named_arguments(estimator.event)


def signature_of(estimator: Estimator) -> Signature:
    known = estimator.library == "sklearn" and estimator.name in ESTIMATORS
    return ESTIMATORS[estimator.name] if known else Signature((), (), {}, {}, open=True)


def _drawn(
    parameter: str, declared: Hyperparameter, handed: Term | None = None, *, cast: bool = False
) -> Setting:
    values = () if cast else _values(declared)
    complete = not cast and declared.kind == "choice" and len(values) == len(declared.options or ())
    return Setting(parameter, values, declared.anchor, complete and bool(values), declared, handed)


def _values(declared: Hyperparameter) -> tuple[object, ...]:
    """Values that are surely drawn: the options that can be read, or the middle of a range."""
    if declared.kind in ("choice", "boolean"):
        options = declared.options
        if declared.kind == "boolean" and options is None:
            return (True, False)
        return tuple(each.value for each in options or () if isinstance(each, Const))
    low, high = largest(declared.low), smallest(declared.high)
    if low is None or high is None or not low < high or declared.quantised:
        return ()
    if declared.kind == "float" and declared.step.value is None:
        return ((low + high) / 2,)
    return (int(high) - 1,) if declared.kind == "int" and high - low > 1 else ()


# -- by the code of a trial ------------------------------------------------------------------------


def _set_in_trial(trace: Trace, search: Search, estimator: Estimator) -> Configured:
    """What the trial's own code builds the estimator with."""
    event = estimator.event
    held, perhaps, whole = _held_by_points(trace, search, event)
    settings = held | _written(estimator)
    for use in search.uses:
        if use.event is event and use.arrives in TAKEN and not use.from_result:
            cast = use.arrives == "cast"
            drawn = _drawn(use.parameter, use.hyperparameter, use.argument.value, cast=cast)
            settings[use.parameter] = drawn if use.alone else None
    for name, argument in arguments_of(estimator):
        value = uncast(argument.value)
        for one in search.hyperparameters or ():
            if one.result is not None and one.result is value:
                settings[name] = _drawn(name, one, value, cast=value is not argument.value)
    bound = _bound(trace, search, estimator, settings.values())
    free = {name: None if one in bound else one for name, one in settings.items()}
    return Configured(search, estimator, free, whole, optional_names(event) | perhaps)


def _held_by_points(
    trace: Trace, search: Search, event: CallEvent
) -> tuple[dict[str, Setting | None], frozenset[str], bool]:
    """What the points behind ``**`` hold beside the draws, and perhaps hold.

    And whether nothing else can be set.
    """
    settings: dict[str, Setting | None] = {}
    perhaps: set[str] = set()
    whole = is_closed(event) or bool(list(spread_arguments(event)))
    for spread in spread_arguments(event):
        space = _space_behind(search, event, spread.value)
        changed = changed_names(trace, spread.value, event)
        if space is None or changed is None:
            whole = False
            continue
        for entry in space.entries if isinstance(space, Dictionary) else ():
            name, value = str(getattr(entry.key, "value", "")), entry.value
            settings[name] = None
            if entry.perhaps:
                perhaps.add(name)
            elif isinstance(value, Const):
                settings[name] = Setting(name, (value.value,), entry.place, complete=True)
        settings |= {str(name): None for name in changed}
    return settings, frozenset(perhaps), whole


def _space_behind(search: Search, event: CallEvent, point: Term) -> Term | None:
    """The whole space that a point is drawn from, whose draws an estimator is built with."""
    keys = {
        use.hyperparameter.key or use.hyperparameter.name.value
        for use in search.uses
        if use.event is event and use.argument.value is point and not use.from_result
    }
    for space in spaces(search) if keys and not search.draws_unseen else ():
        match space:
            case Dictionary(entries=entries, open=False):
                if keys <= {getattr(entry.key, "value", None) for entry in entries}:
                    return space
            case Sequence(items=items, open=False):
                declared = search.hyperparameters or ()
                if len(items) == len(declared) and all(one.name.value for one in declared):
                    return space
    return None


def _bound(
    trace: Trace, search: Search, estimator: Estimator, settings: Iterable[Setting | None]
) -> set[Setting | None]:
    """The settings that something in the trial looks at, or that depend on each other.

    What looks at the estimator, or at its score, does not count.
    """
    tested = list(
        ancestors_of_all(
            _conditions(trace, search),
            stop=lambda term: isinstance(term, Result) and term.event is estimator.event,
        )
    )
    drawn = [one for one in settings if one is not None and one.declared is not None]
    together = Counter(id(_loop(one.declared)) for one in drawn if one.declared is not None)
    return {
        one
        for one in drawn
        if one.declared is not None
        and (
            _is_tested(one, one.declared, tested)
            or not _is_independent(one.declared, alone=together[id(_loop(one.declared))] == 1)
        )
    }


def _conditions(trace: Trace, search: Search) -> Iterator[Term]:
    """Everything that a trial decides by."""
    for event in search.events(trace):
        if isinstance(event, TestEvent):
            yield event.condition
        for frame in event.path:
            if isinstance(frame, BranchFrame) and frame.fork.condition is not None:
                yield frame.fork.condition


def _is_tested(setting: Setting, declared: Hyperparameter, tested: list[Term]) -> bool:
    same = {id(term) for term in (declared.result, setting.handed) if term is not None}
    keys = {declared.key, declared.name.value, _key(setting.handed)} - {None}
    return any(id(term) in same or _key(term) in keys for term in tested)


def _key(term: Term | None) -> object:
    """What a value is looked up by: ``params["solver"]``, ``hp.get("solver")``."""
    match term:
        case Item(key=Const(value=str() | int() as key)):
            return key
        case Result(event=CallEvent(callee=Attribute(name="get" | "pop")) as event):
            given = event.arguments.positional
            return given[0].value.value if given and isinstance(given[0].value, Const) else None
    return None


def _loop(declared: Hyperparameter) -> LoopFrame | None:
    """The loop whose variable it is, where it is one."""
    frame = declared.event.path[-1] if declared.event.path else None
    return frame if declared.function == "for" and isinstance(frame, LoopFrame) else None


def _is_independent(declared: Hyperparameter, *, alone: bool) -> bool:
    """Whether nothing decides together with another value which one a trial gets.

    `alone` says that its loop has no other variable that is a setting.
    """
    loop = _loop(declared)
    if loop is None or (alone and isinstance(loop.iterable, Sequence)):
        return True
    return isinstance(loop.iterable, Comprehension) and loop.iterable.crossed


# -- changes ---------------------------------------------------------------------------------------


def set_again(trace: Trace) -> set[int]:
    """The calls that built what ``set_params`` or an attribute changes later."""
    found: set[int] = set()
    for event in trace.events:
        for term in _changed(event):
            found |= {id(one.event) for one in inside(term) if isinstance(one, Result)}
    return found


def _changed(event: Event) -> Iterator[Term]:
    """What an event sets parameters of."""
    match event:
        case StoreEvent(base=base, attribute=True):
            yield base
        case CallEvent(callee=Attribute(base=base, name="set_params")):
            yield base
