"""Draws: where a program draws random values, of which generator, seeded by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import dotted, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Parameter
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, Mapping, Opaque, Sequence
from tunelint.libraries.arrays.seeds import generator_seed, seed_of
from tunelint.libraries.hand_written_loops import tables
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Default, Fact, Unknown

SAMPLER_ORDER = ("param_distributions", "n_iter")


@dataclass(frozen=True, eq=False)
class Draw:
    """One random draw.

    `generator` is ``python`` or ``numpy`` where the process's own is drawn from, else None and
    `seed` is what seeds the generator, at `given`. `sampler` is the class that draws for itself.
    """

    event: CallEvent
    generator: str | None
    seed: Fact
    given: Argument | None = None
    sampler: str | None = None


def draws(trace: Trace) -> tuple[Draw, ...]:
    """Every random draw of values that the program makes, in order."""
    found: list[Draw] = []
    for event in trace.calls():
        found.extend(_draw(event))
    return tuple(found)


def _draw(event: CallEvent) -> Iterator[Draw]:
    if is_unbound(event.callee) and "." not in dotted(event.callee)[0][1:]:
        return
    for full in dotted(event.callee):
        module, _, name = full.rpartition(".")
        if module == "random" and name in tables.PYTHON_DRAWS:
            yield Draw(event, "python", Default(None, (), None))
        elif module in ("numpy.random", "numpy.random.mtrand") and name in tables.NUMPY_DRAWS:
            yield Draw(event, "numpy", Default(None, (), None))
    if named(event.callee, "sklearn", {"ParameterSampler"}):
        yield from _sampled(event)
    if isinstance(event.callee, Attribute):
        yield from _by_method(event, event.callee)


def _sampled(event: CallEvent) -> Iterator[Draw]:
    """``ParameterSampler``: it draws nothing where it takes all of a space of lists."""
    if _exhausts(event):
        return
    yield _with_random_state(event, "ParameterSampler")


def _with_random_state(event: CallEvent, sampler: str | None) -> Draw:
    given = event.arguments.get("random_state")
    if given is None and event.arguments.open_keywords:
        return Draw(event, None, Unknown(None, (), "perhaps given by **"), None, sampler)
    own = seed_of(given)
    unset = own.falls_back and own.fact.always(lambda value: value is None)
    return Draw(event, "numpy" if unset else None, own.fact, given, sampler)


def _exhausts(event: CallEvent) -> bool:
    space = event.arguments.get("param_distributions", SAMPLER_ORDER)
    if space is None or not isinstance(space.value, Mapping) or space.value.open:
        return False
    size = 1
    for entry in space.value.entries:
        if not isinstance(entry.value, Sequence) or entry.value.open:
            return False
        size *= len(entry.value.items)
    wanted = parameter_worth(event.arguments, "n_iter", SAMPLER_ORDER)
    return wanted.always(lambda number: isinstance(number, int) and number >= size)


def _by_method(event: CallEvent, callee: Attribute) -> Iterator[Draw]:
    """A draw from a generator of its own, or from a distribution of SciPy."""
    if callee.name == "rvs" and not dotted(callee.base):
        yield _with_random_state(event, None)
        return
    if callee.name in tables.PYTHON_DRAWS | tables.NUMPY_DRAWS and not dotted(callee):
        seed = generator_seed(callee.base)
        unseen = Unknown(None, (), "a generator that cannot be read")
        if seed is not None or isinstance(callee.base, Parameter | Opaque):
            yield Draw(event, None, seed if seed is not None else unseen)
