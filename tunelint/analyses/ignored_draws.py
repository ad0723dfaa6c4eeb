"""Ignored draws: what a search draws for a parameter that the library does not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tunelint.analyses.estimator_settings import Configured, Setting, configured_in_trials
from tunelint.analyses.used_elsewhere import is_used_elsewhere
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.values import Const, same_constant
from tunelint.libraries.boosting import parameters as boosting
from tunelint.libraries.common.taken_parameters import training_function
from tunelint.model.program import Program
from tunelint.model.space import Hyperparameter

NEURAL_NETWORKS = frozenset({"MLPClassifier", "MLPRegressor"})
# The solvers of scikit-learn's neural networks that have no momentum.
WITHOUT_MOMENTUM = frozenset({"adam", "lbfgs"})


@dataclass(frozen=True)
class Reason:
    """Why a parameter is not read, in words, and what to do."""

    why: str
    help: str


@dataclass(frozen=True, eq=False)
class Draw:
    """A drawn value that is handed to a parameter; `reason` where it changes nothing at all."""

    configured: Configured
    setting: Setting
    declared: Hyperparameter
    reason: Reason | None


def draws(program: Program) -> Iterator[Draw]:
    """What the searches draw for parameters, each hyperparameter once."""
    found: dict[int, list[Draw]] = {}
    for configured in program.once(configured_in_trials):
        for setting in configured.settings.values():
            if setting is None or setting.declared is None or not _is_asked(configured, setting):
                continue
            if _varies(setting.declared):
                reason = _reason(configured, setting)
                draw = Draw(configured, setting, setting.declared, reason)
                found.setdefault(id(setting.declared), []).append(draw)
    ignored = {
        key
        for key, group in found.items()
        if all(draw.reason is not None for draw in group) and not _used_elsewhere(program, group)
    }
    for key, group in found.items():
        first = group[0]
        if key in ignored and all(id(one) in ignored for one in _namesakes(first)):
            yield first
        else:
            yield Draw(first.configured, first.setting, first.declared, None)


def _namesakes(draw: Draw) -> Iterator[Hyperparameter]:
    """What the same trial may declare under the same name, which is the same value."""
    search, declared = draw.configured.search, draw.declared
    name = declared.name.value
    trial = search.trial_of(declared.event)
    for one in search.hyperparameters or () if declared.estimator is None else ():
        same = name is not None and one.name.value == name and one is not declared
        if not same or not search.in_trial(one.event):
            continue
        within = trial if trial in one.event.path else None
        if not exclusive(one.event, declared.event, within):
            yield one


def _is_asked(configured: Configured, setting: Setting) -> bool:
    """Whether it is a parameter that may be ignored, for all that its name tells."""
    estimator = configured.estimator
    if estimator.library == "sklearn":
        return estimator.name in NEURAL_NETWORKS and setting.parameter == "momentum"
    return estimator.library in _REASONS


def _used_elsewhere(program: Program, group: list[Draw]) -> bool:
    """Whether a trial uses the value for anything but the parameters that are not read."""
    first = group[0]
    if first.declared.estimator is not None:
        return False
    ignoring = {
        (id(one.configured.estimator.event), one.setting.parameter): one.configured.estimator.event
        for one in group
    }
    return is_used_elsewhere(program.trace, first.configured.search, first.declared, ignoring)


def _varies(declared: Hyperparameter) -> bool:
    """Whether more than one value is drawn."""
    if declared.kind == "fixed":
        return False
    options = declared.options
    if options is not None:
        values = [one.value for one in options if isinstance(one, Const)]
        alike = len(values) == len(options) and all(same_constant(values[0], v) for v in values)
        return len(options) > 1 and not alike
    low, high = declared.low.value, declared.high.value
    return low is None or low != high


def _reason(configured: Configured, setting: Setting) -> Reason | None:
    return _REASONS[configured.estimator.library](configured, setting.parameter)


# -- the gradient boosting libraries ---------------------------------------------------------------


def _of_boosting(configured: Configured, parameter: str) -> Reason | None:
    library, taker = configured.estimator.library, configured.estimator.name
    if training_function(configured.estimator.event) is None and taker not in (
        boosting.ESTIMATORS[library] | boosting.FORESTS
    ):
        return None
    by_dictionary = taker.startswith("xgboost.")
    if by_dictionary and parameter in boosting.ROUNDS:
        return Reason(
            f"{taker} ignores {parameter} in its params: num_boost_round sets the rounds",
            f"hand it over as {taker}(…, num_boost_round=…)",
        )
    known = boosting.known(library, taker)
    if parameter not in known:
        return _unknown(taker, parameter, known)
    given = _given(configured)
    read = boosting.preferred(library, taker, parameter, given)
    if read == parameter:
        return _bagging(configured, parameter) if library == "lightgbm" else None
    if read in given:
        return Reason(
            f"{taker} ignores {parameter} beside {read}, another name for it: the values drawn"
            " change nothing",
            "keep one of the two names",
        )
    return Reason(
        f"{taker} ignores {parameter}: it always passes its own {read}, another name for it, so the"
        " values drawn change nothing",
        f"draw {read} instead",
    )


def _unknown(taker: str, parameter: str, known: frozenset[str]) -> Reason:
    from difflib import get_close_matches

    near = get_close_matches(parameter, sorted(known), n=1, cutoff=0.8)
    shown = parameter if parameter.isidentifier() else repr(parameter)
    return Reason(
        f"{taker} ignores {shown}, which it does not know: the values drawn change nothing",
        f"write {near[0]}" if near else f"remove it, or write the name that {taker} knows",
    )


def _given(configured: Configured) -> frozenset[str]:
    """The names that are surely given a value."""
    return frozenset(
        name
        for name, setting in configured.settings.items()
        if name not in configured.optional
        and not (setting is not None and setting.complete and None in setting.values)
    )


def _bagging(configured: Configured, parameter: str) -> Reason | None:
    """A share of the rows, while rows are never drawn."""
    if boosting.BAGGING_FRACTION not in boosting.names_of("lightgbm", parameter):
        return None
    taker = configured.estimator.name
    frequency, values = _of_lightgbm(configured, boosting.BAGGING_FREQ)
    if not values or not all(isinstance(one, int | float) and one <= 0 for one in values):
        return None
    kinds = _of_lightgbm(configured, boosting.BOOSTING)[1]
    if not kinds or not boosting.WITHOUT_BAGGING.issuperset(kinds):
        return None
    sampled = "goss" in kinds or "data_sample_strategy" in configured.settings
    shown = frequency or _spelled(taker, boosting.BAGGING_FREQ)
    default = "" if frequency else " (the default)"
    return Reason(
        f"{taker} ignores {parameter} while {shown} is {values[0]}{default}: the values drawn"
        " change nothing",
        "remove it" if sampled else f"set {shown}=1 beside it",
    )


def _spelled(taker: str, parameter: str) -> str:
    """How a taker spells a parameter."""
    estimator = taker in boosting.ESTIMATORS["lightgbm"]
    return boosting.names_of("lightgbm", parameter)[-1 if estimator else 0]


def _of_lightgbm(configured: Configured, parameter: str) -> tuple[str, tuple[object, ...]]:
    """The name by which a parameter is set, if any, and all values that it takes, () if unknown."""
    names = [n for n in boosting.names_of("lightgbm", parameter) if n in configured.settings]
    if not names:
        return "", (boosting.BAGGING_DEFAULTS[parameter],) if configured.whole else ()
    setting = configured.settings[names[0]]
    unsure = setting is None or not setting.complete or names[0] in configured.optional
    return names[0], () if unsure or setting is None else setting.values


# -- scikit-learn ----------------------------------------------------------------------------------


def _of_scikit_learn(configured: Configured, _: str) -> Reason | None:
    """The momentum of a neural network."""
    taker = configured.estimator.name
    setting = configured.settings.get("solver")
    if setting is not None and not setting.complete:
        return None
    values = configured.values("solver")
    if not values or not WITHOUT_MOMENTUM.issuperset(values):
        return None
    default = "" if setting else " (the default)"
    return Reason(
        f"{taker} ignores momentum with solver={values[0]!r}{default}: the values drawn change"
        " nothing",
        "draw it with solver='sgd', or remove it",
    )


_REASONS: dict[str, Callable[[Configured, str], Reason | None]] = {
    "lightgbm": _of_boosting,
    "sklearn": _of_scikit_learn,
    "xgboost": _of_boosting,
}
