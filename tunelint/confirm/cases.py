"""What there is to confirm: the findings of a run, each with its rule, subject and script."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tunelint.config.settings import Settings
from tunelint.confirm.child.probes import module_of
from tunelint.engine.cache import without_cache
from tunelint.engine.causes import one_per_cause
from tunelint.engine.check_unit import Readied, deep_recursion, of_unreadable, readied, unsilenced
from tunelint.engine.jobs import Batch
from tunelint.engine.run import plan
from tunelint.engine.screen import screened
from tunelint.engine.unit_result import failure
from tunelint.files.place import Place
from tunelint.findings.anchoring import ResolvedFinding, Resolver
from tunelint.findings.diagnostic import Diagnostic, sorted_once
from tunelint.interpreter.objects import Event
from tunelint.lab.lab import folder_of
from tunelint.lab.questions import ScriptSpan
from tunelint.model.program import Program
from tunelint.model.search import Search, searches_in
from tunelint.rule import Rule


@dataclass(frozen=True, eq=False)
class Case:
    """One subject to ask about: flagged by `check`, or asked for all the same.

    `diagnostic` says where and what; `program` is the script that is run.
    """

    diagnostic: Diagnostic
    rule: Rule
    subject: Any
    program: Program
    flagged: bool = True

    def span(self, place: Place) -> ScriptSpan:
        """A place of the program as the process that runs it knows it."""
        return ScriptSpan(str(place.source.path), *self.program.project.locate(place))


@dataclass(frozen=True, eq=False)
class Plan:
    """The cases of a run in the order of their places, and what could not be read, a line each.

    `unasked` are the findings whose rules have no experiment, or whose searches have no probe;
    `hindered` are those searches in words, by the fingerprints of the findings. So many `files`
    were checked.
    """

    cases: tuple[Case, ...] = ()
    unasked: tuple[Diagnostic, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    hindered: Mapping[str, str] = field(default_factory=dict)
    files: int = 0


@dataclass(eq=False)
class _Collected:
    cases: list[Case] = field(default_factory=list)
    unasked: list[Diagnostic] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hindered: dict[str, str] = field(default_factory=dict)


def cases_of(paths: Iterable[Path], settings: Settings, forced: Iterable[str] = ()) -> Plan:
    """Check the paths and say what there is to confirm; `forced` rules are asked of every subject.

    Raises ConfigurationError where a configuration or a code cannot be understood.
    """
    run = plan(paths, settings)
    collected = _Collected(problems=list(run.found.problems), warnings=list(run.warnings))
    codes = frozenset(forced)
    for batch in run.batches:
        with deep_recursion():
            _collect(batch, codes, collected)
    cases = sorted(collected.cases, key=lambda case: case.diagnostic.order)
    return Plan(
        tuple(cases),
        sorted_once(collected.unasked),
        tuple(collected.problems),
        tuple(collected.warnings),
        collected.hindered,
        len(run.found.files),
    )


def _collect(batch: Batch, forced: frozenset[str], collected: _Collected) -> None:
    project = batch.project()
    files = screened(batch.files, batch.named, project, without_cache(project.root))
    collected.problems += files.problems
    if not files.units:
        return
    fixable = frozenset(batch.files)
    ready = readied(files.whole, batch.settings, project, fixable, collected.problems)
    collected.unasked += [
        of_unreadable(one, ready.resolver.relative) for one in ready.loaded.unreadable
    ]
    flagged = _flagged(ready, collected.problems)
    located = ready.resolver.located(resolved for resolved, _ in flagged)
    heard = unsilenced(located, batch.settings, set())
    for diagnostic in (one.diagnostic for one in one_per_cause(heard, ready.rules)):
        rule, subject, program = _widest(flagged, diagnostic)
        if diagnostic.fingerprint in batch.settings.baseline:
            continue
        without = _without_probe(subject)
        if rule.is_confirmable() and without is None:
            collected.cases.append(Case(diagnostic, rule, subject, program))
            continue
        collected.unasked.append(diagnostic)
        if rule.is_confirmable() and without is not None:
            collected.hindered[diagnostic.fingerprint] = f"searches of {without.tuner}"
    collected.cases += _forced(ready, forced, collected)


_Found = tuple[ResolvedFinding, tuple[Rule, Any, Program]]


def _flagged(ready: Readied, problems: list[str]) -> list[_Found]:
    found: list[_Found] = []
    for program in ready.programs:
        for code, rule in ready.rules.items():
            try:
                for subject in rule.judged(program):
                    finding = rule.check(subject)
                    if finding is not None:
                        resolved = ready.resolver.resolve(finding)
                        found.append((resolved, (rule, subject, program)))
            except Exception as error:
                problems.append(f"{program.source.path}: {failure(f'rule {code}', error)}")
    return found


def _widest(flagged: list[_Found], diagnostic: Diagnostic) -> tuple[Rule, Any, Program]:
    """Of the programs that show the same finding the one that holds the most: it is run."""
    same = [
        case
        for resolved, case in flagged
        if (*resolved.span.order, resolved.finding.code) == diagnostic.order
    ]
    return max(same, key=lambda case: len(case[2].sources))


def _forced(ready: Readied, forced: frozenset[str], collected: _Collected) -> Iterator[Case]:
    """The subjects of the forced rules that `check` says nothing about."""
    known = {case.diagnostic.order for case in collected.cases}
    for code in sorted(forced):
        rule = ready.rules.get(code)
        if rule is None or not rule.is_confirmable():
            continue
        for program in sorted(ready.programs, key=lambda one: -len(one.sources)):
            for subject in rule.judged(program):
                place = place_of(subject)
                if place is None or _without_probe(subject) or rule.check(subject) is not None:
                    continue
                diagnostic = _of_place(rule, place, ready.resolver)
                if diagnostic.order not in known:
                    known.add(diagnostic.order)
                    yield Case(diagnostic, rule, subject, program, flagged=False)


def _of_place(rule: Rule, place: Place, resolver: Resolver) -> Diagnostic:
    finding = rule.finding(place, "check finds nothing wrong here")
    located = next(iter(resolver.located([resolver.resolve(finding)])))
    return located.diagnostic


def place_of(subject: Any) -> Place | None:
    """Where a rule's subject stands: its own place, or that of the first of its parts with one.

    A search as a whole comes last: what is said of one part of it stands at that part.
    """
    match subject:
        case Place():
            return subject
        case Search():
            return subject.place
        case Event():
            return subject.place
        case tuple():
            parts: Iterable[Any] = subject
        case _ if dataclasses.is_dataclass(subject):
            anchor = getattr(subject, "anchor", None)
            if isinstance(anchor, Place):
                return anchor
            parts = (getattr(subject, one.name) for one in dataclasses.fields(subject))
        case _:
            return None
    wholes_last = sorted(parts, key=lambda part: isinstance(part, Search))
    found = (place_of(part) for part in wholes_last if not isinstance(part, Program))
    return next((place for place in found if place is not None), None)


def _without_probe(subject: Any) -> Search | None:
    """The search that the subject is, or that is one of its parts, if there is no probe for it."""
    return next((one for one in searches_in(subject) if not _has_probe(one)), None)


def _has_probe(search: Search) -> bool:
    return find_spec(module_of(folder_of(search))) is not None
