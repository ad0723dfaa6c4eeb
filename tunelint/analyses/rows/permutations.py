"""Orders: which random draws moved the rows of an array, and whether two of them agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import comes_from
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.arrays.lineage import Lineage, identity
from tunelint.model.facts import Fact
from tunelint.model.randomness import Draw, Seeding
from tunelint.model.search import Search

MOVING = frozenset({"permutation", "order", "split"})
RESETS = frozenset({"seed", "set_state", "setstate", "manual_seed"})


def used_together(search: Search) -> Iterator[tuple[Term, Term, Event]]:
    """Features and labels that a search trains, validates or scores on together, and where."""
    for fit in (*search.runs, *search.fits):
        if fit.features is not None and fit.labels is not None:
            yield fit.features, fit.labels, fit.event
        if fit.validation is not None and len(fit.validation) > 1:
            yield fit.validation[0], fit.validation[1], fit.event
    for evaluation in search.evaluations:
        if len(evaluation.data) == 2:
            yield evaluation.data[0], evaluation.data[1], evaluation.event


def moves(lineage: Lineage, term: Term, used: Event) -> tuple[Draw, ...]:
    """The random draws that moved the rows of an array before it is used, the latest first."""
    found = list(_in_place(lineage, term, used))
    for step in lineage.steps(term):
        if step.draw is not None and step.draw.kind in MOVING and step.draw.random:
            found.append(step.draw)
        found.extend(_in_place(lineage, step.base, used))
    return tuple(dict.fromkeys(found))


def _in_place(lineage: Lineage, term: Term, used: Event) -> Iterator[Draw]:
    for draw in reversed(list(lineage.draws.values())):
        if (
            draw.in_place
            and identity(draw.output) == identity(term)
            and perhaps_before(draw.event, used)
        ):
            yield draw


def misaligned(
    trace: Trace,
    seedings: Sequence[Seeding],
    one: Iterable[Draw],
    other: Iterable[Draw],
) -> tuple[Draw, Draw] | None:
    """Two draws that moved the rows of two arrays each its own way, in the order of the source.

    None where every draw moved both, or where two draws may have been made alike.
    """
    one, other = tuple(one), tuple(other)
    mine = [draw for draw in one if draw not in other]
    theirs = [draw for draw in other if draw not in one]
    for first in mine:
        for second in theirs:
            earlier, later = sorted((first, second), key=lambda draw: draw.event.index)
            if not _independent(trace, seedings, earlier, later):
                return None
    if not mine or not theirs:
        return None
    earlier, later = sorted((mine[0], theirs[0]), key=lambda draw: draw.event.index)
    return earlier, later


def drawn_apart(one: Sequence[Draw], other: Sequence[Draw]) -> tuple[tuple[Draw, Draw], ...]:
    """The draws by which two arrays were moved, side by side: each its own, or the common ones."""
    mine = [draw for draw in one if draw not in other]
    theirs = [draw for draw in other if draw not in one]
    if mine and theirs:
        return ((mine[0], theirs[0]),)
    return tuple((draw, draw) for draw in one if draw in other)


def _independent(trace: Trace, seedings: Sequence[Seeding], first: Draw, second: Draw) -> bool:
    """Whether two draws surely give different orders."""
    if first.event.callee is second.event.callee and first.event.place is second.event.place:
        return False
    if first.generator is not None and first.generator is second.generator:
        return not _reset_between(trace, first.generator, first.event, second.event)
    if _differ(first.seed, second.seed):
        return True
    unseeded = first.seed.values == (None,) == second.seed.values
    if not unseeded:
        return False
    if first.generators and first.generators == second.generators:
        return not _reseeded_between(seedings, first, second)
    return True


def _differ(one: Fact, other: Fact) -> bool:
    if one.values is None or other.values is None:
        return False
    return not set(map(repr, one.values)) & set(map(repr, other.values))


def _reseeded_between(seedings: Sequence[Seeding], first: Draw, second: Draw) -> bool:
    """Whether the process's generator may be set back to where the first draw found it."""
    return any(
        first.generators & seeding.generators
        and perhaps_before(first.event, seeding.event)
        and perhaps_before(seeding.event, second.event)
        for seeding in seedings
    )


def _reset_between(trace: Trace, generator: Term, first: Event, second: Event) -> bool:
    """Whether a generator object may be set back between two draws from it."""
    for event in trace.events_since(first.index):
        if event.index >= second.index:
            return False
        match event:
            case CallEvent(callee=Attribute(base=base, name=name)) if name in RESETS:
                if base is generator:
                    return True
            case StoreEvent(base=base) if comes_from(base, generator):
                return True
    return False
