"""What earlier runs proved: verdicts that still hold are not asked for again.

A verdict belongs to the finding, to how it was asked about (the script's arguments, ``--entry``,
``--setup``, the interpreter, the device, the caps, the rule with its options, the version of
tunelint) and to the text of every file that the program consists of.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint import __version__
from tunelint.confirm.cases import Case
from tunelint.files.source import UnreadableSource, read_source
from tunelint.lab.verdict_records import Evidence
from tunelint.lab.verdict_store import (
    StoreProblem,
    digest,
    digest_of_words,
    find,
    forget,
    keep,
)
from tunelint.lab.verdicts import Outcome
from tunelint.reports.confirmation import Confirmation

if TYPE_CHECKING:
    from tunelint.confirm.options import Options


@dataclass(eq=False)
class Memory:
    """The stores of the projects of a run; one that cannot be used is spoken of once.

    With `fresh` nothing is taken from them, and what is found anew replaces what they hold.
    """

    options: Options
    python: str = ""
    fresh: bool = False
    problems: dict[Path, str] = field(default_factory=dict)

    def recalled(self, case: Case) -> Confirmation | None:
        """The verdict of an earlier run on this finding, where it still holds."""
        root = case.program.project.root
        if self.fresh or not case.flagged or root in self.problems:
            return None
        try:
            found = find(root, case.diagnostic.fingerprint, self._request(case))
        except StoreProblem as problem:
            self.problems[root] = str(problem)
            return None
        if found is None or dict(found.code) != self._code(case):
            return None
        return Confirmation(
            case.diagnostic,
            True,
            found.verdict,
            found.seconds,
            found.device,
            found.versions,
            found.guard,
            found.date,
            remembered=True,
        )

    def keep(self, case: Case, made: Confirmation) -> None:
        """Keep a verdict that settles the matter; one that does not takes an older one away."""
        root = case.program.project.root
        if not case.flagged or root in self.problems:
            return
        fingerprint, request = case.diagnostic.fingerprint, self._request(case)
        try:
            if made.verdict.outcome is Outcome.INCONCLUSIVE:
                forget(root, fingerprint, request)
            else:
                keep(root, fingerprint, request, self._evidence(case, made))
        except StoreProblem as problem:
            self.problems[root] = str(problem)

    def _evidence(self, case: Case, made: Confirmation) -> Evidence:
        return Evidence(
            made.verdict,
            made.date,
            made.device,
            made.seconds,
            made.versions,
            made.guard,
            self._code(case),
        )

    def _request(self, case: Case) -> str:
        options = self.options
        root = case.program.project.root
        files = [
            "" if path is None else _relative(path, root) for path in (options.entry, options.setup)
        ]
        asked = (options.caps, options.budget.trials, options.device, options.synthetic)
        words = (__version__, repr(case.rule), self.python, *map(repr, asked), *files)
        return digest_of_words((*words, *options.arguments))

    def _code(self, case: Case) -> dict[str, str]:
        """The digests of the program's files, and of those that are run before or in its place."""
        root = case.program.project.root
        sources = {source.path.absolute(): source for source in case.program.sources}
        found = {_relative(path, root): digest(source) for path, source in sources.items()}
        for path in _absolute(self.options.entry, self.options.setup):
            if path not in sources:
                try:
                    found[_relative(path, root)] = digest(read_source(path))
                except (UnreadableSource, OSError):
                    found[_relative(path, root)] = ""
        return found


def _absolute(*paths: Path | None) -> Iterable[Path]:
    return [path.absolute() for path in paths if path is not None]


def _relative(path: Path, root: Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")
