"""Rules about budgets and spaces: what they say about made-up answers, and about real searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.confirm.asking import cases, confirmations, verdict_on
from tunelint.lab.answers import Answer, Run, Training, Trial, Watched
from tunelint.lab.questions import Question, Trials, Watch
from tunelint.lab.verdicts import Outcome

Asked = Callable[[Question, int], tuple[Answer, ...]]

STUDY = """\
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 1, 1000)
    unused = trial.suggest_int("unused", 1, 9)
    return rate
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1){more})
study.optimize(objective, n_trials={trials})
"""


def proposed(*makers: str, budget: int) -> Asked:
    """Every question is answered with as many proposals as it asks for, made by these."""

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        trials = [Trial({"rate": number}, facts={"by": by}) for number, by in enumerate(makers)]
        return (Answer(True, trials=tuple(trials[: question.count]), facts={"budget": budget}),)

    return answer


@pytest.mark.parametrize(
    ("makers", "budget", "outcome"),
    [
        (["random"] * 8, 8, Outcome.CONFIRMED),
        (["random"] * 10 + ["model"] * 2, 12, Outcome.REFUTED),
        # The start-up is longer than the source says.
        (["random"] * 30, 30, Outcome.CONFIRMED),
        (["random"] * 29 + ["model"], 30, Outcome.REFUTED),
        # Trials fail, and the search ends.
        (["random"] * 3, 8, Outcome.INCONCLUSIVE),
        ([""] * 8, 8, Outcome.INCONCLUSIVE),
    ],
)
def test_proposals_are_counted_by_who_made_them(
    tmp_path: Path, makers: list[str], budget: int, outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, STUDY.format(trials=budget, more=""), "TUN407")

    assert verdict_on(case, proposed(*makers, budget=budget)).outcome is outcome


@pytest.mark.parametrize(
    ("makers", "outcome"),
    [
        (["random"], Outcome.CONFIRMED),
        (["random"] * 9, Outcome.REFUTED),
        ([], Outcome.INCONCLUSIVE),
    ],
)
def test_a_single_trial_is_counted(tmp_path: Path, makers: list[str], outcome: Outcome) -> None:
    (case,) = cases(tmp_path, STUDY.format(trials=1, more=""), "TUN416")

    assert verdict_on(case, proposed(*makers, budget=1)).outcome is outcome


def of_space(distinct: int, drawn: int, budget: int, proposals: int) -> Asked:
    """`proposals` and `drawn` draws go through so many distinct configurations in turn."""

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        count = min(question.draws, drawn) if question.draws else proposals
        trials = tuple(Trial({"rate": number % distinct}) for number in range(count))
        return (Answer(True, trials=trials, facts={"budget": budget}),)

    return answer


@pytest.mark.parametrize(
    ("distinct", "drawn", "proposals", "outcome"),
    [
        (6, 1000, 20, Outcome.CONFIRMED),
        (6, 1000, 6, Outcome.CONFIRMED),
        (20, 1000, 20, Outcome.REFUTED),
        # Proposals that repeat themselves although there is enough to choose from.
        (900, 1000, 15, Outcome.REFUTED),
        # Too few draws to know the space, as the search proposes on.
        (6, 20, 20, Outcome.INCONCLUSIVE),
    ],
)
def test_a_space_is_counted_by_draws(
    tmp_path: Path, distinct: int, drawn: int, proposals: int, outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, STUDY.format(trials=20, more=""), "TUN408")

    assert verdict_on(case, of_space(distinct, drawn, 20, proposals)).outcome is outcome


@pytest.mark.parametrize(
    ("reports", "asks", "state", "outcome"),
    [
        (0, 0, "complete", Outcome.CONFIRMED),
        (5, 0, "complete", Outcome.CONFIRMED),
        # A short run may end before the pruner acts.
        (5, 5, "complete", Outcome.REFUTED),
        (1, 1, "pruned", Outcome.REFUTED),
        (0, 0, "failed", Outcome.INCONCLUSIVE),
    ],
)
def test_a_pruner_is_judged_by_what_it_hears(
    tmp_path: Path, reports: int, asks: int, state: str, outcome: Outcome
) -> None:
    program = STUDY.format(trials=9, more=", pruner=optuna.pruners.MedianPruner()")
    (case,) = cases(tmp_path, program, "TUN409")
    trial = Trial({}, state, facts={"reports": reports, "asks": asks})

    verdict = verdict_on(case, lambda question, copies: (Answer(True, trials=(trial, trial)),))
    assert verdict.outcome is outcome


PRUNED = """\
import optuna
from sklearn.metrics import log_loss
from sklearn.linear_model import SGDClassifier
def objective(trial):
    model = SGDClassifier(alpha=trial.suggest_float("alpha", 1e-6, 1, log=True))
    for {fold}epoch in range(9):
        model.partial_fit(x, y, classes=[0, 1])
        trial.report({reported}, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return model.score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=90)
