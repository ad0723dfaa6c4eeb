"""Modules: which values are PyTorch models, which are the same one, and where they are applied."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import descends_from, dotted, is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import Attribute, Term, join, options_of
from tunelint.libraries.torch.tables import (
    LIGHTNING_MODULES,
    LOSS_FUNCTIONS,
    MODULE_PACKAGES,
    MODULES,
    MOVING,
    NO_MODULES,
    WRAPPING,
)

LIGHTNING = ("pytorch_lightning", "lightning")
LOSS = "Loss"


def same_module(term: Term) -> Term:
    """The module behind ``model.to(device)``, ``torch.compile(model)`` and the like."""
    options = options_of(term)
    if len(options) > 1:
        return join(term.place, [same_module(option) for option in options])
    while isinstance(term, Result):
        event = term.event
        callee = event.callee
        if isinstance(callee, Attribute) and callee.name in MOVING and not dotted(callee):
            term = callee.base
        elif is_function(callee, *WRAPPING) and not is_unbound(callee):
            first = next(iter(event.arguments), None)
            if first is None:
                break
            term = first.value
        elif isinstance(callee, Attribute) and callee.name == "module":
            term = callee.base
        else:
            break
    if isinstance(term, Attribute) and term.name == "module":
        return same_module(term.base)
    return term


def is_module(term: Term) -> bool:
    """Whether the value is surely a module with weights, by how it was made."""
    return any(_is_module(option) for option in options_of(same_module(term)))


def _is_module(term: Term) -> bool:
    match term:
        case Instance():
            return is_module_class(term) and not is_loss(term)
        case Result(event=event):
            return _makes_module(event) and not is_loss(term)
    return False


def is_module_class(term: Term) -> bool:
    """Whether a class of the project, or an object of it, is a module of PyTorch or Lightning."""
    if descends_from(term, "torch", MODULES) is not None:
        return True
    return any(descends_from(term, each, LIGHTNING_MODULES) is not None for each in LIGHTNING)


def _makes_module(event: CallEvent) -> bool:
    return any(
        (full.startswith(MODULE_PACKAGES) and not full.startswith(NO_MODULES))
        or (
            full.startswith("transformers.")
            and full.endswith(".from_pretrained")
            and "Model" in full
        )
        for full in dotted(event.callee)
    )


def is_loss(term: Term) -> bool:
    """Whether the value measures a loss: ``nn.MSELoss()``, ``F.cross_entropy``, ``FocalLoss()``."""
    match term:
        case Instance(cls=cls):
            return cls.name.endswith(LOSS)
        case Result(event=event):
            names = [full.rpartition(".")[2] for full in dotted(event.callee)]
            return any(name.endswith(LOSS) for name in names)
    for full in dotted(term):
        module, _, name = full.rpartition(".")
        if module == "torch.nn.functional" and (name in LOSS_FUNCTIONS or name.endswith("_loss")):
            return True
    return False


def losses(term: Term) -> bool:
    """Whether the value is what a loss of PyTorch gives for some predictions."""
    if not isinstance(term, Result):
        return False
    return any(is_loss(option) for option in options_of(same_module(term.event.callee)))


def applied(term: Term) -> Term | None:
    """The module whose output the value is: ``model(x)``, ``model.forward(x)``."""
    if not isinstance(term, Result):
        return None
    callee = term.event.callee
    if isinstance(callee, Attribute) and callee.name == "forward" and not dotted(callee):
        callee = callee.base
    return same_module(callee) if is_module(callee) else None


def applications(term: Term) -> Iterator[Result]:
    """The outputs of modules that a value is computed from, not those inside of the modules."""
    for found in ancestors(term, _is_applied):
        if isinstance(found, Result) and _is_applied(found):
            yield found


def _is_applied(term: Term) -> bool:
    return applied(term) is not None
