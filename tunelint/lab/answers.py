"""What a process that ran the user's script gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.questions import ScriptSpan
from tunelint.lab.row_ledger import Seen

# The digests of the rows of some arrays.
Arrays = tuple[tuple[str, ...], ...]

# In place of the digest of weights: the model has none yet.
UNBUILT = "not built"


@dataclass(frozen=True, slots=True)
class Stopping:
    """An early stopping by Keras or Lightning that a training of so many `epochs` is given.

    It begins to watch after `start` epochs, and looks once in `every` epochs. With a `baseline` it
    starts to wait the first time.
    """

    patience: int
    epochs: int
    start: int = 0
    baseline: bool = False
    every: int = 1

    @property
    def earliest(self) -> int:
        """The epoch (from 1) after which it can end the training at the earliest.

        Observed with Keras 3.15 and Lightning 2.6: patience 0 counts as 1.
        """
        looks = max(self.patience, 2) if self.baseline else max(self.patience, 1) + 1
        return self.start + self.every * looks


@dataclass(frozen=True, slots=True)
class Training:
    """One training (a Keras `fit`, an estimator's `fit`).

    `logs` are the curves by log name, one number an epoch. The weights are known by their digest
    (empty where it cannot be read), arrays by that of their content: `data` maps ``x``, ``y``,
    ``validation x``, ``validation y`` to digests, where they are arrays. `rows` is the number of
    training rows, `model` a digest of how the model is built and configured, `steps_before` how
    many steps its optimizer had made already, where that is known. `stoppings` are the early
    stoppings among its callbacks. `row_marks` holds a digest of each row of the arrays in `data`,
    where the question asks for rows, and `behind` what made the rows that it validates on, of which
    there are `scored`. Where the question asks for halves, `halves` are, by log name, pairs of what
    it reached on a random half of those rows and on the rest.
    """

    framework: str
    epochs_asked: int | None = None
    epochs_run: int | None = None
    logs: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    weights_before: str = ""
    weights_after: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None
    model: str = ""
    callbacks: tuple[str, ...] = ()
    steps_before: int | None = None
    stoppings: tuple[Stopping, ...] = ()
    error: str = ""
    seconds: float = 0.0
    row_marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scored: int = 0
    behind: Mapping[str, Seen] = field(default_factory=dict)
    halves: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """One evaluation: the digests of its arrays, and the numbers that came back by name.

    A prediction that no number came back from is one with an empty `result`. `row_marks`, `scored`,
    `behind` and `halves` as for a training.
    """

    framework: str
    data: Mapping[str, str]
    result: Mapping[str, float]
    row_marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scored: int = 0
    behind: Mapping[str, Seen] = field(default_factory=dict)
    halves: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One configuration tried: its score as the search takes it, and all that was trained.

    `state` is ``complete``, ``failed``, ``pruned`` or ``proposed`` (nothing was run); `error` the
    exception in one line (``KeyError: 'val_acc'``). `values` are those of the watched expressions,
    in the order of the question's spans, each as often as it was reached. `facts` is what the
    tuner itself says about the trial.
    """

    configuration: Configuration
    state: str = "proposed"
    score: float | None = None
    error: str = ""
    seed: int | None = None
    trainings: tuple[Training, ...] = ()
    evaluations: tuple[Measured, ...] = ()
    values: tuple[tuple[Value, ...], ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What happened at a watched span.

    It was begun `reached` times and came to its end `ended` times; `raised` is the first exception
    that it ended in, in one line, `kinds` the names of that one's classes, its own first, `unmade`
    the first one that kept a call's arguments from being there, `refused` the keywords that the
    signature of a failing call does not take. `values` are those of the
    expression, `warnings` what was warned of while the call or statement ran.
    Where the question asks for rows, `rows` has, for each value, the row digests of the arrays that
    it is made of, and `given` those of the arrays that a call was given (its object first), `left`
    the same arrays once it was over.
    """

    span: ScriptSpan
    reached: int = 0
    raised: str = ""
    values: tuple[Value, ...] = ()
    warnings: tuple[str, ...] = ()
    rows: tuple[Arrays, ...] = ()
    ended: int = 0
    kinds: tuple[str, ...] = ()
    unmade: str = ""
    refused: tuple[str, ...] = ()
    inputs: tuple[Arrays, ...] = ()
    left: tuple[Arrays, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One call that started a search: the trials that were there before, and those it ran."""

    span: ScriptSpan
    before: int
    trials: tuple[Trial, ...]
    error: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that one process answers.

    `reached` says that the place of the question was reached, `why` in one line what kept it from
    an answer. `facts` is what the live search says of itself (``seed``, ``direction``, …).
    `seconds_to_search` is the script's own way to the search, imports included. `earlier` are the
    answers of the runs before, where the script was run several times. `synthetic`: made-up data
    stood in for the script's. `changed` names what the process did otherwise than the script says:
    it trained for fewer ``epochs`` or on fewer ``rows``, or itself did what the script gives to
    other processes (``n_jobs``). Where the script `ended` before the place of the question, that
    says how; `last_words` are then the last lines that it printed to its standard error, and
    `unreached` the places among those that others ask about (`Job.others`) that it did not come to.
    """

    reached: bool
    why: str = ""
    trials: tuple[Trial, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    watched: tuple[Watched, ...] = ()
    runs: tuple[Run, ...] = ()
    seconds: float = 0.0
    seconds_to_search: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)
    device: str = "cpu"
    guard: str = ""
    synthetic: bool = False
    earlier: tuple[Answer, ...] = ()
    changed: frozenset[str] = frozenset()
    ended: str = ""
    last_words: str = ""
    unreached: frozenset[ScriptSpan] = frozenset()

    @property
    def trained(self) -> bool:
        """Whether something was trained for it."""
        runs = (trial for run in self.runs for trial in run.trials)
        return any(trial.trainings for trial in (*self.trials, *runs))
