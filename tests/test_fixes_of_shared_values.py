"""A safe fix changes no value, option or name that the program uses for something else, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing import added, below

FORESTS = """
    from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.model_selection import GridSearchCV
    from sklearn.tree import DecisionTreeClassifier

"""

SHARED = {
    "a grid of two estimators": """
grid = {"max_features": ["auto", 0.3]}
GridSearchCV(RandomForestClassifier(), grid).fit(x, y)
GridSearchCV(RandomForestRegressor(), grid).fit(x, y)
""",
    "a list that is printed": """
CRITERIA = ["mse", "poisson"]
GridSearchCV(RandomForestRegressor(), {"criterion": CRITERIA}).fit(x, y)
for criterion in CRITERIA:
    print(criterion.upper())
""",
    "an option that is compared with": """
search = GridSearchCV(SGDClassifier(), {"loss": ["hinge", "log"]}).fit(x, y)
if search.best_params_["loss"] == "log":
    print("it knows probabilities")
""",
    "a parameter whose parts are tuned": """
forest = BaggingClassifier(base_estimator=DecisionTreeClassifier())
GridSearchCV(forest, {"base_estimator__max_depth": [1, 2]}).fit(x, y)
""",
}


@pytest.mark.parametrize("text", SHARED.values(), ids=SHARED)
def test_no_option_is_respelled_that_something_else_reads(text: str, tmp_path: Path) -> None:
    assert added({"train.py": below(FORESTS, text)}, tmp_path, "--select", "TUN509") == []


ALONE = {
    "a grid of one search": (
        """
grid = {"max_features": ["auto", 0.3]}
GridSearchCV(RandomForestClassifier(), grid).fit(x, y)
""",
        ['grid = {"max_features": ["sqrt", 0.3]}'],
    ),
    "a list of one grid": (
        """
CRITERIA = ["mse", "poisson"]
grid = {"criterion": CRITERIA}
GridSearchCV(RandomForestRegressor(), grid).fit(x, y)
""",
        ['CRITERIA = ["squared_error", "poisson"]'],
    ),
    "an option that is given elsewhere by name": (
        """
search = GridSearchCV(RandomForestRegressor(), {"criterion": ["mse", "poisson"]}).fit(x, y)
model.compile(loss="mse")
""",
        [
            'search = GridSearchCV(RandomForestRegressor(), {"criterion": ["squared_error",'
            ' "poisson"]}).fit(x, y)'
        ],
    ),
    "a parameter alone": (
        """
forest = BaggingClassifier(base_estimator=DecisionTreeClassifier())
GridSearchCV(forest, {"n_estimators": [1, 2]}).fit(x, y)
""",
        ["forest = BaggingClassifier(estimator=DecisionTreeClassifier())"],
    ),
}


@pytest.mark.parametrize(("text", "written"), ALONE.values(), ids=ALONE)
def test_an_option_is_respelled_that_nothing_else_reads(
    text: str, written: list[str], tmp_path: Path
) -> None:
    assert added({"train.py": below(FORESTS, text)}, tmp_path, "--select", "TUN509") == written


SIZES = """
import keras
import keras_tuner as kt

SIZES = [16, 0.5]


def build(hp):
    size = hp.Choice("size", SIZES)
    model = keras.Sequential([keras.layers.Dense({units}), keras.layers.Dense(1)])
    model.compile(loss="mse")
    return model


tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=3)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""


@pytest.mark.parametrize(("units", "written"), [("SIZES[0]", []), ("8", ["SIZES = [16.0, 0.5]"])])
def test_numbers_become_floats_where_they_are_choices_alone(
    units: str, written: list[str], tmp_path: Path
) -> None:
    files = {"train.py": SIZES.format(units=units)}

    assert added(files, tmp_path, "--select", "TUN610") == written


ZERO = """
import keras_tuner as kt

SEED = 0
{before}
tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=SEED)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""
READ = {
    "to seed": "import numpy as np\n\nnp.random.seed(SEED)",
    "as an index": "rows = parts[SEED]",
    "in a name": 'print(f"run{SEED}")',
}


@pytest.mark.parametrize("before", READ.values(), ids=READ)
def test_a_zero_that_is_read_elsewhere_is_not_replaced_safely(before: str, tmp_path: Path) -> None:
    files = {"train.py": ZERO.format(before=before)}

    assert added(files, tmp_path / "safe", "--select", "TUN102") == []
    assert added(files, tmp_path / "unsafe", "--select", "TUN102", "--unsafe-fixes") == [
        "SEED = 42"
    ]


def test_a_zero_that_another_file_reads_is_not_replaced_safely(tmp_path: Path) -> None:
    files = {
        "settings.py": "SEED = 0\n",
        "train.py": ZERO.format(before="").replace("SEED = 0", "from settings import SEED\n"),
        "other.py": "from settings import SEED\n\nprint(SEED)\n",
        "tunelint.toml": "",
    }

    assert added(files, tmp_path, "--select", "TUN102") == []


def test_a_zero_that_only_seeds_the_search_is_replaced(tmp_path: Path) -> None:
    files = {"train.py": ZERO.format(before="")}

    assert added(files, tmp_path, "--select", "TUN102") == ["SEED = 42"]


PERMUTED = """
import numpy as np
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

{rows}
np.random.shuffle(a)
np.random.shuffle(b)
GridSearchCV(SVC(), {{"C": [1, 9]}}).fit(a, b)
"""


@pytest.mark.parametrize(
    "rows", ["a, b = [[1], [2]], [0, 1]", "a = list(x)\nb = y.tolist()"], ids=["written", "made"]
)
def test_lists_are_not_indexed_with_an_order(rows: str, tmp_path: Path) -> None:
    files = {"train.py": PERMUTED.format(rows=rows)}

    assert added(files, tmp_path, "--select", "TUN201", "--unsafe-fixes") == []


def test_arrays_are_indexed_with_one_order(tmp_path: Path) -> None:
    files = {"train.py": PERMUTED.format(rows="a, b = np.load('a.npy'), np.load('b.npy')")}

    assert added(files, tmp_path, "--select", "TUN201", "--unsafe-fixes") == [
        "order = np.random.permutation(len(a))",
        "a[:] = a[order]",
        "b[:] = b[order]",
    ]


DRAWN_BEFORE = """
import numpy as np
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

SEED = 7
order = np.random.permutation(len(x))
np.random.seed({later})
GridSearchCV(SVC(), {{"C": [1, 9]}}).fit(x[order], y[order])
"""


def test_a_generator_that_is_seeded_later_gets_no_other_seed(tmp_path: Path) -> None:
    files = {"train.py": DRAWN_BEFORE.format(later="9")}

    assert added(files, tmp_path, "--select", "TUN106", "--unsafe-fixes") == []


def test_a_generator_that_is_seeded_later_may_get_the_same_seed(tmp_path: Path) -> None:
    files = {"train.py": DRAWN_BEFORE.format(later="SEED")}

    added(files, tmp_path, "--select", "TUN106")

    seeding = "np.random.seed(SEED)\n"
    assert f"SEED = 7\n{seeding}order" in (tmp_path / "train.py").read_text()
