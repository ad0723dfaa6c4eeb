"""Which objects learn from the rows that they are fitted on, and what the code calls them."""

from __future__ import annotations

from tunelint.interpreter.library_names import dotted, named
from tunelint.interpreter.objects import CallEvent, Class, Instance, Result
from tunelint.interpreter.values import Const, Item, Mapping, Term, options_of
from tunelint.libraries.preprocessing import tables
from tunelint.libraries.scikit_learn.composites import steps
from tunelint.libraries.scikit_learn.names import is_pipeline_maker, same_object
from tunelint.model.fact_of import parameter_worth

DEEPEST = 6


def learner(term: Term) -> str | None:
    """The class of a transformer, selector or resampler that surely learns from its rows.

    A pipeline or column transformer learns what one of its members learns. None for anything
    that learns nothing, learns only a list of categories, or cannot be read.
    """
    return _learner(term, DEEPEST)


def _learner(term: Term, depth: int) -> str | None:
    if depth <= 0:
        return None
    found = [_one(option, depth) for option in options_of(same_object(term))]
    return found[0] if found and all(found) else None


def _one(term: Term, depth: int) -> str | None:
    match same_object(term):
        case Result(event=event):
            return _built(event) or _inside(term, event, depth)
        case Instance(cls=cls):
            return _descends(cls)
        case Item(base=Mapping(entries=entries)) if entries:
            found = [_learner(entry.value, depth - 1) for entry in entries]
            return found[0] if all(found) else None
    return None


def _built(event: CallEvent) -> str | None:
    """The class that the call builds, where it learns as it is configured."""
    callee = event.callee
    known = tables.TRANSFORMERS | tables.SELECTORS | tables.OLD_NAMES.keys()
    name = named(callee, "sklearn", known)
    if name is not None:
        return None if _learns_nothing(event, name) else name
    counting = named(callee, "sklearn", tables.COUNTING_WORDS)
    if counting is not None:
        given = event.arguments.keywords
        return counting if tables.COUNTING_WORDS[counting] & given.keys() else None
    return named(callee, "imblearn", tables.RESAMPLERS)


def _learns_nothing(event: CallEvent, name: str) -> bool:
    """Whether the transformer may be configured so that there is nothing to learn."""
    if name not in tables.LEARNS_NOTHING:
        return False
    parameter, value = tables.LEARNS_NOTHING[name]
    worth = parameter_worth(event.arguments, parameter)
    return worth.values is None or value in worth.values


def _inside(term: Term, event: CallEvent, depth: int) -> str | None:
    composite = any(
        named(event.callee, root, tables.COMPOSITES) for root in ("sklearn", "imblearn")
    )
    if not composite and not is_pipeline_maker(event.callee):
        return None
    for _, member in steps(term):
        found = _learner(member, depth - 1)
        if found is not None:
            return found
    return None


def _descends(cls: Class) -> str | None:
    """The library's class that a class of the project merely specialises."""
    for base in cls.library_bases():
        name = named(base, "sklearn", tables.TRANSFORMERS | tables.SELECTORS)
        if name is not None:
            return name
    return None


def learning_function(event: CallEvent) -> str | None:
    """The function that fits and transforms at once: ``preprocessing.scale``."""
    found = named(event.callee, "sklearn", tables.FUNCTIONS)
    if found == "scale" and not _is_sklearns(event.callee):
        return None
    return found


def bootstrap(event: CallEvent) -> str | None:
    """The function that draws rows with replacement: ``sklearn.utils.resample``."""
    found = named(event.callee, "sklearn", tables.BOOTSTRAPS)
    if found is None or not _is_sklearns(event.callee):
        return None
    replaces = event.arguments.keywords.get("replace")
    written = replaces is None or (
        isinstance(replaces.value, Const) and replaces.value.value is True
    )
    return found if written and not event.arguments.open_keywords else None


def _is_sklearns(callee: Term) -> bool:
    """A bare ``scale`` that nothing binds can be anybody's."""
    return any(full.startswith("sklearn.") for full in dotted(callee))
