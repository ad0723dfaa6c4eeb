from typing import Any

import numpy as np
import pytest
from hyperopt import STATUS_FAIL, STATUS_OK, Trials, fmin, hp, rand, space_eval, tpe
from hyperopt.exceptions import DuplicateLabel, InvalidLoss
from hyperopt.pyll import scope

from tunelint.libraries.hyperopt import tables

pytestmark = pytest.mark.libraries

OPTIONS = [16, 64, 256]
EXAMPLES: dict[str, Any] = {
    "choice": OPTIONS,
    "pchoice": [(0.2, 16), (0.3, 64), (0.5, 256)],
    "randint": (5,),
    "uniform": (0, 1),
    "uniformint": (1, 9),
    "quniform": (1, 9, 1),
    "loguniform": (-3, 0),
    "qloguniform": (0, 3, 1),
    "normal": (0, 1),
    "qnormal": (0, 1, 1),
    "lognormal": (0, 1),
    "qlognormal": (0, 1, 1),
}


def space() -> dict[str, Any]:
    return {
        kind: getattr(hp, kind)(kind, *([given] if isinstance(given, list) else given))
        for kind, given in EXAMPLES.items()
    }


def search(space: Any, count: int = 3, **options: Any) -> tuple[Any, list[Any]]:
    """What `fmin` returns, and the configurations that its objective received."""
    received: list[Any] = []

    def loss(configuration: Any) -> float:
        received.append(configuration)
        return float(len(received))

    options.setdefault("algo", rand.suggest)
    options.setdefault("rstate", np.random.default_rng(4))
    return fmin(loss, space, max_evals=count, verbose=False, **options), received


def test_the_tables_list_every_declaration() -> None:
    declared = {name for name in dir(hp) if not name.startswith("_")}
    assert declared == set(EXAMPLES) == set(tables.DECLARATIONS) == set(tables.RESULT_TYPES)
    assert declared == tables.CHOICES | tables.INTEGER_DRAWS | tables.FLOAT_DRAWS


@pytest.mark.parametrize("kind", tables.DECLARATIONS)
def test_parameters_of_the_declarations(kind: str) -> None:
    given = EXAMPLES[kind]
    values = ("x", *([given] if isinstance(given, list) else given))
    if kind == "randint":
        values = ("x", 2, 9)
    named = dict(zip(tables.DECLARATIONS[kind], values, strict=True))
    by_name = search(getattr(hp, kind)(**named))[1]
    assert by_name == search(getattr(hp, kind)(*values))[1]


@pytest.mark.parametrize("algo", [rand.suggest, tpe.suggest], ids=["rand", "tpe"])
def test_types_of_what_the_objective_receives(algo: Any) -> None:
    _, received = search(space(), 25, algo=algo)
    for kind, value in received[-1].items():
        assert type(value) is (int if kind in tables.CHOICES | tables.INTEGER_DRAWS else float)


@pytest.mark.parametrize("algo", [rand.suggest, tpe.suggest], ids=["rand", "tpe"])
def test_types_of_what_fmin_returns(algo: Any) -> None:
    best, _ = search(space(), 25, algo=algo)
    found = {kind: f"numpy.{type(value).__name__}" for kind, value in best.items()}
    assert found == tables.RESULT_TYPES


def test_quantised_draws_are_floats() -> None:
    assert tables.QUANTISED <= tables.FLOAT_DRAWS
    _, received = search(hp.quniform("x", 1, 9, 1), 5)
    assert all(isinstance(value, float) and value.is_integer() for value in received)


@pytest.mark.parametrize("cast", sorted(tables.INTEGER_CASTS))
def test_a_cast_makes_an_integer_for_the_objective_but_not_for_the_result(cast: str) -> None:
    best, received = search(getattr(scope, cast)(hp.quniform("x", 1, 9, 1)))
    assert all(type(value) is int for value in received)
    assert isinstance(best["x"], np.float64)


