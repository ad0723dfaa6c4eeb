"""Exceptions: does a call, or a trial, fail as it is said to?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tunelint.files.place import Place
from tunelint.lab.answered import errors_of, trainings_of
from tunelint.lab.answers import Trial, Watched
from tunelint.lab.lab import Answered, Lab, Unanswered, completed
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.plurals import counted
from tunelint.lab.questions import Cast
from tunelint.lab.verdicts import Outcome, Verdict, confirmed, inconclusive, refuted
from tunelint.model.library_errors import Rejection
from tunelint.model.search import Search

# Configurations that are drawn to find some that hold a value, and trials of one epoch.
DRAWS = 50
TRIALS = 3
_KINDS = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning)\b")
_DEPRECATION = re.compile(r"\w*DeprecationWarning|FutureWarning")
_LONGEST = 160
# What a rejected argument looks like in a finding.
_KEYWORD = re.compile(r"(\w+)=")
_OPTION = re.compile(r"(\w+)='?([^']*)'?")
_METHOD = re.compile(r"the method (\w+) of")
_DOTTED = re.compile(r"[\w.]+\.(\w+)")


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
    return verdict_on_failure(seen, predicted, tuple(named))


def fails_again_at(lab: Lab, place: Place, predicted: str, named: Iterable[str] = ()) -> Verdict:
    """As `fails_at`, where only a later pass may fail: the script runs to its end, under the caps.

    One pass without an exception settles nothing.
    """
    seen = lab.watch(place, until=place, failing=True).watched()
    verdict = verdict_on_failure(seen, predicted, tuple(named))
    if verdict.outcome is Outcome.CONFIRMED and seen.ended:
        passes = counted(seen.ended, "pass", "passes")
        return replace(verdict, line=f"{verdict.line}, after {passes} without an exception")
    if verdict.outcome is Outcome.REFUTED and seen.ended < 2:
        return inconclusive("the script runs this code only once")
    return verdict


def warns_again_at(lab: Lab, place: Place, name: str) -> Verdict:
    """Confirmed where a pass of the place warns of the name, refuted where several do not.

    The script runs to its end, under the caps.
    """
    seen = lab.watch(place).watched()
    warnings = [words for words in seen.warnings if name in words]
    if warnings:
        return confirmed(f"it warns: {short(warnings[0])}", warning=warnings[0])
    if seen.raised or not seen.ended:
        return verdict_on_failure(seen, "no exception")
    if seen.ended < 2:
        return inconclusive("the script runs this code only once")
    return refuted(f"it runs {counted(seen.ended, 'time')} without a warning of {name!r}")


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
        return confirmed(f"run as written, it raises {short(seen.unmade)}", raised=seen.unmade)
    return verdict_on_failure(seen, predicted, named)


def verdict_on_failure(seen: Watched, predicted: str, named: tuple[str, ...] = ()) -> Verdict:
    """What was seen at a place that is said to fail."""
    if seen.raised:
        if not_installed(seen.raised):
            return inconclusive(short(seen.raised))
        refused = set(seen.refused) & set(named)
        if refused and "TypeError" in predicted:
            rejected = " and ".join(f"{name}=" for name in sorted(refused))
            return confirmed(f"it rejects {rejected}: {short(seen.raised)}", raised=seen.raised)
        if is_as_predicted(seen.raised, seen.kinds, predicted, named):
            return confirmed(f"run as written, it raises {short(seen.raised)}", raised=seen.raised)
        other = otherwise(seen.raised, seen.kinds, predicted, named)
        return inconclusive(f"it raises {short(seen.raised)}, {other}", raised=seen.raised)
    if seen.ended:
        return refuted("run as written, it raises no exception", times=seen.ended)
    why = f": {short(seen.unmade)}" if seen.unmade else ""
    return inconclusive(f"its arguments could not be evaluated{why}")


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
        return f"which does not mention {named[0]}"
    return f"not the expected {predicted}"


def is_about_another(raised: str, named: tuple[str, ...], casts: Iterable[Cast]) -> bool:
    """Whether an exception names an argument that was to be mended, and not the own one."""
    others = {cast.argument for cast in casts} - {*named[:1]}
    return not _holds(raised, named[0]) and any(_holds(raised, other) for other in others)


def of_another(named: tuple[str, ...]) -> str:
    """What is said of such an exception, as a clause."""
    return f"before it checks {named[0]}"


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
    first = _given_back(seen)[0]
    if first is None:
        return confirmed("the call returns None")
    return refuted(f"the call returns {short(str(first))}")


def _given_back(seen: Watched) -> tuple[Value, ...]:
    """What a call gave back, each time that it ended. Raises Unanswered where it never did."""
    if not seen.values:
        if seen.raised:
            raise Unanswered(f"the call raises {short(seen.raised)}")
        why = f": {short(seen.unmade)}" if seen.unmade else ""
        raise Unanswered(f"the script never makes the call{why}")
    return seen.values


def warns_at(lab: Lab, place: Place, name: str, earlier: Iterable[Place] = ()) -> Verdict:
    """Confirmed where the place warns that the name is deprecated, or fails.

    `earlier` are imports of the same module before it: only the first one runs the module.
    """
    answer = lab.watch(place, *earlier, until=place)
    seen, before = answer.watched(), answer.places[1:]
    if seen.raised:
        return verdict_on_failure(seen, "ImportError or AttributeError")
    for one, which in ((seen, "it"), *((each, "its first import") for each in before)):
        warnings = [words for words in one.warnings if _DEPRECATION.match(words) and name in words]
        if warnings:
            return confirmed(f"{which} warns: {short(warnings[0])}", warning=warnings[0])
    if seen.ended:
        return refuted("it runs without a deprecation warning", times=seen.ended)
    return verdict_on_failure(seen, "ImportError or AttributeError")


def gives_one_number(lab: Lab, place: Place) -> Verdict:
    """Confirmed where a call's value is one number, refuted where it holds several."""
    seen = lab.watch(place, until=place).watched()
    values = _given_back(seen)
    if not isinstance(values[0], int | float):
        values = _given_back(lab.watch(place).watched())  # another model may come later
    for value in values:
        if isinstance(value, int | float):
            return confirmed(f"the call returns one number: {value:.4g}", value=value)
    return refuted(f"the call returns {short(str(values[0]))}, not one number")


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
        return verdict_on_failure(seen, predicted, named)
    if not ending:
        return refuted("run as written, it raises no exception, and the script runs to its end")
    if is_as_predicted(ending, _KINDS.findall(ending), predicted, named):
        return confirmed(ending, raised=ending)
    return inconclusive(ending)


