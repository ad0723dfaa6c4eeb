"""The static model of hyperparameter searches: what the readers fill in and the rules ask.

Readers of tuners and frameworks turn the events of a trace into the records below. A rule asks
these records and never the libraries' names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import chain, dropwhile
from typing import Any, Protocol, TypeVar

from tunelint import registry
from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Function
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import Trace, callbacks, first_events
from tunelint.interpreter.unreached import rules_out
from tunelint.interpreter.values import Argument, Term
from tunelint.model.facts import Fact, Unknown
from tunelint.registry import Dialect

UNKNOWN = Unknown(None, (), "not read")
_IN_EPOCHS = frozenset({"keras", "lightning", "torch"})


@dataclass(frozen=True, eq=False, kw_only=True)
class Seeding:
    """A call (or environment variable) that seeds generators for the whole process.

    `generators` are of ``python``, ``numpy``, ``tensorflow``, ``torch``, ``hyperopt``
    (HYPEROPT_FMIN_SEED); ``keras.utils.set_random_seed`` seeds python, numpy and tensorflow.
    `restores` says that it sets a generator back to where it was earlier in the same run.
    """

    event: Event
    label: str
    generators: frozenset[str]
    value: Fact = UNKNOWN
    restores: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Draw:
    """A random split, permutation, shuffle or sample of rows.

    `kind` is ``split`` (train_test_split), ``splitter`` (KFold object), ``permutation`` (of
    the rows themselves), ``order`` (of indices), ``sample`` or ``numbers`` (random numbers, which
    choose rows only where a comparison of them indexes an array). `seed` is its own seed argument
    (Default(None) where not given); `generators` seed it where it has none of its own; `random`
    is False where it does not draw at all (``shuffle=False``). `inputs` are the arrays, and
    `in_place` says that they are changed rather than copied into `output`.
    """

    event: CallEvent
    kind: str
    label: str
    seed: Fact
    seed_argument: str | None
    generators: frozenset[str]
    inputs: tuple[Term, ...]
    output: Term
    random: bool = True
    in_place: bool = False
    generator: Term | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Metric:
    """One metric that a model is compiled with, by the name under which it is logged.

    `logged` is None where the name cannot be read; `numbered` where Keras numbers it per process
    (an unnamed instance); `grows` is True where more is better, None where not known.
    """

    asked: bool = False
    logged: str | None
    written: str
    place: Place | None
    grows: bool | None = None
    numbered: bool = False
    custom: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Compilation:
    """``model.compile(…)``: `metrics` is None where they cannot be read, () where there are none.

    `outputs` is the number of the model's outputs, None where not known. `others` are the names
    that callbacks of the project's own may log besides, None where a model, a layer or a callback
    may log anything.
    """

    event: CallEvent
    model: Term
    loss: Fact
    metrics: tuple[Metric, ...] | None
    optimizer: Term | None
    outputs: int | None = None
    others: frozenset[str] | None = frozenset()


@dataclass(frozen=True, eq=False, kw_only=True)
class Callback:
    """A callback that a Keras fit or search is given.

    `kind` is the name of the Keras class (``EarlyStopping``, ``ModelCheckpoint``, …), the nearest
    one for a subclass written in the project, ``custom`` for anything else that can do anything.
    """

    kind: str
    event: CallEvent
    monitor: Fact
    mode: Fact
    patience: Fact = UNKNOWN
    start_from_epoch: Fact = UNKNOWN
    restores: Fact = UNKNOWN


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit:
    """A training: ``model.fit``, a Keras Tuner ``search``, an estimator's ``fit``, a loop.

    `framework` is ``keras``, ``scikit_learn``, ``torch`` (the event is ``loss.backward()``),
    ``lightning`` or ``boosting`` (``xgboost.train`` and its like, whose value is the model).
    `validation` holds the terms of ``validation_data`` (features first), () where none is given,
    None where it cannot be read; `validation_split` likewise a fact. `callbacks` is None where
    they cannot be listed, and `callbacks_open` says that there can be more than those;
    `initial_epoch`, `steps_per_epoch` as in Keras. `loops` are the loops that make up one
    training, where it is written out, `epoch_loop` the ``for`` of them that counts its epochs;
    `settings` are the values that it is made with beside the model and the data: an optimizer's
    arguments, what decides the number of epochs. `feed` is what the features surely are where they
    are no arrays: ``dataset``, ``generator`` or ``sequence`` (a Keras ``PyDataset``), else empty.
    """

    event: CallEvent
    framework: str
    model: Term
    features: Term | None
    labels: Term | None
    epochs: Fact = UNKNOWN
    initial_epoch: Fact = UNKNOWN
    steps_per_epoch: Fact = UNKNOWN
    validation: tuple[Term, ...] | None = ()
    validation_argument: Argument | None = None
    validation_split: Fact = UNKNOWN
    callbacks: tuple[Callback, ...] | None = ()
    callbacks_open: bool = False
    feed: str = ""
    loops: tuple[LoopFrame, ...] = ()
    epoch_loop: Place | None = None
    settings: tuple[Term, ...] = ()

    @property
    def in_epochs(self) -> bool:
        """Whether it trains in epochs, on from the weights that are there; boosting does not."""
        return self.framework in _IN_EPOCHS


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """A score measured on rows: ``model.evaluate``, ``accuracy_score(y, model.predict(x))``.

    `data` are the arrays it is measured on (features or predictions' inputs, and labels);
    `model` the model or estimator where it is known; `metric` the metric's name (``accuracy``,
    ``loss``, ``mean_squared_error``, …), None where not known. `scoring` is the call that does
    the scoring, where `event` is only a part of it: a PyTorch module applied to one batch.
    """

    event: CallEvent
    model: Term | None
    data: tuple[Term, ...]
    metric: str | None = None
    grows: bool | None = None
    scoring: Place | None = None

    @property
    def anchor(self) -> Place:
        """Where a finding about the scoring stands."""
        return self.scoring or self.event.anchor


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimator:
    """A scikit-learn (or compatible) estimator built in the source.

    `uses_randomness` is False where it is deterministic as configured, None where not known;
    `random_state` its own seed.
    """

    event: CallEvent
    name: str
    library: str
    uses_randomness: bool | None
    random_state: Fact
    warm_start: Fact = UNKNOWN


@dataclass(frozen=True, eq=False, kw_only=True)
class Hyperparameter:
    """One hyperparameter as declared: where, under which name, over which range.

    `kind` is ``int``, ``float``, ``choice``, ``boolean`` or ``fixed``; `log` says whether it is
    drawn on a logarithmic scale; `quantised` whether draws are floats rounded to a step
    (``hp.quniform``); `function` is the library's name for it (``quniform``); `result` the value
    drawn. `options` are the choice's values, None where not listed. `raw_bounds` says that the
    library takes the bounds for exponents (``hp.loguniform``) and that neither is written as a
    logarithm. `key` is the entry of the space under which it stands, where that is not its name.
    `owner` is the class whose parameter it sets directly, and `parameter` that parameter
    (``SVC`` and ``C`` for ``svc__C``). `listed` is where the options are listed, where that is
    not the declaration itself. `half_open` says that the upper bound itself is never drawn, and
    `width` is what the library takes for the width of the range, given by position where others
    take the upper bound (``scipy.stats.uniform(loc, scale)``).
    """

    event: Event
    function: str
    kind: str
    name: Fact
    low: Fact = UNKNOWN
    high: Fact = UNKNOWN
    step: Fact = UNKNOWN
    log: bool | None = False
    quantised: bool = False
    options: tuple[Term, ...] | None = None
    raw_bounds: bool = False
    result: Term | None = None
    place: Place | None = None
    key: str | None = None
    owner: str | None = None
    parameter: str | None = None
    listed: Place | None = None
    half_open: bool = False
    width: Argument | None = None

    @property
    def anchor(self) -> Place:
        """Where a finding about the declaration stands."""
        return self.place or self.event.place


@dataclass(frozen=True, eq=False, kw_only=True)
class Use:
    """A drawn value that reaches a library's call as it was drawn.

    `taker` is what is called (``Dense``), `parameter` the name of the parameter that takes it;
    `argument` is where it is handed over, `arrives` the type that arrives: ``float``, ``int``,
    ``numpy.int64``, …, ``index`` for the position of a choice in its list of options, or
    ``option`` for whichever option an estimator is built with.
    `rejected` says that the taker fails on that type. `from_result` tells what the search gave
    back, read after it, from what a trial is given; `place` is where it is read.
    """

    hyperparameter: Hyperparameter
    event: CallEvent
    argument: Argument
    taker: str
    parameter: str
    arrives: str
    rejected: bool = False
    from_result: bool = False
    place: Place | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Rejection:
    """Something that a call is given, or calls, and that the current release rejects.

    `taker` is what rejects it (``Hyperband``, ``Adam``), empty where it no longer exists at all;
    `written` is what is rejected as the code has it (``max_trials=``, ``loss='deviance'``),
    `error` the exception, and `instead` what to write today, None where there is nothing.
    """

    event: Event
    place: Place
    taker: str
    written: str
    error: str
    instead: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class MovedName:
    """A library's name that is gone, or going, where the program imports or uses it.

    `written` is the name as it is written, in full; `instead` the name of today, None where
    nothing took its place. `importable` says that it still works, with a warning; `gone` is the
    name that no longer exists, which `written` is or lies below. `today` is where exactly this name
    surely stands today, empty where that is not known.
    """

    event: Event
    place: Place
    written: str
    instead: str | None
    importable: bool = False
    gone: str = ""
    today: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Score:
    """The number by which a trial is judged, as an objective returns it or a loop compares it.

    `metric` is what is measured (``accuracy``, ``loss``, ``mean_squared_error``, …) and
    `grows` whether more of it is better, None where not known; `negated` whether the sign was
    turned (``-score``, ``1 - score``). `data` are the arrays that it is measured on, `fit` the
    training before it. `place` is the return, or the comparison. `direction` is the direction in
    which the search takes this very number, where it has several objectives, `position` which of
    them it is.
    """

    event: Event
    place: Place
    term: Term
    metric: str | None = None
    grows: bool | None = None
    negated: bool = False
    data: tuple[Term, ...] = ()
    fit: Fit | None = None
    evaluation: Evaluation | None = None
    direction: str | None = None
    position: int = 0

    @property
    def better_when_higher(self) -> bool | None:
        """Whether a larger returned number is the better trial."""
        return None if self.grows is None else self.grows != self.negated


@dataclass(frozen=True, eq=False, kw_only=True)
class Scoreless:
    """A path through an objective that gives back something else than the search's score.

    `kind` is ``none`` (None is returned), ``nothing`` (the end is reached without a return),
    ``several`` (a tuple or list of `count` numbers) or ``mapping``; `wanted` is how many numbers
    the search takes.
    """

    event: Event
    place: Place
    kind: str
    wanted: int
    count: int = 0
    always: bool = False  # the objective shows no other way to end


@dataclass(frozen=True, eq=False, kw_only=True)
class Pruning:
    """How a search ends trials early that it is told go badly.

    `label` is the pruner's class and `event` what builds it; `reports` are the calls in a trial
    that report intermediate scores, `asks` those that ask whether to stop. `handed` says that
    code which cannot be read is given the trial and may do both (an integration's callback).
    """

    event: CallEvent
    place: Place
    label: str
    reports: tuple[CallEvent, ...] = ()
    asks: tuple[CallEvent, ...] = ()
    handed: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Storage:
    """Where a study keeps its trials for later runs: `address` and `name` identify it.

    `resumes` says that the search goes on with what is stored there, None where not known;
    `repeats` that its sampler starts again with the trials that it proposed first, and
    `direction` is what it is told, which counts only where nothing is stored yet.
    """

    address: Fact
    name: Fact
    resumes: bool | None
    repeats: bool = False
    direction: Fact = UNKNOWN


@dataclass(frozen=True, eq=False, kw_only=True)
class Objective:
    """What the search says it optimises, by name: a log's name, or a scorer's.

    `direction` is ``min``, ``max`` or Default(None) where the library infers it; `written` says
    how it is given: ``string``, ``Objective``, ``list``, ``scoring``, ``function``.
    `inferred` is the direction that the library takes for a string, and `refusal` the exception
    (``ValueError``) that it raises where it cannot infer one.
    """

    name: Fact
    direction: Fact
    written: str
    place: Place | None = None
    argument: Argument | None = None
    term: Term | None = None
    inferred: str | None = None
    refusal: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Randomness:
    """Where the proposals of a search come from.

    `draws` is False for a grid, None where not known. `seed` is the search's own seed (the fact's
    place is the argument), `argument` its name (``seed``, ``rstate``, ``random_state``).
    `generators` are the alternatives that seed it otherwise: each a set that must be seeded
    together before `moment`, the event at which the search draws its seed. `zero_is_none` says
    that 0 and False count as no seed. `swept` says that the seed is a loop's variable. `form` is
    what is handed as the seed where the library takes a generator: ``int``, ``RandomState``,
    ``Generator``, empty where it cannot be read. `holder` is the call that takes `argument`, where
    that is not the search's own (a sampler's). `drifts` says that several trials at once
    (`Search.parallel`) change what a seeded search proposes. `vain` tells in words which seed the
    search is `given` without reading it, where that is not `argument`.
    """

    draws: bool | None
    seed: Fact
    argument: str
    moment: Event
    generators: tuple[frozenset[str], ...] = ()
    zero_is_none: bool = False
    swept: bool = False
    reads: str = ""
    given: Argument | None = None
    form: str = ""
    holder: CallEvent | None = None
    drifts: bool = False
    vain: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Project:
    """Where a Keras Tuner search keeps its trials: `directory`, `name`, `overwrite`."""

    directory: Fact
    name: Fact
    overwrite: Fact
    place: Place
    built: CallEvent


@dataclass(frozen=True, eq=False, kw_only=True)
class InitialPoints:
    """Configurations that a search is asked to try before its own proposals.

    `argument` gives them; `ignored_for` is the argument for whose sake the library passes them
    over, None where it tries them or where that cannot be read.
    """

    argument: Argument
    ignored_for: Argument | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Passing:
    """How the passes of a hand-written search make up its trials.

    A trial is one pass of `loop`, the innermost of the nested loops that change the configuration;
    `counters` are variables of these that only count passes, `drawn` the calls that draw values in
    a pass, by name. The score stands where it is compared or kept (`compared`, expressions), where
    it is made (`made`, calls), and where it gets a name or is put into a table (`bound`, the
    targets).
    """

    loop: Place
    counters: frozenset[str] = frozenset()
    drawn: tuple[tuple[str, Place], ...] = ()
    compared: tuple[Place, ...] = ()
    made: tuple[Place, ...] = ()
    bound: tuple[Place, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Search:
    """One hyperparameter search.

    `tuner` is the library's name (``Keras Tuner``, ``Hyperopt``, ``scikit-learn``, ``loop``),
    `label` what the code calls (``RandomSearch``, ``fmin``), `algorithm` one of ``random``,
    ``grid``, ``bayesian``, ``hyperband``, ``tpe``, ``anneal``, ``adaptive tpe``, ``halving``,
    ``cma-es``, ``genetic``, ``quasi-random``, ``exhaustive``, ``forest``, ``boosted trees``,
    ``loop``, ``unknown``. `built` is the event that makes it, `place` the anchor of findings
    about the whole. `runs` are the calls that start it (``search``, ``fit``; ``fmin`` itself),
    in order; `result` is its value (the tuner, what ``fmin`` gives back).

    What a trial does: `functions` are the project's functions that it calls, and for a loop
    `loop` is the frame whose body is the trial, `passing` which of its passes is one trial.
    `compilations`, `fits`, `evaluations`, `estimators` and `scores` are those inside a trial.
    `epochs` is how long one trial trains, `winners` are the trainings after the search of what it
    found.
    `startup` is the number of random trials before a model is used, `budget` the number of
    trials; `refused_below_startup` is the exception that a smaller budget ends in, empty where
    the search then runs all the same. `custom_trial` says that the project replaces how a trial
    runs (own ``run_trial`` or ``HyperModel.fit``), so that the library's own behaviour cannot be
    assumed.
    `memory` is what keeps the finished trials from one run to the next (a ``Trials`` object, the
    tuner itself), `raises` the events that allow more trials than before. `uses` are the drawn
    values that reach a library's call unchanged, in trials and from the result. `rejections` are
    the arguments that the search itself does not take, `gives_none` the calls of its methods that
    return None.
    `framework` is what the tuner itself trains (``keras``, ``scikit_learn``), empty where only the
    trial tells. `parallel` is how many trials run at once, `threaded` that they share one process,
    `apart` that each runs in a process of its own, which no seed of the program's reaches,
    `carries` that objects made outside of the trials are the same ones in every trial.
    `scoreless` are the paths of the objective that give back no score, `pruning` the pruner that
    the search is given, `storage` where it keeps its trials for later runs. `continues` says that
    it goes on with the trials of an earlier run, None where that is not known.
    `executions` is how often the tuner trains each configuration to average the scores
    (``executions_per_trial``), `space_size` how many distinct configurations there are at most
    where that is finite, `initial_points` what it is asked to try first.
    `asked` says that the program's own loop asks it for its trials and tells it their scores:
    nothing can run them in its place.
    `logged` are the names under which the tuner itself logs a trial's scores, None where the
    training names them.
    """

    tuner: str
    label: str
    algorithm: str
    built: Event
    place: Place
    result: Term
    runs: tuple[Fit, ...] = ()
    run_events: tuple[CallEvent, ...] = ()
    randomness: Randomness
    objective: Objective | None = None
    direction: str | None = None
    budget: Fact = UNKNOWN
    startup: Fact = UNKNOWN
    refused_below_startup: str = ""
    project: Project | None = None
    hyperparameters: tuple[Hyperparameter, ...] | None = None
    functions: tuple[Function, ...] = ()
    loop: LoopFrame | None = None
    passing: Passing | None = None
    compilations: tuple[Compilation, ...] = ()
    fits: tuple[Fit, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    scores: tuple[Score, ...] = ()
    epochs: Fact = UNKNOWN
    winners: tuple[Fit, ...] = ()
    custom_trial: bool = False
    trial_events: tuple[CallEvent, ...] = ()
    configuration: tuple[CallEvent, ...] = ()
    parallel: Fact = UNKNOWN
    memory: Term | None = None
    raises: tuple[Event, ...] = ()
    uses: tuple[Use, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    gives_none: tuple[CallEvent, ...] = ()
    executions: Fact = UNKNOWN
    space_size: Fact = UNKNOWN
    initial_points: InitialPoints | None = None
    asked: bool = False
    logged: tuple[str, ...] | None = None
    framework: str = ""
    apart: bool = False
    carries: bool = True
    threaded: bool = False
    scoreless: tuple[Scoreless, ...] = ()
    pruning: Pruning | None = None
    storage: Storage | None = None
    continues: bool | None = False
    _in_trials: dict[int, bool] = field(init=False, default_factory=dict)
    _passed_over: dict[int, bool] = field(init=False, default_factory=dict)

    @property
    def dialect(self) -> Dialect:
        """How one writes with its tuner what rules ask for."""
        return registry.tuner_named(self.tuner)[1].dialect

    @property
    def trainings(self) -> tuple[Fit, ...]:
        """The calls that say how one trial trains in epochs: the search's own, then its fits.

        Keras Tuner trains in its `runs` (``search``), most others in the `fits` of their trials.
        """
        return tuple(fit for fit in (*self.runs, *self.fits) if fit.in_epochs)

    def epochs_of(self, training: Fit) -> Fact:
        """How many epochs one of the trainings lasts at most: the trial's, unless it says so."""
        return self.epochs if training in self.runs else training.epochs

    @property
    def validated(self) -> bool | None:
        """Whether the search's runs get validation data; None where that cannot be read."""
        answers = {_validated(run) for run in self.runs}
        return answers.pop() if len(answers) == 1 else None

    def in_trial(self, event: Event) -> bool:
        """Whether the event happens inside one of this search's trials."""
        known = self._in_trials.get(id(event.path))
        if known is None:
            known = self._in_trials[id(event.path)] = any(map(self.is_trial, event.path))
        return known

    def passes_over(self, event: Event) -> bool:
        """Whether a trial gets near the event, but its own calls' arguments rule it out."""
        known = self._passed_over.get(id(event.path))
        if known is None:
            inside = dropwhile(lambda frame: not self.is_trial(frame), event.path)
            known = self._passed_over[id(event.path)] = rules_out(inside)
        return known

    def events(self, trace: Trace) -> list[Event]:
        """The events of the trace that happen inside of this search's trials, in order."""
        known = trace.once(callbacks)
        frames = (frame for event in self.trial_events for frame in known.get(id(event), ()))
        inside = trace.within(chain(frames, [self.loop] if self.loop is not None else []))
        return [event for event in inside if not self.passes_over(event)]

    def calls(self, trace: Trace) -> list[CallEvent]:
        """The calls that happen inside of this search's trials, in order."""
        return [event for event in self.events(trace) if isinstance(event, CallEvent)]

    def is_trial(self, frame: Frame) -> bool:
        """Whether the frame is one of this search's trials."""
        if isinstance(frame, CallbackFrame):
            return frame.event in self.trial_events
        return frame is self.loop


