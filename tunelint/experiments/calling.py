"""Calls that are said to fail: what happens when the script gets there?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tunelint.facts import Place
from tunelint.lab.answers import Watched
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted

_KINDS = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning)\b")
_DEPRECATION = re.compile(r"\w*DeprecationWarning|FutureWarning")
_LONGEST = 160


def fails_at(lab: Lab, place: Place, predicted: str, named: Iterable[str] = ()) -> Verdict:
    """Confirmed where the place ends in an exception of a kind that `predicted` speaks of.

    With `named` the exception has to hold one of these words. Refuted where the place is left
    without an exception; one of another kind settles nothing.
    """
    return judged(lab.watch(place, until=place).watched[0], predicted, tuple(named))


def judged(seen: Watched, predicted: str, named: tuple[str, ...] = ()) -> Verdict:
    """What was seen at a place that is said to fail."""
    if seen.raised:
        as_said = is_as_predicted(seen.raised, seen.kinds, predicted, named)
        if as_said:
            return confirmed(f"run as written, it raises {short(seen.raised)}", raised=seen.raised)
        return inconclusive(
            f"it ends with {short(seen.raised)}, which is not what was to be expected: {predicted}",
            raised=seen.raised,
        )
    if seen.ended:
        return refuted("run as written, it raises nothing", times=seen.ended)
    return inconclusive("what it is given could not be evaluated, so it was never made")


def is_as_predicted(
    raised: str, kinds: Iterable[str], predicted: str, named: tuple[str, ...] = ()
) -> bool:
    """Whether an exception is of a predicted kind and holds one of the words."""
    wanted = set(_KINDS.findall(predicted))
    return bool(wanted & set(kinds)) and (not named or any(word in raised for word in named))


def short(text: str) -> str:
    """A text of one line, cut to a length that is read at a glance."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def gives_none(lab: Lab, place: Place) -> Verdict:
    """Confirmed where the call's value is None, refuted where it is anything else."""
    seen = lab.watch(place, until=place).watched[0]
    if not seen.ended:
        why = f"the call ends with {short(seen.raised)}" if seen.raised else "it was never made"
        return inconclusive(why)
    if seen.values[0] is None:
        return confirmed("the call gives back None")
    return refuted(f"the call gives back {short(str(seen.values[0]))}")


def warns_at(lab: Lab, place: Place, name: str) -> Verdict:
    """Confirmed where the place warns that the name is deprecated, or fails."""
    seen = lab.watch(place, until=place).watched[0]
    if seen.raised:
        return judged(seen, "ImportError or AttributeError")
    told = [warning for warning in seen.warnings if _DEPRECATION.match(warning) and name in warning]
    if told:
        return confirmed(f"it warns: {short(told[0])}", warning=told[0])
    if seen.ended:
        return refuted("it runs without a warning of a deprecation", times=seen.ended)
    return inconclusive("what it is given could not be evaluated, so it was never made")
