"""A program: one file of the run with the modules it imports, read; its searches and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tunelint.files.project import Project
from tunelint.files.source import Source
from tunelint.interpreter.objects import Event
from tunelint.interpreter.trace import Trace
from tunelint.model.records import Records
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Program:
    """What rules judge: the searches of a program and everything that happens around them.

    `source` is the file of the run, `trace.sources` all that were read with it.
    """

    source: Source
    project: Project
    trace: Trace
    records: Records
    searches: tuple[Search, ...] = ()

    _in_trials: dict[int, bool] = field(init=False, default_factory=dict)
    _known: dict[Callable[[Program], Any], Any] = field(init=False, default_factory=dict)

    def once(self, view: Callable[[Program], Found]) -> Found:
        """What `view` makes of the program; it looks at it once, whoever asks."""
        if view not in self._known:
            self._known[view] = view(self)
        found: Found = self._known[view]
        return found

    def in_trial(self, event: Event) -> bool:
        """Whether the event happens inside a trial of any search."""
        known = self._in_trials.get(id(event.path))
        if known is None:
            known = any(search.in_trial(event) for search in self.searches)
            self._in_trials[id(event.path)] = known
        return known

    @property
    def hyperparameters(self) -> Iterator[tuple[Search, Hyperparameter]]:
        """What the searches draw, each with its search, as far as it can be listed."""
        for search in self.searches:
            for hyperparameter in search.hyperparameters or ():
                yield search, hyperparameter

    @property
    def sources(self) -> tuple[Source, ...]:
        """The file of the run, and the project's modules that it imports."""
        return tuple(self.trace.sources)
