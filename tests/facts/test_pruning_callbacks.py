"""What the pruning callbacks of Optuna's integrations do with a score that is not logged."""

from collections.abc import Callable
from typing import Any

import catboost
import lightgbm
import lightning.pytorch as pl
import optuna
import pytest
import torch
import xgboost
from optuna_integration import (
    CatBoostPruningCallback,
    KerasPruningCallback,
    LightGBMPruningCallback,
    PyTorchLightningPruningCallback,
    XGBoostPruningCallback,
)
from sklearn.datasets import make_classification
from torch.utils.data import DataLoader, TensorDataset

from tests.facts.tiny import network, rows
from tunelint.libraries.boosting.tables import (
    LIGHTGBM_GROWING,
    LIGHTGBM_METRICS,
    OBJECTIVES,
    USUAL_METRICS,
)

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)

X, Y = make_classification(60, 5, random_state=0)
X_VAL, Y_VAL = make_classification(60, 5, random_state=0)
THREE = [number % 3 for number in range(60)]
ESTIMATORS = {"catboost": catboost, "lightgbm": lightgbm, "xgboost": xgboost}


def reported(train: Callable[[Any], Any], direction: str = "minimize") -> int:
    """How many scores a training reports to the pruner."""

    def objective(trial: optuna.Trial) -> float:
        train(trial)
        return 0.0

    study = optuna.create_study(direction=direction)
    study.optimize(objective, n_trials=1)
    return len(study.trials[0].intermediate_values)


@pytest.mark.parametrize(("monitor", "count"), [("val_accuracy", 2), ("val_acc", 0)])
def test_keras_only_warns(monitor: str, count: int) -> None:
    def train(trial: Any) -> None:
        callback = KerasPruningCallback(trial, monitor)
        network(["accuracy"]).fit(
            *rows(), validation_data=rows(), epochs=2, verbose=0, callbacks=[callback]
        )

    assert reported(train) == count


class Module(pl.LightningModule):
    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(3, 1)

    def training_step(self, batch: Any, index: int) -> Any:
        return self.layer(batch[0]).pow(2).mean()

    def validation_step(self, batch: Any, index: int) -> None:
        self.log("val_loss", self.layer(batch[0]).pow(2).mean())

    def configure_optimizers(self) -> Any:
        return torch.optim.SGD(self.parameters(), 0.01)


@pytest.mark.parametrize(
    ("monitor", "validated", "count"),
    [("val_loss", True, 2), ("val_acc", True, 0), ("val_loss", False, 0)],
)
def test_lightning_only_warns(monitor: str, validated: bool, count: int) -> None:
    loader = DataLoader(TensorDataset(torch.zeros(4, 3)))

    def train(trial: Any) -> None:
        trainer = pl.Trainer(
            max_epochs=2,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            callbacks=[PyTorchLightningPruningCallback(trial, monitor)],
        )
        trainer.fit(Module(), loader, *([loader] if validated else []))

    assert reported(train) == count


def boosted(key: str, function: str, **options: Any) -> Callable[[Any], Any]:
    def train(trial: Any) -> None:
        callback = XGBoostPruningCallback(trial, key)
        if function == "fit":
            model = xgboost.XGBClassifier(n_estimators=2, callbacks=[callback])
            model.fit(X, Y, verbose=False, **options)
        else:
            matrix = xgboost.DMatrix(X, Y)
            parameters = {"objective": "binary:logistic", "eval_metric": "auc"}
            if "evals" in options:
                options.update(evals=[(matrix, options["evals"])], verbose_eval=False)
            getattr(xgboost, function)(parameters, matrix, 2, callbacks=[callback], **options)

    return train


@pytest.mark.parametrize(
    ("key", "function", "options"),
    [
        ("validation_0-logloss", "fit", {"eval_set": [(X, Y)]}),
        ("validation-auc", "train", {"evals": "validation"}),
        ("test-auc", "cv", {}),
    ],
)
def test_xgboost_reports(key: str, function: str, options: dict[str, Any]) -> None:
    assert reported(boosted(key, function, **options)) == 2


@pytest.mark.parametrize(
    ("key", "function", "options"),
    [
        ("validation-logloss", "fit", {"eval_set": [(X, Y)]}),
        ("validation_0-auc", "fit", {"eval_set": [(X, Y)]}),
        ("validation_0-logloss", "fit", {}),
        ("validation-auc", "train", {"evals": "eval"}),
        ("validation-error", "train", {"evals": "validation"}),
        ("validation-auc", "train", {}),
        ("validation-auc", "cv", {}),
    ],
)
def test_xgboost_raises(key: str, function: str, options: dict[str, Any]) -> None:
    with pytest.raises(KeyError, match=key):
        reported(boosted(key, function, **options))


