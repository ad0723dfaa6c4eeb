"""Reads the random splits, permutations and samples of a program."""

from __future__ import annotations

import re

from tunelint.interpreter import library_names
from tunelint.interpreter.objects import CallEvent, Parameter, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    External,
    Item,
    Sequence,
    Term,
    Unbound,
)
from tunelint.libraries.arrays.seeds import OwnSeed, generator_seed, is_number, seed_of
from tunelint.libraries.arrays.tables import (
    DRAWINGS,
    GENERATOR_METHODS,
    NUMBERS,
    SAMPLE_ORDER,
    SKLEARN_DRAWINGS,
    UNMISTAKABLE,
    Drawing,
)
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Fact, Unknown
from tunelint.model.program import Program
from tunelint.model.randomness import Draw
from tunelint.model.records import Records

RANDOM_NAME = re.compile(r"rng|random|generator|^rs$|prng", re.IGNORECASE)


def read(program: Program) -> Records:
    """The draws of the program."""
    draws = (_draw(program.trace, event) for event in program.trace.calls())
    return Records(draws=tuple(draw for draw in draws if draw is not None))


def _draw(trace: Trace, event: CallEvent) -> Draw | None:
    known = _by_function(event.callee)
    if known is not None:
        label, drawing = known
        return _made(event, drawing, label)
    match event.callee:
        case Attribute(base=base, name="sample") if _is_frame_sample(event, base):
            return _frame_sample(trace, event, base)
        case Attribute(base=base, name=name) if name in GENERATOR_METHODS or name in NUMBERS:
            return _by_generator(trace, event, base, name)
    return None


def _by_function(callee: Term) -> tuple[str, Drawing] | None:
    name = library_names.named(callee, "sklearn", SKLEARN_DRAWINGS)
    if name is not None and (not _is_bare(callee) or name in UNMISTAKABLE):
        return name, SKLEARN_DRAWINGS[name]
    if _is_bare(callee):
        return None
    full = library_names.is_function(callee, *DRAWINGS)
    if full is not None:
        return _label(full), DRAWINGS[full]
    for dotted in library_names.dotted(callee):
        module, _, last = dotted.rpartition(".")
        if module == "numpy.random" and last in NUMBERS:
            return f"np.random.{last}", Drawing(kind="numbers", seed=None, generator="numpy")
    return None


def _label(full: str) -> str:
    """How people write the function."""
    if full.endswith(".random_split"):
        return "random_split"
    return full.replace("numpy.", "np.").replace("tensorflow.", "tf.")


def _is_bare(callee: Term) -> bool:
    return isinstance(callee, Unbound) and not callee.modules


def _made(event: CallEvent, drawing: Drawing, label: str) -> Draw:
    argument = event.arguments.get(drawing.seed, drawing.order) if drawing.seed else None
    own = seed_of(argument)
    if argument is None and drawing.seed and event.arguments.open_keywords:
        own = OwnSeed(Unknown(None, (), "perhaps given by **"))
    inputs = _inputs(event, drawing)
    generators = frozenset({drawing.generator}) if own.falls_back else frozenset()
    return Draw(
        event=event,
        kind=_kind(drawing, inputs),
        label=label,
        seed=own.fact,
        seed_argument=drawing.seed,
        generators=generators,
        inputs=inputs,
        output=inputs[0] if drawing.in_place and inputs else event.result,
        random=_draws(event, drawing),
        in_place=drawing.in_place,
    )


def _inputs(event: CallEvent, drawing: Drawing) -> tuple[Term, ...]:
    if drawing.arrays:
        return tuple(argument.value for argument in event.arguments.positional)
    first = event.arguments.get(drawing.order[0], drawing.order) if drawing.order else None
    return (first.value,) if first is not None else ()


def _kind(drawing: Drawing, inputs: tuple[Term, ...]) -> str:
    if drawing.kind == "permutation" and len(inputs) == 1 and is_order(inputs[0]):
        return "order"
    return drawing.kind