"""
FOLDS = "fold in range(5):\n      for "
PRUNED_LATER = PRUNED.replace("        ", "          ")


@pytest.mark.parametrize(
    ("reports", "kept", "state", "outcome"),
    [
        (45, 9, "complete", Outcome.CONFIRMED),
        (9, 9, "complete", Outcome.REFUTED),
        (0, 0, "complete", Outcome.INCONCLUSIVE),
        (45, 9, "failed", Outcome.INCONCLUSIVE),
    ],
)
def test_reports_that_a_study_keeps(
    tmp_path: Path, reports: int, kept: int, state: str, outcome: Outcome
) -> None:
    program = PRUNED_LATER.format(fold=FOLDS, reported="model.score(v, w)")
    (case,) = cases(tmp_path, program, "TUN413")
    facts = {"reports": reports, "kept": kept}
    trial = Trial({"alpha": 1}, state, 0.5 if state == "complete" else None, facts=facts)

    answer = Answer(True, trials=(trial,))
    assert verdict_on(case, lambda question, copies: (answer,)).outcome is outcome


@pytest.mark.parametrize(
    ("reported", "outcome"),
    [
        (lambda number: -number, Outcome.CONFIRMED),
        (lambda number: number, Outcome.REFUTED),
        # The best trial is the very worst by what is reported, whatever the others are.
        (lambda number: -1 if number == 11 else (number * 5) % 11, Outcome.CONFIRMED),
        (lambda number: (number * 5) % 12, Outcome.INCONCLUSIVE),
        (lambda number: 1, Outcome.INCONCLUSIVE),
        (lambda number: None, Outcome.INCONCLUSIVE),
    ],
)
def test_a_pruner_ends_the_best_where_reports_fall_as_scores_rise(
    tmp_path: Path, reported: Callable[[int], Any], outcome: Outcome
) -> None:
    program = PRUNED.format(fold="", reported="log_loss(w, model.predict_proba(v))")
    (case,) = cases(tmp_path, program, "TUN412")
    trials = tuple(
        Trial({"alpha": number}, "complete", number / 12, facts={"reported": reported(number)})
        for number in range(12)
    )

    answer = Answer(True, trials=trials, facts={"direction": "max"})
    assert verdict_on(case, lambda question, copies: (answer,)).outcome is outcome


SEED = """\
import optuna
from sklearn.ensemble import RandomForestClassifier
def objective(trial):
    depth, seed = trial.suggest_int("depth", 1, 9), trial.suggest_int("seed", 0, 99)
    return RandomForestClassifier(max_depth=depth, random_state=seed).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=90)
