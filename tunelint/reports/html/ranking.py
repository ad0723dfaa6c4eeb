"""How configurations change their ranks from one score to another, as a drawing and a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tunelint.lab.verdicts import Ranking
from tunelint.reports.html.labels import distinct, letters
from tunelint.reports.html.numbers import aligned, finite, ordinal
from tunelint.reports.html.svg import CHARACTER, Drawing, drawing, shortened, text_width
from tunelint.reports.terminal_text import printable

_TOP = 40.0
_SCORE = 6 * CHARACTER
# Scores are bold.
_BOLD = 1.25
_BESIDE = 28.0
# Many rows stand closer.
_MANY, _ROW, _LOW_ROW = 14, 30.0, 22.0


@dataclass(frozen=True, slots=True)
class Size:
    """A width that ranks are drawn for: `least` and `most` of it is what the lines cross."""

    style: str
    width: float
    least: float
    most: float


WIDE = Size("wide", 720, 150, 230)
NARROW = Size("narrow", 330, 120, 120)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A configuration: its scores in words, its ranks (1 is the best), its places (0 is the top).

    `short` is its label without what all labels say. Equal scores have the same rank, each with a
    place of its own.
    """

    key: str
    label: str
    short: str
    first: str
    second: str
    ranks: tuple[int, int]
    places: tuple[int, int]

    @property
    def move(self) -> str:
        """``rises``, ``falls`` or ``keeps`` its rank."""
        before, after = self.ranks
        return "keeps" if before == after else "rises" if after < before else "falls"

    @property
    def moved(self) -> str:
        """By how many ranks, with an arrow."""
        by = abs(self.ranks[0] - self.ranks[1])
        return {"keeps": "=", "rises": f"↑ {by}", "falls": f"↓ {by}"}[self.move]

    @property
    def wins(self) -> bool:
        """Whether the first score ranks it first."""
        return self.places[0] == 0


@dataclass(frozen=True, slots=True)
class RankingFigure:
    """The drawing at both widths and the rows behind it, the first score's best first."""

    caption: str
    first: str
    second: str
    wide: str
    narrow: str
    rows: tuple[Ranked, ...]
    kind: str = "ranking"


def ranking_figure(ranking: Ranking, name: str) -> RankingFigure:
    """Ranks by two scores; `name` must be the figure's own on the page."""
    rows = tuple(sorted(_ranked(ranking), key=lambda row: row.places[0]))
    first, second = printable(ranking.first), printable(ranking.second)
    caption = _caption(first, second, rows)
    wide, narrow = (
        str(_drawing(rows, (first, second), size, f"{name}-{size.style}", caption))
        for size in (WIDE, NARROW)
    )
    return RankingFigure(caption, first, second, wide, narrow, rows)


def _ranked(ranking: Ranking) -> Iterator[Ranked]:
    first = [score for _, score, _ in ranking.rows]
    second = [score for _, _, score in ranking.rows]
    places = _places(first, ranking), _places(second, ranking)
    ranks = _ranks(first, places[0]), _ranks(second, places[1])
    # The letters follow the first score, so that they read A, B, C from the top.
    keys = list(itertools.islice(letters(), len(ranking.rows)))
    short = distinct([printable(label) for label, _, _ in ranking.rows])
    texts = aligned(first), aligned(second)
    for index, (label, _, _) in enumerate(ranking.rows):
        yield Ranked(
            keys[places[0][index]],
            printable(label),
            short[index],
            texts[0][index],
            texts[1][index],
            (ranks[0][index], ranks[1][index]),
            (places[0][index], places[1][index]),
        )


def _places(scores: Sequence[float], ranking: Ranking) -> list[int]:
    """For each score where it stands; one that is not finite comes after all that are."""
    sign = -1 if ranking.higher_is_better else 1

    def order(index: int) -> tuple[bool, float]:
        score = scores[index]
        return (not finite(score), sign * score if finite(score) else 0.0)

    ordered = sorted(range(len(scores)), key=order)
    return [ordered.index(index) for index in range(len(scores))]


