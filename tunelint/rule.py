"""What a rule is: the types that every rule file is written with.

A rule lives in one file of `rules/`. The file's docstring is its page; the class below it says
what is judged (`subjects`) and when something is wrong (`check`). The fields of the class are its
options: a field ``epoch_ratio: int = 3`` is set by ``epoch-ratio = 4`` in the configuration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tunelint.edits.changes import Change
    from tunelint.facts import Place
    from tunelint.lab.lab import Lab
    from tunelint.lab.verdicts import Verdict
    from tunelint.program import Program


class Level(StrEnum):
    """How sure a finding may sound, and whether it is on by default (advice is not)."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, eq=False, slots=True)
class Related:
    """A further place that explains a finding, with what is to be seen there."""

    place: Place
    message: str


class Applicability(StrEnum):
    """Whether a fix does what the author visibly meant, or has to be looked at."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, eq=False, slots=True)
class Fix:
    """The changes of one file's text that end a finding; `message` says what they do."""

    applicability: Applicability
    message: str
    changes: tuple[Change, ...]


def safe_fix(message: str, *changes: Change) -> Fix:
    """A fix after which the program does what its author visibly meant; it deletes nothing."""
    return Fix(Applicability.SAFE, message, changes)


def unsafe_fix(message: str, *changes: Change) -> Fix:
    """A fix whose meaning the author has to look at."""
    return Fix(Applicability.UNSAFE, message, changes)


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """One thing that is wrong: where, what in the words of the code, and what to do.

    `level` differs from the rule's own only where the catalogue says so. `fix` is there only where
    it is surely right and there is one way to write it. Findings of one rule in one file that share
    a `cause` are told as one.
    """

    code: str
    name: str
    level: Level
    message: str
    place: Place
    related: tuple[Related, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    cause: str = ""


@dataclass(frozen=True)
class Rule:
    """The base of every rule.

    `code`, `name`, `level` and the `tuners` that it speaks of are fixed by the catalogue. The codes
    that it `replaces` say nothing at the places of its findings.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    level: ClassVar[Level]
    tuners: ClassVar[tuple[str, ...]] = ()
    replaces: ClassVar[tuple[str, ...]] = ()

    def subjects(self, program: Program) -> Iterable[Any]:
        """What this rule judges in the program, in the order of the source."""
        raise NotImplementedError

    def check(self, subject: Any) -> Finding | None:
        """The finding about one subject, or None where nothing is wrong or not all is known."""
        raise NotImplementedError

    def confirm(self, subject: Any, lab: Lab) -> Verdict:
        """What running the search says about one subject, flagged or not.

        Runs where the sources were read and never sees a live object. Raises Unanswered where the
        script does not get as far as the experiment. A rule that no run can settle has none.
        """
        raise NotImplementedError

    @classmethod
    def is_confirmable(cls) -> bool:
        """Whether this rule has an experiment."""
        return cls.confirm is not Rule.confirm

    def finding(
        self,
        place: Place,
        message: str,
        *,
        related: Iterable[Related] = (),
        help: str | None = None,
        level: Level | None = None,
        fix: Fix | None = None,
        cause: str = "",
    ) -> Finding:
        """A finding of this rule at `place`."""
        level, places = level or self.level, tuple(related)
        return Finding(self.code, self.name, level, message, place, places, help, fix, cause)
