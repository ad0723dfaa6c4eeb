from typing import Any

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import get_scorer, get_scorer_names
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils import all_estimators

from tunelint.libraries.scikit_learn import tables

pytestmark = pytest.mark.libraries

ESTIMATORS = dict(all_estimators())
SEEDS = range(6)
# Beyond rounding: what decompositions and solvers that iterate differ by anyway.
ROUNDING = 1e-9
READINGS = ("predict", "predict_proba", "decision_function", "transform")
STATES = ("coef_", "components_", "labels_", "embedding_", "covariance_", "feature_importances_")

INNER: dict[str, Any] = {
    "ClassifierChain": {"estimator": LogisticRegression()},
    "RegressorChain": {"estimator": DecisionTreeRegressor(random_state=0)},
    "OutputCodeClassifier": {"estimator": LogisticRegression()},
}
# As few components, and as little work, as shows the draw.
SMALL: dict[str, dict[str, Any]] = {
    "FactorAnalysis": {"n_components": 3},
    "FastICA": {"n_components": 2},
    "GradientBoostingClassifier": {"n_estimators": 20},
    "GradientBoostingRegressor": {"n_estimators": 20},
    "HistGradientBoostingClassifier": {"max_iter": 2},
    "HistGradientBoostingRegressor": {"max_iter": 3},
    "LatentDirichletAllocation": {"n_components": 2, "max_iter": 2},
    "LinearSVC": {"max_iter": 20},
    "LogisticRegression": {"max_iter": 20},
    "MLPClassifier": {"max_iter": 3},
    "MLPRegressor": {"max_iter": 3},
    "MiniBatchSparsePCA": {"n_components": 2, "max_iter": 2},
    "NMF": {"n_components": 2, "max_iter": 5},
    "NuSVC": {"nu": 0.2},
}
FITTED = 100
# Of few columns a randomized decomposition is exact: its draws show in the last digits alone.
MANY_COLUMNS = {"FactorAnalysis"}
NOT_NEGATIVE = {"BernoulliRBM", "LatentDirichletAllocation", "NMF", "SkewedChi2Sampler"}
SEVERAL_TARGETS = {"ClassifierChain", "MultiTaskElasticNet", "MultiTaskLasso", "RegressorChain"}
REGRESSIONS = {"ElasticNet", "ElasticNetCV", "Lasso", "LassoCV", "RegressorChain", "Ridge"}


