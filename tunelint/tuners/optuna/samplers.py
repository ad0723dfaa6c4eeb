"""Samplers: what proposes a study's trials, after how many random ones, seeded by what."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.facts import Default, Fact, Unknown
from tunelint.frameworks.generators.swept import is_swept
from tunelint.search import Randomness
from tunelint.syntax.names import named
from tunelint.syntax.terms import Result, Term, options_of
from tunelint.syntax.trace import Argument, CallEvent, Trace
from tunelint.syntax.worth import parameter_worth
from tunelint.tuners.optuna import tables
from tunelint.tuners.optuna.studies import Study, is_none, sampler_of

SAMPLER_CLASSES = (*tables.SAMPLERS, "PartialFixedSampler", "BoTorchSampler", "PyCmaSampler")


@dataclass(frozen=True, eq=False)
class Sampler:
    """What draws a study's trials: its class, and the call that builds it.

    `name` is empty where it cannot be read; `event` is None where the study takes its default.
    """

    name: str
    event: CallEvent | None
    argument: Argument | None = None

    @property
    def algorithm(self) -> str:
        """What proposes: ``tpe``, ``random``, ``grid``, …; ``unknown``."""
        return tables.ALGORITHMS.get(self.name, "unknown")

    def fact(self, parameter: str, default: object = None) -> Fact:
        """A parameter of the sampler as a fact, with the library's default."""
        if self.event is None:
            return Default(None, (), default)
        order = tables.SAMPLER_POSITIONAL.get(self.name, ())
        return parameter_worth(self.event.arguments, parameter, order, default)


def sampler(study: Study, trace: Trace) -> Sampler:
    """The sampler of a study; the default where it is given none."""
    term, argument = sampler_of(study, trace)
    if term is None and study.may_have("sampler"):
        return Sampler("", None)
    return read_sampler(term, argument)


def read_sampler(term: Term | None, argument: Argument | None = None) -> Sampler:
    """The sampler that a value is."""
    if term is None or is_none(term):
        return Sampler(tables.DEFAULT_SAMPLER, None, argument)
    found = [_sampler(option, argument) for option in options_of(term)]
    if len(found) == 1:
        return found[0]
    names = {one.name for one in found}
    return Sampler(names.pop() if len(names) == 1 else "", _one_event(found), argument)


def _one_event(found: list[Sampler]) -> CallEvent | None:
    """The building call that speaks for several samplers of one class: one that has no seed."""
    return next((one.event for one in found if one.event is not None), None)


def _sampler(term: Term, argument: Argument | None) -> Sampler:
    if is_none(term):
        return Sampler(tables.DEFAULT_SAMPLER, None, argument)
    if not isinstance(term, Result):
        return Sampler("", None, argument)
    event = term.event
    for package in (tables.PACKAGE, tables.INTEGRATION):
        name = named(event.callee, package, SAMPLER_CLASSES)
        if name == "PartialFixedSampler":
            base = event.arguments.get("base_sampler", tables.SAMPLER_POSITIONAL[name])
            inner = base.value if base is not None else term
            return Sampler("", None, argument) if inner is term else read_sampler(inner, argument)
        if name is not None:
            return Sampler(name, event, argument)
    return Sampler("", None, argument)


def startup(chosen: Sampler) -> Fact:
    """How many trials are random before the sampler's own method proposes."""
    if chosen.name not in tables.STARTUP:
        return Unknown(None, (), "no such start-up is known")
    parameter, default = tables.STARTUP[chosen.name]
    return chosen.fact(parameter, default)


def randomness(chosen: Sampler, made: CallEvent, draws: bool | None) -> Randomness:
    """Where the proposals come from, and what seeds them."""
    seed = chosen.fact("seed") if chosen.name else Unknown(None, (), "the sampler is not read")
    given = _seed_argument(chosen)
    return Randomness(
        draws=draws,
        seed=seed,
        argument="seed" if chosen.event is not None else "sampler",
        moment=made,
        reads="the seed= of its sampler",
        given=given,
        swept=given is not None and is_swept(given, made),
        holder=chosen.event,
        drifts=bool(chosen.name) and chosen.name not in tables.STEADY,
    )


def _seed_argument(chosen: Sampler) -> Argument | None:
    if chosen.event is None:
        return None
    order = tables.SAMPLER_POSITIONAL.get(chosen.name, ())
    return chosen.event.arguments.get("seed", order)
