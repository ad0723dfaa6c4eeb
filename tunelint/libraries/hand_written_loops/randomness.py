"""Where the configurations of a hand-written search come from, and what seeds them."""

from __future__ import annotations

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import Instance, Parameter, Result
from tunelint.interpreter.values import Element, Opaque, Term
from tunelint.libraries.hand_written_loops.configurations import made_from
from tunelint.libraries.hand_written_loops.draws import Draw
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.torch.modules import is_module_class
from tunelint.model.facts import Default, Fact
from tunelint.model.randomness import Randomness

GENERATORS = {"python": "Python's random", "numpy": "NumPy's global generator"}
# They hand out what they were given; a sampler that draws is a draw.
HANDING_ON = (
    "sklearn.model_selection.ParameterGrid",
    "sklearn.model_selection.ParameterSampler",
    "itertools.product",
    "numpy.array",
    "numpy.arange",
    "numpy.linspace",
    "numpy.logspace",
    "numpy.geomspace",
    "builtins.range",
    "builtins.zip",
    "builtins.dict",
    "builtins.list",
)


def randomness(loop: Pass, entering: list[Term], used: tuple[Draw, ...]) -> Randomness:
    """How the configurations are drawn, if they are."""
    moment = used[0].event if used else loop.start
    if not used:
        listed = all(_listed(term) for value in entering for term in made_from(value))
        return Randomness(
            draws=False if listed else None,
            seed=Default(None, (), None),
            argument="",
            moment=moment,
        )
    shared = frozenset(draw.generator for draw in used if draw.generator is not None)
    given = next((draw.given for draw in used if draw.given is not None), None)
    return Randomness(
        draws=True,
        seed=_seed(used),
        argument="random_state" if any(draw.sampler for draw in used) else "",
        moment=moment,
        generators=(shared,) if shared else (),
        reads=" and ".join(GENERATORS[name] for name in sorted(shared)) or "a generator of its own",
        given=given,
        holder=used[0].event if len(used) == 1 and used[0].sampler else None,
    )


def _seed(used: tuple[Draw, ...]) -> Fact:
    """What seeds the draws: nothing, as soon as one of them has no seed of its own."""
    facts = [draw.seed for draw in used]
    for fact in facts:
        if fact.always(lambda value: value is None):
            return fact
    return facts[0]


def _listed(term: Term) -> bool:
    """Whether a value is no source of configurations that cannot be read."""
    match term:
        case Instance():
            return is_module_class(term)
        case Opaque() | Parameter():
            return False
        case Element(iterable=Result(event=event)):
            return is_function(event.callee, *HANDING_ON) is not None
    return True