@pytest.mark.parametrize("kind", sorted(tables.RESULT_INDEX))
def test_choices_come_back_as_positions(kind: str) -> None:
    best, received = search(space()[kind])
    assert best[kind] in range(3)
    assert OPTIONS[best[kind]] == received[0]
    assert best[kind] != received[0]


@pytest.mark.parametrize("kind", sorted(tables.RESULT_INDEX))
def test_so_do_those_of_the_trials(kind: str) -> None:
    trials = Trials()
    best, _ = search(space()[kind], trials=trials)
    assert trials.argmin == best
    assert trials.best_trial["misc"]["vals"][kind] == [best[kind]]


def test_space_eval_gives_the_values() -> None:
    whole = space()
    best, received = search(whole)
    assert space_eval(whole, best) == received[0]


def test_return_argmin_false_gives_the_values() -> None:
    best, received = search(space(), return_argmin=False)
    assert best == received[0]


def test_the_same_trials_again_run_only_the_difference() -> None:
    trials = Trials()
    counts = [len(search(hp.uniform("x", 0, 1), n, trials=trials)[1]) for n in (4, 4, 3, 6)]
    assert counts == [4, 0, 0, 2]


def test_new_trials_run_them_all() -> None:
    assert [len(search(hp.uniform("x", 0, 1), 4, trials=Trials())[1]) for _ in range(2)] == [4, 4]


def test_a_trials_file_runs_only_the_difference() -> None:
    counts = [
        len(search(hp.uniform("x", 0, 1), n, trials_save_file="trials.pkl")[1]) for n in (4, 4, 6)
    ]
    assert counts == [4, 0, 2]


def test_the_search_called_on_the_trials_goes_on_too() -> None:
    trials = Trials()
    for count in (4, 6):
        trials.fmin(lambda x: x, hp.uniform("x", 0, 1), rand.suggest, count, verbose=False)
        assert len(trials) == count


def test_a_label_used_twice_fails() -> None:
    for twice in (
        [hp.uniform("x", 0, 1), hp.uniform("x", 0, 2)],
        hp.choice("kind", [{"a": hp.uniform("x", 0, 1)}, {"b": hp.uniform("x", 0, 1)}]),
    ):
        with pytest.raises(DuplicateLabel):
            search(twice)


def test_points_to_evaluate_are_ignored_with_trials() -> None:
    points = [{"x": 0.125}]
    without = search({"x": hp.uniform("x", 0, 1)}, points_to_evaluate=points)[1]
    ignored = search({"x": hp.uniform("x", 0, 1)}, points_to_evaluate=points, trials=Trials())[1]
    assert without[0]["x"] == 0.125
    assert ignored[0]["x"] != 0.125


def test_the_smallest_loss_is_best() -> None:
    best = fmin(
        lambda x: {"loss": -x, "status": STATUS_OK},
        hp.quniform("x", 1, 3, 1),
        rand.suggest,
        20,
        rstate=np.random.default_rng(4),
        verbose=False,
    )
    assert best["x"] == 3


@pytest.mark.parametrize(
    ("result", "raised"),
    [
        ({"mse": 1.0, "status": STATUS_OK}, InvalidLoss),
        ({"loss": 1.0}, KeyError),
        ({}, KeyError),
        ([1.0], TypeError),
        ((1.0, 2.0), TypeError),
        (None, TypeError),
    ],
)
def test_what_is_no_result_ends_the_search(result: object, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        fmin(lambda x: result, hp.uniform("x", 0, 1), rand.suggest, 3, show_progressbar=False)


def test_results_need_no_loss_where_they_failed_and_may_be_pairs() -> None:
    def objective(x: float) -> object:
        return {"status": STATUS_FAIL} if x < 0.5 else [("loss", x), ("status", STATUS_OK)]

    trials = Trials()
    space, rstate = hp.uniform("x", 0, 1), np.random.default_rng(1)
    fmin(objective, space, rand.suggest, 9, trials=trials, rstate=rstate, show_progressbar=False)
    assert {*trials.statuses()} == {STATUS_FAIL, STATUS_OK}
