"""The names in the logs of trials: is the wanted one among them?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tunelint.experiments.exceptions import short
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search


def logs_the_objective(lab: Lab, search: Search) -> Verdict:
    """Confirmed where one trial of one epoch logs other names than the objective's."""
    answer = lab.once(lab.trials(search, 1, epochs=1))
    name = answer.facts.get("objective")
    trial = answer.trials()[0]
    if not isinstance(name, str):
        return inconclusive("the search has several objectives")
    if trial.state == "complete" and trial.score is not None:
        return refuted(f"a trial of one epoch logs {name!r}", objective=name, keys=_listed(trial))
    keys = keys_of(trial)
    if keys and name not in keys:
        ends = f", and the trial ends with {short(trial.error)}" if trial.error else ""
        return confirmed(
            f"a trial of one epoch logs {_listed(trial)}, not {name!r}{ends}",
            objective=name,
            keys=_listed(trial),
        )
    if not keys and _speaks_of(name, trial.error):
        return confirmed(
            f"a trial ends with {short(trial.error)}", objective=name, raised=trial.error
        )
    ends = f"ends with {short(trial.error)}" if trial.error else "logs nothing, and has no score"
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
