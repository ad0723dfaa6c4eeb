"""Pitfalls of seeds (TUN1xx)."""

from __future__ import annotations

import ast

from pitfall import Pitfall
from programs import Program
from trees import (
    add_import,
    calls,
    drop,
    drop_seedings,
    expression,
    keyword,
    put,
    statements,
)

KT_RANDOM = ("RandomSearch", "BayesianOptimization", "Hyperband")
KT_ORACLES = ("RandomSearchOracle", "BayesianOptimizationOracle", "HyperbandOracle")
SAMPLERS = ("TPESampler", "RandomSampler", "CmaEsSampler", "NSGAIISampler", "GPSampler")
SKOPT = ("gp_minimize", "forest_minimize", "BayesSearchCV", "Optimizer")
SEARCHERS = ("OptunaSearch", "HyperOptSearch", "BasicVariantGenerator")
SEEDED = {
    "keras_tuner": (*KT_RANDOM, *KT_ORACLES),
    "hyperopt": ("fmin",),
    "optuna": SAMPLERS,
    "scikit_learn": ("RandomizedSearchCV", "HalvingRandomSearchCV"),
    "scikit_optimize": SKOPT,
    "bayes_opt": ("BayesianOptimization",),
    "ray_tune": SEARCHERS,
    "hand_written_loops": ("ParameterSampler",),
}
SEED_ARGUMENTS = ("seed", "random_state", "rstate", "random_state_seed")
# What seeds a process and is not read by the tuner's proposals.
ANOTHER = {
    "keras_tuner": ("import numpy as np", "np.random.seed(3)"),
    "hyperopt": ("import random", "random.seed(3)"),
    "optuna": ("import numpy as np", "np.random.seed(3)"),
    "scikit_learn": ("import random", "random.seed(3)"),
    "scikit_optimize": ("import random", "random.seed(3)"),
    "bayes_opt": ("import numpy as np", "np.random.seed(3)"),
    "ray_tune": ("import random", "random.seed(3)"),
}
SPLITS = ("train_test_split", "ShuffleSplit", "StratifiedShuffleSplit")


def _unseed(program: Program) -> bool:
    """Take the seeds from the calls that propose; whether there was one."""
    found = [drop(s.call, *SEED_ARGUMENTS) for s in calls(program, *SEEDED[program.tuner])]
    return any(found)


def without_seed(program: Program) -> bool:
    drop_seedings(program)
    return _unseed(program)


def none_as_seed(program: Program) -> bool:
    drop_seedings(program)
    changed = False
    for site in calls(program, *SEEDED[program.tuner]):
        for one in site.call.keywords:
            if one.arg in SEED_ARGUMENTS:
                one.value = expression("None")
                changed = True
    return changed


def seed_comes_too_late(program: Program) -> bool:
    """Keras Tuner's oracle draws its seed when the tuner is built."""
    if program.tuner != "keras_tuner":
        return False
    seedings = drop_seedings(program)
    if not seedings or not _unseed(program):
        return False
    (site, *_) = calls(program, *KT_RANDOM) or (None,)
    if site is None or not isinstance(site.statement, ast.Assign) or site.depth:
        return False
    site.after("import random\nrandom.seed(3)")
    return True


def another_generator(program: Program) -> bool:
    if program.tuner not in ANOTHER:
        return False
    drop_seedings(program)
    if not _unseed(program):
        return False
    needed, seeding = ANOTHER[program.tuner]
    add_import(program, f"{needed}\n{seeding}")
    return True


def _zero(value: str) -> Pitfall:
    def inject(program: Program) -> bool:
        changed = False
        if program.tuner == "keras_tuner":
            for site in calls(program, *KT_RANDOM, *KT_ORACLES):
                if keyword(site.call, "seed") is not None:
                    put(site.call, "seed", value)
                    changed = True
        return changed

    return Pitfall("TUN102", f"seed={value}", inject)


def _rstate(value: str) -> Pitfall:
    def inject(program: Program) -> bool:
        found = [s for s in calls(program, "fmin") if keyword(s.call, "rstate") is not None]
        for site in found:
            put(site.call, "rstate", value)
        if found:
            add_import(program, "import numpy as np")
        return bool(found)

    return Pitfall("TUN104", f"rstate={value}", inject)


