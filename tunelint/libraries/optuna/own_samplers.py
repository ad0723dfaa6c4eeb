"""Own samplers: classes of the project that descend from Optuna's, and what seeds them."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import descends_from
from tunelint.interpreter.objects import CallEvent, Function, Instance, Super
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute
from tunelint.libraries.arrays.seeds import generator_seed
from tunelint.libraries.optuna import tables
from tunelint.model.facts import Fact

_DRAWING = ("infer_relative_search_space", "sample_independent", "sample_relative")
_ROOT = frozenset({"BaseSampler"})


def library_class(sampler: Instance) -> str | None:
    """The library's class that draws for the object; None where the project's methods draw."""
    if any(isinstance(sampler.cls.member(name), Function) for name in _DRAWING):
        return None
    return descends_from(sampler, tables.PACKAGE, tables.ALGORITHMS.keys())


def library_arguments(sampler: Instance, trace: Trace) -> CallEvent | None:
    """The call that hands the library's class its arguments; None where it cannot be seen."""
    if not isinstance(sampler.cls.member("__init__"), Function):
        return sampler.built
    for event in trace.calls():
        match event.callee:
            case Attribute(base=Super(instance=owner), name="__init__") if owner is sampler:
                return event
    return None


def generator_seeds(sampler: Instance) -> tuple[Fact, ...]:
    """The seeds of the generators that a sampler of the project's own keeps."""
    if descends_from(sampler, tables.PACKAGE, _ROOT) is None:
        return ()
    return tuple(_seeds(sampler))


def _seeds(sampler: Instance) -> Iterator[Fact]:
    for value in sampler.attributes.values():
        seed = generator_seed(value)
        if seed is not None:
            yield seed
