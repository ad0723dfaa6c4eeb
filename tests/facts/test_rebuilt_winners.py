"""What the estimators make of the names that the final model is handed."""

import json
import warnings
from typing import Any

import numpy as np
import pytest
from lightgbm import LGBMClassifier
from sklearn.svm import SVC
from xgboost import XGBClassifier

from tunelint.libraries.boosting.parameters import COMPARED, DEFAULTS, sets

pytestmark = pytest.mark.libraries
X, Y = np.arange(80.0).reshape(40, 2), np.array([0, 1] * 20)
# Values that none of the parameters has by itself.
VALUES = {"max_depth": 3, "n_estimators": 7, "num_leaves": 5}
CLASSES: dict[str, Any] = {"xgboost": XGBClassifier, "lightgbm": LGBMClassifier}


def text_of(library: str, settings: dict[str, Any]) -> str:
    """The parameters that a model is trained with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = CLASSES[library](**{"n_jobs": 1} | settings).fit(X, Y)
    if library == "xgboost":
        booster = model.get_booster()
        config = json.loads(booster.save_config())
        return str((config["learner"]["gradient_booster"], booster.num_boosted_rounds()))
    found = model.booster_.params | {"rounds": model.booster_.num_trees()}
    return model.booster_.model_to_string().rpartition("parameters:")[2] + str(found["rounds"])


NAMES = [
    (library, frozenset(one for one in names if sets(library, label, one, name)), name)
    for library, names in COMPARED.items()
    for label in [CLASSES[library].__name__]
    for name in sorted(names)
]


@pytest.mark.parametrize(("library", "names", "name"), NAMES)
def test_the_aliases_set_one_parameter(library: str, names: frozenset[str], name: str) -> None:
    value = next((VALUES[one] for one in names if one in VALUES), 0.37)
    extra = {"subsample_freq": 1} if library == "lightgbm" else {}
    written = {text_of(library, extra | {one: value}) for one in names}
    assert len(written) == 1
    assert text_of(library, extra) not in written


@pytest.mark.parametrize("library", sorted(DEFAULTS))
def test_the_defaults(library: str) -> None:
    assert text_of(library, dict(DEFAULTS[library])) == text_of(library, {})


def test_xgboost_and_lightgbm_take_any_name_and_scikit_learn_does_not() -> None:
    for library in CLASSES:
        assert text_of(library, {"no_such_name": 1}) is not None
    with pytest.raises(TypeError, match="no_such_name"):
        SVC(no_such_name=1)


@pytest.mark.parametrize("name", ["eta", "shrinkage_rate", "max_leaves", "l1_regularization"])
def test_lightgbm_prefers_what_its_constructor_passes(name: str) -> None:
    value = 5 if name == "max_leaves" else 0.37
    main = {"max_leaves": "num_leaves", "l1_regularization": "lambda_l1"}.get(name, "learning_rate")
    lines = [text_of("lightgbm", settings).splitlines() for settings in ({name: value}, {})]
    assert len({line for one in lines for line in one if line.startswith(f"[{main}:")}) == 1


def test_a_name_that_is_taken_for_another_parameter() -> None:
    assert text_of("xgboost", {"alpha": 0.4}) == text_of("xgboost", {"reg_alpha": 0.4})
