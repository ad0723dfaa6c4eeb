"""Pitfalls of search spaces (TUN6xx)."""

from __future__ import annotations

import ast

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
    statements,
    written,
)

TUNERS = ("RandomSearch", "BayesianOptimization", "Hyperband", "GridSearch")
# The tuners whose trials are functions or loops of the program.
FUNCTION_TUNERS = ("hyperopt", "optuna", "hand_written_loops", "scikit_optimize", "bayes_opt")


def _builders(program: Program) -> list[Site]:
    """The ``compile`` calls in builders of Keras Tuner that have ``hp``."""
    if program.tuner != "keras_tuner":
        return []
    return [
        s
        for s in calls(program, "compile")
        if s.functions and any(one.arg == "hp" for one in s.functions[-1].args.args)
    ]


def _in_builder(code: str, label: str, text: str) -> Pitfall:
    """A statement at the head of every builder."""

    def inject(program: Program) -> bool:
        found = {id(s.functions[-1]): s.functions[-1] for s in _builders(program)}
        for function in found.values():
            function.body[0:0] = statements(text)
        return bool(found) and bool(calls(program, *TUNERS))

    return Pitfall(code, label, inject)


def unused_suggestion(program: Program) -> bool:
    found = {
        id(s.functions[-1]): (s.functions[-1], written(s.call.func).rpartition(".")[0])
        for s in calls(program, "suggest_float", "suggest_int", "suggest_categorical")
        if s.functions and program.tuner == "optuna"
    }
    for function, trial in found.values():
        if trial.isidentifier():
            function.body[0:0] = statements(f"momentum = {trial}.suggest_float('momentum', 0, 0.9)")
    return bool(found)


def name_in_a_loop(program: Program) -> bool:
    """The f-string name of a layer's hyperparameter becomes a constant."""
    changed = False
    for site in calls(program, "Int", "Choice", "Float"):
        call = site.call
        if not _in_builders_loop(site, program):
            continue
        for holder in (call.args[:1], [o.value for o in call.keywords if o.arg == "name"]):
            if holder and isinstance(holder[0], ast.JoinedStr):
                if _is_harmless(call):
                    continue
                constant = expression("'same'")
                if call.args:
                    call.args[0] = constant
                else:
                    put(call, "name", "'same'")
                changed = True
    return changed


def _in_builders_loop(site: Site, program: Program) -> bool:
    return program.tuner == "keras_tuner" and bool(site.functions)


def _is_harmless(call: ast.Call) -> bool:
    """A choice among strings or booleans under one name is advice only."""
    return "'" in written(call).partition(",")[2] or "[True" in written(call)


