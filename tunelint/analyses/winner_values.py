"""Winner values: where the code holds the best values of a search, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Term, options_of
from tunelint.interpreter.values import Mapping as Dictionary
from tunelint.libraries.common.taken_parameters import uncast
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

COPIES = ("copy.copy", "copy.deepcopy", "builtins.dict")
STEP = re.compile(r"\w+\(\)|\w+|\[\]")
READS = frozenset({"get", "pop"})


@dataclass(frozen=True, eq=False)
class Held:
    """The best values as a value of the program holds them.

    `drawn` are the hyperparameters that are surely in it, by the names that they have there;
    `names` is all that may be in it, None where that is not known.
    """

    drawn: Mapping[str, Hyperparameter]
    names: frozenset[str] | None


def held(search: Search, term: Term) -> Held | None:
    """The best values of a search, where a value is a dictionary of them, or a copy of one."""
    for part in parts(term):
        if is_winner(search, part):
            return _configuration(search) if search.configured else _by_name(search)
        if _is_evaluated(search, part):
            return _configuration(search)
        kept = _kept(search, part)
        if kept is not None:
            return kept
    return None


def is_one(search: Search, term: Term) -> bool:
    """Whether a value is a single one of the best values, whole or as another type."""
    match uncast(term):
        case Item(base=base, key=Const()):
            return held(search, base) is not None or _is_read(search, base, search.dialect.point)
        case Result(event=CallEvent(callee=Attribute(base=base, name=name))) if name in READS:
            return held(search, base) is not None
        case Choice(options=options) if search.loop is not None:
            left = [option for option in options if not _is_nothing(option)]
            varied = [options_of(one.result) for one in search.hyperparameters or () if one.result]
            return 0 < len(left) < len(options) and any(
                all(any(option is one for one in values) for option in left) for values in varied
            )
    return False


def parts(term: Term) -> Iterator[Term]:
    """A dictionary, and what it is a copy of."""
    while True:
        yield term
        match term:
            case Result(event=event) if is_function(event.callee, *COPIES):
                if len(event.arguments.positional) != 1 or event.arguments.keywords:
                    return
                term = event.arguments.positional[0].value
            case Result(event=CallEvent(callee=Attribute(base=base, name="copy"))):
                term = base
            case _:
                return


def is_winner(search: Search, term: Term) -> bool:
    """Whether the value is what the search's tuner calls the best values by name."""
    return search.configured is not None and _is_read(search, term, search.dialect.winner)


def _is_evaluated(search: Search, term: Term) -> bool:
    """Whether the value is the whole configuration that won, with all that the space holds."""
    match term:
        case Result(event=event) if is_function(event.callee, search.dialect.evaluates):
            given = event.arguments.positional
            return len(given) > 1 and any(is_winner(search, part) for part in parts(given[1].value))
    return _is_read(search, term, search.dialect.configuration)


def _is_read(search: Search, term: Term, paths: Sequence[str]) -> bool:
    return any(_leads(search, term, STEP.findall(path)) for path in paths)


def _leads(search: Search, term: Term, steps: list[str]) -> bool:
    """Whether the steps lead from what the search leaves to the value."""
    for step in reversed(steps):
        match term:
            case Item(base=base) if step == "[]":
                term = base
            case Result(event=CallEvent(callee=Attribute(base=base, name=name))) if (
                step == f"{name}()"
            ):
                term = base
            case Attribute(base=base, name=name) if step == name:
                term = base
            case Item(base=base, key=Const(value=key)) if step == key:
                term = base
            case _:
                return False
    left = (search.result, search.memory, *(event.result for event in search.run_events))
    return all(any(option is one for one in left) for option in options_of(term))


# -- what it holds ---------------------------------------------------------------------------------


def _by_name(search: Search) -> Held:
    """The hyperparameters, each under its own name."""
    declared = search.hyperparameters
    names = [one.name.value for one in declared or ()]
    hidden = search.draws_unseen or (isinstance(search.space, Dictionary) and search.space.open)
    known = declared is not None and not hidden
    whole = known and all(isinstance(name, str) for name in names)
    return Held(
        {
            name: one
            for name, one in zip(names, declared or (), strict=True)
            if isinstance(name, str) and _is_always_drawn(search, one)
        },
        frozenset(map(str, names)) if whole else None,
    )


def _is_always_drawn(search: Search, declared: Hyperparameter) -> bool:
    """Whether the best values surely hold it."""
    if declared.estimator is not None or declared.owner is not None or declared.place is not None:
        return len({one.part for one in search.hyperparameters or ()}) == 1
    if isinstance(search.space, Dictionary):
        return any(one is declared for one in _configuration(search).drawn.values())
    return search.always_reaches(declared.event)


def _configuration(search: Search) -> Held:
    """The entries of the space, each under its key."""
    space = search.space
    return _dictionary(search, space) if isinstance(space, Dictionary) else Held({}, None)


def _dictionary(search: Search, term: Dictionary) -> Held:
    declared = {id(one.result): one for one in search.hyperparameters or () if one.result}
    keys = [entry.key.value if isinstance(entry.key, Const) else None for entry in term.entries]
    whole = not term.open and all(isinstance(key, str) for key in keys)
    return Held(
        {
            key: declared[id(entry.value)]
            for key, entry in zip(keys, term.entries, strict=True)
            if isinstance(key, str) and id(entry.value) in declared and not entry.perhaps
        },
        frozenset(map(str, keys)) if whole else None,
    )


def _kept(search: Search, term: Term) -> Held | None:
    """What a loop keeps of the pass that was best, in place of the nothing that it begins with."""
    options = options_of(term)
    left = [option for option in options if not _is_nothing(option)]
    if search.loop is None or len(left) != 1 or len(options) == 1:
        return None
    match left[0]:
        case Dictionary() as kept:
            found = _dictionary(search, kept)
            return found if found.drawn else None
        case kept if any(kept is one.result for one in search.hyperparameters or ()):
            return Held({}, None)
    return None


def _is_nothing(term: Term) -> bool:
    match term:
        case Const(value=None) | Dictionary(entries=[], open=False):
            return True
    return False
