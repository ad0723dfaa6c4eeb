"""State that goes on from one trial to the next: weights, optimizers."""

from __future__ import annotations

from tunelint.experiments.exceptions import short
from tunelint.lab.answered import errors_of, require, trainings_of
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

TRAININGS = "the trainings of the trials"


def goes_on_training(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the second of two trials starts with the weights that the first left."""
    first, second = _first_two(lab, search)
    failed = next((one for one in (first, second) if one.state == "failed"), None)
    if failed is not None and not (first.trainings and second.trainings):
        return inconclusive(f"a trial raises {short(failed.error)}")
    return _verdict_on_weights(first, second)


def _verdict_on_weights(first: Trial, second: Trial) -> Verdict:
    ends = {one.weights_after for one in first.trainings if one.weights_after}
    begins = [one.weights_before for one in second.trainings]
    require(ends and begins and all(begins), TRAININGS)
    carried = [weights for weights in begins if weights in ends]
    if not carried:
        return refuted(
            "the second trial does not start with the weights that the first one ended with",
            trainings=len(begins),
        )
    if carried[0] in {one.weights_before for one in first.trainings}:
        return inconclusive("the first trial's training changes no weight")
    return confirmed(
        "the second trial starts with exactly the weights that the first one ended with"
        f" (digest {carried[0][:8]})",
        weights=carried[0],
    )


def second_trial_fails(lab: Lab, search: Search, kind: str) -> Verdict:
    """Confirmed where the first of two trials trains and the second ends in such an exception.

    Or where its optimizer goes on from the first one's steps: Keras on JAX raises nothing (3.15.1).
    """
    first, second = _first_two(lab, search)
    if _error(first):
        return inconclusive(f"the first trial raises {short(_error(first))}")
    error = _error(second)
    if error.startswith(f"{kind}:"):
        return confirmed(f"the second trial raises {short(error)}", raised=error)
    if error:
        return inconclusive(f"the second trial raises {short(error)}", raised=error)
    steps = second.trainings[0].steps_before if second.trainings else None
    if steps:
        return confirmed(
            f"the second trial's optimizer starts with the {steps} steps of the first trial",
            steps=steps,
        )
    require(all(list(trainings_of([one])) for one in (first, second)), TRAININGS)
    return refuted("both trials train without an exception")


def _first_two(lab: Lab, search: Search) -> tuple[Trial, Trial]:
    """The first two trials, of one epoch. Raises Unanswered where there are fewer."""
    first, second, *_ = lab.once(lab.trials(search, 2, epochs=1)).trials(2)
    return first, second


def _error(trial: Trial) -> str:
    """What a trial, or a training in it, failed with; empty where nothing failed."""
    return next(errors_of([trial]), "")
