"""What was not proposed, trained or scored settles nothing, whichever experiment asks.

Every rule's experiment is given such answers, in a bad program of every tuner and in its twin.
"""

from __future__ import annotations

import contextlib
import functools
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.confirm.asking import verdict_on
from tests.confirm.test_fixtures_confirmed import measure
from tunelint.confirm.cases import Case
from tunelint.lab.answers import Answer, Run, Training, Trial, Watched
from tunelint.lab.plain_values import Configuration
from tunelint.lab.questions import Question, Rerun, ScriptSpan, Trials, Watch
from tunelint.lab.verdicts import Outcome

BOOM = "RuntimeError: boom"
CONFIGURATIONS: tuple[Configuration, ...] = tuple(
    {"units": number, "number": number, "learning_rate": 0.1 / (number + 1)} for number in range(6)
)
NAN = Training(
    "keras", 2, 2, {"loss": (math.nan, math.nan), "val_loss": (math.nan,) * 2}, "", "all nan"
)

Answering = Callable[[Question], Answer]


def _tried(question: Question, **made: Any) -> tuple[Trial, ...]:
    """Trials of the configurations that are given, or of some that are made up."""
    count = question.count if isinstance(question, Trials) else 3
    given = question.configurations if isinstance(question, Trials) else ()
    return tuple(Trial(one, **made) for one in given or CONFIGURATIONS[:count])


def _places(question: Watch, **seen: Any) -> tuple[Watched, ...]:
    return tuple(Watched(span, **seen) for span in question.spans)


def _runs(question: Watch, trials: tuple[Trial, ...], error: str = "") -> tuple[Run, ...]:
    spans: tuple[ScriptSpan, ...] = tuple(span for _, span in question.runs)
    return tuple(Run(span, 0, trials, error) for span in spans)


def nothing(question: Question) -> Answer:
    """No trial, no place that is come to, no run."""
    if isinstance(question, Watch):
        return Answer(True, watched=_places(question), earlier=(Answer(True),) * question.times)
    return Answer(True)


def no_hyperparameters(question: Question) -> Answer:
    """Configurations that hold nothing."""
    if isinstance(question, Watch):
        return nothing(question)
    state = "complete" if isinstance(question, Rerun) or question.train else "proposed"
    return Answer(True, trials=(Trial({}, state),) * 5)


def all_fail_at_once(question: Question) -> Answer:
    """Every trial raises before it draws anything; every place does; every search does."""
    trials = (Trial({}, "failed", error=BOOM),) * 5
    if isinstance(question, Watch):
        raised = {"reached": 1, "raised": BOOM, "kinds": ("RuntimeError", "Exception")}
        watched, runs = _places(question, **raised), _runs(question, (), BOOM)
        return Answer(
            True, watched=watched, runs=runs, facts={"ending": f"the script raises {BOOM}"}
        )
    return Answer(True, trials=trials)


def all_fail_in_training(question: Question) -> Answer:
    """The search proposes, but every training raises."""
    failed = Training("keras", 2, None, error=BOOM)
    if isinstance(question, Watch):
        trials = _tried(question, state="failed", error=BOOM, trainings=(failed,))
        return Answer(True, watched=_places(question), runs=_runs(question, trials, BOOM))
    if isinstance(question, Trials) and not question.train:
        return Answer(True, trials=_tried(question, state="failed", error=BOOM))
    return Answer(True, trials=_tried(question, state="failed", error=BOOM, trainings=(failed,)))


def none_is_scored(question: Question) -> Answer:
    """All trials end without a score, and train nothing that is seen."""
    if isinstance(question, Watch):
        return nothing(question)
    if isinstance(question, Trials) and not question.train:
        return Answer(True, trials=_tried(question))
    return Answer(True, trials=_tried(question, state="complete"))


