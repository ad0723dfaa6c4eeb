"""Cases: what an arm of a decision says about the value that the decision asks."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    Case,
    Constant,
    EntryFrame,
    LoopFrame,
)
from tunelint.interpreter.objects import CallEvent, Instance, Parameter, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Mapping,
    Opaque,
    Operation,
    Option,
    Sequence,
    Term,
    is_carried,
    options_of,
)

PARSERS = frozenset({"parse_args", "parse_known_args"})
LITERALS = (cst.SimpleString, cst.Integer, cst.Float)


def holds(case: Case, constant: Const) -> bool:
    """Whether a case holds where its subject is this constant."""
    if case.constants is None:
        return bool(constant.value) is case.among
    return (_constant(constant) in case.constants) is case.among


def contradict(one: Case, other: Case) -> bool:
    """Whether two cases never hold for the same value."""
    if not _same_subject(one.subject, other.subject):
        return False
    if one.constants is None or other.constants is None:
        both_ask_for_truth = one.constants is other.constants and not _may_change(one.subject)
        return both_ask_for_truth and one.among != other.among
    match one.among, other.among:
        case True, True:
            return not one.constants & other.constants
        case True, False:
            return one.constants <= other.constants
        case False, True:
            return other.constants <= one.constants
    return False


def _may_change(term: Term) -> bool:
    """Whether an object may count as true once and as false later."""
    return any(
        option.changed or isinstance(option, Sequence | Mapping | Comprehension | Instance)
        for option in options_of(term)
    )


def _same_subject(one: Term, other: Term) -> bool:
    """Whether two values are surely the same one, though it was read twice."""
    if one is other:
        return True
    match one, other:
        case Option(place=place), Option(place=again):
            return place is not None and again is not None and place.node is again.node
        case Attribute(base=base, name=name), Attribute(base=base_again, name=name_again):
            return name == name_again and base is base_again and _is_parsed(base)
    return False


def _is_parsed(term: Term) -> bool:
    """Whether a value holds the options of the command line."""
    match term:
        case Result(event=CallEvent(callee=Attribute(name=name))):
            return name in PARSERS
    return False


def varies(term: Term, frame: Frame) -> bool:
    """Whether the value can be another one in each pass of a loop or each call of a function."""
    if isinstance(term, Const):
        return False
    if isinstance(frame, CallFrame | EntryFrame):
        return True
    return any(_is_made_in(each, frame) for each in ancestors(term))


def _is_made_in(term: Term, frame: Frame) -> bool:
    match term:
        case Result(event=event):
            return frame in event.path
        case Instance(built=CallEvent() as event):
            return frame in event.path
        case Choice(path=path):
            left = term.place is not None and _is_left_by(term, frame)
            return left or frame in path or _is_element(term, frame)
        case Parameter(function=function):
            return isinstance(frame, CallbackFrame) and frame.function.node is function.node
        case Opaque() if is_carried(term):
            return _is_left_by(term, frame)
    return _is_element(term, frame)


def _is_left_by(term: Term, frame: Frame) -> bool:
    """Whether the value, whose place is a loop, may be what earlier passes of this one left."""
    if term.place is None or frame.place is None:
        return True
    return term.place.node is frame.place.node


def _is_element(term: Term, frame: Frame) -> bool:
    return isinstance(frame, LoopFrame) and term is frame.element


# -- what the arms of a decision say --------------------------------------------------------------


def decided(frame: BranchFrame) -> tuple[Case, ...]:
    """What surely holds in an arm of a decision."""
    fork = frame.fork
    known = fork.cases
    if frame.arm not in known:
        known[frame.arm] = tuple(_decided(frame))
    return known[frame.arm]


def _decided(frame: BranchFrame) -> Iterator[Case]:
    node = frame.fork.place.node if frame.fork.place is not None else None
    condition = frame.fork.condition
    if condition is None:
        return
    match node:
        case cst.If(test=test) | cst.IfExp(test=test):
            yield from _cases(test, condition, frame.arm == 0)
        case cst.Match(cases=cases):
            yield from _of_match(condition, list(cases), frame.arm)


def _cases(test: cst.BaseExpression, condition: Term, holds: bool) -> Iterator[Case]:
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            operand = _operands(condition, 1)
            if operand is not None:
                yield from _cases(inner, operand[0], not holds)
        case cst.BooleanOperation(left=left, right=right, operator=operator):
            operands = _operands(condition, 2)
            every = isinstance(operator, cst.And)
            if isinstance(condition, Operation) and operands is not None and every == holds:
                yield from _cases(left, operands[0], holds)
                yield from _cases(right, operands[1], holds)
        case cst.Comparison(comparisons=[target]):
            operands = _operands(condition, 2)
            if operands is not None and isinstance(test.left, LITERALS):
                operands = operands[::-1]
            case = _compared(target.operator, *operands) if operands is not None else None
            if case is not None:
                yield case if holds else case.otherwise
        case cst.Name() | cst.Attribute() | cst.Subscript():
            yield Case(condition, None, holds)


def _operands(condition: Term, count: int) -> tuple[Term, ...] | None:
    match condition:
        case Operation(operands=operands) if len(operands) == count:
            return operands
        case Const(parts=parts) if len(parts) == count:
            return parts
    return None


def _compared(operator: cst.BaseCompOp, left: Term, right: Term) -> Case | None:
    match operator:
        case cst.Equal() | cst.Is():
            return _equal(left, right)
        case cst.NotEqual() | cst.IsNot():
            case = _equal(left, right)
            return case.otherwise if case is not None else None
        case cst.In():
            return _among(left, right)
        case cst.NotIn():
            case = _among(left, right)
            return case.otherwise if case is not None else None
    return None


def _equal(left: Term, right: Term) -> Case | None:
    if isinstance(right, Const):
        return Case(left, frozenset({_constant(right)}))
    if isinstance(left, Const):
        return Case(right, frozenset({_constant(left)}))
    return None


def _among(left: Term, right: Term) -> Case | None:
    if not isinstance(right, Sequence) or right.open:
        return None
    constants = [_constant(item) for item in right.items if isinstance(item, Const)]
    return Case(left, frozenset(constants)) if len(constants) == len(right.items) else None


def _constant(constant: Const) -> Constant:
    """A constant as ``==`` tells it from others: 1, 1.0 and True are the same."""
    kind = int if isinstance(constant.value, int | float) else type(constant.value)
    return (kind.__name__, constant.value)


def _of_match(subject: Term, cases: list[cst.MatchCase], arm: int) -> Iterator[Case]:
    for number, case in enumerate(cases[: arm + 1]):
        constants = _matched(case.pattern)
        if constants is None:
            continue
        if number == arm:
            yield Case(subject, constants)
        elif case.guard is None:
            yield Case(subject, constants, among=False)


def _matched(pattern: cst.MatchPattern) -> frozenset[Constant] | None:
    """The constants that a pattern of constants matches."""
    match pattern:
        case cst.MatchValue(value=cst.SimpleString() | cst.Integer() | cst.Float() as value):
            return frozenset({_constant(Const(None, value.evaluated_value))})
        case cst.MatchSingleton(value=cst.Name(value=name)):
            return frozenset({_constant(Const(None, {"True": True, "False": False}.get(name)))})
        case cst.MatchOr(patterns=patterns):
            found = [_matched(element.pattern) for element in patterns]
            known = [each for each in found if each is not None]
            return frozenset().union(*known) if len(known) == len(found) else None
        case cst.MatchAs(pattern=cst.MatchPattern() as inner):
            return _matched(inner)
    return None
