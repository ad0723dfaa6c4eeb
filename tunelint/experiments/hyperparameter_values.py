"""Values of hyperparameters: those of two declarations, and what a result holds of a choice."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tunelint.experiments.chance import CHANCE, coincidence, configurations
from tunelint.experiments.exceptions import short
from tunelint.files.place import Place
from tunelint.interpreter.values import Const
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Value
from tunelint.lab.verdicts import Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

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
            f"the values differ in {len(apart)} of {len(shared)} trials, such as"
            f" {_listed(apart[0])}",
            trials=len(shared),
            apart=len(apart),
        )
    chance = coincidence([_key(values[0]) for values in shared]) ** len(shared)
    if len(shared) < LEAST or chance > CHANCE:
        return inconclusive(
            f"only {len(shared)} of {len(trials)} trials use more than one value{_failures(trials)}"
        )
    return confirmed(
        f"the values are equal in all {len(shared)} trials, such as {_listed(shared[0])}",
        trials=len(shared),
        apart=0,
    )


def never_varies(lab: Lab, search: Search, places: Sequence[Place]) -> Verdict:
    """Confirmed where every one of the places has one value in all trials.

    Configurations are drawn and their models built, without training. At least LEAST trials have
    to reach each place.
    """
    drawn = configurations(lab.draws(search, DRAWS).proposals())
    question = lab.trials(search, len(drawn), train=False, configurations=drawn, watched=places)
    trials = lab.once(question).begun()
    reached = [one for one in trials if len(one.values) == len(places)]
    values = [[value for one in reached for value in one.values[at]] for at in range(len(places))]
    fewest = min((len(every) for every in values), default=0)
    varied = [every for every in values if len({_key(value) for value in every}) > 1]
    if varied:
        different = {repr(value) for value in varied[0]}
        return refuted(
            f"the values differ between trials: {len(different)} in {len(trials)} trials",
            trials=len(trials),
            different=len(different),
        )
    if fewest < LEAST:
        used = f"only {fewest}" if fewest else "none"
        return inconclusive(f"{used} of {len(trials)} trials use it{_failures(trials)}")
    return confirmed(
        f"the value is the same in all {len(trials)} trials: {_listed([v[0] for v in values])}",
        trials=len(trials),
        different=1,
    )


def fails_with(lab: Lab, search: Search, first: Place, second: Place, error: str) -> Verdict:
    """Confirmed where trials that declare both end in that error; nothing is trained."""
    trials = _built(lab, search, first, second)
    failed = [trial for trial in trials if trial.error.startswith(error)]
    if failed:
        return _confirmed_by(failed, trials)
    if any(trial.error for trial in trials):
        return inconclusive(f"trials fail for a different reason{_failures(trials)}")
    if not any(all(trial.values[:2]) and len(trial.values) > 1 for trial in trials):
        return inconclusive(f"none of {len(trials)} trials reaches both declarations")
    return refuted(f"none of {len(trials)} trials fails", trials=len(trials), failed=0)


def fails_over_trials(lab: Lab, search: Search, refusals: Sequence[str]) -> Verdict:
    """Confirmed where one of the search's own trials is refused in these words for an earlier one.

    The search proposes; nothing is trained.
    """
    trials = lab.once(lab.trials(search, DRAWS, train=False)).begun()
    failed = [one for one in trials if any(refusal in one.error for refusal in refusals)]
    if failed:
        return _confirmed_by(failed, trials)
    if len(trials) < DRAWS:
        return inconclusive(f"the search ran only {len(trials)} trials{_failures(trials)}")
    return refuted(f"none of {len(trials)} trials fails so", trials=len(trials), failed=0)


def _confirmed_by(failed: Sequence[Trial], trials: Sequence[Trial]) -> Verdict:
    return confirmed(
        f"{len(failed)} of {len(trials)} trials fail before they train: {short(failed[0].error)}",
        trials=len(trials),
        failed=len(failed),
    )


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


# -- options and their positions -------------------------------------------------------------------


def is_an_index(lab: Lab, search: Search, place: Place, choice: Hyperparameter) -> Verdict:
    """Confirmed where the value at the place is the position of another option than itself.

    The place may hold the whole result. Refuted where the value is one of the options and no
    position, and where each option is its own position; the same as the option at its position, it
    settles nothing.
    """
    seen = lab.watch(place, until=place).watched()
    if not seen.values:
        raise Unanswered(seen.raised or "the script reads no value here")
    name = str(choice.name.value)
    value, options = _of(seen.values[0], name), _options(lab, search, choice)
    if not _is_position(value, len(options)):
        if any(value == option for option in options):
            return refuted(f"the value is the option {value!r} itself")
        return inconclusive(f"the value is {value!r}, neither a position nor one of the options")
    assert isinstance(value, int)
    if all(option == position for position, option in enumerate(options)):
        return refuted(f"the value is {value!r}, and each option is its own position", value=value)
    if options[value] == value:
        return inconclusive(f"the value is {value!r}, and so is the option at that position")
    return confirmed(
        f"the value is {value!r}, the position of the option {options[value]!r}", value=value
    )


def _options(lab: Lab, search: Search, choice: Hyperparameter) -> Sequence[Value]:
    """The options as they are written, else as the live space has them. Raises Unanswered."""
    written = choice.options or ()
    known = [term.value for term in written if isinstance(term, Const)]
    if known and len(known) == len(written):
        return known
    facts = lab.once(lab.trials(search, 1, train=False)).facts
    listed = facts.get(f"options of {choice.name.value}")
    if not isinstance(listed, str):
        raise Unanswered(f"the options of {choice.name.value!r} could not be read")
    found: list[Value] = json.loads(listed)
    return found


def _of(value: Value, name: str) -> Value:
    """The entry of a name, where the value is a whole result as text."""
    if not isinstance(value, str):
        return value
    found = re.search(rf"{re.escape(repr(name))}: \[?(?:np\.\w+\()?(\d+)\b", value)
    return int(found[1]) if found is not None else value


def _is_position(value: Value, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
