"""State: what names, attributes and containers hold now.

All that a program can change is written here, so that it can be taken back: each arm of a decision,
each pass of a loop and each body that an exception may leave begins a *level*. A level remembers
what every cell held when it began. Undone, it says what the cells held at its end, and the ends of
all arms meet again in one state that stands for any of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from tunelint.files.place import Place
from tunelint.interpreter import contents, loosening
from tunelint.interpreter.contents import Container, Contents
from tunelint.interpreter.joining import joined
from tunelint.interpreter.paths import Path
from tunelint.interpreter.tables import MISSING, Table
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    Mapping,
    Sequence,
    Term,
    options_of,
)

Cell = tuple[int, Hashable]


class Whole(Enum):
    """The key under which all that a container holds is one cell."""

    CONTENTS = "contents"


@dataclass(slots=True, eq=False)
class Held:
    """A cell, and what it holds or held: `holder` is a table or a container."""

    holder: Any
    key: Hashable
    value: Any

    @property
    def now(self) -> Any:
        """What the cell holds now."""
        if self.key is Whole.CONTENTS:
            return contents.contents_of(self.holder)
        return self.holder.get(self.key, MISSING)


Changes = dict[Cell, Held]


@dataclass(slots=True, eq=False)
class Level:
    """What cells held when something began that may have to be taken back."""

    before: Changes = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Watch:
    """All that cells hold at the moments at which an exception can leave a body."""

    raised: bool = False  # such a moment was there already
    changed: dict[Cell, Held] = field(default_factory=dict)
    unseen: dict[Cell, Held] = field(default_factory=dict)
    seen: dict[Cell, list[Any]] = field(default_factory=dict)

    def note(self, cell: Cell, held: Held) -> None:
        """A cell gets another value; `held` is what it had."""
        if cell not in self.changed:
            self.changed[cell] = held
            if self.raised:
                self.seen[cell] = [held.value]
        self.unseen[cell] = held

    def may_raise(self) -> None:
        """An exception can be raised now."""
        self.raised = True
        for cell, held in self.unseen.items():
            self.seen.setdefault(cell, []).append(held.now)
        self.unseen.clear()


@dataclass(slots=True, eq=False)
class State:
    """What all cells hold now; the only way to change them."""

    levels: list[Level] = field(default_factory=lambda: [Level()])
    watches: list[Watch] = field(default_factory=list)
    work: int = 0  # how many values were looked at so far, those of tries too
    _observations: list[Observation] = field(default_factory=list)
    _views: dict[int, tuple[Term, list[Container]]] = field(default_factory=dict)

    # -- writing ----------------------------------------------------------------------------------

    def put(self, table: Table[Any, Any], key: Hashable, value: Any) -> None:
        """``table[key] = value``."""
        self._write(Held(table, key, table.get(key, MISSING)), value)

    def drop(self, table: Table[Any, Any], key: Hashable) -> None:
        """``del table[key]``, where it is there."""
        if key in table:
            self._write(Held(table, key, table[key]), MISSING)

    def change(self, container: Container, new: Contents) -> None:
        """Let a container hold other contents."""
        old = contents.contents_of(container)
        if not contents.same(old, new):
            self._write(Held(container, Whole.CONTENTS, old), new)
            for view in self._views.get(id(container), (container, []))[1]:
                held = contents.contents_of(view)
                self._write(Held(view, Whole.CONTENTS, held), loosening.outdated(held, container))

    def _write(self, held: Held, value: Any) -> None:
        cell = (id(held.holder), held.key)
        self.levels[-1].before.setdefault(cell, held)
        for watch in self.watches:
            watch.note(cell, held)
        self.work += 1 + len(self.watches)
        self._set(held, value)

    def _set(self, held: Held, value: Any) -> None:
        if held.key is Whole.CONTENTS:
            contents.fill(held.holder, value)
        elif value is MISSING:
            held.holder.pop(held.key, None)
        else:
            held.holder[held.key] = value

    def view(self, view: Container, source: Term) -> None:
        """Let `view` go over what `source` holds, whatever happens to it later."""
        for option in options_of(source):
            if isinstance(option, Sequence | Mapping | Comprehension):
                self._views.setdefault(id(option), (option, []))[1].append(view)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is written meanwhile stays, whatever is taken back around it: a module is read."""
        levels, self.levels = self.levels, [Level()]
        try:
            with self.unwatched():
                yield
        finally:
            self.levels = levels

    # -- levels -----------------------------------------------------------------------------------

    def begin(self) -> Level:
        """Begin a level; what is written from now on can be taken back."""
        level = Level()
        self.levels.append(level)
        return level

    def keep(self, level: Level) -> None:
        """End the innermost level; what was written in it stays."""
        assert self.levels.pop() is level
        outer = self.levels[-1].before
        for cell, held in level.before.items():
            outer.setdefault(cell, held)

    def undo(self, level: Level) -> Changes:
        """End the innermost level and take back what was written in it; what that was."""
        assert self.levels.pop() is level
        changes = _now(level.before)
        for held in level.before.values():
            self._put_back(held)
        return changes

    def _put_back(self, held: Held) -> None:
        if held.key is not Whole.CONTENTS or not contents.same(held.now, held.value):
            self._set(held, held.value)

    def since(self, depth: int) -> Changes:
        """What the cells hold now that were written since the level at `depth` began."""
        found: Changes = {}
        for level in self.levels[depth:]:
            found.update((cell, held) for cell, held in level.before.items() if cell not in found)
        return _now(found)

    def apply(self, changes: Changes) -> None:
        """Write what changes say."""
        for held in changes.values():
            self._write_again(held, held.value)

    def _write_again(self, held: Held, value: Any) -> None:
        if held.key is Whole.CONTENTS:
            self.change(held.holder, value)
        elif value is MISSING:
            self.drop(held.holder, held.key)
        elif held.holder.get(held.key, MISSING) is not value:
            self.put(held.holder, held.key, value)

    def meet(
        self,
        place: Place | None,
        path: Path,
        arms: list[Changes],
        decided: Changes | None = None,
    ) -> None:
        """Write the state that stands for the end of any of several arms, each from this state.

        Where `decided` is the arm that a constant decides for, its constants hold. Which arm it was
        is decided on `path`.
        """
        if len(arms) == 1:
            self.apply(arms[0])
            return
        every = {cell: held for arm in arms for cell, held in arm.items()}
        self.work += len(arms) * len(every)
        for cell, held in every.items():
            values = [arm[cell].value if cell in arm else held.now for arm in arms]
            value = met(place, held, values)
            if isinstance(value, Choice) and not any(value is each for each in values):
                value.path = path
            if decided is not None:
                own = decided[cell].value if cell in decided else held.now
                value = own if isinstance(own, Const) else value
            self._write_again(held, value)

    # -- exceptions -------------------------------------------------------------------------------

    def may_raise(self) -> None:
        """An exception can be raised now."""
        for watch in self.watches:
            self.work += len(watch.unseen)
            watch.may_raise()

    @contextmanager
    def watched(self) -> Iterator[Watch]:
        """See all that cells hold where an exception can be raised meanwhile."""
        watch = Watch()
        self.watches.append(watch)
        try:
            yield watch
        finally:
            self.watches.remove(watch)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """What happens meanwhile is only tried."""
        before, self.watches = self.watches, []
        try:
            yield
        finally:
            self.watches = before

    # -- observations -----------------------------------------------------------------------------

    def observe(self, observer: Any, name: str) -> None:
        """Note what the value ``observer.name`` holds now."""
        held = contents.held_within(getattr(observer, name))
        if held:
            self._observations.append(Observation(observer, name, held))

    def settle_observations(self) -> Iterator[tuple[Container, Container]]:
        """Let all that was observed be what it was then; which containers stand for which now.

        A value whose containers hold in the end what they held then stays as it is.
        """
        for seen in self._observations:
            if any(not contents.same(contents.contents_of(c), held) for c, held in seen.held):
                copies: dict[int, Term] = {}
                by_id = {id(container): held for container, held in seen.held}
                copy = contents.snapshot(getattr(seen.observer, seen.name), by_id, copies)
                setattr(seen.observer, seen.name, copy)
                for container, _ in seen.held:
                    yield container, cast("Container", copies.get(id(container), container))
        self._observations.clear()


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A value that something has, and what the containers in it held then."""

    observer: Any
    name: str
    held: list[tuple[Container, Contents]]


def met(place: Place | None, held: Held, values: list[Any]) -> Any:
    """What a cell holds where it holds one of several values."""
    if held.key is Whole.CONTENTS:
        return joined(held.holder.place or place, cast("list[Contents]", values))
    return held.holder.met(held.key, values)


def interrupted(place: Place | None, watch: Watch) -> Changes:
    """What the cells may hold where an exception left a watched body."""
    return {
        cell: Held(held.holder, held.key, met(place, held, watch.seen[cell]))
        for cell, held in watch.changed.items()
        if cell in watch.seen
    }


def _now(changes: Changes) -> Changes:
    return {cell: Held(held.holder, held.key, held.now) for cell, held in changes.items()}
