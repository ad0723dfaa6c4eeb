"""What Ray Tune does when it runs: seeds, scores, and what one trial leaves to the next."""

import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ray import tune
from ray.tune import schedulers
from ray.tune.schedulers import AsyncHyperBandScheduler, HyperBandScheduler
from ray.tune.search.basic_variant import BasicVariantGenerator

from tunelint.libraries.ray_tune import tables

pytestmark = [pytest.mark.libraries, pytest.mark.usefixtures("ray_session")]

SPACE = {"x": tune.uniform(0, 1), "c": tune.choice([1, 2, 3, 4]), "r": tune.randint(0, 100)}


# Schedulers that are told neither metric nor mode, or that need a package of their own.
OF_THEIR_OWN = {"FIFOScheduler", "PB2", "PopulationBasedTrainingReplay"}


def report_nothing(config: dict[str, Any]) -> None:
    tune.report({"score": config["x"]})


def fit(
    folder: Path,
    trainable: Callable[[dict[str, Any]], Any] = report_nothing,
    space: dict[str, Any] | None = None,
    samples: int = 2,
    **settings: Any,
) -> tune.ResultGrid:
    return tune.Tuner(
        trainable,
        param_space=SPACE if space is None else space,
        tune_config=tune.TuneConfig(num_samples=samples, reuse_actors=True, **settings),
        run_config=tune.RunConfig(storage_path=str(folder), verbose=0),
    ).fit()


def configurations(results: tune.ResultGrid) -> list[Any]:
    return [result.config for result in results]


def test_np_random_seed_repeats_the_configurations_and_random_seed_does_not(
    tmp_path: Path,
) -> None:
    def run(seed: Callable[[int], None]) -> list[Any]:
        seed(1)
        return configurations(fit(tmp_path))

    assert run(np.random.seed) == run(np.random.seed)
    assert run(random.seed) != run(random.seed)


def test_one_sample_is_drawn_unless_more_are_asked_for(tmp_path: Path) -> None:
    storage = tune.RunConfig(storage_path=str(tmp_path), verbose=0)
    runs = [
        tune.Tuner(
            report_nothing, param_space=SPACE, tune_config=settings, run_config=storage
        ).fit()
        for settings in (None, tune.TuneConfig(metric="score", mode="max", time_budget_s=60))
    ]
    assert [len(results) for results in runs] == [1, 1]


def test_points_to_evaluate_count_among_the_samples(tmp_path: Path) -> None:
    first = BasicVariantGenerator(points_to_evaluate=[{"x": 0.5, "c": 1, "r": 3}])
    (config,) = configurations(fit(tmp_path, samples=1, search_alg=first))
    assert config == {"x": 0.5, "c": 1, "r": 3}


@pytest.mark.parametrize(("mode", "lasting"), [("min", 0.1), ("max", 0.9)])
def test_a_scheduler_ends_trials_by_its_own_mode(mode: str, lasting: float, tmp_path: Path) -> None:
    def report_often(config: dict[str, Any]) -> None:
        for _ in range(4):
            tune.report({"score": config["x"]})

    scheduler = AsyncHyperBandScheduler(metric="score", mode=mode, max_t=4, reduction_factor=2)
    results = fit(
        tmp_path,
        report_often,
        {"x": tune.grid_search([lasting, 0.5, 1 - lasting])},
        samples=1,
        scheduler=scheduler,
        max_concurrent_trials=1,
    )
    reached = {one.config["x"]: one.metrics["training_iteration"] for one in results}
    assert reached[lasting] == 4
    assert reached[1 - lasting] == 1


@pytest.mark.parametrize("mode", ["min", "max"])
def test_a_hyperband_whose_factor_exceeds_its_epochs_ends_no_trial(
    mode: str, tmp_path: Path
) -> None:
    def report_often(config: dict[str, Any]) -> None:
        for _ in range(3):
            tune.report({"score": config["x"]})

    results = fit(
        tmp_path,
        report_often,
        {"x": tune.grid_search([0.1, 0.5, 0.9])},
        samples=1,
        scheduler=HyperBandScheduler(metric="score", mode=mode, max_t=3, reduction_factor=4),
    )
    assert [one.metrics["training_iteration"] for one in results] == [3, 3, 3]


def test_the_generator_of_variants_has_a_seed_of_its_own(tmp_path: Path) -> None:
    def run() -> list[Any]:
        return configurations(fit(tmp_path, search_alg=BasicVariantGenerator(random_state=5)))

    assert run() == run()


