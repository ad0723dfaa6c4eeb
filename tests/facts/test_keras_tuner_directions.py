import keras
import keras_tuner as kt
import pytest
from keras.src import losses, metrics

from tests.facts.tiny import propose, tuner
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras import tables as keras_tables
from tunelint.libraries.keras.metric_names import logged_name
from tunelint.libraries.keras_tuner import metric_directions

pytestmark = pytest.mark.libraries

UNKNOWN = (
    "f1",
    "rmse",
    "auc_1",
    "accuracy_1",
    "fbeta_score",
    "logcosh",
    "top_k_accuracy",
    "output_accuracy",
    "output_loss",
    "dense_1_accuracy",
    "score",
    "kld",
    "KLD",
    "mean_iou",
    "dice_coef",
    "Acc",
    "my_metric",
)


def direction(objective: str) -> str:
    """What Keras Tuner makes of a string objective: a direction, or its exception's name."""
    try:
        return kt.oracles.RandomSearchOracle(objective=objective).objective.direction
    except (TypeError, ValueError) as refused:
        return type(refused).__name__


def expected(name: str) -> str:
    if name in metric_directions.INFERRED_MAX:
        return "max"
    if name in metric_directions.INFERRED_MIN:
        return "min"
    return "TypeError" if name in metric_directions.INFERENCE_TYPE_ERROR else "ValueError"


def test_every_name_of_keras_and_of_the_tables() -> None:
    names = (
        set(metrics.ALL_OBJECTS_DICT)
        | set(losses.ALL_OBJECTS_DICT)
        | {logged_name(name) for name in keras_tables.METRICS}
        | metric_directions.INFERRED_MAX
        | metric_directions.INFERRED_MIN
        | metric_directions.INFERENCE_TYPE_ERROR
        | set(UNKNOWN)
    )
    # Its error message cannot be made for this one.
    names -= {"LossFunctionWrapper"}
    told = {name: direction(f"val_{name}") for name in names}
    assert told == {name: expected(name) for name in names}
    assert {name: direction(name) for name in names} == told


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_names_are_value_errors(name: str) -> None:
    assert expected(name) == "ValueError"
    with pytest.raises(ValueError, match="Could not infer optimization direction"):
        tuner(objective=f"val_{name}")


@pytest.mark.parametrize("name", sorted(metric_directions.INFERENCE_TYPE_ERROR))
def test_metrics_with_arguments_are_type_errors(name: str) -> None:
    with pytest.raises(TypeError):
        tuner(objective=f"val_{name}")


def test_wrong_inferences_are_those_of_metrics_that_grow() -> None:
    names = [*metrics.ALL_OBJECTS_DICT, *losses.ALL_OBJECTS_DICT]
    wrong = {name for name in names if expected(name) == "min" and grows(name)}
    assert wrong == metric_directions.INFERRED_WRONGLY


def test_what_is_inferred_to_grow_does() -> None:
    assert all(grows(name) for name in metric_directions.INFERRED_MAX)


def test_prefixes_are_taken_off_in_order_and_once() -> None:
    assert metric_directions.OBJECTIVE_PREFIXES == ("val_", "weighted_")
    assert direction("val_weighted_acc") == "max"
    assert direction("weighted_acc") == "max"
    assert direction("val_val_acc") == "ValueError"
    assert direction("weighted_val_acc") == "ValueError"


def test_a_written_direction_is_kept() -> None:
    for word in ("min", "max"):
        objective = kt.Objective("val_anything", word)
        assert kt.oracles.RandomSearchOracle(objective).objective.direction == word
    assert kt.Objective(*reversed(["max", "val_f1"])).name == "val_f1"


@pytest.mark.parametrize(("word", "best"), [("min", 0), ("max", 3)])
def test_the_direction_decides_which_trial_is_best(word: str, best: int) -> None:
    oracle = tuner(objective=kt.Objective("score", word), seed=1).oracle
    propose(oracle, float, count=4)
    assert oracle.get_best_trials()[0].score == best


def test_another_word_is_accepted_and_no_trial_is_better() -> None:
    objective = kt.Objective("score", "maximize")
    assert not objective.better_than(2, 1)
    assert not objective.better_than(1, 2)


def test_a_cosine_similarity_grows_as_a_metric() -> None:
    metric = keras.metrics.CosineSimilarity()
    metric.update_state([[1.0, 0.0]], [[1.0, 0.0]])
    assert float(metric.result()) == pytest.approx(1.0)
