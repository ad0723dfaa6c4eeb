"""Values that the program draws once, before the trials of a search, and that every trial gets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.library_names import called_name, is_function
from tunelint.interpreter.objects import CallEvent, Class, Event, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Choice,
    Const,
    Entry,
    Mapping,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.hand_written_loops.configurations import makes_model
from tunelint.libraries.hand_written_loops.draws import draws
from tunelint.libraries.hand_written_loops.tables import NOT_CONFIGURING, TRAINING_ARGUMENTS
from tunelint.libraries.keras_tuner.space import declared_alone
from tunelint.libraries.keras_tuner.tables import TUNER as KERAS_TUNER
from tunelint.libraries.ray_tune.spaces import declaration
from tunelint.model.program import Program
from tunelint.model.search import Search

# The functions that draw one value, each with how many arguments that value takes at most: numbers
# of rows, columns or values come behind them.
ONE_VALUE = {
    "beta": 2,
    "betavariate": 2,
    "choice": 1,
    "exponential": 1,
    "expovariate": 1,
    "gamma": 2,
    "gauss": 2,
    "integers": 2,
    "lognormal": 2,
    "lognormvariate": 2,
    "normal": 2,
    "normalvariate": 2,
    "rand": 0,
    "randint": 2,
    "randn": 0,
    "random": 0,
    "random_sample": 0,
    "randrange": 3,
    "rvs": 0,
    "triangular": 3,
    "uniform": 2,
}
# What keeps one number one number.
CONVERSIONS = (
    *(f"builtins.{name}" for name in ("abs", "bool", "float", "int", "pow", "round", "str")),
    *(f"math.{name}" for name in ("ceil", "exp", "floor", "pow")),
    *(f"numpy.{name}" for name in ("ceil", "exp", "exp2", "floor", "power", "round")),
    *(f"numpy.{name}" for name in ("float32", "float64", "int32", "int64")),
)
# Words of names that are drawn once for good: what they name is no hyperparameter.
FOR_GOOD = frozenset(
    {
        *("address", "data", "date", "dataset", "device", "dir", "directory", "experiment", "file"),
        *("folder", "gpu", "host", "id", "name", "path", "port", "rng", "run", "seed"),
        *("seeds", "session", "state", "tag", "time", "title", "uuid", "version", "worker"),
    }
)
# Modules whose classes take a seed first.
SEEDED_FIRST = re.compile(r"\.(initializers|random)\.")


@dataclass(frozen=True, eq=False)
class DrawnOnce:
    """A draw before the trials of a search.

    Its value arrives at `used` under a `name`, empty where it has none: at the call that starts
    the search (`how` is ``search``), in its space, or in the code of its trial.
    """

    search: Search
    event: CallEvent
    how: str
    name: str
    used: Place


def drawn_once(program: Program) -> Iterator[DrawnOnce]:
    """Every draw that all trials of a search get, with where they get it, in no order."""
    for search in program.searches:
        known = _before(program, search)
        if known:
            yield from _at_start(search, known)
            yield from _in_space(search, known)
            yield from _in_trial(program.trace, search, known)


# -- what is drawn ---------------------------------------------------------------------------------

Drawn = dict[int, CallEvent]


def _before(program: Program, search: Search) -> Drawn:
    """The draws that happen once, outside of all trials, by the ids of their values."""
    found = program.trace.once(_single_draws)
    start = [search.built, *search.run_events]
    return {
        key: event
        for key, event in found.items()
        if not program.in_trial(event) and not _repeats(event, start)
    }


def _repeats(event: Event, start: Iterable[Event]) -> bool:
    """Whether the draw is made anew: in a loop, or each time that a library calls for it."""
    around = {id(frame) for one in start for frame in one.path}
    return any(
        isinstance(frame, LoopFrame)
        or (isinstance(frame, CallbackFrame) and id(frame) not in around)
        for frame in event.path
    )


def _single_draws(trace: Trace) -> Drawn:
    """The draws of one value each that stand where the program comes by once."""
    found = [
        draw.event for draw in trace.once(draws) if not draw.sampler and _draws_one(draw.event)
    ]
    found += [
        one.event
        for one in declared_alone(trace)
        if isinstance(one.event, CallEvent) and one.kind != "fixed"
    ]
    found += [event for event in trace.calls() if _samples(event)]
    times = Counter(event.place.key for event in found)
    return {
        id(event.result): event
        for event in found
        if times[event.place.key] == 1 and not _is_for_good(trace.names_of(event.result))
    }


def _draws_one(event: CallEvent) -> bool:
    """Whether the call draws one value, and of values that can be read."""
    given, name = event.arguments, called_name(event)
    if given.open_positional or given.open_keywords or name not in ONE_VALUE:
        return False
    if len(given.positional) > ONE_VALUE[name] or {"size", "k", "shape"} & given.keywords.keys():
        return False
    return name != "choice" or (bool(given.positional) and _is_listed(given.positional[0].value))


def _is_listed(term: Term) -> bool:
    """Whether the values to choose from are written out, and are plain ones."""
    if not isinstance(term, Sequence) or term.open:
        return False
    return all(isinstance(item, Const) for item in term.items)


def _samples(event: CallEvent) -> bool:
    """Whether a declaration of Ray Tune gives one value: ``tune.uniform(0, 1).sample()``."""
    match event.callee:
        case Attribute(base=Result() as base, name="sample"):
            return declaration(base) is not None and not [*event.arguments]
    return False


def _is_for_good(names: Iterable[str]) -> bool:
    """Whether a name says that what it names is meant to stay: a seed, a folder, a port."""
    return any(
        name in NOT_CONFIGURING or not FOR_GOOD.isdisjoint(re.split(r"[\W_\d]+", name.lower()))
        for name in names
    )


def _made_of(term: Term, known: Drawn, depth: int = 8) -> CallEvent | None:
    """The draw that a value is, or is computed from in a few steps and from constants alone."""
    if id(term) in known or not depth:
        return known.get(id(term))
    match term:
        case Operation(operands=operands):
            return _of_one(operands, known, depth)
        case Result(event=CallEvent(callee=Attribute(base=base, name="item"))):
            return _made_of(base, known, depth - 1)
        case Result(event=event) if is_function(event.callee, *CONVERSIONS):
            return _of_one([argument.value for argument in event.arguments], known, depth)
    return None


def _of_one(parts: Iterable[Term], known: Drawn, depth: int) -> CallEvent | None:
    found = [_made_of(part, known, depth - 1) for part in parts if not isinstance(part, Const)]
    return found[0] if found and None not in found else None


# -- where it arrives ------------------------------------------------------------------------------


def _at_start(search: Search, known: Drawn) -> Iterator[DrawnOnce]:
    """What the calls that start a tuner hand to its trainings: ``search(epochs=…)``."""
    for run in search.run_events if search.tuner == KERAS_TUNER else ():
        for name, argument in run.arguments.keywords.items():
            for event in _handed(argument.value, known):
                if not _is_for_good([name]):
                    yield DrawnOnce(search, event, "search", name, run.place)


def _handed(value: Term, known: Drawn) -> list[CallEvent]:
    """The draws that are handed over, on their own or, of a tuner's declarations, inside of it."""
    drawn = _made_of(value, known)
    if drawn is not None:
        return [drawn]
    inside = (known[id(one)] for one in ancestors(value) if id(one) in known)
    return [event for event in inside if isinstance(event.callee, Attribute) and _declares(event)]


