"""Composites: the estimators inside of pipelines, ensembles, wrappers and searches."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import dotted, named
from tunelint.interpreter.objects import Arguments, Instance, Result
from tunelint.interpreter.values import Choice, Const, Mapping, Sequence, Term, options_of
from tunelint.libraries.scikit_learn.names import estimator_class, is_pipeline_maker, same_object
from tunelint.libraries.scikit_learn.tables import INNER_ESTIMATORS, NAMING_MAKERS

# What older releases called the inner estimator.
_OLDER = {"estimator": "base_estimator"}
_ESTIMATOR = ("estimator",)
# Nobody nests more; a program may nest each of its searches in the next one.
MOST_INSIDE = 50

# These hand seeds of their own to the estimators that they clone.
SEEDS_ITS_MEMBERS = frozenset(
    {
        "AdaBoostClassifier",
        "AdaBoostRegressor",
        "BaggingClassifier",
        "BaggingRegressor",
        "ClassifierChain",
        "RegressorChain",
        "RANSACRegressor",
    }
)


def steps(term: Term) -> tuple[tuple[str | None, Term], ...]:
    """The estimators directly inside a composite, each with its name where it has one.

    A step that is replaced by ``'passthrough'`` or ``'drop'`` is none.
    """
    term = same_object(term)
    if not isinstance(term, Result):
        return ()
    event = term.event
    if is_pipeline_maker(event.callee):
        return tuple(_unnamed(_positional(event.arguments)))
    found = estimator_class(event.callee)
    if found is None:
        return ()
    holders = INNER_ESTIMATORS.get(found[1], _ESTIMATOR)
    inner: list[tuple[str | None, Term]] = []
    for holder in holders:
        argument = event.arguments.get(holder, holders)
        if argument is None and holder in _OLDER:
            argument = event.arguments.get(_OLDER[holder])
        if argument is not None:
            inner.extend(_members(holder, argument.value))
    return tuple(inner)


def last_step(term: Term) -> Term:
    """The estimator that predicts: of a pipeline its last step, else the value itself."""
    seen: set[int] = set()
    while id(term) not in seen:
        seen.add(id(term))
        inner = steps(term)
        if not inner or not is_pipeline(term):
            break
        term = inner[-1][1]
    return term


def is_pipeline(term: Term) -> bool:
    """Whether the value is a pipeline, of scikit-learn or of imbalanced-learn."""
    term = same_object(term)
    if not isinstance(term, Result):
        return False
    found = estimator_class(term.event.callee)
    if found is not None:
        return found[1] == "Pipeline"
    return is_pipeline_maker(term.event.callee)


def inside(term: Term, *, alternatives: bool = True) -> Iterator[Term]:
    """The value and every estimator inside of it, outermost first; at most `MOST_INSIDE`.

    With `alternatives`, every estimator that one of several can be counts as inside.
    """
    seen: set[int] = set()
    waiting = [term]
    while waiting and len(seen) < MOST_INSIDE:
        current = same_object(waiting.pop(0))
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, Result):
            waiting.extend(member for _, member in steps(current))
        elif alternatives and isinstance(current, Choice):
            waiting.extend(current.options)


def named_inside(term: Term) -> Iterator[tuple[str, Term]]:
    """Every estimator inside with its path, as a search's space spells it: ``pipe__clf``."""
    waiting: list[tuple[str, Term]] = [("", term)]
    seen: set[int] = set()
    while waiting and len(seen) < MOST_INSIDE:
        prefix, current = waiting.pop(0)
        for option in map(same_object, options_of(current)):
            if id(option) in seen:
                continue
            seen.add(id(option))
            yield prefix, option
            for name, member in steps(option):
                path = "__".join(part for part in (prefix, name) if part)
                waiting.append((path, member))


def _members(holder: str, value: Term) -> Iterator[tuple[str | None, Term]]:
    for option in options_of(value):
        if isinstance(option, Sequence):
            for item in option.items:
                yield from _listed(item)
        elif _real(option):
            yield holder, option


def _listed(item: Term) -> Iterator[tuple[str | None, Term]]:
    """One ``(name, estimator)`` or ``(name, transformer, columns)``."""
    match item:
        case Sequence(items=[Const(value=str(name)), member, *_]):
            if _real(member):
                yield name, member
        case Sequence(items=[_, member, *_]):
            if _real(member):
                yield None, member


def _unnamed(members: list[Term]) -> Iterator[tuple[str | None, Term]]:
    return ((name, member) for name, member in automatic(members) if _real(member))


def automatic(members: list[Term]) -> list[tuple[str | None, Term]]:
    """What ``make_pipeline`` and its like are given, with the names that they give to it.

    These are the classes' in lower case, with a number where there are several: ``pca-2``.
    """
    made = [
        member.items[0] if isinstance(member, Sequence) and member.items else member
        for member in members
    ]
    names = [_class_name(member) for member in made]
    return [
        (_numbered(name, names[:place].count(name), names.count(name)), member)
        for place, (name, member) in enumerate(zip(names, made, strict=True))
    ]


def _numbered(name: str | None, before: int, number: int) -> str | None:
    return name if name is None or number == 1 else f"{name}-{before + 1}"


def _class_name(member: Term) -> str | None:
    """What a step is called; a step that is replaced by a word is called so."""
    match same_object(member):
        case Const(value=str(word)):
            return word
        case Const(value=None):
            return "nonetype"
        case Instance(cls=cls):
            return cls.name.lower()
        case Result(event=event):
            maker = named(event.callee, "sklearn", NAMING_MAKERS) or ""
            maker = maker or named(event.callee, "imblearn", NAMING_MAKERS) or ""
            found = estimator_class(event.callee) or ("", NAMING_MAKERS.get(maker, ""))
            return found[1].lower() or _library_class(event.callee)
    return None


def _library_class(callee: Term) -> str | None:
    """The class of a library that is none of the estimators known, in lower case."""
    names = {full.rpartition(".")[2] for full in dotted(callee) if not full.startswith(".")}
    name = names.pop() if len(names) == 1 else ""
    return name.lower() if name[:1].isupper() else None


def _real(member: Term) -> bool:
    return not isinstance(member, Const | Mapping)


def _positional(arguments: Arguments) -> list[Term]:
    return [argument.value for argument in arguments.positional]
