"""SciPy's uniform distribution takes a width, and what draws beyond a share's range do."""

import pytest
from scipy.stats import randint, uniform
from sklearn.datasets import load_iris
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.utils._param_validation import InvalidParameterError

pytestmark = pytest.mark.libraries


def test_the_second_argument_is_the_width() -> None:
    draws = uniform(0.5, 0.9).rvs(1000, random_state=0)
    assert 0.5 <= min(draws) < 0.51
    assert 1.39 < max(draws) <= 1.4


def test_by_name_it_is_the_same() -> None:
    assert uniform(loc=0.5, scale=0.9).support() == uniform(0.5, 0.9).support()


def test_randint_never_draws_its_upper_bound() -> None:
    assert set(randint(1, 4).rvs(200, random_state=0)) == {1, 2, 3}


@pytest.mark.parametrize("parameter", ["subsample", "max_features", "validation_fraction"])
def test_a_share_above_1_is_refused(parameter: str) -> None:
    x, y = load_iris(return_X_y=True)
    model = GradientBoostingClassifier(n_estimators=1, **{parameter: 1.2})
    with pytest.raises(InvalidParameterError, match=parameter):
        model.fit(x, y)