"""


@pytest.mark.parametrize(
    ("score", "outcome"),
    [
        # The seed moves a score by 3, the configuration by 1.
        (lambda depth, seed: depth + seed, Outcome.CONFIRMED),
        (lambda depth, seed: depth, Outcome.REFUTED),
        (lambda depth, seed: 9 * depth + seed, Outcome.INCONCLUSIVE),
        (lambda depth, seed: None, Outcome.INCONCLUSIVE),
    ],
)
def test_a_tuned_seed_is_luck_where_it_moves_scores_more_than_configurations(
    tmp_path: Path, score: Callable[[int, int], float | None], outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, SEED, "TUN617")

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        drawn = [{"depth": number % 5, "seed": number // 5 % 4} for number in range(20)]
        tried = question.configurations or drawn
        trials = [
            Trial(one, "complete", score(int(one["depth"] or 0), int(one["seed"] or 0)))
            for one in tried
        ]
        return (Answer(True, trials=tuple(trials), facts={"direction": "max"}),)

    assert verdict_on(case, answer).outcome is outcome


REBUILT = """\
import optuna
from sklearn.svm import SVC
def objective(trial):
    return SVC(kernel="poly", C=trial.suggest_float("{name}", 1, 9)).fit(x, y).score(v, w)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=90)
final = SVC(**study.best_params)
"""
BUILT = ("SVC({'C': 2.5, 'kernel': 'poly'})", "SVC({'C': 4.5, 'kernel': 'poly'})")


@pytest.mark.parametrize(
    ("final", "outcome"),
    [
        ("SVC({'C': 2.5})", Outcome.CONFIRMED),
        ("SVC({'C': 2.5, 'kernel': 'poly', 'random_state': 3})", Outcome.REFUTED),
        ("<a model>", Outcome.INCONCLUSIVE),
    ],
)
def test_a_final_model_is_compared_with_those_of_the_trials(
    tmp_path: Path, final: str, outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, REBUILT.format(name="C"), "TUN515")

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        trial, last = question.spans
        seen = (Watched(trial, 2, values=BUILT), Watched(last, 1, values=(final,)))
        return (Answer(True, watched=seen),)

    assert verdict_on(case, answer).outcome is outcome


def evenly(low: float, high: float) -> list[float]:
    return [low + (high - low) * number / 999 for number in range(1000)]


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        (evenly(1, 1000), Outcome.CONFIRMED),
        ([10 ** (number / 333) for number in range(1000)], Outcome.REFUTED),
        # All in one decade, but there is no other.
        (evenly(20, 50), Outcome.REFUTED),
    ],
)
def test_a_scale_is_judged_by_its_decades(
    tmp_path: Path, values: Sequence[float], outcome: Outcome
) -> None:
    program = STUDY.format(trials=9, more="").replace('"rate"', '"lr"')
    case, *_ = cases(tmp_path, program, "TUN604")
    trials = tuple(Trial({"lr": value}) for value in values)

    assert verdict_on(case, lambda question, copies: (Answer(True, trials=trials),)).outcome is (
        outcome
    )


def trial_of(configuration: Mapping[str, Any], depends_on: Sequence[str]) -> Trial:
    """A trial whose model and score depend on some of the hyperparameters."""
    values = [configuration[name] for name in depends_on]
    training = Training("keras", model=repr(values), weights_after=repr(values))
    return Trial(configuration, "complete", float(sum(values)), trainings=(training,))


def changing(depends_on: Sequence[str], noise: float = 0.0) -> Asked:
    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        if not question.configurations:
            drawn = [{"rate": 1.0 + number, "unused": number % 9 + 1} for number in range(20)]
            return (Answer(True, trials=tuple(map(Trial, drawn))),)
        trials = [trial_of(one, depends_on) for one in question.configurations]
        if noise:
            trials = [
                Trial(one.configuration, "complete", (one.score or 0) + noise * place)
                for place, one in enumerate(trials)
            ]
        return (Answer(True, trials=tuple(trials)),)

    return answer


@pytest.mark.parametrize(
    ("answering", "outcome"),
    [
        (changing(["rate"]), Outcome.CONFIRMED),
        (changing(["rate", "unused"]), Outcome.REFUTED),
        # Nothing at all makes a difference: then this one proves nothing.
        (changing([]), Outcome.INCONCLUSIVE),
        # Two trials of one configuration differ already.
        (changing(["rate"], noise=0.5), Outcome.INCONCLUSIVE),
    ],
)
def test_a_hyperparameter_is_changed_alone(
    tmp_path: Path, answering: Asked, outcome: Outcome
) -> None:
    found = cases(tmp_path, STUDY.format(trials=9, more=""), "TUN601")
    (case,) = [one for one in found if one.flagged]

    assert verdict_on(case, answering).outcome is outcome


def test_one_that_is_used_is_never_confirmed(tmp_path: Path) -> None:
    found = cases(tmp_path, STUDY.format(trials=9, more=""), "TUN601")
    (used,) = [one for one in found if not one.flagged]

    assert verdict_on(used, changing(["unused"])).outcome is Outcome.INCONCLUSIVE


# -- real searches --------------------------------------------------------------------------------

RESUMED = """\
import optuna
def objective(trial):
    return trial.suggest_float("x", 0, 1)
