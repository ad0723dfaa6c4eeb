"""Rules about what searches keep and give back: what the answers of their experiments prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.confirm.asking import cases, confirmations, verdict_on
from tests.confirm.running import answered, digest, job
from tunelint.confirm.cases import Case
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.processes import Holds
from tunelint.lab.answers import Answer, Run, Trial, Watched
from tunelint.lab.plain_values import Value
from tunelint.lab.questions import Question, Watch
from tunelint.lab.verdicts import Outcome

TWO_TUNERS = """\
import keras_tuner as kt

one = kt.RandomSearch(build, "val_loss", max_trials=5, seed=1, directory="out")
one.search(x, y, validation_split=0.2)
other = kt.RandomSearch(build, "val_loss", max_trials=5, seed=1, directory="out")
other.search(x, y, validation_split=0.2)
"""
BUILT_FIRST = """\
import keras_tuner as kt

one = kt.RandomSearch(build, "val_loss", max_trials=5, seed=1, directory="out")
other = kt.RandomSearch(build, "val_loss", max_trials=5, seed=1, directory="out")
one.search(x, y, validation_split=0.2)
other.search(x, y, validation_split=0.2)
"""
AGAIN = """\
import keras_tuner as kt

tuner = kt.RandomSearch(build, "val_loss", max_trials=5, seed=1, directory="out")
tuner.search(x, y, validation_split=0.2)
tuner.search(x, y, validation_split=0.2, epochs=9)
"""
Answering = Callable[[Question, int], tuple[Answer, ...]]


def only(folder: Path, program: str, code: str) -> Case:
    (case,) = [case for case in cases(folder, program, code) if case.flagged]
    return case


def told(*answers: Answer) -> Answering:
    """Gives these answers, one after the other."""
    left = list(answers)

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        found = left.pop(0)
        at = [span for _, span in question.runs]
        runs = tuple(replace(run, span=at[n % len(at)]) for n, run in enumerate(found.runs))
        return (replace(found, runs=runs),)

    return answering


def of(question: Question, *values: Value, **more: str) -> tuple[Answer, ...]:
    """The only watched place came to these values."""
    assert isinstance(question, Watch)
    span = question.spans[0]
    return (Answer(True, watched=(Watched(span, len(values), "", values, ended=len(values)),)),)


def ran(count: int, before: int = 0, error: str = "", **facts: Value) -> Run:
    """A run of a search, its place yet to be told."""
    nowhere: Mapping[str, Value] = {"project": "out", "budget": 5, **facts}
    return Run(None, before, (Trial({}),) * count, error, nowhere)  # type: ignore[arg-type]


def runs(*found: Run, earlier: Sequence[Run] = ()) -> Answer:
    return Answer(True, runs=found, earlier=(Answer(True, runs=tuple(earlier)),) if earlier else ())


@pytest.mark.parametrize(
    ("program", "found", "outcome"),
    [
        (TWO_TUNERS, (ran(3), ran(0, before=3)), Outcome.CONFIRMED),
        (TWO_TUNERS, (ran(3), ran(3)), Outcome.REFUTED),
        (TWO_TUNERS, (ran(3), ran(3, project="other")), Outcome.REFUTED),
        (TWO_TUNERS, (ran(3),), Outcome.INCONCLUSIVE),
        (BUILT_FIRST, (ran(3), ran(3)), Outcome.CONFIRMED),
        (BUILT_FIRST, (ran(3), ran(3, project="other")), Outcome.REFUTED),
    ],
)
def test_a_second_tuner_starts_with_the_first_one_s_trials(
    program: str, found: tuple[Run, ...], outcome: Outcome, tmp_path: Path
) -> None:
    verdict = verdict_on(only(tmp_path, program, "TUN501"), told(runs(*found)))

    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([runs(ran(5), ran(0, before=5))], Outcome.CONFIRMED),
        ([runs(ran(5), ran(2, before=5))], Outcome.REFUTED),
        ([runs(ran(5)), runs(ran(5), ran(0, before=5))], Outcome.CONFIRMED),
        ([runs(ran(5)), runs(ran(3), ran(0, before=3))], Outcome.INCONCLUSIVE),
        ([runs(ran(5)), runs(ran(5))], Outcome.INCONCLUSIVE),
        ([runs(ran(5), ran(0, before=5, error="ValueError"))], Outcome.INCONCLUSIVE),
    ],
)
def test_searching_again_runs_nothing(
    answers: list[Answer], outcome: Outcome, tmp_path: Path
) -> None:
    assert verdict_on(only(tmp_path, AGAIN, "TUN502"), told(*answers)).outcome is outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (runs(ran(0, before=3), earlier=[ran(3)]), Outcome.CONFIRMED),
        (runs(ran(0, before=3), earlier=[ran(0, before=3)]), Outcome.CONFIRMED),
        (runs(ran(3), earlier=[ran(3)]), Outcome.REFUTED),
        (runs(ran(2, before=3), earlier=[ran(3)]), Outcome.INCONCLUSIVE),
        (runs(ran(3)), Outcome.INCONCLUSIVE),
    ],
)
def test_the_next_run_reloads_the_trials(answer: Answer, outcome: Outcome, tmp_path: Path) -> None:
    program = AGAIN.rpartition("tuner.search")[0]
    case = only(tmp_path, program, "TUN505")

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        assert question.times == 2
        earlier = tuple(told(one)(question, 1)[0] for one in answer.earlier)
        return (replace(told(answer)(question, copies)[0], earlier=earlier),)

    assert verdict_on(case, answering).outcome is outcome


@pytest.mark.parametrize(("before", "asked"), [(3, [True]), (0, [True, False])])
def test_trials_are_trained_only_where_proposed_ones_are_not_reloaded(
    before: int, asked: list[bool], tmp_path: Path
) -> None:
    case = only(tmp_path, AGAIN.rpartition("tuner.search")[0], "TUN505")
    ways: list[bool] = []

    def answering(question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        ways.append(question.use_up)
        earlier = told(runs(ran(3)))(question, 1)
        found = told(runs(ran(0 if before else 3, before=before)))(question, copies)[0]
        return (replace(found, earlier=earlier),)

    verdict_on(case, answering)

    assert ways == asked


@pytest.mark.parametrize("guard", ["overlay", "hooks"])
def test_a_second_run_of_the_script_finds_what_the_first_one_wrote(
    guard: str, tmp_path: Path
) -> None:
    program = """\
