"""Generators of today, where a search is given a number or one of NumPy's old generators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.seeding.own_seeds import own_seeds
from tunelint.analyses.seeding.repetition import moment_of, runs_once
from tunelint.analyses.seeding.seed_choice import SEED, Seed, seed_for
from tunelint.analyses.seeding.seed_words import CHANGING, seed_in_words
from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.findings.finding import Fix, safe_fix, unsafe_fix
from tunelint.findings.fixes.arguments import is_own, value_place, written_code
from tunelint.findings.fixes.changes import AddArgument, Change, Name, Replace, Wrap
from tunelint.findings.fixes.literals import is_literal
from tunelint.interpreter.imports import dotted as imports_from
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import LoadEvent
from tunelint.interpreter.values import Argument, Const, options_of
from tunelint.model.program import Program
from tunelint.model.search import Search

GENERATOR = "numpy.random.default_rng"
OLD = "RandomState"
USUAL = "numpy.random.RandomState"
MESSAGE = "pass a numpy.random.Generator"


@dataclass(frozen=True, eq=False, slots=True)
class Modern:
    """How a search gets a generator of today: in words, and the fix where there is one."""

    help: str
    fix: Fix | None = None


def modern_generator(program: Program, search: Search, given: Argument) -> Modern:
    """A generator of today around a number that is given, or in place of one of old."""
    if search.continues is not False:
        text = f"write {_given(search.randomness.argument, 'n')}"
        fix = _modern(program, search, given).fix
        return Modern(
            f"{text}{CHANGING}",
            unsafe_fix(MESSAGE, *fix.changes) if fix is not None else None,
        )
    return _modern(program, search, given)


def _modern(program: Program, search: Search, given: Argument) -> Modern:
    name = search.randomness.argument
    if isinstance(given.value, Result) and search.randomness.form == OLD:
        return _in_place_of_old(program, search, given, given.value.event)
    if any(isinstance(seed, int) and seed < 0 for seed in search.randomness.seed.values or ()):
        return Modern(f"write {_given(name, SEED)}: a seed is 0 or larger")
    text = f"write {_given(name, _written(given))}"
    if not is_own(given):
        return Modern(text)
    wrapped = Wrap(value_place(given), (Name(GENERATOR), "("), (")",))
    return Modern(text, safe_fix(MESSAGE, wrapped))


def _in_place_of_old(program: Program, search: Search, given: Argument, made: CallEvent) -> Modern:
    """The old generator made anew where nothing else draws from it, else one beside it."""
    seed = _seed(program, made)
    words = seed_in_words(program, made, seed)
    number, name = words.text, search.randomness.argument
    is_here = value_place(given).node is made.place.node
    if is_here or (_is_bound_here(given, made) and _serves_searches_alone(program, made)):
        changes = tuple(_made_anew(program, made, number))
        text = f"write np.random.default_rng({number}) instead of {_code(made.place)}{words.remark}"
        if is_here:
            text = f"write {_given(name, number)}{words.remark}"
        return Modern(text, seed.fix(MESSAGE, *changes) if seed is not None and changes else None)
    text = f"write {_given(name, number)}{words.remark}"
    if seed is None or not is_own(given) or not _is_in_reach(program, search, made, number):
        return Modern(text)
    if not _is_named(given) or _has_other_takers(program, made):
        return Modern(text)
    beside = Replace(value_place(given), (Name(GENERATOR), f"({number})"))
    return Modern(text, seed.fix(MESSAGE, beside) if runs_once(program, search.built) else None)


def _given(argument: str, seed: str) -> str:
    return f"{argument}=np.random.default_rng({seed})"


def _written(given: Argument) -> str:
    """The number that is given, as it is written."""
    if not is_own(given) and isinstance(given.value, Const):
        return repr(given.value.value)
    return written_code(given) if is_own(given) else SEED


def _code(place: Place) -> str:
    return cst.Module([]).code_for_node(place.node)


# -- its seed -----------------------------------------------------------------------------------


def _seed(program: Program, made: CallEvent) -> Seed | None:
    """What an old generator is seeded with; where that is nothing, the program's own seed."""
    node = made.place.node
    if not isinstance(node, cst.Call) or len(node.args) > 1 or any(one.star for one in node.args):
        return None
    argument = next(iter(made.arguments), None)
    if argument is None or argument.is_none:
        return seed_for(program, made)
    return Seed(cst.Module([]).code_for_node(node.args[0].value))


