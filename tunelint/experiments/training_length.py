"""For how many epochs are trials really trained?"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.verdicts import Verdict, confirmed, refuted
from tunelint.model.search import Search

TRIALS = 3
# Proposals of a Hyperband search, which says in each how long its trial is to train.
PROPOSALS, EPOCHS = 100, "tuner/epochs"


def trains_otherwise(lab: Lab, search: Search, written: object) -> Verdict:
    """Confirmed where trials are not told to train for the epochs that are written at its call.

    Written epochs that are those of the longest trials are obeyed by these.
    """
    if written is None:
        return refuted("no epochs= is given that could be ignored")
    if not isinstance(written, int):
        raise Unanswered("how many epochs are written is not known")
    answer = lab.once(lab.trials(search, TRIALS))
    told = [one.epochs_asked for one in answer.trainings() if one.epochs_asked is not None]
    if not told:
        raise Unanswered("for how many epochs a trial trains is not seen")
    if written == answer.facts.get("max_epochs"):
        return refuted(f"epochs={written} is how long the longest trials train")
    if written in told:
        return _told_later(lab, search, written)
    spoken = ", ".join(map(str, told))
    return confirmed(
        f"epochs={written} is given, but the first trials train for {spoken}",
        written=written,
        told=spoken,
    )


def _told_later(lab: Lab, search: Search, written: int) -> Verdict:
    """The first trials train for as long as is written: that may be their turn, too."""
    proposals = lab.once(lab.trials(search, PROPOSALS, train=False)).proposals()
    told = {one.configuration.get(EPOCHS) for one in proposals}
    other = sorted(epochs for epochs in told if isinstance(epochs, int) and epochs != written)
    if not other:
        return refuted(f"epochs={written} is how long trials train")
    spoken = ", ".join(map(str, other))
    return confirmed(
        f"epochs={written} is how long the first trials train, but later ones train for {spoken}",
        written=written,
        told=spoken,
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
    if not stoppings:
        raise Unanswered("no training is given an EarlyStopping that could be read")
    able = [one for one in stoppings if one.earliest < one.epochs]
    numbers = {"trainings": len(trainings), "able": len(able)}
    given = f"trials are told to train for {_epochs(one.epochs for one in stoppings)}"
    if able:
        first = able[0]
        return refuted(
            f"{given}: patience={first.patience} can end one after epoch {first.earliest}",
            **numbers,
        )
    last = min(stoppings, key=lambda one: one.earliest - one.epochs)
    if last.earliest == last.epochs:
        return confirmed(
            f"{given}: patience={last.patience} could only stop at the last", **numbers
        )
    return confirmed(f"{given}: patience={last.patience} cannot stop one", **numbers)


def _epochs(numbers: Iterable[int]) -> str:
    listed = sorted(set(numbers))
    spoken = " or ".join(map(str, listed))
    return "1 epoch" if listed == [1] else f"{spoken} epochs"
