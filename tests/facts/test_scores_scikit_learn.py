import inspect
from typing import Any

import numpy as np
import pytest
import sklearn.metrics

from tunelint.libraries.scikit_learn import tables
from tunelint.libraries.scikit_learn.metrics import grows

pytestmark = pytest.mark.libraries

TRUTH = np.array([0, 1, 2, 0, 1, 2])
WRONG = np.array([1, 2, 0, 1, 0, 0])
BINARY, FLIPPED = np.array([0, 1, 0, 1, 0, 1]), np.array([1, 0, 1, 1, 1, 0])
LIKELY = np.array([0.1, 0.9, 0.2, 0.8, 0.1, 0.7])
MANY = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
POINTS = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0], [5.1, 5.0]])

LABELS = (TRUTH, TRUTH, WRONG)
PROBABILITIES = (BINARY, LIKELY, 1 - LIKELY)
RANKINGS = (MANY, MANY + 0.1, 1.1 - MANY)
NUMBERS = (TRUTH + 1.0, TRUTH + 1.1, WRONG + 1.5)
SIGNED = (np.where(BINARY, 1, -1), np.where(BINARY, 2.0, -2.0), np.where(BINARY, -2.0, 2.0))
OF_FEATURES = {"calinski_harabasz_score", "davies_bouldin_score", "silhouette_score"}
AVERAGED = {"f1_score", "fbeta_score", "jaccard_score", "precision_score", "recall_score"}
EXAMPLES: dict[str, tuple[Any, Any, Any]] = {
    "average_precision_score": PROBABILITIES,
    "brier_score_loss": PROBABILITIES,
    "coverage_error": RANKINGS,
    "d2_brier_score": PROBABILITIES,
    "d2_log_loss_score": PROBABILITIES,
    "dcg_score": RANKINGS,
    "hinge_loss": SIGNED,
    "label_ranking_average_precision_score": RANKINGS,
    "label_ranking_loss": RANKINGS,
    "log_loss": PROBABILITIES,
    "ndcg_score": RANKINGS,
    "roc_auc_score": PROBABILITIES,
    "top_k_accuracy_score": (TRUTH, np.eye(3)[TRUTH], np.eye(3)[WRONG]),
}
CLUSTERS = {"adjusted", "completeness", "fowlkes", "homogeneity", "mutual", "rand", "v_measure"}
MIXED = np.array([0, 0, 1, 1, 2, 2])


def example(name: str) -> tuple[Any, Any, Any]:
    """The truth, a good prediction and a bad one."""
    if name in EXAMPLES:
        return EXAMPLES[name]
    if any(name.startswith(word) or f"_{word}" in name for word in CLUSTERS):
        return TRUTH, TRUTH, MIXED
    regresses = ("error", "deviance", "pinball", "variance", "r2", "tweedie", "max_error")
    return NUMBERS if any(word in name for word in regresses) else LABELS


def value(name: str, which: int) -> float:
    score = getattr(sklearn.metrics, name)
    if name in OF_FEATURES:
        return score(POINTS, [0, 0, 1, 1] if which == 1 else [0, 1, 0, 1])
    options: dict[str, Any] = {"average": "macro"} if name in AVERAGED else {}
    if name == "fbeta_score":
        options["beta"] = 1.0
    if name == "top_k_accuracy_score":
        options["k"] = 1
    examples = example(name)
    return float(score(examples[0], examples[which], **options))


@pytest.mark.parametrize("name", sorted(tables.GROWING_METRICS | tables.SHRINKING_METRICS))
def test_a_better_prediction_moves_the_score_in_its_direction(name: str) -> None:
    good, bad = value(name, 1), value(name, 2)
    assert good != bad
    assert (good > bad) is (name in tables.GROWING_METRICS)


def test_no_score_has_both_directions() -> None:
    assert not tables.GROWING_METRICS & tables.SHRINKING_METRICS


@pytest.mark.parametrize("name", sklearn.metrics.get_scorer_names())
def test_scorers_negate_what_shrinks(name: str) -> None:
    scorer = sklearn.metrics.get_scorer(name)
    assert (scorer._sign == -1) is name.startswith("neg_")
    if "likelihood_ratio" in name:
        assert grows(name) is None
    else:
        assert grows(name) is grows(scorer._score_func.__name__) is (scorer._sign == 1)


@pytest.mark.parametrize("name", ["mean_squared_error", "accuracy_score", "rmse", "log_loss"])
def test_scoring_does_not_accept_the_names_of_functions(name: str) -> None:
    with pytest.raises(ValueError, match="not a valid scoring value"):
        sklearn.metrics.get_scorer(name)


def test_a_scorer_of_a_function_that_shrinks_grows_with_the_error_unless_told() -> None:
    parameters = inspect.signature(sklearn.metrics.make_scorer).parameters
    assert parameters["greater_is_better"].default is True
    assert parameters["response_method"].default == "predict"
    assert next(iter(parameters)) == "score_func"
    plain = sklearn.metrics.make_scorer(sklearn.metrics.mean_squared_error)
    told = sklearn.metrics.make_scorer(sklearn.metrics.mean_squared_error, greater_is_better=False)
    assert (plain._sign, told._sign) == (1, -1)


def test_squared_errors_rank_the_same_rows_alike() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(size=50)
    models = [truth + rng.normal(size=50) * spread for spread in (0.5, 0.1, 2.0, 1.0)]

    def ranking(score: Any, sign: int = 1) -> list[int]:
        return np.argsort([sign * score(truth, model) for model in models]).tolist()

    squared = ranking(sklearn.metrics.mean_squared_error)
    assert squared == ranking(sklearn.metrics.root_mean_squared_error)
    assert squared == ranking(sklearn.metrics.r2_score, -1)


def test_absolute_errors_may_rank_them_otherwise() -> None:
    truth = np.zeros(4)
    outlier, even = np.array([0.0, 0, 0, 3]), np.ones(4)
    squared, absolute = (
        score(truth, outlier) < score(truth, even)
        for score in (sklearn.metrics.mean_squared_error, sklearn.metrics.mean_absolute_error)
    )
    assert squared != absolute
