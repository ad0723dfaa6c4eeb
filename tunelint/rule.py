"""What a rule is: the base of every rule file.

A rule lives in one file of `rules/`. The file's docstring is its page; the class below it says
what is judged (`subjects`) and when something is wrong (`check`). The fields of the class are its
options: a field ``epoch_ratio: int = 3`` is set by ``epoch-ratio = 4`` in the configuration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tunelint.findings.finding import Finding, Fix, Level, Related

if TYPE_CHECKING:
    from tunelint.files.place import Place
    from tunelint.lab.lab import Lab
    from tunelint.lab.verdicts import Verdict
    from tunelint.model.program import Program


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