def _validated(run: Fit) -> bool | None:
    if run.validation:
        return True
    if run.validation is None or run.validation_split.values is None:
        return None
    if run.validation_split.always(lambda share: not share):
        return False
    return True if run.validation_split.always(bool) else None


def searches_in(subject: Any) -> tuple[Search, ...]:
    """The searches that something is, or that are among its items or fields."""
    match subject:
        case Search():
            return (subject,)
        case tuple():
            parts: Iterable[Any] = subject
        case _ if is_dataclass(subject):
            parts = (getattr(subject, one.name) for one in fields(subject))
        case _:
            return ()
    return tuple(part for part in parts if isinstance(part, Search))


def trial_frames(trace: Trace, trial_events: Iterable[CallEvent]) -> list[CallbackFrame]:
    """What the trials call directly that these calls were handed to, in order."""
    known, first = trace.once(callbacks), trace.once(first_events)
    frames = [frame for event in dict.fromkeys(trial_events) for frame in known.get(id(event), ())]
    return sorted(frames, key=lambda frame: first[id(frame)])


class _Record(Protocol):
    @property
    def event(self) -> Event: ...


AnyRecord = TypeVar("AnyRecord", bound=_Record)


def recorded(records: Sequence[AnyRecord], events: Iterable[Event]) -> tuple[AnyRecord, ...]:
    """The records, which stand in the order of their events, of any of the events."""
    found: list[AnyRecord] = []
    for event in events:
        at = bisect_left(records, event.index, key=_index)
        while at < len(records) and records[at].event.index == event.index:
            found.append(records[at])
            at += 1
    return tuple(found)


def _index(record: _Record) -> int:
    return record.event.index


@dataclass(frozen=True, eq=False, kw_only=True)
class Records:
    """What the frameworks' readers found in a program, each in the order of the source."""

    seedings: tuple[Seeding, ...] = ()
    draws: tuple[Draw, ...] = ()
    compilations: tuple[Compilation, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    fits: tuple[Fit, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    moved: tuple[MovedName, ...] = ()
