"""Arguments that a Keras Tuner tuner, its oracle or its ``search`` does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.tables import KEYWORDS, SKLEARN_SEARCH_POSITIONAL
from tunelint.model.library_errors import Rejection

# What people hand to a tuner although each trial's fit takes it.
FOR_SEARCH = frozenset(
    {
        "batch_size",
        "callbacks",
        "class_weight",
        "epochs",
        "steps_per_epoch",
        "validation_data",
        "validation_split",
        "verbose",
        "x",
        "y",
    }
)
INSTEAD = {
    "random_state": "seed=",
    "n_trials": "max_trials=",
    "n_iter": "max_trials=",
    "num_trials": "max_trials=",
    "max_trial": "max_trials=",
    "max_evals": "max_trials=",
    "executions": "executions_per_trial=",
    "name": "project_name=",
    "build_fn": "hypermodel=",
}
BY_TUNER = {
    ("Hyperband", "max_trials"): "max_epochs= and hyperband_iterations=, which set its budget",
    ("RandomSearch", "max_epochs"): "epochs= in search()",
    ("GridSearch", "max_epochs"): "epochs= in search()",
    ("BayesianOptimization", "max_epochs"): "epochs= in search()",
}

BY_NAME_OR_NUMBER = (
    ("cv", int, "AttributeError", "cv=KFold({})"),
    ("scoring", str, "TypeError", 'scoring=sklearn.metrics.get_scorer("{}")'),
    ("metrics", str, "TypeError", "a function of sklearn.metrics"),
)


def rejections(built: Built, runs: Iterable[CallEvent]) -> Iterator[Rejection]:
    """Every such argument, in the order of the calls."""
    if built.oracle is not None and built.oracle_kind is not None:
        yield from _beyond(built.oracle, built.oracle_kind, "TypeError")
    yield from _beyond(built.event, built.kind, "ValueError")
    if built.kind == "SklearnTuner" and built.project_class is None:
        yield from _of_another_type(built)
        for run in runs:
            yield from _of_search(run)


def _beyond(event: CallEvent, kind: str, error: str) -> Iterator[Rejection]:
    for name, argument in event.arguments.keywords.items():
        if name not in KEYWORDS[kind]:
            yield Rejection(
                event=event,
                place=argument.spelled,
                taker=kind,
                written=f"{name}=",
                error="TypeError" if name == "oracle" else error,
                instead=_instead(kind, name),
            )


def _instead(kind: str, name: str) -> str | None:
    if name in FOR_SEARCH:
        return f"{name}= in search()"
    if name == "random_state" and "seed" not in KEYWORDS[kind]:
        return "seed= of its oracle"
    return BY_TUNER.get((kind.removesuffix("Oracle"), name)) or INSTEAD.get(name)


def _of_another_type(built: Built) -> Iterator[Rejection]:
    """What scikit-learn's searches take by name or number and `SklearnTuner` only as an object."""
    for name, kind, error, instead in BY_NAME_OR_NUMBER:
        argument = built.given(name)
        value = argument.value if argument is not None else None
        if argument is None or not isinstance(value, Const) or type(value.value) is not kind:
            continue
        if value.value:
            yield Rejection(
                event=built.event,
                place=argument.anchor,
                taker="SklearnTuner",
                written=f"{name}={value.value!r}",
                error=f"{error} in every trial",
                instead=instead.format(value.value),
            )


def _of_search(run: CallEvent) -> Iterator[Rejection]:
    for name, argument in run.arguments.keywords.items():
        if name not in SKLEARN_SEARCH_POSITIONAL:
            yield Rejection(
                event=run,
                place=argument.spelled,
                taker="SklearnTuner.search",
                written=f"{name}=",
                error="TypeError",
            )
