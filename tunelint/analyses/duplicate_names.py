"""Declarations that repeat a hyperparameter's name: where, and in which way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from tunelint import registry
from tunelint.analyses.gathered_layers import builds_layer_of_any, gathers_layers
from tunelint.analyses.meetings import Meetings
from tunelint.interpreter.def_use import taker
from tunelint.interpreter.frames import LoopFrame, WithFrame
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import comes_from
from tunelint.interpreter.trace import ReturnEvent, TestEvent, Trace, conditions
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    Operation,
    Sequence,
    Term,
    is_carried,
    options_of,
)
from tunelint.model.facts import Fact
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

# Two hyperparameters with names of their own, and those of two branches of an Optuna trial.
APART, BRANCHES_APART = "apart", "branches apart"


@dataclass(frozen=True, eq=False)
class Repeated:
    """A declaration that repeats a name, and how: `first` is itself where a loop repeats it.

    `how` is ``loop``, ``again`` (the same range), ``range`` (another one), ``scopes``, ``refused``
    or ``branches`` (the library raises, the last once trials got to both), ``apart`` or
    ``branches apart``; `loops` are those whose passes share the name, outermost first.
    """

    declared: Hyperparameter
    first: Hyperparameter
    how: str
    loops: tuple[LoopFrame, ...] = ()


def repeated_declarations(trace: Trace, search: Search) -> Iterator[Repeated]:
    """The declarations of one search's trials that repeat a name, in order."""
    if not _one_value_a_name(search):
        return
    for declarations in _by_trial(search):
        trial = search.trial_of(declarations[0].event)
        assert trial is not None
        meetings = Meetings(search, trial)
        earlier: dict[object, dict[object, list[Hyperparameter]]] = {}
        for declared in declarations:
            known = earlier.setdefault(declared.name.value, {})
            found = _first_clash(trace, meetings, chain(*known.values()), declared)
            loops = () if found is not None else _sharing_loops(trace, search, declared)
            if loops:
                found = Repeated(declared, declared, "loop", loops)
            if found is not None:
                yield found
            alike = known.setdefault(_likeness(trace, declared), [])
            # Two that are written at two places stand for all that are alike.
            if len(alike) < 2 and declared.event.place.key not in map(_written_at, alike):
                alike.append(declared)


def declared_apart(search: Search) -> Iterator[Repeated]:
    """What might be one hyperparameter twice and is not: in a loop, or two of a kind in a row."""
    if not _one_value_a_name(search):
        return
    declared = [each for each in search.hyperparameters or () if search.in_trial(each.event)]
    for each in declared:
        if any(_loops(search, each.event)):
            yield Repeated(each, each, APART)
    for first, second in pairwise(each for each in declared if each.kind in ("int", "float")):
        if first.anchor.key != second.anchor.key:
            yield Repeated(second, first, APART)
    for first, second in pairwise(each for each in declared if search.tuner == "Optuna"):
        trial, choices = search.trial_of(second.event), first.kind == second.kind == "choice"
        together = choices and trial is search.trial_of(first.event)
        if together and exclusive(first.event, second.event, trial):
            yield Repeated(second, first, BRANCHES_APART)


def _one_value_a_name(search: Search) -> bool:
    """Whether the tuner's trials hold one value a name, however often it is declared."""
    return registry.tuner_named(search.tuner)[1].one_value_a_name


def _written_at(declared: Hyperparameter) -> object:
    return declared.event.place.key


def _likeness(trace: Trace, declared: Hyperparameter) -> object:
    """What of a declaration, besides its place, decides whether another one clashes with it."""
    options = declared.options
    bounds = (declared.low.values, declared.high.values, declared.step.values)
    taken = _taken(trace, declared)
    return (
        declared.kind,
        declared.log,
        None if options is None else repr(_constants(declared)),
        repr(bounds),
        tuple(map(id, _scopes(declared.event)[-1:])),
        tuple((id(frame.fork), frame.arm) for frame in conditions(declared.event)),
        None if taken is None else (id(taken[0]), id(taken[1])),
    )


def _by_trial(search: Search) -> Iterable[list[Hyperparameter]]:
    """The declarations with a known name, by the call of the project's code that makes them."""
    trials: dict[int, list[Hyperparameter]] = {}
    for declared in search.hyperparameters or ():
        trial = _asked(declared.event) if search.asked else search.trial_of(declared.event)
        known = isinstance(declared.name.value, str) and declared.kind != "fixed"
        if trial is not None and known and search.in_trial(declared.event):
            trials.setdefault(id(trial), []).append(declared)
    return trials.values()


def _asked(event: Event) -> Term | None:
    """The trial that a study was asked for, where the declaration is surely one of its own."""
    match getattr(event, "callee", None):
        case Attribute(base=Result(event=CallEvent(callee=Attribute(name="ask"))) as trial):
            return trial
    return None