def float_for_whole_number(program: Program) -> bool:
    """``scope.int(hp.quniform(…))`` and ``int(params[…])`` lose their integer."""
    if program.tuner != "hyperopt" or not calls(program, "quniform"):
        return False
    if calls(program, "Linear"):
        return False  # not among the places that the rule names

    def bare(node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Call(func=ast.Attribute(attr="int"), args=[inner]):
                return inner
            case ast.Call(func=ast.Name(id="int"), args=[ast.Subscript() as inner]):
                return inner
        return None

    return replace_nodes(program, ast.Call, bare)


SCALES = ("learning_rate", "lr", "alpha", "C", "gamma", "l2", "weight_decay", "eta")


def linear_scale(program: Program) -> bool:
    changed = False
    for site in calls(program, "Float", "suggest_float", "Real"):
        call = site.call
        named = written(call.args[0]) if call.args else written(keyword(call, "name"))
        if site_name(call) == "Real":
            named = written(keyword(call, "name"))
        if named.strip("'\"") in SCALES and _is_wide(call):
            for argument in ("sampling", "log", "prior"):
                changed = drop(call, argument) or changed
    return changed


def site_name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_wide(call: ast.Call) -> bool:
    numbers = [
        one.value
        for one in (
            *call.args,
            *(k.value for k in call.keywords if k.arg not in ("step", "default")),
        )
        if isinstance(one, ast.Constant)
        and isinstance(one.value, float | int)
        and not isinstance(one.value, bool)
    ]
    return len(numbers) >= 2 and min(numbers) > 0 and max(numbers) / min(numbers) >= 100


def raw_bounds(program: Program) -> bool:
    """``np.log(a)`` becomes ``a`` in ``hp.loguniform``, where both lie in (0, 1)."""
    changed = False
    for site in calls(program, "loguniform"):
        bounds = site.call.args[1:3]
        if program.tuner != "hyperopt" or len(bounds) != 2:
            continue
        inner = [_without_log(one) for one in bounds]
        if all(isinstance(one, ast.Constant) and 0 < one.value < 1 for one in inner):  # type: ignore[operator]
            site.call.args[1:3] = inner  # type: ignore[assignment]
            changed = True
    return changed


def _without_log(node: ast.expr) -> ast.expr | None:
    match node:
        case ast.Call(func=ast.Attribute(attr="log") | ast.Name(id="log"), args=[inner]):
            return inner
    return None


def model_outside(program: Program) -> bool:
    """The model of an objective or loop is built once, before the search."""
    if program.tuner not in FUNCTION_TUNERS:
        return False
    for site in calls(program, "Sequential"):
        statement = site.statement
        if not isinstance(statement, ast.Assign) or site.depth != 1 or len(program.files) > 1:
            continue
        tree = program.trees[0]
        owner = next(
            (
                o
                for o in tree.body
                if isinstance(o, ast.FunctionDef | ast.For) and o.body is site.block
            ),
            None,
        )
        if owner is None or any(
            isinstance(n, ast.Name) and n.id in _bound_in(owner) for n in ast.walk(statement.value)
        ):
            continue
        added = _added(site, owner)
        if added is None:
            continue
        for one in added:
            site.block.remove(one)
        place = tree.body.index(owner)
        tree.body[place:place] = added
        return True
    return False


def _bound_in(owner: ast.stmt) -> set[str]:
    bound = {
        n.id for n in ast.walk(owner) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return bound | {n.arg for n in ast.walk(owner) if isinstance(n, ast.arg)}


def _added(site: Site, owner: ast.stmt) -> list[ast.stmt] | None:
    """The statement that builds the model, with the ``model.add(…)`` lines after it."""
    model = written(site.statement.targets[0])  # type: ignore[attr-defined]
    bound = _bound_in(owner) - {model}
    found = [site.statement]
    for one in site.block[site.index + 1 :]:
        if f"{model}.add(" in written(one):
            if any(isinstance(n, ast.Name) and n.id in bound for n in ast.walk(one)):
                return None
            found.append(one)
    return found


def optimizer_outside(program: Program) -> bool:
    """One optimizer object, built before the search, is compiled into every model."""
    if program.tuner not in FUNCTION_TUNERS:
        return False
    if len(program.files) > 1 or calls(program, "SKLearnClassifier", "SKLearnRegressor"):
        return False
    for site in calls(program, "compile"):
        tree = program.trees[0]
        if any(one in site.block for one in tree.body) or _tells_configurations_apart(site, tree):
            continue
        put(site.call, "optimizer", "shared_optimizer")
        site.call.args[:] = []
        place = max(
            i for i, one in enumerate(tree.body) if isinstance(one, ast.Import | ast.ImportFrom)
        )
        tree.body[place + 1 : place + 1] = statements(
            "import keras\nshared_optimizer = keras.optimizers.Adam(0.01)"
        )
        return True
    return False


def _tells_configurations_apart(site: Site, tree: ast.Module) -> bool:
    """Whether a loop over configurations would lose what it changes with the optimizer."""
    varied = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.For)
        for name in _stored(node.target)
    }
    return bool(varied & {n.id for n in ast.walk(site.call) if isinstance(n, ast.Name)})


