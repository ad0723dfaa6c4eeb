"""Fits: what was learned from which rows, where a value was made by something that learns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Const, External, Item, Mapping, Sequence, Term
from tunelint.libraries.arrays.spoken import spoken
from tunelint.libraries.preprocessing import tables
from tunelint.libraries.preprocessing.transformers import bootstrap, learner, learning_function
from tunelint.libraries.scikit_learn.names import called_method, same_object

ROWS = ("X", "raw_documents", "y")


@dataclass(frozen=True, eq=False)
class Learned:
    """What is learned from rows before a search.

    `event` is the fit (or the statistic), `label` what learns, `rows` the rows that it learns
    from, `applied` those that it is then applied to.
    """

    event: CallEvent
    label: str
    rows: Term
    applied: Term
    statistic: bool = False

    @property
    def binds_rows(self) -> bool:
        """Whether parts of the rows share more than their scale afterwards: labels, or new rows."""
        return self.statistic or self.label in tables.SUPERVISED or self.resamples

    @property
    def resamples(self) -> bool:
        """Whether it copies, blends or drops rows."""
        return self.label in tables.RESAMPLERS or self.draws

    @property
    def draws(self) -> bool:
        """Whether it only draws rows anew, with replacement."""
        return self.label in tables.BOOTSTRAPS


def learned_for(trace: Trace, term: Term, targets: frozenset[str]) -> Iterator[Learned]:
    """What was learned to make the value; `targets` are the columns that hold the labels."""
    match term:
        case Result(event=event):
            yield from _by_call(trace, event, targets)
        case Item(base=base, key=key):
            yield from _by_selection(trace, base, key, term)


def _by_call(trace: Trace, event: CallEvent, targets: frozenset[str]) -> Iterator[Learned]:
    function = learning_function(event) or bootstrap(event)
    rows = _rows(event)
    if function is not None and rows is not None:
        yield Learned(event, function, rows, rows)
        return
    statistic = _target_statistic(trace, event, targets)
    if statistic is not None:
        yield statistic
        return
    method = called_method(event)
    if method is None or rows is None or method[1] not in tables.TRANSFORMING:
        return
    name = learner(method[0])
    if name is None:
        return
    if method[1] in tables.FITTING_AT_ONCE:
        yield Learned(event, name, rows, rows)
        return
    fit = last_fit(trace, method[0], event)
    fitted = _rows(fit) if fit is not None else None
    if fit is not None and fitted is not None:
        yield Learned(fit, name, fitted, rows)


def _rows(event: CallEvent) -> Term | None:
    for name in ROWS:
        argument = event.arguments.get(name, (name,))
        if argument is not None:
            return argument.value
    return None


def last_fit(trace: Trace, transformer: Term, before: CallEvent) -> CallEvent | None:
    """The last fit of a transformer that can have happened before an event."""
    same = same_object(transformer)
    found = None
    for event in trace.calls():
        if event.index >= before.index:
            break
        method = called_method(event)
        if method is None or method[1] not in tables.FITTING:
            continue
        if same_object(method[0]) is same and perhaps_before(event, before):
            found = event
    return found


# -- columns that a selector chose ------------------------------------------------------------


def _by_selection(trace: Trace, base: Term, key: Term, term: Term) -> Iterator[Learned]:
    """``x[:, selector.get_support()]``, ``x[x.columns[selector.support_]]``.

    The same by what a model says of its columns: ``x[names[model.feature_importances_ > 0]]``.
    """
    if isinstance(key, Const):
        return
    for found in ancestors(key):
        if not isinstance(found, Attribute) or found.name not in tables.SUPPORT | tables.WEIGHTS:
            continue
        weighs = found.name in tables.WEIGHTS
        name = _model(found) if weighs else learner(found.base)
        fits = trace.once(_fits).get(id(same_object(found.base)), [])
        rows = _rows(fits[-1]) if fits else None
        if name is not None and rows is not None:
            yield Learned(fits[-1], name, rows, base, statistic=weighs)
            return


def _fits(trace: Trace) -> dict[int, list[CallEvent]]:
    """The fits of each object, by its id."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        method = called_method(event)
        if method is not None and method[1] in tables.FITTING:
            found.setdefault(id(same_object(method[0])), []).append(event)
    return found


def _model(weights: Attribute) -> str | None:
    """``feature_importances_ of XGBClassifier``, where the model is built by a library's class."""
    built = same_object(weights.base)
    if not isinstance(built, Result) or not isinstance(built.event.callee, External):
        return None
    return f"{weights.name} of {built.event.callee.name.rpartition('.')[2]}"


# -- statistics of the target -----------------------------------------------------------------


def _target_statistic(trace: Trace, event: CallEvent, targets: frozenset[str]) -> Learned | None:
    """``frame.groupby(by)[target].mean()`` and its like."""
    callee = event.callee
    if not isinstance(callee, Attribute) or callee.name not in tables.STATISTICS:
        return None
    grouped, columns = _grouped(callee.base, event)
    column = next((each for each in columns if each in targets), None)
    if grouped is None or column is None or not isinstance(grouped.callee, Attribute):
        return None
    frame = grouped.callee.base
    return Learned(event, _in_words(trace, event, grouped, column), frame, frame, True)


def _grouped(term: Term, event: CallEvent) -> tuple[CallEvent | None, tuple[str, ...]]:
    """The call of ``groupby`` behind a value, and the columns that are taken of the groups."""
    match term:
        case Item(base=base, key=Const(value=str() as name)):
            return _groupby(base), (name,)
        case Item(base=base, key=Sequence(items=items)):
            return _groupby(base), tuple(item.value for item in items if isinstance(item, Const))
        case Attribute(base=base, name=name):
            return _groupby(base), (name,)
    given = event.arguments.positional[:1]
    if given and isinstance(given[0].value, Mapping):
        keys = [entry.key for entry in given[0].value.entries]
        return _groupby(term), tuple(key.value for key in keys if isinstance(key, Const))
    return None, ()


def _groupby(term: Term) -> CallEvent | None:
    if isinstance(term, Result) and isinstance(term.event.callee, Attribute):
        return term.event if term.event.callee.name == "groupby" else None
    return None


def _in_words(trace: Trace, event: CallEvent, grouped: CallEvent, column: str) -> str:
    assert isinstance(event.callee, Attribute)
    name = event.callee.name
    given = event.arguments.positional
    if name in ("agg", "aggregate", "transform") and given:
        first = given[0].value
        name = first.value if isinstance(first, Const) and isinstance(first.value, str) else name
    by = grouped.arguments.get("by", ("by",))
    groups = spoken(trace, by.value, "groups") if by is not None else "groups"
    if by is not None and isinstance(by.value, Const):
        groups = repr(by.value.value)
    return f"the {name} of {column!r} by {groups}"
