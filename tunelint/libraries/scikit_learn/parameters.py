"""Parameters: what the names of a space set of an estimator, as ``get_params()`` would list it.

Observed with scikit-learn 1.9.1: ``a__b`` sets the parameter ``b`` of what stands at ``a``, once
the other names of the same dictionary have replaced what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tunelint.interpreter.library_names import dotted, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Const, Sequence, Term, options_of
from tunelint.libraries.common.signatures import Signature
from tunelint.libraries.scikit_learn.composites import MOST_INSIDE, automatic
from tunelint.libraries.scikit_learn.names import estimator_class, same_object
from tunelint.libraries.scikit_learn.tables import (
    ESTIMATORS,
    IMBALANCED,
    INNER_ESTIMATORS,
    NAMED_MEMBERS,
    NAMING_MAKERS,
)
from tunelint.model.space import Lacking

Replaced = Mapping[object, tuple[Term, ...] | None]
"""What a dictionary of a space sets, by its names: the options, None where not known."""

# Their own `set_params` refuses what `get_params` lists.
_OTHERWISE = frozenset({"FrozenEstimator"})
_SIGNATURES = {"sklearn": ESTIMATORS, "imblearn": IMBALANCED}


@dataclass(frozen=True, eq=False)
class _Holder:
    """An estimator that is written out: its parameters, and what stands under each name."""

    event: CallEvent
    name: str
    parameters: frozenset[str]
    members: Mapping[str, Term]
    # The parameter that lists members by name, and whether all of these are known.
    listing: str | None
    whole: bool


@dataclass(frozen=True, eq=False)
class _Way:
    """The names, and the calls that build the estimators, that lead to where a name is read."""

    replaced: Replaced
    path: tuple[str, ...] = ()
    passed: tuple[CallEvent, ...] = ()

    def on(self, holder: _Holder, name: str) -> _Way:
        """The way on to what stands under a name of an estimator."""
        return _Way(self.replaced, (*self.path, name), (*self.passed, holder.event))

    def full(self, *names: str) -> str:
        """The name in full of what stands here, or under a name here."""
        return "__".join((*self.path, *names))

    def replaces(self, holder: _Holder) -> bool:
        """Whether the space puts a new list of members in place."""
        return holder.listing is not None and self.full(holder.listing) in self.replaced


def lacking(estimator: Term | None, name: object, replaced: Replaced) -> Lacking | None:
    """What lacks the parameter that the name sets; None where it is there, or nobody can tell.

    Of an estimator that is one of several, all have to lack it; of the options that `replaced`
    tries in turn at a place, one is enough.
    """
    if estimator is None or not isinstance(name, str):
        return None
    if not all(isinstance(each, str) for each in replaced):
        return None
    return _missing(estimator, _Way(replaced), tuple(name.split("__")))


def _missing(term: Term, way: _Way, rest: tuple[str, ...]) -> Lacking | None:
    """What lacks the `rest` of a name, where the term stands on the way."""
    options = options_of(same_object(term))
    found = [one for one in (_missing_in(same_object(each), way, rest) for each in options) if one]
    if not found or len(found) < len(options):
        return None
    return found[0] if len(found) == 1 else replace(found[0], names=(), whole=False)


def _missing_in(term: Term, way: _Way, rest: tuple[str, ...]) -> Lacking | None:
    first, *later = rest
    if isinstance(term, Const) and way.path:
        taker, error = repr(term.value), "AttributeError"
        return Lacking(taker=taker, at=way.path, parameter=first, error=error, passed=way.passed)
    holder = _holder(term)
    if holder is None or way.replaces(holder):
        return None
    if first not in holder.parameters and first not in holder.members:
        return _lacking(holder, way, first) if holder.whole else None
    inner = way.on(holder, first)
    if not later:
        return None
    if inner.full() in way.replaced:
        options = way.replaced[inner.full()] or ()
        return next(filter(None, (_missing(one, inner, tuple(later)) for one in options)), None)
    member = holder.members.get(first)
    return _missing(member, inner, tuple(later)) if member is not None else None


def _lacking(holder: _Holder, way: _Way, parameter: str) -> Lacking:
    names = tuple(dict.fromkeys(_names_in(holder.event.result, way)))
    return Lacking(
        taker=holder.name,
        at=way.path,
        parameter=parameter,
        error="ValueError",
        passed=(*way.passed, holder.event),
        names=tuple(filter(None, names)),
        whole=all(names),
    )


def _names_in(term: Term, way: _Way) -> Iterator[str]:
    """Every name that sets something there, in full; empty for what cannot be told."""
    waiting = [(term, way)]
    for current, here in waiting:
        for option in map(same_object, options_of(current)):
            holder = _holder(option)
            if holder is None or not holder.whole or len(waiting) > MOST_INSIDE:
                yield from () if isinstance(option, Const) else ("",)
                continue
            yield from map(here.full, sorted(holder.parameters))
            for name in _inner(holder):
                inner = here.on(holder, name)
                known = here.replaced.get(inner.full(), (holder.members[name],))
                yield from ("",) if known is None else ()
                waiting.extend((one, inner) for one in known or ())


def _inner(holder: _Holder) -> Iterator[str]:
    """The names under which estimators stand."""
    holding = INNER_ESTIMATORS.get(holder.name, ("estimator",))
    for name in holder.members:
        if name not in holder.parameters or (name in holding and name != holder.listing):
            yield name


# -- what is written out ---------------------------------------------------------------------------


def _holder(term: Term) -> _Holder | None:
    if not isinstance(term, Result) or is_unbound(term.event.callee):
        return None
    event = term.event
    if len(dotted(event.callee)) != 1:
        return None
    for library in _SIGNATURES:
        maker = named(event.callee, library, NAMING_MAKERS)
        if maker is not None:
            return _made(event, NAMING_MAKERS[maker])
    library, name = estimator_class(event.callee) or ("", "")
    signature = _SIGNATURES[library].get(name) if library in _SIGNATURES else None
    if signature is None or signature.open or name in _OTHERWISE:
        return None
    return _built(event, name, signature)


def _made(event: CallEvent, name: str) -> _Holder:
    """What a function makes that names the members itself."""
    members = automatic([argument.value for argument in event.arguments.positional])
    return _Holder(
        event,
        name,
        _parameters(ESTIMATORS[name]),
        {name: member for name, member in members if name is not None},
        NAMED_MEMBERS[name],
        whole=not event.arguments.open_positional and all(name for name, _ in members),
    )


def _built(event: CallEvent, name: str, signature: Signature) -> _Holder:
    given = event.arguments
    members: dict[str, Term] = {}
    for parameter in _parameters(signature):
        argument = given.get(parameter, signature.order)
        default = signature.defaults.get(parameter, ...)
        if argument is not None:
            members[parameter] = argument.value
        elif not given.may_have(parameter, signature.order) and default is not ...:
            members[parameter] = Const(None, default)
    listing = NAMED_MEMBERS.get(name)
    if listing is None:
        return _Holder(event, name, _parameters(signature), members, None, whole=True)
    listed = _listed(members.get(listing))
    return _Holder(
        event,
        name,
        _parameters(signature),
        members | {each: member for each, member in listed or () if each is not None},
        listing,
        whole=listed is not None and all(each is not None for each, _ in listed),
    )


def _listed(term: Term | None) -> list[tuple[str | None, Term]] | None:
    """The members of a list with their names; None where it may hold more, or does so later."""
    if not isinstance(term, Sequence) or term.open or term.changed_later:
        return None
    return [_named(item) for item in term.items]


def _named(item: Term) -> tuple[str | None, Term]:
    match item:
        case Sequence(items=[Const(value=str(name)), member, *_]):
            return name, member
    return None, item


def _parameters(signature: Signature) -> frozenset[str]:
    return frozenset((*signature.order, *signature.keywords))