import os
import shutil
with open("log.txt", "a") as log:
    log.write("ran;")
os.makedirs("out", exist_ok=True)
open(f"out/{len(os.listdir('out'))}.json", "w").close()
if os.path.exists("old"):
    shutil.rmtree("old")
open("log.txt").read(), sorted(os.listdir("out")), os.path.exists("old")
"""
    (tmp_path / "old").mkdir()
    asked = job(tmp_path, program)
    before = digest(tmp_path)
    assert isinstance(asked.question, Watch)
    asked = replace(asked, question=replace(asked.question, times=2))

    found = answered(LocalProcesses(holds=Holds((guard,))), asked)

    values = [answer.watched[0].values for answer in (*found.earlier, found)]
    assert values == [
        ("('ran;', ['0.json'], False)",),
        ("('ran;ran;', ['0.json', '1.json'], False)",),
    ]
    assert digest(tmp_path) == before


INDEX = """\
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import Ridge

ALPHAS = [0.5, 1, 10.0]
best = fmin(objective, {"alpha": hp.choice("alpha", ALPHAS)}, algo=tpe.suggest, max_evals=50)
Ridge(alpha=best["alpha"])
"""


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (0, Outcome.CONFIRMED),
        (1, Outcome.INCONCLUSIVE),
        (2, Outcome.CONFIRMED),
        (10.0, Outcome.REFUTED),
        (7, Outcome.INCONCLUSIVE),
        ("{'alpha': np.int64(2)}", Outcome.CONFIRMED),
        ("{'alpha': [2]}", Outcome.CONFIRMED),
        ("{'beta': 2}", Outcome.INCONCLUSIVE),
    ],
)
def test_a_choice_s_position_is_told_from_its_option(
    value: Value, outcome: Outcome, tmp_path: Path
) -> None:
    case = only(tmp_path, INDEX, "TUN506")

    assert verdict_on(case, lambda question, _: of(question, value)).outcome is outcome


@pytest.mark.parametrize(
    ("value", "outcome"), [(None, Outcome.CONFIRMED), ("<Study>", Outcome.REFUTED)]
)
def test_a_call_gives_none(value: Value, outcome: Outcome, tmp_path: Path) -> None:
    program = AGAIN.rpartition("tuner.search")[0] + "print(tuner.results_summary())\n"
    case = only(tmp_path, program, "TUN503")

    assert verdict_on(case, lambda question, _: of(question, value)).outcome is outcome


STUDY = """\
import optuna


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    if x > {limit}:
        return {wrong}
    return x


