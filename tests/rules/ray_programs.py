"""Programs of Ray Tune for the tests of rules: what they share, and where findings are expected."""

from __future__ import annotations

HEAD = """\
import functools
import random
import keras
import numpy as np
import optuna
import ray
from keras import layers
from ray import train, tune
from ray.tune import TuneConfig, Tuner
from ray.tune.schedulers import ASHAScheduler
from ray.tune.search import ConcurrencyLimiter
from ray.tune.search.basic_variant import BasicVariantGenerator
from ray.tune.search.hyperopt import HyperOptSearch
from ray.tune.search.optuna import OptunaSearch
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def svm(config):
    model = SVC(C=config["C"]).fit(x_train, y_train)
    tune.report({"acc": accuracy_score(y_val, model.predict(x_val))})


"""
MARK = "  # here"


def marked(text: str) -> tuple[str, list[int]]:
    """A program below the head, and the lines that end with ``# here``, which are expected."""
    whole = HEAD + text
    lines = whole.split("\n")
    found = [number for number, line in enumerate(lines, 1) if line.endswith(MARK)]
    return whole.replace(MARK, ""), found