def _declares(event: CallEvent) -> bool:
    return called_name(event)[:1].isupper()


def _in_space(search: Search, known: Drawn) -> Iterator[DrawnOnce]:
    """The entries of a space that are drawn rather than declared, and choices of one such value."""
    for entry in _entries(search.space, search) if search.space is not None else ():
        event = _made_of(entry.value, known)
        name = entry.key.value if isinstance(entry.key, Const) else None
        if event is not None and isinstance(name, str) and not _is_for_good([name]):
            yield DrawnOnce(search, event, "space", name, entry.place or event.place)
    for one in search.hyperparameters or ():
        event = _made_of(one.options[0], known) if one.options and len(one.options) == 1 else None
        name = one.name.value
        if event is not None and isinstance(name, str) and not _is_for_good([name]):
            yield DrawnOnce(search, event, "space", name, one.anchor)


def _entries(space: Term, search: Search) -> Iterator[Entry]:
    """The entries of the dictionaries that a space is made of, those inside of choices too."""
    options = {id(one.result): one.options or () for one in search.hyperparameters or ()}
    waiting, seen = [space], set[int]()
    while waiting:
        term = waiting.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        match term:
            case Mapping(entries=entries):
                yield from (entry for entry in entries if not entry.perhaps)
                waiting.extend(entry.value for entry in entries)
            case Sequence(items=several) | Choice(options=several):
                waiting.extend(several)
            case _:
                waiting.extend(options.get(id(term), ()))


def _in_trial(trace: Trace, search: Search, known: Drawn) -> Iterator[DrawnOnce]:
    """What the code of a trial builds models with, or trains them."""
    for call in search.calls(trace):
        for name, argument in _settings(call):
            event = _made_of(argument.value, known)
            if event is None or _is_for_good([name]) or not _is_shared(search, event):
                continue
            called = name or next(iter(trace.names_of(event.result)), "")
            yield DrawnOnce(search, event, "trial", called, argument.place)


def _is_shared(search: Search, event: CallEvent) -> bool:
    """Whether all trials get what is drawn: processes of their own import other modules anew."""
    return not search.apart or event.place.source is search.place.source


def _settings(call: CallEvent) -> Iterator[tuple[str, Argument]]:
    """The arguments of a call that configure what is trained, by name."""
    given = call.arguments
    if makes_model(call):
        yield from given.keywords.items()
        first = None if isinstance(call.callee, Class) else 1
        if not SEEDED_FIRST.search(str(getattr(call.callee, "name", ""))):
            yield from (("", argument) for argument in given.positional[:first])
        for argument in given:
            yield from _parameters(argument)
    elif called_name(call) in ("fit", "train"):
        yield from ((name, given.keywords[name]) for name in TRAINING_ARGUMENTS & {*given.keywords})


def _parameters(argument: Argument) -> Iterator[tuple[str, Argument]]:
    """The entries of a dictionary of parameters: ``xgb.train(params, …)``."""
    for entry in argument.value.entries if isinstance(argument.value, Mapping) else ():
        if isinstance(entry.key, Const) and isinstance(entry.key.value, str):
            yield entry.key.value, Argument(entry.value, argument.place)
