"""Meetings: whether one run of code can get to two places of it, as far as that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import libcst as cst

from tunelint.interpreter.cases import decided, holds
from tunelint.interpreter.frames import BranchFrame, Case
from tunelint.interpreter.objects import Event
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import conditions
from tunelint.interpreter.unreached import is_against
from tunelint.interpreter.values import Const, Operation, Sequence, Term
from tunelint.model.search import Search

# Comparisons that a larger value, or a smaller one, passes all the same.
UPWARDS, DOWNWARDS = frozenset({">", ">="}), frozenset({"<", "<="})


def meet(
    one: Event,
    other: Event,
    apart: Callable[[BranchFrame, BranchFrame], bool] = lambda arm, another: False,
) -> bool:
    """Whether what gets to both places is known: what is only not ruled out is not.

    ``if args.model == "a": …`` and ``if args.model == "b": …`` never meet,
    ``if layers > 1: …`` and ``if layers > 2: …`` do. `apart` tells decisions that have nothing to
    do with each other.
    """
    mine, theirs = _own(one, other), _own(other, one)
    if not mine or not theirs:
        return True
    if any(map(is_against, (*mine, *theirs))):
        return False
    return all(
        _agree(arm, another) or apart(arm, another)
        for arm in _open(mine)
        for another in _open(theirs)
    )


@dataclass(frozen=True, eq=False)
class Meetings:
    """Where the trials of one search meet."""

    search: Search
    trial: Frame
    _drawn: dict[int, frozenset[int]] = field(default_factory=dict)

    def possible(self, one: Event, other: Event) -> bool:
        """Whether a trial that gets to both places is known."""
        return meet(one, other, self._drawn_apart)

    def over_trials(self, one: Event, other: Event) -> bool:
        """Whether draws alone decide who gets to each place, and options are known that do."""
        return self._may_be_drawn(_own(one, other)) and self._may_be_drawn(_own(other, one))

    def _may_be_drawn(self, arms: list[BranchFrame]) -> bool:
        if not all(self._draws(arm) and decided(arm) for arm in arms):
            return False
        cases = [case for arm in arms for case in decided(arm)]
        return all(self._has_option(case.subject, cases) for case in cases)

    def _has_option(self, subject: Term, cases: list[Case]) -> bool:
        """Whether a choice is known to have an option for which all that is said of it holds."""
        said = [case for case in cases if case.subject is subject]
        return any(
            all(isinstance(option, Const) and holds(case, option) for case in said)
            for each in self.search.hyperparameters or ()
            if each.result is subject
            for option in each.options or ()
        )

    def _drawn_apart(self, arm: BranchFrame, other: BranchFrame) -> bool:
        drawn, others = self._draws(arm), self._draws(other)
        return bool(drawn) and bool(others) and not drawn & others

    def _draws(self, arm: BranchFrame) -> frozenset[int]:
        """The drawn values that decide, where nothing else does."""
        condition = arm.fork.condition
        if condition is None:
            return frozenset()
        known = self._drawn.get(id(condition))
        if known is None:
            results = {id(each.result) for each in self.search.hyperparameters or ()}
            leaves = set(_leaves(condition))
            known = frozenset(leaves) if leaves <= results else frozenset()
            self._drawn[id(condition)] = known
        return known


def _leaves(condition: Term) -> Iterator[int]:
    """The ids of the values, other than constants, that operators make a condition of."""
    waiting = [condition]
    while waiting:
        term = waiting.pop()
        if isinstance(term, Operation):
            waiting.extend(term.operands)
        elif isinstance(term, Sequence) and not term.open:
            waiting.extend(term.items)
        elif not isinstance(term, Const):
            yield id(term)


def _own(event: Event, other: Event) -> list[BranchFrame]:
    """The decisions that an event depends on and the other does not."""
    common = {(id(frame.fork), frame.arm) for frame in conditions(other)}
    return [frame for frame in conditions(event) if (id(frame.fork), frame.arm) not in common]


def _open(arms: list[BranchFrame]) -> list[BranchFrame]:
    return [arm for arm in arms if not isinstance(arm.fork.condition, Const)]


def _agree(arm: BranchFrame, other: BranchFrame) -> bool:
    """Whether one decision is sure to leave the other arm open."""
    return arm.arm == other.arm and (_asks_the_same(arm, other) or _grows(arm, other))


def _asks_the_same(arm: BranchFrame, other: BranchFrame) -> bool:
    one, another = _test(arm), _test(other)
    return one is not None and another is not None and one.deep_equals(another)


def _test(arm: BranchFrame) -> cst.BaseExpression | None:
    node = arm.fork.place.node if arm.fork.place is not None else None
    return node.test if isinstance(node, cst.If | cst.IfExp) else None


def _grows(arm: BranchFrame, other: BranchFrame) -> bool:
    """Whether both ask whether one value is large, or both whether it is small."""
    match arm.fork.condition, other.fork.condition:
        case (
            Operation(operator=one, operands=(value, Const())),
            Operation(operator=another, operands=(asked, Const())),
        ):
            together = any({one, another} <= alike for alike in (UPWARDS, DOWNWARDS))
            return together and value is asked
    return False
