"""What Ray Tune's search algorithms propose, asked without starting Ray."""

import random
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import numpy as np
import optuna
import pytest
from hyperopt import hp
from ray import tune
from ray.tune.schedulers import ASHAScheduler
from ray.tune.search import create_searcher
from ray.tune.search.basic_variant import BasicVariantGenerator
from ray.tune.search.hyperopt import HyperOptSearch
from ray.tune.search.optuna import OptunaSearch

from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.searchers import Searcher, startup

pytestmark = pytest.mark.libraries

SPACE = {"x": tune.uniform(0.0, 1.0), "y": tune.uniform(0.0, 1.0)}
SEARCHERS = {"OptunaSearch": OptunaSearch, "HyperOptSearch": HyperOptSearch}
DOMAINS: dict[str, Callable[[], Any]] = {
    "choice": lambda: tune.choice([16, 32]),
    "lograndint": lambda: tune.lograndint(1, 9),
    "loguniform": lambda: tune.loguniform(1, 9),
    "qlograndint": lambda: tune.qlograndint(2, 8, 2),
    "qloguniform": lambda: tune.qloguniform(1, 9, 1),
    "qrandint": lambda: tune.qrandint(2, 8, 2),
    "qrandn": lambda: tune.qrandn(10, 2, 1),
    "quniform": lambda: tune.quniform(1, 9, 1),
    "randint": lambda: tune.randint(1, 9),
    "randn": lambda: tune.randn(0, 1),
    "uniform": lambda: tune.uniform(1, 9),
}


@pytest.mark.parametrize("name", sorted(SEARCHERS))
def test_searchers_can_be_given_earlier_results(name: str) -> None:
    assert {one for one in tables.TELLING if not hasattr(SEARCHERS[name], one)} <= {
        "add_evaluated_point"
    }


def test_a_space_of_hyperopt_takes_its_bounds_for_exponents() -> None:
    space = {"lr": hp.loguniform("lr", 1e-5, 0.1)}
    searcher = HyperOptSearch(space, metric="score", mode="max", random_state_seed=1)
    drawn = [searcher.suggest(str(number))["lr"] for number in range(9)]
    assert all(1 < value < 1.106 for value in drawn)


def score(config: dict[str, float]) -> float:
    return config["x"] + config["y"]


def one_at_a_time(
    searcher: Any, count: int = 4, score: Callable[[dict[str, float]], float] = score
) -> list[Any]:
    """The proposals of a searcher that learns each score before it proposes again."""
    proposals = []
    for number in range(count):
        config = searcher.suggest(str(number))
        proposals.append(config)
        searcher.on_trial_complete(str(number), {"score": score(config)})
    return proposals


def two_at_a_time(searcher: Any, ends: Iterable[int], count: int) -> list[Any]:
    """The proposals where two trials run at once; `ends` says which of the two ends first."""
    proposals: list[Any] = []
    running: list[int] = []
    for first in ends:
        while len(running) < 2 and len(proposals) < count:
            running.append(len(proposals))
            proposals.append(searcher.suggest(str(len(proposals))))
        ended = running.pop(first)
        searcher.on_trial_complete(str(ended), {"score": score(proposals[ended])})
    return proposals


def made(name: str, **arguments: Any) -> Any:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return SEARCHERS[name](SPACE, metric="score", mode="min", **arguments)


def first_difference(one: list[Any], other: list[Any]) -> int:
    return next(n for n, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])


@pytest.mark.parametrize("name", SEARCHERS)
@pytest.mark.parametrize("seed", [0, 7])
def test_its_own_seed_repeats_the_proposals(name: str, seed: int) -> None:
    given = {tables.SEEDED_BY[name]: seed}
    assert one_at_a_time(made(name, **given)) == one_at_a_time(made(name, **given))


@pytest.mark.parametrize("name", SEARCHERS)
def test_the_global_generators_do_not(name: str) -> None:
    runs = []
    for _ in range(2):
        random.seed(1)
        np.random.seed(1)
        runs.append(one_at_a_time(made(name)))
    assert runs[0] != runs[1]


def test_a_seeded_sampler_repeats_them_and_the_seed_beside_it_is_ignored() -> None:
    def run(seed: int | None) -> list[Any]:
        sampler = optuna.samplers.TPESampler(seed=seed)
        return one_at_a_time(made("OptunaSearch", sampler=sampler, seed=1))

    assert run(3) == run(3)
    assert run(None) != run(None)


def startup_of(name: str) -> int:
    """How many trials are random by default."""
    return startup(Searcher(name)).value


