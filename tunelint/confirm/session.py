"""One run of ``confirm``: asks each case's rule, keeps its budget, and gathers the verdicts."""

from __future__ import annotations

import datetime
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tunelint.confirm.cases import Case
from tunelint.confirm.executors import Executor
from tunelint.confirm.known_verdicts import Memory
from tunelint.confirm.options import Options
from tunelint.confirm.unreached import Ended, first_places, why_not_run
from tunelint.engine.unit_result import failure
from tunelint.files.source import Source
from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.answers import Answer
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.questions import Job, Question, Script, ScriptSpan, Trials, Watch, places_of
from tunelint.lab.verdicts import Outcome, Verdict, inconclusive
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.terminal_text import shown_path, shown_span

__all__ = ["Confirmation", "Session", "count"]


def on_made_up_rows(verdict: Verdict) -> Verdict:
    """The verdict where made-up data stood in: inconclusive where real data could end otherwise.

    That includes how rows are drawn: made-up ones take no part in the script's own draws, and are
    arrays whatever the real ones are.
    """
    if verdict.depends_on_data:
        line = f"with made-up data: {verdict.line}"
        return inconclusive(line, *verdict.exhibits, **verdict.numbers)
    if verdict.outcome is Outcome.INCONCLUSIVE:
        return verdict
    return replace(verdict, line=f"{verdict.line}, with made-up data")


def on_fewer_rows(verdict: Verdict, rows: int | None) -> Verdict:
    """The verdict where trainings got the first rows only: what depends on them is not settled."""
    if not verdict.depends_on_data:
        return verdict
    line = f"on the first {rows} rows: {verdict.line}"
    return inconclusive(line, *verdict.exhibits, **verdict.numbers)


# What did not get done in some time is tried again with this many times as much.
_MUCH_LONGER = 1.5
# Answers that took less than this share of their time were not cut short by it.
_SURELY_WHOLE = 0.7