def _stored(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def loc_and_scale(program: Program) -> bool:
    """``uniform(low, high)`` where the distribution takes loc and scale."""
    changed = False
    for site in calls(program, "RandomizedSearchCV", "ParameterSampler"):
        for node in ast.walk(site.call):
            if isinstance(node, ast.Dict):
                node.keys.append(ast.Constant("subsample"))
                node.values.append(expression("scipy.stats.uniform(0.5, 1.0)"))
                changed = True
                break
    if changed:
        add_import(program, "import scipy.stats")
    return changed and bool(calls(program, "GradientBoostingClassifier"))


def impossible_penalty(program: Program) -> bool:
    """A search of the penalty l1 loses the solver that takes it."""
    nodes = (node for tree in program.trees for node in ast.walk(tree))
    drawn = any(
        "penalty" in written(key) and "'l1'" in written(value)
        for node in nodes
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None
    )
    changed = False
    for site in calls(program, "LogisticRegression") if drawn else ():
        changed = drop(site.call, "solver") or changed
    return changed


FREQUENCIES = ("bagging_freq", "subsample_freq")
BOOSTERS = ("LGBMClassifier", "LGBMRegressor", "XGBClassifier", "XGBRegressor")


def bagging_stopped(program: Program) -> bool:
    """LightGBM loses the frequency without which it draws no rows."""
    changed = False
    for node in (node for tree in program.trees for node in ast.walk(tree)):
        if isinstance(node, ast.Dict):
            kept = [
                (key, value)
                for key, value in zip(node.keys, node.values, strict=True)
                if not isinstance(key, ast.Constant) or key.value not in FREQUENCIES
            ]
            changed = changed or len(kept) < len(node.keys)
            node.keys, node.values = [key for key, _ in kept], [value for _, value in kept]
    for site in calls(program, *BOOSTERS):
        for name in FREQUENCIES:
            changed = drop(site.call, name) or changed
    return changed


def misspelt_parameter(program: Program) -> bool:
    """A drawn parameter of a booster is written wrong."""
    changed = False
    for site in calls(program, *BOOSTERS):
        for given in site.call.keywords:
            if given.arg and written(given.value).startswith(("hp.", "trial.suggest")):
                given.arg, changed = f"{given.arg}_", True
    return changed


def batch_size_outside(program: Program) -> bool:
    """The trials' batch size is drawn where the search is started."""
    found = [site.call for site in calls(program, "search") if calls(program, *TUNERS)]
    for call in found if program.tuner == "keras_tuner" else ():
        put(call, "batch_size", "HyperParameters().Choice('batch_size', [16, 32, 64])")
    if found and program.tuner == "keras_tuner":
        add_import(program, "from keras_tuner import HyperParameters")
        return True
    return False


def drawn_entry(program: Program) -> bool:
    """A range of the space becomes a random number in it."""
    names = {"hyperopt": ("uniform", "loguniform"), "ray_tune": ("uniform", "loguniform")}
    drawn = {id(site.call) for site in calls(program, *names.get(program.tuner, ()))}
    changed = False
    for node in (node for tree in program.trees for node in ast.walk(tree)):
        for position, value in enumerate(node.values if isinstance(node, ast.Dict) else ()):
            if id(value) in drawn and not changed:
                node.values[position] = expression("random.uniform(0.01, 0.5)")  # type: ignore[attr-defined]
                changed = True
    if changed:
        add_import(program, "import random")
    return changed


def name_without_its_step(program: Program) -> bool:
    """A space loses the steps' names: ``C`` instead of ``svc__C``."""
    changed = False
    makers = ("Pipeline", "make_pipeline")
    searches = ("GridSearchCV", "RandomizedSearchCV", "BayesSearchCV", "ParameterGrid")
    nodes = [node for tree in program.trees for node in ast.walk(tree)]
    if not (calls(program, *makers) and calls(program, *searches)):
        return False
    for node in nodes:
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant) and "__" in str(key.value):
                key.value = str(key.value).rpartition("__")[2]
                changed = True
    return changed