def _is_in_reach(program: Program, search: Search, made: CallEvent, number: str) -> bool:
    """Whether the seed means at the search what it means where the old generator is made."""
    argument = next(iter(made.arguments), None)
    if argument is None or not is_own(argument):
        return argument is None
    in_reach = {own.text for own in own_seeds(program, moment_of(search.built))}
    return is_literal(argument.place) or number in in_reach


# -- where it is made ---------------------------------------------------------------------------


def _is_bound_here(given: Argument, made: CallEvent) -> bool:
    """Whether a name or attribute holds it, in the file of the search."""
    return made.place.source is given.place.source and _is_named(given)


def _is_named(given: Argument) -> bool:
    return isinstance(value_place(given).node, cst.Name | cst.Attribute)


def _has_other_takers(program: Program, made: CallEvent) -> bool:
    """Whether several searches are given the generator: of their own, all would draw the same."""
    takers = {
        search.built.place.key
        for search in program.searches
        if search.randomness.given is not None
        and any(
            isinstance(value, Result) and value.event.place.key == made.place.key
            for value in options_of(search.randomness.given.value)
        )
    }
    return len(takers) > 1


def _serves_searches_alone(program: Program, made: CallEvent) -> bool:
    """Whether all that reads it are searches that want a generator of today."""
    takers = {
        id(value_place(search.randomness.given).node)
        for search in program.searches
        if search.randomness.given is not None and search.randomness.form == OLD
    }
    return all(
        id(load.place.node) in takers
        for load in program.trace.of(LoadEvent)
        for value in options_of(load.value)
        if isinstance(value, Result) and value.event.place.key == made.place.key
    )


def _made_anew(program: Program, made: CallEvent, number: str) -> Iterator[Change]:
    """The call that made it, with the name of today; seeded where it is not."""
    node, source = made.place.node, made.place.source
    argument = next(iter(made.arguments), None)
    if made.owner is not None or not isinstance(node, cst.Call):
        return
    if argument is not None and argument.is_none and not is_own(argument):
        return
    match node.func:
        case cst.Attribute(attr=cst.Name(value=name) as attribute) as callee if name == OLD:
            if USUAL in dotted(made.callee):
                yield Replace(Place(source, attribute), (GENERATOR.rpartition(".")[2],))
            else:
                yield Replace(Place(source, callee), (Name(GENERATOR),))
        case cst.Name(value=name) as callee:
            imported = _imported_for(program.project.tree(source), callee)
            if imported is None:
                yield Replace(Place(source, callee), (Name(GENERATOR),))
            else:
                new = GENERATOR.rpartition(".")[2]
                yield Replace(Place(source, imported), (new,))
                yield Replace(Place(source, callee), (new,))
        case _:
            return
    if argument is None:
        yield AddArgument(made.place, None, (number,))
    elif argument.is_none:
        yield Replace(argument.place, (number,))


def _imported_for(tree: cst.Module, callee: cst.Name) -> cst.Name | None:
    """The name in its import, where that imports nothing else and serves nothing else."""
    found: list[cst.CSTNode] = [tree]
    for node in found:
        found.extend(children(node))
    reads = [node for node in found if isinstance(node, cst.Name) and node.value == callee.value]
    imports = [node for node in found if isinstance(node, cst.ImportFrom)]
    for statement in imports:
        match statement.names:
            case [cst.ImportAlias(name=cst.Name(value=name) as imported, asname=None)]:
                module = imports_from(statement.module)
                if f"{module}.{name}" == USUAL and _are_the_only(reads, (imported, callee)):
                    return imported
    return None


def _are_the_only(reads: Sequence[cst.Name], expected: Sequence[cst.Name]) -> bool:
    return {id(node) for node in reads} == {id(node) for node in expected}
