"""Spellings: the same program as other people would write it."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Callable, Mapping

from programs import Program
from trees import calls, expression, names_bound, statements

# What builds or runs a search, by tuner: the calls whose arguments are spelled in other ways.
SEARCHING: Mapping[str, tuple[str, ...]] = {
    "keras_tuner": ("RandomSearch", "BayesianOptimization", "Hyperband", "GridSearch"),
    "hyperopt": ("fmin",),
    "optuna": ("create_study", "optimize", "OptunaSearchCV"),
    "scikit_learn": ("GridSearchCV", "RandomizedSearchCV"),
    "scikit_optimize": ("gp_minimize", "forest_minimize", "BayesSearchCV"),
    "bayes_opt": ("maximize",),
    "ray_tune": ("TuneConfig", "run"),
    "hand_written_loops": ("fit",),
}
# Their parameters that can be given by position, in order.
POSITIONAL: Mapping[str, tuple[str, ...]] = {
    "RandomSearch": ("hypermodel", "objective", "max_trials", "seed"),
    "BayesianOptimization": (
        "hypermodel",
        "objective",
        "max_trials",
        "num_initial_points",
        "alpha",
        "beta",
        "seed",
    ),
    "Hyperband": (
        "hypermodel",
        "objective",
        "max_epochs",
        "factor",
        "hyperband_iterations",
        "seed",
    ),
    "GridSearch": ("hypermodel", "objective", "max_trials", "seed"),
    "fmin": ("fn", "space", "algo", "max_evals"),
    "optimize": ("func", "n_trials"),
    "maximize": ("init_points", "n_iter"),
    "GridSearchCV": ("estimator", "param_grid"),
    "RandomizedSearchCV": ("estimator", "param_distributions"),
    "gp_minimize": ("func", "dimensions"),
    "forest_minimize": ("func", "dimensions"),
    "BayesSearchCV": ("estimator", "search_spaces"),
}

Files = dict[str, str]


def as_written(program: Program) -> Files | None:
    """The program as it is."""
    return program.texts()


def aliased(program: Program) -> Files | None:
    """Every import of a module or a capitalised name gets another name of its own."""
    changed = program.copy()
    for tree in changed.trees:
        renamed: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and not _is_local(node, changed):
                for alias in node.names:
                    old = alias.asname or alias.name
                    if "." not in old and old not in ("*", "annotations"):
                        alias.asname = renamed[old] = f"{old}_x"
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in renamed:
                node.id = renamed[node.id]
    return changed.texts()


def _is_local(node: ast.Import | ast.ImportFrom, program: Program) -> bool:
    modules = {name.removesuffix(".py").split("/")[0] for name in program.files}
    if isinstance(node, ast.ImportFrom):
        return bool(node.level) or (node.module or "").split(".")[0] in modules
    return any(alias.name.split(".")[0] in modules for alias in node.names)


def by_position(program: Program) -> Files | None:
    """The first arguments of the search's calls by position."""
    changed = program.copy()
    moved = False
    for site in calls(changed, *SEARCHING.get(changed.tuner, ())):
        call = site.call
        parameters = POSITIONAL.get(_last(call), ())
        while len(call.args) < len(parameters):
            wanted = parameters[len(call.args)]
            given = next((one for one in call.keywords if one.arg == wanted), None)
            if given is None or any(isinstance(one, ast.Starred) for one in call.args):
                break
            call.keywords.remove(given)
            call.args.append(given.value)
            moved = True
    return changed.texts() if moved else None


def by_dictionary(program: Program) -> Files | None:
    """The keyword arguments of the search's calls in a dictionary of their own."""
    changed = program.copy()
    moved = False
    for number, site in enumerate(reversed(calls(changed, *SEARCHING.get(changed.tuner, ())))):
        named = [one for one in site.call.keywords if one.arg]
        if not named or len(named) < len(site.call.keywords):
            continue
        if isinstance(site.statement, ast.While | ast.For | ast.If | ast.With | ast.ClassDef):
            continue
        keys = [ast.Constant(one.arg) for one in named]
        values = [one.value for one in named]
        name = f"settings_{number}"
        assignment = ast.Assign(
            [ast.Name(name, ast.Store())], ast.Dict(list(keys), values), lineno=0
        )
        site.block[site.index : site.index] = [assignment]
        site.call.keywords[:] = [ast.keyword(None, ast.Name(name, ast.Load()))]
        moved = True
    return changed.texts() if moved else None


