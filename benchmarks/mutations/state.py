"""Pitfalls of state and results (TUN5xx)."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable

from pitfall import Pitfall
from programs import Program
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

TUNERS = ("RandomSearch", "BayesianOptimization", "Hyperband", "GridSearch")


def _built(program: Program) -> Site | None:
    """The only tuner of a program, built into a name."""
    found = calls(program, *TUNERS) if program.tuner == "keras_tuner" else []
    if len(found) != 1 or not isinstance(found[0].statement, ast.Assign):
        return None
    return found[0] if found[0].statement.value is found[0].call else None


def same_project_twice(program: Program) -> bool:
    """A second tuner in the same folder, without ``overwrite=True``."""
    site = _built(program)
    if site is None or any(one.arg is None for one in site.call.keywords):
        return False
    again = copy.deepcopy(site.statement)
    again.targets = [ast.Name("second", ast.Store())]  # type: ignore[attr-defined]
    drop(again.value, "overwrite")  # type: ignore[attr-defined]
    searches = [s for s in calls(program, "search") if s.block is site.block]
    if not searches:
        return False
    last = searches[-1]
    search = copy.deepcopy(last.call)
    search.func.value = ast.Name("second", ast.Load())  # type: ignore[attr-defined]
    last.block[last.index + 1 : last.index + 1] = [again, ast.Expr(search)]
    return True


def searched_twice(program: Program) -> bool:
    if program.tuner != "keras_tuner" or calls(program, "Hyperband"):
        return False
    found = [s for s in calls(program, "search") if isinstance(s.statement, ast.Expr)]
    for site in found[-1:]:
        site.block.insert(site.index + 1, copy.deepcopy(site.statement))
    return bool(found)


def same_trials_again(program: Program) -> bool:
    found = [
        s
        for s in calls(program, "fmin")
        if program.tuner == "hyperopt"
        and isinstance(keyword(s.call, "trials"), ast.Name)
        and isinstance(s.statement, ast.Assign | ast.Expr)
    ]
    for site in found[-1:]:
        site.block.insert(site.index + 1, copy.deepcopy(site.statement))
    return bool(found)


def _none_used(name: str, use: str) -> Pitfall:
    def inject(program: Program) -> bool:
        tuner = "keras_tuner" if name != "optimize" else "optuna"
        anchor = "search" if name != "optimize" else "optimize"
        found = [
            s
            for s in calls(program, anchor)
            if program.tuner == tuner and isinstance(s.statement, ast.Expr)
        ]
        for site in found[-1:]:
            if name == anchor:
                site.block[site.index] = ast.parse(f"outcome = {written(site.call)}").body[0]
                site.after("print(outcome.best_params)")
            else:
                owner = written(site.call.func).rpartition(".")[0]
                site.after(use.format(owner=owner))
        return bool(found)

    return Pitfall("TUN503", use or f"{name}() used", inject)


def old_package(program: Program) -> bool:
    def old(node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Import(names=[ast.alias(name="keras_tuner", asname=str(asname))]):
                return ast.Import([ast.alias("kerastuner", asname)])
        return None

    return program.tuner == "keras_tuner" and replace_nodes(program, ast.Import, old)


def old_suggestion(program: Program) -> bool:
    changed = False
    for site in calls(program, "suggest_float"):
        call = site.call
        if isinstance(call.func, ast.Attribute) and program.tuner == "optuna":
            log = written(keyword(call, "log")) == "True"
            if len(call.args) == 3 and keyword(call, "step") is None:
                drop(call, "log")
                call.func.attr = "suggest_loguniform" if log else "suggest_uniform"
                changed = True
    return changed


def no_overwrite(program: Program) -> bool:
    found = calls(program, *TUNERS) if program.tuner == "keras_tuner" else []
    sure = [s for s in found if isinstance(keyword(s.call, "project_name"), ast.Constant)]
    sure = [s for s in sure if isinstance(keyword(s.call, "directory"), ast.Constant)]
    if calls(program, "rmtree"):
        return False
    dropped = [drop(s.call, "overwrite") for s in sure]
    return bool(sure) and all(dropped)


def old_learning_rate(program: Program) -> bool:
    """``Adam(lr=…)`` in the builder or objective."""
    changed = False
    for site in calls(program, "Adam", "SGD", "RMSprop"):
        call = site.call
        if not site.functions or not calls(program, "compile") or calls(program, "backward"):
            continue
        value = call.args[0] if call.args else keyword(call, "learning_rate")
        if value is not None:
            del call.args[:]
            drop(call, "learning_rate")
            call.keywords.insert(0, ast.keyword("lr", value))
            changed = True
    return changed and program.tuner in ("keras_tuner", "hyperopt", "optuna")


def workers(program: Program) -> bool:
    found = calls(program, "search") if calls(program, "compile") else []
    for site in found:
        put(site.call, "workers", "4")
    own = program.tuner == "keras_tuner" and not runs_its_own_trials(program)
    return bool(found) and own


def points_with_trials(program: Program) -> bool:
    found = [s for s in calls(program, "fmin") if program.tuner == "hyperopt"]
    for site in found:
        put(site.call, "points_to_evaluate", "[{}]")
        put(site.call, "trials", "Trials()")
    if found:
        add_import(program, "from hyperopt import Trials")
    return bool(found)


def returns_nothing(program: Program) -> bool:
    """The objective's last statement no longer returns."""
    if program.tuner != "optuna":
        return False
    for tree in program.trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "objective":
                last = node.body[-1]
                if isinstance(last, ast.Return) and last.value is not None:
                    node.body[-1] = ast.Expr(last.value)
                    return True
    return False


