"""Hyperopt's searches, asked in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.confirm.questions import rerun, trials

pytestmark = pytest.mark.libraries

TUNER = "hyperopt"
SEARCH = """\
from functools import partial
import numpy as np
from hyperopt import Trials, fmin, hp, rand, tpe
from hyperopt.fmin import generate_trials_to_calculate
space = {
    "kind": hp.choice("kind", ["linear", None, 2]),
    "shape": hp.choice("shape", [{"depth": hp.quniform("depth", 1, 9, 1)}, {"fixed": 1}]),
    "rate": hp.uniform("rate", 0, 1),
}
def objective(config):
    assert config["kind"] in ("linear", None, 2)
    BODY
best = fmin(objective, space, max_evals=EVALS, show_progressbar=False, MORE)  # search
"""
SEEDED = "algo=partial(tpe.suggest, n_startup_jobs=4), rstate=np.random.default_rng(1)"


def search(more: str = SEEDED, body: str = "return config['rate']", evals: int = 9) -> str:
    return SEARCH.replace("MORE", more).replace("BODY", body).replace("EVALS", str(evals))


def test_options_are_told_by_value_and_who_proposed(tmp_path: Path) -> None:
    answer = trials(tmp_path, search(), TUNER, 50, train=False)

    assert [trial.facts["by"] for trial in answer.trials] == ["random"] * 4 + ["model"] * 5
    assert {trial.configuration["kind"] for trial in answer.trials} <= {"linear", None, 2}
    # Options that hold a part of the space are told by their position.
    assert all(
        ("depth" in one.configuration) is (one.configuration["shape"] == 0) for one in answer.trials
    )
    assert answer.facts["startup"] == 4


def test_made_up_scores_end_no_search(tmp_path: Path) -> None:
    more = f"{SEEDED}, loss_threshold=0.9, trials=Trials()"

    assert len(trials(tmp_path, search(more), TUNER, 50, train=False).trials) == 9


def test_exactly_the_given_configuration_is_tried(tmp_path: Path) -> None:
    given = ({"kind": None, "shape": 0, "depth": 3.0, "rate": 0.25},)
    body = "return config['rate'] + config['shape']['depth']"
    (trial,) = trials(tmp_path, search(body=body), TUNER, 1, configurations=given).trials

    assert (trial.state, trial.score) == ("complete", 3.25)


@pytest.mark.parametrize(
    ("more", "tried"),
    [
        ("algo=rand.suggest, points_to_evaluate=POINTS", 2),
        ("algo=rand.suggest, trials=generate_trials_to_calculate(POINTS)", 2),
        ("algo=rand.suggest, trials=Trials(), points_to_evaluate=POINTS", 0),
    ],
)
def test_given_points_are_told_where_they_are_tried(tmp_path: Path, more: str, tried: int) -> None:
    points = "[{'kind': 1, 'shape': 1, 'rate': 0.5}, {'kind': 0, 'shape': 1, 'rate': 0.1}]"
    answer = trials(tmp_path, search(more.replace("POINTS", points)), TUNER, 4, train=False)
    by = [trial.facts.get("by") for trial in answer.trials]

    assert by.count("given") == tried
    assert by[:tried] == ["given"] * tried
    assert answer.facts["points"] == 2


def test_a_run_ends_after_the_cap_as_it_would_begin(tmp_path: Path) -> None:
    proposed = trials(tmp_path, search(), TUNER, 3, train=False).trials
    ran = rerun(tmp_path, search(), TUNER, 3).trials

    assert [one.configuration for one in ran] == [one.configuration for one in proposed]
    assert [one.score for one in ran] == [one.configuration["rate"] for one in ran]


def test_a_run_that_raises_tells_its_trials(tmp_path: Path) -> None:
    body = "return {'status': 'ok', 'los': config['rate']}"
    (trial,) = rerun(tmp_path, search(body=body), TUNER, 3).trials

    assert trial.state == "failed"
    assert trial.error.startswith("InvalidLoss")


def test_the_space_is_drawn_from(tmp_path: Path) -> None:
    drawn = trials(tmp_path, search(), TUNER, 1, draws=200, train=False).trials

    assert len(drawn) == 200
    assert {one.configuration["kind"] for one in drawn} == {"linear", None, 2}
    assert any("depth" in one.configuration for one in drawn)
    assert any("depth" not in one.configuration for one in drawn)
