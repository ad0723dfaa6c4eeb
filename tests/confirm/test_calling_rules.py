"""Rules about calls and trials that fail: which exceptions prove them, and what settles nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.confirm.asking import cases, confirmations, verdict_on
from tunelint.confirm.cases import Case
from tunelint.lab.answers import Answer, Training, Trial, Watched
from tunelint.lab.plain_values import Value
from tunelint.lab.questions import Question, Trials, Watch
from tunelint.lab.verdicts import Outcome

CONFIRMED, REFUTED, INCONCLUSIVE = Outcome.CONFIRMED, Outcome.REFUTED, Outcome.INCONCLUSIVE
KERAS = """\
import keras
import keras_tuner as kt


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model


"""
HYPERBAND = """\
import keras_tuner as kt

tuner = kt.Hyperband(build, "val_loss", max_epochs=9, max_trials=3, seed=7)
tuner.search(x, y, validation_split=0.2)
"""


def flagged(folder: Path, program: str, code: str) -> Case:
    (case,) = [case for case in cases(folder, program, code) if case.flagged]
    return case


def seen(
    raised: str = "", *values: Value, kinds: str = "", ended: int | None = None, **more: object
) -> Callable[[Question, int], tuple[Answer, ...]]:
    """What is seen at the only watched place, whatever is asked; `kinds` by default its own."""

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        watched = Watched(
            question.spans[0],
            1,
            raised,
            values,
            ended=len(values) if ended is None else ended,
            kinds=tuple(kinds.split()) or (raised.partition(":")[0],),
            **more,  # type: ignore[arg-type]
        )
        return (Answer(True, watched=(watched,)),)

    return answering


UNKNOWN = "TypeError: __init__() got an unexpected keyword argument"


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("ValueError: Unrecognized arguments ['max_trials']"), CONFIRMED),
        (seen("OddError: ['max_trials']", kinds="OddError ValueError Exception"), CONFIRMED),
        (seen("ValueError: Unrecognized arguments ['my_max_trials']"), INCONCLUSIVE),
        (seen("KeyError: 'max_trials'"), INCONCLUSIVE),
        (seen(ended=1), REFUTED),
        (seen(unmade="NameError: name 'build' is not defined"), INCONCLUSIVE),
    ],
)
def test_a_rejected_argument_is_named_by_the_exception(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    assert verdict_on(flagged(tmp_path, HYPERBAND, "TUN410"), answering).outcome is outcome


@pytest.mark.parametrize(
    ("refused", "outcome"), [(("n_calls",), CONFIRMED), (("other",), INCONCLUSIVE)]
)
def test_an_argument_is_rejected_though_another_one_is_named(
    refused: tuple[str, ...], outcome: Outcome, tmp_path: Path
) -> None:
    program = "from skopt import BayesSearchCV\nBayesSearchCV(svc, space, n_calls=3).fit(x, y)\n"
    case = flagged(tmp_path, program, "TUN410")

    verdict = verdict_on(case, seen(f"{UNKNOWN} 'other'", refused=refused))

    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("AttributeError: 'int' object has no attribute 'integers'"), CONFIRMED),
        (seen("AttributeError: 'str' object has no attribute 'suggest'"), INCONCLUSIVE),
        (seen("", "{'x': 0.5}"), REFUTED),
    ],
)
def test_a_seed_of_the_wrong_type(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    program = """\
from hyperopt import fmin, hp, tpe

fmin(f, hp.uniform("x", 0, 1), algo=tpe.suggest, max_evals=5, rstate=1)
"""
    assert verdict_on(flagged(tmp_path, program, "TUN104"), answering).outcome is outcome


@pytest.mark.parametrize(
    ("trial", "outcome"),
    [
        (Trial({}, "failed", error="KeyError: 'val_acc'", trainings=()), CONFIRMED),
        (Trial({}, "failed", error="ValueError: no rows"), INCONCLUSIVE),
        (Trial({}, "complete", 0.5), REFUTED),
        (
            Trial(
                {},
                "failed",
                error="KeyError: 'val_acc'",
                trainings=(Training("keras", logs={"loss": (1.0,), "val_loss": (1.0,)}),),
            ),
            CONFIRMED,
        ),
        (
            Trial(
                {},
                "failed",
                error="OSError: disk full",
                trainings=(Training("keras", logs={"val_acc": (1.0,)}),),
            ),
            INCONCLUSIVE,
        ),
    ],
)
def test_an_objective_that_is_not_logged(trial: Trial, outcome: Outcome, tmp_path: Path) -> None:
    program = f"""{KERAS}