@dataclass(frozen=True, slots=True)
class _Answered:
    """Answers, the time that was left for them, and whether none was cut short by it."""

    answers: tuple[Answer, ...]
    seconds: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What a session is doing: which questions about which finding, until when at the latest."""

    diagnostic: Diagnostic
    questions: tuple[Question, ...]
    deadline: float


@dataclass(eq=False)
class Session:
    """Confirms cases one after the other; the same question to the same script is asked once.

    `on_step` gets every question that is put to a process; `problems` are the mistakes of
    experiments, a line each.
    """

    executor: Executor
    options: Options
    on_step: Callable[[Step], None] = lambda step: None
    memory: Memory | None = None
    problems: list[str] = field(default_factory=list)
    _asked: dict[tuple[bytes, ...], _Answered] = field(default_factory=dict)
    _expected: dict[Script, list[Case]] = field(default_factory=dict)
    _others: dict[Script, tuple[ScriptSpan, ...]] = field(default_factory=dict)
    _ended: dict[Script, list[Ended]] = field(default_factory=dict)
    _came_somewhere: set[Script] = field(default_factory=set)

    def confirmations(self, cases: Iterable[Case]) -> Iterator[Confirmation]:
        """The verdicts in the order of the cases, each as soon as it stands."""
        listed = tuple(cases)
        self.expect(listed)
        for case in listed:
            yield self.confirmed(case)

    def expect(self, cases: Iterable[Case]) -> None:
        """Hear of all cases that will be asked about.

        A script that ends before it comes to the place of one case says which places of the others
        it did not come to either: it is not started again for those.
        """
        self._expected = {}
        for case in cases:
            self._expected.setdefault(self.script_of(case), []).append(case)

    def _others_of(self, script: Script) -> tuple[ScriptSpan, ...]:
        """Where the experiments of all cases of a script begin, once it is started."""
        if script not in self._others:
            found: dict[ScriptSpan, None] = {}
            for case in self._expected.get(script, ()):
                found |= dict.fromkeys(first_places(case, self.options.budget))
            self._others[script] = tuple(found)
        return self._others[script]

    def confirmed(self, case: Case) -> Confirmation:
        """The verdict on one case, within the budget of one finding."""
        remembered = self.memory.recalled(case) if self.memory is not None else None
        if remembered is not None:
            return remembered
        made = self._experiment(case)
        if self.memory is not None:
            self.memory.keep(case, made)
        return made

    def _experiment(self, case: Case) -> Confirmation:
        started = time.monotonic()
        asking = _Asking(self, case, started + self.options.budget.seconds)
        verdict = self._verdict(case, asking)
        answers = asking.answers
        if any(one.synthetic for one in answers):
            verdict = on_made_up_rows(verdict)
        if any("rows" in one.changed for one in answers):
            verdict = on_fewer_rows(verdict, self.options.budget.rows)
        last = answers[-1] if answers else Answer(False)
        return Confirmation(
            case.diagnostic,
            case.flagged,
            verdict,
            time.monotonic() - started,
            last.device,
            tuple(last.versions.items()),
            last.guard,
            today(),
        )

    def _verdict(self, case: Case, asking: _Asking) -> Verdict:
        budget = self.options.budget
        lab = Lab(asking.copies, case.span, budget, asking.each, asking.left)
        try:
            return case.rule.confirm(case.subject, lab)
        except Unanswered as reason:
            return inconclusive(str(reason))
        except Exception as error:
            # It costs this finding's verdict, no other's.
            words = failure(f"the experiment of {case.diagnostic.code}", error)
            self.problems.append(f"{shown_span(case.diagnostic.span)}: {words}")
            return inconclusive(failure("the experiment", error))

    def answers(
        self, case: Case, questions: tuple[Question, ...], deadline: float
    ) -> tuple[Answer, ...]:
        """What the processes answer, asked now or before. Raises Unanswered without time left."""
        script, options = self.script_of(case), self.options
        self._end_as_before(script, questions, deadline - time.monotonic())
        jobs = [Job(script, question, options.caps, options.device) for question in questions]
        key = tuple(_content(job) for job in jobs)
        left = deadline - time.monotonic()
        earlier = self._asked.get(key)
        if earlier is not None and (earlier.whole or left < _MUCH_LONGER * earlier.seconds):
            return earlier.answers
        if left <= 0:
            raise Unanswered(f"the budget of {options.budget.seconds:g} s is used up")
        self.on_step(Step(case.diagnostic, questions, deadline))
        others = self._others_of(script)
        asked = [replace(job, seconds=left, others=others) for job in jobs]
        answers = self.executor.run(asked, left)
        taken = left - (deadline - time.monotonic())
        self._asked[key] = _Answered(answers, left, taken < _SURELY_WHOLE * left)
        for question, answer in zip(questions, answers, strict=False):
            self._note_ending(case, question, answer, left)
        return answers

    def _end_as_before(self, script: Script, questions: Iterable[Question], left: float) -> None:
        """Raises Unanswered where the script is known to end before it comes to a question."""
        for question in questions:
            for ended in self._ended.get(script, ()):
                longer = ended.out_of_time and left > _MUCH_LONGER * ended.seconds
                if not longer and places_of(question) <= ended.unreached:
                    raise Unanswered(f"{ended.how} before it reaches this code")

    def _note_ending(self, case: Case, question: Question, answer: Answer, left: float) -> None:
        """Keep how the script ended before its search; it is a problem, told of once.

        So it is before any other place, unless the script is known to have come to one.
        """
        script = self.script_of(case)
        if answer.reached:
            self._came_somewhere.add(script)
        if answer.reached or not answer.ended:
            return
        known = self._ended.setdefault(script, [])
        unreached = answer.unreached | places_of(question)
        searches = not isinstance(question, Watch) or question.runs
        if searches or script not in self._came_somewhere:
            path = shown_path(case.program.source.path)
            problem = f"{path}: {why_not_run(answer)}"
            if problem not in self.problems:
                self.problems.append(problem)
        out_of_time = "still running" in answer.ended
        known.append(Ended(answer.ended, unreached, out_of_time, left))

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
            tuple(
                (str(source.path.absolute()), tuple(_cells(source)))
                for source in program.sources
                if source.is_notebook
            ),
            self.options.synthetic,
        )


def _cells(source: Source) -> Iterator[tuple[int, int]]:
    """Cell and line of each line of a notebook's code."""
    return ((line.cell or 0, line.number) for line in source.lines)


def _content(job: Job) -> bytes:
    """What is asked: a question may hold configurations, which have no hash.

    How long it may take makes no other question of it.
    """
    question = job.question
    if isinstance(question, Trials):
        question = replace(question, seconds=None)
    return pickle.dumps(replace(job, question=question))


@dataclass(eq=False)
class _Asking:
    """The questions of one finding, within its budget."""

    session: Session
    case: Case
    deadline: float
    answers: list[Answer] = field(default_factory=list)

    def copies(self, question: Question, number: int) -> tuple[Answer, ...]:
        return self.each((question,) * number)

    def each(self, questions: tuple[Question, ...]) -> tuple[Answer, ...]:
        found = self.session.answers(self.case, questions, self.deadline)
        self.answers.extend(found)
        return found

    def left(self) -> float:
        return self.deadline - time.monotonic()


def today() -> str:
    """The day, as verdicts tell it."""
    return datetime.date.today().isoformat()


def count(confirmations: Iterable[Confirmation]) -> dict[Outcome, int]:
    """How many verdicts of each kind there are."""
    outcomes = [one.verdict.outcome for one in confirmations]
    return {outcome: outcomes.count(outcome) for outcome in Outcome}