def unseeded_keras(program: Program) -> bool:
    """The search keeps its own seed; what trains in its trials loses the process-wide one."""
    if program.tuner not in ("keras_tuner", "hyperopt", "optuna"):
        return False
    seeded = any(
        keyword(s.call, name) is not None
        for s in calls(program, *SEEDED[program.tuner])
        for name in SEED_ARGUMENTS
    )
    dropped = drop_seedings(program)
    trains = bool(calls(program, "compile"))
    return seeded and trains and any("set_random_seed" in ast.unparse(one) for one in dropped)


def only_tensorflow(program: Program) -> bool:
    if not unseeded_keras(program):
        return False
    add_import(program, "import tensorflow as tf\ntf.random.set_seed(3)")
    return True


RANDOM_ESTIMATORS = (
    "RandomForestClassifier",
    "RandomForestRegressor",
    "ExtraTreesClassifier",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "MLPClassifier",
)


def unseeded_estimator(program: Program) -> bool:
    drop_seedings(program)
    seeded = any(
        keyword(s.call, name) is not None
        for s in calls(program, *SEEDED[program.tuner])
        for name in SEED_ARGUMENTS
    )
    found = calls(program, *RANDOM_ESTIMATORS)
    # What is built for the final fit only is no part of a trial.
    in_trials = [s for s in found if s.functions or program.tuner == "scikit_learn"]
    dropped = [drop(s.call, "random_state") for s in found]
    return seeded and bool(in_trials) and all(dropped)


def unseeded_split(program: Program) -> bool:
    drop_seedings(program)
    dropped = [drop(s.call, "random_state") for s in calls(program, *SPLITS)]
    return any(dropped)


def none_seeds_the_split(program: Program) -> bool:
    drop_seedings(program)
    found = [s for s in calls(program, *SPLITS) if keyword(s.call, "random_state") is not None]
    for site in found:
        put(site.call, "random_state", "None")
    return bool(found)


def in_parallel(program: Program) -> bool:
    if program.tuner != "optuna" or not any(
        keyword(s.call, "seed") is not None for s in calls(program, *SAMPLERS)
    ):
        return False
    found = calls(program, "optimize")
    for site in found:
        put(site.call, "n_jobs", "4")
    return bool(found) and not calls(program, "GridSampler")


def on_all_cores(program: Program) -> bool:
    changed = in_parallel(program)
    for site in calls(program, "optimize") if changed else ():
        put(site.call, "n_jobs", "-1")
    return changed


def single_execution(program: Program) -> bool:
    """Every tuner without executions_per_trial is one; those that have it lose it."""
    found = [s for s in calls(program, *KT_RANDOM) if program.tuner == "keras_tuner"]
    dropped = [drop(s.call, "executions_per_trial") for s in found]
    return any(dropped)


def one_execution(program: Program) -> bool:
    found = [s for s in calls(program, *KT_RANDOM) if program.tuner == "keras_tuner"]
    for site in found:
        put(site.call, "executions_per_trial", "1")
    return bool(found) and bool(calls(program, "compile"))


def seed_in_the_builder(program: Program) -> bool:
    if program.tuner != "keras_tuner":
        return False
    tuners = calls(program, *KT_RANDOM)
    builders = [s.functions[-1] for s in calls(program, "compile") if s.functions]
    if not tuners or not builders:
        return False
    for site in tuners:
        put(site.call, "executions_per_trial", "3")
    for builder in {id(one): one for one in builders}.values():
        builder.body[0:0] = statements("import keras\nkeras.utils.set_random_seed(1)")
    return True


PITFALLS = (
    Pitfall("TUN101", "no seed at all", without_seed),
    Pitfall("TUN101", "None as the seed", none_as_seed),
    Pitfall("TUN103", "seeded after the tuner is built", seed_comes_too_late),
    Pitfall("TUN103", "another generator seeded", another_generator),
    _zero("0"),
    _zero("False"),
    _rstate("42"),
    _rstate("np.random.RandomState(42)"),
    Pitfall("TUN105", "Keras not seeded", unseeded_keras),
    Pitfall("TUN105", "only TensorFlow seeded", only_tensorflow),
    Pitfall("TUN105", "estimator without random_state", unseeded_estimator),
    Pitfall("TUN106", "split without random_state", unseeded_split),
    Pitfall("TUN106", "random_state=None", none_seeds_the_split),
    Pitfall("TUN107", "n_jobs=4", in_parallel),
    Pitfall("TUN107", "n_jobs=-1", on_all_cores),
    Pitfall("TUN108", "executions_per_trial removed", single_execution),
    Pitfall("TUN108", "executions_per_trial=1", one_execution),
    Pitfall("TUN109", "set_random_seed in the builder", seed_in_the_builder),
)