@pytest.mark.parametrize("name", SEARCHERS)
def test_it_starts_with_so_many_random_trials(name: str) -> None:
    given = {tables.SEEDED_BY[name]: 1}
    first = startup_of(name)

    def run(sign: int) -> list[Any]:
        return one_at_a_time(made(name, **given), first + 3, lambda config: sign * score(config))

    assert first_difference(run(1), run(-1)) == first


def test_hyperopt_search_takes_its_own_number() -> None:
    def run(sign: int) -> list[Any]:
        searcher = made("HyperOptSearch", random_state_seed=1, n_initial_points=4)
        return one_at_a_time(searcher, 8, lambda config: sign * score(config))

    assert first_difference(run(1), run(-1)) == 4


@pytest.mark.parametrize("name", SEARCHERS)
def test_two_trials_at_once_part_a_seeded_search_after_its_start(name: str) -> None:
    given = {tables.SEEDED_BY[name]: 1}
    first = startup_of(name)
    count = first + 10
    one = two_at_a_time(made(name, **given), [0] * count, count)
    last = two_at_a_time(made(name, **given), [1] * (count - 1) + [0], count)
    assert first_difference(one, last) >= first - 1


def test_a_searcher_by_name() -> None:
    for name, known in tables.SEARCHER_NAMES.items():
        if known != "BayesOptSearch":
            assert type(create_searcher(name)).__name__ == known


# -- what is drawn ----------------------------------------------------------------------------


def test_the_table_knows_every_declaration() -> None:
    assert set(tables.DECLARATIONS) == {*DOMAINS, tables.GRID, tables.OWN_FUNCTION}


@pytest.mark.parametrize("name", sorted(tables.INTEGER_DRAWS | tables.FLOAT_DRAWS))
def test_the_type_of_a_draw(name: str) -> None:
    wanted = int if name in tables.INTEGER_DRAWS else float
    assert type(DOMAINS[name]().sample()) is wanted


@pytest.mark.parametrize("name", sorted({"quniform", "randint", "uniform", "choice"}))
@pytest.mark.parametrize("searcher", SEARCHERS)
def test_searchers_draw_the_same_types(name: str, searcher: str) -> None:
    found = SEARCHERS[searcher]({"x": DOMAINS[name]()}, metric="score", mode="min")
    assert type(found.suggest("1")["x"]) is type(DOMAINS[name]().sample())


def test_draws_follow_numpys_global_generator_alone() -> None:
    def draws(seed: Callable[[int], None]) -> list[Any]:
        seed(5)
        return [make().sample() for make in DOMAINS.values()]

    assert draws(np.random.seed) == draws(np.random.seed)
    assert draws(random.seed) != draws(random.seed)


# -- what is refused --------------------------------------------------------------------------

REFUSED: dict[str, Callable[[], Any]] = {
    "TuneConfig(seed)": lambda: tune.TuneConfig(seed=1),  # type: ignore[call-arg]
    "TuneConfig(n_trials)": lambda: tune.TuneConfig(n_trials=1),  # type: ignore[call-arg]
    "Tuner(config)": lambda: tune.Tuner(print, config={}),  # type: ignore[call-arg]
    "Tuner(num_samples)": lambda: tune.Tuner(print, num_samples=1),  # type: ignore[call-arg]
    "run(seed)": lambda: tune.run(print, seed=1),
    "run(param_space)": lambda: tune.run(print, param_space={}),
    "run(loggers)": lambda: tune.run(print, loggers=None),
    "OptunaSearch(random_state)": lambda: OptunaSearch(random_state=1),
    "HyperOptSearch(seed)": lambda: HyperOptSearch(seed=1),
    "BasicVariantGenerator(seed)": lambda: BasicVariantGenerator(seed=1),
}


@pytest.mark.parametrize("call", REFUSED)
def test_an_argument_that_is_not_taken(call: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        REFUSED[call]()


@pytest.mark.parametrize("name", tables.REFUSED["run"])
def test_an_argument_that_is_taken_only_to_be_refused(name: str) -> None:
    with pytest.raises(DeprecationWarning):
        tune.run(print, **{name: False if "chdir" in name else "/tmp/somewhere"})


def test_a_budget_of_one_trial_by_default() -> None:
    assert tune.TuneConfig().num_samples == 1


def test_schedulers_refuse_another_mode() -> None:
    with pytest.raises(AssertionError, match="mode"):
        ASHAScheduler(mode="maximize")


@pytest.mark.parametrize("name", tables.GIVEN_UP)
def test_callbacks_that_can_be_imported_and_not_called(name: str) -> None:
    module, _, callback = name.rpartition(".")
    with pytest.raises(DeprecationWarning):
        getattr(import_module(module), callback)({"a": "b"})
