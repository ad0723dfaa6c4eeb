"""Folders: whether two paths are one, and whether a program deletes one before it uses it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.values import Attribute, Const, Sequence, Term
from tunelint.model.program import Program

DELETING = (
    "shutil.rmtree",
    "tensorflow.io.gfile.rmtree",
    "tensorflow.compat.v1.gfile.DeleteRecursively",
    "os.removedirs",
)
# What gives a folder another name, or paths another meaning.
MOVING = (
    *("os.rename", "os.renames", "os.replace", "shutil.move", "os.chdir", "contextlib.chdir"),
    *("tensorflow.io.gfile.rename",),
)
SHELLS = ("os.system", "subprocess.run", "subprocess.call", "subprocess.check_call")
REMOVAL = re.compile(r"\brm\s+(?:-\S+\s+)*(?P<paths>.+)")


def project_folder(directory: str, name: str) -> str:
    """Where a Keras Tuner project keeps its trials, as the library joins the two."""
    return posixpath.join(directory, name)


def deleted_before(program: Program, event: Event, directory: str, name: str) -> bool:
    """Whether the program deletes ``directory/name``, or a folder above it, before `event`."""
    folder = posixpath.normpath(project_folder(directory, name))
    earlier = (call for call in program.trace.calls() if perhaps_before(call, event))
    by_code = (path for call in earlier for path in _deleted_by(call))
    by_shell = _deleted_by_shell(program, event)
    return any(_covers(path, folder) for path in chain(by_code, by_shell))


def moved_between(
    program: Program, one: Event, later: Event, folder: str, loops: Iterable[LoopFrame] = ()
) -> bool:
    """Whether what was in `folder` at one event may be gone at a later one, or in another pass.

    A folder is deleted or gets another name, which may be this one, or paths mean another.
    """
    around = set(map(id, loops))
    return any(
        _may_move(call, folder)
        for call in program.once(_moving)
        if any(id(frame) in around for frame in call.path)
        or (call.index > one.index and perhaps_before(call, later))
    )


def _moving(program: Program) -> list[CallEvent]:
    """The calls that delete something or give it another name."""
    functions = (*MOVING, *DELETING, *SHELLS)
    return [
        call
        for call in program.trace.calls()
        if is_function(call.callee, *functions) or _moves_itself(call)
    ]


def _may_move(call: CallEvent, folder: str) -> bool:
    paths = list(_deleted_by(call))
    if paths:
        return any(_covers(path, folder) for path in paths)
    return not is_function(call.callee, *SHELLS)


def _moves_itself(call: CallEvent) -> bool:
    """``Path("trials").rename("old")``: a path is known as its text."""
    callee, given = call.callee, call.arguments
    if not isinstance(callee, Attribute) or len(given.positional) != 1 or given.keywords:
        return False
    is_text = isinstance(callee.base, Const)
    return callee.name == "rename" or (callee.name == "replace" and is_text)


def _covers(path: str, folder: str) -> bool:
    deleted = posixpath.normpath(path.strip("'\"").rstrip("*"))
    return folder == deleted or folder.startswith(deleted + "/") or deleted == "."


def _deleted_by(call: CallEvent) -> Iterator[str]:
    first = call.arguments.positional[0].value if call.arguments.positional else None
    if first is None:
        return
    if is_function(call.callee, *DELETING):
        if isinstance(first, Const) and isinstance(first.value, str):
            yield first.value
    elif is_function(call.callee, *SHELLS):
        yield from _removed(_command(first))


def _command(term: Term) -> str:
    match term:
        case Const(value=str() as command):
            return command
        case Sequence(items=items):
            return " ".join(str(item.value) for item in items if isinstance(item, Const))
    return ""


def _removed(command: str) -> Iterator[str]:
    found = REMOVAL.search(command)
    if found:
        yield from found["paths"].split()


def _deleted_by_shell(program: Program, event: Event) -> Iterator[str]:
    """``!rm -rf results`` in a notebook, above the event."""
    source = event.place.source
    commands = [
        (number, line.written.strip())
        for number, line in enumerate(source.lines, start=1)
        if line.written.lstrip().startswith(("!", "%"))
    ]
    if not any("rm" in command for _, command in commands):
        return
    limit = program.project.locate(event.place)[0]
    for number, command in commands:
        if number < limit:
            yield from _removed(command)
