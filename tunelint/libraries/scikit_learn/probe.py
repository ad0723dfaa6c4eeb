"""scikit-learn, alive: notes what estimators are trained on, and what they predict and score.

Every subclass of `BaseEstimator` is told of, so those of other libraries and of the script count as
well. Of nested calls only the outermost is noted: a pipeline, not its steps. A search is none of
them: its trials' estimators are. Observed with scikit-learn 1.9.1.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

from tunelint.lab.answers import Measured, Training
from tunelint.lab.plain_values import number, plain
from tunelint.lab.probe_api import Bench, Halves, in_one_line
from tunelint.libraries.arrays.probe import (
    digest,
    digests,
    first_rows,
    is_longer,
    row_marks,
    rows_at,
    rows_of,
)
from tunelint.libraries.preprocessing.probe import Learning

NAME = "scikit_learn"
_TRAINED = ("classifier", "regressor", "clusterer", "outlier_detector")
_FITS = ("fit", "fit_predict")
_USES = ("predict", "predict_proba", "predict_log_proba", "decision_function")
_FIRST = 200
_MARK = "__noted_by_tunelint__"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def install(base: ModuleType, bench: Bench) -> None:
    """Let the estimators of this process note what they do on the bench."""
    noting = Noting(bench)
    learning = Learning(bench, lambda: noting.depth > 0)
    root = base.BaseEstimator
    inherited = root.__init_subclass__

    def told(cls: type[Any], /, **kwargs: Any) -> None:
        inherited.__func__(cls, **kwargs)
        noting.hear(cls)
        learning.hear(cls)

    root.__init_subclass__ = classmethod(told)
    for known in _below(root):
        noting.hear(known)
        learning.hear(known)


def hear_scorers(scorers: ModuleType, bench: Bench) -> None:
    """Let scikit-learn's scorers (module `sklearn.metrics._scorer`) note what they score on."""
    scorers._Scorer._score = Noting(bench).scored(scorers._Scorer._score)


