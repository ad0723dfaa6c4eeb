"""Which transformers, selectors and resamplers learn from the rows that they are fitted on.

Each is fitted on all rows and on the first of them; what it then makes of those tells.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from tunelint.libraries.preprocessing.tables import (
    ADAPTED_LAYERS,
    FUNCTIONS,
    RESAMPLERS,
    SELECTORS,
    SUPERVISED,
    TRANSFORMERS,
)

pytestmark = pytest.mark.libraries

RNG = np.random.default_rng(3)
ROWS, FIRST = 150, 30
# The later rows are larger, and its first column counts for the labels there only.
PLAIN = np.abs(RNG.normal(size=(ROWS, 5))) + 0.1
X = PLAIN.copy()
X[FIRST:] *= np.array([9.0, 2.0, 5.0, 0.5, 7.0])
Y = (np.arange(ROWS) % 2).astype(int)
X[FIRST:, 0] += 400 * Y[FIRST:]
X[FIRST:, 1] += 400 * RNG.random(ROWS - FIRST)
X[:FIRST, 1] += 4 * Y[:FIRST]
WORDS = ["rain sun rain", "sun wind", "snow rain"] * 10 + ["fog fog sun", "snow fog"] * 60


def learner(name: str) -> Any:
    import sklearn.experimental.enable_iterative_imputer  # noqa: F401
    from sklearn.tree import DecisionTreeClassifier
    from sklearn.utils import all_estimators

    classes = dict(all_estimators())
    tree = DecisionTreeClassifier(random_state=0)
    arguments: dict[str, dict[str, Any]] = {
        "FactorAnalysis": {"n_components": 2},
        "FastICA": {"random_state": 0},
        "GenericUnivariateSelect": {"mode": "k_best", "param": 2},
        "KBinsDiscretizer": {"encode": "ordinal", "n_bins": 3},
        "KernelPCA": {"n_components": 2},
        "NMF": {"n_components": 2, "init": "nndsvda", "max_iter": 2000},
        "NeighborhoodComponentsAnalysis": {"random_state": 0},
        "Nystroem": {"n_components": 3, "random_state": 0},
        "PLSRegression": {"n_components": 1},
        "QuantileTransformer": {"n_quantiles": 10},
        "RFE": {"estimator": tree, "n_features_to_select": 1},
        "RFECV": {"estimator": tree},
        "SelectFromModel": {"estimator": tree, "max_features": 1},
        "SelectKBest": {"k": 1},
        "SelectPercentile": {"percentile": 20},
        "SequentialFeatureSelector": {"estimator": tree, "n_features_to_select": 1, "cv": 2},
        "SparsePCA": {"n_components": 2, "random_state": 0},
        "TargetEncoder": {"random_state": 0},
        "VarianceThreshold": {"threshold": 3.0},
        "Isomap": {"n_neighbors": 3},
    }
    if name == "IterativeImputer":
        from sklearn.impute import IterativeImputer

        return IterativeImputer(random_state=0)
    return classes[name](**arguments.get(name, {}))


def rows_for(name: str) -> Any:
    if name.endswith("Imputer"):
        holes = PLAIN.copy()
        holes[::4, 2] = np.nan
        return holes
    if name == "TargetEncoder":
        return np.round(X)
    if name == "NeighborhoodComponentsAnalysis":
        return PLAIN
    if name == "TfidfTransformer":
        return (X > 3).astype(int)
    return WORDS if name.endswith("Vectorizer") else X


def made_of_the_first(name: str, count: int) -> Any:
    """What the transformer makes of the first rows after a fit on the first `count` rows."""
    rows = rows_for(name)
    fitted = learner(name).fit(rows[:count], Y[:count])
    made = fitted.transform(rows[:FIRST])
    return made.toarray() if hasattr(made, "toarray") else np.asarray(made)


def differ(one: Any, other: Any) -> bool:
    return one.shape != other.shape or not np.allclose(one, other, equal_nan=True)


@pytest.mark.parametrize("name", sorted(TRANSFORMERS | SELECTORS))
@pytest.mark.filterwarnings("ignore")
def test_the_other_rows_change_what_it_makes_of_a_row(name: str) -> None:
    assert differ(made_of_the_first(name, FIRST), made_of_the_first(name, ROWS))


@pytest.mark.parametrize("name", sorted(TRANSFORMERS | SELECTORS))
@pytest.mark.filterwarnings("ignore")
def test_the_labels_change_what_some_make_of_a_row(name: str) -> None:
    rows = rows_for(name)
    by_another_column = (PLAIN[:, 3] > np.median(PLAIN[:, 3])).astype(int)
    both = []
    for labels in (Y, by_another_column):
        made = learner(name).fit(rows, labels).transform(rows)
        both.append(made.toarray() if hasattr(made, "toarray") else np.asarray(made))
    assert differ(*both) == (name in SUPERVISED)


STATELESS = [
    "AdditiveChi2Sampler",
    "Binarizer",
    "FunctionTransformer",
    "GaussianRandomProjection",
    "HashingVectorizer",
    "Normalizer",
    "PolynomialFeatures",
    "RBFSampler",
]


@pytest.mark.parametrize("name", STATELESS)
def test_nothing_is_learned(name: str) -> None:
    from sklearn.utils import all_estimators

    drawing: dict[str, Any] = {"random_state": 0} if "R" in name and "Sampler" in name else {}
    if name == "GaussianRandomProjection":
        drawing = {"random_state": 0, "n_components": 2}
    rows = rows_for(name)
    both = []
    for count in (FIRST, ROWS):
        made = dict(all_estimators())[name](**drawing).fit(rows[:count]).transform(rows[:FIRST])
        both.append(made.toarray() if hasattr(made, "toarray") else np.asarray(made))
    assert name not in TRANSFORMERS
    assert not differ(*both)


def test_an_imputer_of_a_constant_learns_nothing() -> None:
    from sklearn.impute import SimpleImputer

    rows = rows_for("SimpleImputer")
    both = [
        SimpleImputer(strategy="constant", fill_value=0).fit(rows[:count]).transform(rows[:FIRST])
        for count in (FIRST, ROWS)
    ]
    assert not differ(*both)


@pytest.mark.parametrize("name", ["OneHotEncoder", "OrdinalEncoder", "LabelEncoder"])
def test_encoders_learn_only_the_list_of_categories(name: str) -> None:
    import sklearn.preprocessing

    # With the same categories in both parts nothing else makes a difference.
    rows = np.array(["a", "b", "c"] * 10 + ["c", "c", "b"] * 39 + ["a", "b", "b"])
    shaped = rows if name == "LabelEncoder" else rows[:, None]
    both = []
    for count in (FIRST, ROWS):
        encoder = getattr(sklearn.preprocessing, name)()
        made = encoder.fit(shaped[:count]).transform(shaped[:FIRST])
        both.append(made.toarray() if hasattr(made, "toarray") else made)
    assert np.array_equal(*both)


def test_words_are_only_listed_unless_they_are_chosen_by_their_counts() -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    listed = [CountVectorizer().fit(WORDS[:count]).transform(["rain sun"]) for count in (3, ROWS)]
    assert {matrix.sum() for matrix in listed} == {2}
    chosen = [CountVectorizer(max_features=2).fit(WORDS[:count]) for count in (FIRST, ROWS)]
    assert len({tuple(sorted(each.vocabulary_)) for each in chosen}) == 2


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.filterwarnings("ignore")
def test_function_forms_learn_too(name: str) -> None:
    import sklearn.preprocessing

    function = getattr(sklearn.preprocessing, name)
    assert differ(function(X[:FIRST]), function(X)[:FIRST])


@pytest.mark.parametrize("name", sorted(RESAMPLERS))
def test_resamplers_change_the_rows(name: str) -> None:
    import imblearn.combine
    import imblearn.over_sampling
    import imblearn.under_sampling

    rng = np.random.default_rng(1)
    labels = np.array([0] * 70 + [1] * 20)
    rows = rng.normal(size=(90, 2))
    rows[labels == 1] += 1.2
    modules = (imblearn.over_sampling, imblearn.under_sampling, imblearn.combine)
    (cls,) = (getattr(module, name) for module in modules if hasattr(module, name))
    arguments: dict[str, Any] = {}
    if name == "SMOTENC":
        arguments = {"categorical_features": [1]}
        rows = np.round(rows)
    elif name == "SMOTEN":
        rows = np.round(rows)
    elif name == "KMeansSMOTE":
        arguments = {"cluster_balance_threshold": 0.05, "random_state": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made, _ = cls(**arguments).fit_resample(rows, labels)
    assert len(made) != len(rows)


@pytest.mark.parametrize("name", sorted(ADAPTED_LAYERS))
def test_layers_adapt_to_the_rows(name: str) -> None:
    import keras

    options = {"num_bins": 3} if name == "Discretization" else {}
    made = []
    for count in (FIRST, ROWS):
        layer = getattr(keras.layers, name)(**options)
        layer.adapt(X[:count].astype("float32"))
        made.append(np.asarray(layer(X[:FIRST].astype("float32"))))
    assert differ(*made)
