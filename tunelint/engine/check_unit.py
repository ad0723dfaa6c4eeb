"""Judging the files of one project: read programs, ask the rules, obey the comments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tunelint.config.rule_selection import UNREADABLE_FILE, installed
from tunelint.config.settings import ProjectSettings
from tunelint.engine.causes import one_per_cause
from tunelint.engine.load import Loaded, Unreadable, load
from tunelint.engine.screen import Unit
from tunelint.engine.suppressions import of_comments
from tunelint.engine.unit_result import Judged, failure
from tunelint.engine.workers import Begin, unheard
from tunelint.files.project import Project
from tunelint.files.source import Source
from tunelint.files.suppression_comments import Suppression
from tunelint.findings.anchoring import LocatedFinding, ResolvedFinding, Resolver, excerpt
from tunelint.findings.diagnostic import Diagnostic, Span
from tunelint.findings.fingerprint import Anchor, fingerprint
from tunelint.libraries.read import read_programs
from tunelint.model.program import Program
from tunelint.rule import Rule

_DEEPEST_RECURSION = 20_000

Relative = Callable[[Path], str]


def judged(
    unit: Unit,
    settings: ProjectSettings,
    project: Project,
    fixable: frozenset[Path],
    begin: Begin = unheard,
) -> Judged:
    """Judge the files of a unit. Fixes change no other files than the `fixable` ones.

    `begin` is told which file the work is about from now on.
    """
    with deep_recursion():
        return _judged(unit, settings, project, fixable, begin)


@dataclass(frozen=True, eq=False, slots=True)
class Readied:
    """The files of a unit, read, with the rules that judge them."""

    loaded: Loaded
    resolver: Resolver
    rules: Mapping[str, Rule]
    programs: Sequence[Program]


def readied(
    unit: Unit,
    settings: ProjectSettings,
    project: Project,
    fixable: frozenset[Path],
    problems: list[str],
    begin: Begin = unheard,
) -> Readied:
    """Read the files; what goes wrong is added to the problems. Needs `deep_recursion`."""
    loaded = load(unit, project, begin)
    problems += loaded.problems
    resolver = Resolver(project, settings.root, fixable)
    rules, failures = settings.rules
    problems += failures
    programs = _programs(loaded.parsed, project, problems, begin)
    return Readied(loaded, resolver, rules, programs)


def _judged(
    unit: Unit,
    settings: ProjectSettings,
    project: Project,
    fixable: frozenset[Path],
    begin: Begin,
) -> Judged:
    problems: list[str] = []
    ready = readied(unit, settings, project, fixable, problems, begin)
    loaded, resolver, rules = ready.loaded, ready.resolver, ready.rules
    resolved = _resolved(rules, ready.programs, resolver, problems, begin)
    located = list(resolver.located(resolved))
    silenced: set[Suppression] = set()
    diagnostics = [of_unreadable(one, resolver.relative) for one in loaded.unreadable]
    heard = one_per_cause(unsilenced(located, settings, silenced), rules)
    diagnostics += [one.diagnostic for one in heard]
    diagnostics += of_comments(loaded.own, rules, settings, silenced, resolver.relative)
    settled = not problems and not project.refused
    return Judged(tuple(diagnostics), tuple(problems), project.basis if settled else None)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Lets trees be walked that are as deep as `tunelint.files.depth` lets them be."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST_RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _programs(
    sources: Sequence[Source], project: Project, problems: list[str], begin: Begin
) -> Sequence[Program]:
    """The programs of the sources; one that the readers cannot cope with costs itself only."""
    try:
        return read_programs(sources, project, begin)
    except MemoryError:
        raise
    except Exception:
        sound = [source for source in sources if _reads_alone(source, project, problems, begin)]
    try:
        return read_programs(sound, project, begin)
    except MemoryError:
        raise
    except Exception:
        return [program for source in sound for program in read_programs([source], project, begin)]


def _reads_alone(source: Source, project: Project, problems: list[str], begin: Begin) -> bool:
    try:
        read_programs([source], project, begin)
    except MemoryError:
        raise
    except Exception as error:
        problems.append(f"{source.path}: {failure('reading', error)}")
        return False
    return True


def _resolved(
    rules: Mapping[str, Rule],
    programs: Iterable[Program],
    resolver: Resolver,
    problems: list[str],
    begin: Begin,
) -> Iterator[ResolvedFinding]:
    """Every finding of every rule; a rule that fails on a program costs that pair only."""
    for program in programs:
        begin(program.source.path)
        for code, rule in rules.items():
            try:
                yield from resolved_findings(rule, program, resolver)
            except MemoryError:
                raise
            except Exception as error:
                problems.append(f"{program.source.path}: {failure(f'rule {code}', error)}")


def resolved_findings(rule: Rule, program: Program, resolver: Resolver) -> list[ResolvedFinding]:
    """What one rule finds in a program. Raises what the rule raises."""
    findings = (rule.check(subject) for subject in rule.judged(program))
    return [resolver.resolve(finding) for finding in findings if finding is not None]


def unsilenced(
    located: Iterable[LocatedFinding], settings: ProjectSettings, silenced: set[Suppression]
) -> Iterator[LocatedFinding]:
    """The findings that no comment, level or pattern takes away; notes the comments at work."""
    for finding in located:
        diagnostic = finding.diagnostic
        comments = silencing(finding)
        silenced.update(comments)
        if (
            not comments
            and settings.selection.shows(diagnostic.code, diagnostic.level)
            and not settings.ignored_in(finding.source.path, diagnostic.code)
        ):
            yield finding


def silencing(finding: LocatedFinding) -> list[Suppression]:
    """The comments that silence a finding."""
    diagnostic, comments = finding.diagnostic, finding.source.suppressions
    return comments.silencing(diagnostic.code, finding.line, diagnostic.name)


def of_unreadable(unreadable: Unreadable, relative: Relative) -> Diagnostic:
    """The finding about a file, or a cell, that cannot be read."""
    rule: Any = installed().entry(UNREADABLE_FILE).load()()
    where, source = unreadable.location, unreadable.source
    path, reason = unreadable.error.path, unreadable.error.reason
    lines = excerpt(source, where, where.line) if source is not None else ()
    run = source.runs.get(where.cell or 0) if source is not None else None
    place = (where.cell, where.line, where.column, where.line, where.column + 1)
    span = Span(path, *place, lines, run)
    anchor = Anchor("", unreadable.cell or "")
    message = rule.message(reason) if unreadable.cell is None else rule.message_of_cell(reason)
    mark = fingerprint(rule.code, relative(path), anchor, unreadable.alike)
    return Diagnostic(rule.code, rule.name, rule.level, message, span, mark)
