"""Pitfalls of budget and stopping (TUN4xx)."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import cast

from pitfall import Pitfall
from programs import Program
from seeds import KT_RANDOM
from trees import (
    Site,
    add_import,
    calls,
    drop,
    expression,
    keyword,
    put,
    replace_nodes,
    runs_its_own_trials,
    written,
)

EPOCH_TUNERS = ("RandomSearch", "BayesianOptimization", "GridSearch")


def _searches(program: Program) -> list[Site]:
    """The ``search`` calls whose trials train for ``epochs``."""
    if program.tuner != "keras_tuner" or calls(program, "Hyperband", "SklearnTuner"):
        return []
    if runs_its_own_trials(program):
        return []
    return calls(program, "search") if calls(program, "compile") else []


def far_longer_final_fit(program: Program) -> bool:
    """The winner is trained for a hundred times as many epochs."""
    if not _searches(program):
        return False
    finals = [
        s
        for s in calls(program, "fit")
        if not s.functions
        and keyword(s.call, "epochs") is not None
        and keyword(s.call, "callbacks") is None
    ]
    for site in finals:
        put(site.call, "epochs", "1000")
    return bool(finals)


def _few_epochs(value: str) -> Pitfall:
    def inject(program: Program) -> bool:
        found = _searches(program)
        for site in found:
            drop(site.call, "epochs")
            if value:
                put(site.call, "epochs", value)
        return bool(found) and not any(
            one.arg == "steps_per_epoch" for site in found for one in site.call.keywords
        )

    return Pitfall("TUN402", f"epochs={value}" if value else "no epochs=", inject)


def few_epochs_in_an_objective(program: Program) -> bool:
    if program.tuner not in ("hyperopt", "optuna", "scikit_optimize", "bayes_opt"):
        return False
    found = [s for s in calls(program, "fit") if s.functions and keyword(s.call, "epochs")]
    for site in found:
        put(site.call, "epochs", "2")
    return bool(found)


def _stopping(code: str, label: str, arguments: str) -> Pitfall:
    """An EarlyStopping in the search's callbacks."""

    def inject(program: Program) -> bool:
        found = [s for s in _searches(program) if keyword(s.call, "callbacks") is None and _long(s)]
        for site in found:
            put(site.call, "callbacks", f"[keras.callbacks.EarlyStopping({arguments})]")
        if found:
            add_import(program, "import keras")
        return bool(found) and _objective_is_accuracy(program)

    return Pitfall(code, label, inject)


def _long(site: Site) -> bool:
    epochs = keyword(site.call, "epochs")
    return isinstance(epochs, ast.Constant) and isinstance(epochs.value, int) and epochs.value > 3


def _objective_is_accuracy(program: Program) -> bool:
    given = [keyword(s.call, "objective") for s in calls(program, *EPOCH_TUNERS)]
    return any(written(one) == "'val_accuracy'" for one in given)


def _patience(code: str, value: str) -> Pitfall:
    """The patience of the EarlyStopping that is there."""

    def inject(program: Program) -> bool:
        if calls(program, "Hyperband"):
            return False
        found = calls(program, "EarlyStopping")
        for site in found:
            if keyword(site.call, "start_from_epoch") is not None:
                return False
            if code == "TUN404":
                drop(site.call, "restore_best_weights")
            put(site.call, "patience", value)
        return bool(found) and _in_search(program)

    return Pitfall(code, f"patience={value}", inject)


def _in_search(program: Program) -> bool:
    """Whether the callbacks reach the trials: the search, or the fit of an objective."""
    if program.tuner == "keras_tuner":
        return any(keyword(s.call, "callbacks") is not None for s in calls(program, "search"))
    return any(
        keyword(s.call, "callbacks") is not None and s.functions for s in calls(program, "fit")
    )


def epochs_for_hyperband(program: Program) -> bool:
    if not calls(program, "Hyperband"):
        return False
    for site in calls(program, "search"):
        put(site.call, "epochs", "77")
    return True


def bayesian_ends_early(program: Program) -> bool:
    found = calls(program, "BayesianOptimization") if program.tuner == "keras_tuner" else []
    for site in found:
        put(site.call, "max_trials", "5")
        put(site.call, "num_initial_points", "6")
    return bool(found)


def tpe_ends_early(program: Program) -> bool:
    found = [
        s
        for s in calls(program, "fmin")
        if program.tuner == "hyperopt" and written(keyword(s.call, "algo")) == "tpe.suggest"
    ]
    for site in found:
        put(site.call, "max_evals", "20")
    return bool(found)