@dataclass(eq=False)
class Noting:
    """Notes the outermost calls; `depth` is how many are going on."""

    bench: Bench
    depth: int = 0

    def hear(self, cls: type) -> None:
        """Let one class tell of its own methods, and of those of its mixins."""
        if hasattr(cls, "_run_search"):
            return
        for name, noted in (
            *((each, self.trained) for each in _FITS),
            *((each, self.used) for each in _USES),
            ("score", self.measured),
        ):
            method = inspect.getattr_static(cls, name, None)
            offered = getattr(method, "fn", None)  # of a method that only some instances have
            if isinstance(method, FunctionType) and not hasattr(method, _MARK):
                setattr(cls, name, _marked(noted(method)))
            elif isinstance(offered, FunctionType) and not hasattr(offered, _MARK):
                method.fn = _marked(noted(offered))

    def trained(self, fit: Callable[..., Any]) -> Callable[..., Any]:
        """A `fit` that notes a training."""

        @functools.wraps(fit)
        def noted(estimator: Any, *args: Any, **kwargs: Any) -> Any:
            if self.depth or not _trains(estimator):
                return fit(estimator, *args, **kwargs)
            self.bench.before_training()
            args, kwargs = self._shortened(args, kwargs)
            data = _data(args, kwargs)
            learned = self._learned(estimator, data) if _goes_on(estimator) else ""
            before, started = len(self.bench.trainings), time.monotonic()
            error = ""
            try:
                with self._inside():
                    return fit(estimator, *args, **kwargs)
            except Exception as problem:
                error = in_one_line(problem)
                raise
            finally:
                if len(self.bench.trainings) == before:
                    seconds = time.monotonic() - started
                    self._note_training(estimator, data, learned, error, seconds)

        return noted

    def used(self, predict: Callable[..., Any]) -> Callable[..., Any]:
        """A `predict` that notes the rows it is given."""

        @functools.wraps(predict)
        def noted(estimator: Any, *args: Any, **kwargs: Any) -> Any:
            if self.depth or not _trains(estimator):
                return predict(estimator, *args, **kwargs)
            before = len(self.bench.evaluations)
            with self._inside():
                value = predict(estimator, *args, **kwargs)
            if len(self.bench.evaluations) == before:
                self._note_measured(_data(args, kwargs), {})
            return value

        return noted

    def measured(self, score: Callable[..., Any]) -> Callable[..., Any]:
        """A `score` that notes an evaluation."""

        @functools.wraps(score)
        def noted(estimator: Any, *args: Any, **kwargs: Any) -> Any:
            return self._scored(score, (estimator, *args), kwargs)

        return noted

    def scored(self, score: Callable[..., Any]) -> Callable[..., Any]:
        """A scorer's `_score`, which is given how to predict, the estimator, and the rows."""

        @functools.wraps(score)
        def noted(scorer: Any, caller: Any, *args: Any, **kwargs: Any) -> Any:
            name = getattr(scorer._score_func, "__name__", "score")
            return self._scored(functools.partial(score, scorer, caller), args, kwargs, name)

        return noted

    def _scored(
        self,
        score: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        name: str = "score",
    ) -> Any:
        """A score by an estimator (the first argument) on rows (the next ones)."""
        if self.depth:
            return score(*args, **kwargs)
        before = len(self.bench.evaluations)
        with self._inside():
            value = score(*args, **kwargs)
        found = number(value)
        if found is not None:
            # What a prediction inside noted says less.
            del self.bench.evaluations[before:]
            data = _data(args[1:], kwargs)
            self._note_measured(data, {name: found}, self._halves(score, args[0], data, name))
        return value

    def _halves(
        self, score: Callable[..., Any], estimator: Any, data: dict[str, Any], name: str
    ) -> Halves:
        """The score on halves of the rows; what else it was given is left out."""
        features = data.get("x")

        def on(positions: Sequence[int]) -> dict[str, float]:
            rows = [rows_at(value, positions) for value in data.values() if value is not None]
            said.positions = positions
            found = number(score(estimator, *rows))
            return {} if found is None else {name: found}

        with self._inside(), warnings.catch_warnings(), _said_once(estimator, features) as said:
            warnings.simplefilter("ignore")
            return self.bench.on_halves(features, on)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def _shortened(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The first rows, where the caps say how many; only where no weights belong to them."""
        rows = self.bench.most_rows
        if rows is None or set(kwargs) - {"X", "y"} or len(args) > 2:
            return args, kwargs
        if any(is_longer(each, rows) for each in (*args, *kwargs.values())):
            self.bench.changed.add("rows")
        return (
            tuple(first_rows(each, rows) for each in args),
            {name: first_rows(each, rows) for name, each in kwargs.items()},
        )

    def _note_training(
        self, estimator: Any, data: dict[str, Any], learned: str, error: str, seconds: float
    ) -> None:
        self.bench.trainings.append(
            Training(
                NAME,
                weights_before=learned,
                weights_after="" if error else self._learned(estimator, data),
                data=digests(data),
                rows=rows_of(data.get("x")),
                model=_build_of(estimator),
                error=error,
                seconds=seconds,
                row_marks=row_marks(data) if self.bench.rows else {},
            )
        )

    def _learned(self, estimator: Any, data: dict[str, Any]) -> str:
        """A digest of what an estimator says of the first rows, in place of its weights.

        Rounded, since threads may add up in another order. Empty where it says nothing yet.
        """
        numpy = sys.modules["numpy"]
        for name in _USES[1:] + _USES[:1]:
            try:
                with self._inside(), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    said = getattr(estimator, name)(first_rows(data["x"], _FIRST))
                said = numpy.asarray(said)
                return digest(numpy.round(said, 6) if said.dtype.kind == "f" else said)
            except Exception:
                continue
        return ""

    def _note_measured(
        self, data: dict[str, Any], result: dict[str, float], halves: Halves | None = None
    ) -> None:
        marks = row_marks(data) if self.bench.rows else {}
        scored = self.bench.scored(data.get("x"))
        self.bench.evaluations.append(
            Measured(NAME, digests(data), result, marks, halves=halves or {}, **scored)
        )


def _goes_on(estimator: Any) -> bool:
    """Whether `fit` goes on from what was learned before."""
    return getattr(estimator, "warm_start", False) is True


def _marked(method: Callable[..., Any]) -> Callable[..., Any]:
    setattr(method, _MARK, True)
    return method


@dataclass(eq=False)
class _Said:
    """What an estimator says of all the rows, worked out once; of some of them by position."""

    features: Any
    positions: Sequence[int] = ()
    known: dict[str, Any] = field(default_factory=dict)

    def answering(self, name: str, says: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(says)  # scorers ask for its name
        def said(given: Any, *args: Any, **kwargs: Any) -> Any:
            if args or kwargs or rows_of(given) != len(self.positions):
                return says(given, *args, **kwargs)
            if name not in self.known:
                self.known[name] = says(self.features)
            return rows_at(self.known[name], self.positions)

        return said


@contextmanager
def _said_once(estimator: Any, features: Any) -> Iterator[_Said]:
    """Let an estimator predict all the rows once, whatever parts of them are scored."""
    said, own = _Said(features), getattr(estimator, "__dict__", {})
    names = [name for name in _USES if hasattr(estimator, name) and name not in own]
    own.update({name: said.answering(name, getattr(estimator, name)) for name in names})
    try:
        yield said
    finally:
        for name in names:
            own.pop(name, None)


def _data(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Features and labels among what a method is given after the estimator."""
    found = dict(zip(("x", "y"), args, strict=False))
    for name, value in kwargs.items():
        if name.lower() in ("x", "y", "y_true"):
            found[name[0].lower()] = value
    return found


def _below(cls: type) -> Iterator[type]:
    waiting: list[type] = list(cls.__subclasses__())
    seen: set[type] = set()
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting.extend(each.__subclasses__())
            yield each


def _trains(estimator: Any) -> bool:
    steps = getattr(estimator, "steps", None)
    if isinstance(steps, list) and any(hasattr(step[-1], "_run_search") for step in steps):
        return False  # a pipeline around a search
    try:
        return estimator.__sklearn_tags__().estimator_type in _TRAINED
    except Exception:
        return getattr(estimator, "_estimator_type", None) in _TRAINED


def _build_of(estimator: Any) -> str:
    """A digest of how the estimator is configured."""
    try:
        parameters = estimator.get_params(deep=True)
    except Exception:
        parameters = {}
    listed = sorted((name, plain(value)) for name, value in parameters.items())
    text = _ADDRESS.sub("", repr((type(estimator).__name__, listed)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
