"""A search is called what its author calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import programs

CALLED = {
    "search": """
import keras_tuner as kt

tuner = kt.GridSearch(build, "val_loss")
tuner.search(x, y)
""",
    "study": """
import optuna

study = optuna.create_study()
study.optimize(lambda trial: score(trial.suggest_float("c", 0, 1)))
""",
    "grid": """
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

GridSearchCV(SVC(), {"C": [1, 2]}).fit(x, y)
""",
    "loop": """
from sklearn.svm import SVC

best = 0
for c in [1, 2]:
    score = SVC(C=c).fit(x, y).score(x_val, y_val)
    if score > best:
        best = score
""",
}


@pytest.mark.parametrize("noun", CALLED)
def test_the_noun_of_a_search(noun: str, tmp_path: Path) -> None:
    (program,) = programs({"train.py": CALLED[noun]}, tmp_path)

    assert [search.noun for search in program.searches] == [noun]
