"""An answer as experiments get it: what they ask of it is there, or Unanswered says why not.

Nothing empty comes through. Two runs that both proposed nothing do not agree, and trials that all
failed are not alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tunelint.lab.answers import Answer, Run, Training, Trial, Watched
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted


class Unanswered(Exception):
    """A question that this script gives no answer to: the reason, in one line."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of one process that came as far as it was asked to."""

    _answer: Answer

    @property
    def facts(self) -> Mapping[str, Value]:
        """What the live search says of itself."""
        return self._answer.facts

    @property
    def changed(self) -> frozenset[str]:
        """What the process did otherwise than the script says: ``epochs``, ``n_jobs``, …"""
        return self._answer.changed

    @property
    def errors(self) -> tuple[str, ...]:
        """What its trials, or trainings in them, ended with, in one line each."""
        return tuple(errors_of(self._answer.trials))

    @property
    def because(self) -> str:
        """The last error, as the end of a sentence: ``: KeyError: 'x'``; empty without any."""
        return f": {self.errors[-1]}" if self.errors else ""

    def proposals(self, least: int = 1) -> tuple[Trial, ...]:
        """What the search proposed: every trial has a configuration that holds something.

        A trial that failed before it came to its training proposed nothing. Raises Unanswered
        where there are fewer than `least`.
        """
        trials = self._answer.trials
        whole = tuple(one for one in trials if one.configuration and one.state != "failed")
        if len(whole) >= least:
            return whole
        if self.errors and not whole:
            raise Unanswered(f"no trial reaches its training: {self.errors[-1]}")
        if trials and not any(one.configuration for one in trials):
            raise Unanswered("the search has no hyperparameters to propose")
        raise Unanswered(f"the search proposes {_too_few(len(whole), least, 'configuration')}")

    def begun(self, least: int = 1) -> tuple[Trial, ...]:
        """The trials that began, even if they were ended where they would have trained.

        Raises Unanswered where there are fewer than `least`.
        """
        found = self._answer.trials
        if len(found) < least:
            raise Unanswered(f"the search starts {_too_few(len(found), least, 'trial')}")
        return found

    def trials(self, least: int = 1) -> tuple[Trial, ...]:
        """The trials that ran, failed ones among them. Raises Unanswered for fewer than `least`."""
        found = tuple(one for one in self._answer.trials if one.state != "proposed")
        if len(found) < least:
            raise Unanswered(f"the search runs {_too_few(len(found), least, 'trial')}")
        return found

    def finished(self, least: int = 1) -> tuple[Trial, ...]:
        """The trials that ran, none of which failed. Raises Unanswered."""
        return none_failed(self.trials(least))

    def ended(self) -> tuple[Trial, ...]:
        """The trials that ran to an end of their own, pruned ones too. Raises Unanswered."""
        found = tuple(one for one in self.trials() if one.state in ("complete", "pruned"))
        if not found:
            raise Unanswered(f"no trial runs to its end{self.because}")
        return found

    def number(self, name: str, what: str) -> int:
        """A whole number that the live search states. Raises Unanswered: `what` is not known."""
        value = self.facts.get(name)
        if not isinstance(value, int):
            raise Unanswered(f"{what} is not known")
        return value

    def scored(self, least: int = 1) -> tuple[Trial, ...]:
        """The trials that ended with a number as their score. Raises Unanswered."""
        found = tuple(completed(self._answer.trials))
        if len(found) < least:
            ran = counted(len(self.trials(least)), "trial")
            raise Unanswered(f"only {len(found)} of {ran} got a score{self.because}")
        return found

    def trainings(self, least: int = 1) -> tuple[Training, ...]:
        """The trainings that came to their end, of all trials. Raises Unanswered."""
        found = tuple(trainings_of(self._answer.trials))
        if len(found) < least:
            many = _too_few(len(found), least, "training")
            raise Unanswered(f"{many} could be watched{self.because}")
        return found

    def watched(self, position: int = 0) -> Watched:
        """What happened at one of the watched places. Raises Unanswered where it was not reached.

        What was never there to be evaluated counts as reached.
        """
        seen = self._answer.watched
        if position >= len(seen) or not (seen[position].reached or seen[position].unmade):
            raise Unanswered("the script does not reach this code")
        return seen[position]

    @property
    def places(self) -> tuple[Watched, ...]:
        """All watched places, those that were not reached among them."""
        return self._answer.watched

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of searches that were watched, in order; perhaps none."""
        return self._answer.runs

    @property
    def earlier(self) -> tuple[Answered, ...]:
        """The answers of the runs before, where the script was run several times."""
        return tuple(map(Answered, self._answer.earlier))


def answered(answer: Answer) -> Answered:
    """The answer, once there is one. Raises Unanswered."""
    if not answer.reached or answer.why:
        raise Unanswered(answer.why or "the script ends before it reaches this code")
    return Answered(answer)


def require(found: object, what: str) -> None:
    """Raises Unanswered where what was read is empty, 0 or None; `what` names it."""
    if not found:
        raise Unanswered(f"{what} could not be read")


def objective_in(facts: Mapping[str, Value]) -> str:
    """The name of the objective, by the live search's facts. Raises Unanswered without one name."""
    name = facts.get("objective")
    if not isinstance(name, str):
        raise Unanswered("the search has several objectives")
    return name


def direction_in(
    facts: Mapping[str, Value], written: str | None = None, objective: int | None = None
) -> str:
    """Which way the live search goes, by its facts, else by what is `written`: ``min``, ``max``.

    `objective` counts those of a search that has several; without it the search has to have one.
    Raises Unanswered.
    """
    direction = str(facts.get("direction") or written or "")
    if objective is not None:
        each = direction.split(",")
        direction = each[min(objective, len(each) - 1)]
    if direction not in ("min", "max"):
        raise Unanswered("the search does not say whether it minimises or maximises")
    return direction


def epochs_asked(trainings: Iterable[Training]) -> list[int]:
    """For how many epochs trainings are told to go on. Raises Unanswered where none tells."""
    asked = [one.epochs_asked for one in trainings if one.epochs_asked is not None]
    if not asked:
        raise Unanswered("the number of epochs of a trial could not be read")
    return asked


def completed(trials: Iterable[Trial]) -> list[Trial]:
    """The trials that ended with a number as their score."""
    return [
        one
        for one in trials
        if one.state == "complete" and one.score is not None and math.isfinite(one.score)
    ]


def none_failed(trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    """The trials. Raises Unanswered where one of them failed."""
    failed = next((one for one in trials if one.state == "failed"), None)
    if failed is not None:
        raise Unanswered(f"a trial fails{f' with {failed.error}' if failed.error else ''}")
    return trials


def trainings_of(trials: Iterable[Trial]) -> Iterator[Training]:
    """The trainings in some trials that came to their end."""
    return (one for trial in trials for one in trial.trainings if not one.error)


def errors_of(trials: Iterable[Trial]) -> Iterator[str]:
    """The exceptions of trials and of their trainings, each in a line and once."""
    errors = (
        error
        for trial in trials
        for error in (*(training.error for training in trial.trainings), trial.error)
    )
    return iter(dict.fromkeys(error for error in errors if error))


def _too_few(found: int, least: int, what: str) -> str:
    """``no trial``, ``fewer than 2 configurations``."""
    if not found:
        return f"no {what}"
    return f"fewer than {least} {what}s"
