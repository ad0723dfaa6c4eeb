"""Arguments that a Keras Tuner tuner, its oracle or its ``search`` does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const
from tunelint.libraries.common.library_calls import LibraryCall, unsupported_arguments
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.signatures import SKLEARN_TUNER
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
EPOCHS = {"max_epochs": "epochs= in search()"}
BY_TUNER = {
    "Hyperband": {"max_trials": "max_epochs= and hyperband_iterations=, which set its budget"},
    "RandomSearch": EPOCHS,
    "GridSearch": EPOCHS,
    "BayesianOptimization": EPOCHS,
}

BY_NAME_OR_NUMBER = (
    ("cv", int, "AttributeError", "cv=KFold({})"),
    ("scoring", str, "TypeError", 'scoring=sklearn.metrics.get_scorer("{}")'),
    ("metrics", str, "TypeError", "a function of sklearn.metrics"),
)


def rejections(built: Built, runs: Iterable[CallEvent]) -> Iterator[Rejection]:
    """Every such argument, in the order of the calls."""
    if built.oracle is not None:
        yield from _beyond(built.oracle, built.oracle_kind or "", "TypeError")
    yield from _beyond(built, built.kind, "ValueError")
    if built.kind == "SklearnTuner" and built.project_class is None:
        yield from _of_another_type(built)
        for run in runs:
            call = LibraryCall(run, SKLEARN_TUNER["search"])
            yield from unsupported_arguments(call, "SklearnTuner.search", {})


def _beyond(call: LibraryCall, kind: str, error: str) -> Iterator[Rejection]:
    for found in unsupported_arguments(call, kind, _instead(kind, call), error):
        yield replace(found, error="TypeError") if found.written == "oracle=" else found


def _instead(kind: str, call: LibraryCall) -> dict[str, str]:
    seed = {} if "seed" in call.signature else {"random_state": "seed= of its oracle"}
    own = BY_TUNER.get(kind.removesuffix("Oracle"), {})
    return INSTEAD | own | seed | {name: f"{name}= in search()" for name in FOR_SEARCH}


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
