"""TUN502 repeated-search

## What it does

Flags a search that is started again although its trials are used up: `search` once more on the
same Keras Tuner tuner, `fmin` once more with the same `Trials` and a `max_evals` that is not
larger. It stays silent where the tuner is rebuilt, `max_trials` is raised, or `Trials` are new.

## Why is this bad?

`max_trials` and `max_evals` count all trials, those of the first call too. The second call runs
nothing and gives back the first result, although the data, the epochs or the space may be others.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=5)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=50)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=50)
```

## How it is confirmed

The script is run with trials that are scored at once, without a training, until their number is
used up (500 at most); the trials of the second call are counted: 0.

## Where it stops looking

Only calls that surely follow one another on the same object count, and a loop around a search
whose tuner or `Trials` are made outside of it. A loop over a list or a dictionary of tuners starts
each of them once. Budgets that cannot be read are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.api import (
    Finding,
    Lab,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.stored_trials import runs_nothing
from tunelint.interpreter.frames import BranchFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.order import surely_before
from tunelint.interpreter.provenance import holds
from tunelint.interpreter.values import Attribute, Opaque, Sequence, Term


@dataclass(frozen=True, eq=False)
class Repetition:
    """A run of a search, and the earlier one (None: its own earlier pass) that used it up."""

    search: Search
    run: CallEvent
    earlier: CallEvent | None
    before: Search


class RepeatedSearch(Rule, level="error", tuners=("Keras Tuner", "Hyperopt")):
    def subjects(self, program: Program) -> Iterable[Repetition]:
        known: dict[int, list[tuple[Search, CallEvent]]] = {}
        for search in program.searches:
            for run in search.run_events if search.memory is not None else ():
                runs = known.setdefault(id(search.memory), [])
                yield from _repetitions(runs, search, run)
                runs.append((search, run))

    def check(self, repetition: Repetition) -> Finding | None:
        if _raised(repetition) or not _as_few(repetition):
            return None
        related = [Related(repetition.search.built.place, "the same object in every pass")]
        if repetition.earlier is not None:
            related = [Related(repetition.earlier.place, "the first run uses them up")]
        return self.finding(
            _place(repetition),
            f"{_called(repetition)}: {_counted(repetition)}, so nothing is run and the earlier"
            " result comes back",
            related=related,
            help="build a new one, or allow more trials in all",
        )

    def confirm(self, repetition: Repetition, lab: Lab) -> Verdict:
        return runs_nothing(lab, repetition.run, [repetition.before, repetition.search])


def _repetitions(
    runs: list[tuple[Search, CallEvent]], search: Search, run: CallEvent
) -> Iterator[Repetition]:
    """The run as a repetition of an earlier one of the `runs` on the same object, or of itself."""
    if not _is_one(search, run):
        return
    for before, earlier in reversed(runs):
        if _follows(earlier, run):
            yield Repetition(search, run, earlier, before)
            return
    if _in_every_pass(search, run):
        yield Repetition(search, run, None, search)


def _follows(earlier: Event, later: Event) -> bool:
    """Whether the second run surely follows the first, and not because that one failed.

    Methods that nobody visible calls come in any order, each perhaps on an object of its own.
    """
    alone = any(isinstance(frame, EntryFrame) and frame not in later.path for frame in earlier.path)
    if alone or not surely_before(earlier, later):
        return False
    return not any(_handles_exception(frame) for frame in later.path if frame not in earlier.path)


def _handles_exception(frame: object) -> bool:
    return (
        isinstance(frame, BranchFrame)
        and frame.arm > 0
        and isinstance(frame.fork.condition, Opaque)
    )


def _in_every_pass(search: Search, run: CallEvent) -> bool:
    """Whether a loop runs the search again and again on what was made outside of it."""
    made = _making(search)
    if made is None or not _uses(run, search.memory):
        return False
    outside = {id(frame) for frame in made.path}
    for position, frame in enumerate(run.path):
        if isinstance(frame, LoopFrame) and id(frame) not in outside:
            if search.memory is None or holds(frame.iterable, search.memory):
                continue
            rest = run.path[position + 1 :]
            return _repeats(frame) and not any(isinstance(each, BranchFrame) for each in rest)
    return False


def _repeats(frame: LoopFrame) -> bool:
    if frame.left or frame.iterable is frame.element:
        return False
    match frame.iterable:
        case Sequence(items=items, open=False):
            return len(items) > 1
    return True


def _is_one(search: Search, run: CallEvent) -> bool:
    """Whether the value that keeps the trials is one object: a comprehension makes many."""
    made = _making(search)
    return made is None or not any(
        isinstance(frame, LoopFrame) and frame.comprehension and frame not in run.path
        for frame in made.path
    )


def _making(search: Search) -> Event | None:
    """The call that made what keeps the trials."""
    match search.memory:
        case Result(event=event) | Instance(built=CallEvent() as event):
            return event
    return None


def _uses(run: CallEvent, memory: Term | None) -> bool:
    callee = run.callee
    if isinstance(callee, Attribute) and callee.base is memory:
        return True
    return any(argument.value is memory for argument in run.arguments)


def _raised(repetition: Repetition) -> bool:
    """Whether more trials can have been allowed before the run."""
    start = repetition.earlier.index if repetition.earlier is not None else 0
    return any(
        start < event.index < repetition.run.index or repetition.earlier is None
        for event in repetition.search.raises
    )


def _as_few(repetition: Repetition) -> bool:
    """Whether the run is allowed no more trials in all than there are already."""
    if repetition.run is not repetition.search.built:
        return True
    allowed = largest(repetition.search.budget)
    used = smallest(repetition.before.budget)
    return allowed is not None and used is not None and allowed <= used


def _place(repetition: Repetition) -> Place:
    """The run itself; where one line runs both times, the call that leads to it again."""
    run, earlier = repetition.run, repetition.earlier
    if earlier is not None and earlier.place.key == run.place.key:
        for frame in run.path:
            if isinstance(frame, CallFrame) and frame not in earlier.path:
                return frame.event.place
    return run.anchor


def _called(repetition: Repetition) -> str:
    search, run = repetition.search, repetition.run
    method = run.callee.name if isinstance(run.callee, Attribute) else search.label
    again = "in every pass of the loop" if repetition.earlier is None else "again"
    same = "on the same tuner" if search.built is not run else "with the same Trials"
    return f"{method} is called {again} {same}"


def _counted(repetition: Repetition) -> str:
    budget = repetition.search.budget.value
    if repetition.search is repetition.before:
        trials = f"its {budget:g} trials" if isinstance(budget, int | float) else "its trials"
        return f"{trials} are used up by the first run"
    used = repetition.before.budget.value
    return f"the {budget} allowed trials include the {used} of the earlier call"