study = optuna.create_study(
    study_name="s", storage="sqlite:///s.db", load_if_exists=True,
    sampler=optuna.samplers.TPESampler(seed={seed}),
)
study.optimize(objective, n_trials=25)
"""


@pytest.mark.libraries
@pytest.mark.parametrize(
    ("seed", "outcome"),
    [
        ("1", Outcome.CONFIRMED),
        ("int(time.time_ns() % 10**9)", Outcome.REFUTED),
        ("int(time.time())", Outcome.REFUTED),
    ],
)
def test_a_resumed_study_repeats_its_random_trials(
    tmp_path: Path, seed: str, outcome: Outcome
) -> None:
    program = "import time\n" + RESUMED.format(seed=seed)
    (found,) = confirmations(tmp_path, program, "TUN510")

    assert found.verdict.outcome is outcome, found.verdict.line
    if outcome is Outcome.CONFIRMED:
        # After its whole budget the model goes on; interrupted, it begins again.
        assert found.verdict.numbers == {"stored": 5, "repeated": 5}
    assert not (tmp_path / "s.db").exists()


@pytest.mark.libraries
def test_the_direction_of_a_stored_study_counts(tmp_path: Path) -> None:
    program = RESUMED.format(seed=1).replace("load_if", 'direction="maximize", load_if')
    again = 'study = optuna.create_study(study_name="s", storage="sqlite:///s.db", {})\n'
    again = again.format('direction="minimize", load_if_exists=True')
    program += again + "study.optimize(objective, n_trials=3)\n"
    found = [
        one.verdict.line
        for one in confirmations(tmp_path, program, "TUN510")
        if one.verdict.numbers.get("asked")
    ]

    assert found == ["the resumed search maximises, but the code asks for 'min'"]


@pytest.mark.libraries
def test_a_second_declaration_of_another_kind_ends_the_trial(tmp_path: Path) -> None:
    program = """\
import optuna
from sklearn.svm import SVC
def objective(trial):
    c = trial.suggest_float("c", 0.1, 10.0)
    return SVC(C=c, gamma=trial.suggest_categorical("c", [0.1, 1.0])).fit([[0], [1]], [0, 1]).C
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=5)
"""
    flagged = [one for one in confirmations(tmp_path, program, "TUN602") if one.flagged]

    assert [one.verdict.outcome for one in flagged] == [Outcome.CONFIRMED]
    assert "ValueError" in flagged[0].verdict.line


@pytest.mark.libraries
def test_a_name_in_two_scopes_ends_trials(tmp_path: Path) -> None:
    program = """\
