"""Fixing: edits chosen among the findings of a run, made again and again, and written at last."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tunelint.config.settings import Settings
from tunelint.engine.jobs import Batch, import_for_all
from tunelint.engine.load import parsed_source
from tunelint.engine.run import Given, Result, check_batches, check_paths, merged, plan
from tunelint.engine.screen import Content
from tunelint.errors import reason_of
from tunelint.files.disk import clear_unfinished, read_regular, rewrite_file
from tunelint.files.here import from_here
from tunelint.files.project import Project
from tunelint.files.source import Source, UnreadableSource, UnsafeSource, source_from_bytes
from tunelint.findings.diagnostic import Diagnostic
from tunelint.findings.finding import Applicability
from tunelint.findings.fixes.text_edit import Repair, touching
from tunelint.reports.fixed import Ended

PASSES = 10
NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True)
class Changed:
    """A file of the project at `root` before and after its fixes."""

    path: Path
    before: bytes
    after: bytes
    root: Path


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing leaves: the findings that remain, the changed files, and what was ended.

    `found` is how many findings there were before anything was fixed.
    """

    result: Result
    changed: tuple[Changed, ...] = ()
    ended: tuple[Ended, ...] = ()
    found: int = 0

    @property
    def count(self) -> int:
        """How many findings were fixed."""
        return len(self.ended)

    @property
    def uncovered(self) -> int:
        """How many findings only came up as others were fixed."""
        return max(0, self.count + len(self.result.diagnostics) - self.found)


def fix_paths(
    paths: Iterable[Path],
    settings: Settings,
    given: Given | None = None,
    *,
    unsafe: bool = False,
    workers: int = 0,
) -> Fixed:
    """Fix the files and folders as far as they can be fixed; nothing is written yet.

    Raises ConfigurationError as `check_paths` does.
    """
    run = plan(paths, settings, given)
    parts = fix_batches(run.batches, unsafe=unsafe, workers=workers)
    return Fixed(
        merged(run, [part.result for part in parts]),
        tuple(changed for part in parts for changed in part.changed),
        tuple(ended for part in parts for ended in part.ended),
        sum(part.found for part in parts),
    )


def fix_batches(batches: Sequence[Batch], *, unsafe: bool, workers: int = 0) -> list[Fixed]:
    """Fix the files of some projects, pass by pass, until nothing is left or `PASSES` are done."""
    results = check_batches(batches, workers)
    fixings = [_Fixing(*each, unsafe) for each in zip(batches, results, strict=True)]
    unfinished = fixings
    for _ in range(PASSES):
        unfinished = [fixing for fixing in unfinished if fixing.make()]
        if not unfinished:
            break
        if workers:
            import_for_all(unfinished[0].batch.settings)
        results = check_batches([fixing.changed_batch for fixing in unfinished], workers)
        for fixing, result in zip(unfinished, results, strict=True):
            fixing.compare(result)
    return [fixing.fixed for fixing in fixings]


@dataclass(eq=False)
class _Fixing:
    """A project as it is fixed, with the `result` of its last check.

    A file with a problem is left alone from then on.
    """

    batch: Batch
    result: Result
    unsafe: bool
    contents: dict[Path, Content] = field(init=False)
    problems: dict[Path, str] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    found: int = field(init=False)
    _before: dict[Path, bytes] = field(default_factory=dict)
    _made: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.contents = dict(self.batch.contents)
        self.found = len(self.result.diagnostics)

    @property
    def changed_batch(self) -> Batch:
        """The project with the contents that its files have by now."""
        return replace(self.batch, contents=self.contents)

    @property
    def fixed(self) -> Fixed:
        """What fixing leaves."""
        result = replace(self.result, problems=(*self.result.problems, *self.problems.values()))
        changed = tuple(self.changed(self.batch.settings.root))
        return Fixed(result, changed, tuple(self.ended), self.found)

    def make(self) -> bool:
        """Make the fixes of one pass; whether there was anything to make."""
        self._made = []
        found = self.result.diagnostics
        for path, chosen in choose(found, unsafe=self.unsafe, leaving=self.problems).items():
            data = _data(path, self.contents)
            if isinstance(data, str):
                self.problems[path] = f"{path}: not fixed: {data}"
                continue
            after = fixed_bytes(path, data, chosen)
            if isinstance(after, str):
                self.problems[path] = f"{path}: not fixed: {after}"
                chosen, after = _as_far_as_possible(path, data, chosen)
            if chosen:
                self._before.setdefault(path, data)
                self.contents[path] = after
                self._made += chosen
        return bool(self._made)

    def compare(self, result: Result) -> None:
        """Note the findings that the last pass has ended: the fixed ones, and what went with them.

        Findings are not told apart by more than file and code: a fix may change all else of them.
        """
        made = {id(one) for one in self._made}
        left = Counter((one.span.path, one.code) for one in result.diagnostics)
        for one in self.result.diagnostics:
            if id(one) in made or not left[one.span.path, one.code]:
                self.ended.append(Ended(one.span.path, one.code, one.name))
            else:
                left[one.span.path, one.code] -= 1
        self.result = result

    def changed(self, root: Path) -> Iterator[Changed]:
        """The files of the project at `root` that are no longer what they were."""
        for path, data in self._before.items():
            after = self.contents[path]
            if isinstance(after, bytes) and after != data:
                yield Changed(path, data, after, root)


