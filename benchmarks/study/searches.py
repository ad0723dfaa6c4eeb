"""The searches of a folder of clones, and what tunelint finds in each of them.

A finding counts for the search that its rule speaks of; one about the program as a whole (a removed
name) counts for each search of the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tunelint.config.settings import Settings, Wishes
from tunelint.engine.causes import one_per_cause
from tunelint.engine.check_unit import Readied, deep_recursion, readied, unsilenced
from tunelint.engine.jobs import Job, import_for_all
from tunelint.engine.project_check import Check
from tunelint.engine.run import plan
from tunelint.engine.unit_result import failure
from tunelint.engine.workers import Begin, Lost, answered
from tunelint.files.installed import Installed
from tunelint.findings.diagnostic import Diagnostic, Span
from tunelint.findings.finding import Finding, Level
from tunelint.model.program import Program
from tunelint.model.search import Search, searches_in
from tunelint.rule import Rule


@dataclass(frozen=True, order=True)
class Location:
    """Where something stands: `cell` is empty in a file that is no notebook."""

    repository: str
    path: str
    cell: str
    line: int
    column: int


@dataclass(frozen=True)
class SearchRead:
    """A search of a public program."""

    location: Location
    tuner: str
    kind: str


@dataclass(frozen=True)
class FindingRead:
    """A finding of level error or warning; `searches` are those that it is about."""

    location: Location
    code: str
    name: str
    level: str
    message: str
    kind: str
    searches: tuple[Location, ...]


@dataclass(frozen=True)
class Reading:
    """All that was read, each search and finding once; `unread` says what was not, a line each."""

    searches: tuple[SearchRead, ...] = ()
    findings: tuple[FindingRead, ...] = ()
    unread: tuple[str, ...] = ()


def read(clones: Sequence[Path], workers: int) -> Reading:
    """Read clones, folders that are named ``owner+name``. Their own settings do not count."""
    parts: list[Reading] = []
    for clone in clones:
        parts.append(_clone(clone, workers))
        print(f"{clone.name}: {len(parts[-1].searches)} searches", flush=True)
    return _joined(parts)


def _clone(clone: Path, workers: int) -> Reading:
    checks = [
        Check(batch, None, print, workers, Installed())
        for batch in plan([clone], Settings(Wishes())).batches
    ]
    jobs = [job for check in checks for job in check.jobs]
    if not jobs:
        return Reading()
    import_for_all(jobs[0].batch.settings)
    serve = partial(_served, clone=clone)
    answers = answered(jobs, serve, workers=workers, seconds=lambda job: job.seconds)
    return _joined(
        Reading(unread=(f"{clone.name}: {job.unit.files[0].name}: the process {one.reason}",))
        if isinstance(one, Lost)
        else one
        for job, one in zip(jobs, answers, strict=True)
    )


def _served(jobs: Iterable[Job], begin: Begin, *, clone: Path) -> Iterator[Reading]:
    for job in jobs:
        begin(job.unit.files[0])
        try:
            with deep_recursion():
                yield _unit(job, clone, begin)
        except MemoryError:
            raise
        except Exception as error:
            yield Reading(unread=(f"{clone.name}: {failure(str(job.unit.files[0]), error)}",))


def _unit(job: Job, clone: Path, begin: Begin) -> Reading:
    """What one unit holds. Its programs' trees are gone when this returns."""
    problems: list[str] = []
    settings, project = job.batch.settings, job.batch.project()
    ready = readied(job.unit, settings, project, frozenset(), problems, begin)
    about: dict[object, set[Location]] = {}
    found, searches = [], []
    for program in ready.programs:
        places = {id(one): _location(clone, _span(ready, one)) for one in program.searches}
        for one in program.searches:
            searches.append(SearchRead(places[id(one)], one.tuner, _kind(_span(ready, one).path)))
        for finding, concerned in _findings(program, ready.rules.values()):
            resolved = ready.resolver.resolve(finding)
            found.append(resolved)
            about.setdefault(resolved.order, set()).update(
                places[id(one)] for one in concerned if id(one) in places
            )
    located = ready.resolver.located(found)
    heard = one_per_cause(unsilenced(located, settings, set()), ready.rules)
    diagnostics = [one.diagnostic for one in heard if one.diagnostic.level is not Level.ADVICE]
    findings = [_finding(clone, one, about[one.span.order, one.code]) for one in diagnostics]
    return Reading(tuple(searches), tuple(findings), tuple(problems))


def _findings(
    program: Program, rules: Iterable[Rule]
) -> Iterator[tuple[Finding, Sequence[Search]]]:
    for rule in rules:
        for subject in rule.judged(program):
            finding = rule.check(subject)
            if finding is not None:
                yield finding, searches_in(subject) or program.searches


def _span(ready: Readied, search: Search) -> Span:
    placed = Finding("", "", Level.ADVICE, "", search.place)
    return ready.resolver.resolve(placed).span


def _location(clone: Path, span: Span) -> Location:
    path = os.path.relpath(span.path, clone).replace(os.sep, "/")
    cell = "" if span.cell is None else str(span.cell)
    return Location(clone.name.replace("+", "/", 1), path, cell, span.line, span.column)


def _finding(clone: Path, one: Diagnostic, searches: Iterable[Location]) -> FindingRead:
    return FindingRead(
        _location(clone, one.span),
        one.code,
        one.name,
        str(one.level),
        one.message,
        _kind(one.span.path),
        tuple(sorted(searches)),
    )


def _kind(path: Path) -> str:
    if path.suffix == ".ipynb":
        return "notebook"
    return "package" if (path.parent / "__init__.py").exists() else "script"


def _joined(parts: Iterable[Reading]) -> Reading:
    searches: dict[Location, SearchRead] = {}
    findings: dict[tuple[Location, str], FindingRead] = {}
    unread: list[str] = []
    for part in parts:
        searches.update((one.location, one) for one in part.searches)
        findings.update(((one.location, one.code), one) for one in part.findings)
        unread += part.unread
    return Reading(
        tuple(searches[place] for place in sorted(searches)),
        tuple(findings[key] for key in sorted(findings)),
        tuple(unread),
    )