tuner = kt.RandomSearch(build, "val_acc", max_trials=3, seed=1)
tuner.search(x, y, validation_split=0.2)
"""

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        assert (question.count, question.epochs) == (1, 1)
        return (Answer(True, trials=(trial,), facts={"objective": "val_acc"}),)

    assert verdict_on(flagged(tmp_path, program, "TUN301"), answering).outcome is outcome


DRIFTING = """\
import keras
import optuna


def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 1, 9))])
    model.compile("adam", "mse", metrics=[keras.metrics.AUC()])
    history = model.fit(x, y, validation_data=(v, w))
    return max(history.history["val_auc"])


optuna.create_study(direction="maximize").optimize(objective, n_trials=9)
"""


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("KeyError: 'val_auc'", "[0.5]"), CONFIRMED),
        (seen("KeyError: 'val_loss'", "[0.5]"), INCONCLUSIVE),
        (seen("", "[0.5]", "[0.5]"), REFUTED),
        (seen("", "[0.5]"), INCONCLUSIVE),
    ],
)
def test_a_name_that_drifts_is_looked_up_twice(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    assert verdict_on(flagged(tmp_path, DRIFTING, "TUN308"), answering).outcome is outcome


MISSING = "UserWarning: Early stopping conditioned on metric `val_auc` which is not available."


@pytest.mark.parametrize(
    ("watch", "answering", "outcome"),
    [
        ("'val_auc'", seen("ValueError: EarlyStopping callback received monitor="), CONFIRMED),
        ("'val_auc'", seen("ValueError: no rows"), INCONCLUSIVE),
        ("'val_auc'", seen("", "history", "history"), REFUTED),
        ("'val_auc', mode='max'", seen(warnings=(MISSING,), ended=9), CONFIRMED),
        ("'val_auc', mode='max'", seen(warnings=("UserWarning: slow",), ended=9), REFUTED),
        ("'val_auc', mode='max'", seen(ended=1), INCONCLUSIVE),
        ("'val_auc', mode='max'", seen("OSError: disk full"), INCONCLUSIVE),
    ],
)
def test_a_name_that_drifts_is_watched_twice(
    watch: str,
    answering: Callable[[Question, int], tuple[Answer, ...]],
    outcome: Outcome,
    tmp_path: Path,
) -> None:
    stop = f"(v, w), callbacks=[keras.callbacks.EarlyStopping({watch})]"
    program = DRIFTING.replace("(v, w)", stop).replace('history["val_auc"]', 'history["val_loss"]')
    assert verdict_on(flagged(tmp_path, program, "TUN308"), answering).outcome is outcome


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("KeyError: 'val_acc'"), CONFIRMED),
        (seen("KeyError: 'rows'"), INCONCLUSIVE),
        (seen("", "[0.5]"), REFUTED),
    ],
)
def test_a_name_that_is_not_in_a_history(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    program = DRIFTING.replace("keras.metrics.AUC()", '"accuracy"').replace("val_auc", "val_acc")

    assert verdict_on(flagged(tmp_path, program, "TUN309"), answering).outcome is outcome


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("ValueError: 'mae' is not in list"), CONFIRMED),
        (seen("", 1), REFUTED),
    ],
)
def test_a_name_s_position_among_the_metrics(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    program = f"""{KERAS}
class Model(kt.HyperModel):
    def fit(self, hp, model, *args, **kwargs):
        model.fit(*args, **kwargs)
        return model.evaluate(v, w)[model.metrics_names.index("mae")]

kt.RandomSearch(Model(), max_trials=3, seed=1).search(x, y)
"""
    case = flagged(tmp_path, program, "TUN307")

    assert verdict_on(case, answering).outcome is outcome


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        (("{'loss': 0.5, 'compile_metrics': 0.1}",), CONFIRMED),
        (("{'loss': 0.5, 'mae': 0.1}",), REFUTED),
        (("{'loss': 0.5, …",), INCONCLUSIVE),
    ],
)
def test_a_name_in_a_dictionary_of_metrics(
    values: tuple[Value, ...], outcome: Outcome, tmp_path: Path
) -> None:
    program = f"""{KERAS}
class Model(kt.HyperModel):
    def fit(self, hp, model, *args, **kwargs):
        model.fit(*args, **kwargs)
        return dict(zip(model.metrics_names, model.evaluate(v, w)))["mae"]

