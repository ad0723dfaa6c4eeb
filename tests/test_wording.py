"""What messages and fixes are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, programs
from tunelint.api import Default, Known, OneOf, counted, safe_fix


@pytest.mark.parametrize(
    ("number", "fact", "said"),
    [
        (1, None, "1 epoch"),
        (20.0, None, "20 epochs"),
        (1, Default(default=1), "1 epoch (the default)"),
        (3, Known(known=3), "3 epochs"),
    ],
)
def test_a_number_has_its_unit(number: float, fact: Known | Default | None, said: str) -> None:
    assert counted(number, "epoch", fact) == said


def test_facts_surely_differ_where_they_share_no_value() -> None:
    assert OneOf(options=(1, 2)).surely_differs(Known(known=3))
    assert not OneOf(options=(1, 2)).surely_differs(Known(known=2))


def test_a_fix_that_lacks_a_change_is_none() -> None:
    assert safe_fix("write it", None) is None
    assert safe_fix("write it") is None


BRANCH = """
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    depth = trial.suggest_float("depth", 2, 12)
    {}RandomForestClassifier(max_depth=depth).fit(x, y)
    return 1.0
optuna.create_study().optimize(objective, n_trials=9)
"""


@pytest.mark.parametrize(
    ("condition", "said"), [("", "every trial fails"), ("if x: ", "trials that get there fail")]
)
def test_every_trial_fails_only_where_no_decision_leads_past(condition: str, said: str) -> None:
    (found,) = check(BRANCH.format(condition), "TUN603")

    assert found.message.endswith(said)


def test_a_program_lists_what_its_searches_draw(tmp_path: Path) -> None:
    (program,) = programs({"train.py": BRANCH.format("")}, tmp_path)

    assert [declared.quoted for _, declared in program.hyperparameters] == ["'depth'"]
