"""Layers: which calls add to a Keras model."""

from __future__ import annotations

from tunelint.interpreter.library_names import descends_from, dotted, is_unbound
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute

MODULE = "keras.layers."


def builds_layer(event: CallEvent) -> bool:
    """Whether the call makes a layer, applies one, or adds one to a model."""
    callee = event.callee
    if any(name.startswith(MODULE) for name in dotted(callee)):
        return True
    if descends_from(callee, "keras", {"Layer", "Model"}) is not None:
        return True
    match callee:
        case Attribute(name="add"):
            return not is_unbound(callee)
        case Result(event=inner):
            return builds_layer(inner)
    return False
