"""Scripts that end before they come to what is asked about: how, where else they never came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from tunelint.confirm.cases import Case
from tunelint.confirm.remedies import remedy_for
from tunelint.lab.answers import Answer
from tunelint.lab.lab import Budget, Lab
from tunelint.lab.questions import Question, ScriptSpan, places_of


@dataclass(frozen=True, slots=True)
class Ended:
    """How a script ended, the places that it did not come to, and the time that it had."""

    how: str
    unreached: frozenset[ScriptSpan]
    out_of_time: bool
    seconds: float


def why_not_run(answer: Answer) -> str:
    """How the script ended before its search, what it said last, and what helps."""
    words = answer.last_words if "status" in answer.ended or "signal" in answer.ended else ""
    says = f" ({words})" if words and words not in answer.ended else ""
    return f"{answer.ended} before its search{says}; {remedy_for(answer.ended, words)}"


class _FirstQuestion(BaseException):
    """Ends an experiment where it would ask."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.questions = questions


def first_places(case: Case, budget: Budget) -> frozenset[ScriptSpan]:
    """The places that the experiment of a case asks about first; none where it asks nothing."""

    def ask(question: Question, copies: int) -> NoReturn:
        raise _FirstQuestion((question,))

    def ask_each(questions: tuple[Question, ...]) -> NoReturn:
        raise _FirstQuestion(questions)

    try:
        case.rule.confirm(case.subject, Lab(ask, case.span, budget, ask_each))
    except _FirstQuestion as asked:
        return frozenset().union(*map(places_of, asked.questions))
    except Exception:
        pass  # it is asked again, and its mistake told of then
    return frozenset()
