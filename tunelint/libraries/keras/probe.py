"""Keras, alive: notes what every `fit` and `evaluate` does, and how long a training may be.

Only Keras' own interface is used, so that it holds for every backend. Nothing of it runs per batch:
the numbers are those of the history that `fit` gives back.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from tunelint.lab.answers import UNBUILT, Measured, Stopping, Training
from tunelint.lab.plain_values import number
from tunelint.lab.probe_api import Bench, Halves, in_one_line
from tunelint.libraries.arrays.probe import (
    array,
    digests,
    first_rows,
    is_longer,
    row_marks,
    rows_at,
    rows_of,
)


def install(keras: ModuleType, bench: Bench) -> None:
    """Let the models of this process note what they do on the bench."""
    model = keras.Model
    model.fit = _noted_fit(model.fit, bench)
    model.evaluate = _noted_evaluate(model.evaluate, bench)
    bench.seeders["keras"] = keras.utils.set_random_seed
    bench.devices["keras"] = functools.partial(_device, keras)


def _noted_fit(fit: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    signature = inspect.signature(fit)

    @functools.wraps(fit)
    def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            given = signature.bind(self, *args, **kwargs)
        except TypeError:
            # An argument that today's Keras does not take: it shall say so itself.
            bench.before_training()
            return fit(self, *args, **kwargs)
        bench.before_training()
        bench.fill(self, given.arguments)
        asked = given.arguments.get("epochs", 1)
        length = bench.length(asked)
        start = int(given.arguments.get("initial_epoch") or 0)
        if length is not None and length != asked:
            given.arguments["epochs"] = start + length if start and length < asked else length
        if bench.without and given.arguments.get("callbacks"):
            given.arguments["callbacks"] = _kept(given.arguments["callbacks"], bench.without)
        _shorten(given.arguments, bench)
        return _fitted(fit, given, self, asked, bench)

    return noted


def _fitted(
    fit: Callable[..., Any], given: inspect.BoundArguments, model: Any, asked: Any, bench: Bench
) -> Any:
    before = _weights(model)
    arrays = _arrays(given.arguments)
    callbacks = _listed(given.arguments.get("callbacks"))
    start = int(given.arguments.get("initial_epoch") or 0)
    notes: dict[str, Any] = {
        "framework": "keras",
        "epochs_asked": asked if isinstance(asked, int) else None,
        "data": digests(arrays),
        "rows": rows_of(given.arguments.get("x")),
        "row_marks": row_marks(_split(given.arguments, arrays)) if bench.rows else {},
        **bench.scored(_held_back(given.arguments)),
        "weights_before": before,
        "steps_before": _steps(model),
        "callbacks": tuple(type(one).__name__ for one in callbacks),
        "stoppings": tuple(_stoppings(callbacks, asked, start)),
    }
    started = time.monotonic()
    try:
        history = fit(*given.args, **given.kwargs)
    except Exception as error:
        seconds = time.monotonic() - started
        bench.trainings.append(Training(**notes, error=in_one_line(error), seconds=seconds))
        raise
    logs = getattr(history, "history", None) or {}
    bench.trainings.append(
        Training(
            **notes,
            epochs_run=len(getattr(history, "epoch", ())),
            logs={str(name): _curve(values) for name, values in logs.items()},
            weights_after=_weights(model),
            halves=_halves(model, given.arguments, bench),
            model=_build_of(model, given.arguments),
            seconds=time.monotonic() - started,
        )
    )
    return history


def _steps(model: Any) -> int | None:
    """How many steps the model's optimizer has made, for this model or another."""
    try:
        return int(model.optimizer.iterations)
    except (AttributeError, TypeError, ValueError):
        return None


