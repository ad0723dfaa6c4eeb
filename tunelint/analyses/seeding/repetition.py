"""Repetition: whether code runs more than once in a program, where one seed would end its variety.

A trial counts once, however often it is run: its configurations are to be compared on one seed.
What is repeated around a trial or inside of it counts.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.files.source import Source
from tunelint.interpreter.frames import (
    BranchFrame,
    CallbackFrame,
    CallFrame,
    EntryFrame,
    LoopFrame,
    WithFrame,
)
from tunelint.interpreter.library_names import dotted, is_function
from tunelint.interpreter.objects import Class, Event, Function, Result
from tunelint.interpreter.order import exclusive, unconnected
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.trace import Trace, paths
from tunelint.interpreter.values import Attribute, Term
from tunelint.model.program import Program
from tunelint.model.search import Search

# Functions of libraries that call what they are given once.
CALLING_ONCE = (
    "absl.app.run",
    "asyncio.run",
    "atexit.register",
    "fire.Fire",
    "tensorflow.app.run",
    "tensorflow.compat.v1.app.run",
    "typer.run",
)
# Decorators that leave it to the visible callers how often a function is called, by the last part
# of their names. Any other one of a library may register the function, to be called whenever.
HARMLESS = frozenset(
    {
        "abstractmethod",
        "argument",
        "cache",
        "classmethod",
        "command",
        "contextmanager",
        "enable_grad",
        "fixture",
        "function",
        "group",
        "inference_mode",
        "jit",
        "lru_cache",
        "main",
        "njit",
        "no_grad",
        "option",
        "override",
        "pass_context",
        "pass_obj",
        "staticmethod",
        "typechecked",
        "validate_call",
        "wraps",
    }
)
# Decorators by which a function is called again and again, by the last part of their names.
REPEATING = frozenset({"flaky", "given", "parametrize", "remote", "repeat", "retry", "task"})
# Parameters that number the repeats of a function.
NUMBERING = re.compile(
    r"(?:fold|iteration|rep|repeat|repetition|run|replicate)(?:_?(?:i|id|idx|index|no|num|number))?"
)
# How code looks names up.
LOOKING_UP = r"(?:globals|locals|vars|getattr|methodcaller|eval|exec)\("


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """Code at `place`, which runs inside of `path` and before anything that happens at `event`."""

    place: Place
    path: Path
    event: Event


def moment_of(event: Event) -> Moment:
    """The moment of an event itself."""
    return Moment(event.place, event.path, event)


def runs_once(program: Program, event: Event) -> bool:
    """Whether nothing repeats what happens at the place of an event, but for the trials."""
    alike = program.trace.once(_by_place).get(event.place.key, [event])
    return all_once(program, alike) and not _calls_itself(program, event.path)


def all_once(
    program: Program, alike: Sequence[Event], spared: Callable[[Frame], bool] = lambda frame: False
) -> bool:
    """Whether nothing but the trials and what is `spared` repeats what happens at one place."""
    outside = [_without_trials(program, each) for each in alike]
    distinct = {tuple(map(id, path)): one for path, one in zip(outside, alike, strict=True)}
    if any(_repeats(frame) and not spared(frame) for path in outside for frame in path):
        return False
    if any(is_called_elsewhere(program, path) for path in outside):
        return False
    first, *others = distinct.values()
    return all(_not_in_one_run(first, other) for other in others)


def before(program: Program, events: Sequence[Event], source: Source) -> Moment | None:
    """Where something can be done once before all of the events; None where there is no such place.

    As near to the first of them as what repeats them allows, and in the file with this `source`.
    """
    first = min(events, key=lambda event: event.index)
    shared = _shared([event.path for event in events])
    for depth in range(shared, -1, -1):
        inside = first.path[:depth]
        if not _reached_once(program, inside):
            continue
        place = first.place if depth == len(first.path) else _entrance(first.path[depth])
        if place is None or place.source is not source:
            return None
        return Moment(place, inside, first)
    return None


def _by_place(trace: Trace) -> dict[tuple[str, int], list[Event]]:
    found: dict[tuple[str, int], list[Event]] = {}
    for event in trace.calls():
        found.setdefault(event.place.key, []).append(event)
    return found


def _without_trials(program: Program, event: Event) -> Path:
    """The frames around an event without those that make up trials."""
    path = event.path
    known = program.once(_by_trial)
    among = {
        number: search for frame in path for number, search in known.get(_what_is_run(frame), ())
    }
    for _, search in sorted(among.items()):
        trial = [number for number, frame in enumerate(path) if search.is_trial(frame)]
        if trial:
            path = path[: trial[0]] + path[_end_of_trial(search, path, trial[-1]) :]
    return path


def _by_trial(program: Program) -> dict[int, list[tuple[int, Search]]]:
    """The searches with their numbers, by what their trials are: passes of a loop, or calls."""
    found: dict[int, list[tuple[int, Search]]] = {}
    for number, search in enumerate(program.searches):
        loop = () if search.loop is None else (search.loop,)
        for one in (*search.trial_events, *loop):
            found.setdefault(id(one), []).append((number, search))
    return found


def _what_is_run(frame: Frame) -> int:
    return id(frame.event if isinstance(frame, CallbackFrame) else frame)


def _end_of_trial(search: Search, path: Path, last: int) -> int:
    """Behind the loop whose passes are the trials, where loops are nested for them."""
    innermost = search.passing.loop.key if search.passing is not None else None
    for number in range(last, len(path)):
        place = path[number].place
        if place is not None and place.key == innermost:
            return number + 1
    return last + 1


def _repeats(frame: Frame) -> bool:
    match frame:
        case LoopFrame():
            return True
        case CallbackFrame(event=event):
            return is_function(event.callee, *CALLING_ONCE) is None
        case EntryFrame(function=function):
            return _is_called_unseen(function) or _is_numbered(function)
        case CallFrame(function=function):
            decorated = any(_is_repeating(decorator) for decorator in function.decorators)
            return decorated or _is_numbered(function)
    return False


def _is_called_unseen(function: Function) -> bool:
    """Whether Python, a library or a test suite may call a function that nobody visible calls."""
    owner = function.owner
    if _is_dunder(function.name) and function.name not in ("__init__", "__post_init__"):
        return True
    if not all(map(_is_harmless, function.decorators)) or _is_named_in_text(function):
        return True
    return owner is not None and (
        any(map(_is_repeating, owner.decorators))
        or any(is_function(base, "unittest.TestCase") for base in owner.library_bases())
    )


def _is_numbered(function: Function) -> bool:
    """Whether a function is told which of its repeats it is."""
    parameters = function.node.params
    named = (*parameters.params, *parameters.kwonly_params)
    return any(NUMBERING.fullmatch(each.name.value) for each in named)


def _is_dunder(name: str) -> bool:
    """Whether Python itself calls a method of this name."""
    return name.startswith("__") and name.endswith("__")


def _is_harmless(decorator: Term) -> bool:
    """Whether a decorator leaves it to the visible callers how often a function is called."""
    match decorator:
        case Function() | Class():
            return True
        case Result(event=event):
            return not _is_repeating(decorator) and _is_harmless(event.callee)
    is_mark = any(full.startswith("pytest.mark.") for full in dotted(decorator))
    return not _is_repeating(decorator) and (is_mark or _last(decorator) in HARMLESS)


def _is_repeating(decorator: Term) -> bool:
    match decorator:
        case Result(event=event) if _last(event.callee) == "fixture":
            return "params" in event.arguments.keywords
        case Result(event=event):
            return _is_repeating(event.callee)
    return _last(decorator) in REPEATING


def _is_named_in_text(function: Function) -> bool:
    """Whether the file may look a function up by its name: ``globals()["tune"]``."""
    name = re.escape(function.name)
    pattern = rf"\b{LOOKING_UP}[^\n]*[\"']{name}[\"']"
    return re.search(pattern, function.scope.source.text) is not None


def is_called_elsewhere(program: Program, path: Path) -> bool:
    """Whether a file that was not read with the program may call a function on the path, too."""
    names: dict[pathlib.Path, set[str]] = {}
    for frame in path:
        if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
            function = frame.function
            called = function.name if function.owner is None else function.owner.name
            names.setdefault(function.scope.source.path, set()).add(called)
    read = {each.path for each in program.sources}
    return any(
        program.project.may_be_used_elsewhere(module, called, read)
        for module, called in names.items()
    )


def _last(term: Term) -> str:
    if isinstance(term, Attribute):
        return term.name
    return next((full.rpartition(".")[2] for full in dotted(term)), "")


def _not_in_one_run(one: Event, other: Event) -> bool:
    return exclusive(one, other) or unconnected(one, other)


def _calls_itself(program: Program, path: Path) -> bool:
    """Whether one of the functions on the path is recursive."""
    functions = {id(frame.function.node) for frame in path if isinstance(frame, CallFrame)}
    return bool(functions & program.trace.once(_recursive))


def _recursive(trace: Trace) -> set[int]:
    """The ids of the nodes of functions that call themselves."""
    return {
        id(frame.function.node)
        for call in trace.calls()
        if isinstance(call.callee, Function)
        for frame in call.path
        if isinstance(frame, CallFrame) and frame.function.node is call.callee.node
    }


def _shared(paths: Sequence[Path]) -> int:
    """How many frames the paths have in common."""
    length = 0
    for frames in zip(*paths, strict=False):
        if any(frame is not frames[0] for frame in frames):
            break
        length += 1
    return length


def _reached_once(program: Program, path: Path) -> bool:
    """Whether the body of the last frame runs once."""
    if any(_repeats(frame) for frame in path) or _calls_itself(program, path):
        return False
    if is_called_elsewhere(program, path):
        return False
    entered = program.trace.once(_entered)
    return all(
        other is frame or _not_in_one_run(frame.event, other.event)
        for frame in path
        if isinstance(frame, CallFrame)
        for other in entered[id(frame.function.node)]
    )


def _entered(trace: Trace) -> dict[int, list[CallFrame | CallbackFrame]]:
    """The frames in which the body of each function is read, by the id of its node."""
    found: dict[int, dict[int, CallFrame | CallbackFrame]] = {}
    for path in trace.once(paths):
        for frame in path:
            if isinstance(frame, CallFrame | CallbackFrame):
                found.setdefault(id(frame.function.node), {})[id(frame)] = frame
    return {function: list(frames.values()) for function, frames in found.items()}


def _entrance(frame: Frame) -> Place | None:
    """The statement through which a frame is entered."""
    match frame:
        case CallFrame(event=event) | CallbackFrame(event=event):
            return event.place
        case LoopFrame(place=place) | WithFrame(place=place):
            return place
        case BranchFrame(fork=fork):
            return fork.place
    return None
