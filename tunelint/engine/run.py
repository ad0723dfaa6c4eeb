"""A run: which files, which project each belongs to, and the diagnostics of all of them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tunelint.config.settings import ProjectSettings, Settings
from tunelint.engine.jobs import Batch, Job, judged_by
from tunelint.engine.project_check import Check
from tunelint.engine.screen import Content
from tunelint.engine.stream import released
from tunelint.files.discover import Discovered, discover
from tunelint.files.here import from_here
from tunelint.files.importers import Importers
from tunelint.files.installed import Installed
from tunelint.files.project import is_root
from tunelint.findings.diagnostic import Diagnostic, sorted_once

NOTHING_TO_CHECK = "No Python files found under the given path(s)"


@dataclass(frozen=True, slots=True)
class Given:
    """A file whose content does not come from the disk: standard input, an editor's buffer."""

    path: Path
    content: Content


@dataclass(frozen=True, slots=True)
class Result:
    """What a run over `files` found, in order.

    `problems` are in a line each what kept it from doing all of its job, `warnings` what it was not
    asked to do. `known` are the fingerprints of the findings that the baseline leaves out.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def find_files(paths: Iterable[Path], settings: Settings, given: Given | None = None) -> Discovered:
    """The files of a run. Raises ConfigurationError where a configuration cannot be followed."""
    force = settings.checked_wishes.force_exclude
    found = discover(paths, settings.exclusions, force_exclude=force)
    if given is None:
        return found
    path = from_here(given.path)
    if force and any(one.match(path) for one in settings.exclusions(path.parent)):
        return found
    files = tuple(sorted({*found.files, path}))
    return Discovered(files, found.named | {path}, found.problems)


@dataclass(frozen=True, slots=True)
class Run:
    """The files of a run, by project."""

    found: Discovered
    batches: tuple[Batch, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a run is not asked to do, in a line each: nothing at all, maybe."""
        nothing = not self.found.files and not self.found.problems
        said = (line for batch in self.batches for line in batch.settings.warnings)
        return (*([NOTHING_TO_CHECK] if nothing else []), *dict.fromkeys(said))


def plan(paths: Iterable[Path], settings: Settings, given: Given | None = None) -> Run:
    """What a run has to check. Raises ConfigurationError, before anything is checked."""
    found = find_files(paths, settings, given)
    contents: dict[Path, Content] = {}
    if given is not None:
        contents[from_here(given.path)] = given.content
    return Run(found, tuple(_batches(found, settings, contents)))


def check_paths(
    paths: Iterable[Path],
    settings: Settings,
    given: Given | None = None,
    *,
    workers: int = 0,
    cached: bool = False,
) -> Result:
    """Check files and folders, with so many processes side by side, which this one watches.

    Without any this one does it, and a file that takes too long or ends the process is not given
    up.

    `cached` lets what earlier runs found in unchanged files stand, and keeps what this one finds.
    Raises ConfigurationError, before anything is checked, where a configuration or a code cannot
    be understood. Whatever else goes wrong costs one file and stands in `problems`.
    """
    return checking(paths, settings, given, workers=workers, cached=cached).finished()


def checking(
    paths: Iterable[Path],
    settings: Settings,
    given: Given | None = None,
    *,
    workers: int = 0,
    cached: bool = False,
) -> Checking:
    """The same check, planned; nothing is read yet. Raises ConfigurationError."""
    return Checking(plan(paths, settings, given), workers, cached=cached)


def check_batch(batch: Batch, workers: int = 0) -> Result:
    """Check the files of one project."""
    return check_batches([batch], workers)[0]


def check_batches(batches: Sequence[Batch], workers: int = 0) -> list[Result]:
    """Check the files of some projects with the same workers; a result for each."""
    files = tuple(path for batch in batches for path in batch.files)
    checking = Checking(Run(Discovered(files), tuple(batches)), workers)
    checking.finished()
    return checking.results


class Checking:
    """A check under way: its findings as soon as none can come before them, and the result so far.

    `warnings` say what it was not asked to do: what the configurations tell stands there at once,
    what keeps earlier verdicts from being shown before the findings concerned come.
    """

    def __init__(self, run: Run, workers: int = 0, *, cached: bool = False) -> None:
        self._run = run
        self._workers = workers
        self._cached = cached
        self._checks: Sequence[Check] = ()
        self._found: list[Diagnostic] = []
        self.warnings = list(run.warnings)

    def findings(self) -> Generator[tuple[Diagnostic, ...], None, None]:
        """All findings in their order, some at a time. To be asked for once.

        Whoever closes it before its end ends the workers; what was judged until then is kept.
        """
        tool = _key_of_tool() if self._cached and self._run.batches else None
        installed = Installed()
        self._checks = [
            Check(batch, tool, self.warnings.append, self._workers, installed)
            for batch in self._run.batches
        ]
        turns = sorted(((one, job) for one in self._checks for job in one.jobs), key=_turn)
        judgements = judged_by([job for _, job in turns], self._workers)
        parts = (
            check.taken(job, judged) for (check, job), judged in zip(turns, judgements, strict=True)
        )
        known = [one for check in self._checks for one in check.known]
        try:
            for found in released(known, parts, [job.earliest for _, job in turns]):
                self._found += found
                yield found
        finally:
            judgements.close()
            for check in self._checks:
                check.save()

    def finished(self) -> Result:
        """The result of the whole check."""
        for _ in self.findings():
            pass
        return self.result

    @property
    def results(self) -> list[Result]:
        """What was found so far in each project."""
        return [
            Result(
                sorted_once(check.found),
                check.problems,
                batch.settings.warnings,
                tuple(check.accepted),
                batch.files,
            )
            for batch, check in zip(self._run.batches, self._checks, strict=True)
        ]

    @property
    def result(self) -> Result:
        """What was found so far."""
        problems = (problem for check in self._checks for problem in check.problems)
        return Result(
            tuple(self._found),
            (*self._run.found.problems, *problems),
            tuple(self.warnings),
            tuple(mark for check in self._checks for mark in check.accepted),
            self._run.found.files,
        )


def _turn(turn: tuple[Check, Job]) -> tuple[str, tuple[Path, ...]]:
    """When a job is judged: first that whose findings may come first."""
    _, job = turn
    return (job.earliest, job.unit.files)


def _key_of_tool() -> str:
    from tunelint.engine.cache_key import key_of_tool

    return key_of_tool()


def merged(run: Run, results: Sequence[Result]) -> Result:
    """The results of a run's projects as one."""
    return Result(
        sorted_once([one for result in results for one in result.diagnostics]),
        (*run.found.problems, *(problem for result in results for problem in result.problems)),
        tuple(dict.fromkeys((*run.warnings, *(w for result in results for w in result.warnings)))),
        tuple(mark for result in results for mark in result.known),
        run.found.files,
    )


def _batches(
    found: Discovered, settings: Settings, contents: Mapping[Path, Content]
) -> Iterable[Batch]:
    by_root: dict[Path, tuple[ProjectSettings, list[Path]]] = {}
    for path in found.files:
        project = settings.of_folder(path.parent)
        by_root.setdefault(project.root, (project, []))[1].append(path)
    return [
        Batch(project, tuple(files), found.named, contents, _importers(project.root, contents))
        for project, files in by_root.values()
    ]


def _importers(root: Path, contents: Mapping[Path, Content]) -> Importers:
    return Importers(root, contents, deep=is_root(root))
