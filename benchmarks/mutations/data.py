"""Pitfalls of data (TUN2xx)."""

from __future__ import annotations

import ast

from pitfall import Pitfall
from programs import Program
from seeds import KT_RANDOM
from trees import (
    Site,
    add_import,
    calls,
    keyword,
    names_bound,
    put,
    replace_nodes,
    runs_its_own_trials,
    written,
)

SEARCHES = ("RandomizedSearchCV", "GridSearchCV", "BayesSearchCV", "OptunaSearchCV")
TRAINING = ("search", "fit", "cross_val_score", "cross_validate")


def _training_rows(program: Program) -> tuple[Site, str, str] | None:
    """The split that makes the rows which a search trains on, and what they are called."""
    names = [
        tuple(one.id for one in site.call.args if isinstance(one, ast.Name))
        for site in calls(program, *TRAINING)
        if site.functions or program.tuner in ("keras_tuner", "scikit_learn")
    ]
    for site in calls(program, "train_test_split"):
        if isinstance(site.statement, ast.Assign):
            bound = names_bound(site.statement.targets[0])
            for used in names:
                if len(used) >= 2 and set(used[-2:]) <= bound:
                    return site, used[-2], used[-1]
    return None


def _permuted(draw: str, *imports: str) -> Pitfall:
    def inject(program: Program) -> bool:
        found = _training_rows(program)
        if found is None:
            return False
        site, x, y = found
        site.after(f"{draw.format(a=x)}\n{draw.format(a=y)}")
        add_import(program, "\n".join(imports))
        return True

    return Pitfall("TUN201", draw.format(a="x"), inject)


def _renamed(program: Program, old: str, new: str) -> None:
    def name(node: ast.AST) -> ast.AST | None:
        if isinstance(node, ast.Name) and node.id == old:
            node.id = new
            return node
        if isinstance(node, ast.arg) and node.arg == old:
            node.arg = new
            return node
        if isinstance(node, ast.keyword) and node.arg == old:
            node.arg = new
            return node
        return None

    replace_nodes(program, ast.AST, name)


def validated_on_test(program: Program) -> bool:
    """The search's validation data are the rows that are called the test set."""
    found = False
    for site in calls(program, "search"):
        given = keyword(site.call, "validation_data")
        names = {name for tree in program.trees for name in names_bound(tree)}
        if isinstance(given, ast.Tuple) and {"x_test", "y_test"} <= names:
            put(site.call, "validation_data", "(x_test, y_test)")
            found = True
    return found and program.tuner == "keras_tuner"


def validation_called_test(program: Program) -> bool:
    """The rows that trials are scored on bear the name of a test set."""
    names = {name for tree in program.trees for name in names_bound(tree)}
    for validation, test in (("x_val", "x_test"), ("X_val", "X_test"), ("x_valid", "x_test")):
        labels = validation.lower().replace("x_", "y_"), "y_test"
        if validation in names and labels[0] in names and test not in names:
            _renamed(program, validation, test)
            _renamed(program, *labels)
            return program.tuner != "scikit_learn"
    return False


def searched_on_all_rows(program: Program) -> bool:
    """A cross-validated search is fitted on all rows although a test part was split off them."""
    splits = [
        s
        for s in calls(program, "train_test_split")
        if len(s.call.args) >= 2 and isinstance(s.statement, ast.Assign)
    ]
    if len(splits) != 1 or not calls(program, *SEARCHES):
        return False
    whole = [written(one) for one in splits[0].call.args[:2]]
    target = splits[0].statement.targets[0]  # type: ignore[attr-defined]
    if not isinstance(target, ast.Tuple) or len(target.elts) != 4:
        return False
    x_train, x_test, y_train, _ = (written(one) for one in target.elts)
    later = [s for s in calls(program, "score", "predict") if x_test in written(s.call)]
    for site in calls(program, "fit"):
        if [written(one) for one in site.call.args[:2]] == [x_train, y_train] and later:
            site.call.args[:2] = [ast.parse(one, mode="eval").body for one in whole]
            return site.block is splits[0].block
    return False


def _cut_by_hand(program: Program, split: Site) -> bool:
    """Whether the rows that are split are a part of others: then they are not all rows."""
    return any(
        isinstance(node, ast.Assign)
        and written(split.call.args[0]) in {written(n) for n in ast.walk(node.targets[0])}
        and any(isinstance(n, ast.Slice) for n in ast.walk(node.value))
        for tree in program.trees
        for node in ast.walk(tree)
    )


def _fitted_before_split(transformer: str, needed: str) -> Pitfall:
    def inject(program: Program) -> bool:
        if program.tuner not in ("keras_tuner", "scikit_learn", "hyperopt", "optuna"):
            return False
        splits = [s for s in calls(program, "train_test_split") if len(s.call.args) >= 2]
        if _training_rows(program) is None or len(program.files) > 1:
            return False
        first = splits[0]
        if not isinstance(first.call.args[0], ast.Name) or _cut_by_hand(program, first):
            return False
        x = first.call.args[0].id
        first.before(f"{x} = {transformer}.fit_transform({x})")
        add_import(program, needed)
        return True

    return Pitfall("TUN203", f"{transformer} before the split", inject)


def validated_on_training(program: Program) -> bool:
    changed = False
    for site in calls(program, "search"):
        first = [written(one) for one in site.call.args[:2]]
        if len(first) == 2 and keyword(site.call, "validation_data") is not None:
            put(site.call, "validation_data", f"({first[0]}, {first[1]})")
            changed = True
    return changed


def split_of_a_dataset(program: Program) -> bool:
    if runs_its_own_trials(program):
        return False
    for site in calls(program, "search"):
        first = [written(one) for one in site.call.args[:2]]
        if len(first) == 2 and calls(program, *KT_RANDOM) and calls(program, "compile"):
            site.before(
                f"rows = tf.data.Dataset.from_tensor_slices(({first[0]}, {first[1]})).batch(8)"
            )
            site.call.args[:2] = [ast.Name("rows", ast.Load())]
            site.call.keywords[:] = [
                one
                for one in site.call.keywords
                if one.arg not in ("batch_size", "validation_data")
            ]
            put(site.call, "validation_split", "0.2")
            add_import(program, "import tensorflow as tf")
            return True
    return False


PITFALLS = (
    _permuted("{a} = np.random.permutation({a})", "import numpy as np"),
    _permuted("np.random.shuffle({a})", "import numpy as np"),
    _permuted("{a} = shuffle({a})", "from sklearn.utils import shuffle"),
    Pitfall("TUN202", "validation_data=(x_test, y_test)", validated_on_test),
    Pitfall("TUN202", "scored on rows called test", validation_called_test),
    Pitfall("TUN202", "cross-validated on all rows", searched_on_all_rows),
    _fitted_before_split("StandardScaler()", "from sklearn.preprocessing import StandardScaler"),
    _fitted_before_split("PCA(n_components=2)", "from sklearn.decomposition import PCA"),
    Pitfall("TUN204", "validation_data is the training data", validated_on_training),
    Pitfall("TUN205", "validation_split of a Dataset", split_of_a_dataset),
)
