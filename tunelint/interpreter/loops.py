"""Loops: one pass is read that stands for all of them.

A loop is read twice. The first reading only tries what a pass changes; nothing else of it is kept,
and loops inside of it are read once. For the second one all that changes holds what it held before
the loop, or what an earlier pass left in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tunelint.files.place import Place
from tunelint.interpreter import contents, loosening, stores
from tunelint.interpreter.contents import Contents
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.joining import covers
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.state import Cell, Changes, Held, Whole
from tunelint.interpreter.stores import Stores
from tunelint.interpreter.tables import MISSING, Marks
from tunelint.interpreter.values import CARRIED, Const, Opaque, Sequence, Term, equal, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

MOST_READINGS = 3


@dataclass(frozen=True, eq=False, slots=True)
class Loop:
    """What is read of a loop: how a pass begins, and what it does.

    `begin` evaluates what a pass is about; `body` reads a pass and says whether it comes to its
    end. `names` are the names that its statements bind. It is `entered` where the first pass surely
    begins.
    """

    place: Place
    names: Collection[str]
    begin: Callable[[], LoopFrame]
    body: Callable[[LoopFrame], bool]
    entered: bool = False


@dataclass(eq=False, slots=True)
class Ends:
    """How a loop ends: where nothing is left to do, and at its ``break``s."""

    frame: LoopFrame
    exits: list[Changes]
    breaks: list[Changes]


@dataclass(eq=False, slots=True)
class Repeated:
    """A cell that passes change: what it held before, and what it holds when any pass begins."""

    held: Held
    value: Any
    carried: Opaque | None = None  # what stands for earlier passes in that value


@dataclass(eq=False, slots=True)
class Pass:
    """One pass: what beginning it changed, and what holds at its ends and ``break``s."""

    frame: LoopFrame
    begun: Changes
    ends: list[Changes]
    breaks: list[Changes]
    frames: frozenset[Frame]  # that only what is made in it has around it

    def makes(self, held: Held) -> bool:
        """Whether what a cell belongs to was made in the pass."""
        return not self.frames.isdisjoint(held.holder.path)


Cells = dict[Cell, Repeated]


def read(run: Interpreter, loop: Loop) -> Ends:
    """Read a loop; the state is as before it, and the ends tell what changed since."""
    names = _names(run, loop)
    if run.only_tried:
        return _ends(run, loop, names)[0]
    cells = _tried(run, loop, names)
    mark = run.mark()
    ends, missed = _ends(run, loop, cells)
    for _ in range(MOST_READINGS - 2):
        if missed:
            cells |= missed
            run.forget_since(mark)
            ends, missed = _ends(run, loop, cells)
    return ends


def _tried(run: Interpreter, loop: Loop, names: Cells) -> Cells:
    """The cells that a pass changes."""
    with run.only_trying():
        level = run.state.begin()
        _write(run, names)
        done = _pass(run, loop)
        if done.ends:
            run.meet(loop.place, done.ends)
        changed = {cell: held for cell, held in level.before.items() if not done.makes(held)}
        after = {cell: held.now for cell, held in changed.items()}
        run.state.undo(level)
    bound = {(id(run.scope.target(name).names), name) for name in loop.names}
    alone = all(cell in bound or isinstance(held.holder, Marks) for cell, held in changed.items())
    return {
        cell: _repeated(run, loop.place, held, after[cell], alone)
        for cell, held in changed.items()
        if not _is(held.value, after[cell]) and not _keeps(names.get(cell), after[cell])
    }


def _keeps(name: Repeated | None, after: Any) -> bool:
    """Whether a pass leaves a name with what it had when the pass began, or before the loop."""
    if name is None or name.carried is None or not isinstance(after, Term):
        return False
    before = options_of(name.held.value)
    return all(
        option is name.carried or any(option is each for each in before)
        for option in options_of(after)
    )


def _is(one: Any, other: Any) -> bool:
    if isinstance(one, Contents):
        return contents.same(one, other)
    return one is other


def read_any_number(
    run: Interpreter, place: Place, is_inside: Callable[[Path], bool], read_once: Callable[[], None]
) -> None:
    """Read what happens any number of times, out of sight; `is_inside` tells what is made there."""
    cells: Cells = {}
    if not run.only_tried:
        with run.only_trying():
            level = run.state.begin()
            read_once()
            cells = {
                cell: _carrying(run, place, held, [held.now])
                if isinstance(held.now, Term)
                else _repeated(run, place, held, held.now, alone=False)
                for cell, held in level.before.items()
                if not is_inside(held.holder.path) and not _is(held.value, held.now)
            }
            run.state.undo(level)
    level = run.state.begin()
    _write(run, cells)
    read_once()
    after = run.state.undo(level)
    _settle(run, cells, after, [after])
    _grow(cells, [after], 0)
    run.meet(place, [{}, after])


# -- what a cell holds when any pass begins -------------------------------------------------------


def _names(run: Interpreter, loop: Loop) -> Cells:
    """The names that a pass binds, where something is bound to them already."""
    found: Cells = {}
    for name in loop.names:
        table = run.scope.target(name).names
        if name in table:
            held = Held(table, name, table[name])
            found[id(table), name] = _carrying(run, loop.place, held, [table[name]])
    return found


def _repeated(run: Interpreter, place: Place, held: Held, after: Any, alone: bool) -> Repeated:
    """A cell that a pass leaves with the value `after`.

    Where passes change names `alone`, constants that they bind are all that there can be.
    """
    holder, key, before = held.holder, held.key, held.value
    if key is Whole.CONTENTS:
        return Repeated(held, loosening.repeated(before, after, _carried(place, "an item", [])))
    if isinstance(holder, Stores):
        return Repeated(held, stores.repeated(before, after, run.path))
    if isinstance(holder, Marks):
        return Repeated(held, MISSING)
    values = [value for value in (before, after) if isinstance(value, Term)]
    constant = all(isinstance(value, Const) for value in options_of(values[-1]))
    if alone and constant and after is not MISSING:
        return Repeated(held, run.join(place, values))
    return _carrying(run, place, held, values)


def _carrying(run: Interpreter, place: Place, held: Held, values: list[Term]) -> Repeated:
    carried = _carried(place, held.key, values)
    before = [] if held.value is MISSING else [held.value]
    return Repeated(held, run.join(place, [*before, carried]), carried)


def _carried(place: Place, name: object, values: list[Term]) -> Opaque:
    options = (option for value in values for option in options_of(value))
    hidden = {id(one): one for one in options if not isinstance(one, Const)}
    return Opaque(place, f"{name} {CARRIED}", tuple(hidden.values()))


def _unknown(run: Interpreter, place: Place, held: Held, after: Any) -> Repeated:
    """A cell of which too much was taken to be known."""
    repeated = _repeated(run, place, held, after, alone=False)
    if held.key is Whole.CONTENTS:
        repeated.value = loosening.loosened(repeated.value)
    return repeated


def _write(run: Interpreter, cells: Cells) -> None:
    for repeated in cells.values():
        holder, key, value = repeated.held.holder, repeated.held.key, repeated.value
        if key is Whole.CONTENTS:
            run.state.change(holder, value)
        elif value is MISSING:
            run.state.drop(holder, key)
        else:
            run.state.put(holder, key, value)
            if repeated.carried is not None:
                run.trace.name(value, str(key))


# -- one pass, and what follows it ----------------------------------------------------------------


def _pass(run: Interpreter, loop: Loop) -> Pass:
    with run.landing("break") as breaks:
        first = run.state.begin()
        resumed = len(run.resumptions)
        breaks.frame = frame = loop.begin()
        begun = run.state.since(len(run.state.levels) - 1)
        run.state.keep(first)
        level = run.state.begin()
        with run.landing("continue", frame) as continues, run.inside(frame):
            completes = loop.body(frame)
        end = run.state.undo(level)
    ends = [*([end] if completes else []), *continues.arrivals]
    frames = frozenset([frame, *run.resumptions[resumed:]])
    return Pass(frame, begun, ends, breaks.arrivals, frames)


def _ends(run: Interpreter, loop: Loop, cells: Cells) -> tuple[Ends, Cells]:
    """How a loop ends where these cells hold what earlier passes left in them.

    With it come the cells in which a pass leaves something else.
    """
    level = run.state.begin()
    _write(run, cells)
    done = _pass(run, loop)
    if done.ends:
        run.meet(loop.place, done.ends)
    missed = _missed(run, loop, cells, level.before, done)
    after = run.state.undo(level)
    _settle(run, cells, after, [after, *done.breaks])
    _grow(cells, [after], 0 if done.breaks else _passes(done.frame))
    _grow(cells, done.breaks, 0)
    done.frame.endless = not done.ends and not done.breaks
    done.frame.once = not done.ends
    exits = [after] if done.ends else []
    exits += [] if loop.entered else [{}]
    # The condition is evaluated, or the iterable asked, once more than there are passes.
    return Ends(done.frame, [arm | done.begun for arm in exits], done.breaks), missed


def _missed(run: Interpreter, loop: Loop, cells: Cells, before: Changes, done: Pass) -> Cells:
    found: Cells = {}
    for cell, held in before.items():
        now = held.now
        if done.makes(held) or _is(held.value, now) or not run.is_single(held.holder.path):
            continue
        known = cells[cell].value if cell in cells else held.value
        if not _covers(held.holder, known, now):
            found[cell] = _unknown(run, loop.place, held, now)
    return found


def _covers(holder: Any, known: Any, now: Any) -> bool:
    """Whether what a pass leaves in a cell is among what is known to be there when it begins."""
    if _is(known, now) or now is MISSING:
        return True
    if isinstance(holder, Stores):
        return stores.covers(known, now)
    if isinstance(known, Contents):
        return covers(known, now)
    if not isinstance(known, Term):
        return False
    options = options_of(known)
    return any(isinstance(option, Opaque) for option in options) or all(
        any(equal(one, option) for option in options) for one in options_of(now)
    )


def _settle(run: Interpreter, cells: Cells, after: Changes, arms: list[Changes]) -> None:
    """What a pass leaves unchanged is what an earlier one set: no further alternative."""
    for cell, repeated in cells.items():
        carried = repeated.carried
        if carried is None:
            continue
        left = _others(after[cell].value, carried) if cell in after else []
        before = [] if repeated.held.value is MISSING else [repeated.held.value]
        for arm in arms:
            held = arm.get(cell)
            if held is not None and _has(held.value, carried):
                values = [*_others(held.value, carried), *left, *before]
                value = run.join(carried.place, values) if values else MISSING
                arm[cell] = Held(held.holder, held.key, value)


def _passes(frame: LoopFrame) -> int:
    """How many passes there surely are where none leaves the loop."""
    iterable = frame.iterable
    if isinstance(iterable, Sequence) and iterable.kind != "generator":
        return iterable.shortest
    return 0


def _grow(cells: Cells, arms: list[Changes], passes: int) -> None:
    """Count in the lists what so many passes surely put into them."""
    for cell, repeated in cells.items():
        before = repeated.held
        if before.key is not Whole.CONTENTS:
            continue
        is_list = isinstance(before.holder, Sequence) and before.holder.kind == "list"
        times = passes if is_list else 0
        for held in (arm[cell] for arm in arms if cell in arm):
            held.value = loosening.grown(before.value, held.value, times)


def _has(value: Any, carried: Opaque) -> bool:
    return isinstance(value, Term) and any(option is carried for option in options_of(value))


def _others(value: Any, carried: Opaque) -> list[Term]:
    options = options_of(value) if isinstance(value, Term) else ()
    return [option for option in options if option is not carried]
