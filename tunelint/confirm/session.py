"""One run of ``confirm``: asks each case's rule, keeps its budget, and gathers the verdicts."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tunelint.confirm.executors import Executor
from tunelint.confirm.planning import Case
from tunelint.lab.answers import Answer
from tunelint.lab.lab import Budget, Lab, Unanswered
from tunelint.lab.questions import Caps, Job, Question, Script, Trials
from tunelint.lab.verdicts import Outcome, inconclusive
from tunelint.reports.confirmation import Confirmation

__all__ = ["Confirmation", "Options", "Session", "count"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asks of a run.

    `full` lifts the caps; `entry` runs another file than the flagged one, `setup` one before it.
    """

    budget: Budget = field(default_factory=Budget)
    full: bool = False
    arguments: tuple[str, ...] = ()
    entry: Path | None = None
    setup: Path | None = None
    device: str = "auto"
    synthetic: bool = False

    @property
    def caps(self) -> Caps:
        """How much of the script's own work is done on the way."""
        return Caps(None, None, None) if self.full else Caps(rows=self.budget.rows)


@dataclass(eq=False)
class Session:
    """Confirms cases one after the other; the same question to the same script is asked once."""

    executor: Executor
    options: Options
    told: Callable[[str], None] = lambda what: None
    _asked: dict[tuple[bytes, ...], tuple[Answer, ...]] = field(default_factory=dict)

    def confirmations(self, cases: Iterable[Case]) -> Iterator[Confirmation]:
        """The verdicts in the order of the cases, each as soon as it stands."""
        for case in cases:
            yield self.confirmed(case)

    def confirmed(self, case: Case) -> Confirmation:
        """The verdict on one case, within the budget of one finding."""
        started = time.monotonic()
        deadline = started + self.options.budget.seconds
        answers: list[Answer] = []

        def ask(question: Question, copies: int) -> tuple[Answer, ...]:
            return ask_each((question,) * copies)

        def ask_each(questions: tuple[Question, ...]) -> tuple[Answer, ...]:
            found = self._answers(case, questions, deadline)
            answers.extend(found)
            return found

        def left() -> float:
            return deadline - time.monotonic()

        try:
            lab = Lab(ask, case.site, self.options.budget, ask_each, left)
            verdict = case.rule.confirm(case.subject, lab)
        except Unanswered as reason:
            verdict = inconclusive(str(reason))
        if verdict.depends_on_data and any(answer.synthetic for answer in answers):
            verdict = inconclusive(
                f"with made-up data: {verdict.line}", *verdict.exhibits, **verdict.numbers
            )
        last = answers[-1] if answers else Answer(False)
        return Confirmation(
            case.diagnostic,
            case.flagged,
            verdict,
            time.monotonic() - started,
            last.device,
            tuple(last.versions.items()),
            last.guard,
        )

    def _answers(
        self, case: Case, questions: tuple[Question, ...], deadline: float
    ) -> tuple[Answer, ...]:
        script, options = self.script_of(case), self.options
        jobs = [Job(script, question, options.caps, options.device) for question in questions]
        key = tuple(_content(job) for job in jobs)
        if key not in self._asked:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Unanswered(f"the budget of {self.options.budget.seconds:g} s is used up")
            self.told(f"{case.diagnostic.code}: {type(questions[0]).__name__.lower()}")
            self._asked[key] = self.executor.run(jobs, left)
        return self._asked[key]

    def script_of(self, case: Case) -> Script:
        """What is run to reach the case's place."""
        program = case.program
        own = program.source.path.absolute()
        entry = self.options.entry.absolute() if self.options.entry is not None else own
        notebook = entry.suffix == ".ipynb"
        return Script(
            str(entry),
            str(program.project.root),
            str(entry.parent if notebook else Path.cwd()),
            self.options.arguments,
            str(self.options.setup.absolute()) if self.options.setup is not None else None,
            tuple((str(source.path.absolute()), source.text) for source in program.sources),
            self.options.synthetic,
        )


def _content(job: Job) -> bytes:
    """What is asked: a question may hold configurations, which have no hash.

    How long it may take makes no other question of it.
    """
    question = job.question
    if isinstance(question, Trials):
        question = replace(question, seconds=None)
    return pickle.dumps(replace(job, question=question))


def count(confirmations: Iterable[Confirmation]) -> dict[Outcome, int]:
    """How many verdicts of each kind there are."""
    outcomes = [one.verdict.outcome for one in confirmations]
    return {outcome: outcomes.count(outcome) for outcome in Outcome}
