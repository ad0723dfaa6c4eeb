"""Do labels stay with their rows where features and labels are moved at random?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.experiments.chance import CHANCE, order_by_chance
from tunelint.experiments.moved_rows import Movement, Rows, Seen, before_and_after, origins, seen_in
from tunelint.lab.lab import Lab
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted


def keeps_pairs(lab: Lab, pairs: Iterable[tuple[Movement, Movement]]) -> Verdict:
    """Confirmed where a label ends up beside other features than it began with.

    Each pair is the movement of the features and that of their labels. A row that stands several
    times may have come from any of its places.
    """
    movements = tuple(pairs)
    places = tuple(dict.fromkeys(p for pair in movements for each in pair for p in each.places))
    if not places:
        return inconclusive("no draw moves these rows")
    # The script ends where the last of the places is left, if they come in the order of the source.
    for until in (max(places, key=lambda place: lab.locate(place).line), None):
        seen = seen_in(lab.watch(*places, until=until, rows=True), lab)
        found = [pair for pair in _in_rows(movements, seen) if pair is not None]
        if len(found) == len(movements):
            return _judged(found)
    return inconclusive("the rows before and after the draws could not be compared")


_Pair = tuple[tuple[Rows, Rows], tuple[Rows, Rows]]


def _in_rows(movements: Iterable[tuple[Movement, Movement]], seen: Seen) -> Iterator[_Pair | None]:
    for features, labels in movements:
        x, y = before_and_after(features, seen), before_and_after(labels, seen)
        whole = bool(x[0] and x[1]) and len(x[0]) == len(y[0]) and len(x[1]) == len(y[1])
        # Rows that were not there before have no label to keep.
        yield (x, y) if whole and set(x[1]) <= set(x[0]) else None


def _judged(found: Iterable[_Pair]) -> Verdict:
    found = list(found)
    for features, labels in found:
        rows = len(features[1])
        moved = rows_apart(features, labels)
        if moved:
            return confirmed(
                f"{moved} of {rows} rows ({moved / rows:.0%}) end up with the label of another row",
                Bars("share of rows", (("with the label of another row", moved / rows),)),
                rows=rows,
                moved=moved,
            )
    rows = sum(len(features[1]) for features, _ in found)
    if any(order_by_chance(labels[1]) > CHANCE for _, labels in found):
        return inconclusive(f"each of the {rows} rows keeps its label, but too many are alike")
    return refuted(f"each of the {rows} rows keeps its label", rows=rows, moved=0, data=True)


def rows_apart(features: tuple[Rows, Rows], labels: tuple[Rows, Rows]) -> int:
    """How many rows have, after the movements, a label that none of their places had before."""
    before, after = labels
    came_from = origins(*features)
    return sum(
        label not in {before[position] for position in positions}
        for label, positions in zip(after, came_from, strict=True)
    )