def in_a_function(program: Program) -> Files | None:
    """What the script does stands in a function that is called at the end."""
    changed = program.copy()
    moved = False
    for tree in changed.trees:
        if _has_main(tree) or not _is_script(tree):
            continue
        kept = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
        body = [one for one in tree.body if one not in kept]
        main = ast.FunctionDef("main", _no_arguments(), body, [])
        main.type_params = []  # type: ignore[attr-defined]
        tree.body = [*kept, main, *statements("if __name__ == '__main__':\n    main()")]
        moved = True
    return changed.texts() if moved else None


def in_a_module(program: Program) -> Files | None:
    """The functions and classes that need nothing of the script stand in a module of their own."""
    if len(program.files) != 1:
        return None
    changed = program.copy()
    (name, tree), *_ = changed.files.items()
    imports = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    known = {alias.asname or alias.name.split(".")[0] for one in imports for alias in one.names}
    known |= set(vars(builtins)) | {"__name__"}
    moved: list[ast.FunctionDef | ast.ClassDef] = []
    for one in tree.body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and _free(one) <= known:
            moved.append(one)
            known.add(one.name)
    if not moved:
        return None
    named = ", ".join(one.name for one in moved)
    module = ast.Module([*imports, *moved], [])
    rest = [one for one in tree.body if one not in moved]
    place = 1 + max(index for index, one in enumerate(rest) if one in imports)
    rest[place:place] = statements(f"from building import {named}")
    tree.body = rest
    texts = changed.texts()
    return {name: texts[name], "building.py": ast.unparse(ast.fix_missing_locations(module))}


def _free(definition: ast.FunctionDef | ast.ClassDef) -> set[str]:
    """The names that a definition reads and does not bind itself."""
    bound = {definition.name}
    for node in ast.walk(definition):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound |= {alias.asname or alias.name for alias in names}
            case ast.ExceptHandler(name=str(name)):
                bound.add(name)
    return names_bound(definition) - bound


def in_a_notebook(program: Program) -> Files | None:
    """One cell for the imports, then one for every few statements, with a magic in front."""
    if len(program.files) != 1:
        return None
    (tree,) = program.copy().trees
    if _has_main(tree):
        return None
    sources = ["%matplotlib inline\n!pip install -q something"]
    imports = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    rest = [one for one in tree.body if one not in imports]
    for group in (imports, *([one] for one in rest)):
        sources.append("\n".join(ast.unparse(ast.fix_missing_locations(one)) for one in group))
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for source in sources
    ]
    metadata = {"kernelspec": {"language": "python", "name": "python3"}}
    text = json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    return {"program.ipynb": text}


def with_constants(program: Program) -> Files | None:
    """The numbers and strings of the search's calls stand in constants of the module."""
    changed = program.copy()
    moved = False
    for tree in changed.trees:
        constants: list[ast.stmt] = []
        for site in calls(Program("", "", {"": tree}), *SEARCHING.get(changed.tuner, ())):
            for one in site.call.keywords:
                if isinstance(one.value, ast.Constant) and one.arg and one.value.value is not None:
                    name = f"{one.arg.upper()}_{len(constants)}"
                    constants += statements(f"{name} = {one.value.value!r}")
                    one.value = expression(name)
        place = _after_imports(tree)
        tree.body[place:place] = constants
        moved = moved or bool(constants)
    return changed.texts() if moved else None


def _after_imports(tree: ast.Module) -> int:
    places = [
        index for index, one in enumerate(tree.body) if isinstance(one, ast.Import | ast.ImportFrom)
    ]
    return max(places, default=-1) + 1


def _last(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _no_arguments() -> ast.arguments:
    return ast.arguments([], [], None, [], [], None, [])


def _has_main(tree: ast.Module) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "main" for one in tree.body) or any(
        isinstance(one, ast.If) and "__name__" in ast.unparse(one.test) for one in tree.body
    )


def _is_script(tree: ast.Module) -> bool:
    """Whether the module does something that can as well be done in a function."""
    nodes = list(ast.walk(tree))
    if any(isinstance(node, ast.Global | ast.Nonlocal) for node in nodes):
        return False
    if any(a.name == "*" for node in nodes if isinstance(node, ast.ImportFrom) for a in node.names):
        return False
    return any(
        isinstance(node, ast.Call)
        for one in tree.body
        if isinstance(one, ast.Expr | ast.Assign)
        for node in ast.walk(one)
    )


SPELLINGS: Mapping[str, Callable[[Program], Files | None]] = {
    "as written": as_written,
    "aliased imports": aliased,
    "by position": by_position,
    "by a dictionary": by_dictionary,
    "through constants": with_constants,
    "in a function": in_a_function,
    "split over modules": in_a_module,
    "in a notebook": in_a_notebook,
}
