"""Trainers: which values are Lightning's trainers, and for how many epochs they train."""

from __future__ import annotations

from tunelint.interpreter.library_names import is_unbound, named
from tunelint.interpreter.objects import Arguments, CallEvent, Result
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.lightning.tables import (
    MOST_EPOCHS,
    OTHER_LIMITS,
    PACKAGES,
    TRAINER,
    TRAINER_PARAMETERS_GONE,
    TRAINERS,
)
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Default, Fact, Unknown


def made(trainer: Term) -> CallEvent | None:
    """The call that made the trainer; None where the value is none."""
    if not isinstance(trainer, Result):
        return None
    callee = trainer.event.callee
    if not any(named(callee, package, TRAINER) for package in PACKAGES):
        return None
    return trainer.event if not is_unbound(callee) or _unmistakable(trainer.event) else None


def _unmistakable(event: CallEvent) -> bool:
    """Whether a trainer that nothing binds can be Lightning's alone, by its arguments."""
    given = event.arguments.keywords.keys()
    known = all(name in TRAINERS["Trainer"] or name in TRAINER_PARAMETERS_GONE for name in given)
    return bool(given) and known and not event.arguments.positional


def called(event: CallEvent, *methods: str) -> CallEvent | None:
    """The call that made the trainer of which one of the methods is called."""
    callee = event.callee
    if isinstance(callee, Attribute) and callee.name in methods:
        return made(callee.base)
    return None


def epochs(arguments: Arguments) -> Fact:
    """For how many epochs a trainer with these arguments trains, as far as nothing stops it."""
    if any(arguments.may_have(name) for name in OTHER_LIMITS):
        return Unknown(None, (), "something else limits the training")
    given = arguments.get("max_epochs")
    if given is not None and given.is_none:
        return Default(None, (), MOST_EPOCHS)
    return parameter_worth(arguments, "max_epochs", (), MOST_EPOCHS)
