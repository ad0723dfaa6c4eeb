"""Learning curves as a drawing, and a legend that says in words what it shows."""

from __future__ import annotations

import itertools
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from tunelint.lab.verdicts import Curve, Curves
from tunelint.reports.html.labels import distinct, letters
from tunelint.reports.html.numbers import Scale, finite, scale_of, shown, whole_ticks
from tunelint.reports.html.svg import (
    CHARACTER,
    Anchor,
    Drawing,
    Point,
    drawing,
    shortened,
    text_width,
)
from tunelint.reports.terminal_text import printable

COLOURS = 8
SHAPES = ("ring", "diamond", "square", "triangle")
LAST = "last epoch"

_TEXT = 15.0
_TICKS_ROOM = 34.0
_BEFORE_NAME = 25.0


@dataclass(frozen=True, slots=True)
class Size:
    """A width that curves are drawn for: `labels` is the most room for their names at the right.

    At most `words` marks have their word beside them.
    """

    style: str
    width: float
    height: float
    labels: float
    words: int


WIDE = Size("wide", 720, 340, 240, 8)
NARROW = Size("narrow", 330, 260, 24, 3)


@dataclass(frozen=True, slots=True)
class Entry:
    """A curve in the legend: `key` is the letter at its end, `short` what tells it apart.

    `cells` are the values for the legend's columns, the last for the last epoch; `note` is what
    has no column.
    """

    key: str
    style: str
    label: str
    short: str
    cells: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CurvesFigure:
    """The drawing at both widths and the legend; its columns are the marks' words and shapes."""

    caption: str
    wide: str
    narrow: str
    entries: tuple[Entry, ...]
    columns: tuple[tuple[str, str], ...]
    kind: str = "curves"

    @property
    def notes(self) -> bool:
        """Whether something has no column."""
        return any(entry.note for entry in self.entries)


def curves_figure(curves: Curves, name: str) -> CurvesFigure:
    """Learning curves; `name` must be the figure's own on the page."""
    lines = curves.lines
    shapes = _shapes(lines)
    short = distinct([printable(line.label) for line in lines])
    keys = letters() if len(lines) > 1 else itertools.repeat("")
    entries = tuple(
        _entry(index, line, key, short[index], shapes)
        for index, (line, key) in enumerate(zip(lines, keys, strict=False))
    )
    epochs = max((len(line.values) for line in lines), default=0)
    logarithmic = scale_of(_values(lines), 1, 0).logarithmic
    caption = f"{curves.metric} by epoch{', on a logarithmic scale' if logarithmic else ''}"
    description = (
        f"{len(entries)} learning curves of up to {epochs} epochs; the legend has the numbers."
    )
    wide, narrow = (
        str(
            _Plot(curves, size, shapes, short, f"{name}-{size.style}").draw(
                caption, description, entries
            )
        )
        for size in (WIDE, NARROW)
    )
    columns = [(printable(word), shape) for word, shape in shapes.items()]
    if not all(entry.cells[-1] in entry.cells[:-1] for entry in entries):
        columns.append((LAST, ""))
    return CurvesFigure(printable(caption), wide, narrow, entries, tuple(columns))


def _values(lines: Sequence[Curve]) -> list[float]:
    return [value for line in lines for value in line.values]


def _shapes(lines: Sequence[Curve]) -> dict[str, str]:
    """The words of the marks, each with its shape; none where there are more words than shapes."""
    words = list(dict.fromkeys(word for line in lines for _, word in line.marked))
    return dict(zip(words, SHAPES, strict=False)) if len(words) <= len(SHAPES) else {}


def _entry(index: int, line: Curve, key: str, short: str, shapes: Mapping[str, str]) -> Entry:
    marks = {word: [epoch for epoch, other in line.marked if other == word] for word in shapes}
    cells = [", ".join(_at(line, epoch) for epoch in epochs) for epochs in marks.values()]
    last = _at(line, len(line.values)) if line.values else "no epochs"
    return Entry(
        key,
        f"series s{index % COLOURS + 1} dash{index // 4 % 4}",
        printable(line.label),
        short,
        (*cells, last),
        printable(_note(line, shapes)),
    )