def lightened(metric: str, name: str = "valid_0", **options: Any) -> Callable[[Any], Any]:
    def train(trial: Any) -> None:
        callback = LightGBMPruningCallback(trial, metric, valid_name=name)
        options.setdefault("eval_set", [(X_VAL, Y_VAL)])
        model = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1)
        model.fit(X, Y, callbacks=[callback], **options)

    return train


def test_lightgbm_reports() -> None:
    assert reported(lightened("binary_logloss")) == 2
    assert reported(lightened("auc", eval_metric="auc"), "maximize") == 2
    assert reported(lightened("binary_logloss", "dev", eval_names=["dev"])) == 2


@pytest.mark.parametrize(
    ("train", "direction", "error"),
    [
        (lightened("auc"), "maximize", "is not found"),
        (lightened("binary_logloss", "valid_1"), "minimize", "is not found"),
        (lightened("binary_logloss", eval_names=["dev"]), "minimize", "is not found"),
        (lightened("binary_logloss", eval_set=None), "minimize", "is not found"),
        (lightened("auc", eval_metric="auc"), "minimize", "study directions"),
        (lightened("binary_logloss"), "maximize", "study directions"),
    ],
)
def test_lightgbm_raises(train: Callable[[Any], Any], direction: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        reported(train, direction)


def test_catboost_raises() -> None:
    def train(metric: str, **options: Any) -> Callable[[Any], Any]:
        model = catboost.CatBoostClassifier(
            iterations=2, verbose=False, allow_writing_files=False, eval_metric="AUC"
        )
        return lambda trial: model.fit(
            X, Y, callbacks=[CatBoostPruningCallback(trial, metric)], **options
        )

    assert reported(train("AUC", eval_set=[(X, Y)])) == 2
    assert reported(train("Logloss", eval_set=[(X, Y)])) == 2
    with pytest.raises(catboost.CatBoostError, match="is not found"):
        reported(train("Accuracy", eval_set=[(X, Y)]))
    with pytest.raises(catboost.CatBoostError, match="is not found"):
        reported(train("AUC"))


@pytest.mark.parametrize("metric", sorted(LIGHTGBM_METRICS))
def test_lightgbm_has_one_name_for_a_metric(metric: str) -> None:
    kept: dict[str, Any] = {}
    several = LIGHTGBM_METRICS[metric].startswith("multi") or metric == "auc_mu"
    more = {"objective": "multiclass", "num_class": 3} if several else {}
    labels = THREE if several else Y
    lightgbm.train(
        {"verbosity": -1, "metric": metric, **more},
        lightgbm.Dataset(X, labels),
        1,
        valid_sets=[lightgbm.Dataset(X, labels)],
        callbacks=[lightgbm.record_evaluation(kept)],
    )

    assert list(kept["valid_0"]) == [LIGHTGBM_METRICS[metric]]
    assert set(LIGHTGBM_METRICS.values()) >= LIGHTGBM_GROWING


@pytest.mark.parametrize("objective", sorted(OBJECTIVES))
def test_what_an_objective_measures(objective: str) -> None:
    parameters: dict[str, Any] = {"objective": objective}
    labels = Y
    if "multi" in objective:
        parameters["num_class"], labels = 3, THREE
    if ":" in objective:
        kept: dict[str, Any] = {}
        matrix = xgboost.DMatrix(X, labels)
        xgboost.train(
            parameters, matrix, 1, evals=[(matrix, "v")], evals_result=kept, verbose_eval=False
        )
        assert set(kept["v"]) == OBJECTIVES[objective]
        return
    data = lightgbm.Dataset(X, labels)
    kept = {}
    lightgbm.train(
        {**parameters, "verbosity": -1},
        data,
        1,
        valid_sets=[lightgbm.Dataset(X, labels)],
        callbacks=[lightgbm.record_evaluation(kept)],
    )
    assert set(kept["valid_0"]) == OBJECTIVES[objective]


@pytest.mark.parametrize(
    ("library", "name"), [(one, name) for one, every in USUAL_METRICS.items() for name in every]
)
def test_what_an_estimator_measures(library: str, name: str) -> None:
    quiet: dict[str, Any] = {"verbosity": 0}
    if library == "catboost":
        quiet = {"verbose": False, "allow_writing_files": False}
    model = getattr(ESTIMATORS[library], name)(n_estimators=1, **quiet)
    for labels in (Y, THREE) if name.endswith("Classifier") else (Y,):
        model.fit(X, labels, eval_set=[(X_VAL, labels)])
        kept = model.evals_result() if library == "xgboost" else model.evals_result_
        measured = {metric for named, sets in kept.items() if named != "learn" for metric in sets}
        assert measured <= USUAL_METRICS[library][name]
