"""Boosting libraries, alive: XGBoost's and LightGBM's ``train`` and ``cv``, and CatBoost's ``fit``.

Their estimators with scikit-learn's interface are told of by scikit-learn's probe, but CatBoost's,
which are no `BaseEstimator`. Observed with XGBoost 3.2, LightGBM 4.7 and CatBoost 1.2.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Measured, Training
from tunelint.lab.plain_values import number
from tunelint.lab.probe_api import Bench, in_one_line
from tunelint.libraries.arrays.probe import digests, row_marks, rows_of

NAME = "boosting"


def install(library: ModuleType, bench: Bench) -> None:
    """Let one of the libraries, once it is imported, note its trainings on the bench."""
    match library.__name__:
        case "xgboost" | "lightgbm":
            for name in ("train", "cv"):
                setattr(library, name, _noted(getattr(library, name), bench))
            booster = library.Booster
            booster.predict = _predicted(booster.predict, bench)
        case "catboost":
            fitted = library.CatBoost
            fitted._fit = _noted(fitted._fit, bench)


def _noted(train: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    signature = inspect.signature(train)

    @functools.wraps(train)
    def noted(*args: Any, **kwargs: Any) -> Any:
        bench.before_training()
        try:
            given: Mapping[str, Any] = signature.bind(*args, **kwargs).arguments
        except TypeError:
            given = {}
        arrays = _training_arrays(given) | _validation_arrays(given)
        marks = row_marks(arrays) if bench.rows else {}
        started = time.monotonic()
        error, result = "", None
        try:
            result = train(*args, **kwargs)
            return result
        except Exception as problem:
            error = in_one_line(problem)
            raise
        finally:
            model = given.get("self", result)
            bench.trainings.append(
                Training(
                    NAME,
                    weights_after=_weights(model),
                    data=digests(arrays),
                    rows=rows_of(arrays.get("y")),
                    error=error,
                    seconds=time.monotonic() - started,
                    row_marks=marks,
                )
            )

    return noted


def _predicted(predict: Callable[..., Any], bench: Bench) -> Callable[..., Any]:
    @functools.wraps(predict)
    def noted(booster: Any, data: Any, *args: Any, **kwargs: Any) -> Any:
        result = predict(booster, data, *args, **kwargs)
        arrays = _arrays(data, "")
        marks = row_marks(arrays) if bench.rows else {}
        scored = bench.scored(arrays.get("x"))
        bench.evaluations.append(Measured(NAME, digests(arrays), {}, marks, **scored))
        return result

    return noted


def _training_arrays(given: Mapping[str, Any]) -> dict[str, Any]:
    if "X" in given:
        found = _arrays(given["X"], "")
        return found if "y" in found or given.get("y") is None else {**found, "y": given["y"]}
    return _arrays(given.get("dtrain", given.get("train_set")), "")


def _validation_arrays(given: Mapping[str, Any]) -> dict[str, Any]:
    """The first of the sets that are validated on which is not the training set itself."""
    own = given.get("dtrain", given.get("train_set"))
    listed = given.get("evals") or given.get("valid_sets") or given.get("eval_set") or ()
    for one in listed if isinstance(listed, list | tuple) else [listed]:
        parts = one if isinstance(one, list | tuple) else (one,)
        if parts and parts[0] is own:
            continue
        found = _arrays(parts[0], "validation ") if parts else {}
        if len(parts) == 2 and not isinstance(parts[1], str):
            found["validation y"] = parts[1]
        if found:
            return found
    return {}


def _arrays(data: Any, prefix: str) -> dict[str, Any]:
    """Features and labels of a DMatrix, a Dataset, a Pool, or an array by itself."""
    if data is None:
        return {}
    kind = type(data).__name__
    try:
        if kind in ("DMatrix", "QuantileDMatrix"):
            found = {"x": data.get_data(), "y": data.get_label()}
        elif kind == "Dataset":
            found = {"x": data.data, "y": data.label}
        elif kind == "Pool":
            found = {"x": data.get_features(), "y": data.get_label()}
        else:
            found = {"x": data}
    except Exception:
        return {}
    return {f"{prefix}{name}": value for name, value in found.items() if _holds(value)}


def _holds(value: Any) -> bool:
    shape = getattr(value, "shape", None)
    return value is not None and (shape is None or all(shape))


def _weights(model: Any) -> str:
    """A digest of the trees; empty where they cannot be read."""
    try:
        if hasattr(model, "save_raw"):
            text = bytes(model.save_raw())
        elif hasattr(model, "model_to_string"):
            text = model.model_to_string().encode()
        else:
            text = repr([number(value) for value in model.get_leaf_values()]).encode()
    except Exception:
        return ""
    return hashlib.sha256(text).hexdigest()[:16]