def all_are_nan(question: Question) -> Answer:
    """All curves, and so all scores, are no numbers."""
    if isinstance(question, Watch):
        return nothing(question)
    if isinstance(question, Trials) and not question.train:
        return Answer(True, trials=_tried(question))
    trials = _tried(question, state="complete", score=None, trainings=(NAN,))
    return Answer(True, trials=trials, facts={"objective": "val_loss", "direction": "min"})


def no_rows(question: Question) -> Answer:
    """Places are come to, but hold no row; trainings are given none."""
    if isinstance(question, Watch):
        empty = {"reached": 1, "ended": 1, "rows": ((),), "inputs": ((),), "left": ((),)}
        return Answer(True, watched=_places(question, **empty))
    trained = Training("keras", 1, 1, row_marks={"x": (), "validation x": ()})
    trials = _tried(question, state="complete", trainings=(trained,))
    return Answer(True, trials=trials if not isinstance(question, Trials) or question.train else ())


def one_configuration(question: Question) -> Answer:
    """The search has one configuration, which trains as it does."""
    if isinstance(question, Watch):
        return nothing(question)
    if isinstance(question, Trials) and not question.train:
        return Answer(True, trials=(Trial({"units": 1}),))
    trained = Training("keras", 2, 2, {"loss": (0.5, 0.4), "val_loss": (0.6, 0.5)}, "a", "b")
    trial = Trial({"units": 1}, "complete", 0.5, trainings=(trained,))
    return Answer(True, trials=(trial,), facts={"objective": "val_loss", "direction": "min"})


def asks(question: Question) -> bool:
    """Any question."""
    return True


def trains(question: Question) -> bool:
    """A question whose trials are scored."""
    return isinstance(question, Rerun) or (isinstance(question, Trials) and question.train)


def looks_at_rows(question: Question) -> bool:
    return not isinstance(question, Rerun) and question.rows


# Each answer, and the questions that it leaves without one.
NOTHINGS: Mapping[Answering, Callable[[Question], bool]] = {
    nothing: asks,
    no_hyperparameters: asks,
    all_fail_at_once: asks,
    all_fail_in_training: asks,
    none_is_scored: trains,
    all_are_nan: trains,
    no_rows: looks_at_rows,
}
# That a training raises nothing, or how long it is, is all that these want to know.
CONTENT_WITH_NAN = frozenset({"TUN205", "TUN406", "TUN415", "TUN608"})


@functools.cache
def flagged(name: str) -> tuple[Case, ...]:
    """The cases of a bad fixture that its own rule flags, and all that it is asked in a twin."""
    fixture = next(one for one in measure().fixtures(()) if one.name == name)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        if fixture.path.is_dir():
            shutil.copytree(fixture.path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(fixture.path, folder)
        Path("tunelint.toml").touch()
        found: tuple[Case, ...] = measure().planned(fixture).cases
    return found


def programs() -> Iterator[str]:
    """One program for each rule and tuner, and its twin."""
    seen = set()
    for fixture in measure().fixtures(()):
        key = (fixture.code, fixture.tuner, fixture.bad)
        if key not in seen:
            seen.add(key)
            yield fixture.name


@pytest.mark.parametrize("answer", list(NOTHINGS), ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", list(programs()))
def test_nothing_settles_nothing(name: str, answer: Answering) -> None:
    for case in flagged(name):
        asked: list[Question] = []
        verdict = verdict_on(case, functools.partial(_answered, asked, answer))

        if case.rule.code in CONTENT_WITH_NAN and answer is all_are_nan:
            continue
        # What needs no run, as a range that begins at zero, is settled without one.
        if any(map(NOTHINGS[answer], asked)):
            assert verdict.outcome is Outcome.INCONCLUSIVE, verdict.line
            assert len(verdict.line) > 15
            assert "0 trials" not in verdict.line


def _answered(
    asked: list[Question], answer: Answering, question: Question, copies: int
) -> tuple[Answer, ...]:
    asked.append(question)
    return (answer(question),) * copies
