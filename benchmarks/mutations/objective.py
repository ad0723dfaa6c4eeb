"""Pitfalls of objectives (TUN3xx)."""

from __future__ import annotations

import ast

from pitfall import Pitfall
from programs import Program
from trees import calls, drop, expression, keyword, put, replace_nodes, runs_its_own_trials, written

TUNERS = ("RandomSearch", "BayesianOptimization", "Hyperband", "GridSearch")


def _objective(old: str, new: str, *, quoted: bool = True) -> Pitfall:
    """The tuner's objective is `old` and becomes `new`."""

    def inject(program: Program) -> bool:
        changed = False
        for site in calls(program, *TUNERS):
            given = keyword(site.call, "objective")
            if isinstance(given, ast.Constant) and given.value == old:
                put(site.call, "objective", repr(new) if quoted else new)
                changed = True
        own = program.tuner == "keras_tuner" and not runs_its_own_trials(program)
        return changed and own and bool(calls(program, "compile"))

    return Pitfall(_CODES[new], f"{old} becomes {new}", inject)


_CODES = {
    "val_acc": "TUN301",
    "val_auc": "TUN301",
    "accuracy": "TUN303",
    "val_f1": "TUN305",
    "val_rmse": "TUN305",
    "kt.Objective('val_accuracy', 'min')": "TUN304",
    "kt.Objective('val_accuracy', direction='min')": "TUN304",
}


def loss_beside_a_metric(program: Program) -> bool:
    if runs_its_own_trials(program):
        return False
    changed = False
    for site in calls(program, *TUNERS):
        given = keyword(site.call, "objective")
        if isinstance(given, ast.Constant) and given.value == "val_accuracy":
            put(site.call, "objective", "'val_loss'")
            changed = True
    return changed


def scored_on_training_rows(program: Program) -> bool:
    """In an objective or a loop the score is measured on the rows of the fit."""
    if program.tuner == "scikit_learn":
        return False
    for names in (("x_val", "x_train"), ("X_val", "X_train")):
        labels = tuple(one.lower().replace("x_", "y_") for one in names)
        for site in calls(program, "score", "evaluate"):
            given = [written(one) for one in site.call.args[:2]]
            if given == [names[0], labels[0]] and _fitted_on(program, names[1]):
                site.call.args[:2] = [expression(names[1]), expression(labels[1])]
                return True
    return False


def _fitted_on(program: Program, rows: str) -> bool:
    return any(
        [written(one) for one in site.call.args[:1]] == [rows] for site in calls(program, "fit")
    )