kt.RandomSearch(Model(), max_trials=3, seed=1).search(x, y)
"""
    case = flagged(tmp_path, program, "TUN307")

    assert verdict_on(case, seen("", *values)).outcome is outcome


@pytest.mark.parametrize(
    ("written", "answering", "outcome"),
    [
        ("import kerastuner", seen(warnings=("DeprecationWarning: kerastuner: old",)), CONFIRMED),
        (
            "import kerastuner",
            seen(warnings=("DeprecationWarning: numpy.bool is old",), ended=1),
            REFUTED,
        ),
        (
            "import kerastuner",
            seen(
                "ModuleNotFoundError: No module named 'kerastuner'",
                kinds="ModuleNotFoundError ImportError",
            ),
            INCONCLUSIVE,
        ),
        (
            "from keras_tuner.engine import logger",
            seen("ImportError: cannot import name 'logger'"),
            CONFIRMED,
        ),
        ("from keras_tuner.engine import logger", seen(ended=1), REFUTED),
    ],
)
def test_a_name_that_is_old_or_gone(
    written: str,
    answering: Callable[[Question, int], tuple[Answer, ...]],
    outcome: Outcome,
    tmp_path: Path,
) -> None:
    assert verdict_on(flagged(tmp_path, f"{written}\n", "TUN504"), answering).outcome is outcome


def test_an_old_package_warns_at_its_first_import_alone(tmp_path: Path) -> None:
    program = "import kerastuner\nfrom kerastuner.tuners import RandomSearch\n"
    case = cases(tmp_path, program, "TUN504")[0]
    later = replace(case, subject=list(case.rule.judged(case.program))[1])

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        assert question.until == question.spans[0]
        warned = ("DeprecationWarning: `import kerastuner` is deprecated",)
        watched = (
            Watched(span, 1, ended=1, warnings=warned if span.line == 1 else ())
            for span in question.spans
        )
        return (Answer(True, watched=tuple(watched)),)

    verdict = verdict_on(later, answering)
    assert verdict.outcome is CONFIRMED
    assert verdict.line.startswith("its first import warns: ")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("ImportError: cannot import name 'np_utils' from 'keras.utils'", CONFIRMED),
        ("ModuleNotFoundError: No module named 'keras'", INCONCLUSIVE),
        ("NameError: name 'y' is not defined", INCONCLUSIVE),
    ],
)
def test_a_name_that_is_gone_before_the_trial(
    reason: str, outcome: Outcome, tmp_path: Path
) -> None:
    program = f"""from keras.utils import np_utils
{KERAS.replace("return model", "np_utils.to_categorical(y); return model")}
kt.RandomSearch(build, "val_loss", max_trials=3, seed=1).search(x, y, validation_split=0.2)
"""
    case = flagged(tmp_path, program, "TUN509")

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        return (Answer(False, f"the script raises {reason} (train.py:1) before line 8"),)

    assert verdict_on(case, answering).outcome is outcome


FOREST = """\
from hyperopt import fmin, hp, rand
from sklearn.datasets import load_iris
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import cross_val_score
import numpy as np

x, y = load_iris(return_X_y=True)


def objective(params):
    if params["depth"] > {limit}:
        trees = ExtraTreesClassifier(5, max_depth=params["depth"], max_leaf_nodes=params["leaves"])
    else:
        trees = ExtraTreesClassifier(5)
    return -cross_val_score(trees, x, y, cv=2).mean()


space = {{"depth": hp.quniform("depth", 2, 9, 1), "leaves": hp.quniform("leaves", 3, 9, 1)}}
fmin(objective, space, algo=rand.suggest, max_evals=9, rstate=np.random.default_rng(1))
"""


@pytest.mark.libraries
def test_of_two_floats_in_one_call_each_is_judged_by_itself(tmp_path: Path) -> None:
    """The library names the first one alone; while the other one is judged it is a whole number."""
    depth, leaves = confirmations(tmp_path, FOREST.format(limit=0), "TUN603")

    assert (depth.verdict.outcome, leaves.verdict.outcome) == (CONFIRMED, CONFIRMED)
    assert "InvalidParameterError: The 'max_depth' parameter" in depth.verdict.line
    assert "InvalidParameterError: The 'max_leaf_nodes' parameter" in leaves.verdict.line


@pytest.mark.libraries
def test_two_floats_that_no_trial_hands_over_settle_nothing(tmp_path: Path) -> None:
    found = confirmations(tmp_path, FOREST.format(limit=99), "TUN603")

    assert [one.verdict.outcome for one in found] == [INCONCLUSIVE, INCONCLUSIVE]


AFTERWARDS = """\
import numpy as np
from hyperopt import fmin, hp, rand
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier

