"""What the programs of Ray Tune begin with in the tests of rules."""

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
