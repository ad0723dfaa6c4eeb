"""Samplers: what proposes a study's trials, after how many random ones, seeded by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.swept_seed import is_swept
from tunelint.libraries.optuna import tables
from tunelint.libraries.optuna.own_samplers import (
    generator_seeds,
    library_arguments,
    library_class,
)
from tunelint.libraries.optuna.studies import is_none
from tunelint.model.facts import Default, Fact, Unknown
from tunelint.model.randomness import Randomness

_CLASSES = tables.ALGORITHMS.keys() | {"PartialFixedSampler"}


@dataclass(frozen=True, eq=False)
class Sampler:
    """What can draw a study's trials: a class, and the call that builds it.

    `name` is empty where it cannot be read; `call` is None where the study takes its default.
    `own` is what seeds the generators of one that the project wrote.
    """

    name: str
    call: LibraryCall | None = None
    own: Fact | None = None

    @property
    def algorithm(self) -> str:
        """What proposes: ``tpe``, ``random``, ``grid``, …; ``unknown``."""
        return tables.ALGORITHMS.get(self.name, "unknown")

    @property
    def seed(self) -> Fact:
        """What seeds it."""
        if self.own is not None:
            return self.own
        if not self.name:
            return Unknown(None, (), "the sampler cannot be read")
        return self.fact("seed")

    def given(self, parameter: str) -> Argument | None:
        """The argument for a parameter of the sampler."""
        return self.call.given(parameter) if self.call is not None else None

    def fact(self, parameter: str) -> Fact:
        """A parameter of the sampler as a fact, with the library's default."""
        if self.call is None:
            return Default(None, (), tables.SAMPLERS[self.name].defaults.get(parameter))
        return self.call.fact(parameter)


UNREAD = Sampler("")
BY_DEFAULT = Sampler(tables.DEFAULT_SAMPLER)


def read_samplers(term: Term | None, trace: Trace) -> tuple[Sampler, ...]:
    """The samplers that a value can be; the default where it is None."""
    return tuple(_samplers(term, trace)) if term is not None else (BY_DEFAULT,)


def _samplers(term: Term, trace: Trace) -> Iterator[Sampler]:
    for option in options_of(term):
        if is_none(option):
            yield BY_DEFAULT
        elif isinstance(option, Result):
            yield from _built(option.event, trace)
        elif isinstance(option, Instance):
            yield _written(option, trace)
        else:
            yield UNREAD


def _written(sampler: Instance, trace: Trace) -> Sampler:
    """One of a class that the project wrote."""
    name = library_class(sampler)
    event = library_arguments(sampler, trace) if name is not None else None
    if name is not None and event is not None:
        return Sampler(name, LibraryCall(event, tables.SAMPLERS[name]))
    seeds = generator_seeds(sampler)
    unset = bool(seeds) and all(seed.always(lambda value: value is None) for seed in seeds)
    return Sampler("", own=seeds[0]) if unset else UNREAD


def _built(event: CallEvent, trace: Trace) -> Iterator[Sampler]:
    for package in (tables.PACKAGE, tables.INTEGRATION):
        name = named(event.callee, package, _CLASSES)
        if name == "PartialFixedSampler":
            base = LibraryCall(event, tables.SAMPLERS[name]).value("base_sampler")
            yield from (UNREAD,) if base is None else _samplers(base, trace)
            return
        if name is not None:
            yield Sampler(name, LibraryCall(event, tables.SAMPLERS[name]))
            return
    yield UNREAD


def algorithm(samplers: tuple[Sampler, ...]) -> str:
    """The algorithm that all of them are, else ``unknown``."""
    found = {sampler.algorithm for sampler in samplers}
    return found.pop() if len(found) == 1 else "unknown"


def startup(samplers: tuple[Sampler, ...]) -> Fact:
    """How many trials are random before the sampler's own method proposes."""
    if len(samplers) != 1 or samplers[0].name not in tables.STARTUP:
        return Unknown(None, (), "no such start-up is known")
    return samplers[0].fact(tables.STARTUP[samplers[0].name])


def randomness(samplers: tuple[Sampler, ...], made: CallEvent, draws: bool | None) -> Randomness:
    """Where the proposals come from, and what seeds them."""
    seed, speaker = _seed(samplers)
    given = speaker.given("seed")
    return Randomness(
        draws=draws,
        seed=seed,
        argument=_argument(speaker),
        moment=made,
        reads="its sampler's own generator",
        given=given,
        swept=given is not None and is_swept(given, made),
        holder=speaker.call.event if speaker.call is not None else None,
        drifts=all(one.name and one.name not in tables.STEADY for one in samplers),
    )


def _argument(sampler: Sampler) -> str:
    """Which argument seeds it; none where the project's own code makes its generators."""
    if sampler.own is not None:
        return ""
    return "sampler" if sampler is BY_DEFAULT else "seed"


def _seed(samplers: tuple[Sampler, ...]) -> tuple[Fact, Sampler]:
    """What seeds the sampler, whichever of several it is, and the one that stands for all."""
    seeds = [sampler.seed for sampler in samplers]
    unset = [seed.always(lambda value: value is None) for seed in seeds]
    given = [seed.always(lambda value: value is not None) for seed in seeds]
    if all(unset) or all(given):
        return seeds[0], samplers[0]
    return Unknown(None, (), "one of several samplers"), UNREAD
