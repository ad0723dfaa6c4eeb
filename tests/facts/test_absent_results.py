"""What searches do not have after they ran, as they were set up."""

from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pytest
from ray import tune
from ray.tune.schedulers import AsyncHyperBandScheduler
from ray.tune.search.optuna import OptunaSearch
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV

from tunelint.libraries.optuna.tables import OF_A_SINGLE_DIRECTION
from tunelint.libraries.scikit_learn.cross_validated.absent import OF_A_FITTED_SEARCH, OF_ONE_SCORE

pytestmark = pytest.mark.libraries
optuna.logging.set_verbosity(optuna.logging.ERROR)

X, Y = np.arange(24.0).reshape(12, 2), np.array([0, 1] * 6)
SPACE = {"strategy": ["most_frequent", "prior"]}
SEVERAL = ["accuracy", "f1"]


# -- Optuna ---------------------------------------------------------------------------------------


def study_of(*directions: str) -> optuna.Study:
    study = optuna.create_study(directions=directions)
    study.optimize(lambda trial: (trial.suggest_float("x", 0, 1),) * len(directions), n_trials=2)
    return study


@pytest.mark.parametrize("name", sorted(OF_A_SINGLE_DIRECTION))
def test_several_directions_have_no_single_best_trial(name: str) -> None:
    with pytest.raises(RuntimeError, match="multi-objective"):
        getattr(study_of("minimize", "maximize"), name)
    assert study_of("minimize", "maximize").best_trials
    assert getattr(study_of("minimize"), name) is not None


# -- scikit-learn ---------------------------------------------------------------------------------


def search_of(**settings: Any) -> GridSearchCV:
    return GridSearchCV(DummyClassifier(), SPACE, cv=2, **settings).fit(X, Y)


def missing(search: GridSearchCV) -> set[str]:
    found = {name for name in OF_A_FITTED_SEARCH | OF_ONE_SCORE if not hasattr(search, name)}
    try:
        search.score(X, Y)
    except AttributeError:
        found.add("score")
    # What this estimator, or these columns without names, never have.
    return (
        found
        - {"decision_function", "feature_names_in_", "inverse_transform"}
        - {
            "score_samples",
            "transform",
        }
    )


def test_without_a_refit_there_is_no_model() -> None:
    assert not missing(search_of())
    assert missing(search_of(refit=False)) >= {"best_estimator_", "classes_", "predict", "score"}
    assert not missing(search_of(refit=False)) & OF_ONE_SCORE


def test_several_metrics_without_a_refit_have_no_best_configuration() -> None:
    for scoring in (SEVERAL, ["f1"], {"one": "f1"}):
        gone = missing(search_of(scoring=scoring, refit=False))
        assert gone >= {"best_estimator_", "predict", "score"} | OF_ONE_SCORE
    assert not missing(search_of(scoring=SEVERAL, refit="f1"))


@pytest.mark.parametrize("scoring", [SEVERAL, ["f1"], ("f1",), {"one": "f1", "two": "recall"}])
@pytest.mark.parametrize("kind", [GridSearchCV, RandomizedSearchCV])
def test_one_of_several_metrics_has_to_be_named(kind: Any, scoring: Any) -> None:
    settings = {"n_iter": 2} if kind is RandomizedSearchCV else {}
    for refit in ({}, {"refit": True}):
        with pytest.raises(ValueError, match="refit"):
            kind(DummyClassifier(), SPACE, cv=2, scoring=scoring, **settings, **refit).fit(X, Y)


def test_a_function_as_refit_leaves_no_best_score() -> None:
    assert missing(search_of(refit=lambda results: 0)) == {"best_score_"}


def test_a_refit_that_is_set_later_counts() -> None:
    search = GridSearchCV(DummyClassifier(), SPACE, cv=2, refit=False)
    search.refit = True
    assert not missing(search.fit(X, Y))
    assert not missing(search.set_params(scoring=SEVERAL, refit="f1").fit(X, Y))


# -- Ray Tune -------------------------------------------------------------------------------------


def report(config: dict[str, Any]) -> None:
    tune.report({"score": config["x"]})


def results_of(folder: Path, samples: int = 2, **settings: Any) -> tune.ResultGrid:
    return tune.Tuner(
        report,
        param_space={"x": tune.uniform(0, 1)},
        tune_config=tune.TuneConfig(num_samples=samples, reuse_actors=True, **settings),
        run_config=tune.RunConfig(storage_path=str(folder), verbose=0),
    ).fit()


@pytest.mark.usefixtures("ray_session")
def test_the_best_of_several_needs_metric_and_mode(tmp_path: Path) -> None:
    found = results_of(tmp_path)
    with pytest.raises(ValueError, match="No metric"):
        found.get_best_result()
    with pytest.raises(ValueError, match="No mode"):
        found.get_best_result("score")
    assert found.get_best_result("score", "min").config["x"] < 1
    assert results_of(tmp_path, mode="min").get_best_result("score").config["x"] < 1
    assert results_of(tmp_path, samples=1).get_best_result().config["x"] < 1


@pytest.mark.usefixtures("ray_session")
def test_what_a_scheduler_or_a_searcher_is_told_does_not_count(tmp_path: Path) -> None:
    for settings in (
        {"scheduler": AsyncHyperBandScheduler(metric="score", mode="min")},
        {"search_alg": OptunaSearch(metric="score", mode="min")},
    ):
        with pytest.raises(ValueError, match="No metric"):
            results_of(tmp_path, **settings).get_best_result()