x, y = make_classification(40, random_state=0)
space = {"trees": hp.quniform("trees", 2, 9, 1), "depth": hp.quniform("depth", 2, 9, 1)}


def objective(params):
    return params["trees"] - params["depth"]


best = fmin(objective, space, algo=rand.suggest, max_evals=5, rstate=np.random.default_rng(1))
ExtraTreesClassifier(n_estimators=best["trees"], max_depth=best["depth"]).fit(x, y)
"""


@pytest.mark.libraries
def test_of_two_floats_from_a_result_each_is_judged_by_itself(tmp_path: Path) -> None:
    trees, depth = confirmations(tmp_path, AFTERWARDS, "TUN603")

    assert (trees.verdict.outcome, depth.verdict.outcome) == (CONFIRMED, CONFIRMED)
    assert "The 'n_estimators' parameter" in trees.verdict.line
    assert "The 'max_depth' parameter" in depth.verdict.line


def test_an_exception_that_names_another_argument_settles_nothing(tmp_path: Path) -> None:
    """Where that one could not be made a whole number."""
    depth, _ = cases(tmp_path, FOREST.format(limit=0), "TUN603")
    error = "InvalidParameterError: The 'max_leaf_nodes' parameter must be an int"
    trial = Trial({"depth": 3.0}, "failed", error=error)

    verdict = verdict_on(depth, lambda question, _: (Answer(True, trials=(trial,)),))

    assert verdict.outcome is INCONCLUSIVE
    assert verdict.line.endswith("before it checks max_depth")


@pytest.mark.libraries
def test_each_of_several_rejected_arguments_is_proved(tmp_path: Path) -> None:
    program = "import optuna\n\noptuna.create_study(seed=1, n_trials=3).optimize(f, n_trials=3)\n"
    found = confirmations(tmp_path, program, "TUN410")

    assert [one.verdict.outcome for one in found] == [CONFIRMED, CONFIRMED]


@pytest.mark.libraries
def test_a_rejected_option_is_tried_itself(tmp_path: Path) -> None:
    program = """\
import optuna
from sklearn.datasets import load_iris
from sklearn.ensemble import GradientBoostingClassifier

x, y = load_iris(return_X_y=True)


def objective(trial):
    loss = trial.suggest_categorical("loss", ["log_loss", "deviance"])
    kind = trial.suggest_categorical("kind", ["boosted", "none"])
    if kind == "none":
        return 0.0
    return GradientBoostingClassifier(loss=loss, n_estimators=2).fit(x, y).score(x, y)


optuna.create_study(direction="maximize").optimize(objective, n_trials=9)
"""
    (found,) = confirmations(tmp_path, program, "TUN509")

    assert found.verdict.outcome is CONFIRMED
    assert "Got 'deviance'" in found.verdict.line


FOLDS = (
    KERAS
    + """\
class Folds(kt.RandomSearch):
    def run_trial(self, trial, x, y):
        model = self.hypermodel.build(trial.hyperparameters)
        model.fit(x, y, verbose=0)
{save}        return {{"loss": float(model.evaluate(x, y)[0])}}


tuner = Folds(build, kt.Objective("loss", "min"), max_trials=20, seed=7)
tuner.search(x, y)
best = tuner.get_best_models()[0]
"""
)


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (seen("FileNotFoundError: [Errno 2] No such file or directory"), CONFIRMED),
        (
            seen("NotFoundError: out/build_config.json; No such file or directory"),
            CONFIRMED,
        ),
        (seen("FatalTypeError: a valid Keras Model instance"), INCONCLUSIVE),
        (seen("", "[<Sequential>]"), REFUTED),
    ],
)
def test_a_model_cannot_be_loaded(
    answering: Callable[[Question, int], tuple[Answer, ...]], outcome: Outcome, tmp_path: Path
) -> None:
    case = flagged(tmp_path, FOLDS.format(save=""), "TUN517")

    assert verdict_on(case, answering).outcome is outcome


def test_a_model_cannot_be_saved(tmp_path: Path) -> None:
    save = "        self.save_model(trial.trial_id, model)\n"
    case = flagged(tmp_path, FOLDS.format(save=save), "TUN517")

    def fails(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        return (Answer(True, trials=(Trial({}, "failed", error="NotImplementedError"),)),)

    assert verdict_on(case, fails).outcome is CONFIRMED