def is_order(term: Term) -> bool:
    """Whether the value numbers rows: a count of them, ``arange`` or ``range``, an index."""
    match term:
        case Sequence(kind="range") | Attribute(name="index"):
            return True
        case Item(base=Attribute(name="shape")):
            return True
        case Result(event=event):
            counting = ("numpy.arange", "builtins.range", "tensorflow.range", "torch.arange")
            if library_names.is_function(event.callee, *counting):
                return True
            if library_names.is_function(event.callee, "builtins.list", "numpy.array"):
                arguments = event.arguments.positional
                return bool(arguments) and is_order(arguments[0].value)
    return is_number(term)


def _draws(event: CallEvent, drawing: Drawing) -> bool:
    """Whether it surely draws: not with ``shuffle=False``."""
    if drawing.shuffle is None:
        return True
    shuffles = parameter_worth(event.arguments, "shuffle", drawing.order, drawing.shuffle)
    return shuffles.always(bool)


# -- objects that draw ------------------------------------------------------------------------


def _by_generator(trace: Trace, event: CallEvent, base: Term, name: str) -> Draw | None:
    seed = generator_seed(base)
    if seed is None:
        seed = _seed_of_unknown(trace, base, name)
    if seed is None:
        return None
    drawing = GENERATOR_METHODS.get(name, Drawing(kind="numbers", seed=None, generator=""))
    inputs = _inputs(event, drawing)
    return Draw(
        event=event,
        kind=_kind(drawing, inputs),
        label=f"{_spoken(trace, base, 'rng')}.{name}",
        seed=seed,
        seed_argument=None,
        generators=frozenset(),
        inputs=inputs,
        output=inputs[0] if drawing.in_place and inputs else event.result,
        in_place=drawing.in_place,
        generator=base,
    )


def _seed_of_unknown(trace: Trace, base: Term, name: str) -> Fact | None:
    """A generator that comes from elsewhere shows itself by its method or by its name."""
    if isinstance(base, External):
        return None
    if name in ("permutation", "permuted") or (
        name == "shuffle" and RANDOM_NAME.search(_spoken(trace, base, ""))
    ):
        return Unknown(base.place, (), "a generator from elsewhere")
    return None


def _spoken(trace: Trace, term: Term, otherwise: str) -> str:
    match term:
        case Parameter(name=name) | Unbound(name=name) | Attribute(name=name):
            return name
    bound = trace.names_of(term)
    return bound[0] if bound else otherwise


# -- data frames ------------------------------------------------------------------------------


def _is_frame_sample(event: CallEvent, base: Term) -> bool:
    """``frame.sample(…)``, told from other samplers by its arguments or by pandas behind it."""
    if isinstance(base, External) or generator_seed(base) is not None:
        return False
    if {"frac", "replace", "weights", "ignore_index"} & set(event.arguments.keywords):
        return True
    return any(_is_pandas(found) for found in ancestors(base))


def _is_pandas(term: Term) -> bool:
    if not isinstance(term, Result):
        return False
    callee = term.event.callee
    if isinstance(callee, Attribute) and callee.name == "groupby":
        return True
    return any(full.startswith("pandas.") for full in library_names.dotted(callee))


def _frame_sample(trace: Trace, event: CallEvent, base: Term) -> Draw:
    argument = event.arguments.get("random_state", SAMPLE_ORDER)
    own = seed_of(argument)
    if argument is None and event.arguments.open_keywords:
        own = OwnSeed(Unknown(None, (), "perhaps given by **"))
    whole = event.arguments.get("frac", SAMPLE_ORDER)
    return Draw(
        event=event,
        kind="permutation" if _is_one(whole) else "sample",
        label=f"{_spoken(trace, base, 'df')}.sample",
        seed=own.fact,
        seed_argument="random_state",
        generators=frozenset({"numpy"}) if own.falls_back else frozenset(),
        inputs=(base,),
        output=event.result,
    )


def _is_one(argument: Argument | None) -> bool:
    return argument is not None and isinstance(argument.value, Const) and argument.value.value == 1
