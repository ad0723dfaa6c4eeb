"""A run: which files, which project each belongs to, and the diagnostics of all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint.discovery import Discovered, discover
from tunelint.evidence import has_store
from tunelint.jobs import Batch, Job, judged_by
from tunelint.reports.diagnostic import Diagnostic, sorted_once
from tunelint.screening import Content, screened
from tunelint.settings import ProjectSettings, Settings

if TYPE_CHECKING:
    from tunelint.judging import Judged


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
    paths: Iterable[Path], settings: Settings, given: Given | None = None, *, workers: int = 1
) -> Result:
    """Check files and folders, with so many processes side by side.

    Raises ConfigurationError, before anything is checked, where a configuration or a code cannot
    be understood. Whatever else goes wrong costs one file and stands in `problems`.
    """
    run = plan(paths, settings, given)
    return merged(run, check_batches(run.batches, workers))


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


def check_batches(batches: Sequence[Batch], workers: int) -> list[Result]:
    """Check the files of several projects, with so many processes side by side."""
    found = [
        screened(batch.files, batch.named, batch.contents, batch.project()) for batch in batches
    ]
    jobs = [
        Job(batch, unit) for batch, one in zip(batches, found, strict=True) for unit in one.units
    ]
    judgements = iter(judged_by(jobs, workers))
    return [
        _result(batch, one.problems, list(islice(judgements, len(one.units))))
        for batch, one in zip(batches, found, strict=True)
    ]


def _result(batch: Batch, problems: Iterable[str], judgements: Sequence[Judged]) -> Result:
    """What the judgements about the units of one project come to, without the accepted findings."""
    diagnostics = [one for judged in judgements for one in judged.diagnostics]
    known = batch.settings.baseline
    shown = sorted_once([one for one in diagnostics if one.fingerprint not in known])
    warnings = batch.settings.warnings
    project = batch.project()
    if shown and has_store(project.root):
        from tunelint.remembering import with_evidence

        shown, more = with_evidence(shown, project)
        warnings = (*warnings, *more)
    return Result(
        shown,
        (*problems, *(problem for judged in judgements for problem in judged.problems)),
        warnings,
        tuple(one.fingerprint for one in diagnostics if one.fingerprint in known),
    )


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