def _note(line: Curve, shapes: Mapping[str, str]) -> str:
    lost = [epoch for epoch, value in enumerate(line.values, 1) if not finite(value)]
    notes = [f"{word}: {_at(line, epoch)}" for epoch, word in line.marked if word not in shapes]
    if lost:
        notes.append(f"not finite from epoch {lost[0]}")
    return "; ".join(notes)


def _at(line: Curve, epoch: int) -> str:
    known = 1 <= epoch <= len(line.values)
    value = f"{shown(float(line.values[epoch - 1]))}, " if known else ""
    return f"{value}epoch\N{NO-BREAK SPACE}{epoch}"


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class _Plot:
    """One drawing of curves at one width."""

    def __init__(
        self, curves: Curves, size: Size, shapes: Mapping[str, str], short: Sequence[str], name: str
    ) -> None:
        self.lines = curves.lines
        self.size = size
        self.shapes = shapes
        self.name = name
        self.bottom = size.height - _TICKS_ROOM
        vertical = scale_of(_values(curves.lines), self.bottom, 12)
        self.ticks = vertical.ticks(5)
        left = max((text_width(text) for _, text in self.ticks), default=0) + 10
        self.y = vertical
        epochs = max((len(line.values) for line in curves.lines), default=1)
        self.epochs = max(epochs, 1)
        self.right = size.width - self._labels(short)
        # A single epoch stands in the middle.
        first, last = (1, self.epochs) if self.epochs > 1 else (0, 2)
        self.x = Scale(first, last, left + 8, self.right - 8)
        self.left = left

    def draw(self, title: str, description: str, entries: Sequence[Entry]) -> Drawing:
        made = drawing(
            (self.size.width, self.size.height), self.name, title, description, self.size.style
        )
        self._axes(made)
        for line, entry in zip(self.lines, entries, strict=True):
            self._curve(made.group(entry.style, f"{entry.key} {entry.label}".strip()), line)
        self._ends(made, entries)
        self._marks(made, entries)
        return made

    def _labels(self, short: Sequence[str]) -> float:
        """The room for the names of the curves; a curve alone needs none."""
        if len(short) == 1:
            return 14
        return min(self.size.labels, _BEFORE_NAME + max(map(text_width, short), default=0) + 12)

    def _axes(self, made: Drawing) -> None:
        for value, text in self.ticks:
            height = self.y(value)
            made.line((self.left, height), (self.right, height), "grid")
            made.text((self.left - 8, height + 4), text, "tick", "end")
        made.line((self.left, self.bottom), (self.right, self.bottom), "axis")
        for epoch in whole_ticks(self.epochs, 8 if self.size is WIDE else 5):
            at = self.x(epoch)
            made.line((at, self.bottom), (at, self.bottom + 4), "axis")
            made.text((at, self.bottom + 18), str(epoch), "tick", "middle")
        middle = (self.left + self.right) / 2
        made.text((middle, self.size.height - 2), "epoch", "tick", "middle")

    def _place(self, epoch: int, value: float) -> Point:
        return self.x(epoch), self.y(value)

    def _curve(self, group: Drawing, line: Curve) -> None:
        """The curve, with a gap where there is no finite number."""
        numbered = list(enumerate(line.values, 1))
        for known, run in itertools.groupby(numbered, key=lambda one: finite(one[1])):
            if known:
                points = [self._place(epoch, value) for epoch, value in run]
                if len(points) > 1:
                    group.path(points, "curve")
                if len(points) == 1 or self.epochs <= 12:
                    for point in points:
                        group.dot(point, 2.4, "epoch")

    def _ends(self, made: Drawing, entries: Sequence[Entry]) -> None:
        """A name for each curve at the right, joined to where it ends."""
        if len(entries) == 1:
            return
        ends = [(self._end(line), entry) for line, entry in zip(self.lines, entries, strict=True)]
        known = sorted(((end, entry) for end, entry in ends if end), key=lambda one: one[0][1])
        heights = apart([end[1] for end, _ in known], _TEXT, 12, self.bottom)
        for ((x, y), entry), height in zip(known, heights, strict=True):
            group = made.group(entry.style, f"{entry.key} {entry.label}")
            group.path([(x, y), (self.right + 2, y), (self.right + 9, height)], "leader")
            group.text((self.right + 12, height + 4.5), entry.key, "key")
            after = _BEFORE_NAME + (len(entry.key) - 1) * CHARACTER
            room = self.size.width - self.right - after
            if room > 6 * CHARACTER:
                words = shortened(entry.short, room)
                group.text((self.right + after, height + 4.5), words, "name")

    def _end(self, line: Curve) -> Point | None:
        known = [(epoch, value) for epoch, value in enumerate(line.values, 1) if finite(value)]
        return self._place(*known[-1]) if known else None

    def _marks(self, made: Drawing, entries: Sequence[Entry]) -> None:
        marks = [
            (self._place(epoch, line.values[epoch - 1]), word, entry)
            for line, entry in zip(self.lines, entries, strict=True)
            for epoch, word in line.marked
            if 1 <= epoch <= len(line.values) and finite(line.values[epoch - 1])
        ]
        shared = self._shared()
        for word, epoch in shared.items():
            self._rule(made, epoch, word)
        for at, word, entry in marks:
            description = f"{entry.key} {entry.label}: {word}".strip()
            _shape(made.group(entry.style, description), at, self.shapes.get(word, SHAPES[0]))
        if len(marks) <= self.size.words:
            self._words(made, [(at, word) for at, word, _ in marks], shared)

    def _shared(self) -> dict[str, int]:
        """The words that mark several curves, each in the same epoch."""
        epochs: dict[str, list[int]] = {}
        for line in self.lines:
            for epoch, word in line.marked:
                epochs.setdefault(word, []).append(epoch)
        return {
            word: found[0]
            for word, found in epochs.items()
            if len(found) > 1 and len(set(found)) == 1 and 1 <= found[0] < self.epochs
        }

    def _rule(self, made: Drawing, epoch: int, word: str) -> None:
        """A line through an epoch, with its word beside it at the top."""
        at = self.x(epoch)
        made.line((at, 0), (at, self.bottom), "shared")
        right = at + 6 + text_width(word) <= self.right
        made.text((at + 6 if right else at - 6, 10), word, "mark-word", "start" if right else "end")

    def _words(
        self, made: Drawing, marks: Sequence[tuple[Point, str]], labelled: Container[str]
    ) -> None:
        """The words beside their marks, where they meet neither each other nor another mark."""
        taken = [_Box(x - 7, y - 7, x + 7, y + 7) for (x, y), _ in marks]
        for at, word in marks:
            if word in labelled:
                continue
            for place, anchor in _around(at):
                box = _text_box(place, word, anchor)
                inside = box.left >= self.left and box.right <= self.right and box.top >= 0
                if inside and box.bottom < self.bottom and not any(box.meets(o) for o in taken):
                    made.text(place, word, "mark-word", anchor)
                    taken.append(box)
                    break


def apart(heights: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Sorted heights moved as little as needed to be `least` apart, as far as there is room."""
    least = min(least, (bottom - top) / max(len(heights) - 1, 1))
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, top, moved[-1] + least if moved else top))
    limit = bottom
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - least
    return moved


def _around(at: Point) -> tuple[tuple[Point, Anchor], ...]:
    x, y = at
    return (
        ((x, y - 12), "middle"),
        ((x, y + 22), "middle"),
        ((x + 10, y - 8), "start"),
        ((x - 10, y - 8), "end"),
        ((x + 10, y + 18), "start"),
        ((x - 10, y + 18), "end"),
    )


def _text_box(at: Point, words: str, anchor: Anchor) -> _Box:
    wide = text_width(words)
    left = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return _Box(left, at[1] - 11, left + wide, at[1] + 3)


def _shape(group: Drawing, at: Point, shape: str) -> None:
    x, y = at
    match shape:
        case "diamond":
            group.polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], "mark")
        case "square":
            group.polygon([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], "mark")
        case "triangle":
            group.polygon([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], "mark")
        case _:
            group.dot(at, 4.6, "mark")