def _noted_evaluate(evaluate: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    signature = inspect.signature(evaluate)

    @functools.wraps(evaluate)
    def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(self, *args, **kwargs)
        except TypeError:
            return evaluate(self, *args, **kwargs)
        given = bound.arguments
        bench.fill(self, given)
        result = evaluate(*bound.args, **bound.kwargs)
        if not kwargs.get("_use_cached_eval_dataset"):
            numbers = _numbers(result)
            arrays = _arrays(given)
            marks = row_marks(arrays) if bench.rows else {}
            scored = bench.scored(arrays.get("x"))
            bench.evaluations.append(Measured("keras", digests(arrays), numbers, marks, **scored))
        return result

    return noted


def _kept(callbacks: Any, without: frozenset[str]) -> list[Any]:
    return [
        one
        for one in _listed(callbacks)
        if not without & {base.__name__ for base in type(one).__mro__}
    ]


def _listed(callbacks: Any) -> list[Any]:
    """The callbacks of a training, which may be given as one alone or in Keras' own list."""
    held = getattr(callbacks, "callbacks", callbacks)
    return list(held) if isinstance(held, list | tuple) else [held] if held else []


def _stoppings(callbacks: Iterable[Any], asked: Any, start: int) -> Iterator[Stopping]:
    """Keras' own early stoppings; those of a class derived from it may do anything."""
    for one in callbacks:
        kind = type(one)
        own = kind.__name__ == "EarlyStopping" and kind.__module__.startswith("keras.")
        if own and isinstance(asked, int):
            delay = max(0, int(one.start_from_epoch) - start)
            baseline = one.baseline is not None
            yield Stopping(int(one.patience), asked - start, delay, baseline)


def _shorten(arguments: dict[str, Any], bench: Bench) -> None:
    rows = bench.most_rows
    if rows is None:
        return
    if is_longer(arguments.get("x"), rows):
        bench.changed.add("rows")
    for name in ("x", "y", "sample_weight"):
        if name in arguments:
            arguments[name] = first_rows(arguments[name], rows)
    if isinstance(arguments.get("validation_data"), tuple):
        arguments["validation_data"] = tuple(
            first_rows(part, rows) for part in arguments["validation_data"]
        )


def _arrays(arguments: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: arguments.get(name) for name in ("x", "y")}
    validation = arguments.get("validation_data")
    if isinstance(validation, tuple | list) and len(validation) >= 2:
        found["validation x"], found["validation y"] = validation[:2]
    return found


def _split(arguments: Mapping[str, Any], arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The arrays as the training sees them: a share of its own rows may be kept for validation."""
    share = arguments.get("validation_split") or 0.0
    if arguments.get("validation_data") is not None or not share:
        return dict(arrays)
    found: dict[str, Any] = {}
    for name, value in arrays.items():
        rows = array(value)
        if rows is not None:
            kept = int(len(rows) * (1 - share))
            found |= {name: rows[:kept], f"validation {name}": rows[kept:]}
    return found


def _held_back(arguments: Mapping[str, Any]) -> Any:
    """The features that a training validates on: those given, or the last rows of its own."""
    return _last(arguments, "x", 0)


def _held_back_labels(arguments: Mapping[str, Any]) -> Any:
    return _last(arguments, "y", 1)


def _last(arguments: Mapping[str, Any], name: str, position: int) -> Any:
    validation = arguments.get("validation_data")
    if validation is not None:
        given = validation if isinstance(validation, tuple | list) else ()
        return given[position] if position < len(given) else None
    share, rows = arguments.get("validation_split") or 0.0, array(arguments.get(name))
    return rows[int(len(rows) * (1 - share)) :] if share and rows is not None else None


def _halves(model: Any, arguments: Mapping[str, Any], bench: Bench) -> Halves:
    """What the trained model reaches on halves of the rows that it validated on."""
    features, labels = _held_back(arguments), array(_held_back_labels(arguments))
    if not bench.halves or array(features) is None or labels is None:
        return {}
    try:
        predicted = array(model.predict(features, verbose=0))
    except Exception:  # a model of the script's own; its training has not failed
        return {}
    if predicted is None:
        return {}

    def on(positions: Sequence[int]) -> dict[str, float]:
        true, said = rows_at(labels, positions), rows_at(predicted, positions)
        model.reset_metrics()
        loss = model.compute_loss(y=true, y_pred=said, training=False)
        found = {**model.compute_metrics(None, true, said), "loss": loss}
        return {f"val_{name}": value for name, value in _numbers(found).items()}

    return bench.on_halves(features, on)


def _weights(model: Any) -> str:
    """A digest of all weights; empty where they cannot be read."""
    if not getattr(model, "built", False):
        return UNBUILT
    found = hashlib.sha256()
    try:
        for weight in model.get_weights():
            found.update(weight.tobytes())
    except Exception:
        return ""
    return found.hexdigest()[:16]


def _build_of(model: Any, arguments: Mapping[str, Any]) -> str:
    """A digest of how the model is made, compiled and trained, without the names of layers."""
    shape: list[Any] = [[list(w.shape) for w in model.weights]]
    for layer in getattr(model, "layers", ()):
        shape.append(_configuration(layer))
    optimizer = getattr(model, "optimizer", None)
    shape.append(_configuration(optimizer))
    shape.append([arguments.get("epochs"), arguments.get("batch_size")])
    text = json.dumps(shape, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _configuration(thing: Any) -> Any:
    try:
        config = dict(thing.get_config())
    except Exception:
        return repr(type(thing))
    config.pop("name", None)
    return [type(thing).__name__, config]


def _curve(values: Any) -> tuple[float, ...]:
    return tuple(float("nan") if (n := number(value)) is None else n for value in values)


def _numbers(result: Any) -> dict[str, float]:
    if isinstance(result, Mapping):
        named = {str(name): number(value) for name, value in result.items()}
    elif isinstance(result, list | tuple):
        named = {str(position): number(value) for position, value in enumerate(result)}
    else:
        named = {"0": number(result)}
    return {name: value for name, value in named.items() if value is not None}


def _device(keras: ModuleType) -> str:
    backend = keras.backend.backend()
    if backend == "torch":
        import torch  # type: ignore[import-not-found,unused-ignore]

        return "gpu" if torch.cuda.is_available() else "cpu"
    try:
        devices = keras.distribution.list_devices()
    except Exception:
        return "cpu"
    return "gpu" if any("gpu" in str(one).lower() for one in devices) else "cpu"
