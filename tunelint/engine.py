"""A run: which files, which project each belongs to, and the diagnostics of all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from tunelint.cache import Cache, open_cache, without_cache
from tunelint.discovery import Discovered, discover
from tunelint.evidence import has_store
from tunelint.jobs import Batch, Job, judged_by
from tunelint.judgement import Judged
from tunelint.project import is_root
from tunelint.reports.diagnostic import Diagnostic, sorted_once
from tunelint.screening import Content, Unit, screened
from tunelint.settings import ProjectSettings, Settings


@dataclass(frozen=True, slots=True)
class Given:
    """A file whose content does not come from the disk: standard input, an editor's buffer."""

    path: Path
    content: Content


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found, in order, and in a line each what kept it from doing all of its job.

    `warnings` say what it was not asked to do. `known` are the fingerprints of the findings that
    the baseline leaves out.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def find_files(paths: Iterable[Path], settings: Settings, given: Given | None = None) -> Discovered:
    """The files of a run. Raises ConfigurationError where a configuration cannot be followed."""
    force = settings.checked_wishes.force_exclude
    found = discover(paths, settings.exclusions, force_exclude=force)
    if given is None:
        return found
    path = Path(os.path.abspath(given.path))
    if force and settings.exclusions(path.parent).match(path):
        return found
    files = tuple(sorted({*found.files, path}))
    return Discovered(files, found.named | {path}, found.problems)


@dataclass(frozen=True, slots=True)
class Run:
    """The files of a run, by project."""

    found: Discovered
    batches: tuple[Batch, ...]


def plan(paths: Iterable[Path], settings: Settings, given: Given | None = None) -> Run:
    """What a run has to check. Raises ConfigurationError, before anything is checked."""
    found = find_files(paths, settings, given)
    contents: dict[Path, Content] = {}
    if given is not None:
        contents[Path(os.path.abspath(given.path))] = given.content
    return Run(found, tuple(_batches(found, settings, contents)))


def check_paths(
    paths: Iterable[Path],
    settings: Settings,
    given: Given | None = None,
    *,
    workers: int = 1,
    cached: bool = False,
) -> Result:
    """Check files and folders, with so many processes side by side.

    `cached` lets what earlier runs found in unchanged files stand, and keeps what this one finds.
    Raises ConfigurationError, before anything is checked, where a configuration or a code cannot
    be understood. Whatever else goes wrong costs one file and stands in `problems`.
    """
    run = plan(paths, settings, given)
    return merged(run, check_batches(run.batches, workers, cached=cached))


def merged(run: Run, results: Sequence[Result]) -> Result:
    """The results of a run's projects as one."""
    return Result(
        sorted_once([one for result in results for one in result.diagnostics]),
        (*run.found.problems, *(problem for result in results for problem in result.problems)),
        tuple(warning for result in results for warning in result.warnings),
        tuple(mark for result in results for mark in result.known),
    )


def check_batch(batch: Batch) -> Result:
    """Check the files of one project."""
    return check_batches([batch], 1)[0]


def check_batches(batches: Sequence[Batch], workers: int, *, cached: bool = False) -> list[Result]:
    """Check the files of several projects, with so many processes side by side."""
    tool = _key_of_tool() if cached and batches else None
    checks = [_Check(batch, _cache(batch, tool)) for batch in batches]
    judgements = iter(judged_by([job for check in checks for job in check.jobs], workers))
    return [check.result(list(islice(judgements, len(check.jobs)))) for check in checks]


def _key_of_tool() -> str:
    from tunelint.cache_key import key_of_tool

    return key_of_tool()


def _cache(batch: Batch, tool: str | None) -> Cache:
    """The cache of a batch's project; one that keeps nothing where there is no mark of a root."""
    root = batch.project().root
    cache = without_cache(root) if tool is None or not is_root(root) else open_cache(root, tool)
    for path, content in batch.contents.items():
        cache.give(path, content)
    return cache


class _Check:
    """The check of one batch: what is known about its units already, and the jobs that are left."""

    def __init__(self, batch: Batch, cache: Cache) -> None:
        self._batch = batch
        self._cache = cache
        self._fixable = frozenset(batch.files)
        screening = screened(batch.files, batch.named, batch.project(), cache)
        self._problems = screening.problems
        self._known: list[Diagnostic] = []
        self._keys: list[str] = []
        self.jobs: list[Job] = []
        self._plan(screening.units)

    def _plan(self, units: Sequence[Unit]) -> None:
        if self._cache.file is None or not units:
            self.jobs = [Job(self._batch, unit) for unit in units]
            return
        from tunelint.cache_key import key_of_settings
        from tunelint.cached_findings import recalled, unit_key

        settings = key_of_settings(self._batch.settings)
        for unit in units:
            key = unit_key(settings, unit.files, unit.to_parse | unit.named)
            found = recalled(self._cache, key, self._fixable)
            if found is not None:
                self._known += found.diagnostics
            else:
                self._keys.append(key)
                self.jobs.append(Job(self._batch, unit))

    def result(self, judgements: Sequence[Judged]) -> Result:
        """What all comes to, without the accepted findings; new judgements are remembered."""
        if self._cache.file is not None:
            self._remember(judgements)
        diagnostics = [*self._known, *(one for judged in judgements for one in judged.diagnostics)]
        known = self._batch.settings.baseline
        shown = sorted_once([one for one in diagnostics if one.fingerprint not in known])
        warnings = self._batch.settings.warnings
        project = self._batch.project()
        if shown and has_store(project.root):
            from tunelint.remembering import Remembered

            more: list[str] = []
            remembered = Remembered(project, more.append)
            shown = tuple(map(remembered.shown_with, shown))
            warnings = (*warnings, *more)
        return Result(
            shown,
            tuple(dict.fromkeys((*self._problems, *chain(*(one.problems for one in judgements))))),
            warnings,
            tuple(one.fingerprint for one in diagnostics if one.fingerprint in known),
        )

    def _remember(self, judgements: Sequence[Judged]) -> None:
        for key, judged in zip(self._keys, judgements, strict=True):
            if judged.basis is not None:
                from tunelint.cached_findings import Findings, remember

                findings = Findings(judged.diagnostics)
                remember(self._cache, key, judged.basis, self._fixable, findings)
        self._cache.save()


def _batches(
    found: Discovered, settings: Settings, contents: Mapping[Path, Content]
) -> Iterable[Batch]:
    by_root: dict[Path, tuple[ProjectSettings, list[Path]]] = {}
    for path in found.files:
        project = settings.of_folder(path.parent)
        by_root.setdefault(project.root, (project, []))[1].append(path)
    return [
        Batch(project, tuple(files), found.named, contents) for project, files in by_root.values()
    ]
