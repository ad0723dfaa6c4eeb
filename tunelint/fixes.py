"""Fixing: edits chosen among the findings of a run, made again and again, and written at last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tunelint.edits.text import Repair, touching
from tunelint.engine import Given, Result, check_batch, merged, plan
from tunelint.jobs import Batch
from tunelint.project import Project
from tunelint.reports.diagnostic import Diagnostic
from tunelint.rule import Applicability
from tunelint.screening import Content
from tunelint.settings import Settings
from tunelint.source import UnreadableSource, UnsafeSource, source_from_bytes

PASSES = 10
NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True)
class Changed:
    """A file before and after its fixes."""

    path: Path
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing leaves: the findings that remain, the changed files, and how many were fixed."""

    result: Result
    changed: tuple[Changed, ...] = ()
    count: int = 0


def fix_paths(
    paths: Iterable[Path], settings: Settings, given: Given | None = None, *, unsafe: bool = False
) -> Fixed:
    """Fix the files and folders as far as they can be fixed; nothing is written yet.

    Raises ConfigurationError as `check_paths` does.
    """
    run = plan(paths, settings, given)
    parts = [fix_batch(batch, unsafe=unsafe) for batch in run.batches]
    return Fixed(
        merged(run, [part.result for part in parts]),
        tuple(changed for part in parts for changed in part.changed),
        sum(part.count for part in parts),
    )


def fix_batch(batch: Batch, *, unsafe: bool) -> Fixed:
    """Fix the files of one project, pass by pass, until nothing is left or `PASSES` are done."""
    contents: dict[Path, Content] = dict(batch.contents)
    before: dict[Path, bytes] = {}
    problems: dict[Path, str] = {}
    count = 0
    result = check_batch(batch)
    for _ in range(PASSES):
        chosen = choose(result.diagnostics, unsafe=unsafe, leaving=problems)
        progress = False
        for path, repairs in chosen.items():
            data = _data(path, contents)
            match data if isinstance(data, str) else fixed_bytes(path, data, repairs):
                case str() as problem:
                    problems[path] = f"{path}: not fixed: {problem}"
                case after:
                    assert isinstance(data, bytes)
                    before.setdefault(path, data)
                    contents[path] = after
                    count += len(repairs)
                    progress = True
        if not progress:
            break
        result = check_batch(replace(batch, contents=contents))
    changed = tuple(
        Changed(path, data, after)
        for path, data in before.items()
        if isinstance(after := contents[path], bytes) and after != data
    )
    result = replace(result, problems=(*result.problems, *problems.values()))
    return Fixed(result, changed, count)


def applies(repair: Repair | None, *, unsafe: bool) -> bool:
    """Whether a fix is there and wanted."""
    return repair is not None and (unsafe or repair.applicability == Applicability.SAFE)


def choose(
    diagnostics: Iterable[Diagnostic], *, unsafe: bool, leaving: Iterable[Path] = ()
) -> Mapping[Path, Sequence[Repair]]:
    """The fixes of one pass by file: of those that touch each other the first one."""
    left = set(leaving)
    chosen: dict[Path, list[Repair]] = {}
    for diagnostic in diagnostics:
        repair = diagnostic.fix
        if repair is None or not applies(repair, unsafe=unsafe):
            continue
        taken = chosen.setdefault(repair.edits[0].path, [])
        if repair.edits[0].path not in left and not _collides(repair, taken):
            taken.append(repair)
    return {path: repairs for path, repairs in chosen.items() if repairs}


def _collides(repair: Repair, others: Iterable[Repair]) -> bool:
    return any(
        touching(edit, made) for other in others for made in other.edits for edit in repair.edits
    )


def _data(path: Path, contents: Mapping[Path, Content]) -> bytes | str:
    """The bytes of a file, or why there are none."""
    content = contents.get(path)
    if isinstance(content, bytes):
        return content
    try:
        return path.read_bytes()
    except OSError as error:
        return f"it cannot be read: {error.strerror or error}"


def fixed_bytes(path: Path, data: bytes, repairs: Iterable[Repair]) -> bytes | str:
    """The file after the fixes, read again; or why it cannot be fixed."""
    from tunelint.edits.splicing import Unspliceable, edited

    edits = [edit for repair in repairs for edit in repair.edits]
    try:
        after = edited(data, edits, is_notebook=path.suffix == NOTEBOOK)
        _check_readable(path, after)
    except Unspliceable as error:
        return str(error) or "its text cannot be edited in part"
    except UnsafeSource as error:
        return f"{error.reason}: it cannot be read again here"
    except UnreadableSource as error:
        return f"it could not be read any more: {error.reason}"
    return after


def _check_readable(path: Path, data: bytes) -> None:
    source = source_from_bytes(path, data)
    project = Project(path.parent)
    try:
        project.tree(source)
    except UnsafeSource:
        raise
    except UnreadableSource:
        bare = source.read_as_notebook_code()
        project.add(bare)
        project.tree(bare)


def write(changed: Iterable[Changed]) -> Iterator[str]:
    """Put the fixed files in place; says in a line each which could not be."""
    for one in changed:
        try:
            _replace(one)
        except OSError as error:
            yield f"{one.path}: not fixed: {error.strerror or error}"


def _replace(changed: Changed) -> None:
    """A temporary file beside the target takes its place in one step; links keep leading there."""
    import shutil
    import tempfile

    target = Path(os.path.realpath(changed.path))
    now = target.read_bytes()
    if now == changed.after:
        return
    if now != changed.before:
        raise OSError(None, "it was changed in the meantime")
    if not os.access(target, os.W_OK):
        raise PermissionError(None, "it is write-protected")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(changed.after)
        shutil.copymode(target, temporary)
        _keep_owner(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _keep_owner(target: Path, temporary: Path) -> None:
    if not hasattr(os, "chown"):
        return
    status = target.stat()
    if (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
        # Who may not give files away keeps it: the content counts.
        with contextlib.suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
