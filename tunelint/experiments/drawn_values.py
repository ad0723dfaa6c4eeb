"""Values that trials are to draw: does each of them get a draw of its own?"""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.experiments.exceptions import short
from tunelint.files.place import Place
from tunelint.lab.answered import errors_of
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.plurals import counted
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search

LEAST = 3


def drawn_for_all(lab: Lab, search: Search, draw: Place, used: Place) -> Verdict:
    """Confirmed where one draw is made and at least LEAST trials begin, refuted where each has one.

    The search runs as it stands, under the caps. Of a hand-written loop, which is no call that runs
    could be told of, the values at `used` are compared.
    """
    if search.loop is not None:
        return _in_passes(lab, search, used)
    answer = lab.watch(draw, searches=[search])
    seen = answer.watched()
    trials = [trial for run in answer.runs for trial in run.trials]
    if len(trials) < LEAST:
        why = next((short(error) for error in errors_of(trials)), seen.raised)
        return inconclusive(f"{_few(len(trials))} began{why and f': {why}'}")
    return _verdict(seen.reached, len(trials), seen.values)


def _in_passes(lab: Lab, search: Search, used: Place) -> Verdict:
    """What a loop's trials get at one place: a pass that does not come there does not count."""
    trials = lab.once(lab.trials(search, watched=(used,), epochs=1)).begun()
    values = [trial.values[0][0] for trial in trials if trial.values and trial.values[0]]
    if len(values) < LEAST:
        raise Unanswered(f"{_few(len(values))} reached this value")
    different = {(type(value), value) for value in values}
    return _verdict(len(different), len(values), values)


def _few(trials: int) -> str:
    return f"only {counted(trials, 'trial')}" if trials else "no trial"


def _verdict(draws: int, trials: int, values: Sequence[Value]) -> Verdict:
    numbers = {"draws": draws, "trials": trials}
    if draws == 1:
        value = f", {values[0]!r}," if values else ""
        return confirmed(
            f"{counted(trials, 'trial')} get 1 draw{value} and not one of their own", **numbers
        )
    if draws >= trials:
        return refuted(f"{counted(draws, 'draw')} for {counted(trials, 'trial')}", **numbers)
    return inconclusive(f"{counted(draws, 'draw')} for {counted(trials, 'trial')}", **numbers)