def applies(repair: Repair | None, *, unsafe: bool) -> bool:
    """Whether a fix is there and wanted."""
    return repair is not None and (unsafe or repair.applicability == Applicability.SAFE)


def choose(
    diagnostics: Iterable[Diagnostic], *, unsafe: bool, leaving: Iterable[Path] = ()
) -> Mapping[Path, Sequence[Diagnostic]]:
    """The findings to fix in one pass, by file: of fixes that touch each other the first one."""
    left = set(leaving)
    chosen: dict[Path, list[Diagnostic]] = {}
    made: dict[Path, list[Repair]] = {}
    for diagnostic in diagnostics:
        repair = diagnostic.fix
        if repair is None or not applies(repair, unsafe=unsafe):
            continue
        path = repair.edits[0].path
        others = made.setdefault(path, [])
        if path not in left and not any(_collide(repair, other) for other in others):
            others.append(repair)
            chosen.setdefault(path, []).append(diagnostic)
    return chosen


def _collide(one: Repair, other: Repair) -> bool:
    """Whether only one of the two can be made; the same edits for two findings are made once."""
    if one.edits == other.edits:
        return False
    return any(touching(edit, made) for made in other.edits for edit in one.edits)


def _data(path: Path, contents: Mapping[Path, Content]) -> bytes | str:
    """The bytes of a file, or why there are none."""
    content = contents.get(path)
    if isinstance(content, bytes):
        return content
    try:
        return read_regular(path)
    except OSError as error:
        return f"it cannot be read: {reason_of(error)}"


def fixed_bytes(path: Path, data: bytes, diagnostics: Iterable[Diagnostic]) -> bytes | str:
    """The file after the fixes of findings, read again; or why it cannot be fixed."""
    from tunelint.findings.fixes.compiling import refusal
    from tunelint.findings.fixes.splice import Unspliceable, edited

    repairs = [one.fix for one in diagnostics if one.fix is not None]
    edits = dict.fromkeys(edit for repair in repairs for edit in repair.edits)
    try:
        after = edited(data, edits, is_notebook=path.suffix == NOTEBOOK)
        refused = refusal(source_from_bytes(path, data), _readable(path, after))
    except Unspliceable as error:
        return str(error) or "its text cannot be edited in part"
    except UnsafeSource as error:
        return f"{error.reason}: the result cannot be read again here"
    except UnreadableSource as error:
        return f"the result could not be read: {error.reason}"
    return f"the result would not compile: {refused}" if refused is not None else after


def _as_far_as_possible(
    path: Path, data: bytes, diagnostics: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], bytes]:
    """The findings whose fixes the file can take, and the file after these."""
    possible: list[Diagnostic] = []
    after = data
    for one in diagnostics:
        tried = fixed_bytes(path, data, [*possible, one])
        if isinstance(tried, bytes):
            possible, after = [*possible, one], tried
    return possible, after


def _readable(path: Path, data: bytes) -> Source:
    """The source with this content, which can be read. Raises UnreadableSource."""
    source = source_from_bytes(path, data)
    project = Project(path.parent)
    read, unreadable = parsed_source(source, project)
    if not read:
        raise unreadable[0].error
    return source


def written(
    fixed: Fixed,
    paths: Iterable[Path],
    settings: Settings,
    given: Given | None = None,
    *,
    workers: int = 0,
) -> Fixed:
    """What is fixed once the files are put in place; one that could not be is as it was.

    The content that was `given` is not written: it goes back to whoever gave it.
    """
    own = given_path(given)
    failures = _write(one for one in fixed.changed if one.path != own)
    if not failures:
        return fixed
    handed = next((one.after for one in fixed.changed if one.path == own), None)
    if given is not None and handed is not None:
        given = replace(given, content=handed)
    result = check_paths(paths, settings, given, workers=workers)
    lines = [f"{path}: not fixed: {reason}" for path, reason in failures.items()]
    problems = tuple(dict.fromkeys((*fixed.result.problems, *result.problems, *lines)))
    return Fixed(
        replace(result, problems=problems),
        tuple(one for one in fixed.changed if one.path not in failures),
        tuple(one for one in fixed.ended if one.path not in failures),
        fixed.found,
    )


def given_path(given: Given | None) -> Path | None:
    """The path under which the findings of the given content stand."""
    return from_here(given.path) if given is not None else None


def _write(changed: Iterable[Changed]) -> Mapping[Path, str]:
    """Put the fixed files in place; why some could not be."""
    failures: dict[Path, str] = {}
    files = list(changed)
    clear_unfinished(*(one.path.parent for one in files))
    for one in files:
        try:
            _replace(one)
        except OSError as error:
            failures[one.path] = reason_of(error)
    return failures


def _replace(changed: Changed) -> None:
    """Write a file of the project that nobody changed in the meantime and that may be written to.

    A link is followed as far as it does not lead out of the project.
    """
    target = Path(os.path.realpath(changed.path))
    if not target.is_relative_to(os.path.realpath(changed.root)):
        raise OSError(None, f"it links out of the project, to {target}")
    now = read_regular(target)
    if now == changed.after:
        return
    if now != changed.before:
        raise OSError(None, "it changed in the meantime")
    if not os.access(target, os.W_OK):
        raise PermissionError(None, "it is write-protected")
    rewrite_file(target, changed.after)
