"""A finding with its verdict, as every report of ``confirm`` prints it."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.findings.diagnostic import Diagnostic
from tunelint.lab.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A finding with its verdict, and what it took.

    `flagged` says that `check` finds it, too; otherwise its rule was asked all the same. `versions`
    are those of the libraries, `guard` what kept the run from the user's results. `date` (ISO) is
    the day of the experiment; `remembered` says that it was made by an earlier run.
    """

    diagnostic: Diagnostic
    flagged: bool
    verdict: Verdict
    seconds: float
    device: str = "cpu"
    versions: tuple[tuple[str, str], ...] = ()
    guard: str = ""
    date: str = ""
    remembered: bool = False

    @property
    def stands(self) -> bool:
        """Whether there is something to be mended: a finding that running did not refute."""
        if self.flagged:
            return self.verdict.outcome is not Outcome.REFUTED
        return self.verdict.outcome is Outcome.CONFIRMED
