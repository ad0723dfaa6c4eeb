"""Resets: whether a trial gives a model fresh weights before it trains it."""

from __future__ import annotations

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.provenance import comes_from
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.model.search import Search

SETTING = frozenset(
    {
        "apply",
        "assign",
        "build_from_config",
        "copy_",
        "load_state_dict",
        "load_weights",
        "reset_parameters",
        "set_weights",
    }
)
INITIALISING = "torch.nn.init."
TELLING = ("reset", "reinit", "init", "shuffle_weights", "restore")


def resets_weights(trace: Trace, search: Search, model: Term) -> bool:
    """Whether some call inside the trials sets the model's weights, or may."""
    return any(
        _resets(event, option) for event in search.calls(trace) for option in options_of(model)
    )


def _resets(event: CallEvent, model: Term) -> bool:
    match event.callee:
        case Attribute(base=base, name=name) if name in SETTING:
            return comes_from(base, model)
        case Function():
            return False
    names = dotted(event.callee) or (getattr(event.callee, "name", ""),)
    told = names[0].startswith(INITIALISING)
    told = told or any(word in names[0].rpartition(".")[2].lower() for word in TELLING)
    return told and any(comes_from(argument.value, model) for argument in event.arguments)
