"""Jobs: the units of a run, and the process that judges each.

They are judged in copies of this process, which watches them: what a copy dies of, or takes too
long over, is one file, which is given up; the rest is judged.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tunelint.config.settings import ProjectSettings
from tunelint.engine.load import is_plain
from tunelint.engine.screen import Content, Unit
from tunelint.engine.unit_result import Judged, failure
from tunelint.engine.workers import CAN_COPY, Begin, Lost, answered, unheard
from tunelint.files.importers import Importers
from tunelint.files.project import Project

FILES_BETWEEN_COLLECTIONS = 20
# A program of usual size is read without a round; one of a hundred thousand events has many.
COLLECTOR = (400_000, 5, 5)


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one project, checked together; those that are `named` must be readable.

    Where it is not `traced`, nobody asks what the judgements rest on. Files over which workers were
    lost are noted in `refused`, with the reasons: whoever checks the batch again leaves them out.
    """

    settings: ProjectSettings
    files: tuple[Path, ...]
    named: frozenset[Path]
    contents: Mapping[Path, Content]
    importers: Importers
    traced: bool = True
    refused: dict[Path, str] = field(default_factory=dict)

    def project(self) -> Project:
        """The project of the files; what it reads it remembers."""
        return Project(
            self.settings.root,
            self.contents,
            self.settings.limits,
            traced=self.traced,
            importers=self.importers,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of a batch. Its `refused` files are given up, for the reasons that stand there.

    No finding lies in a file that sorts before `earliest`, a path in POSIX form. `again` says that
    a process died of it already, or of something else meanwhile.
    """

    batch: Batch
    unit: Unit
    earliest: str = ""
    refused: Mapping[Path, str] = field(default_factory=dict)
    again: bool = False

    def judged(self, begin: Begin = unheard, *, watched: bool = False) -> Judged:
        """Judge the unit in this process; one that is `watched` may die of it."""
        project = self.batch.project()
        project.dares, project.refused = watched, self.refused
        begin(self.unit.files[0])
        if not self.unit.to_parse and is_plain(self.unit, project, begin):
            return Judged(basis=project.basis)
        # A run that has nothing to judge never imports libcst.
        from tunelint.engine.check_unit import judged

        return judged(self.unit, self.batch.settings, project, frozenset(self.batch.files), begin)

    @property
    def seconds(self) -> float:
        """How much time of a processor one of the files may take."""
        return self.batch.settings.limits.seconds


def judged_by(jobs: Sequence[Job], workers: int) -> Generator[Judged, None, None]:
    """Judge all jobs with so many workers; the same, in order, whatever their number.

    Each judgement comes as soon as those before it are there. Without workers this process judges,
    and nobody watches it.
    """
    if not workers or not CAN_COPY:
        yield from _one_by_one(jobs, unheard, watched=False)
        return
    if workers > 1 and len(jobs) > 1:
        import_for_all(jobs[0].batch.settings)
    serve = partial(_one_by_one, watched=True)
    with closing(
        answered(
            jobs, serve, workers=workers, seconds=lambda job: job.seconds, mended=_without_its_file
        )
    ) as answers:
        for job, found in zip(jobs, answers, strict=True):
            yield _given_up(job, found) if isinstance(found, Lost) else found


def import_for_all(settings: ProjectSettings) -> None:
    """Import what every copy needs, before there are any: what judges, and the rules."""
    import tunelint.engine.check_unit  # noqa: F401

    _ = settings.rules


def _one_by_one(jobs: Iterable[Job], begin: Begin, *, watched: bool) -> Iterator[Judged]:
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
            yield _judged(job, begin, watched=watched)
            files += len(job.unit.files)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _judged(job: Job, begin: Begin, *, watched: bool) -> Judged:
    """The judgement of a job; a mistake of ours costs this one only."""
    try:
        return job.judged(begin, watched=watched)
    except MemoryError as error:
        if watched:
            raise
        return _failed(job, error)
    except Exception as error:
        return _failed(job, error)


def _failed(job: Job, error: Exception) -> Judged:
    files = ", ".join(map(str, job.unit.files))
    return Judged(problems=(f"{files}: {failure('judging', error)}",))


def _without_its_file(job: Job, lost: Lost) -> Job | None:
    """The job without the file that a worker was lost over, or as it is; None: nothing helps.

    A worker that died may have died of something else: the job has a second chance.
    """
    if lost.died and not job.again:
        return replace(job, again=True)
    file = lost.about
    if not isinstance(file, Path) or file in job.refused:
        return None
    reason = job.batch.refused[file] = f"the process that read it {lost.reason}"
    return replace(job, refused={**job.refused, file: reason}, again=False)


def _given_up(job: Job, lost: Lost) -> Judged:
    files = ", ".join(map(str, job.unit.files))
    return Judged(problems=(f"{files}: not checked: the process that read it {lost.reason}",))