def _ranks(scores: Sequence[float], places: Sequence[int]) -> list[int]:
    return [
        1 + min(place for other, place in zip(scores, places, strict=True) if other == score)
        if finite(score)
        else 1 + place
        for score, place in zip(scores, places, strict=True)
    ]


def _caption(first: str, second: str, rows: Sequence[Ranked]) -> str:
    if not rows:
        return f"Ranks by {first} and by {second}: no configurations"
    pairs = list(itertools.combinations(rows, 2))
    swapped = sum(_swapped(one, other) for one, other in pairs)
    return (
        f"From the rank by {first} to the rank by {second}: {swapped} of {len(pairs)} pairs swap;"
        f" the winner by {first} is {ordinal(rows[0].ranks[1])} by {second}"
    )


def _swapped(one: Ranked, other: Ranked) -> bool:
    before, after = (one.ranks[at] - other.ranks[at] for at in (0, 1))
    return before * after < 0


def _drawing(
    rows: Sequence[Ranked], scores: tuple[str, str], size: Size, name: str, caption: str
) -> Drawing:
    step = _ROW if len(rows) <= _MANY else _LOW_ROW
    height = _TOP + step * max(len(rows), 1)
    description = "; ".join(f"{row.key}: {row.ranks[0]} to {row.ranks[1]}" for row in rows)
    made = drawing(
        (size.width, height), name, caption, f"Ranks by letter. {description}", size.style
    )
    gap = _gap(rows, size)
    left, right = (size.width - gap) / 2, (size.width + gap) / 2
    made.text((left + 12, 18), shortened(f"by {scores[0]}", left + 6), "column", "end")
    made.text((right - 12, 18), shortened(f"by {scores[1]}", left + 6), "column", "start")
    # What moves is drawn over what stays, the winner over all.
    layers = {"keeps": 0, "rises": 1, "falls": 1}
    for row in sorted(rows, key=lambda row: (row.wins, layers[row.move], -row.places[0])):
        _row(made, row, size, (left, right), step)
    return made


def _gap(rows: Sequence[Ranked], size: Size) -> float:
    """What the labels leave between them."""
    labels = max((text_width(f"{row.key} {row.short}") for row in rows), default=0.0)
    scores = max((text_width(text) for row in rows for text in (row.first, row.second)), default=0)
    needed = labels + max(scores, _SCORE) * _BOLD + _BESIDE
    return min(max(size.width - 2 * needed, size.least), size.most)


def _row(made: Drawing, row: Ranked, size: Size, columns: tuple[float, float], step: float) -> None:
    style = f"rank {row.move}{' winner' if row.wins else ''}"
    description = (
        f"{row.key} {row.label}: {row.first} ({row.ranks[0]}), {row.second} ({row.ranks[1]})"
    )
    group = made.group(style, description)
    left, right = columns
    start, end = (_TOP + step * (place + 0.5) for place in row.places)
    group.curve((left, start), (right, end), "halo")
    group.curve((left, start), (right, end), "slope")
    for at, height, rank in ((left, start, row.ranks[0]), (right, end, row.ranks[1])):
        group.dot((at, height), step / 3, "node")
        group.text((at, height + 4), str(rank), "rank-number", "middle")
    label = f"{row.key} {row.short}" if size is WIDE else row.key
    for at, height, score in ((left - 18, start, row.first), (right + 18, end, row.second)):
        anchored = "end" if at < size.width / 2 else "start"
        outward = -1 if anchored == "end" else 1
        group.text((at, height + 4), score, "score", "end" if outward < 0 else "start")
        beyond = at + outward * (max(text_width(score), _SCORE) * _BOLD + 8)
        room = beyond if outward < 0 else size.width - beyond
        words = shortened(label, room)
        group.text((beyond, height + 4), words, "name", "end" if outward < 0 else "start")
