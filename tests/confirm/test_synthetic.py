"""`confirm --synthetic`: made-up data in the place of what the script cannot load."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tests.confirm.asking import confirmations
from tunelint.confirm.child.synthetic import Synthetic
from tunelint.confirm.child.synthetic_names import data_names, undefined_names
from tunelint.confirm.child.synthetic_rows import MadeUpRows
from tunelint.confirm.child.synthetic_tables import TABLES, made_up
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.session import on_made_up_rows
from tunelint.lab.answers import Answer, Trial
from tunelint.lab.probe_api import Bench
from tunelint.lab.questions import Caps, Job
from tunelint.lab.verdicts import Outcome, confirmed, inconclusive, refuted

MODEL = """
def build_model(hp):
    model = keras.Sequential()
    model.add(keras.Input(shape=SHAPE))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(hp.Int("units", 4, 64, step=4), activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


tuner = kt.RandomSearch(build_model, objective="val_acc", max_trials=5, overwrite=True)
tuner.search(x_train, y_train, epochs=5, validation_data=(x_val, y_val))
"""
IMPORTS = "import keras\nimport keras_tuner as kt\n"
UNDEFINED = IMPORTS + MODEL.replace("SHAPE", "(12,)")
UNREAD = (
    IMPORTS
    + """\
import pandas as pd
from sklearn.model_selection import train_test_split

frame = pd.read_csv("customers.csv")
frame.head()
frame["age"] = frame["age"].fillna(0)
x, y = frame.drop("churn", axis=1).values, frame["churn"].values
x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2, random_state=1)
x_train /= 10
"""
    + MODEL.replace("SHAPE", "(x_train.shape[1],)")
)
UNREACHED = (
    IMPORTS
    + """\
from sklearn.model_selection import train_test_split

(x, y), _ = keras.datasets.mnist.load_data()
x_train, x_val, y_train, y_val = train_test_split(x / 255.0, y, random_state=1)
"""
    + MODEL.replace("SHAPE", "(28, 28)")
)
MADE_UP = Options(synthetic=True)


@pytest.mark.libraries
class TestRunning:
    def test_names_that_are_defined_nowhere(self, tmp_path: Path) -> None:
        (logged,) = confirmations(tmp_path, UNDEFINED, "TUN301", options=MADE_UP)
        (without,) = confirmations(tmp_path, UNDEFINED, "TUN301")

        assert logged.verdict.outcome is Outcome.CONFIRMED
        assert "KeyError: 'val_acc', with made-up data" in logged.verdict.line
        assert without.verdict.outcome is Outcome.INCONCLUSIVE
        assert "NameError: name 'x_train' is not defined" in without.verdict.line

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        (unseeded,) = confirmations(tmp_path, UNREAD, "TUN101", options=MADE_UP)
        (without,) = confirmations(tmp_path, UNREAD, "TUN101")

        assert unseeded.verdict.outcome is Outcome.CONFIRMED
        assert without.verdict.outcome is Outcome.INCONCLUSIVE
        assert "FileNotFoundError" in without.verdict.line

    def test_a_data_set_that_cannot_be_downloaded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Neither stored data nor a network.
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "nothing"))
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

        (logged,) = confirmations(tmp_path, UNREACHED, "TUN301", options=MADE_UP)
        (split,) = confirmations(tmp_path, UNREACHED, "TUN106", options=MADE_UP)

        assert logged.verdict.outcome is Outcome.CONFIRMED
        assert split.verdict.outcome is Outcome.INCONCLUSIVE
        assert split.verdict.line.startswith("with made-up data: ")

    def test_an_error_of_the_script_is_none_of_its_data(self, tmp_path: Path) -> None:
        program = UNREAD.replace("x_train /= 10", "scale = 1 / 0")

        (unseeded,) = confirmations(tmp_path, program, "TUN101", options=MADE_UP)

        assert "ZeroDivisionError" in unseeded.verdict.line


class TestOption:
    def test_the_process_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        jobs: list[Job] = []

        def run(self: LocalProcesses, batch: Sequence[Job], seconds: float) -> list[Answer]:
            jobs.extend(batch)
            return [Answer(False, "nothing ran", synthetic=True) for _ in batch]

        monkeypatch.setattr(LocalProcesses, "run", run)
        write(tmp_path, {"train.py": UNDEFINED})

        tunelint(tmp_path, "confirm", "--select", "TUN101", "--fresh")
        tunelint(tmp_path, "confirm", "--select", "TUN101", "--fresh", "--synthetic")

        assert {job.script.synthetic for job in jobs[: len(jobs) // 2]} == {False}
        assert {job.script.synthetic for job in jobs[len(jobs) // 2 :]} == {True}


class TestVerdicts:
    def test_what_hangs_on_the_data_is_inconclusive(self) -> None:
        found = on_made_up_rows(confirmed("the ranks differ", data=True, tau=0.1))

        assert found == inconclusive("with made-up data: the ranks differ", tau=0.1)

    @pytest.mark.parametrize(
        ("data", "outcome"), [(False, Outcome.REFUTED), (True, Outcome.INCONCLUSIVE)]
    )
    def test_what_real_data_could_show_is_not_refuted(self, data: bool, outcome: Outcome) -> None:
        assert on_made_up_rows(refuted("nothing is raised", data=data)).outcome is outcome

    def test_what_made_up_rows_made_fail_is_no_answer(self) -> None:
        synthetic = Synthetic(Bench(Caps()))
        failing = Trial({}, "failed", error="AttributeError: 'MadeUpRows' has no 'take'")

        assert synthetic.check(Answer(True, trials=(failing,))).why
        assert not synthetic.check(Answer(True, trials=(Trial({}, "failed", error="x"),))).why


class TestNames:
    def test_data_is_what_trainings_are_given_and_made_from(self) -> None:
        program = (
            "x = scaler.fit_transform(df[kept])\n"
            "x, labels = split(x, labels, random_state=SEED)\n"
            "model = build(size)\n"
            "model.fit(x, labels, epochs=EPOCHS)"
        )

        assert data_names(ast.parse(program)) == {"x", "df", "kept", "labels"}

    def test_a_parameter_is_defined(self) -> None:
        program = "def train(x):\n    return fit(x, y, len(z))\nfrom data import z\n"

        assert undefined_names(program, "a.py") == {"fit", "y"}


@pytest.mark.libraries
class TestRows:
    def test_other_slices_are_other_rows_and_none_uses_the_scripts_generator(self) -> None:
        import numpy

        rows = MadeUpRows("x_train")
        numpy.random.seed(3)
        before = numpy.random.get_state()[1].tolist()

        first, again, other = (numpy.asarray(one) for one in (rows[:9], rows[:9], rows[9:]))

        assert (first == again).all()
        assert (first != other).any()
        assert numpy.random.get_state()[1].tolist() == before

    @pytest.mark.parametrize("name", TABLES)
    def test_each_table_has_all_its_classes(self, name: str) -> None:
        (rows, labels), (_, unseen) = made_up(name)

        classes = TABLES[name].classes
        assert rows.shape[1:] == TABLES[name].shape
        assert classes is None or set(labels.ravel()) == set(unseen.ravel()) == set(range(classes))
