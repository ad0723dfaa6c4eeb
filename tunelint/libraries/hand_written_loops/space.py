"""The space of a hand-written search: its variables with their values, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Choice, Element, Mapping, Sequence, Term, options_of
from tunelint.libraries.hand_written_loops.configurations import (
    Configuration,
    configured,
    made_from,
    with_inner_loops,
)
from tunelint.libraries.hand_written_loops.draws import SAMPLER_ORDER, Draw
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.scikit_learn.distributions import distribution, drawn
from tunelint.model.fact_of import parameter_worth, worth
from tunelint.model.facts import Fact, Known, Unknown
from tunelint.model.space import Hyperparameter
from tunelint.model.training import Fit


def hyperparameters(
    configuration: Configuration, used: tuple[Draw, ...], fits: tuple[Fit, ...], trace: Trace
) -> tuple[Hyperparameter, ...]:
    """What changes from pass to pass and is trained with: variables, and draws by their names."""
    loop = configuration.loop
    everything = with_inner_loops(configuration)
    entering = {id(t) for value in configured(everything, fits) for t in made_from(value)}
    found = [each for each in _variables(loop) if _enters(each, entering)]
    found += [_drawn(draw.event, trace) for draw in used if loop.holds(draw.event)]
    found += [each for draw in used if draw.sampler for each in _distributed(draw.event)]
    return tuple(found)


def _enters(variable: Hyperparameter, entering: set[int]) -> bool:
    value = variable.result
    return value is not None and any(id(each) in entering for each in (value, *options_of(value)))


def _variables(loop: Pass) -> Iterator[Hyperparameter]:
    """The targets of the loop and of the loops inside of it."""
    frames = loop.inner_frames()
    for event in loop.events:
        if isinstance(event, BindEvent):
            for frame in frames:
                if _is_part(event.value, frame.element) and event.path[-1] is frame:
                    yield _variable(event, event.name, event.value)


def _is_part(term: Term, element: Term) -> bool:
    if isinstance(element, Sequence):
        return any(_is_part(term, item) for item in element.items)
    return term is element


def _variable(event: Event, name: str, value: Term) -> Hyperparameter:
    options = options_of(value)
    return Hyperparameter(
        event=event,
        function="for",
        kind="choice",
        name=Known(event.place, (), name),
        options=options if isinstance(value, Choice) else None,
        result=value,
    )


def _drawn(event: CallEvent, trace: Trace) -> Hyperparameter:
    names = trace.names_of(event.result)
    unknown = Unknown(event.place, (), "the value has no name")
    return Hyperparameter(
        event=event,
        function="draw",
        kind="unknown",
        name=Known(event.place, (), names[0]) if names else unknown,
        log=None,
        result=event.result,
    )


def _distributed(event: CallEvent) -> Iterator[Hyperparameter]:
    """What a ``ParameterSampler`` draws from distributions, parameter by parameter."""
    given = event.arguments.get(SAMPLER_ORDER[0], SAMPLER_ORDER)
    spaces = given.value if given is not None else None
    for space in spaces.items if isinstance(spaces, Sequence) else [spaces]:
        for entry in space.entries if isinstance(space, Mapping) else []:
            found = distribution(entry.value)
            if found is not None:
                yield drawn(worth(entry.key), entry.place or entry.value.place, *found)


def budget(loop: Pass) -> Fact:
    """How many configurations are tried, where it is one loop and its passes can be counted."""
    place = loop.frame.place
    if len(loop.inner_frames()) > 1:
        return Unknown(place, (), "loops in a loop")
    count = _count(loop.frame.iterable)
    if count is not None:
        return Known(place, (), count)
    return _sampled(loop.frame.iterable) or Unknown(place, (), "cannot be counted")


def _count(iterable: Term) -> int | None:
    match iterable:
        case Sequence(items=items, open=False):
            return len(items)
        case Mapping(entries=entries, open=False):
            return len(entries)
    return None


def _sampled(iterable: Term) -> Fact | None:
    term = iterable.iterable if isinstance(iterable, Element) else iterable
    if isinstance(term, Result) and named(term.event.callee, "sklearn", {"ParameterSampler"}):
        return parameter_worth(term.event.arguments, "n_iter", SAMPLER_ORDER)
    return None