# -- trials that are said to fail ------------------------------------------------------------------


def a_trial_fails(
    lab: Lab,
    search: Search,
    predicted: str,
    named: tuple[str, ...],
    *,
    place: Place | None = None,
    configurations: Iterable[Configuration] = (),
    casts: Sequence[Cast] = (),
) -> Verdict:
    """Confirmed where a trial of one epoch ends in an exception that `predicted` speaks of.

    It has to hold one of the words `named`; `casts` mends what would fail before. Where `predicted`
    speaks of a score that is NaN, it is enough that the trial has none. A few trials are made, or
    one of each configuration. Refuted where all end with a score and one of them got past the
    `place`, where one is given.
    """
    watched = [place] if place is not None else []
    asked = lab.trials(
        search, TRIALS, epochs=1, configurations=configurations, watched=watched, casts=casts
    )
    trials = lab.once(asked).trials()
    for error in errors_of(trials):
        if named and is_about_another(error, named, casts):
            return inconclusive(f"a trial raises {short(error)}, {of_another(named)}")
        if is_as_predicted(error, kinds_of(error), predicted, named):
            return confirmed(f"a trial raises {short(error)}", raised=error)
    return _verdict_on_other_endings(trials, predicted, named, place is None)


def _verdict_on_other_endings(
    trials: tuple[Trial, ...], predicted: str, named: tuple[str, ...], anywhere: bool
) -> Verdict:
    """What trials say of which none ended in the predicted exception."""
    scoreless = [trial for trial in trials if trial.state != "complete" or trial.score is None]
    if scoreless:
        error = short(next(errors_of(scoreless), "no score"))
        if "NaN" in predicted and all(one.state == "complete" for one in scoreless):
            return confirmed(f"a trial has no score: {error}", raised=error)
        other = otherwise(error, kinds_of(error), predicted, named)
        return inconclusive(f"a trial fails with {error}, {other}", raised=error)
    every = "the only trial has" if len(trials) == 1 else f"all {len(trials)} trials have"
    if anywhere or any(values for trial in trials for values in trial.values):
        return refuted(f"{every} a score", trials=len(trials))
    return inconclusive(f"{every} a score, but none was seen to run this code")


def kinds_of(error: str) -> tuple[str, ...]:
    """The class of an exception that is told in one line."""
    return (error.partition(":")[0].strip(),)


