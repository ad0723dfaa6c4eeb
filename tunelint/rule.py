"""What a rule is: the base of every rule file.

A rule lives in one file of `rules/`. The file's name is its code and name, its docstring is its
page; the class below it says what is judged (`subjects`) and when something is wrong (`check`). The
fields of the class are its options: a field ``epoch_ratio: int = 3`` is set by ``epoch-ratio = 4``
in the configuration.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tunelint import registry
from tunelint.findings.finding import Finding, Fix, Level, Related

if TYPE_CHECKING:
    from tunelint.files.place import Place
    from tunelint.lab.lab import Lab
    from tunelint.lab.verdicts import Verdict
    from tunelint.model.program import Program

_FILE = re.compile(r"(?P<code>[a-z]+[0-9]+)_(?P<name>\w+)")


@dataclass(frozen=True)
class Rule:
    """The base of every rule; one that has options is a frozen dataclass.

    Its class says the `level`, the `tuners` whose searches it speaks of, or those that it is
    `not_for` (else it speaks of all), and the codes that say nothing at the places of its findings:
    those that it `replaces`, whose help is given with its own, and those that it speaks
    `instead_of`, whose help would mislead there. `code` and `name` are those of its file
    (``tun406_hyperband_epochs_ignored.py``), unless the class gives them.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    level: ClassVar[Level]
    tuners: ClassVar[tuple[str, ...]] = registry.tuner_names()
    replaces: ClassVar[tuple[str, ...]] = ()
    instead_of: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(
        cls,
        *,
        level: str | None = None,
        tuners: str | tuple[str, ...] | None = None,
        not_for: str | tuple[str, ...] = (),
        replaces: str | tuple[str, ...] | None = None,
        instead_of: str | tuple[str, ...] | None = None,
    ) -> None:
        """Note what the class statement and the file's name say of the rule."""
        super().__init_subclass__()
        named = _FILE.fullmatch(Path(getattr(sys.modules[cls.__module__], "__file__", "")).stem)
        if named is not None:
            cls.code = vars(cls).get("code", named["code"].upper())
            cls.name = vars(cls).get("name", named["name"].replace("_", "-"))
        if level is not None:
            cls.level = Level(level)
        if tuners is not None:
            cls.tuners = _listed(tuners)
        if not_for:
            cls.tuners = tuple(one for one in cls.tuners if one not in _listed(not_for))
        if replaces is not None:
            cls.replaces = _listed(replaces)
        if instead_of is not None:
            cls.instead_of = _listed(instead_of)

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

    def judged(self, program: Program) -> Iterator[Any]:
        """The subjects, but for those about searches of other tuners than the rule speaks of."""
        from tunelint.model.search import searches_in  # rules are listed without the interpreter

        for subject in self.subjects(program):
            if all(search.tuner in self.tuners for search in searches_in(subject)):
                yield subject

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


def _listed(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
