"""Unlogged scores: what a pruning callback looks for and no training of the trials logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.analyses.logged_objectives import not_compiled
from tunelint.files.place import Place
from tunelint.libraries.boosting.evaluated import Evaluated, evaluations_for
from tunelint.libraries.boosting.evaluated_metrics import plain
from tunelint.libraries.boosting.tables import LIGHTGBM_GROWING, LIGHTGBM_METRICS
from tunelint.libraries.keras.evaluations import compilation_of
from tunelint.libraries.keras.logs import VALIDATION, logs_besides, spelled_otherwise
from tunelint.libraries.lightning.own_logs import SILENT, is_logged, is_never_validated, logged_by
from tunelint.model.objective import PruningCallback
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Compilation, Fit

BOOSTING = {
    "CatBoostPruningCallback": "catboost",
    "LightGBMPruningCallback": "lightgbm",
    "XGBoostPruningCallback": "xgboost",
}
# What a callback raises where the score is not there; the others only warn.
ERRORS = {
    "CatBoostPruningCallback": "CatBoostError",
    "LightGBMPruningCallback": "ValueError",
    "XGBoostPruningCallback": "KeyError",
}
LIGHTNING = "PyTorchLightningPruningCallback"
MOST_NAMES = 2


@dataclass(frozen=True, eq=False)
class Unlogged:
    """Why a training does not log the score, as a clause, and where that is written.

    `instead` is the name under which the training logs the same score.
    """

    why: str
    place: Place
    instead: str | None = None
    advice: str = "watch a score that the training logs"


def unlogged(callback: PruningCallback, search: Search, program: Program) -> Unlogged | None:
    """Why no training that gets the callback logs its score; None where one may log it."""
    name = callback.monitor.value
    if not isinstance(name, str):
        return None
    found = list(_reasons(callback, name, search, program))
    return found[0] if found and all(found) else None


def _reasons(
    callback: PruningCallback, name: str, search: Search, program: Program
) -> Iterator[Unlogged | None]:
    """What each training that gets the callback says."""
    library = BOOSTING.get(callback.kind)
    if library is not None:
        for measured in evaluations_for(callback.event, library, program.trace):
            yield _unmeasured(callback, name, measured, library, search)
        return
    for fit in search.fits:
        if not any(one.event is callback.event for one in fit.callbacks or ()):
            continue
        if callback.kind == LIGHTNING:
            yield _unlogged_by_lightning(callback, name, fit)
        else:
            yield _unlogged_by_keras(name, fit, program)


def _listed(names: Iterable[str]) -> str:
    every = sorted(names)
    shown = ", ".join(map(repr, every[:MOST_NAMES]))
    left = len(every) - MOST_NAMES
    return f"{shown} and {left} more" if left > 0 else shown.replace(", ", " and ")


# -- Keras and Lightning ---------------------------------------------------------------------------


def _unlogged_by_keras(name: str, fit: Fit, program: Program) -> Unlogged | None:
    compilation = compilation_of(fit.model, fit.event, program.records.compilations)
    if compilation is None or logs_besides(name, compilation) or _is_numbered(name, compilation):
        return None
    if name.startswith(VALIDATION) and fit.validated is False:
        advice = "pass validation_data= or validation_split= to fit"
        return Unlogged("but fit gets no validation data", fit.event.place, advice=advice)
    why = not_compiled(name, compilation)
    if why is None:
        return None
    fitting = spelled_otherwise(name, compilation)
    sure = len(fitting) == 1 and (fit.validated or not name.startswith(VALIDATION))
    return Unlogged(f"but {why}", compilation.event.place, instead=fitting[0] if sure else None)


def _is_numbered(name: str, compilation: Compilation) -> bool:
    """Whether a later trial may log a metric under the name: ``auc_1``."""
    metric = name.removeprefix(VALIDATION)
    numbered = [one.logged for one in compilation.metrics or () if one.numbered]
    return any(metric.startswith(f"{logged}_") for logged in numbered)


def _unlogged_by_lightning(callback: PruningCallback, name: str, fit: Fit) -> Unlogged | None:
    if is_never_validated(fit):
        advice = "pass val_dataloaders= to fit"
        return Unlogged("but fit gets no validation loader", fit.event.place, advice=advice)
    logged = logged_by(fit)
    others = [one.kind for one in fit.callbacks or () if one.event is not callback.event]
    if fit.callbacks_open or not SILENT.issuperset(others):
        return None
    if logged is None or name == "loss" or is_logged(name, logged):
        return None
    return Unlogged(f"but the model logs {_listed(logged)}", fit.event.place)


# -- boosting --------------------------------------------------------------------------------------


def _unmeasured(
    callback: PruningCallback, name: str, measured: Evaluated, library: str, search: Search
) -> Unlogged | None:
    place = measured.event.place
    if measured.rows == ():
        advice = "give the training rows to evaluate on (eval_set=, evals=, valid_sets=)"
        return Unlogged("but the training evaluates no rows", place, advice=advice)
    if library == "xgboost":
        return _unmeasured_key(name, measured)
    if library == "lightgbm" and _is_turned(name, search):
        way = (
            "grow, but the study minimises"
            if search.direction == "min"
            else ("shrink, but the study maximises")
        )
        advice = "watch a metric of the study's direction"
        return Unlogged(f"which should {way}", place, advice=advice)
    rows = callback.rows.value
    if measured.rows and isinstance(rows, str) and rows not in ("training", *measured.rows):
        return Unlogged(f"but the rows are called {_listed(measured.rows)}", place)
    if measured.metrics and plain(name) not in measured.metrics:
        return Unlogged(f"but {_measures(measured.metrics)}", place)
    return None


def _unmeasured_key(key: str, measured: Evaluated) -> Unlogged | None:
    """XGBoost's callback looks for rows and metric in one name: ``validation-auc``."""
    place, metrics = measured.event.place, measured.metrics
    if measured.rows is None:
        return None
    of_rows = [rows for rows in measured.rows if key.startswith(f"{rows}-")]
    if of_rows:
        names = [plain(key.removeprefix(f"{rows}-")) for rows in of_rows]
        if not metrics or metrics.intersection(names):
            return None
        return Unlogged(f"but {_measures(metrics)}", place)
    metric = key.partition("-")[2]
    sure = len(measured.rows) == 1 and metric in (metrics or ())
    instead = f"{measured.rows[0]}-{metric}" if sure else None
    why = f"but the rows are called {_listed(measured.rows)}"
    return Unlogged(why, place, instead)


def _measures(metrics: Iterable[str]) -> str:
    return f"the training measures {_listed(metrics)}"


def _is_turned(name: str, search: Search) -> bool:
    """Whether LightGBM's metric goes against the study's direction, which its callback checks."""
    if search.direction is None or name not in LIGHTGBM_METRICS.values():
        return False
    return (name in LIGHTGBM_GROWING) != (search.direction == "max")
