"""For how long are trials really trained, and can early stopping end them?"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.lab.answered import epochs_asked, require
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Verdict, confirmed, refuted
from tunelint.model.search import Search

TRIALS = 3
# Proposals of a Hyperband search, which says in each how long its trial is to train.
PROPOSALS, EPOCHS = 100, "tuner/epochs"


def trains_otherwise(lab: Lab, search: Search, written: object) -> Verdict:
    """Confirmed where trials do not train for the epochs that are written at its call.

    Written epochs that are those of the longest trials are obeyed by these.
    """
    if written is None:
        return refuted("the call has no epochs= that could be ignored")
    if not isinstance(written, int):
        raise Unanswered("the value of epochs= is not known")
    answer = lab.once(lab.trials(search, TRIALS))
    lengths = epochs_asked(answer.trainings())
    if written == answer.facts.get("max_epochs"):
        return refuted(f"the longest trials train for epochs={written}")
    if written in lengths:
        return _verdict_on_later_trials(lab, search, written)
    asked = ", ".join(map(str, lengths))
    return confirmed(
        f"the first trials train for {asked} epochs, not for epochs={written}",
        written=written,
        asked=asked,
    )


def _verdict_on_later_trials(lab: Lab, search: Search, written: int) -> Verdict:
    """The first trials train for as long as is written: that may be their turn, too."""
    proposals = lab.once(lab.trials(search, PROPOSALS, train=False)).proposals()
    lengths = {one.configuration.get(EPOCHS) for one in proposals}
    other = sorted(epochs for epochs in lengths if isinstance(epochs, int) and epochs != written)
    if not other:
        return refuted(f"all trials train for epochs={written}")
    asked = ", ".join(map(str, other))
    return confirmed(
        f"later trials train for {asked} epochs, only the first for epochs={written}",
        written=written,
        asked=asked,
    )


def is_never_stopped(lab: Lab, search: Search, patience: object) -> Verdict:
    """Confirmed where early stopping cannot end a trial before its last epoch.

    What counts is what the trainings of the first trials are given: their epochs, and the patience
    of the live callback. They are trained for a few epochs only.
    """
    trainings = lab.once(lab.trials(search, TRIALS)).trainings()
    stoppings = [one for training in trainings for one in training.stoppings]
    # Of several callbacks the one that the finding speaks of, where its patience tells.
    stoppings = [one for one in stoppings if one.patience == patience] or stoppings
    require(stoppings, "the EarlyStopping callback")
    able = [one for one in stoppings if one.earliest < one.epochs]
    numbers = {"trainings": len(trainings), "able": len(able)}
    length = f"trials train for up to {_epochs(one.epochs for one in stoppings)}"
    if able:
        first = able[0]
        return refuted(
            f"{length}: patience={first.patience} can stop one after epoch {first.earliest}",
            **numbers,
        )
    last = min(stoppings, key=lambda one: one.earliest - one.epochs)
    if last.earliest == last.epochs:
        return confirmed(
            f"{length}: patience={last.patience} can stop one only at the last", **numbers
        )
    return confirmed(f"{length}: patience={last.patience} can never stop one", **numbers)


def _epochs(numbers: Iterable[int]) -> str:
    listed = sorted(set(numbers))
    return "1 epoch" if listed == [1] else f"{' or '.join(map(str, listed))} epochs"


def ends_in_its_first_epoch(lab: Lab, search: Search) -> Verdict:
    """Confirmed where no training goes on to a second of the epochs that it asks for."""
    trainings = [
        one
        for one in lab.once(lab.trials(search, TRIALS)).trainings()
        if one.epochs_run is not None and (one.epochs_asked or 0) > 1
    ]
    require(trainings, "a training of several epochs")
    longest = max(one.epochs_run or 0 for one in trainings)
    asked = _epochs(one.epochs_asked or 0 for one in trainings)
    numbers = {"trainings": len(trainings), "longest": longest}
    if longest > 1:
        return refuted(f"a training of {asked} goes on to epoch {longest}", **numbers)
    return confirmed(
        f"{counted(len(trainings), 'training')} of {asked} end in the first one", **numbers
    )