def resumed_with_a_fixed_seed(program: Program) -> bool:
    found = calls(program, "create_study") if program.tuner == "optuna" else []
    if not any(keyword(s.call, "seed") for s in calls(program, "TPESampler", "RandomSampler")):
        return False
    given = [s for s in found if keyword(s.call, "sampler") is not None]
    for site in given:
        put(site.call, "storage", "'sqlite:///study.db'")
        put(site.call, "study_name", "'again'")
        put(site.call, "load_if_exists", "True")
    return bool(given)


def choice_by_index(program: Program) -> bool:
    """``space_eval(space, best)`` becomes ``best``."""
    if program.tuner != "hyperopt" or not calls(program, "choice"):
        return False

    def raw(node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Call(func=ast.Name(id="space_eval"), args=[_, best]):
                return best
        return None

    return "tun506" in program.name and replace_nodes(program, ast.Call, raw)


def best_score_alone(program: Program) -> bool:
    found = [
        s
        for s in calls(program, "fit")
        if calls(program, "GridSearchCV", "RandomizedSearchCV") and not s.functions
    ]
    if program.tuner != "scikit_learn" or len(found) != 1 or found[0].depth:
        return False
    site = found[0]
    owner = written(site.call.func).rpartition(".")[0]
    if not owner.isidentifier() or not isinstance(site.statement, ast.Expr):
        return False
    del site.block[site.index + 1 :]
    site.after(f"print('accuracy:', {owner}.best_score_)")
    return True


def objective_called(program: Program) -> bool:
    """The objective, which returns a float, is called where it was handed over."""
    runs = [s for s in calls(program, "optimize") if program.tuner == "optuna" and s.call.args]
    handed = [s for s in runs if written(s.call.args[0]) == "objective"]
    for tree in program.trees if handed else ():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "objective":
                returns = [each for each in ast.walk(node) if isinstance(each, ast.Return)]
                if len(returns) == 1 and returns[0].value is not None:
                    returns[0].value = expression(f"float({written(returns[0].value)})")
                    handed[0].call.args[0] = expression("objective(None)")
                    return True
    return False


def two_directions(program: Program) -> bool:
    """A study gets a second direction, and its best trial is read as before."""
    found = calls(program, "create_study") if program.tuner == "optuna" else []
    sure = [s for s in found if isinstance(keyword(s.call, "direction"), ast.Constant)]
    read = [
        node.attr
        for tree in program.trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("best_params", "best_value")
    ]
    if not read or len(sure) != 1 or len(found) != 1:
        return False
    one = written(keyword(sure[0].call, "direction"))
    drop(sure[0].call, "direction")
    put(sure[0].call, "directions", f"[{one}, 'minimize']")
    return True


def no_refit(program: Program) -> bool:
    """``refit=False``, and the search is scored or asked for its estimator afterwards."""
    found = calls(program, "GridSearchCV", "RandomizedSearchCV")
    if program.tuner != "scikit_learn" or len(found) != 1 or keyword(found[0].call, "refit"):
        return False
    statement = found[0].statement
    if not isinstance(statement, ast.Assign) or statement.value is not found[0].call:
        return False
    owner = written(statement.targets[0])
    fits = [s for s in calls(program, "fit") if written(s.call.func) == f"{owner}.fit"]
    if not fits or not isinstance(fits[-1].statement, ast.Expr):
        return False
    put(found[0].call, "refit", "False")
    fits[-1].after(f"print({owner}.best_estimator_)")
    return True


def callbacks_dropped(program: Program) -> bool:
    """The builder gets a ``fit`` that leaves the callbacks out, and the best model is loaded."""
    site = _built(program)
    if site is None or not site.call.args or calls(program, "Hyperband"):
        return False
    builder = site.call.args[0]
    searches = [s for s in calls(program, "search") if s.block is site.block]
    if not isinstance(builder, ast.Name) or not builder.id.islower() or len(searches) != 1:
        return False
    site.before(
        "class Trained(HyperModel):\n"
        "    def build(self, hp):\n"
        f"        return {builder.id}(hp)\n"
        "    def fit(self, hp, model, *args, callbacks=None, **kwargs):\n"
        "        return model.fit(*args, **kwargs)\n"
    )
    site.call.args[0] = expression("Trained()")
    owner = written(searches[0].call.func).rpartition(".")[0]
    last = next(s for s in calls(program, "search") if s.block is site.block)
    last.after(f"print({owner}.get_best_models()[0].count_params())")
    add_import(program, "from keras_tuner import HyperModel")
    return owner.isidentifier()


def rebuilt_bare(program: Program) -> bool:
    """The winner is built again without the constants of the estimator that was searched."""
    found = calls(program, "GridSearchCV", "RandomizedSearchCV")
    if program.tuner != "scikit_learn" or len(found) != 1 or not found[0].call.args:
        return False
    estimator, statement = found[0].call.args[0], found[0].statement
    if not isinstance(estimator, ast.Call) or not isinstance(statement, ast.Assign):
        return False
    if statement.value is not found[0].call or written(estimator.func).startswith("make_"):
        return False
    estimator.keywords.append(ast.keyword("class_weight", ast.Constant("balanced")))
    owner = written(statement.targets[0])
    fits = [s for s in calls(program, "fit") if written(s.call.func) == f"{owner}.fit"]
    if not fits or not isinstance(fits[-1].statement, ast.Expr):
        return False
    fits[-1].after(f"print({written(estimator.func)}(**{owner}.best_params_))")
    return written(estimator.func).endswith(("Classifier", "SVC", "LogisticRegression"))


def _enqueued(code: str, label: str, point: Callable[[str, float], tuple[str, float]]) -> Pitfall:
    """A point enqueued before the search, made of a number's name and upper bound."""

    def inject(program: Program) -> bool:
        runs = [s for s in calls(program, "optimize") if program.tuner == "optuna"]
        sure = [site for site in calls(program, "suggest_int", "suggest_float") if _is_plain(site)]
        if len(runs) != 1 or not sure:
            return False
        owner = written(runs[0].call.func).rpartition(".")[0]
        name, high = (ast.literal_eval(sure[0].call.args[place]) for place in (0, 2))
        wrong, value = point(name, high)
        runs[0].before(f"{owner}.enqueue_trial({{{wrong!r}: {value!r}}})")
        return owner.isidentifier()

    return Pitfall(code, label, inject)


def _is_plain(site: Site) -> bool:
    """Whether name and bounds are written out, outside of a branch or loop."""
    arguments = site.call.args
    return len(arguments) == 3 and all(isinstance(one, ast.Constant) for one in arguments)


PITFALLS = (
    Pitfall("TUN501", "a second tuner in the same project", same_project_twice),
    Pitfall("TUN502", "search called twice", searched_twice),
    Pitfall("TUN502", "fmin called again with its Trials", same_trials_again),
    _none_used("results_summary", "print({owner}.results_summary())"),
    _none_used(
        "search_space_summary", "space = {owner}.search_space_summary()\nprint(space.keys())"
    ),
    _none_used("optimize", ""),
    Pitfall("TUN504", "import kerastuner", old_package),
    Pitfall("TUN504", "suggest_uniform", old_suggestion),
    Pitfall("TUN505", "no overwrite=", no_overwrite),
    Pitfall("TUN506", "without space_eval", choice_by_index),
    Pitfall("TUN507", "best_score_ as the result", best_score_alone),
    Pitfall("TUN509", "Adam(lr=)", old_learning_rate),
    Pitfall("TUN509", "workers=", workers),
    Pitfall("TUN510", "resumed with a fixed seed", resumed_with_a_fixed_seed),
    Pitfall("TUN511", "points_to_evaluate with Trials()", points_with_trials),
    Pitfall("TUN512", "objective returns nothing", returns_nothing),
    _enqueued("TUN513", "a point with a wrong name", lambda name, high: (f"{name}_0", high)),
    _enqueued("TUN514", "a point outside the range", lambda name, high: (name, 2 * high + 1)),
    Pitfall("TUN515", "rebuilt without class_weight=", rebuilt_bare),
    Pitfall("TUN516", "best_params of two directions", two_directions),
    Pitfall("TUN516", "best_estimator_ without refit", no_refit),
    Pitfall("TUN517", "callbacks dropped", callbacks_dropped),
    Pitfall("TUN518", "objective called", objective_called),
)
