"""The configurations that ``fmin`` is asked to try first (Hyperopt 0.3.0, ``fmin.py``).

It makes trials of them only where it makes the ``Trials`` itself: any object given as ``trials=``
is used as it is, and the points are passed over without a word.
"""

from __future__ import annotations

from tunelint.interpreter.values import Argument, Const, Sequence, options_of
from tunelint.libraries.hyperopt.fmin_call import Fmin, is_trials
from tunelint.model.space import InitialPoints


def initial_points(fmin: Fmin) -> InitialPoints | None:
    """The points that are given, with the ``Trials`` for whose sake they are ignored."""
    points = fmin.given("points_to_evaluate")
    if points is None or _gives_none(points):
        return None
    trials = fmin.given("trials")
    ignored = trials is not None and is_trials(trials.value)
    return InitialPoints(argument=points, ignored_for=trials if ignored else None)


def _gives_none(points: Argument) -> bool:
    """Whether no point can be among what is given."""
    return all(
        (isinstance(option, Const) and option.value is None)
        or (isinstance(option, Sequence) and not option.items and not option.open)
        for option in options_of(points.value)
    )