import keras, keras_tuner as kt, numpy as np
def build(hp):
    model = keras.Sequential([keras.Input((4,))])
    kind = hp.Choice("kind", ["a", "b"])
    with hp.conditional_scope("kind", ["a"]):
        if kind == "a":
            model.add(keras.layers.Dense(hp.Int("units", 4, 8)))
    with hp.conditional_scope("kind", ["b"]):
        if kind == "b":
            model.add(keras.layers.Dense(hp.Int("units", 16, 32)))
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    return model
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=4, seed=3, overwrite=True)
tuner.search(np.ones((40, 4)), np.ones(40), validation_split=0.2, epochs=2)
"""
    flagged = [one for one in confirmations(tmp_path, program, "TUN602") if one.flagged]

    assert [one.verdict.outcome for one in flagged] == [Outcome.CONFIRMED]
    assert "KeyError: 'units'" in flagged[0].verdict.line


UNREGISTERED = """\
import keras, keras_tuner as kt, numpy as np
def build(hp):
    units = hp.Int("units", 4, 64)
    rate = hp.Float("rate", 0.001, 0.1)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model
space = kt.HyperParameters()
space.Float("rate", 0.001, 0.1)
{}
tuner = kt.RandomSearch(build, objective="val_loss", max_trials=4, seed=3, overwrite=True,
                        hyperparameters=space, tune_new_entries=False)
tuner.search(np.ones((40, 4)), np.ones(40), validation_split=0.2, epochs=2)
"""


@pytest.mark.libraries
@pytest.mark.parametrize(
    ("more", "outcome"),
    [("", Outcome.CONFIRMED), ('space.Int("units", 8, 16)', Outcome.REFUTED)],
)
def test_a_name_that_the_space_lacks_never_varies(
    tmp_path: Path, more: str, outcome: Outcome
) -> None:
    found = confirmations(tmp_path, UNREGISTERED.format(more), "TUN614")

    assert [one.verdict.outcome for one in found] == [outcome]


PENALTIES = """\
import optuna
from sklearn.linear_model import LogisticRegression
def objective(trial):
    solver = trial.suggest_categorical("solver", ["lbfgs", "saga"])
    penalty = trial.suggest_categorical("penalty", ["l1", "l2"])
    return LogisticRegression(penalty=penalty, solver=solver).fit(x, y).score(v, w)
optuna.create_study(direction="maximize").optimize(objective, n_trials=9)
"""


@pytest.mark.parametrize(
    ("drawn", "error", "outcome"),
    [
        (
            {"solver": "lbfgs", "penalty": "l2"},
            "ValueError: Solver lbfgs supports only 'l2' or None penalties, got l1 penalty.",
            Outcome.CONFIRMED,
        ),
        ({"solver": "lbfgs", "penalty": "l2"}, "", Outcome.REFUTED),
        # The exception is about something else.
        ({"solver": "saga", "penalty": "l1"}, "ValueError: Input X has NaN", Outcome.INCONCLUSIVE),
        # No draw has both names.
        ({"solver": "saga"}, "", Outcome.INCONCLUSIVE),
    ],
)
def test_a_combination_is_tried_as_it_is_named(
    tmp_path: Path, drawn: dict[str, str], error: str, outcome: Outcome
) -> None:
    case, *_ = cases(tmp_path, PENALTIES, "TUN612")

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        if not question.configurations:
            return (Answer(True, trials=(Trial(drawn),)),)
        assert [dict(one) for one in question.configurations] == [
            {"solver": "lbfgs", "penalty": "l1"}
        ]
        state, score = ("failed", None) if error else ("complete", 1.0)
        return (Answer(True, trials=(Trial({}, state, score, error=error),)),)

    assert verdict_on(case, answer).outcome is outcome


DRAWN_ONCE = """\
import random
import optuna
from sklearn.svm import SVC
gamma = random.uniform(0.1, 1)
def objective(trial):
    return SVC(C=trial.suggest_float("C", 1, 9), gamma=gamma).C
