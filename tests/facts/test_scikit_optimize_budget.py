"""How many trials scikit-optimize runs, how many are random, and which calls always fail."""

from typing import Any

import pytest
import skopt
from sklearn.datasets import load_iris
from sklearn.naive_bayes import GaussianNB
from skopt import BayesSearchCV, Optimizer, forest_minimize, gp_minimize

from tunelint.libraries.scikit_optimize import tables

pytestmark = [
    pytest.mark.libraries,
    pytest.mark.filterwarnings("ignore"),
]

SPACE = [(-1.0, 1.0)]
MODELLED = {"gp_minimize": gp_minimize, "forest_minimize": forest_minimize}


def loss(point: list[float]) -> float:
    return float(point[0] ** 2)


def models(result: Any) -> int:
    """How many models were fitted: one after the last random point, one more a trial."""
    return len(result.models)


@pytest.mark.parametrize("minimise", MODELLED.values(), ids=MODELLED)
def test_as_many_calls_as_initial_points_use_no_proposal_of_a_model(minimise: Any) -> None:
    few = minimise(loss, SPACE, n_calls=10, random_state=0)
    sampled = minimise(loss, SPACE, n_calls=11, n_initial_points=11, random_state=0)
    assert few.x_iters == sampled.x_iters[:10]
    more = minimise(loss, SPACE, n_calls=11, random_state=0)
    assert more.x_iters[10] != sampled.x_iters[10]


@pytest.mark.parametrize("minimise", MODELLED.values(), ids=MODELLED)
def test_fewer_calls_than_initial_points_are_refused(minimise: Any) -> None:
    with pytest.raises(ValueError, match="Expected `n_calls` >= 10, got 9"):
        minimise(loss, SPACE, n_calls=9)
    with pytest.raises(ValueError, match="Expected `n_calls` >= 6, got 5"):
        minimise(loss, SPACE, n_calls=5, n_random_starts=6)


def test_given_points_without_scores_raise_the_floor() -> None:
    points = [[0.1], [0.2]]
    with pytest.raises(ValueError, match="Expected `n_calls` >= 12, got 11"):
        gp_minimize(loss, SPACE, n_calls=11, x0=points)
    with pytest.raises(ValueError, match="Expected `n_calls` >= 11, got 10"):
        gp_minimize(loss, SPACE, n_calls=10, x0=points[0])
    assert len(gp_minimize(loss, SPACE, n_calls=10, x0=points, y0=[0.1, 0.2]).x_iters) == 12


def test_an_optimizer_refuses_nothing() -> None:
    result = Optimizer(SPACE).run(loss, n_iter=3)
    assert (len(result.x_iters), models(result)) == (3, 0)


def test_an_optimizer_fits_its_first_model_after_ten_points() -> None:
    optimizer = Optimizer(SPACE, random_state=0)
    fitted = [models(optimizer.run(loss)) for _ in range(11)]
    assert fitted == [0] * 9 + [1, 2]


def search(space: Any, **arguments: Any) -> BayesSearchCV:
    x, y = load_iris(return_X_y=True)
    return BayesSearchCV(GaussianNB(), space, cv=2, random_state=0, **arguments).fit(x, y)


SMOOTHING = {"var_smoothing": (1e-9, 1e-1, "log-uniform")}


@pytest.mark.parametrize("count", [10, 11])
def test_bayes_search_starts_with_ten_random_points(count: int) -> None:
    random_points = search(
        SMOOTHING, n_iter=count, optimizer_kwargs={"n_initial_points": count}
    ).cv_results_["params"]
    assert (search(SMOOTHING, n_iter=count).cv_results_["params"] == random_points) == (count == 10)


def test_every_part_of_its_space_has_a_model_of_its_own() -> None:
    found = search([(SMOOTHING, 2), (SMOOTHING, 3)], n_iter=9)
    assert len(found.cv_results_["params"]) == 5
    assert len(found.optimizers_) == 2


@pytest.mark.parametrize("name", tables.FAILING)
def test_what_always_fails(name: str) -> None:
    error = {"ValueError": ValueError, "AttributeError": AttributeError}[tables.FAILING[name]]
    with pytest.raises(error):
        getattr(skopt, name)(loss, SPACE, n_calls=10)


@pytest.mark.parametrize("name", tables.SURROGATES)
def test_the_surrogates(name: str) -> None:
    def run() -> Any:
        return Optimizer(SPACE, base_estimator=name, n_initial_points=2).run(loss, n_iter=3)

    if name not in tables.FAILING_SURROGATES:
        assert models(run()) == 2
        return
    error = {"ValueError": ValueError, "AttributeError": AttributeError}
    with pytest.raises(error[tables.FAILING_SURROGATES[name]]):
        run()


@pytest.mark.parametrize("written", ["seed", "n_iter", "max_evals", "space"])
def test_other_libraries_arguments_are_refused(written: str) -> None:
    with pytest.raises(TypeError, match=written):
        gp_minimize(loss, SPACE, **{written: 5})


@pytest.mark.parametrize("written", ["n_calls", "param_grid", "param_distributions", "seed"])
def test_bayes_search_refuses_them_too(written: str) -> None:
    with pytest.raises(TypeError, match=written):
        BayesSearchCV(GaussianNB(), SMOOTHING, **{written: 5})
