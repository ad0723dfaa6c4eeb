"""Reading: the sources of a run become programs, with their records and searches.

Readers are met by name here and imported only where a program names their library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from tunelint import registry
from tunelint.files.project import Project
from tunelint.files.source import Source
from tunelint.interpreter.program import ProgramInterpreter
from tunelint.libraries.common.test_suites import is_test
from tunelint.model.program import Program
from tunelint.model.records import Records
from tunelint.model.search import Search
from tunelint.registry import Library, Reader

_FRAMEWORKS = sorted(
    ((one, one.framework) for one in registry.libraries() if one.framework is not None),
    key=lambda known: known[1].last,
)
_TUNERS = tuple((library, tuner.reader) for library, tuner in registry.tuners())

# What a search says of its trials.
IN_TRIALS = (
    "hyperparameters",
    "compilations",
    "fits",
    "evaluations",
    "estimators",
    "scores",
    "uses",
    "scoreless",
)


def read_programs(
    sources: Sequence[Source], project: Project, begin: Callable[[Path], None] = lambda path: None
) -> list[Program]:
    """The programs of all sources of one project; unreadable sources have none.

    `begin` is told which source is read from now on.
    """
    for source in sources:
        project.add(source)
    interpreters = [
        ProgramInterpreter(project, source) for source in sources if project.readable(source)
    ]
    for interpreter in interpreters:
        begin(interpreter.source.path)
        interpreter.run_module()
    called: dict[int, list[ProgramInterpreter]] = {}
    for interpreter in interpreters:
        for key in interpreter.called():
            called.setdefault(key, []).append(interpreter)
    for interpreter in interpreters:
        begin(interpreter.source.path)
        elsewhere = {
            key
            for key, callers in called.items()
            if any(_is_caller(caller, interpreter) for caller in callers)
        }
        interpreter.run_entries(elsewhere)
    programs = []
    for interpreter in interpreters:
        begin(interpreter.source.path)
        programs.append(_program(interpreter))
    return programs


def _is_caller(caller: ProgramInterpreter, called: ProgramInterpreter) -> bool:
    """Whether what another program of the run calls is judged there: not where that is a test."""
    if caller is called:
        return False
    project = called.project
    return is_test(called.source, project) or not is_test(caller.source, project)


def _program(interpreter: ProgramInterpreter) -> Program:
    program = Program(interpreter.source, interpreter.project, interpreter.trace, Records())
    texts = [source.text for source in program.sources]
    for read in _readers(_FRAMEWORKS, texts):
        program = replace(program, records=_merged(program.records, read(program)))
    for library in registry.libraries():
        if library.moved:
            moved = tuple(_read_of(library, library.moved)(program))
            program = replace(program, records=_merged(program.records, Records(moved=moved)))
    searches: list[Search] = []
    for read in _readers(_TUNERS, texts):
        searches.extend(read(program))
    searches.sort(key=lambda search: search.built.index)
    return replace(program, searches=tuple(map(_as_run, searches)))


def _readers(
    known: Iterable[tuple[Library, Reader]], texts: Sequence[str]
) -> Iterator[Callable[[Program], Any]]:
    """Those that may find anything in a program with these texts."""
    for library, reader in known:
        if not reader.signs or any(sign in text for text in texts for sign in reader.signs):
            yield _read_of(library, reader.module)


def _read_of(library: Library, module: str) -> Callable[[Program], Any]:
    read: Callable[[Program], Any] = import_module(library.module(module)).read
    return read


def _as_run(search: Search) -> Search:
    """The search without what its trials' own calls rule out."""
    kept: dict[str, Any] = {}
    for name in IN_TRIALS:
        records = getattr(search, name) or ()
        reached = tuple(record for record in records if not search.passes_over(record.event))
        if len(reached) < len(records):
            kept[name] = reached
    return replace(search, **kept) if kept else search


def _merged(one: Records, other: Records) -> Records:
    merged: dict[str, Any] = {}
    for name in _record_names():
        both = (*getattr(one, name), *getattr(other, name))
        merged[name] = tuple(sorted(both, key=lambda record: record.event.index))
    return Records(**merged)


def _record_names() -> Iterator[str]:
    return (field.name for field in fields(Records))