def unregistered(program: Program) -> bool:
    """A tuner varies no more than an empty space of its own."""
    if program.tuner != "keras_tuner" or not _builders(program):
        return False
    changed = False
    for site in calls(program, *TUNERS):
        if not any(one.arg in ("hyperparameters", None) for one in site.call.keywords):
            put(site.call, "hyperparameters", "keras_tuner.HyperParameters()")
            put(site.call, "tune_new_entries", "False")
            add_import(program, "import keras_tuner")
            changed = True
    return changed


def seed_in_space(program: Program) -> bool:
    """The seed of a tuned model is tuned with it."""
    drawn = {
        "optuna": ("suggest_int", "{trial}.suggest_int('random_state', 0, 1000)"),
        "keras_tuner": ("Int", "{trial}.Int('random_state', 0, 1000)"),
    }
    if program.tuner not in drawn:
        return False
    declares, seed = drawn[program.tuner]
    owners = {
        id(s.functions[-1]): written(s.call.func) for s in calls(program, declares) if s.functions
    }
    changed = False
    for site in calls(program, "RandomForestClassifier", "SGDClassifier", "RandomForestRegressor"):
        owner = owners.get(id(site.functions[-1])) if site.functions else None
        trial = (owner or "").rpartition(".")[0]
        if trial.isidentifier():
            put(site.call, "random_state", seed.format(trial=trial))
            changed = True
    return changed


def whole_bounds(program: Program) -> bool:
    """The range of a continuous parameter is written as a pair of whole numbers."""
    changed = False
    nodes = (node for tree in program.trees for node in ast.walk(tree))
    for node in nodes if calls(program, "BayesSearchCV") else ():
        for place, key in enumerate(node.keys) if isinstance(node, ast.Dict) else ():
            name = str(getattr(key, "value", "")).rpartition("__")[2]
            value = written(node.values[place])
            if name in ("C", "ccp_alpha", "gamma") and value.startswith(("(", "Real(")):
                node.values[place] = expression("(0, 1)")
                changed = True
    return changed


PITFALLS = (
    _in_builder(
        "TUN601", "a hyperparameter never used", "momentum = hp.Float('momentum', 0.0, 0.9)"
    ),
    _in_builder("TUN601", "drawn, not even bound", "hp.Choice('momentum', [0.0, 0.5, 0.9])"),
    Pitfall("TUN601", "a suggestion never used", unused_suggestion),
    Pitfall("TUN602", "a constant name in a loop", name_in_a_loop),
    Pitfall("TUN603", "quniform without int", float_for_whole_number),
    Pitfall("TUN604", "log sampling removed", linear_scale),
    Pitfall("TUN605", "np.log removed", raw_bounds),
    _in_builder(
        "TUN606",
        "a step that misses the maximum",
        "width = hp.Int('width', 32, 100, step=32)\nprint(width)",
    ),
    Pitfall("TUN607", "the model built outside", model_outside),
    Pitfall("TUN608", "the optimizer built outside", optimizer_outside),
    Pitfall("TUN609", "uniform(low, high)", loc_and_scale),
    _in_builder(
        "TUN610", "choice of several types", "width = hp.Choice('width', [8, 0.5])\nprint(width)"
    ),
    _in_builder(
        "TUN610", "choice with None", "width = hp.Choice('width', [None, 5])\nprint(width)"
    ),
    Pitfall("TUN611", "no frequency of bagging", bagging_stopped),
    Pitfall("TUN611", "a misspelt parameter", misspelt_parameter),
    Pitfall("TUN612", "a penalty that the solver refuses", impossible_penalty),
    Pitfall("TUN613", "the batch size drawn for search", batch_size_outside),
    Pitfall("TUN613", "a random number in the space", drawn_entry),
    Pitfall("TUN615", "the step's name left out", name_without_its_step),
    Pitfall("TUN614", "new names are not tuned", unregistered),
    Pitfall("TUN617", "the seed among the hyperparameters", seed_in_space),
    Pitfall("TUN616", "bounds of whole numbers", whole_bounds),
    _in_builder(
        "TUN602",
        "one name for two things",
        "first = hp.Int('same', 8, 64)\nsecond = hp.Float('same', 0.1, 0.9)\nprint(first, second)",
    ),
)
