"""Reads where a program seeds the random generators of its process."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Argument, Const, Term, Unbound
from tunelint.libraries.random_generators.seed_arguments import handed_seed
from tunelint.libraries.random_generators.tables import (
    ALL,
    HYPEROPT,
    HYPEROPT_VARIABLE,
    SEEDING_CALLS,
    UNMISTAKABLE,
)
from tunelint.model.fact_of import argument_worth, worth
from tunelint.model.program import Program
from tunelint.model.randomness import Seeding
from tunelint.model.records import Records


def read(program: Program) -> Records:
    """The seedings of the program."""
    found: list[Seeding] = []
    for event in program.trace.events:
        match event:
            case CallEvent():
                found.extend(_by_call(program.trace, event))
            case StoreEvent(attribute=False, key=Const(value=key)) if key == HYPEROPT_VARIABLE:
                if is_function(event.base, "os.environ"):
                    found.append(_by_variable(event, event.value))
    return Records(seedings=tuple(found))


def _by_call(trace: Trace, event: CallEvent) -> Iterator[Seeding]:
    name = _seeding_function(event.callee)
    if name is not None:
        yield from _by_function(event, name)
    elif _sets_variable(event):
        yield _by_variable(event, event.arguments.positional[1].value)
    else:
        handed = handed_seed(trace, event)
        if handed is not None:
            label, argument = handed
            value = argument_worth(argument)
            yield Seeding(event=event, label=label, generators=ALL, value=value)


def _seeding_function(callee: Term) -> str | None:
    name = is_function(callee, *SEEDING_CALLS)
    if name is not None and isinstance(callee, Unbound) and not callee.modules:
        return next((full for full in UNMISTAKABLE if full.endswith(f".{callee.name}")), None)
    return name


def _by_function(event: CallEvent, name: str) -> Iterator[Seeding]:
    """A seeding, unless the seed is missing or None: then it draws fresh entropy instead."""
    seed = next(iter(event.arguments), None)
    if seed is None and not (event.arguments.open_positional or event.arguments.open_keywords):
        return
    value = argument_worth(seed)
    if not value.always(lambda known: known is None) or seed is None:
        generators = SEEDING_CALLS[name]
        label = name.replace("numpy.", "np.").replace("tensorflow.", "tf.")
        yield Seeding(
            event=event,
            label=label,
            generators=generators,
            value=value,
            restores=seed is not None and _is_earlier_state(seed.value),
        )


def _is_earlier_state(term: Term) -> bool:
    """Whether the value is a state that the same run got from the generator before."""
    if not isinstance(term, Result):
        return False
    return is_function(term.event.callee, "numpy.random.get_state", "random.getstate") is not None


def _sets_variable(event: CallEvent) -> bool:
    setter = is_function(event.callee, "os.environ.setdefault")
    return (
        setter is not None
        and len(event.arguments.positional) == 2
        and _is_variable(event.arguments.positional[0])
    )


def _is_variable(argument: Argument) -> bool:
    return isinstance(argument.value, Const) and argument.value.value == HYPEROPT_VARIABLE


def _by_variable(event: CallEvent | StoreEvent, value: Term) -> Seeding:
    generators = frozenset({HYPEROPT})
    return Seeding(event=event, label=HYPEROPT_VARIABLE, generators=generators, value=worth(value))
