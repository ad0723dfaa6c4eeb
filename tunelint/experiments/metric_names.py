"""Names of metrics: is the wanted one among those that are logged, or looked through?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tunelint.experiments.exceptions import is_as_predicted, short, verdict_on_failure
from tunelint.files.place import Place
from tunelint.lab.answered import objective_in
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search


def logs_the_objective(lab: Lab, search: Search) -> Verdict:
    """Confirmed where one trial of one epoch logs other names than the objective's."""
    answer = lab.once(lab.trials(search, 1, epochs=1))
    trial = answer.trials()[0]
    name = objective_in(answer.facts)
    if trial.state == "complete" and trial.score is not None:
        return refuted(f"a trial of 1 epoch logs {name!r}", objective=name, keys=_listed(trial))
    keys = keys_of(trial)
    if keys and name not in keys:
        ends = f": it raises {short(trial.error)}" if trial.error else ""
        return confirmed(
            f"a trial of 1 epoch logs {_listed(trial)}, not {name!r}{ends}",
            objective=name,
            keys=_listed(trial),
        )
    if not keys and _speaks_of(name, trial.error):
        return confirmed(f"a trial raises {short(trial.error)}", objective=name, raised=trial.error)
    ends = f"raises {short(trial.error)}" if trial.error else "logs nothing and has no score"
    return inconclusive(f"the trial {ends}", objective=name)


def _speaks_of(name: str, error: str) -> bool:
    """Whether an exception says that this objective was looked for."""
    kind, _, words = error.partition(":")
    if kind.endswith("KeyError"):
        return repr(name) in words
    is_named = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
    return kind.endswith("ValueError") and "objective" in words.lower() and is_named


def keys_of(trial: Trial) -> frozenset[str]:
    """All names that the trainings of a trial log."""
    return frozenset(key for training in trial.trainings for key in training.logs)


def _listed(trial: Trial) -> str:
    return in_words(keys_of(trial))


def in_words(names: Iterable[str]) -> str:
    """Names in quotes, in order."""
    return ", ".join(repr(name) for name in sorted(names))


FAILS = "ValueError or KeyError"
_CUT = "…"


def is_missing(lab: Lab, place: Place, name: str) -> Verdict:
    """Confirmed where the name is not among those that are looked through at the place.

    The place raises ValueError or KeyError; or it is worth the names, a dictionary of them or one
    of them in each pass, and the name is none of them. A number is the position where it was found.
    """
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        return verdict_on_failure(seen, FAILS, (name, "not in list"))
    if not isinstance(seen.values[0], str):
        return refuted(f"{name!r} is found: {seen.values[0]}")
    if not seen.values[0].startswith(("{", "[")):
        seen = lab.watch(place).watched()  # every pass counts
    values = list(dict.fromkeys(str(value) for value in seen.values))
    if any(value.endswith(_CUT) for value in values):
        raise Unanswered("the list of names is too long to read")
    listed = short(", ".join(values))
    if any(value == name or repr(name) in value for value in values):
        return refuted(f"{name!r} is there: {listed}")
    if seen.raised and not is_as_predicted(seen.raised, seen.kinds, FAILS):
        return inconclusive(f"it raises {short(seen.raised)}")
    return confirmed(f"{name!r} is not there: {listed}", found=listed)
