"""Progress: how far the reading of a program is, where it is, and where its jumps go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.project import Project
from tunelint.files.source import Source
from tunelint.interpreter.bound_names import BoundNames
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame, EntryFrame
from tunelint.interpreter.objects import (
    Class,
    Function,
    Instance,
    Scope,
)
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.pending import Handed, Reading, Suspended
from tunelint.interpreter.state import Changes, State
from tunelint.interpreter.stores import Stores
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Term,
)


@dataclass(eq=False, slots=True)
class Landing:
    """Where a ``break``, ``continue`` or ``return`` goes on, with what holds where it jumps off."""

    kind: str
    depth: int  # the number of the level that jumps are told from
    frame: Frame | None = None
    arrivals: list[Changes] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class Mark:
    """How far the reading of a program is."""

    steps: int
    count: int
    events: int
    named: int
    definitions: int
    jumps: int
    returns: list[int]
    yields: list[int]
    arrivals: list[int]
    instances: int
    hypermodels: dict[int, list[Handed]]
    superseded: set[int]
    entered: int
    exposed: int
    modules: int
    suspended: int


@dataclass(eq=False)
class Progress:
    """The reading of one program, as far as it has come: where it is, what holds, what happened."""

    project: Project
    source: Source
    trace: Trace = field(default_factory=Trace)
    path: Path = ()
    steps: int = 0
    count: int = 0
    in_try: bool = False
    scope: Scope = field(init=False)
    modules: dict[str, Scope] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    saved: dict[str, Term] = field(default_factory=dict)  # by the path of the file
    callers: dict[int, set[int]] = field(default_factory=dict)
    definitions: list[Function | Class] = field(default_factory=list)
    hypermodels: dict[int, list[Handed]] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    state: State = field(default_factory=State)
    stores: Stores = field(default_factory=Stores)
    landings: list[Landing] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    suspended: dict[int, Suspended] = field(default_factory=dict)
    generators: dict[int, bool] = field(default_factory=dict)
    changing: dict[int, bool] = field(default_factory=dict)
    bound: BoundNames = field(default_factory=BoundNames)
    recursive: set[int] = field(default_factory=set)
    resumptions: list[Frame] = field(default_factory=list)
    resumed_at: list[tuple[Suspended, int]] = field(default_factory=list)
    only_tried: bool = False
    _jumps: list[Frame] = field(default_factory=list)
    _exposed: dict[int, Term] = field(default_factory=dict)
    _entered: list[int] = field(default_factory=list)
    _times_tried: dict[int, int] = field(default_factory=dict)
    _times_entered: dict[int, int] = field(default_factory=dict)
    _returns: list[list[Term]] = field(default_factory=list)
    _yields: list[list[Term]] = field(default_factory=list)
    _entries: list[tuple[EntryFrame, int]] = field(default_factory=list)

    def called(self) -> set[int]:
        """The ids of the definitions that this program calls."""
        return set(self.callers)

    # -- where we are -------------------------------------------------------------------------

    def place(self, node: cst.CSTNode) -> Place:
        """The place of a node in the source that is being read."""
        return Place(self.scope.source, node)

    @contextmanager
    def inside(self, frame: Frame) -> Iterator[None]:
        """Events recorded meanwhile happen inside of `frame`."""
        before = self.path
        self.path = (*before, frame)
        try:
            yield
        finally:
            self.path = before

    @contextmanager
    def scoped(self, kind: str) -> Iterator[Scope]:
        """Names bound meanwhile belong to a new scope inside the current one."""
        outer = self.scope
        self.scope = Scope(outer.source, kind, outer, outer.name, path=self.path)
        try:
            yield self.scope
        finally:
            self.scope = outer

    @contextmanager
    def resumed(self, scope: Scope) -> Iterator[None]:
        """Names bound meanwhile belong to a scope that is there already."""
        outer, self.scope = self.scope, scope
        try:
            yield
        finally:
            self.scope = outer

    @contextmanager
    def calling(self, function: Function, frame: Frame) -> Iterator[None]:
        """Read the body of `function` in a scope of its own."""
        with self.inside(frame):
            source, parent = function.scope.source, function.scope
            scope = Scope(source, "function", parent, function.name, path=self.path)
            self._returns.append([])
            self._yields.append([])
            try:
                with self.resumed(scope):
                    yield
            finally:
                self._returns.pop()
                self._yields.pop()

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Imports meanwhile may fail: a handler stands ready."""
        before, self.in_try = self.in_try, True
        try:
            yield
        finally:
            self.in_try = before

    @contextmanager
    def only_trying(self) -> Iterator[None]:
        """Read something to see what it changes; nothing else of it is kept."""
        before, self.only_tried = self.only_tried, True
        self.trace.paused = True
        mark = self.mark()
        try:
            with self.state.unwatched():
                yield
        finally:
            self.only_tried = self.trace.paused = before
            self.forget_since(mark)

    def mark(self) -> Mark:
        """How far the reading is."""
        return Mark(
            steps=self.steps,
            count=self.count,
            events=len(self.trace.events),
            named=self.trace.named,
            definitions=len(self.definitions),
            jumps=len(self._jumps),
            returns=[*map(len, self._returns)],
            yields=[*map(len, self._yields)],
            arrivals=[len(landing.arrivals) for landing in self.landings],
            instances=len(self.instances),
            hypermodels={key: list(found) for key, found in self.hypermodels.items()},
            superseded=set(self.superseded),
            entered=len(self._entered),
            exposed=len(self._exposed),
            modules=len(self.modules),
            suspended=len(self.suspended),
        )

    def forget_since(self, mark: Mark) -> None:
        """Forget what was read since, though not the work; the state is not touched."""
        self.state.work += self.steps - mark.steps
        self.steps, self.count = mark.steps, mark.count
        self.trace.forget_since(mark.events, mark.named)
        del self.definitions[mark.definitions :]
        del self._jumps[mark.jumps :]
        for lists, lengths in ((self._returns, mark.returns), (self._yields, mark.yields)):
            for values, length in zip(lists, lengths, strict=True):
                del values[length:]
        for landing, length in zip(self.landings, mark.arrivals, strict=True):
            del landing.arrivals[length:]
        del self.instances[mark.instances :]
        self.hypermodels, self.superseded = mark.hypermodels, mark.superseded
        for key in self._entered[mark.entered :]:
            self._times_entered[key] -= 1
        del self._entered[mark.entered :]
        for table, length in (
            (self._exposed, mark.exposed),
            (self.modules, mark.modules),
            (self.suspended, mark.suspended),
        ):
            while len(table) > length:
                table.popitem()

    # -- jumps ------------------------------------------------------------------------------------

    @contextmanager
    def landing(self, kind: str, frame: Frame | None = None) -> Iterator[Landing]:
        """Jumps of one kind arrive here; they tell what changed since the innermost level."""
        landing = Landing(kind, len(self.state.levels) - 1, frame)
        self.landings.append(landing)
        try:
            yield landing
        finally:
            self.landings.remove(landing)

    def jump(self, kind: str) -> bool:
        """Go on at the nearest landing of this kind in the function that is read, if it has one."""
        for landing in reversed(self.landings):
            if landing.kind == kind and landing.frame is not None:
                if not self._in_arm_not_selected():
                    landing.arrivals.append(self.state.since(landing.depth))
                    self._jumps.append(landing.frame)
                return True
            if landing.kind == "return":
                return False
        return False

    @property
    def jumps(self) -> int:
        """How many jumps there were so far."""
        return len(self._jumps)

    def jumped_since(self, number: int) -> list[Frame]:
        """The frames around here in which the jumps since the first `number` go on."""
        return list({id(one): one for one in self._jumps[number:] if one in self.path}.values())

    def _in_arm_not_selected(self) -> bool:
        """Whether the current call's own arguments decide against the branch that is read."""
        for frame in reversed(self.path):
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                return False
            if isinstance(frame, BranchFrame) and frame.fork.selected not in (None, frame.arm):
                return True
        return False
