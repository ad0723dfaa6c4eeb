"""For how many epochs are trials really trained?"""

from __future__ import annotations

from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.search import Search

TRIALS = 3


def trains_otherwise(lab: Lab, search: Search, written: object, longest: object) -> Verdict:
    """Confirmed where no trial is told to train for the epochs that are written at its call.

    `longest` is how long the search's longest trial takes: written epochs that equal it are obeyed
    by that one.
    """
    answer = lab.once(lab.trials(search, TRIALS))
    told = [one.epochs_asked for trial in answer.trials for one in trial.trainings]
    if not told:
        return inconclusive("no trial was trained")
    spoken = ", ".join(str(epochs) for epochs in told)
    if written is None:
        return refuted(f"no epochs= is given that could be ignored; trials train for {spoken}")
    if written == longest or written in told:
        return refuted(f"epochs={written} is how long trials train, here {spoken}")
    if not isinstance(written, int):
        return inconclusive("how many epochs are written is not known")
    return confirmed(
        f"epochs={written} is given, but the first trials train for {spoken}",
        written=written,
        told=spoken,
    )
