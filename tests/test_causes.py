"""One cause is one finding: at the first place, with the others as related places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.command import notebook, tunelint, write

SHUFFLED = """\
import keras_tuner as kt
import numpy as np

x = np.random.permutation(x)
y = np.random.permutation(y){comment}
tuner = kt.RandomSearch(build, "val_loss", seed=3, overwrite=True)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""
SCALED = """\
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC

houses = pd.read_csv("houses.csv")
houses["rooms"] = StandardScaler().fit_transform(houses[["rooms"]])
houses["area"] = StandardScaler().fit_transform(houses[["area"]])
houses["age"] = MinMaxScaler().fit_transform(houses[["age"]])
x_train, x_test, y_train, y_test = train_test_split(houses, y, random_state=1)
GridSearchCV(SVC(), {"C": [1, 10]}).fit(x_train, y_train)
"""
DRAWN = """\
import optuna


def objective(trial):
    a = trial.suggest_uniform("a", 0, 1){comment}
    b = trial.suggest_loguniform("b", 1, 9)
    c = trial.suggest_uniform("c", 0, 1)
    d = trial.suggest_uniform("d", {last})
    return a + b + c + d
"""
WATCHED = """\
import hyperopt
import keras


def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[keras.metrics.AUC(), keras.metrics.Recall()])
    stop = keras.callbacks.EarlyStopping("val_auc", patience=5)
    log = model.fit(x, y, validation_split=0.2, epochs=50, callbacks=[stop])
    print(log.history["val_recall"])
    return -max(log.history["val_auc"])


hyperopt.fmin(objective, hyperopt.hp.randint("units", 4, 9), max_evals=50)
"""
RENAMED = "from kerastuner import HyperParameters\n", "from kerastuner.tuners import Hyperband\n"


def found(folder: Path, code: str, *options: str) -> list[dict[str, Any]]:
    """The findings of one code in a folder."""
    run = tunelint(folder, "check", "--output-format", "json", "--select", code, *options)
    return run.findings


def lines(finding: dict[str, Any]) -> list[int]:
    """The lines of a finding and of the places that say the same."""
    too = [related["line"] for related in finding["related"] if related["message"] == "here too"]
    return [finding["line"], *too]


class TestOneRule:
    def test_a_metric_without_a_name_is_one_finding(self, tmp_path: Path) -> None:
        write(tmp_path, {"search.py": WATCHED})
        assert [lines(one) for one in found(tmp_path, "TUN308")] == [[8, 11], [10]]

    def test_a_name_used_often_is_one_finding_at_its_first_use(self, tmp_path: Path) -> None:
        text = DRAWN.format(comment="", last="0, 1")

        findings = found(write(tmp_path, {"a.py": text}), "TUN504")

        assert [lines(one) for one in findings] == [[5, 7, 8], [6]]

    def test_its_fix_changes_all_uses(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": DRAWN.format(comment="", last="0, 1")})

        run = tunelint(folder, "check", "--fix", "--select", "TUN504")

        assert run.output == "Found 2 findings (2 fixed, 0 remaining) in 1 file.\n"
        assert "uniform" not in (folder / "a.py").read_text()

    def test_a_use_that_cannot_be_fixed_is_told_apart(self, tmp_path: Path) -> None:
        text = DRAWN.format(comment="", last="0, 1").replace(
            'trial.suggest_uniform("d"', 'getattr(trial, "suggest_uniform")("d"'
        )
        folder = write(tmp_path, {"a.py": text})

        assert [lines(one) for one in found(folder, "TUN504")] == [[5, 7], [6], [8]]
        run = tunelint(folder, "check", "--fix", "--select", "TUN504")
        assert run.output.endswith("Found 3 findings (2 fixed, 1 remaining) in 1 file.\n")

    def test_a_use_that_a_comment_silences_is_not_told(self, tmp_path: Path) -> None:
        text = DRAWN.format(comment="  # noqa: TUN504", last="0, 1")

        (loguniform, uniform) = found(write(tmp_path, {"a.py": text}), "TUN504")

        assert lines(uniform) == [7, 8]
        assert lines(loguniform) == [6]

    def test_the_old_name_of_a_package_is_one_finding_a_file(self, tmp_path: Path) -> None:
        cells = notebook(*RENAMED)
        folder = write(tmp_path, {"a.py": "".join(RENAMED), "b.ipynb": cells})

        findings = found(folder, "TUN504")

        assert [(one["path"], lines(one)) for one in findings] == [
            ("a.py", [1, 2]),
            ("b.ipynb", [1, 1]),
        ]

    def test_columns_that_one_transformer_learns_are_one_finding(self, tmp_path: Path) -> None:
        findings = found(write(tmp_path, {"a.py": SCALED}), "TUN203")

        assert [lines(one) for one in findings] == [[7, 8], [9]]


class TestSeveralRules:
    def test_draws_that_part_rows_and_labels_are_not_told_to_be_unseeded(
        self, tmp_path: Path
    ) -> None:
        folder = write(tmp_path, {"a.py": SHUFFLED.format(comment="")})

        assert [one["line"] for one in found(folder, "TUN201,TUN106")] == [5]

    def test_a_rule_that_is_not_asked_replaces_nothing(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": SHUFFLED.format(comment="")})

        assert [one["line"] for one in found(folder, "TUN106")] == [4, 5]

    def test_a_finding_that_a_comment_silences_replaces_nothing(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": SHUFFLED.format(comment="  # noqa: TUN201")})

        assert [one["line"] for one in found(folder, "TUN201,TUN106")] == [4, 5]

    def test_a_rule_that_speaks_instead_of_another_leaves_its_help_out(
        self, tmp_path: Path
    ) -> None:
        text = """
from hyperopt import fmin, hp, tpe

fmin(loss, {"rate": hp.uniform("rate", 0, 1)}, algo=tpe.suggest, max_evals=1)
"""
        (alone,) = found(write(tmp_path, {"a.py": text}), "TUN416")
        (finding,) = found(write(tmp_path, {"a.py": text}), "TUN416,TUN407")

        assert (finding["code"], finding["help"]) == ("TUN416", alone["help"])

    def test_an_objective_without_a_direction_is_not_told_to_be_unlogged(
        self, tmp_path: Path
    ) -> None:
        text = """
import keras
import keras_tuner as kt


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 32)), keras.layers.Dense(1)])
    model.compile(loss="mse", metrics=["mae"])
    return model


tuner = kt.RandomSearch(build, objective="val_rmse", max_trials=9, seed=3, overwrite=True)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""
        folder = write(tmp_path, {"a.py": text})

        assert [one["code"] for one in found(folder, "TUN301,TUN305")] == ["TUN305"]
        assert [one["code"] for one in found(folder, "TUN301")] == ["TUN301"]