def _first_clash(
    trace: Trace, meetings: Meetings, earlier: Iterable[Hyperparameter], declared: Hyperparameter
) -> Repeated | None:
    for first in earlier:
        if meetings.search.tuner == "Keras Tuner":
            how = _clash(trace, meetings, first, declared)
        else:
            how = _clash_of_suggestions(trace, meetings, first, declared)
        if how is not None:
            return Repeated(declared, first, how)
    return None


def _clash(
    trace: Trace, meetings: Meetings, first: Hyperparameter, declared: Hyperparameter
) -> str | None:
    """As Keras Tuner sees it: what one trial declares holds for all later ones."""
    if exclusive(first.event, declared.event, _around(meetings.trial, declared.event)):
        return None
    if _in_two_scopes(first.event, declared.event):
        return "scopes"
    if _surely_differ(first, declared):
        return "range"
    if not _meet(meetings, first, declared):
        return None
    return "again" if _for_different_things(trace, first, declared) else None


def _meet(meetings: Meetings, first: Hyperparameter, declared: Hyperparameter) -> bool:
    """Whether a pass of the innermost loop around both, or a trial, is known to declare both."""
    trial = meetings.trial
    both = (frame for frame in first.event.path if frame in declared.event.path)
    loops = [frame for frame in both if isinstance(frame, LoopFrame)]
    inner = [one for one in loops if first.event.path.index(one) > first.event.path.index(trial)]
    apart = exclusive(first.event, declared.event, inner[-1] if inner else trial)
    return not apart and meetings.possible(first.event, declared.event)


def _around(trial: Frame, event: Event) -> Frame | None:
    """The innermost frame around all trials of a search."""
    position = event.path.index(trial)
    return event.path[position - 1] if position else None


def _clash_of_suggestions(
    trace: Trace, meetings: Meetings, first: Hyperparameter, declared: Hyperparameter
) -> str | None:
    """As Optuna sees it: other kinds or options raise, another range is not looked at."""
    refused = _refused(first, declared)
    if not _meet(meetings, first, declared):
        over_trials = refused and meetings.over_trials(first.event, declared.event)
        return "branches" if over_trials else None
    if refused:
        return "refused"
    if declared.kind != "choice" and _surely_differ(first, declared):
        return "range"
    if not _for_different_things(trace, first, declared):
        return None
    if first.event.place.node is declared.event.place.node:
        return "again" if _in_two_layers(trace, first, declared) else None
    return "again"


def _refused(one: Hyperparameter, other: Hyperparameter) -> bool:
    """Whether Optuna refuses one name for both, within a trial and within a study."""
    if one.kind != other.kind:
        return True
    if one.kind == "choice":
        return _other_options(one, other)
    return None not in (one.log, other.log) and one.log is not other.log


def _other_options(one: Hyperparameter, other: Hyperparameter) -> bool:
    """Whether two lists of options surely differ, or their order does."""
    if one.options is None or other.options is None:
        return False
    return len(one.options) != len(other.options) or any(
        isinstance(option, Const) and isinstance(another, Const) and option.value != another.value
        for option, another in zip(one.options, other.options, strict=True)
    )


def _in_two_layers(trace: Trace, *declarations: Hyperparameter) -> bool:
    """Whether each value goes into a layer of its own; one function may read a value twice."""
    taken = [_taken(trace, declared) for declared in declarations]
    return all(
        found is not None and isinstance(found[0], CallEvent) and builds_layer_of_any(found[0])
        for found in taken
    )


# -- branches and scopes --------------------------------------------------------------------------


def _in_two_scopes(one: Event, other: Event) -> bool:
    first, second = _scopes(one), _scopes(other)
    return bool(first) and bool(second) and first[-1] is not second[-1]


def _scopes(event: Event) -> list[WithFrame]:
    """The ``conditional_scope``s around a declaration."""
    return [
        frame
        for frame in event.path
        if isinstance(frame, WithFrame)
        and isinstance(frame.context, Result)
        and isinstance(frame.context.event.callee, Attribute)
        and frame.context.event.callee.name == "conditional_scope"
    ]


def _case(frame: object) -> tuple[Term, object] | None:
    fork = getattr(frame, "fork", None)
    condition = getattr(fork, "condition", None)
    match condition:
        case Operation(operator="==", operands=(value, Const(value=constant))):
            return (value, constant) if getattr(frame, "arm", 1) == 0 else None
    return None


# -- what is declared, and for what ---------------------------------------------------------------