def test_the_seeds_of_the_program_do_not_reach_the_trials(tmp_path: Path) -> None:
    def draw(config: dict[str, Any]) -> None:
        tune.report({"score": float(np.random.rand()), "other": random.random()})

    def run() -> list[tuple[float, float]]:
        np.random.seed(1)
        random.seed(1)
        results = fit(tmp_path, draw, space={}, samples=1)
        return [(result.metrics["score"], result.metrics["other"]) for result in results]

    (first,), (second,) = run(), run()
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_mode_is_min_or_max(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mode"):
        fit(tmp_path, metric="score", mode="maximize")
    with pytest.raises(ValueError, match="mode"):
        tune.run(report_nothing, metric="score", mode="maximize")


@pytest.mark.parametrize("told", [{"metric": "score", "mode": "max"}, {"mode": "max"}])
@pytest.mark.parametrize("name", sorted(set(tables.SCHEDULERS) - OF_THEIR_OWN))
def test_a_scheduler_is_not_told_what_the_run_is_told(
    name: str, told: dict[str, str], tmp_path: Path
) -> None:
    needed = {"hyperparam_mutations": {"x": [1, 2]}} if name == "PopulationBasedTraining" else {}
    scheduler = getattr(schedulers, name)(**told, **needed)
    with pytest.raises(ValueError, match="already instantiated"):
        fit(tmp_path, scheduler=scheduler, metric="score", mode="max")


def test_metric_and_mode_may_be_told_apart(tmp_path: Path) -> None:
    assert fit(tmp_path, scheduler=AsyncHyperBandScheduler(metric="score"), mode="max")


def test_without_a_metric_nobody_can_say_which_trial_is_best(tmp_path: Path) -> None:
    results = fit(tmp_path, samples=2)
    with pytest.raises(ValueError, match="metric"):
        results.get_best_result()


@pytest.mark.parametrize(
    "settings",
    [
        {"metric": "accuracy", "mode": "max"},
        {"scheduler": AsyncHyperBandScheduler(metric="accuracy", mode="max")},
    ],
)
def test_a_metric_that_is_never_reported_raises(settings: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(tune.TuneError, match="did not include the specified metric"):
        fit(tmp_path, samples=1, **settings)


def test_every_result_holds_what_ray_adds(tmp_path: Path) -> None:
    (result,) = fit(tmp_path, samples=1)
    assert {*result.metrics} - {"score"} <= tables.OWN_RESULTS
    assert "training_iteration" in result.metrics


def test_mode_min_on_a_score_returns_the_worst(tmp_path: Path) -> None:
    grid = {"x": tune.grid_search([0.1, 0.9])}
    best = fit(tmp_path, space=grid, samples=1, metric="score", mode="min").get_best_result()
    assert best.config["x"] == 0.1


def test_reports_by_keyword_are_gone(tmp_path: Path) -> None:
    def old(config: dict[str, Any]) -> None:
        tune.report(score=config["x"])  # type: ignore[call-arg]

    (error,) = fit(tmp_path, old, samples=1).errors
    assert "unexpected keyword argument 'score'" in str(error)


def test_what_a_trainable_returns_is_a_report(tmp_path: Path) -> None:
    (result,) = fit(tmp_path, lambda config: {"score": 3.0}, samples=1)
    assert result.metrics["score"] == 3.0


@pytest.mark.parametrize("reused", [False, True])
def test_a_trial_sees_what_the_one_before_changed_only_where_actors_are_reused(
    reused: bool, tmp_path: Path
) -> None:
    seen: list[int] = []

    def remember(config: dict[str, Any]) -> None:
        seen.append(1)
        tune.report({"score": len(seen)})

    settings = tune.TuneConfig(max_concurrent_trials=1, reuse_actors=reused)
    results = tune.Tuner(
        remember,
        param_space={"x": tune.grid_search([1, 2])},
        tune_config=settings,
        run_config=tune.RunConfig(storage_path=str(tmp_path), verbose=0),
    ).fit()
    assert [result.metrics["score"] for result in results] == ([1, 2] if reused else [1, 1])
    assert seen == []


def test_actors_are_not_reused_unless_it_is_asked_for() -> None:
    assert tune.TuneConfig().reuse_actors is False


@pytest.mark.parametrize("name", tables.MOVED_NAMES)
def test_names_that_are_gone(name: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        resolve(name)


@pytest.mark.parametrize(
    "name", sorted({name for name in tables.MOVED_NAMES.values() if name is not None})
)
def test_names_of_today(name: str) -> None:
    resolve(name)


@pytest.mark.parametrize("module", tables.MEMBERS)
def test_what_modules_of_today_hold(module: str) -> None:
    """Also without the search library that some of them stand for."""
    assert tables.MEMBERS[module] <= set(dir(import_module(module)))


@pytest.mark.parametrize(
    "name",
    [
        "ray.air.integrations.mlflow.mlflow_mixin",
        "ray.air.integrations.wandb.wandb_mixin",
        "ray.tune.search.suggestion",
    ],
)
def test_what_has_no_new_place(name: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        resolve(name)


def resolve(name: str) -> Any:
    """A module, or a name of one; of a trial's context, what its class has."""
    if "()." in name:
        _, _, method = name.removesuffix("()").partition("().")
        return getattr(tune.TuneContext, method)
    try:
        return import_module(name)
    except ModuleNotFoundError:
        package, _, last = name.rpartition(".")
        return getattr(import_module(package), last)
