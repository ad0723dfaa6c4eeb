"""Transformers and resamplers, alive: which rows they were fitted on, and what they made of which.

What happens inside of another estimator, a pipeline's say, is left out: its rows never leave it.
Nothing is done where the question does not ask for rows.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from tunelint.lab.probe_api import Bench
from tunelint.lab.row_ledger import Learner

_METHODS = ("fit", "transform", "fit_transform", "fit_resample")
_MARK = "__learning_heard_by_tunelint__"


@dataclass(eq=False)
class Learning:
    """Hears what learns; `inside` says whether an estimator is at work around it."""

    bench: Bench
    inside: Callable[[], bool]
    depth: int = 0
    learners: weakref.WeakKeyDictionary[Any, Learner] = field(
        default_factory=weakref.WeakKeyDictionary
    )

    def hear(self, cls: type) -> None:
        """Let one class tell, where it makes rows of others."""
        if not any(hasattr(cls, name) for name in ("transform", "fit_transform", "fit_resample")):
            return
        for name in _METHODS:
            method = inspect.getattr_static(cls, name, None)
            offered = getattr(method, "fn", None)  # of a method that only some instances have
            if isinstance(method, FunctionType) and not hasattr(method, _MARK):
                setattr(cls, name, self._heard(name, method))
            elif isinstance(offered, FunctionType) and not hasattr(offered, _MARK):
                method.fn = self._heard(name, offered)

    def _heard(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def heard(own: Any, *args: Any, **kwargs: Any) -> Any:
            if not self.bench.rows or self.depth or self.inside():
                return method(own, *args, **kwargs)
            self.depth += 1
            try:
                value = method(own, *args, **kwargs)
            finally:
                self.depth -= 1
            given = args[0] if args else next(iter(kwargs.values()), None)
            self._note(name, own, given, value)
            return value

        setattr(heard, _MARK, True)
        return heard

    def _note(self, name: str, own: Any, given: Any, value: Any) -> None:
        ledger = self.bench.ledger
        if name != "transform":
            self.learners[own] = ledger.learner(type(own).__name__, given)
        learner = self.learners.get(own)
        if learner is None or name == "fit":
            return
        if name == "fit_resample":
            ledger.resampled(learner, given, value[0])
        else:
            ledger.applied(learner, given, value)