def study_ends_early(program: Program) -> bool:
    named = calls(program, "TPESampler")
    other = calls(
        program,
        "RandomSampler",
        "GridSampler",
        "CmaEsSampler",
        "NSGAIISampler",
        "QMCSampler",
        "BruteForceSampler",
        "GPSampler",
        "load_study",
        "enqueue_trial",
        "OptunaSearchCV",
        "ask",
    )
    if program.tuner != "optuna" or other or len(calls(program, "optimize")) != 1:
        return False
    if any(keyword(s.call, "load_if_exists") for s in calls(program, "create_study")):
        return False
    if any(s.call.keywords and keyword(s.call, "n_startup_trials") for s in named):
        return False
    for site in calls(program, "optimize"):
        if len(site.call.args) > 1 or keyword(site.call, "n_trials") is None:
            return False
        put(site.call, "n_trials", "8")
    return True


def skopt_ends_early(program: Program) -> bool:
    found = (
        calls(program, "gp_minimize", "forest_minimize")
        if program.tuner == "scikit_optimize"
        else []
    )
    found = [s for s in found if keyword(s.call, "x0") is None]
    for site in found:
        put(site.call, "n_calls", "10")
        put(site.call, "n_initial_points", "10")
        drop(site.call, "n_random_starts")
    return bool(found)


def maximize_ends_early(program: Program) -> bool:
    found = calls(program, "maximize") if program.tuner == "bayes_opt" else []
    for site in found:
        del site.call.args[1:]
        put(site.call, "n_iter", "0")
    return bool(found)


def never_reports(program: Program) -> bool:
    """The pruner is there, ``trial.report`` is gone."""
    found = [s for s in calls(program, "report") if program.tuner == "optuna"]
    for site in found:
        site.block[site.index] = ast.Pass()
    return bool(found) and any(keyword(s.call, "pruner") for s in calls(program, "create_study"))


def watches_unlogged(program: Program) -> bool:
    """The pruning callback watches a name that is not logged."""
    found = calls(program, "KerasPruningCallback", "XGBoostPruningCallback")
    watched = [one for site in found for one in site.call.args if isinstance(one, ast.Constant)]
    for one in watched:
        one.value = f"{one.value}_unlogged"
    return bool(watched)


def reports_in_every_fold(program: Program) -> bool:
    """The loop that reports its scores runs once for each of three folds."""
    reports = [s for s in calls(program, "report") if program.tuner == "optuna" and s.functions]
    for site in reports:
        body = site.functions[-1].body
        for number, loop in enumerate(body):
            if isinstance(loop, ast.For) and site.call in ast.walk(loop):
                folds = ast.Name("fold", ast.Store())
                body[number] = ast.For(folds, expression("range(3)"), [loop], [])
                return True
    return False


def _unsupported(tuner: str, names: tuple[str, ...], argument: str, value: str) -> Pitfall:
    def inject(program: Program) -> bool:
        found = calls(program, *names) if program.tuner == tuner else []
        for site in found:
            site.call.keywords.append(ast.keyword(argument, expression(value)))
        return bool(found)

    return Pitfall("TUN410", f"{names[0]}({argument}=)", inject)


def scored_by_the_last_epoch(program: Program) -> bool:
    """A trial restores its best epoch, and is scored by its last one instead of the best."""

    def last(call: ast.Call) -> ast.Subscript | None:
        function, (given, *more) = written(call.func), (*call.args, None)
        read = isinstance(given, ast.Subscript) and "history" in written(given.value)
        if not read or function not in ("max", "min") or more != [None]:
            return None
        return ast.Subscript(cast(ast.expr, given), expression("-1"), ast.Load())

    stopping = calls(program, "EarlyStopping")
    for site in stopping:
        put(site.call, "restore_best_weights", "True")
    return bool(stopping) and replace_nodes(program, ast.Call, last)


def reports_a_loss(program: Program) -> bool:
    """A study that maximises a score is told of a loss in its place."""
    reports = [s for s in calls(program, "report") if program.tuner == "optuna" and s.functions]
    asked = calls(program, "should_prune") and not calls(program, "ThresholdPruner", "NopPruner")
    made = [written(keyword(s.call, "direction")) for s in calls(program, "create_study")]
    if not asked or set(made) != {"'maximize'"}:
        return False
    for site in reports:
        site.before("validation_loss = validate(trial)")
        site.call.args[:1] = [expression("validation_loss")]
    return bool(reports)


