"""Arguments that Optuna's functions, samplers and pruners do not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const
from tunelint.libraries.common.library_calls import LibraryCall, unsupported_arguments
from tunelint.libraries.optuna.samplers import Sampler
from tunelint.libraries.optuna.studies import Study
from tunelint.libraries.optuna.tables import DIRECTIONS, SUGGESTIONS
from tunelint.libraries.optuna.trials import Run
from tunelint.model.library_errors import Rejection
from tunelint.model.space import Hyperparameter

SAMPLER = "sampler=optuna.samplers.TPESampler(seed=n)"
FOR_STUDIES = {
    "seed": SAMPLER,
    "random_state": SAMPLER,
    "random_seed": SAMPLER,
    "name": "study_name=",
    "n_trials": "study.optimize(n_trials=…)",
    "n_jobs": "study.optimize(n_jobs=…)",
    "timeout": "study.optimize(timeout=…)",
    "load_if_exist": "load_if_exists=",
}
FOR_SAMPLERS = {
    "random_state": "seed=",
    "random_seed": "seed=",
    "n_startup_jobs": "n_startup_trials=",
    "n_start_trials": "n_startup_trials=",
}
FOR_SUGGESTIONS = {"q": "step=", "base": "log=True", "dtype": "suggest_int"}
FOR_RUNS = {
    "n_iter": "n_trials=",
    "n_calls": "n_trials=",
    "max_evals": "n_trials=",
    "max_trials": "n_trials=",
    "trials": "n_trials=",
    "objective": "func=",
    "fn": "func=",
    "seed": SAMPLER,
    "random_state": SAMPLER,
    "direction": "create_study(direction=…)",
    "sampler": "create_study(sampler=…)",
    "pruner": "create_study(pruner=…)",
    "show_progress": "show_progress_bar=",
    "progress_bar": "show_progress_bar=",
    "verbose": "show_progress_bar=",
}


def rejections(
    study: Study, samplers: Sequence[Sampler], runs: Sequence[Run]
) -> Iterator[Rejection]:
    """Every argument of a study, its sampler or its runs that is not taken, in order."""
    yield from unsupported_arguments(study, study.made, FOR_STUDIES)
    yield from _by_position(study)
    yield from _spelling(study)
    for sampler in samplers:
        if sampler.call is not None:
            yield from unsupported_arguments(sampler.call, sampler.name, FOR_SAMPLERS)
    for run in runs:
        yield from unsupported_arguments(run, "study.optimize", FOR_RUNS)


def rejected_suggestions(declared: Iterable[Hyperparameter]) -> Iterator[Rejection]:
    """Every argument of a trial's declarations that is not taken, in order."""
    for one in declared:
        event = one.event
        if not isinstance(event, CallEvent) or one.function not in SUGGESTIONS:
            continue
        signature = SUGGESTIONS[one.function]
        order, keywords = signature.order, signature.keywords
        taker = f"trial.{one.function}"
        yield from unsupported_arguments(LibraryCall(event, signature), taker, FOR_SUGGESTIONS)
        for argument in event.arguments.positional[len(order) :][:1]:
            yield _rejection(
                event,
                argument.place,
                taker,
                f"{len(order) + 1} arguments by position",
                "TypeError",
                f"{keywords[0]}=" if keywords else None,
            )
        step = event.arguments.keywords.get("step")
        stepped = step is not None and one.step.always(lambda value: value not in (None, 1))
        if step is not None and stepped and one.log and keywords:
            yield _rejection(
                event, step.spelled, taker, "step= with log=True", "ValueError", "one of the two"
            )


def _by_position(study: Study) -> Iterator[Rejection]:
    """The first argument by position: a study takes none."""
    for argument in study.event.arguments.positional[:1]:
        instead = f"keywords, such as {study.signature.keywords[0]}="
        yield _rejection(
            study.event, argument.place, study.made, "arguments by position", "TypeError", instead
        )


def _spelling(study: Study) -> Iterator[Rejection]:
    """A direction that is spelled otherwise than Optuna does: ``direction="max"``."""
    argument = study.given("direction")
    if argument is None or not isinstance(argument.value, Const):
        return
    written = argument.value.value
    if not isinstance(written, str) or written in ("minimize", "maximize"):
        return
    meant = DIRECTIONS.get(written.upper()) or written[:3].lower()
    right = {"min": "minimize", "max": "maximize"}.get(meant)
    yield _rejection(
        study.event,
        argument.spelled,
        study.made,
        f"direction={written!r}",
        "ValueError",
        f"direction={right!r}" if right else "direction='minimize' or 'maximize'",
    )


def _rejection(
    event: CallEvent, place: Place, taker: str, written: str, error: str, instead: str | None
) -> Rejection:
    return Rejection(
        event=event, place=place, taker=taker, written=written, error=error, instead=instead
    )