def trials_without_score(
    lab: Lab, search: Search, place: Place | None = None, *, always: bool = True
) -> Verdict:
    """Confirmed where trials are marked as failed although nothing was raised.

    The search is run as it stands, under the caps. With a `place` in the objective what it is worth
    has to be what they failed with. Refuted where all trials have a score; not so where they are
    not `always` meant to fail, and no place says that one came by.
    """
    answer = lab.watch(*([place] if place is not None else []), searches=[search])
    trials = _trials_of_runs(answer)
    if place is not None and not answer.places[0].reached:
        many = counted(len(trials), "trial")
        return inconclusive(f"none of {many} reaches this code{_why(trials)}")
    failed = [trial for trial in trials if trial.state == "failed"]
    if not failed:
        if len(completed(trials)) < len(trials):
            return inconclusive(
                f"{len(completed(trials))} of {len(trials)} trials have a score, but none fails"
            )
        line = f"all {len(trials)} trials have a score"
        return refuted(line, trials=len(trials)) if always else inconclusive(line)
    values = answer.places[0].values if place is not None else ()
    if values and not any(str(value) in trial.error for trial in failed for value in values):
        return inconclusive(f"trials fail, but not with the value returned here: {failed[0].error}")
    raised = [one for one in failed if one.error and "returned" not in one.facts]
    if raised:
        return inconclusive(f"trials raise {short(raised[0].error)}")
    return confirmed(
        f"{len(failed)} of {len(trials)} trials are marked as failed without an exception:"
        f" {short(failed[0].error)}",
        failed=len(failed),
        trials=len(trials),
    )


def _trials_of_runs(answer: Answered) -> list[Trial]:
    """The trials of the runs that were watched. Raises Unanswered where a run ends otherwise."""
    for run in answer.runs:
        if run.error:
            raise Unanswered(f"the search raises {short(run.error)}")
    trials = [trial for run in answer.runs for trial in run.trials]
    if not trials:
        raise Unanswered("the search runs no trial")
    return trials


def _why(trials: Iterable[Trial]) -> str:
    error = next(errors_of(trials), "")
    return f": one raises {short(error)}" if error else ""


def refuses_to_split(lab: Lab, search: Search, after: Place | None) -> Verdict:
    """Confirmed where a training raises because its data cannot be split.

    `after` is the training after the search that is made; None: the first trial's is.
    """
    if after is None:
        answer = lab.once(lab.trials(search, 1, epochs=1))
        error = _ending_of(answer.trials()[0])
        what = "the first trial"
    else:
        watched = lab.watch(after, until=after).watched()
        error = watched.raised if watched.raised or watched.ended else None
        what = "the training after the search"
    if error is None:
        raise Unanswered(f"the script does not reach {what}")
    if not error:
        return refuted(f"{what} raises no exception", data=True)
    if error.startswith("ValueError") and "validation_split" in error:
        return confirmed(f"{what} raises {error}")
    return inconclusive(f"{what} raises a different exception: {error}")


def _ending_of(trial: Trial) -> str | None:
    """What the trial ends with, nothing if it trains; None where neither is seen."""
    trained = trial.state == "complete" and any(trainings_of([trial]))
    return trial.error if trained or trial.error else None


def with_value(lab: Lab, search: Search, name: object, value: Value) -> tuple[Configuration, ...]:
    """Drawn configurations that hold the value under the name, or under another one: a few."""
    drawn = [trial.configuration for trial in lab.draws(search, DRAWS).proposals()]
    exact = [one for one in drawn if any(k == name and v == value for k, v in one.items())]
    other = [one for one in drawn if name not in one and value in one.values()]
    found = exact or other
    return tuple(one for place, one in enumerate(found) if one not in found[:place])[:TRIALS]


def with_values(lab: Lab, search: Search, values: Mapping[str, Value]) -> tuple[Configuration, ...]:
    """Drawn configurations that hold all the values under their names, else one that is given them.

    Raises Unanswered where none has all the names.
    """
    drawn = [trial.configuration for trial in lab.draws(search, DRAWS).proposals()]
    named = [one for one in drawn if values.keys() <= one.keys()]
    if not named:
        names = " and ".join(map(repr, values))
        raise Unanswered(f"no configuration with {names} was drawn")
    exact = [one for one in named if all(one[name] == each for name, each in values.items())]
    return tuple(exact[:TRIALS]) or ({**named[0], **values},)


def words_of(rejection: Rejection) -> tuple[str, ...]:
    """The argument, its value, or the name that is gone; () where nothing has to be told."""
    for pattern in (_KEYWORD, _OPTION, _METHOD, _DOTTED):
        found = (pattern.match if pattern is _METHOD else pattern.fullmatch)(rejection.written)
        if found is not None:
            return found.groups()
    return ()
