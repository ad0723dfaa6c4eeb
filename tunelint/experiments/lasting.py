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


def is_never_stopped(lab: Lab, search: Search, epochs: object, patience: object) -> Verdict:
    """Confirmed where early stopping ends no trial, and could not end one with this patience.

    Keras 3.15 stops after the epoch number patience + 1 at the earliest (patience 0 counts as 1).
    """
    if not isinstance(epochs, int) or not isinstance(patience, int):
        return inconclusive("the epochs of a trial, or the patience, are not known")
    answer = lab.once(lab.trials(search, TRIALS, epochs=epochs))
    run = [one.epochs_run for trial in answer.trials for one in trial.trainings if one.epochs_run]
    if not run:
        return inconclusive("no trial was trained to its end")
    stopped = sum(one < epochs for one in run)
    line = f"{stopped} of {len(run)} trainings of {epochs} epochs were stopped early"
    numbers = {"trainings": len(run), "stopped": stopped}
    if stopped:
        return refuted(line, data=True, **numbers)
    earliest = max(patience, 1) + 1
    if earliest > epochs:
        return confirmed(f"{line}: patience={patience} cannot stop one", **numbers)
    if earliest == epochs:
        return confirmed(f"{line}: patience={patience} could only stop at the last", **numbers)
    return refuted(f"{line}, but patience={patience} can from epoch {earliest} on", **numbers)
