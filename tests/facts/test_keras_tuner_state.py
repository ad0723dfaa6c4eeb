import os
from pathlib import Path
from typing import Any

import keras_tuner as kt
import pytest

from tests.facts.tiny import one_number, rows
from tunelint.analyses.project_folders import project_folder
from tunelint.libraries.keras_tuner import tables

pytestmark = pytest.mark.libraries


class Counting:
    """Stands before a tuner's own class: trains nothing and counts the trials."""

    ran = 0

    def run_trial(self, trial: Any, *args: Any, **kwargs: Any) -> float:
        self.ran += 1
        return trial.hyperparameters.get("x")


def random_search(max_trials: int = 2, kind: type = kt.RandomSearch, **options: Any) -> Any:
    counting = type(kind.__name__, (Counting, kind), {})
    options.setdefault("objective", kt.Objective("default_objective", "min"))
    return counting(one_number, max_trials=max_trials, **options)


def searched(tuner: Any) -> int:
    """How many trials a search of the tuner runs."""
    before = tuner.ran
    tuner.search(*rows(), verbose=0)
    return tuner.ran - before


def test_a_second_search_runs_nothing() -> None:
    tuner = random_search()
    assert [searched(tuner), searched(tuner)] == [2, 0]


def test_raising_max_trials_runs_the_difference() -> None:
    tuner = random_search()
    searched(tuner)
    tuner.oracle.max_trials = 3
    assert searched(tuner) == 1


def test_running_a_script_again_runs_nothing() -> None:
    assert searched(random_search(directory="results", project_name="mine")) == 2
    assert searched(random_search(directory="results", project_name="mine")) == 0


def test_overwrite_starts_afresh() -> None:
    searched(random_search())
    tuner = random_search(overwrite=True)
    assert tuner.oracle.trials == {}
    assert searched(tuner) == 2


def test_a_larger_budget_runs_what_is_missing() -> None:
    searched(random_search(2))
    assert searched(random_search(3)) == 1


def test_without_names_the_project_lies_in_the_current_folder(own_folder: Path) -> None:
    tuner = random_search()
    assert (tuner.directory, tuner.project_name) == (
        tables.DEFAULT_DIRECTORY,
        tables.DEFAULT_PROJECT_NAME,
    )
    assert Path(tuner.project_dir).resolve() == own_folder / "untitled_project"


def test_two_tuners_with_the_defaults_share_their_trials() -> None:
    searched(random_search())
    second = random_search()
    assert len(second.oracle.trials) == 2
    assert searched(second) == 0


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ({"directory": "x"}, {"directory": "./x"}, True),
        ({"directory": "x"}, {"directory": os.path.join("x", "")}, True),
        ({"directory": "x"}, {"directory": "y"}, False),
        ({"project_name": "a"}, {"project_name": "b"}, False),
        ({"project_name": "untitled_project"}, {}, True),
        ({"directory": "."}, {}, True),
    ],
)
def test_which_places_are_the_same(
    first: dict[str, str], second: dict[str, str], shared: bool
) -> None:
    searched(random_search(**first))
    assert (searched(random_search(**second)) == 0) is shared


def test_two_tuners_built_before_either_searches_both_run_on_one_set_of_files() -> None:
    first, second = random_search(), random_search()
    assert [searched(first), searched(second)] == [2, 2]
    trials = list(Path("untitled_project").glob("trial_*"))
    assert len(trials) == 2


def test_other_tuners_cannot_open_a_random_search_but_grid_search_does() -> None:
    searched(random_search())
    for kind in (kt.BayesianOptimization, kt.Hyperband):
        budget = {} if kind is kt.Hyperband else {"max_trials": 2}
        with pytest.raises(RuntimeError, match="reload"):
            kind(one_number, objective=kt.Objective("default_objective", "min"), **budget)
    assert len(random_search(kind=kt.GridSearch).oracle.trials) == 2


def test_a_flipped_direction_ranks_the_stored_scores_anew() -> None:
    first = random_search(3)
    searched(first)
    scores = sorted(trial.score for trial in first.oracle.trials.values())
    flipped = random_search(3, objective=kt.Objective("default_objective", "max"))
    assert first.oracle.get_best_trials()[0].score == scores[0]
    assert flipped.oracle.get_best_trials()[0].score == scores[-1]


@pytest.mark.parametrize("method", sorted(tables.RETURNS_NONE))
def test_what_returns_none(method: str) -> None:
    tuner = random_search()
    arguments = rows() if method == "search" else ()
    options = {"verbose": 0} if method == "search" else {}
    assert getattr(tuner, method)(*arguments, **options) is None


def test_what_does_not_return_none() -> None:
    tuner = random_search()
    searched(tuner)
    assert tuner.get_best_hyperparameters()[0].values
    assert tuner.oracle.get_best_trials()[0].score is not None


@pytest.mark.parametrize(("directory", "name"), [("", "mine"), (None, ""), ("out/", "mine")])
def test_where_a_project_lies(directory: str | None, name: str) -> None:
    built = random_search(directory=directory, project_name=name)
    folder = directory or tables.DEFAULT_DIRECTORY
    assert built.project_dir == project_folder(folder, name or tables.DEFAULT_PROJECT_NAME)
