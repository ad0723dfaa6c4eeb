"""The names in Keras' logs: which a compiled model gives, and which spellings mean one metric."""

from __future__ import annotations

from tunelint.model.training import Compilation

# What stands before a metric's name where it is measured on the validation data.
VALIDATION = "val_"
SHORT_NAMES = {
    "acc": "accuracy",
    "mse": "meansquarederror",
    "mae": "meanabsoluteerror",
    "mape": "meanabsolutepercentageerror",
    "msle": "meansquaredlogarithmicerror",
    "rmse": "rootmeansquarederror",
    "bce": "binarycrossentropy",
    "f1": "f1score",
    "r2": "r2score",
}


def logged_names(compilation: Compilation) -> tuple[str, ...] | None:
    """What one epoch of a compiled model logs for the training data, ``loss`` first.

    Each of several outputs may log a loss of its own. None where a metric or an output cannot be
    named, or where the project's own code may log anything else.
    """
    if compilation.metrics is None or compilation.others is None:
        return None
    outputs = compilation.output_names if (compilation.outputs or 1) > 1 else ()
    if outputs is None:
        return None
    names = [metric.logged for metric in compilation.metrics]
    if any(name is None for name in names):
        return None
    losses = (f"{output}_loss" for output in outputs)
    return ("loss", *losses, *(name for name in names if name is not None))


def evaluated_names(compilation: Compilation) -> tuple[str, ...] | None:
    """The names of the numbers that ``evaluate`` returns, in order; None where that is not known.

    A model with several outputs returns them in an order of its own.
    """
    return None if (compilation.outputs or 1) > 1 else logged_names(compilation)


def logs_besides(name: str, compilation: Compilation) -> bool:
    """Whether a callback of the project's own may log the name, ``val_`` and all."""
    return compilation.others is None or name in compilation.others


def spelled_otherwise(name: str, compilation: Compilation) -> list[str]:
    """The names that a compiled model logs for the metric of `name`, ``val_`` in front or not."""
    metric = name.removeprefix(VALIDATION)
    front = name.removesuffix(metric)
    logged = logged_names(compilation) or ()
    return [front + one for one in logged if one != metric and _is_of(one, metric)]


def _is_of(logged: str, metric: str) -> bool:
    """Whether a name means the metric: in another spelling, or behind the name of an output."""
    return same_metric(logged, metric) or logged.endswith(f"_{metric}")


def same_metric(one: str, other: str) -> bool:
    """Whether two names mean the same kind of metric: ``acc`` and ``accuracy``."""
    return _meaning(one) == _meaning(other)


def _meaning(name: str) -> str:
    plain = name.lower().replace("_", "")
    plain = SHORT_NAMES.get(plain, plain)
    return "accuracy" if plain.endswith("accuracy") else plain


SQUARED = frozenset({"meansquarederror", "rootmeansquarederror", "r2score"})
LOSS_LIKE = frozenset({"crossentropy", "error", "hinge", "poisson", "huber", "logcosh"})


def ranks_alike(loss: object, metric: str) -> bool:
    """Whether a metric surely or perhaps orders models as the loss does.

    The same function does, and so do MSE, RMSE and R² among each other. `loss` is None where it
    cannot be read; then any metric that could be the loss itself may rank alike.
    """
    measured = _meaning(metric)
    if not isinstance(loss, str):
        return any(measured.endswith(part) for part in LOSS_LIKE) or measured in SQUARED
    minimised = _meaning(loss)
    return measured == minimised or {measured, minimised} <= SQUARED