def data(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Noisy rows of a few classes or of a real target.

    In the rows that are fitted two columns say the same, in the others they do not: a tree that
    may split by either of them tells on the others by which one it did.
    """
    classes = 2 if name == "LogisticRegression" else 3
    x, y = make_classification(
        160, 8, n_informative=4, n_redundant=0, n_classes=classes, flip_y=0.3, random_state=0
    )
    x[:, 0] = y + np.random.default_rng(0).normal(size=len(y))
    x[:FITTED, 1] = x[:FITTED, 0]
    if name in MANY_COLUMNS:
        x = np.hstack([x, np.random.default_rng(2).normal(size=(len(x), 30))])
    if name in NOT_NEGATIVE:
        x = np.abs(x) / np.abs(x).max()
    if name in REGRESSIONS or name.endswith("Regressor") or name.startswith("MultiTask"):
        y = x[:, 0] + x[:, 2] ** 2 + np.random.default_rng(1).normal(size=len(y))
    if name in SEVERAL_TARGETS:
        y = np.column_stack([y, y > 0.5])
        y = y if name in REGRESSIONS or name.startswith("Multi") else (y > 0.5).astype(int)
    return x, y


def readings(name: str, options: dict[str, Any], seed: int) -> list[np.ndarray]:
    """All that one fitted estimator says, on rows that it has not seen where it can."""
    x, y = data(name)
    estimator = ESTIMATORS[name](**INNER.get(name, {}), **options, random_state=seed)
    if name in ("MDS", "TargetEncoder"):
        return [estimator.fit_transform(x, y)]
    estimator.fit(x[:FITTED], y[:FITTED])
    methods = (getattr(estimator, each, None) for each in READINGS)
    told = [np.asarray(method(x[FITTED:])) for method in methods if method is not None]
    states = (getattr(estimator, each, None) for each in STATES)
    told += [np.asarray(state, dtype=float) for state in states if state is not None]
    return told


def dense(part: Any) -> np.ndarray:
    part = part.item() if part.dtype == object and part.ndim == 0 else part
    return part.toarray() if hasattr(part, "toarray") else np.asarray(part, dtype=float)


def draws(name: str, options: dict[str, Any] | None = None) -> bool:
    """Whether another `random_state` makes another estimator."""
    chosen = {**SMALL.get(name, {}), **(options or {})}
    first = [dense(part) for part in readings(name, chosen, SEEDS[0])]
    assert first
    for seed in SEEDS[1:]:
        again = [dense(part) for part in readings(name, chosen, seed)]
        for left, right in zip(first, again, strict=True):
            if left.shape != right.shape:
                return True
            scale = max(float(np.abs(left).max()), 1e-12)
            if float(np.abs(left - right).max()) / scale > ROUNDING:
                return True
    return False


@pytest.mark.parametrize("name", sorted(tables.ALWAYS_RANDOM))
def test_estimators_that_always_draw(name: str) -> None:
    assert draws(name)


ALTERNATIVES = [
    (name, dict(zip(alternative, values, strict=True)))
    for name, alternatives in tables.SOMETIMES_RANDOM.items()
    for alternative in alternatives
    for values in zip(
        *(sorted(drawing, key=str) * 2 for drawing in alternative.values()), strict=False
    )
]
# What scikit-learn itself asks for beside the option.
BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    ("LinearSVC", "penalty"): {"dual": False},
    ("LogisticRegression", "penalty"): {"solver": "liblinear"},
    ("NMF", "shuffle"): {"init": "nndsvda"},
    ("Perceptron", "early_stopping"): {"shuffle": False},
    ("SGDClassifier", "early_stopping"): {"shuffle": False},
    ("SGDRegressor", "early_stopping"): {"shuffle": False},
    ("PassiveAggressiveClassifier", "early_stopping"): {"shuffle": False},
    ("PassiveAggressiveRegressor", "early_stopping"): {"shuffle": False},
}


def unique(pairs: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    return [pair for number, pair in enumerate(pairs) if pair not in pairs[:number]]


@pytest.mark.parametrize(("name", "options"), unique(ALTERNATIVES), ids=str)
def test_options_with_which_an_estimator_draws(name: str, options: dict[str, Any]) -> None:
    beside = dict[str, Any]()
    for (each, parameter), extra in BESIDE.items():
        if each == name and parameter in options:
            beside |= extra
    assert draws(name, {**beside, **options})


STILL: dict[str, list[dict[str, Any]]] = {
    "ElasticNet": [{}],
    "HistGradientBoostingClassifier": [{}, {"early_stopping": False}],
    "Lasso": [{}],
    "LinearSVC": [{"dual": False}],
    "LogisticRegression": [
        {},
        {"solver": "newton-cg"},
        {"solver": "newton-cholesky"},
        {"solver": "liblinear"},
    ],
    "Perceptron": [{"shuffle": False}],
    "Ridge": [{"solver": each} for each in ("auto", "svd", "cholesky", "lsqr", "sparse_cg")],
    "RidgeClassifier": [{}],
    "SGDClassifier": [{"shuffle": False}],
    "SVC": [{}],
    "NuSVC": [{}],
}


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, options) for name, several in STILL.items() for options in several],
    ids=str,
)
def test_options_with_which_it_does_not(name: str, options: dict[str, Any]) -> None:
    assert not draws(name, options)


def test_the_tables_are_about_estimators_that_have_a_seed() -> None:
    seeded = {name for name, takes in tables.ESTIMATORS.items() if "random_state" in takes}
    assert set(tables.SOMETIMES_RANDOM) | tables.ALWAYS_RANDOM <= seeded
    assert not set(tables.SOMETIMES_RANDOM) & tables.ALWAYS_RANDOM
    for name, alternatives in tables.SOMETIMES_RANDOM.items():
        for alternative in alternatives:
            assert alternative.keys() <= tables.ESTIMATORS[name].defaults.keys()


@pytest.mark.parametrize("name", sorted(tables.INNER_ESTIMATORS))
def test_where_composites_hold_their_estimators(name: str) -> None:
    assert all(parameter in tables.ESTIMATORS[name] for parameter in tables.INNER_ESTIMATORS[name])


@pytest.mark.parametrize("name", get_scorer_names())
def test_which_scorers_ask_for_probabilities(name: str) -> None:
    asked = get_scorer(name)._response_method
    assert (asked == "predict_proba") == (name in tables.PROBABILITY_SCORERS)


@pytest.mark.parametrize("name", sorted(tables.RANDOM_PROBABILITIES))
def test_the_draw_changes_probabilities_alone(name: str) -> None:
    x, y = make_classification(60, random_state=0)
    models = [ESTIMATORS[name](probability=True, random_state=seed).fit(x, y) for seed in SEEDS]
    for reading in ("predict", "decision_function"):
        assert len({getattr(model, reading)(x).tobytes() for model in models}) == 1
    assert len({model.predict_proba(x).tobytes() for model in models}) > 1
