"""Findings with what earlier runs of ``confirm`` proved about them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tunelint.files.project import Project
from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.verdict_records import Evidence, evidence_in
from tunelint.lab.verdict_store import StoreProblem, digest, recall


@dataclass(eq=False)
class Remembered:
    """The verdicts of a project's store, which is read at the first question.

    `warn` is told, in a line, of what keeps verdicts from being shown.
    """

    project: Project
    warn: Callable[[str], None]

    def shown_with(self, diagnostic: Diagnostic) -> Diagnostic:
        """The finding with the newest evidence that still holds."""
        evidence = self._newest(diagnostic.fingerprint)
        return diagnostic if evidence is None else replace(diagnostic, evidence=evidence)

    @cached_property
    def _records(self) -> Mapping[str, Sequence[str]]:
        try:
            return recall(self.project.root)
        except StoreProblem as problem:
            self.warn(f"earlier verdicts are not shown: {problem}")
            return {}

    def _newest(self, fingerprint: str) -> Evidence | None:
        kept = map(evidence_in, self._records.get(fingerprint, ()))
        return next((one for one in kept if one is not None and one.holds(self._digest_of)), None)

    def _digest_of(self, path: str) -> str | None:
        source = self.project.text_of(Path(os.path.normpath(self.project.root / path)))
        return None if source is None else digest(source)
