"""Jobs: the units of a run, and the process that judges each.

What is known to be harmless is judged in copies of this process, or in itself where there is
little. What goes too deep, and what a copy died of, is tried file by file in copies that may die of
it, on a large stack and for a limited time: then one file is given up, and the rest judged.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from tunelint.judgement import Judged
from tunelint.loading import is_plain
from tunelint.project import Project
from tunelint.screening import Content, Unit
from tunelint.settings import ProjectSettings
from tunelint.workers import CAN_COPY, Lost, answered

# Below so many files a copy costs more than it saves.
FEWEST_FILES = 12
PORTIONS = 8
# What a copy found is not known before its portion is done.
MOST_FILES = 40
FILES_BETWEEN_COLLECTIONS = 20
# A program of usual size is read without a round; one of a hundred thousand events has many.
COLLECTOR = (400_000, 5, 5)
_STACK = 512 << 20


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one project, checked together; those that are `named` must be readable.

    Where it is not `traced`, nobody asks what the judgements rest on.
    """

    settings: ProjectSettings
    files: tuple[Path, ...]
    named: frozenset[Path]
    contents: Mapping[Path, Content]
    traced: bool = True

    def project(self) -> Project:
        """The project of the files; what it reads it remembers."""
        return Project(self.settings.root, self.contents, self.settings.limits, traced=self.traced)


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of a batch; which of its files are read although they go too deep, and which never.

    No finding lies in a file that sorts before `earliest`, a path in POSIX form.
    """

    batch: Batch
    unit: Unit
    earliest: str = ""
    dared: frozenset[Path] = frozenset()
    refused: Mapping[Path, str] = field(default_factory=dict)

    def judged(self) -> Judged:
        """Judge the unit in this process."""
        project = self.batch.project()
        project.dared, project.refused = self.dared, self.refused
        if not self.unit.to_parse and is_plain(self.unit, project):
            return Judged(basis=project.basis)
        # A run that has nothing to judge never imports libcst.
        from tunelint.judging import judged

        return judged(self.unit, self.batch.settings, project, frozenset(self.batch.files))

    def alone(self, path: Path) -> Job:
        """The job of one file of the unit, which is dared."""
        unit = Unit((path,), self.unit.to_parse & {path}, self.unit.named & {path})
        return replace(self, unit=unit, dared=frozenset((path,)))


def judged_by(jobs: Sequence[Job], workers: int) -> Generator[Judged, None, None]:
    """Judge all jobs with so many workers; the same, in order, whatever their number.

    Each judgement comes as soon as those before it are there. What is suspected is tried when all
    else is judged.
    """
    held: list[Judged | _Suspected] = []
    with closing(_judged_side_by_side(jobs, workers)) as judgements:
        for job, one in zip(jobs, judgements, strict=True):
            found = _unless_suspected(job, one)
            if held or isinstance(found, _Suspected):
                held.append(found)
            else:
                yield found
    suspected = [one for one in held if isinstance(one, _Suspected)]
    with closing(_judged_with_care(suspected, workers)) as again:
        for found in held:
            yield next(again) if isinstance(found, _Suspected) else found


def _judged_side_by_side(jobs: Sequence[Job], workers: int) -> Generator[Judged | Lost, None, None]:
    files = sum(len(job.unit.files) for job in jobs)
    if workers < 2 or files < FEWEST_FILES or not CAN_COPY:
        yield from _one_by_one(jobs)
        return
    _import_for_all(jobs[0].batch.settings)
    portions = list(_portions(jobs, min(files // (workers * PORTIONS) + 1, MOST_FILES)))
    with closing(answered(portions, _together, workers=workers)) as answers:
        for portion, found in zip(portions, answers, strict=True):
            if not isinstance(found, Lost):
                yield from found
            elif len(portion) == 1:
                yield found
            else:
                yield from answered(portion, Job.judged, workers=workers)


def _import_for_all(settings: ProjectSettings) -> None:
    """Import what every copy needs, before there are any: what judges, and the rules."""
    import tunelint.judging  # noqa: F401

    _ = settings.rules


def _one_by_one(jobs: Iterable[Job]) -> Iterator[Judged]:
    """Judge jobs one after the other; the collector runs between them, seldom while trees grow.

    What is there before is left out of its rounds: they cost what the jobs left behind.
    """
    files = 0
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTOR)
    gc.freeze()
    try:
        for job in jobs:
            if files >= FILES_BETWEEN_COLLECTIONS:
                gc.collect()
                gc.freeze()  # what is left was imported or remembered
                files = 0
            yield job.judged()
            files += len(job.unit.files)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _together(portion: Iterable[Job]) -> list[Judged]:
    return list(_one_by_one(portion))


def _portions(jobs: Iterable[Job], files: int) -> Iterator[list[Job]]:
    """The jobs in order, in lists of about so many files."""
    portion: list[Job] = []
    weight = 0
    for job in jobs:
        portion.append(job)
        weight += len(job.unit.files)
        if weight >= files:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


@dataclass(frozen=True, slots=True)
class _Suspected:
    """A job that a process may die of, and the files that it may be."""

    job: Job
    files: Sequence[Path]

    @property
    def tries(self) -> list[Job]:
        """Each of the files alone."""
        return [self.job.alone(path) for path in self.files]

    def after(self, outcomes: Sequence[Judged | Lost]) -> Judged | Job:
        """What is known when all were tried: the judgement, or what is left to judge."""
        reasons = {path: _reason(one) for path, one in zip(self.files, outcomes, strict=True)}
        refused = {path: reason for path, reason in reasons.items() if reason is not None}
        only = outcomes[0]
        if not refused and len(self.job.unit.files) == 1 and not isinstance(only, Lost):
            return only
        return replace(self.job, dared=frozenset(self.files) - set(refused), refused=refused)

    def given_up(self, lost: Lost) -> Judged:
        """The judgement without any of the files: one by one they were harmless."""
        reason = _reason(lost) or ""
        return replace(self.job, refused=dict.fromkeys(self.files, reason)).judged()


def _unless_suspected(job: Job, found: Judged | Lost) -> Judged | _Suspected:
    """What was found, unless a process may die of it or died of it."""
    match found:
        case Lost():
            return _Suspected(job, job.unit.files)
        case Judged(deep=()):
            return found
        case _:
            return _Suspected(job, found.deep)


def _judged_with_care(
    suspected: Sequence[_Suspected], workers: int
) -> Generator[Judged, None, None]:
    """Judge each job without the files that a process, alone with them, does not survive."""
    outcomes = _dared([job for one in suspected for job in one.tries], workers)
    left = [one.after(list(islice(outcomes, len(one.files)))) for one in suspected]
    answers = _dared([one for one in left if isinstance(one, Job)], workers)
    for one, known in zip(suspected, left, strict=True):
        found = next(answers) if isinstance(known, Job) else known
        yield one.given_up(found) if isinstance(found, Lost) else found


def _dared(jobs: Sequence[Job], workers: int) -> Iterator[Judged | Lost]:
    """Judge each job in a copy that may die of it, or take too long for so many files."""
    if not CAN_COPY:
        yield from (Lost("cannot be spared on this system") for _ in jobs)
        return

    def seconds(job: Job) -> float:
        return job.batch.settings.limits.seconds * len(job.unit.files)

    yield from answered(jobs, Job.judged, workers=workers, seconds=seconds, stack=_STACK)


def _reason(outcome: Judged | Lost) -> str | None:
    """Why a file that was tried alone is given up; None where it is not."""
    if isinstance(outcome, Lost):
        return f"it goes too deep: the process that read it {outcome.reason}"
    return "it goes too deep to be judged" if outcome.problems else None
