"""Configurations: which values change from pass to pass, and whether they reach what is trained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import canonical, dotted, is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Class, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Choice,
    Element,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.hand_written_loops import tables
from tunelint.libraries.hand_written_loops.draws import Draw
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.scikit_learn.names import is_estimator
from tunelint.model.training import Fit

GRIDS = frozenset({"ParameterGrid", "ParameterSampler"})


@dataclass(frozen=True, eq=False)
class Configuration:
    """What changes from pass to pass of one loop: its variables, and the draws in its body."""

    loop: Pass
    variables: tuple[Term, ...]
    draws: tuple[Draw, ...]
    _reached: dict[int, bool] = field(default_factory=dict)

    @property
    def values(self) -> dict[int, Term]:
        """The values by their ids, each alternative of a variable for itself."""
        drawn = [draw.event.result for draw in self.draws]
        found = [
            option for term in (*self.variables, *drawn) for option in (term, *options_of(term))
        ]
        # What dictionaries of one list hold changes with them.
        listed = [term for term in found if isinstance(term, Mapping)]
        found += [entry.value for term in listed for entry in term.entries]
        return {id(term): term for term in found}

    def enters(self, term: Term) -> bool:
        """Whether a value is made from the configuration."""
        known = self._reached.get(id(term))
        if known is None:
            values = self.values
            known = any(id(each) in values for each in made_from(term))
            self._reached[id(term)] = known
        return known

    def is_itself(self, term: Term) -> bool:
        """Whether a value is the configuration or a part of it, as the loop hands it out."""
        values = self.values
        while isinstance(term, Item | Element):
            if id(term) in values:
                return True
            term = term.base if isinstance(term, Item) else term.iterable
        return any(id(option) in values for option in (term, *options_of(term)))


def tells_form(term: Term) -> bool:
    """Whether a value says only how large something is."""
    match term:
        case Attribute(name=name):
            return name in tables.FORMS
        case Result(event=event):
            return is_function(event.callee, "builtins.len") is not None
    return False


def _configures(argument: Argument) -> bool:
    return argument.keyword not in tables.NOT_CONFIGURING


def configuration(loop: Pass, draws: tuple[Draw, ...]) -> Configuration:
    """What changes from pass to pass: values, not data, folds, seeds, or models."""
    inside = tuple(draw for draw in draws if loop.holds(draw.event))
    return Configuration(loop, tuple(_changing(loop, loop.frame)), inside)


def with_inner_loops(configuration: Configuration) -> Configuration:
    """What changes from pass to pass of the loop, or of those inside of it."""
    frames = configuration.loop.inner_frames()
    loop = configuration.loop
    variables = tuple(value for frame in frames for value in _changing(loop, frame))
    return Configuration(configuration.loop, variables, configuration.draws)


def _changing(loop: Pass, frame: LoopFrame) -> Iterator[Term]:
    if not _deals_out_rows(frame.iterable):
        found = _variables(frame.element)
        yield from (value for value in found if not any(map(_repeats, loop.names_of(value))))


def _repeats(name: str) -> bool:
    """Whether a loop's variable only tells one repeat of the same from another."""
    return name == "random_state" or not tables.REPEATING.isdisjoint(re.split(r"[_\d]+", name))


def _variables(element: Term) -> Iterator[Term]:
    """The parts of a loop's element that are values."""
    match element:
        case Sequence(items=items):
            for item in items:
                yield from _variables(item)
        case Choice(options=options) if any(isinstance(one, Sequence) for one in options):
            for option in options:
                yield from _variables(option)
        case _ if not any(_is_model(option) for option in options_of(element)):
            yield element


def _is_model(term: Term) -> bool:
    return isinstance(term, Instance) or is_estimator(term)


def _deals_out_rows(iterable: Term) -> bool:
    """Whether the loop runs over folds: ``for train, test in folds.split(x)``."""
    return any(
        isinstance(term, Result)
        and isinstance(term.event.callee, Attribute)
        and term.event.callee.name == "split"
        for term in ancestors(iterable)
    )


def configured(configuration: Configuration, fits: tuple[Fit, ...]) -> Iterator[Term]:
    """The values by which the configuration enters what is trained, or how it is trained."""
    loop = configuration.loop
    for event in loop.events:
        if isinstance(event, CallEvent):
            yield from _configured(event, configuration)
    for fit in fits:
        own = loop.holds(fit.event) and loop.made_here(fit.model)
        if own and not configuration.is_itself(fit.model) and configuration.enters(fit.model):
            yield fit.model
        if loop.holds(fit.event):
            yield from (value for value in fit.settings if configuration.enters(value))


def _configured(event: CallEvent, configuration: Configuration) -> Iterator[Term]:
    keywords = event.arguments.keywords
    handed: list[Argument] = []
    if _trains(event) and "initial_epoch" not in keywords:
        handed = [keywords[name] for name in tables.TRAINING_ARGUMENTS & keywords.keys()]
    elif makes_model(event):
        handed = [*event.arguments, *event.arguments.spread]
    for argument in handed:
        if _configures(argument) and configuration.enters(argument.value):
            yield argument.value


def made_from(value: Term) -> Iterator[Term]:
    """Everything that a value of a configuration was made from."""
    return ancestors(value, tells_form, _configures)


def _trains(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name in ("fit", "train")


def makes_model(event: CallEvent) -> bool:
    """Whether the call makes a model, a part of one, or its optimizer, or sets it anew."""
    callee = event.callee
    if isinstance(callee, Attribute) and callee.name in ("set_params", "compile"):
        return True
    if isinstance(callee, Class):
        return any(_modelling(base) for base in callee.library_bases())
    if is_function(callee, *tables.TRAINING_FUNCTIONS) and not is_unbound(callee):
        return True
    return _modelling(callee) and _is_constructor(callee)


def _modelling(term: Term) -> bool:
    if is_unbound(term):
        return is_estimator_name(term)
    for full in dotted(term):
        parts = canonical(full).split(".")
        if parts[0] in tables.MODELLING and not tables.NOT_MODELLING & set(parts[1:-1]):
            return True
    return False


def is_estimator_name(term: Term) -> bool:
    """Whether a name that nothing binds is surely an estimator's or a layer's."""
    return any(full.endswith(("Classifier", "Regressor", "Regression")) for full in dotted(term))


def _is_constructor(term: Term) -> bool:
    return any(full.rpartition(".")[2][:1].isupper() for full in dotted(term))


def gridded(term: Term) -> Iterable[Term]:
    """The dictionaries of the grid whose points a loop goes through; none where it is another."""
    match term:
        case Element(iterable=Result(event=event)) if named(event.callee, "sklearn", GRIDS):
            given = event.arguments.positional[:1]
            space = given[0].value if given else None
            return space.items if isinstance(space, Sequence) else [space] if space else []
    return []
