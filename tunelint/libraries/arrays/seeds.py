"""Seeds of single draws: what ``random_state=`` or a generator object is worth."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function, is_unbound
from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import Argument, Attribute, Choice, Const, Term
from tunelint.libraries.arrays.tables import GENERATOR_CLASSES
from tunelint.model.fact_of import worth
from tunelint.model.facts import Default, Fact, Known, OneOf, Unknown

NUMPY_GLOBAL = ("numpy.random", "numpy.random.mtrand._rand")


@dataclass(frozen=True, eq=False)
class OwnSeed:
    """A draw's own seed, and whether a generator of the process stands in where it is None."""

    fact: Fact
    falls_back: bool = True


def seed_of(argument: Argument | None) -> OwnSeed:
    """The seed that ``random_state=``, ``seed=`` or ``generator=`` gives to a draw."""
    if argument is None:
        return OwnSeed(Default(None, (), None))
    if is_function(argument.value, *NUMPY_GLOBAL):
        return OwnSeed(Known(argument.anchor, (), None))
    of_generator = generator_seed(argument.value)
    if of_generator is not None:
        return OwnSeed(of_generator, falls_back=False)
    return OwnSeed(worth(argument.value, argument.anchor))


def generator_seed(term: Term) -> Fact | None:
    """The seed with which a generator object was made; None where the value is no such object."""
    match term:
        case Choice(options=options):
            return _one_of([generator_seed(option) for option in options], term.place)
        case Result(event=event):
            name = is_function(event.callee, *GENERATOR_CLASSES)
            if name is None or is_unbound(event.callee):
                return _seeded_torch(event.callee)
            if name == "torch.Generator":
                return Unknown(term.place, (), "may be seeded later")
            argument = event.arguments.get(GENERATOR_CLASSES[name], (GENERATOR_CLASSES[name],))
            if argument is None:
                unseen = event.arguments.open_keywords or event.arguments.open_positional
                return Unknown(term.place) if unseen else Default(term.place, (), None)
            inner = generator_seed(argument.value)
            return inner if inner is not None else worth(argument.value, argument.anchor)
    return None


def _seeded_torch(callee: Term) -> Fact | None:
    """``torch.Generator().manual_seed(n)`` gives the generator back."""
    match callee:
        case Attribute(base=base, name="manual_seed") if generator_seed(base) is not None:
            return Unknown(callee.place, (), "seeded by manual_seed")
    return None


def _one_of(facts: list[Fact | None], place: Place | None) -> Fact | None:
    known = [fact for fact in facts if fact is not None]
    if not known:
        return None
    values = [fact.values for fact in facts if fact is not None]
    if len(known) != len(facts) or any(value is None for value in values):
        return Unknown(place, (), "one of several generators")
    options = tuple(value for group in values for value in group or ())
    return OneOf(place, (), options)


def is_number(term: Term) -> bool:
    """Whether the value is surely a number of rows rather than rows."""
    match term:
        case Const(value=int()):
            return True
        case Result(event=event):
            return is_function(event.callee, "builtins.len", "builtins.int") is not None
    return False
