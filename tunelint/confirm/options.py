"""What the user asks of a run of ``confirm``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tunelint.lab.lab import Budget
from tunelint.lab.questions import Caps


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asks of a run.

    `full` lifts the caps; `entry` runs another file than the flagged one, `setup` one before it.
    With `synthetic` made-up data stands in for what cannot be loaded.
    A search that is met on the way, or run again, has `trials_on_the_way` trials.
    """

    budget: Budget = field(default_factory=Budget)
    full: bool = False
    arguments: tuple[str, ...] = ()
    entry: Path | None = None
    setup: Path | None = None
    device: str = "auto"
    synthetic: bool = False
    trials_on_the_way: int | None = Caps().trials

    @property
    def caps(self) -> Caps:
        """How much of the script's own work is done on the way."""
        if self.full:
            return Caps(None, None, self.budget.rows)
        epochs = self.budget.epochs or Caps().epochs
        return Caps(self.trials_on_the_way, epochs, self.budget.rows)
