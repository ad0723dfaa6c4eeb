"""Storage: where a search keeps its trials, for itself and for later runs."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.model.facts import UNKNOWN, Fact


@dataclass(frozen=True, eq=False, kw_only=True)
class Project:
    """Where a Keras Tuner search keeps its trials."""

    directory: Fact
    name: Fact
    overwrite: Fact
    place: Place
    # The call that builds the tuner.
    built: CallEvent


@dataclass(frozen=True, eq=False, kw_only=True)
class Storage:
    """Where a study keeps its trials for later runs: `address` and `name` identify it."""

    address: Fact
    name: Fact
    # The search goes on with what is stored there; None where not known.
    resumes: bool | None
    # Its sampler starts again with the trials that it proposed first.
    repeats: bool = False
    # What it is told is better, which counts only where nothing is stored yet.
    direction: Fact = UNKNOWN


@dataclass(frozen=True, eq=False, kw_only=True)
class Unsaved:
    """A call that fails because the trials of a Keras Tuner search save no model."""

    # ``get_best_models``, ``load_model``; or ``save_model``, which the tuner lacks.
    event: CallEvent
    # The project's ``run_trial`` or ``HyperModel.fit`` in which no model is saved.
    method: Function
    # It happens in the trial, which fails.
    in_trial: bool = False
