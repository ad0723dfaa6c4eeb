"""Asking a fresh process about a program, and rules about hand-made answers, for the tests."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.command import write
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Settings, Wishes
from tunelint.confirm.cases import Case, cases_of
from tunelint.confirm.executors import LocalProcesses
from tunelint.confirm.options import Options
from tunelint.confirm.session import Confirmation, Session
from tunelint.lab.answers import Answer
from tunelint.lab.lab import Budget, Lab, Unanswered
from tunelint.lab.questions import Question
from tunelint.lab.verdicts import Verdict, inconclusive


def cases(folder: Path, program: str, code: str, *, name: str = "train.py") -> Sequence[Case]:
    """The subjects of one rule in a program, flagged or not, in the order of their places."""
    write(folder, {name: program})
    with contextlib.chdir(folder):
        return cases_of([Path()], Settings(Wishes(Choice([code]))), [code]).cases


def confirmations(
    folder: Path, program: str, code: str, *, options: Options | None = None
) -> list[Confirmation]:
    """What running the program says about every subject of one rule."""
    found = cases(folder, program, code)
    with contextlib.chdir(folder):
        return list(Session(LocalProcesses(), options or Options()).confirmations(found))


def verdict_on(
    case: Case,
    answering: Callable[[Question, int], tuple[Answer, ...]],
    budget: Budget | None = None,
) -> Verdict:
    """What a rule says, as a session tells it, where the processes' answers are made by hand."""
    lab = Lab(answering, case.span, budget or Budget())
    try:
        return case.rule.confirm(case.subject, lab)
    except Unanswered as reason:
        return inconclusive(str(reason))
