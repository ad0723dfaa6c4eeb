"""Training: what is compiled, trained and evaluated, inside of trials and around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Argument, Term
from tunelint.model.facts import UNKNOWN, Fact, Known, Unknown

_IN_EPOCHS = frozenset({"keras", "lightning", "torch"})


@dataclass(frozen=True, eq=False, kw_only=True)
class Metric:
    """One metric that a model is compiled with."""

    # The name under which it is logged, None where it cannot be read.
    logged: str | None
    # As it is written: ``accuracy``, ``AUC``.
    written: str
    place: Place | None
    # More is better; None where not known.
    grows: bool | None = None
    # Keras numbers its name per process (an unnamed instance).
    numbered: bool = False
    # It is none of Keras' own, or one whose direction Keras does not know.
    custom: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Compilation:
    """``model.compile(…)``."""

    event: CallEvent
    model: Term
    loss: Fact
    # None where they cannot be read, () where there are none.
    metrics: tuple[Metric, ...] | None
    optimizer: Term | None
    # The number of the model's outputs, None where not known.
    outputs: int | None = None
    # How several outputs are named in the logs; None where one of them cannot be named.
    output_names: tuple[str, ...] | None = None
    # The names that callbacks of the project's own may log besides; None where a model, a layer or
    # a callback may log anything.
    others: frozenset[str] | None = frozenset()


@dataclass(frozen=True, eq=False, kw_only=True)
class Callback:
    """A callback that a Keras fit or search is given."""

    # The Keras class (``EarlyStopping``, ``ModelCheckpoint``, …), the nearest one for a subclass
    # written in the project, ``custom`` for anything else that can do anything.
    kind: str
    event: CallEvent
    monitor: Fact
    mode: Fact
    patience: Fact = UNKNOWN
    start_from_epoch: Fact = UNKNOWN
    # ``restore_best_weights``.
    restores: Fact = UNKNOWN
    # ``save_best_only``.
    saves_best: Fact = UNKNOWN


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit:
    """A training: ``model.fit``, a Keras Tuner ``search``, an estimator's ``fit``, a loop."""

    event: CallEvent
    # ``keras``, ``scikit_learn``, ``torch`` (the event is ``loss.backward()``), ``lightning`` or
    # ``boosting`` (``xgboost.train`` and its like, whose value is the model).
    framework: str
    # What is trained; for a Keras Tuner ``search`` the tuner.
    model: Term
    features: Term | None
    labels: Term | None
    epochs: Fact = UNKNOWN
    # As in Keras.
    initial_epoch: Fact = UNKNOWN
    steps_per_epoch: Fact = UNKNOWN
    # The terms of ``validation_data``, features first; () where none is given, None where it cannot
    # be read.
    validation: tuple[Term, ...] | None = ()
    validation_argument: Argument | None = None
    # The share of rows, a number from 0 to 1.
    validation_split: Fact = UNKNOWN
    # None where they cannot be listed.
    callbacks: tuple[Callback, ...] | None = ()
    # There can be more callbacks than those.
    callbacks_open: bool = False
    # What the features surely are where they are no arrays: ``dataset``, ``generator`` or
    # ``sequence`` (a Keras ``PyDataset``).
    feed: str = ""
    # The loops that make up one training, where it is written out.
    loops: tuple[LoopFrame, ...] = ()
    # The ``for`` of them that counts its epochs.
    epoch_loop: Place | None = None
    # The values that it is made with beside the model and the data: an optimizer's arguments, what
    # decides the number of epochs.
    settings: tuple[Term, ...] = ()

    @property
    def in_epochs(self) -> bool:
        """Whether it trains in epochs, on from the weights that are there; boosting does not."""
        return self.framework in _IN_EPOCHS

    @property
    def validated(self) -> bool | None:
        """Whether it gets validation data; None where that cannot be read."""
        if self.validation:
            return True
        if self.validation is None or self.validation_split.values is None:
            return None
        if self.validation_split.always(lambda share: not share):
            return False
        return True if self.validation_split.always(bool) else None


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """A score measured on rows: ``model.evaluate``, ``accuracy_score(y, model.predict(x))``."""

    event: CallEvent
    # The model or estimator, where it is known.
    model: Term | None
    # The arrays that it is measured on: features or predictions' inputs, and labels.
    data: tuple[Term, ...]
    # ``accuracy``, ``loss``, ``mean_squared_error``, …; None where not known.
    metric: str | None = None
    # More is better; None where not known.
    grows: bool | None = None
    # The call that does the scoring, where `event` is only a part of it: a PyTorch module applied
    # to one batch.
    scoring: Place | None = None

    @property
    def anchor(self) -> Place:
        """Where a finding about the scoring stands."""
        return self.scoring or self.event.anchor


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimator:
    """A scikit-learn (or compatible) estimator built in the source."""

    event: CallEvent
    # Its class: ``SVC``.
    name: str
    # ``sklearn``, ``xgboost``, …
    library: str
    # False where it is deterministic as configured, None where not known.
    uses_randomness: bool | None
    # Its own seed.
    random_state: Fact
    warm_start: Fact = UNKNOWN


def epochs_of(fits: Iterable[Fit]) -> Fact:
    """The epochs of the trainings in epochs among `fits`, where all of them have the same."""
    trainings = [fit.epochs for fit in fits if fit.in_epochs]
    if len(trainings) == 1:
        return trainings[0]
    numbers = {value for fact in trainings for value in fact.values or (None,)}
    if len(numbers) == 1 and None not in numbers:
        return Known(trainings[0].place, trainings[0].origins, numbers.pop())
    return Unknown(None, (), "several trainings" if trainings else "no training is seen")
