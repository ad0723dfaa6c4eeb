"""Two declarations of a hyperparameter: do they ever have values of their own?"""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.experiments.chance import CHANCE, coincidence, configurations
from tunelint.experiments.exceptions import short
from tunelint.files.place import Place
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.plain_values import Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

DRAWS = 12
LEAST = 4


def always_equal(lab: Lab, search: Search, first: Place, second: Place) -> Verdict:
    """Confirmed where both places, or all passes of one, have one value in every trial.

    Configurations are drawn and their models built, without training. At least LEAST trials have
    to get a value more than once, and the values have to differ between trials.
    """
    trials = _built(lab, search, first, second)
    shared = [values for values in map(_together, trials) if len(values) > 1]
    apart = [values for values in shared if len({_key(value) for value in values}) > 1]
    if apart:
        return refuted(
            f"in {len(apart)} of {len(shared)} trials with several values they differ,"
            f" as {_listed(apart[0])}",
            trials=len(shared),
            apart=len(apart),
        )
    chance = coincidence([_key(values[0]) for values in shared]) ** len(shared)
    if len(shared) < LEAST or chance > CHANCE:
        return inconclusive(
            f"only {len(shared)} of {len(trials)} trials take several values{_failures(trials)}"
        )
    return confirmed(
        f"in all {len(shared)} trials with several values they are equal, as {_listed(shared[0])}",
        trials=len(shared),
        apart=0,
    )


def fails_with(lab: Lab, search: Search, first: Place, second: Place, error: str) -> Verdict:
    """Confirmed where trials that declare both end in that error; nothing is trained."""
    trials = _built(lab, search, first, second)
    failed = [trial for trial in trials if trial.error.startswith(error)]
    if failed:
        return confirmed(
            f"{len(failed)} of {len(trials)} trials fail before they train:"
            f" {short(failed[0].error)}",
            trials=len(trials),
            failed=len(failed),
        )
    if any(trial.error for trial in trials):
        return inconclusive(f"trials fail otherwise{_failures(trials)}")
    if not any(all(trial.values[:2]) and len(trial.values) > 1 for trial in trials):
        return inconclusive(f"none of {len(trials)} trials gets to both declarations")
    return refuted(f"none of {len(trials)} trials fails", trials=len(trials), failed=0)


def _built(lab: Lab, search: Search, first: Place, second: Place) -> tuple[Trial, ...]:
    """Trials of drawn configurations up to their training, with the values at both places."""
    drawn = configurations(lab.draws(search, DRAWS).proposals())
    places = (second,) if first.key == second.key else (first, second)
    question = lab.trials(search, len(drawn), train=False, configurations=drawn, watched=places)
    return lab.once(question).begun()


def _together(trial: Trial) -> list[Value]:
    """All values that one trial takes at the places."""
    reached = [values for values in trial.values if values]
    return [value for values in reached for value in values]


def _key(value: Value) -> tuple[type, Value]:
    return (type(value), value)


def _listed(values: Sequence[Value]) -> str:
    return " and ".join(repr(value) for value in values[:3])


def _failures(trials: Sequence[Trial]) -> str:
    errors = [trial.error for trial in trials if trial.error]
    return f": {len(errors)} fail, {short(errors[0])}" if errors else ""