def not_negated(program: Program) -> bool:
    """A score loses its sign: one that should grow is minimised, a loss maximised."""
    if program.tuner not in ("hyperopt", "scikit_optimize", "bayes_opt"):
        return False

    def positive(node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Return(value=ast.UnaryOp(op=ast.USub(), operand=operand)):
                node.value = operand
                return node
            case ast.Dict(keys=keys, values=values):
                for index, (key, value) in enumerate(zip(keys, values, strict=True)):
                    if written(key) == "'loss'" and isinstance(value, ast.UnaryOp):
                        values[index] = value.operand
                        return node
        return None

    return replace_nodes(program, ast.Return | ast.Dict, positive)  # type: ignore[arg-type]


def study_minimises(program: Program) -> bool:
    changed = False
    for site in calls(program, "create_study"):
        if written(keyword(site.call, "direction")) == "'maximize'":
            changed = drop(site.call, "direction")
    return changed and program.tuner == "optuna"


def study_minimises_by_word(program: Program) -> bool:
    changed = False
    for site in calls(program, "create_study"):
        if written(keyword(site.call, "direction")) == "'maximize'":
            put(site.call, "direction", "'minimize'")
            changed = True
    return changed and program.tuner == "optuna"


def mode_turned(program: Program) -> bool:
    changed = False
    for site in calls(program, "TuneConfig", "run"):
        if written(keyword(site.call, "mode")) == "'max'":
            put(site.call, "mode", "'min'")
            changed = True
    return changed and program.tuner == "ray_tune"


def objective_turned(program: Program) -> bool:
    """``kt.Objective(name, "max")`` becomes "min", and the other way round."""
    changed = False
    for site in calls(program, "Objective"):
        for one in (*site.call.args, *(one.value for one in site.call.keywords)):
            if isinstance(one, ast.Constant) and one.value in ("min", "max"):
                one.value = "max" if one.value == "min" else "min"
                changed = True
    return changed


def unpacked_without_metrics(program: Program) -> bool:
    unpacked = [
        s
        for s in calls(program, "evaluate")
        if isinstance(s.statement, ast.Assign) and isinstance(s.statement.targets[0], ast.Tuple)
    ]
    if not unpacked or calls(program, *TUNERS):
        return False
    dropped = [drop(s.call, "metrics") for s in calls(program, "compile")]
    return any(dropped)


def looked_up_by_metrics_names(program: Program) -> bool:
    """``loss, accuracy = model.evaluate(…)`` becomes a look-up by ``metrics_names``."""
    for site in calls(program, "evaluate"):
        statement = site.statement
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=[_, ast.Name(id=name)])]) if site.functions:
                model = written(site.call.func).rpartition(".")[0]
                site.block[site.index] = ast.parse(
                    f"{name} = {written(site.call)}[{model}.metrics_names.index('accuracy')]"
                ).body[0]
                return program.tuner in ("hyperopt", "optuna", "scikit_optimize", "bayes_opt")
    return False


def unnamed_metric(program: Program) -> bool:
    if program.tuner == "keras_tuner":
        return False
    dropped = [drop(s.call, "name") for s in calls(program, "AUC", "Precision", "Recall")]
    return any(dropped)


def looked_up_by_a_short_name(program: Program) -> bool:
    """A trial looks up ``val_acc`` where the model logs ``val_accuracy``."""
    compiled = [written(keyword(site.call, "metrics")) for site in calls(program, "compile")]
    if not compiled or any("'accuracy'" not in metrics for metrics in compiled):
        return False

    def looked_up(node: ast.Subscript) -> ast.Subscript | None:
        key = node.slice
        named = isinstance(key, ast.Constant) and key.value == "val_accuracy"
        if not named or "history" not in written(node.value):
            return None
        return ast.Subscript(node.value, ast.Constant("val_acc"), node.ctx)

    return program.tuner != "keras_tuner" and replace_nodes(program, ast.Subscript, looked_up)


PITFALLS = (
    _objective("val_accuracy", "val_acc"),
    _objective("val_accuracy", "val_auc"),
    Pitfall("TUN302", "val_loss beside a compiled accuracy", loss_beside_a_metric),
    _objective("val_accuracy", "accuracy"),
    Pitfall("TUN303", "scored on the training rows", scored_on_training_rows),
    _objective("val_accuracy", "kt.Objective('val_accuracy', 'min')", quoted=False),
    _objective("val_accuracy", "kt.Objective('val_accuracy', direction='min')", quoted=False),
    Pitfall("TUN304", "Objective turned", objective_turned),
    Pitfall("TUN304", "score not negated", not_negated),
    Pitfall("TUN304", "direction= removed", study_minimises),
    Pitfall("TUN304", "direction='minimize'", study_minimises_by_word),
    Pitfall("TUN304", "mode='min'", mode_turned),
    _objective("val_accuracy", "val_f1"),
    _objective("val_accuracy", "val_rmse"),
    Pitfall("TUN306", "unpacked without metrics", unpacked_without_metrics),
    Pitfall("TUN307", "metrics_names.index", looked_up_by_metrics_names),
    Pitfall("TUN308", "metric without name=", unnamed_metric),
    Pitfall("TUN309", "val_acc looked up", looked_up_by_a_short_name),
)
