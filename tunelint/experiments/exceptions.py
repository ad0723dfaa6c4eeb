"""Calls that are said to fail: what happens when the script gets there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tunelint.files.place import Place
from tunelint.lab.answers import Watched
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.questions import Cast
from tunelint.lab.verdicts import Outcome, Verdict, confirmed, inconclusive, refuted

_KINDS = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning)\b")
_DEPRECATION = re.compile(r"\w*DeprecationWarning|FutureWarning")
_LONGEST = 160


def fails_at(
    lab: Lab,
    place: Place,
    predicted: str,
    named: Iterable[str] = (),
    *,
    every_pass: bool = False,
) -> Verdict:
    """Confirmed where the place ends in an exception of a kind that `predicted` speaks of.

    With `named` the exception has to hold one of these words. Refuted where the place is left
    without an exception, with `every_pass` each time until the script ends; an exception of another
    kind settles nothing.
    """
    seen = lab.watch(place, until=place, failing=every_pass).watched()
    return judged(seen, predicted, tuple(named))


def fails_again_at(lab: Lab, place: Place, predicted: str, named: Iterable[str] = ()) -> Verdict:
    """As `fails_at`, where only a later pass may fail: the script runs to its end, under the caps.

    One pass without an exception settles nothing.
    """
    seen = lab.watch(place, until=place, failing=True).watched()
    verdict = judged(seen, predicted, tuple(named))
    if verdict.outcome is Outcome.CONFIRMED and seen.ended:
        times = "once" if seen.ended == 1 else f"{seen.ended} times"
        return replace(verdict, line=f"{verdict.line}, after it went well {times}")
    if verdict.outcome is Outcome.REFUTED and seen.ended < 2:
        return inconclusive("the script gets there only once")
    return verdict


def is_gone(lab: Lab, place: Place, predicted: str, named: tuple[str, ...]) -> Verdict:
    """As `fails_at`, of a name that is gone: its import may have failed before, too."""
    try:
        seen = lab.watch(place, until=place, failing=True).watched()
    except Unanswered as reason:
        if not not_installed(str(reason)) and is_as_predicted(
            str(reason), _KINDS.findall(str(reason)), predicted, named
        ):
            return confirmed(str(reason))
        raise
    if is_as_predicted(seen.unmade, _KINDS.findall(seen.unmade), predicted, named):
        return confirmed(f"run as written, it ends with {short(seen.unmade)}", raised=seen.unmade)
    return judged(seen, predicted, named)


def judged(seen: Watched, predicted: str, named: tuple[str, ...] = ()) -> Verdict:
    """What was seen at a place that is said to fail."""
    if seen.raised:
        if not_installed(seen.raised):
            return inconclusive(short(seen.raised))
        refused = set(seen.refused) & set(named)
        if refused and "TypeError" in predicted:
            taken = " nor ".join(f"{name}=" for name in sorted(refused))
            return confirmed(f"it does not take {taken}: {short(seen.raised)}", raised=seen.raised)
        if is_as_predicted(seen.raised, seen.kinds, predicted, named):
            return confirmed(f"run as written, it raises {short(seen.raised)}", raised=seen.raised)
        other = otherwise(seen.raised, seen.kinds, predicted, named)
        return inconclusive(f"it ends with {short(seen.raised)}, {other}", raised=seen.raised)
    if seen.ended:
        return refuted("run as written, it raises nothing", times=seen.ended)
    why = f": {short(seen.unmade)}" if seen.unmade else ""
    return inconclusive(f"what it is given could not be evaluated{why}")


def is_as_predicted(
    raised: str, kinds: Iterable[str], predicted: str, named: tuple[str, ...] = ()
) -> bool:
    """Whether an exception is of a predicted kind and holds one of the words."""
    wanted = set(_KINDS.findall(predicted))
    return bool(wanted & set(kinds)) and (not named or any(_holds(raised, each) for each in named))


def otherwise(
    raised: str, kinds: Iterable[str], predicted: str, named: tuple[str, ...] = ()
) -> str:
    """In what an exception differs from what is predicted, as a clause."""
    if named and is_as_predicted(raised, kinds, predicted):
        return f"which does not speak of {named[0]}"
    return f"which is not what was to be expected: {predicted}"


def is_about_another(raised: str, named: tuple[str, ...], casts: Iterable[Cast]) -> bool:
    """Whether an exception names an argument that was to be mended, and not the own one."""
    others = {cast.argument for cast in casts} - {*named[:1]}
    return not _holds(raised, named[0]) and any(_holds(raised, other) for other in others)


def of_another(named: tuple[str, ...]) -> str:
    """What is said of such an exception, as a clause."""
    return f"before {named[0]} is looked at"


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def not_installed(raised: str) -> bool:
    """Whether it is the library itself that is not there, not a name in it."""
    return re.search(r"ModuleNotFoundError: No module named '\w+'", raised) is not None


def short(text: str) -> str:
    """A text of one line, cut to a length that is read at a glance."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def gives_none(lab: Lab, place: Place) -> Verdict:
    """Confirmed where the call's value is None, refuted where it is anything else."""
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        why = f"the call ends with {short(seen.raised)}" if seen.raised else "it was never made"
        return inconclusive(why)
    if seen.values[0] is None:
        return confirmed("the call gives back None")
    return refuted(f"the call gives back {short(str(seen.values[0]))}")


def warns_at(lab: Lab, place: Place, name: str, earlier: Iterable[Place] = ()) -> Verdict:
    """Confirmed where the place warns that the name is deprecated, or fails.

    `earlier` are imports of the same module before it: only the first one runs the module.
    """
    answer = lab.watch(place, *earlier, until=place)
    seen, before = answer.watched(), answer.places[1:]
    if seen.raised:
        return judged(seen, "ImportError or AttributeError")
    for one, which in ((seen, "it"), *((each, "its first import") for each in before)):
        told = [words for words in one.warnings if _DEPRECATION.match(words) and name in words]
        if told:
            return confirmed(f"{which} warns: {short(told[0])}", warning=told[0])
    if seen.ended:
        return refuted("it runs without a warning of a deprecation", times=seen.ended)
    return judged(seen, "ImportError or AttributeError")


def gives_one_number(lab: Lab, place: Place) -> Verdict:
    """Confirmed where a call's value is one number, refuted where it holds several."""
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        return inconclusive(f"the call ends with {short(seen.raised or seen.unmade)}")
    if not isinstance(seen.values[0], int | float):
        seen = lab.watch(place).watched()  # another model may come later
    for value in seen.values:
        if isinstance(value, int | float):
            return confirmed(f"one number comes back: {value:.4g}", value=value)
    return refuted(f"what comes back is {short(str(seen.values[0]))}")


def fails_from(
    lab: Lab,
    place: Place,
    predicted: str,
    named: tuple[str, ...],
    casts: Sequence[Cast] = (),
) -> Verdict:
    """Confirmed where the place fails, or what is made there later: the script then ends so.

    `casts` mends what would fail before. Refuted where the place is left and the script comes to
    its end.
    """
    answer = lab.watch(place, casts=casts)
    seen, ending = answer.watched(), str(answer.facts.get("ending") or "")
    if is_about_another(seen.raised or ending, named, casts):
        return inconclusive(f"{short(seen.raised or ending)}, {of_another(named)}")
    if seen.raised or not seen.ended:
        return judged(seen, predicted, named)
    if not ending:
        return refuted("run as written, it goes well, and the script comes to its end")
    if is_as_predicted(ending, _KINDS.findall(ending), predicted, named):
        return confirmed(ending, raised=ending)
    return inconclusive(ending)