optuna.create_study().optimize(objective, n_trials=9)
"""


@pytest.mark.parametrize(
    ("reached", "trials", "outcome"),
    [
        (1, 3, Outcome.CONFIRMED),
        (3, 3, Outcome.REFUTED),
        (4, 3, Outcome.REFUTED),
        # It may be drawn for some of the trials only.
        (2, 3, Outcome.INCONCLUSIVE),
        # One trial has one draw, either way.
        (1, 1, Outcome.INCONCLUSIVE),
    ],
)
def test_draws_are_counted_beside_the_trials(
    tmp_path: Path, reached: int, trials: int, outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, DRAWN_ONCE, "TUN613")

    def answer(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        run = Run(question.runs[0][1], 0, (Trial({"C": 2.0}, "complete", 2.0),) * trials)
        seen = Watched(question.spans[0], reached, values=(0.5,) * reached)
        return (Answer(True, watched=(seen,), runs=(run,)),)

    assert verdict_on(case, answer).outcome is outcome


DRAWN_BEFORE_LOOP = """\
import random
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
gamma = random.uniform(0.1, 1)
best = 0, None
for C in [1, 2, 3, 4]:
    score = cross_val_score(SVC(C=C, gamma=gamma), X, y).mean()
    if score > best[0]:
        best = score, C
"""


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((0.5, 0.5, 0.5, 0.5), Outcome.CONFIRMED),
        ((0.5, 0.6, 0.7, 0.8), Outcome.REFUTED),
        ((0.5, 0.6, 0.5, 0.6), Outcome.INCONCLUSIVE),
        ((0.5, 0.5), Outcome.INCONCLUSIVE),
    ],
)
def test_the_passes_of_a_loop_are_compared(
    tmp_path: Path, values: Sequence[float], outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, DRAWN_BEFORE_LOOP, "TUN613")
    trials = tuple(Trial({"C": 1}, "complete", 0.9, values=((one,),)) for one in values)

    assert verdict_on(case, lambda question, copies: (Answer(True, trials=trials),)).outcome is (
        outcome
    )


MISNAMED = """\
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC
x, y = load_iris(return_X_y=True)
search = GridSearchCV(make_pipeline(SVC()), {"C": [1, 2]}, cv=2)
search.fit(x, y)
"""


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("ValueError: Invalid parameter 'C' for estimator Pipeline()", Outcome.CONFIRMED),
        ("ValueError: Invalid parameter 'D' for estimator Pipeline()", Outcome.INCONCLUSIVE),
        ("MemoryError: C", Outcome.INCONCLUSIVE),
        ("", Outcome.REFUTED),
    ],
)
def test_a_parameter_is_unknown_where_a_trial_says_so(
    tmp_path: Path, error: str, outcome: Outcome
) -> None:
    (case,) = cases(tmp_path, MISNAMED, "TUN615")
    state, score = ("failed", None) if error else ("complete", 1.0)
    trial = Trial({}, state, score, error=error)

    assert verdict_on(case, lambda question, copies: (Answer(True, trials=(trial,)),)).outcome is (
        outcome
    )


@pytest.mark.libraries
def test_get_params_of_the_estimator_is_asked(tmp_path: Path) -> None:
    (found,) = confirmations(tmp_path, MISNAMED, "TUN615")

    assert found.verdict.outcome is Outcome.CONFIRMED
    assert "Invalid parameter 'C' for estimator Pipeline" in found.verdict.line


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([0, 1] * 10, Outcome.CONFIRMED),
        ([0.0, 1.0, 1.0, 0.0, 1.0], Outcome.CONFIRMED),
        ([0, 1], Outcome.INCONCLUSIVE),
        ([0.0, 0.5, 1.0, 1.0, 1.0], Outcome.REFUTED),
    ],
)
def test_bounds_are_whole_where_twenty_draws_are(
    tmp_path: Path, values: Sequence[float], outcome: Outcome
) -> None:
    program = MISNAMED.replace("GridSearchCV", "BayesSearchCV").replace("[1, 2]", "(0, 1)")
    program = program.replace("sklearn.model_selection", "skopt")
    (case,) = cases(tmp_path, program, "TUN616")
    trials = tuple(Trial({"C": value}) for value in values)

    assert verdict_on(case, lambda question, copies: (Answer(True, trials=trials),)).outcome is (
        outcome
    )
