"""Branches: every arm is read from the same state, and what their ends have in common goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import libcst as cst

from tunelint.interpreter import implicit_calls
from tunelint.interpreter.frames import BranchFrame, Fork
from tunelint.interpreter.paths import Path
from tunelint.interpreter.state import Changes
from tunelint.interpreter.values import Const, Opaque, Option, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

Read = TypeVar("Read")


# So many branches inside of each other are told apart, more than people write.
MOST_BRANCHES = 100
_LATEST = MOST_BRANCHES // 2


def shortened(path: Path, around: Path) -> Path:
    """A path in which only the latest of very many nested branches are told apart.

    Those before count as one, which is taken in some runs. `around` is what all of them are in.
    """
    tower = path[len(around) :]
    if len(tower) <= MOST_BRANCHES or not all(isinstance(one, BranchFrame) for one in tower):
        return path
    earlier = [one for one in tower[:-_LATEST] if isinstance(one, BranchFrame)]
    place = tower[0].place
    passed_over = any(one.fork.selected not in (None, one.arm) for one in earlier)
    unseen = Opaque(place, "whether all of many branches are taken")
    taken = BranchFrame(place, Fork(place, unseen, 1 if passed_over else None), 0)
    return (*around, taken, *tower[-_LATEST:])


def read_if(
    run: Interpreter,
    node: cst.If,
    block: Callable[[cst.BaseSuite], bool],
    around: Path | None = None,
) -> bool | BranchFrame:
    """Read an ``if`` with what belongs to it; whether what follows is reached, or in which arm.

    An ``elif`` stands in the other arm of the ``if`` before; the first of them is on path `around`.
    """
    around = run.path if around is None else around
    condition = run.evaluate(node.test)
    run.test(condition, node)
    implicit_calls.ask(run, node, condition)
    if _asks_for_main(node.test) and isinstance(condition, Const):
        return _chosen(run, node, block, bool(condition.value))
    fork = Fork(run.place(node), condition, _selected(run, node.test, condition))

    def otherwise() -> bool:
        match node.orelse:
            case cst.If() as inner:
                run.path = shortened(run.path, around)
                return read_if(run, inner, block, around) is not False
            case cst.Else() as last:
                return block(last.body)
        return True

    return _arms(run, fork, [lambda: block(node.body), otherwise])


def _selected(run: Interpreter, test: cst.BaseExpression, condition: Term) -> int | None:
    """The arm that the current call's own arguments decide for.

    A constant of the module decides nothing: people change it between runs. Neither does an option
    of the command line.
    """
    if not isinstance(condition, Const):
        return None
    names = list(_names_in(test))
    if any(isinstance(run.scope.names.get(name), Option) for name in names):
        return None
    if any(name in run.scope.forwarded for name in names):
        return 0 if condition.value else 1
    return None


def _names_in(test: cst.BaseExpression) -> Iterator[str]:
    match test:
        case cst.Name(value=name):
            yield name
        case cst.Comparison():
            yield from _names_in(test.left)
            for target in test.comparisons:
                yield from _names_in(target.comparator)
        case cst.UnaryOperation():
            yield from _names_in(test.expression)
        case cst.BooleanOperation():
            yield from _names_in(test.left)
            yield from _names_in(test.right)
        case cst.Call(func=cst.Attribute(value=base)):
            yield from _names_in(base)
        case cst.Attribute(value=base, attr=cst.Name("__name__" | "__class__")):
            yield from _names_in(base)
        case cst.Call(func=cst.Name("type"), args=[cst.Arg(value=given)]):
            yield from _names_in(given)


def _asks_for_main(test: cst.BaseExpression) -> bool:
    match test:
        case cst.Comparison(left=cst.Name(value="__name__")):
            return True
        case cst.Comparison(comparisons=[cst.ComparisonTarget(comparator=cst.Name("__name__"))]):
            return True
    return False


def _chosen(
    run: Interpreter, node: cst.If, block: Callable[[cst.BaseSuite], bool], holds: bool
) -> bool | BranchFrame:
    if holds:
        return block(node.body)
    match node.orelse:
        case cst.If() as inner:
            return read_if(run, inner, block)
        case cst.Else() as last:
            return block(last.body)
    return True


def _arms(run: Interpreter, fork: Fork, arms: list[Callable[[], bool]]) -> bool | BranchFrame:
    going_on: list[tuple[int, Changes]] = []
    for number, arm in enumerate(arms):
        level = run.state.begin()
        with run.inside(BranchFrame(fork.place, fork, number)):
            completes = arm()
        changes = run.state.undo(level)
        if completes:
            going_on.append((number, changes))
    if fork.selected is not None:
        going_on = [arm for arm in going_on if arm[0] == fork.selected]
    decided = None
    if isinstance(fork.condition, Const):
        decided = dict(going_on).get(0 if fork.condition.value else 1)
    return go_on(run, fork, going_on, len(arms), decided)


def go_on(
    run: Interpreter,
    fork: Fork,
    going_on: list[tuple[int, Changes]],
    count: int,
    decided: Changes | None = None,
) -> bool | BranchFrame:
    """Go on after those of a decision's `count` arms that come to their end.

    `decided` is the end of the arm that a constant decides for.
    """
    if not going_on:
        return False
    run.meet(fork.place, [changes for _, changes in going_on], decided)
    if len(going_on) == 1 and count > 1:
        return BranchFrame(fork.place, fork, going_on[0][0])
    return True


def perhaps(run: Interpreter, fork: Fork, arm: int, read: Callable[[], Read]) -> Read:
    """Read what only one arm of a decision does; the other one does nothing."""
    level = run.state.begin()
    with run.inside(BranchFrame(fork.place, fork, arm)):
        result = read()
    changes = run.state.undo(level)
    run.meet(fork.place, [{}, changes])
    return result


def either(run: Interpreter, fork: Fork, arms: Iterable[Callable[[], Term]]) -> list[Term]:
    """Read each arm of a decision that is an expression; what each is worth."""
    values: list[Term] = []
    ends: list[Changes] = []
    for number, arm in enumerate(arms):
        level = run.state.begin()
        with run.inside(BranchFrame(fork.place, fork, number)):
            values.append(arm())
        ends.append(run.state.undo(level))
    run.meet(fork.place, ends)
    return values


def each(run: Interpreter, options: tuple[Term, ...], do: Callable[[Term], None]) -> None:
    """Do something with whichever of several values it is."""
    if len(options) == 1:
        do(options[0])
        return
    ends: list[Changes] = []
    for option in options:
        level = run.state.begin()
        do(option)
        ends.append(run.state.undo(level))
    run.meet(options[0].place, ends)