study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=3))
study.optimize(objective, n_trials=12)
"""


@pytest.mark.libraries
@pytest.mark.parametrize(
    ("limit", "wrong", "outcome", "line"),
    [
        (0, "None", Outcome.CONFIRMED, "3 of 3 trials are marked as failed"),
        (0, "x, x", Outcome.CONFIRMED, "it returned (0.5"),
        (2, "None", Outcome.INCONCLUSIVE, "none of 3 trials reaches this code"),
        (2, "x", Outcome.REFUTED, "all 3 trials have a score"),
    ],
)
def test_an_objective_without_a_score(
    limit: int, wrong: str, outcome: Outcome, line: str, tmp_path: Path
) -> None:
    (found,) = confirmations(tmp_path, STUDY.format(limit=limit, wrong=wrong), "TUN512")

    assert found.verdict.outcome is outcome
    assert line in found.verdict.line


MANY = """\
import optuna

study = optuna.create_study(directions=["minimize", "maximize"])
study.optimize(lambda trial: (trial.suggest_float("x", 0, 1), 1.0), n_trials=9)
print(study.best_params)
"""
MODELLESS = """\
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(estimator, {"C": [1, 2]}, refit=False)
search.fit(x, y)
print(search.score(x, y))
"""
ONE_OF_MANY = "A single best trial cannot be retrieved from a multi-objective study"


@pytest.mark.parametrize(
    ("program", "raised", "outcome"),
    [
        (MANY, f"RuntimeError: {ONE_OF_MANY}", Outcome.CONFIRMED),
        (MANY, "RuntimeError: no trials", Outcome.INCONCLUSIVE),
        (MANY, "", Outcome.REFUTED),
        (MODELLESS, "AttributeError: has no attribute 'score'", Outcome.CONFIRMED),
    ],
)
def test_a_result_is_not_there(program: str, raised: str, outcome: Outcome, tmp_path: Path) -> None:
    case = only(tmp_path, program, "TUN516")

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        kinds = (raised.partition(":")[0],)
        seen = Watched(question.spans[0], 1, raised, ended=int(not raised), kinds=kinds)
        return (Answer(True, watched=(seen,)),)

    assert verdict_on(case, answering).outcome is outcome


def test_a_method_that_is_there_is_called(tmp_path: Path) -> None:
    case = only(tmp_path, MODELLESS, "TUN516")
    asked: list[Question] = []

    def answering(question: Question, _: int) -> tuple[Answer, ...]:
        assert isinstance(question, Watch)
        asked.append(question)
        raised = "AttributeError: score is available only after refitting" * (len(asked) > 1)
        seen = Watched(
            question.spans[0], 1, raised, ended=len(asked) % 2, kinds=("AttributeError",)
        )
        return (Answer(True, watched=(seen,)),)

    assert verdict_on(case, answering).outcome is Outcome.CONFIRMED
    assert len(asked) == 2