def _surely_differ(one: Hyperparameter, other: Hyperparameter) -> bool:
    """Whether the two cannot be the same declaration."""
    if one.kind != other.kind:
        return True
    if one.options is not None and other.options is not None:
        values, others = _constants(one), _constants(other)
        return values is not None and others is not None and values != others
    pairs = [(one.low, other.low), (one.high, other.high), (one.step, other.step)]
    return any(_disjoint(fact, another) for fact, another in pairs)


def _disjoint(one: Fact, other: Fact) -> bool:
    if one.values is None or other.values is None:
        return False
    return not set(one.values) & set(other.values)


def _constants(declared: Hyperparameter) -> list[tuple[type, object]] | None:
    options = declared.options or ()
    if not all(isinstance(option, Const) for option in options):
        return None
    return [(type(o.value), o.value) for o in options if isinstance(o, Const)]


def among_words(*declarations: Hyperparameter) -> bool:
    """Whether it is a choice among strings, booleans or None, the same each time."""
    if _surely_differ(declarations[0], declarations[-1]):
        return False
    return all(_is_word(declared) for declared in declarations)


def _is_word(declared: Hyperparameter) -> bool:
    if declared.kind == "boolean":
        return True
    if declared.kind != "choice":
        return False
    return all(
        not isinstance(option, Const) or isinstance(option.value, str | bool | None)
        for option in declared.options or ()
    )


def _for_different_things(trace: Trace, one: Hyperparameter, other: Hyperparameter) -> bool:
    """Whether the values go to different calls or arguments."""
    first, second = _taken(trace, one), _taken(trace, other)
    if first is None or second is None:
        return False
    return first[0] is not second[0] or first[1] is not second[1]


def _taken(trace: Trace, declared: Hyperparameter) -> tuple[Event, Argument | None] | None:
    """What first takes the value: the argument of a call, or an ``if``."""
    if declared.result is None:
        return None
    found = taker(trace, declared.result, declared.event)
    tested = _tested(trace, declared) if found is None else None
    return (tested, None) if tested is not None else found


def _tested(trace: Trace, declared: Hyperparameter) -> TestEvent | None:
    """The ``if`` that asks nothing but the boolean itself."""
    if declared.kind == "boolean":
        for event in trace.events_since(declared.event.index):
            if isinstance(event, TestEvent) and event.condition is declared.result:
                return event
    return None


# -- loops ----------------------------------------------------------------------------------------


def _sharing_loops(trace: Trace, search: Search, declared: Hyperparameter) -> tuple[LoopFrame, ...]:
    """The loops inside the trial that declare the name anew for a layer of each pass."""
    return tuple(
        loop
        for loop in _loops(search, declared.event)
        if not _in_one_pass(loop, declared.event)
        and not _leaves_at_once(trace, loop)
        and gathers_layers(trace, loop, _shaped_layers(trace, loop, declared))
    )


def _shaped_layers(trace: Trace, loop: LoopFrame, declared: Hyperparameter) -> Iterator[CallEvent]:
    """The calls in the loop that build a layer with the value, or where it says so."""
    tested = _tested(trace, declared)
    for event in trace.within([loop]):
        if not isinstance(event, CallEvent) or not builds_layer_of_any(event):
            continue
        decided = tested is not None and any(
            frame.fork.condition is declared.result for frame in conditions(event)
        )
        if decided or _takes(event, declared):
            yield event


def _takes(event: CallEvent, declared: Hyperparameter) -> bool:
    value = declared.result
    return value is not None and any(comes_from(a.value, value) for a in event.arguments)


def _in_one_pass(loop: LoopFrame, event: Event) -> bool:
    """Whether an ``if`` may let it happen in one pass alone: one on what differs between passes."""
    return any(
        value is loop.element
        or value in options_of(loop.element)
        or any(map(is_carried, options_of(value)))
        for value, _ in _cases_since(loop, event)
    )


def _cases_since(loop: LoopFrame, event: Event) -> Iterator[tuple[Term, object]]:
    inner = event.path[event.path.index(loop) :]
    for frame in conditions(event):
        case = _case(frame)
        if frame in inner and case is not None:
            yield case


def _leaves_at_once(trace: Trace, loop: LoopFrame) -> bool:
    """Whether the loop's body ends in a return, so that there is only one pass."""
    return any(event.path and event.path[-1] is loop for event in trace.of(ReturnEvent))


def _loops(search: Search, event: Event) -> Iterator[LoopFrame]:
    """The loops around a declaration that lie inside the trial and run more than once."""
    trial = search.trial_of(event)
    for frame in event.path[event.path.index(trial) + 1 :] if trial is not None else ():
        if isinstance(frame, LoopFrame) and not _runs_once(frame):
            yield frame


def _runs_once(loop: LoopFrame) -> bool:
    iterable = loop.iterable
    return isinstance(iterable, Sequence) and not iterable.open and len(iterable.items) <= 1