def scheduled_against_the_metric(program: Program) -> bool:
    """The scheduler is given the wrong mode, and the settings none."""
    found = calls(program, "TuneConfig") if program.tuner == "ray_tune" else []
    found = [
        site
        for site in found
        if written(keyword(site.call, "metric")) == "'accuracy'"
        and keyword(site.call, "scheduler") is None
    ]
    for site in found:
        drop(site.call, "metric", "mode")
        put(site.call, "scheduler", "ASHAScheduler(metric='accuracy', mode='min')")
    if found:
        add_import(program, "from ray.tune.schedulers import ASHAScheduler")
    return bool(found)


def returns_in_the_first_epoch(program: Program) -> bool:
    """The return right after a loop over epochs stands inside of it."""
    if program.tuner in ("keras_tuner", "scikit_learn"):
        return False
    moved = False
    for site in calls(program, "partial_fit", "backward", "report"):
        body = site.functions[-1].body if site.functions else []
        for loop, following in pairwise(body):
            if not isinstance(loop, ast.For) or not isinstance(following, ast.Return):
                continue
            counted = isinstance(loop.iter, ast.Call) and written(loop.iter.func) == "range"
            if counted and site.call in ast.walk(loop):
                body.remove(following)
                loop.body.append(following)
                moved = True
                break
    return moved


ALLOWING = {
    "hyperopt": ("fmin", "max_evals"),
    "optuna": ("optimize", "n_trials"),
    "ray_tune": ("TuneConfig", "num_samples"),
}


def single_trial(program: Program) -> bool:
    """The one search of a program makes a single trial."""
    called, allowing = ALLOWING.get(program.tuner, ("", ""))
    found = [s for s in calls(program, called) if keyword(s.call, allowing) is not None]
    more = calls(
        program,
        *("enqueue_trial", "add_trials", "grid_search", "GridSampler"),
        "generate_trials_to_calculate",
    )
    resuming = [keyword(s.call, "storage") for s in calls(program, "create_study")]
    if len(found) != 1 or len(calls(program, called)) != 1 or more or any(resuming):
        return False
    for site in found:
        drop(site.call, "timeout", "time_budget_s", "points_to_evaluate")
        put(site.call, allowing, "1")
    return True


PITFALLS = (
    Pitfall("TUN401", "a final fit of 1000 epochs", far_longer_final_fit),
    _few_epochs("1"),
    _few_epochs("2"),
    _few_epochs(""),
    Pitfall("TUN402", "epochs=2 in an objective", few_epochs_in_an_objective),
    _stopping("TUN403", "EarlyStopping() by default", "monitor='val_accuracy'"),
    _stopping("TUN403", "EarlyStopping(patience=1)", "monitor='val_accuracy', patience=1"),
    _patience("TUN403", "1"),
    _patience("TUN403", "0"),
    _stopping("TUN404", "EarlyStopping(patience=500)", "'val_accuracy', patience=500"),
    _patience("TUN404", "500"),
    _stopping("TUN405", "monitor='loss'", "monitor='loss', patience=2"),
    _stopping("TUN405", "monitor='val_acc'", "monitor='val_acc', patience=2"),
    Pitfall("TUN406", "epochs=77 for Hyperband", epochs_for_hyperband),
    Pitfall("TUN407", "max_trials=5, num_initial_points=6", bayesian_ends_early),
    Pitfall("TUN407", "max_evals=20", tpe_ends_early),
    Pitfall("TUN407", "n_trials=8", study_ends_early),
    Pitfall("TUN407", "n_calls=10", skopt_ends_early),
    Pitfall("TUN407", "n_iter=0", maximize_ends_early),
    Pitfall("TUN409", "no trial.report", never_reports),
    Pitfall("TUN411", "a callback on another name", watches_unlogged),
    Pitfall("TUN412", "a loss reported, a score maximised", reports_a_loss),
    Pitfall("TUN412", "a scheduler's mode", scheduled_against_the_metric),
    Pitfall("TUN414", "history[…][-1]", scored_by_the_last_epoch),
    Pitfall("TUN415", "a return in the loop over epochs", returns_in_the_first_epoch),
    Pitfall("TUN416", "a single trial", single_trial),
    Pitfall("TUN413", "reports in every fold", reports_in_every_fold),
    _unsupported("keras_tuner", KT_RANDOM, "epochs", "5"),
    _unsupported("keras_tuner", KT_RANDOM, "batch_size", "32"),
    _unsupported("keras_tuner", ("Hyperband",), "max_trials", "5"),
    _unsupported("hyperopt", ("fmin",), "seed", "5"),
    _unsupported("optuna", ("create_study",), "seed", "5"),
    _unsupported("optuna", ("TPESampler",), "random_state", "5"),
    _unsupported("ray_tune", ("TuneConfig",), "seed", "5"),
    _unsupported("bayes_opt", ("maximize",), "acq", "'ei'"),
)
